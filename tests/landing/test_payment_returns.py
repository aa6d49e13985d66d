"""Who comes back from paying: by the source of GA4, by the referrer of a table, and nobody else."""

import json
from typing import Any

import pytest
from landed_shop import Shop, table
from test_ga4 import event, give_events

LANDED = "channel, campaign, is_payment_return"


def session(source: str | None, medium: str | None, campaign: str | None = None) -> dict[str, Any]:
    manual = {"source": source, "medium": medium, "campaign_name": campaign}
    return {"session_traffic_source_last_click": {"manual_campaign": manual}}


@pytest.mark.parametrize(
    "source",
    [
        *("ideal.nl", "paypal.com", "www.paypal.com", "PayPal.com", "pay.klarna.com", "mollie.com"),
        *("checkoutshopper-live.adyen.com", "checkout.stripe.com", "checkout.buckaroo.nl"),
        *("payv2.multisafepay.com", "safe.pay.nl", "www.bancontact.com", "www.sofort.com"),
        *("ing.nl", "betalen.ing.nl", "bankieren.rabobank.nl", "www.kbc.be", "a.b.c.belfius.be"),
        *("https://betalen.ing.nl/ideal?trx=1", "betalen.ing.nl:443", "//betalen.ing.nl/ideal"),
    ],
)
def test_a_provider_is_known_by_its_domain(shop: Shop, source: str) -> None:
    give_events(shop, event(**session(source, "referral", "(referral)")))
    assert shop.rows(LANDED) == [(None, None, True)]


@pytest.mark.parametrize(
    "source",
    [
        *(
            "shopping.nl",
            "xing.nl",
            "ing.nl.example.org",
            "notpaypal.com",
            "paypal.com.example.org",
        ),
        *(
            "paypalxcom",
            "ing.nlx",
            "ing-nl",
            "paypal",
            "stripe.com",
            "docs.stripe.com",
            "display.nl",
        ),
        *("https://example.org/ing.nl", "https://example.org?from=ing.nl", "google.nl"),
    ],
)
def test_who_looks_alike_is_none(shop: Shop, source: str) -> None:
    give_events(shop, event(**session(source, "referral", "(referral)")))
    assert shop.rows(LANDED) == [("referral", "(referral)", False)]


@pytest.mark.parametrize(
    ("medium", "channel"),
    [
        *(
            ("email", "email"),
            ("cpc", "paid"),
            ("paid social", "paid social"),
            ("organic", "organic"),
        ),
        *(("affiliate", "affiliate"), ("social", "social"), ("partner", "partner")),
        *(("referral", None), ("Referral", None), ("(none)", None), ("(not set)", None)),
        *((None, None), ("", None)),
    ],
)
def test_a_medium_of_its_own_is_a_campaign_and_no_return(
    shop: Shop, medium: str | None, channel: str | None
) -> None:
    give_events(shop, event(**session("paypal.com", medium, "june")))
    is_return = channel is None
    assert shop.rows(LANDED) == [(channel, None if is_return else "june", is_return)]


def levels(*found: tuple[str, str] | None) -> dict[str, Any]:
    """An event with source and medium of the session, of all channels, as collected, and first."""
    named = [dict(zip(("source", "medium"), pair or (None, None), strict=True)) for pair in found]
    manual, cross, collected, first = named
    return event(
        session_traffic_source_last_click={
            "manual_campaign": manual,
            "cross_channel_campaign": cross,
        },
        collected_traffic_source={f"manual_{key}": value for key, value in collected.items()},
        traffic_source=first,
    )


IDEAL, GOOGLE = ("ideal.nl", "referral"), ("google", "cpc")
DIRECT, OTHER = ("(direct)", "(none)"), ("example.org", "referral")


@pytest.mark.parametrize(
    ("found", "landed"),
    [
        ((IDEAL, OTHER, OTHER, GOOGLE), (None, True)),
        ((None, IDEAL, OTHER, GOOGLE), (None, True)),
        ((None, None, IDEAL, GOOGLE), (None, True)),
        ((None, None, None, IDEAL), (None, True)),
        ((GOOGLE, IDEAL, IDEAL, IDEAL), ("paid", False)),
        ((DIRECT, IDEAL, IDEAL, IDEAL), ("direct", False)),
        ((OTHER, IDEAL, None, None), ("referral", False)),
    ],
)
def test_the_first_level_that_is_known_decides(
    shop: Shop, found: tuple[Any, ...], landed: tuple[Any, ...]
) -> None:
    give_events(shop, levels(*found))
    assert shop.rows("channel, is_payment_return") == [landed]


VISITS = table(
    record="event",
    columns={"occurred_at": "at", "event_name": "name", "channel": "via", "referrer": "from"},
)


@pytest.mark.parametrize(
    ("channel", "referrer", "landed"),
    [
        ("", "https://betalen.ing.nl/ideal?mail=a@example.org", (None, True)),
        ("Referral", "paypal.com", (None, True)),
        ("direct", "www.mollie.com", (None, True)),
        ("Email", "paypal.com", ("email", False)),
        ("referral", "https://shopping.nl/", ("referral", False)),
        ("referral", "", ("referral", False)),
        ("", "", (None, False)),
    ],
)
def test_a_table_says_where_a_visit_came_from(
    shop: Shop, channel: str, referrer: str, landed: tuple[Any, ...]
) -> None:
    shop.configure(VISITS)
    shop.give("visits.csv", f"at,name,via,from\n2026-01-01,page_view,{channel},{referrer}\n")
    assert shop.land().bad_files == ()
    assert shop.rows("channel, is_payment_return") == [landed]
    assert "ing.nl" not in shop.stored()


def test_a_table_without_referrer_lands_as_before(shop: Shop) -> None:
    columns = {"occurred_at": "at", "event_name": "name", "channel": "via"}
    shop.configure(table(record="event", columns=columns))
    shop.give("visits.csv", "at,name,via\n2026-01-01,page_view,referral\n")
    assert shop.land().bad_files == ()
    assert shop.rows("channel, is_payment_return") == [("referral", False)]


def test_a_domain_of_ones_own_counts_from_the_next_landing_on(shop: Shop) -> None:
    shop.configure(VISITS)
    path = shop.root / "journey.yml"
    hosts = ("betaal.mijnbank.nl", "x.betaal.mijnbank.nl", "mijnbank.nl", "ideal.nl")
    rows = "".join(f"2026-01-01,page_view,referral,{host}\n" for host in hosts)
    shop.give("visits.csv", f"at,name,via,from\n{rows}")
    shop.land()
    assert shop.rows("is_payment_return") == [False, False, False, True]
    content = json.loads(path.read_text(encoding="utf-8"))
    content["journey"] = {"payment_providers": ["Betaal.MijnBank.nl"]}
    path.write_text(json.dumps(content), encoding="utf-8")
    shop.reopen()
    assert shop.land().new_files == 1
    assert shop.rows("is_payment_return") == [True, True, False, True]
