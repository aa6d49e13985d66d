"""Persons and journeys from export files on: what a case of tests/sql cannot show.

Literal nulls, many devices, files that come late, and the days on which the clock changes.
"""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from building import built
from published import differences, rows_of
from test_sql_cases import JOURNEY

from cjm_analytics.project import Project

CONTENT = {
    "project": {"name": "Shop", "timezone": "Europe/Amsterdam", "currency": "EUR"},
    "sources": [
        {
            "id": "site",
            "kind": "table",
            "path": "site*.csv",
            "record": "event",
            "columns": {
                "event_id": "id",
                "occurred_at": "at",
                "event_name": "name",
                "visitor_id": "cookie",
                "customer_id": "login",
                "email": "email",
                "order_id": "order",
            },
        },
        {
            "id": "shop",
            "kind": "table",
            "path": "shop*.csv",
            "record": "order",
            "columns": {"order_id": "order", "occurred_at": "at", "email": "email"},
        },
    ],
    "model": JOURNEY["model"],
}
SITE = ("id", "at", "name", "cookie", "login", "email", "order")
NOBODYS_ORDER = [("o0", "2026-01-01 12:00", "")]
MADE_FROM_FILES = {"file_id", "line", "n_files", "path"}

Rows = Sequence[Sequence[Any]]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CJM_KEY", "for tests")
    deliver(tmp_path / "journey.yml", "shop.csv", NOBODYS_ORDER)
    return tmp_path / "journey.yml"


def deliver(journey: Path, name: str, rows: Rows) -> None:
    journey.parent.mkdir(exist_ok=True)
    journey.write_text(json.dumps(CONTENT), encoding="utf-8")
    with (journey.parent / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(SITE if name.startswith("site") else ("order", "at", "email"))
        writer.writerows(rows)


def seen(journey: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query after a night's run; the warehouse stays for the next."""
    with built(journey, journey.parent / "warehouse.duckdb", last_stage=5) as engine:
        return engine.rows(query)


PERSONS = "select event_id, person_id from events.events order by event_id"


def test_ids_that_say_nothing_join_nobody(shop):
    spellings = ("", "null", "NULL", "(not set)", "NaN", "undefined", " ")
    rows, expected = [], {"shop:o0": None}
    for number, nothing in enumerate(spellings):
        own = {kind: f"{kind}{number}" for kind in ("phone", "laptop", "ann", "ben", "tablet")}
        rows += [
            (f"a{number}", "2026-01-01 10:00", "look", own["phone"], nothing, nothing, nothing),
            (f"b{number}", "2026-01-01 10:01", "look", own["laptop"], nothing, nothing, nothing),
            (f"c{number}", "2026-01-01 10:02", "look", nothing, own["ann"], nothing, nothing),
            (f"d{number}", "2026-01-01 10:03", "look", nothing, nothing, nothing, nothing),
            (f"e{number}", "2026-01-01 10:04", "purchase", nothing, own["ben"], nothing, nothing),
            (f"f{number}", "2026-01-01 10:05", "purchase", own["tablet"], nothing, "", nothing),
        ]
        expected |= {
            f"site:a{number}": f"visitor:phone{number}",
            f"site:b{number}": f"visitor:laptop{number}",
            f"site:c{number}": f"customer:ann{number}",
            f"site:d{number}": None,
            f"site:e{number}": f"customer:ben{number}",
            f"site:f{number}": f"visitor:tablet{number}",
            f"shop:o{number}": None,
        }
    deliver(shop, "site.csv", rows)
    orders = [(f"o{number}", "2026-01-01 10:00", said) for number, said in enumerate(spellings)]
    deliver(shop, "shop.csv", orders)
    assert dict(seen(shop, PERSONS)) == expected


def test_a_customer_on_55_visitors_is_one_and_a_visitor_of_21_customers_is_nobody(shop):
    """max_links is 20, the product's own: it caps customers of a device, not devices."""
    at = "2026-01-0{} 10:00"
    rows = []
    for number in range(55):
        rows.append((f"d{number}", at.format(1), "look", f"device{number}", "", "", ""))
        rows.append((f"l{number}", at.format(2), "look", f"device{number}", "ann", "", ""))
    for kiosk, customers in (("kiosk20", 20), ("kiosk21", 21)):
        for number in range(customers):
            at_desk = f"2026-01-01 10:{number:02}"
            rows.append((f"{kiosk}.{number}", at_desk, "look", kiosk, f"c{number}", "", ""))
        rows.append((f"{kiosk}after", at.format(2), "look", kiosk, "", "", ""))
    deliver(shop, "site.csv", rows)
    persons = dict(seen(shop, PERSONS))
    assert Counter(persons.values())["customer:ann"] == 110
    assert persons["site:kiosk20after"] == "customer:c19"
    assert persons["site:kiosk21after"] is None
    assert persons["site:kiosk21.20"] == "customer:c20", "what names a customer stays theirs"


# A later file holds an older login, an order that was placed before, and the look that bridges a
# silence: on the first night these are two people's three journeys, on the second one's two.
FIRST_NIGHT = [
    ("a", "2026-01-01 10:00", "look", "phone", "", "", ""),
    ("b", "2026-02-15 10:00", "look", "phone", "", "", ""),
    ("c", "2026-02-16 10:00", "look", "laptop", "ann", "", ""),
    ("r", "2026-02-17 10:00", "ticket", "", "ann", "", "o1"),
]
LATE = [
    ("d", "2026-01-20 10:00", "look", "phone", "ann", "", ""),
    ("e", "2026-02-01 10:00", "look", "laptop", "", "", ""),
]
LATE_ORDERS = [("o1", "2026-02-01 11:00", "ann@example.org")]
LATE_ACCOUNT = [("f", "2026-01-20 09:00", "look", "", "ann", "ann@example.org", "")]
PLACED = (
    "select substr(event_id, 6), person_id, journey_number, is_bound"
    " from journeys.journey_events where event_id like 'site:%' order by event_id"
)


def test_a_late_file_gives_what_it_would_have_given_in_time(shop, tmp_path):
    deliver(shop, "site-2.csv", FIRST_NIGHT)
    assert seen(shop, PLACED) == [
        ("a", "visitor:phone", 1, False),
        ("b", "visitor:phone", 2, False),
        ("c", "customer:ann", 1, False),
        ("r", "customer:ann", 1, False),
    ]
    deliver(shop, "site-1.csv", LATE)
    deliver(shop, "site-0.csv", LATE_ACCOUNT)
    deliver(shop, "shop-0.csv", LATE_ORDERS)
    assert seen(shop, PLACED) == [
        ("a", "customer:ann", 1, False),
        ("b", "customer:ann", 2, False),  # back after the order of 1 February
        ("c", "customer:ann", 2, False),
        ("d", "customer:ann", 1, False),
        ("e", "customer:ann", 1, False),
        ("f", "customer:ann", 1, False),
        ("r", "customer:ann", 1, True),
    ]
    at_once = tmp_path / "at_once" / "journey.yml"
    deliver(at_once, "site.csv", [*LATE, *FIRST_NIGHT, *LATE_ACCOUNT])
    deliver(at_once, "shop.csv", [*LATE_ORDERS, *NOBODYS_ORDER])
    assert differences(every_table(shop), every_table(at_once)) == []


def every_table(journey: Path) -> dict[str, list[dict[str, Any]]]:
    """All tables that are built, without what tells one file from another."""
    project = Project(journey)
    with built(journey, journey.parent / "warehouse.duckdb", last_stage=7) as engine:
        names = [table.name for table in project.tables if table.stage in range(1, 8)]
        tables = rows_of(project, engine, names)
    return {
        name: sorted(
            ({key: row[key] for key in row if key not in MADE_FROM_FILES} for row in rows), key=repr
        )
        for name, rows in tables.items()
    }


def test_a_person_keeps_its_id_while_the_evidence_stands(shop):
    deliver(shop, "site-1.csv", FIRST_NIGHT)
    before = dict(seen(shop, PERSONS))
    later = [
        ("g", "2026-03-01 10:00", "look", "phone", "", "", ""),
        ("h", "2026-03-01 10:00", "look", "laptop", "ann", "", ""),
        ("i", "2026-03-01 10:00", "look", "a-new-phone", "a-newcomer", "new@example.org", ""),
    ]
    deliver(shop, "site-2.csv", later)
    after = dict(seen(shop, PERSONS))
    assert {event: after[event] for event in before} == before
    assert after["site:g"] == "visitor:phone"


def test_days_are_local_and_durations_are_not(shop):
    """Clocks in Amsterdam went back on 26 October 2025 and forward on 29 March 2026."""
    rows = [
        ("a", "2025-10-25 14:00", "purchase", "", "ann", "", ""),
        ("b", "2025-10-26 12:59:59", "look", "", "ann", "", ""),
        ("c", "2025-10-26 13:00", "look", "", "ann", "", ""),  # 24 hours, by the clock 23
        ("d", "2026-03-28 13:00", "purchase", "", "ben", "", ""),
        ("e", "2026-03-29 13:59:59", "look", "", "ben", "", ""),
        ("f", "2026-03-29 14:00", "look", "", "ben", "", ""),  # 24 hours, by the clock 25
        ("g", "2025-10-26T00:30:00+02:00", "look", "", "eve", "", ""),
        ("h", "2025-10-26T23:30:00+01:00", "look", "", "eve", "", ""),
        ("i", "2026-03-28T23:30:00Z", "look", "", "eve", "", ""),
    ]
    deliver(shop, "site.csv", rows)
    query = (
        "select substr(events.event_id, 6), events.occurred_at, occurred_on, journey_number"
        " from events.events join journeys.journey_events using (event_id)"
        " where events.event_id like 'site:%'"
    )
    found = {event: rest for event, *rest in seen(shop, query)}
    assert [found[event][2] for event in "abcdef"] == [1, 1, 2, 1, 1, 2]
    assert found["c"][0] == datetime(2025, 10, 26, 12)
    assert found["f"][0] == datetime(2026, 3, 29, 12)
    assert [found[event][1] for event in "ghi"] == [
        date(2025, 10, 26),
        date(2025, 10, 26),
        date(2026, 3, 29),
    ]
    assert found["g"][0] == datetime(2025, 10, 25, 22, 30)
