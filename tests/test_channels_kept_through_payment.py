"""From exports to the reconciliation: who pays elsewhere is of the channel that brought them."""

import csv
from collections.abc import Iterator

import pytest
from building import built

from cjm_analytics.engines.duckdb import DuckDB

JOURNEY = """
sources:
  - id: site
    kind: table
    record: event
    path: site.csv
    columns:
      occurred_at: at
      event_name: event
      visitor_id: cookie
      order_id: order
      channel: medium
      referrer: from
  - id: shop
    kind: table
    record: order
    path: shop.csv
    columns: {order_id: order, occurred_at: at, value: worth, customer_id: customer}
model: {preset: klantreis}
"""
PROVIDERS = (
    "https://www.ideal.nl/betalen",
    "www.paypal.com",
    "pay.klarna.com",
    "https://www.mollie.com/checkout/select-issuer",
    "checkoutshopper-live.adyen.com",
    "betalen.rabobank.nl",
    "https://ideal.ing.nl/",
    "www.abnamro.nl",
    "betalen.asnbank.nl",
    "www.kbc.be",
)
LOOKALIKES = (
    "ideal.nl.example.org",
    "mypaypal.com",
    "klarna-korting.example",
    "mollie.computer.example",
    "adyen.community.example",
    "brabobank.nl",
    "shopping.nl",
    "https://example.org/?from=www.paypal.com",
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDB]:
    """A buyer for each host: an advertisement, a basket, the host for an hour, a purchase."""
    folder = tmp_path_factory.mktemp("paying")
    (folder / "journey.yml").write_text(JOURNEY, encoding="utf-8")
    visits, orders = [], []
    for number, host in enumerate((*PROVIDERS, *LOOKALIKES)):
        who = {"cookie": f"v{number}", "order": "", "from": ""}
        paid = {**who, "medium": "referral", "from": host}
        visits += [
            {**who, "at": "2026-01-05T10:00Z", "event": "page_view", "medium": "paid"},
            {**who, "at": "2026-01-05T10:05Z", "event": "add_to_cart", "medium": ""},
            {**paid, "at": "2026-01-05T11:00Z", "event": "page_view"},
            {**paid, "at": "2026-01-05T11:01Z", "event": "purchase", "order": host},
        ]
        order = {"order": host, "at": "2026-01-05T10:59Z", "worth": "10", "customer": f"c{number}"}
        orders.append(order)
    for name, rows in (("site", visits), ("shop", orders)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", "for tests")
        with built(folder / "journey.yml", folder / "w.duckdb") as engine:
            yield engine


@pytest.mark.parametrize("host", PROVIDERS)
def test_a_provider_takes_no_sale(shop: DuckDB, host: str) -> None:
    assert channels(shop, host) == (["paid", None, "paid", "paid"], "paid", "paid")


@pytest.mark.parametrize("host", LOOKALIKES)
def test_another_site_that_sent_them_keeps_it(shop: DuckDB, host: str) -> None:
    assert channels(shop, host) == (["paid", None, "referral", "referral"], "referral", "referral")


def test_the_week_is_the_providers_that_paid(shop: DuckDB) -> None:
    found = shop.rows(
        "select channel, n_orders, n_tracked, order_revenue from report.reconciliation"
        " where week_on = date '2026-01-05' and channel <> '(all)' order by channel"
    )
    n, m = len(PROVIDERS), len(LOOKALIKES)
    assert found == [("paid", n, n, 10 * n), ("referral", m, m, 10 * m)]


def channels(shop: DuckDB, host: str) -> tuple[list[str | None], str, str]:
    """Of the buyer's events, of the session of the purchase, and of the order."""
    visitor = shop.rows(
        "select visitor_id from events.events where event_name = 'purchase' and order_id = ?",
        [host],
    )[0][0]
    events = shop.rows(
        "select channel from events.events where visitor_id = ? order by occurred_at", [visitor]
    )
    sessions = shop.rows(
        "select channel from events.sessions where visitor_id = ? order by session_number",
        [visitor],
    )
    order = shop.rows("select channel from events.order_tracking where order_id = ?", [host])
    assert len(sessions) == 2
    return [channel for (channel,) in events], sessions[-1][0], order[0][0]
