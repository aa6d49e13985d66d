"""What journey.yml says of changes, as tables of schema `declared`: weeks, outcomes, follow-ups."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlglot import exp

from cjm_analytics import rules
from cjm_analytics.config import All, Change, JourneyFile, Kpi, Not, definition_hash

CONVERSION = "(conversion)"  # into a phase from the one before: what every journey.yml has
NO_PHASE = "(all)"
_WEEKS = range(-104, 52)  # two years before for placebos; a year after to see what stays

Rows = list[tuple[Any, ...]]


def sides(changes: tuple[Change, ...]) -> list[exp.Expr]:
    """Of each change, the side of a journey by its traits: null where it is on neither."""
    found: list[exp.Expr] = []
    for change in changes:
        control = rules.expression(change.control) if change.control else exp.false()
        others = Not(change.control) if change.control else All(())
        treated = rules.expression(change.segment or others)
        found.append(
            exp.Case()
            .when(exp.and_(control, treated), exp.Literal.string("(both)"))
            .when(control.copy(), exp.Literal.string("control"))
            .when(treated.copy(), exp.Literal.string("treated"))
        )
    return found


def change_rows(journey: JourneyFile) -> dict[str, Rows]:
    """The rows of the declared tables that are about changes."""
    zone = ZoneInfo(journey.project.timezone)
    kpis = {kpi.id: kpi for kpi in journey.kpis}
    return {
        "declared.changes": [
            (
                number,
                change.id,
                change.date,
                change.control is not None,
                change.gap_weeks,
                change.decide_on and midnight(change.decide_on, zone),
                definition_hash([change, kpis[change.expect.kpi]]),
            )
            for number, change in enumerate(journey.changes, start=1)
        ],
        "declared.change_weeks": [
            row for change in journey.changes for row in _weeks(change, zone)
        ],
        "declared.change_outcomes": [
            row for change in journey.changes for row in _outcomes(change, journey)
        ],
        "declared.follow_ups": _follow_ups(journey),
        "declared.decided": [],  # publication.remember fills it
    }


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Where a local day begins, naive and in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)


def _weeks(change: Change, zone: ZoneInfo) -> Iterator[tuple[Any, ...]]:
    for week in _WEEKS:
        first = change.date + timedelta(weeks=week)
        ends_at = midnight(first + timedelta(weeks=1), zone)
        yield change.id, week, first, midnight(first, zone), ends_at


def _outcomes(change: Change, journey: JourneyFile) -> Iterator[tuple[Any, ...]]:
    """Every KPI, then the step into every phase but the first."""
    expect = change.expect
    for kpi in journey.kpis:
        is_expected = kpi.id == expect.kpi
        maturity = change.maturity or kpi.maturity or journey.kpi.maturity
        min_effect = expect.min_effect
        if expect.min_effect_pp is not None:
            min_effect = expect.min_effect_pp / 100
        yield (
            change.id,
            kpi.phase or NO_PHASE,
            kpi.id,
            kpi.measure,
            expect.direction if is_expected else kpi.direction,
            is_expected,
            False,
            _seconds(maturity),
            _seconds(maturity) if is_followed(kpi) else 0,
            min_effect if is_expected else None,
        )
    seconds = _seconds(change.maturity or journey.kpi.maturity)
    phases = [phase.id for phase in journey.model.phases]
    touched = max(map(phases.index, _touched(change, journey)), default=0)
    for number, phase in enumerate(phases[1:], start=1):
        is_before = number < touched
        yield change.id, phase, CONVERSION, "ratio", "up", False, is_before, seconds, seconds, None


def _touched(change: Change, journey: JourneyFile) -> set[str]:
    """The phases that it affects, itself or by a touchpoint."""
    named = change.affects.touchpoints
    return {*change.affects.phases} | {
        touchpoint.phase
        for touchpoint in journey.touchpoints
        if touchpoint.id in named and touchpoint.phase
    }


def is_followed(kpi: Kpi) -> bool:
    """Whether an entry needs time: a count, and a number that an event has, are there at once."""
    counted = kpi.measures[-1]
    return counted.unit != "events" and (kpi.measure == "ratio" or counted.of is not None)


def _follow_ups(journey: JourneyFile) -> Rows:
    """The own maturity of every KPI and conversion, and each that a change asks for instead."""
    asked = {_seconds(change.maturity) for change in journey.changes if change.maturity}
    own = [
        (kpi.id, kpi.phase or NO_PHASE, _seconds(kpi.maturity or journey.kpi.maturity))
        for kpi in journey.kpis
    ]
    general = _seconds(journey.kpi.maturity)
    own += [(CONVERSION, phase.id, general) for phase in journey.model.phases[1:]]
    return [
        (kpi, phase, seconds, seconds == usual)
        for kpi, phase, usual in own
        for seconds in sorted({usual, *asked})
    ]


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
