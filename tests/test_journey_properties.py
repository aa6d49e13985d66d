"""What holds for the journeys of any shop: nobody's depend on others, and every step joins up.

That the order of rows and their split over files change nothing is in tests/test_reruns.py.
"""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import small_shop
from building import built
from published import Tables, rows_of
from small_shop import Exports, Row

from cjm_analytics.project import Project

OF_THE_FILE = {"file_id", "line"}
DATA_END = "2026-03-31 12:00:00"  # the moment of an event of nobody that every world has
SILENCES = ("3 hours", "1 day", "36 hours")  # a shopper here waits two days at most
ENDS = {"(open)", "(done)", "(lost)"}


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", small_shop.KEY)


def of_persons(rows: Exports, own: set[int]) -> Exports:
    """What these persons leave behind, and the event of nobody."""

    def owned(part: list[Row], column: str) -> list[Row]:
        return [row for row in part if int(row[column].strip("BT").partition("-")[0]) in own]

    visits = [row for row in rows.visits if int(row["cookie"].partition(".")[0]) in own]
    nobody = dict.fromkeys(rows.visits[0], "") | {"time": DATA_END, "event": "page_view"}
    return Exports(
        [*visits, nobody],
        owned(rows.orders, "Bon"),
        owned(rows.tickets, "order"),
        owned(rows.reviews, "order"),
    )


def tables_of(folder: Path, rows: Exports, journey: str = small_shop.JOURNEY) -> Tables:
    """The rows that are somebody's, of every table that has such, and the transitions."""
    small_shop.write(folder, rows, journey=journey)
    project = Project(folder / "journey.yml")
    names = [
        table.name
        for table in project.tables
        if "person_id" in table.contract.columns and table.sql is not None
    ]
    with built(folder / "journey.yml", folder / "working.duckdb") as engine:
        found = rows_of(project, engine, [*names, "journeys.transitions"])
    return {
        table: [
            {column: row[column] for column in row if column not in OF_THE_FILE}
            for row in rows
            if row.get("person_id", "") is not None
        ]
        for table, rows in found.items()
    }


def told(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(repr(sorted(row.items())) for row in rows)


def moves(tables: Tables) -> Counter[tuple[int, str, str]]:
    """The transitions: how many journeys went from what to what at which step."""
    return Counter(
        {
            (row["step"], row["source"], row["target"]): row["n"]
            for row in tables["journeys.transitions"]
        }
    )


def test_nobody_s_journey_depends_on_other_persons(tmp_path):
    """Two groups of persons who share nothing are together what each is apart."""
    rows = small_shop.exports(persons=120, seed=1)
    one, other, both = (
        tables_of(tmp_path / name, of_persons(rows, set(own)))
        for name, own in {
            "one": range(0, 120, 2),
            "other": range(1, 120, 2),
            "both": range(120),
        }.items()
    )
    together = {name: told(one[name]) + told(other[name]) for name in both}
    assert together["journeys.journeys"]
    differing = {
        name: (found - together[name], together[name] - found)
        for name, rows in both.items()
        if name != "journeys.transitions" and (found := told(rows)) != together[name]
    }
    assert differing == {}
    assert moves(both) == moves(one) + moves(other)


@pytest.fixture(scope="module")
def by_silence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tables]:
    """The same shop, by the silence after which a journey is over."""
    rows = of_persons(small_shop.exports(persons=120, seed=3), set(range(120)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", small_shop.KEY)
        return {
            silence: tables_of(
                tmp_path_factory.mktemp("shop"),
                rows,
                f"{small_shop.JOURNEY}journey: {{silence: {silence}}}\n",
            )
            for silence in SILENCES
        }


@pytest.mark.parametrize("silence", SILENCES)
def test_every_transition_into_a_phase_is_one_out_of_it(by_silence, silence):
    tables = by_silence[silence]
    into: Counter[tuple[int, str]] = Counter()
    out: Counter[tuple[int, str]] = Counter()
    ends: Counter[str] = Counter()
    for (step, source, target), n in moves(tables).items():
        out[step, source] += n
        into[step + 1, target] += n
        ends[target] += n if target in ENDS else 0
    journeys = [row for row in tables["journeys.journeys"] if row["is_assigned"]]
    assert out.pop((0, "(start)")) == len(journeys)
    assert {end: ends[end] for end in ENDS} == {
        end: sum(row["ending"] == end for row in journeys) for end in ENDS
    }
    assert out == Counter({at: n for at, n in into.items() if at[1] not in ENDS})
    assert out.total() == len(tables["journeys.visits"])


def test_a_longer_silence_splits_no_journey(by_silence):
    """It only joins: who is in one journey after a short silence still is after a longer one.

    True where the customer began every conversion, as in this shop: the one that the organisation
    enters may open a journey that a shorter silence would have opened at an earlier one.
    """
    for short, long in pairwise(SILENCES):
        of_short, of_long = (
            {
                row["event_id"]: (row["person_id"], row["journey_number"])
                for row in by_silence[silence]["journeys.journey_events"]
            }
            for silence in (short, long)
        )
        assert of_short.keys() == of_long.keys()
        pairs = {(of_short[event], of_long[event]) for event in of_short}
        assert len(pairs) == len(set(of_short.values())) > len(set(of_long.values()))
