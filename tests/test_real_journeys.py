"""Persons, sessions, journeys and orders of real exports are those that their columns say.

Rows are read with csv and json alone and followed by hand, event by event (journeys_by_hand.py);
what is published must be the same. The files lie in ../shared/data; where absent, these skip.
"""

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from identity_by_hand import Row, Settings, World
from journeys_by_hand import live, tables
from test_real_exports import DATA, published_by, rows_of

from cjm_analytics.engines.duckdb import DuckDB

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"no real exports in {DATA.name}/")

AS_OF = datetime(2027, 1, 1)
ENTITY = "contexts_com_snowplowanalytics_snowplow_ecommerce_"
ACTION = "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1_0_0"
ACTIONS = {
    "transaction": "purchase",
    "product_view": "view_item",
    "list_view": "view_item_list",
    "list_click": "select_item",
    "promo_view": "view_promotion",
    "promo_click": "select_promotion",
}
READ = {
    "journeys": "select person_id, journey_number, started_at, ended_at, n_events, n_derived,"
    " n_unassigned_events, furthest_phase_number, orders, converted_at, ending"
    " from journeys.journeys",
    "visits": "select person_id, journey_number, visit_number, phase_number, started_at, ended_at,"
    " n_events from journeys.visits",
    "transitions": "select step, source, target, n from journeys.transitions",
    "conversions": "select person_id, journey_number, converted_at, value"
    " from journeys.conversions",
}


def phases(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(said.split()) for said in names)


def moment(said: str) -> datetime:
    """A time as UTC; one without an offset is UTC already."""
    parsed = datetime.fromisoformat(said)
    return parsed.astimezone(UTC).replace(tzinfo=None) if parsed.tzinfo else parsed


def compare(published: DuckDB, world: World) -> dict[str, Counter[Any]]:
    """Holds the published journeys against those by hand; gives the latter."""
    data_end = max(event.occurred_at for event in world.events)
    by_hand = tables(world, data_end)
    by_hand["conversions"] = Counter(
        {row[1:]: count for row, count in by_hand["conversions"].items()}
    )
    names = dict(published.rows("select phase_number, phase_id from declared.phases"))
    by_hand["transitions"] = Counter(
        (step, names.get(source, source), names.get(target, target), count)
        for (step, (source, target)), count in by_hand["transitions"].items()
    )
    for table, query in READ.items():
        assert Counter(published.rows(query)) == by_hand[table], table
    found = published.rows("select event_id, person_id, identified_by, is_bound from events.events")
    assert Counter(found) == by_hand["events"]
    reached = Counter(phase for _, _, phase, *_ in by_hand["entries"].elements())
    shown = published.rows("select phase_number, n_reached from report.funnel")
    assert dict(shown) == {number: reached[number] for number in names}
    return by_hand


@pytest.fixture(scope="module")
def ecom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDB]:
    root = tmp_path_factory.mktemp("ecom")
    engine = published_by(root, "ecom", [DATA / "ecom" / "ecom.csv.gz"])
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def ecom_rows() -> list[dict[str, str]]:
    with gzip.open(DATA / "ecom" / "ecom.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ecom_counts(ecom: DuckDB, ecom_rows: list[dict[str, str]]) -> None:
    summary = ecom.records("select * from report.summary")[0]
    assert summary["n_landed"] == summary["n_events"] == len(ecom_rows) == 31_106
    assert summary["n_persons"] == len({row["user_id"] for row in ecom_rows}) == 600
    assert summary["n_orders"] == sum(row["event"] == "purchase" for row in ecom_rows) == 470
    assert summary["n_unidentified"] == 0
    for column, said in (("device", "platform"), ("channel", "acquisition_channel")):
        found = dict(ecom.rows(f"select {column}, count(*) from events.events group by all"))
        assert found == Counter(row[said] for row in ecom_rows)
    unassigned = dict(ecom.rows("select event_name, n_events from report.unassigned_events"))
    assert unassigned == {"error_page": sum(row["event"] == "error_page" for row in ecom_rows)}


def test_ecom_journeys(ecom: DuckDB, ecom_rows: list[dict[str, str]]) -> None:
    """Rows have no id of their own; within one second the ids they were given decide."""
    ids = dict(ecom.rows("select line, event_id from events.events"))
    rows = [
        Row(
            event_id=ids[line],
            occurred_at=moment(said["timestamp"]),
            event_name=said["event"],
            customer_id=said["user_id"],
            content_hash=line,
        )
        for line, said in enumerate(ecom_rows, start=2)
    ]
    settings = Settings(
        as_of=AS_OF,
        phases=phases(
            "home promo_page catalog search filter_results",
            "product_view compare review_page wishlist_add",
            "add_to_cart cart shipping_details payment_details payment_error checkout_bug",
            "account_page support_chat repeat_purchase",
        ),
    )
    by_hand = compare(ecom, live(rows, settings))
    again = [row for row in by_hand["journeys"] if row[5]]  # came back: has a derived event
    assert len(by_hand["journeys"]) > 600
    assert again


def test_receipt_journeys(tmp_path: Path) -> None:
    """Half the times are at +01:00 and half at +02:00; a case is one person."""
    path = DATA / "receipt" / "receipt.csv"
    published = published_by(tmp_path, "receipt", [path])
    ids = dict(published.rows("select line, event_id from events.events"))
    said = rows_of(path)
    rows = [
        Row(
            event_id=ids[line],
            occurred_at=moment(row["time:timestamp"]),
            event_name=row["concept:name"],
            customer_id=row["case:concept:name"],
            content_hash=line,
        )
        for line, row in enumerate(said, start=2)
    ]
    steps: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        steps[row.event_name[:3] if row.event_name.startswith("T") else "T00"].add(row.event_name)
    groups = [range(6), range(6, 10), range(10, 20), range(20, 30)]
    settings = Settings(
        as_of=AS_OF,
        phases=tuple(frozenset().union(*(steps[f"T{n:02}"] for n in group)) for group in groups),
        conversions=frozenset(steps["T10"]),
    )
    by_hand = compare(published, live(rows, settings))
    published.close()
    assert len({person for person, *_ in by_hand["journeys"]}) == 1_434


@pytest.fixture(scope="module")
def snowplow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDB]:
    file = DATA / "snowplow_ecommerce" / "snowplow_ecommerce_events.csv"
    engine = published_by(tmp_path_factory.mktemp("snowplow"), "snowplow_ecommerce", [file])
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def snowplow_rows() -> list[dict[str, Any]]:
    """The export's rows with action, user, transaction and device read from their JSON."""
    rows = rows_of(DATA / "snowplow_ecommerce" / "snowplow_ecommerce_events.csv")
    for row in rows:
        row["action"] = json.loads(row[ACTION] or "{}").get("type")
        for name in ("user", "transaction", "checkout_step"):
            row[name] = first(row[f"{ENTITY}{name}_1_0_0"])
        mobile = first(row["contexts_com_snowplowanalytics_snowplow_client_session_1_0_1"])
        row["visitor"] = row["domain_userid"] or mobile.get("userId")
        row["index"] = mobile.get("eventIndex", 0)
    return rows


def first(said: str) -> dict[str, Any]:
    return (json.loads(said or "[]") or [{}])[0]


def test_snowplow_orders(snowplow: DuckDB, snowplow_rows: list[dict[str, Any]]) -> None:
    """One transaction was sent twice, a second apart and under two event ids; it counts once."""
    tracked = [row["transaction"] for row in snowplow_rows if row["transaction"]]
    sent = Counter(transaction["transaction_id"] for transaction in tracked)
    assert [name for name, count in sent.items() if count > 1] == ["TtlZ3b"]
    assert len({row["event_id"] for row in snowplow_rows}) == len(snowplow_rows)
    worth = {
        transaction["transaction_id"]: (transaction["currency"], float(transaction["revenue"]))
        for transaction in tracked
    }
    revenue = sum(value for currency, value in worth.values() if currency == "EUR")
    summary = snowplow.records("select * from report.summary")[0]
    assert (summary["n_landed"], summary["n_events"]) == (834, 833)
    assert summary["n_orders"] == len(worth) == len(tracked) - 1 == 28
    assert summary["revenue"] == pytest.approx(revenue)
    assert snowplow.rows("select reason, n_rows from report.left_out") == [("duplicate order", 1)]
    found = snowplow.rows("select order_id, currency, value from clean.orders")
    assert {name: (currency, value) for name, currency, value in found} == worth


def test_without_an_order_book_there_is_no_capture_rate(snowplow: DuckDB, ecom: DuckDB) -> None:
    asked = (
        "select n_orders, capture_rate, is_capture_low, n_duplicate, n_outside_orders"
        " from report.reconciliation_total"
    )
    assert snowplow.rows(asked) == [(0, None, False, 1, 28)]
    assert ecom.rows(asked) == [(0, None, False, 0, 470)]
    for published in (snowplow, ecom):
        assert published.number("select count(*) from kpis.kpis where is_capture_low") == 0


def test_snowplow_refund(snowplow: DuckDB, snowplow_rows: list[dict[str, Any]]) -> None:
    """The one refund names no order, no amount and no cookie: an event as any other."""
    (refund,) = (row for row in snowplow_rows if row["action"] == "refund")
    assert not refund["transaction"]
    assert not refund["domain_userid"]
    assert snowplow.rows(
        "select event_id, order_id, value, is_bound, person_id from events.events"
        " where event_name = 'refund'"
    ) == [(f"site:{refund['event_id']}", None, None, False, f"customer:{refund['user']['id']}")]


def test_snowplow_people_and_sessions(
    snowplow: DuckDB, snowplow_rows: list[dict[str, Any]]
) -> None:
    visitors = {row["visitor"] for row in snowplow_rows if row["visitor"]}
    users = {row["user"]["id"] for row in snowplow_rows if row["user"]}
    known = {row["visitor"] for row in snowplow_rows if row["user"] and row["visitor"]}
    found = snowplow.rows(
        "select distinct visitor_id from events.events where visitor_id is not null"
    )
    assert {visitor for (visitor,) in found} == visitors
    summary = snowplow.records("select * from report.summary")[0]
    assert summary["n_persons"] == len(users) + len(visitors - known)
    moments = defaultdict(list)
    left_out = {row["event_id"] for row in snowplow_rows} - {
        event.removeprefix("site:")
        for (event,) in snowplow.rows("select event_id from events.events")
    }
    for row in snowplow_rows:
        if row["visitor"] and row["event_id"] not in left_out:
            moments[row["visitor"]].append(moment(row["derived_tstamp"]))
    gaps = [
        later - earlier for each in moments.values() for earlier, later in pairwise(sorted(each))
    ]
    sessions = len(visitors) + sum(gap > timedelta(minutes=30) for gap in gaps)
    assert snowplow.number("select count(*) from events.sessions") == sessions


def test_snowplow_journeys(snowplow: DuckDB, snowplow_rows: list[dict[str, Any]]) -> None:
    kept = {event for (event,) in snowplow.rows("select event_id from events.events")}
    rows = []
    for said in snowplow_rows:
        name = ACTIONS.get(said["action"] or "", said["action"])
        if not name:
            path = said["page_urlpath"]
            name = "purchase" if said["transaction"] else f"on {path}" if path else "nowhere"
        event_id = f"site:{said['event_id']}"
        value = said["transaction"].get("revenue")
        rows.append(
            Row(
                event_id=event_id,
                occurred_at=moment(said["derived_tstamp"]),
                event_name=name,
                source_sequence=said["index"],
                visitor_id=said["visitor"],
                customer_id=said["user"].get("id"),
                email_id=f"email:{said['user']['email']}" if said["user"].get("email") else None,
                order_id=said["transaction"].get("transaction_id"),
                value=float(value) if value else None,
                content_hash=int(event_id in kept),  # which of two copies, only the hash knows
            )
        )
    paths = {f"on {said['page_urlpath']}" for said in snowplow_rows}
    later_pages = {path for path in paths if path[3:].startswith(("/checkout-step", "/order-comp"))}
    settings = Settings(
        as_of=AS_OF,
        phases=(
            frozenset({"view_promotion", "select_promotion"}),
            frozenset({"view_item", "view_item_list", "select_item"})
            | {path for path in paths if path.startswith("on /product")},
            frozenset({"add_to_cart", "remove_from_cart", "checkout_step"}) | later_pages,
            frozenset({"refund"}),
            frozenset({"repeat_purchase"}),
        ),
    )
    compare(snowplow, live(rows, settings))
