"""`kpis:` the numbers that show whether a phase works."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from cjm_analytics.config.changes import Direction
from cjm_analytics.config.columns import EVENTS, JOURNEYS
from cjm_analytics.config.conditions import AnyEvents, AnyJourneys, Condition
from cjm_analytics.config.durations import PositiveDuration
from cjm_analytics.config.errors import Finding, use_one_of
from cjm_analytics.config.fields import Id, Number, Text, words_of_id
from cjm_analytics.config.section import Section

Unit = Literal["events", "journeys", "persons"]
Calculation = Literal["ratio", "count", "mean", "median", "sum"]

_UNITS: tuple[Unit, ...] = ("events", "journeys", "persons")
_CALCULATIONS: tuple[Calculation, ...] = ("ratio", "count", "mean", "median", "sum")
_OF_A_COLUMN = ("mean", "median", "sum")


def _numeric(unit: str) -> list[str]:
    columns = (EVENTS if unit == "events" else JOURNEYS).columns or {}
    return [name for name, column_type in columns.items() if column_type == "number"]


class Measure(Section):
    """Events, journeys or persons that meet a condition; `{}` means all of them.

    A journey or person meets a condition on events by having one such event.
    """

    events: AnyEvents | None = Field(
        default=None, description="a condition on events", examples=["{event_name: ticket}"]
    )
    journeys: AnyJourneys | None = Field(
        default=None,
        description="a condition on events of a journey, or on the journey",
        examples=["{event_name: review}"],
    )
    persons: AnyJourneys | None = Field(
        default=None,
        description="a condition on events of a person, or on the person",
        examples=["{is_returning: true}"],
    )
    of: str | None = Field(
        default=None,
        description="the number to take the mean, median or sum of",
        examples=["value"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """More or less than one unit, and a number that the unit does not have."""
        given = [unit for unit in _UNITS if unit in data]
        if len(given) != 1:
            message = f"{' and '.join(given)} together" if given else "nothing to count"
            yield Finding((), message, use_one_of(_UNITS))
        elif isinstance(data.get("of"), str) and data["of"] not in _numeric(given[0]):
            remedy = use_one_of(_numeric(given[0]), data["of"])
            yield Finding(("of",), f"'{data['of']}' is not a number of {given[0]}", remedy)

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return next(unit for unit in _UNITS if getattr(self, unit) is not None)

    @property
    def condition(self) -> Condition:
        """Which of them are counted."""
        condition: Condition = getattr(self, self.unit)
        return condition


class Kpi(Section):
    """A count, ratio, mean, median or sum, with what it should be."""

    id: Id = Field(description="the KPI's name in tables", examples=["review_rate"])
    label: Text = Field(
        default_factory=words_of_id,
        description="what people call it",
        examples=["{nl: Schrijft een review}"],
    )
    phase: str | None = Field(
        default=None, description="the phase it tells about", examples=["loyalty"]
    )
    target: Number | None = Field(
        default=None, description="what it should reach; a ratio as 0.12", examples=["0.12"]
    )
    direction: Direction = Field(
        default="up", description="up: more is better; down: less is", examples=["up"]
    )
    maturity: PositiveDuration | None = Field(
        default=None, description="instead of kpi.maturity", examples=["28 days"]
    )
    ratio: tuple[Measure, ...] | None = Field(
        default=None,
        description="two measures: the first as a share of the second",
        examples=["[{journeys: {event_name: review}}, {journeys: {event_name: order}}]"],
    )
    count: Measure | None = Field(
        default=None, description="how many", examples=["{events: {event_name: ticket}}"]
    )
    mean: Measure | None = Field(
        default=None,
        description="the mean of a number",
        examples=["{events: {event_name: order}, of: value}"],
    )
    median: Measure | None = Field(
        default=None,
        description="the middle of a number",
        examples=["{events: {event_name: order}, of: value}"],
    )
    sum: Measure | None = Field(
        default=None,
        description="the sum of a number",
        examples=["{events: {event_name: order}, of: value}"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """More or less than one calculation, and measures that do not suit it."""
        given = [name for name in _CALCULATIONS if name in data]
        if len(given) != 1:
            message = f"{' and '.join(given)} together" if given else "nothing to calculate"
            yield Finding((), message, use_one_of(_CALCULATIONS))
        for name in given:
            yield from _refuse_measure(name, data[name])
        target = data.get("target")
        if isinstance(target, int | float) and target > 1 and _is_share(data.get("ratio")):
            message = f"a share is never {target:g}"
            yield Finding(("target",), message, f"write {target / 100:g} for {target:g} %")

    @property
    def measure(self) -> Calculation:
        """How it is calculated."""
        return next(name for name in _CALCULATIONS if getattr(self, name) is not None)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it is calculated from: two measures of a ratio, else one."""
        measure: Measure | tuple[Measure, ...] = getattr(self, self.measure)
        return measure if isinstance(measure, tuple) else (measure,)


def _is_share(ratio: object) -> bool:
    """Whether both sides count journeys, or both persons."""
    if not isinstance(ratio, list) or not all(isinstance(side, dict) for side in ratio):
        return False
    return any(all(unit in side for side in ratio) for unit in ("journeys", "persons"))


def _refuse_measure(name: str, value: object) -> Iterable[Finding]:
    measures: list[tuple[tuple[str | int, ...], object]] = [((name,), value)]
    if name == "ratio":
        if not isinstance(value, list):
            return
        if len(value) != 2:
            message = f"a ratio is of two measures, found {len(value)}"
            yield Finding(("ratio",), message, "write [what counts, of what]")
        measures = [((name, index), item) for index, item in enumerate(value)]
    for path, measure in measures:
        if not isinstance(measure, dict):
            continue
        if name in _OF_A_COLUMN and "of" not in measure:
            remedy = f"add of: {' or '.join(_numeric('events'))}"
            yield Finding(path, f"a {name} needs a number", remedy)
        if name not in _OF_A_COLUMN and "of" in measure:
            remedy = "leave it out, or write mean, median or sum"
            yield Finding(path, f"'of' says nothing in a {name}", remedy, "of")
