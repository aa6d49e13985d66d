"""`cjm explain` on the sample's run, against its exports followed by hand."""

from collections import Counter
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

import duckdb
import pytest
from building import AS_OF
from explained_by_hand import Sample, in_order, naive

from cjm_analytics.questions.explain import explain

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
# A few of every kind of event: whose it is by what, which rule, bound or not, and where it ends up.
PICKED = """
    with kinds as (
        select
            events.event_id,
            row_number() over (
                partition by
                    events.source_id, events.identified_by, events.is_bound, events.is_cancelled,
                    phases.rule_number, placed.journey_number is null, placed.journey_number > 1
                order by md5(events.event_id)
            ) as turn
        from events.events as events
        inner join phases.event_phases as phases on events.event_id = phases.event_id
        left join journeys.journey_events as placed on events.event_id = placed.event_id
    )

    select event_id from kinds where turn <= 2
    union all
    (select opening_event_id from journeys.journeys order by md5(opening_event_id) limit 20)
    union all
    (
        select events.event_id from events.events as events
        inner join landed.events as landed on events.event_id = landed.event_id
        group by events.event_id having count(*) > 1 order by md5(events.event_id) limit 10
    )
"""


@pytest.fixture(scope="module")
def sample() -> Sample:
    return Sample.read(SAMPLE, ROOT / "journey.yml", AS_OF.replace(tzinfo=UTC))


def ids(tables: Path, query: str) -> list[str]:
    with duckdb.connect(str(tables), read_only=True) as connection:
        return [found for (found,) in connection.execute(query).fetchall()]


def the_one(tables: Path, wanted: str, kind: str) -> dict[str, Any]:
    (explanation,) = explain(tables, wanted).explanations
    assert explanation.kind == kind
    return explanation.plain()


def test_an_event_of_every_kind(tables: Path, sample: Sample) -> None:
    picked = ids(tables, PICKED)
    assert len(picked) > 100
    for event_id in picked:
        told = the_one(tables, event_id, "event")
        assert told["id"] == event_id
        sample.check_event(told)


def test_every_path(tables: Path, sample: Sample) -> None:
    query = """
        select journeys.started_at, list(phases.phase_id order by visits.visit_number)
        from journeys.journeys as journeys
        left join journeys.visits as visits using (person_id, journey_number)
        left join declared.phases as phases using (phase_number)
        group by journeys.person_id, journeys.journey_number, journeys.started_at
    """
    with duckdb.connect(str(tables), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    found = Counter((at, tuple(filter(None, path))) for at, path in rows)
    ours = Counter(
        (naive(in_order(journey.events)[0].at), tuple(sample.path(journey)))
        for journeys in sample.journeys.values()
        for journey in journeys
    )
    assert list((found - ours).elements())[:5] == []
    assert list((ours - found).elements())[:5] == []


def test_derived_events(tables: Path, sample: Sample) -> None:
    query = "select event_id from journeys.repeat_purchases order by md5(event_id) limit 15"
    for event_id in ids(tables, query):
        sample.check_derived(the_one(tables, event_id, "event"))


def test_every_place_of_the_exports_is_a_row(tables: Path, sample: Sample) -> None:
    """By file and row: what became an event, its copies, and what the shop's rows go on with."""
    places = sorted(sample.events, key=lambda place: md5(place.encode()).hexdigest())[:40]
    twice = [place for place, event in sample.events.items() if len(event.places) > 1][:20]
    paths = {Path(path).name: path for path in ids(tables, "select path from landed.files")}
    for place in [*places, *twice]:
        name, _, row = place.partition(":")
        (found,) = explain(tables, f"{paths[name]}:{row}").explanations
        told = found.plain()
        if told["cleaning"]["is_kept"]:
            sample.check_event(told)
        else:
            assert told["cleaning"]["reason"] == "duplicate"
            survivor = the_one(tables, told["cleaning"]["survivor"]["event_id"], "event")
            assert place in sample.events[place].places
            sample.check_event(survivor)
            assert sample.events[place] is sample.events[place_of(survivor)]


def place_of(told: dict[str, Any]) -> str:
    return f"{Path(told['row']['paths'][0]).name}:{told['row']['line']}"


def test_rows_left_out(tables: Path, sample: Sample) -> None:
    query = "select event_id from clean.left_out where reason in ('test', 'future') order by all"
    found = ids(tables, query)
    assert len(found) > 20
    for event_id in found:
        told = the_one(tables, event_id, "row")
        assert place_of(told) not in sample.events
        is_future = datetime.fromisoformat(told["values"]["occurred_at"]).year == 2100
        assert told["cleaning"]["reason"] == ("future" if is_future else "test")
