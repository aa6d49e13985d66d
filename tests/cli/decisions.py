"""A shop in which every kind of decision is made once, by rows that have names to ask for."""

from pathlib import Path

JOURNEY = """\
project: {name: Decisions, timezone: Europe/Amsterdam, currency: EUR, languages: [en]}
sources:
  - id: site
    kind: table
    record: event
    path: exports/site-*.csv
    columns:
      event_id: id
      occurred_at: time
      updated_at: changed
      event_name: event
      page_path: page
      visitor_id: cookie
      customer_id: login
      order_id: order
      value: worth
      text: said
    flags: {is_bot: {agent: {contains: bot}}, is_test: {agent: tester}}
  - id: shop
    kind: table
    record: order
    grain: line
    path: exports/orders.csv
    columns:
      order_id: number
      occurred_at: time
      value: amount
      email: mail
      customer_id: customer
    flags: {is_test: {remark: test}, is_cancelled: {remark: cancelled}}
  - id: care
    kind: table
    record: contact
    path: exports/care.csv
    columns:
      event_id: id
      occurred_at: time
      event_name: event
      order_id: order
      email: mail
      initiated_by: by
  - id: returns                          # lands the same file a second time
    kind: table
    record: contact
    path: exports/care.csv
    columns: {event_id: id, occurred_at: time, order_id: order}
    constants: {event_name: sent back}
    ignore: {not: {event: return}}
identity: {max_links: 2}
model:
  preset: klantreis
  phases:
    - id: consideration
      rules:
        - {name: gloves, page_path: {starts_with: /gloves}}
        - {name: warm gloves, page_path: {starts_with: /gloves/warm}}
        - {name: mittens, page_path: {starts_with: /mittens}}
"""
HOSTILE = "<b>=1+1 %_'\"; drop table x;--\x1b[31m\u202e$(id)"
_SITE = "id,time,changed,event,page,cookie,login,order,worth,agent,said"
_EARLIER = f"""\
{_SITE}
copy,2026-02-01T10:00Z,2026-02-01,page_view,/,c1,,,,,
bot,2026-02-01T10:00Z,,page_view,/,c2,,,,megabot,
tried,2026-02-01T10:00Z,,page_view,/,c2,,,,tester,
future,2026-06-01T10:00Z,,page_view,/,c2,,,,,
unread,soon,,page_view,/,c2,,,,,write to ann@example.org
bought,2026-02-02T10:01Z,,purchase,/thanks,c3,ann,O1,99.00,,
bought-again,2026-02-02T10:02Z,,purchase,/thanks,c3,ann,O1,99.00,,
"""
_LATER = f"""\
{_SITE}
copy,2026-02-01T10:00Z,2026-02-03,page_view,/gloves,c1,,,,,
tablet-first,2026-02-01T09:00Z,,page_view,/,tablet,,,,,
tablet-eve,2026-02-01T10:00Z,,page_view,/,tablet,eve,,,,
tablet-then,2026-02-01T11:00Z,,page_view,/,tablet,,,,,
tablet-fay,2026-02-01T12:00Z,,page_view,/,tablet,fay,,,,
tablet-last,2026-02-01T13:00Z,,page_view,/,tablet,,,,,
swap-1,2026-02-01T10:00Z,,page_view,/,gus-phone,gus,,,,
swap-2,2026-02-01T10:00Z,,page_view,/,hal-phone,hal,,,,
swap-3,2026-02-02T10:00Z,,page_view,/,gus-phone,hal,,,,
swap-4,2026-02-02T10:00Z,,page_view,/,hal-phone,gus,,,,
swap-5,2026-02-03T10:00Z,,page_view,/,gus-phone,,,,,
swap-6,2026-02-03T10:00Z,,page_view,/,hal-phone,,,,,
kiosk-1,2026-02-01T10:00Z,,page_view,/,kiosk,k1,,,,
kiosk-2,2026-02-01T11:00Z,,page_view,/,kiosk,k2,,,,
kiosk-3,2026-02-01T12:00Z,,page_view,/,kiosk,k3,,,,
kiosk-4,2026-02-01T13:00Z,,page_view,/,kiosk,,,,,
desk-visit,2026-02-01T10:00Z,,page_view,/,desk-pc,desk,,,,
desk-after,2026-02-01T11:00Z,,page_view,/,desk-pc,,,,,
nobody,2026-02-01T10:00Z,,page_view,/,,,,,,
wave,2026-02-01T10:05Z,,wave,/elsewhere,c1,,,,,
many,2026-02-01T10:06Z,,view_item,/gloves/warm,c1,,,,,
again,2026-02-20T10:00Z,,page_view,/,c3,,,,,
odd-name,2026-02-01T10:07Z,,page_view,/=1+1,c1,,NONE,,,<script>alert(1)</script>\x1b]0;x\x07
"{HOSTILE.replace('"', '""')}",2026-02-01T10:08Z,,page_view,/,c1,,,,,
"""
_ORDERS = """\
number,time,amount,mail,customer,remark
O1,2026-02-02T10:00Z,20.00,ann@example.org,ann,
O2,2026-02-05T10:00Z,10.00,lines@example.org,,
O2,2026-02-05T10:01Z,5.50,lines@example.org,,
O3,2026-02-05T10:00Z,7.00,test@example.org,,test
O4,2026-02-05T10:00Z,8.00,off@example.org,,cancelled
D1,2026-02-05T10:00Z,1.00,d1@example.org,desk,
D2,2026-02-05T10:00Z,1.00,d2@example.org,desk,
D3,2026-02-05T10:00Z,1.00,d3@example.org,desk,
G1,2026-01-05T10:00Z,30.00,guest@example.org,,
G2,2026-02-25T10:00Z,30.00,GUEST@example.org,C9,
"""
_CARE = """\
id,time,event,order,mail,by
mailing,2026-01-01T10:00Z,newsletter,,ann@example.org,organisation
returned,2026-03-20T10:00Z,return,O1,,customer
ticket,2026-02-06T10:00Z,ticket,NO-SUCH,lines@example.org,customer
too-early,2026-02-01T10:00Z,delivery,O1,,organisation
"""


def write(folder: Path) -> Path:
    """The project's folder; a row of which is told at its place, as exports/orders.csv:4."""
    exports = {"site-1": _EARLIER, "site-2": _LATER, "orders": _ORDERS, "care": _CARE}
    (folder / "exports").mkdir(parents=True)
    (folder / "journey.yml").write_text(JOURNEY, encoding="utf-8")
    for name, content in exports.items():
        (folder / "exports" / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
    return folder
