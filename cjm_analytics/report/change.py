"""One change as its page tells it: its outcomes with their weeks, placebos and mix."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cjm_analytics.charts.change_points import Point, may_show, points_of
from cjm_analytics.charts.frame import plain
from cjm_analytics.config.changes import MIN_WEEKS, WINDOW_WEEKS
from cjm_analytics.declared_changes import CONVERSION, NO_PHASE, is_followed
from cjm_analytics.language import Unit, Voice
from cjm_analytics.report.labels import label_of
from cjm_analytics.report.units import unit_of

if TYPE_CHECKING:
    from cjm_analytics.config import Change as Declared
    from cjm_analytics.config import JourneyFile

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
SHOWS = ("improved", "worse", "indicative")  # verdicts that a difference shows
_BEHIND = {
    "change_weeks": ("side", "week"),
    "change_placebos": ("week",),
    "change_mix": ("dimension", "group_id"),
}
_LONGEST = 60  # characters of a name in a sentence


@dataclass(frozen=True)
class Outcome:
    """A KPI, or the step into a phase, that a change was held against."""

    row: Row  # of report.changes
    label: str
    phase: str
    unit: Unit
    weeks: tuple[Row, ...] = ()
    placebos: tuple[Row, ...] = ()
    mix: tuple[Row, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether the weeks carried an estimate."""
        return bool(self.row["method"] != "descriptive" and self.row["estimate"] is not None)

    @property
    def is_better(self) -> bool:
        """Whether the estimate points to the better side."""
        return bool(((self.row["estimate"] or 0) > 0) == (self.row["direction"] == "up"))

    @property
    def tone(self) -> str:
        """good or bad where a difference shows, else quiet."""
        if self.row["verdict"] not in SHOWS:
            return "quiet"
        return "good" if self.is_better else "bad"

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """Codes, the most serious first."""
        return tuple(code for code in (self.row["failed_checks"] or "").split("|") if code)

    @cached_property
    def points(self) -> list[Point]:
        """Its weeks as they are drawn."""
        row = self.row
        return points_of(self.weeks, row["measure"], row["n_weeks"], row["gap_weeks"])

    def shown(self, name: str) -> float | None:
        """rate_before, rate_after, control_before or control_after, where it may be shown."""
        value: float | None = self.row[name]
        return value if may_show(value, self.n_of(name), self.row["measure"]) else None

    def n_of(self, name: str) -> int:
        """The entries that one of those values is over."""
        side, when = name.split("_")
        if side == "rate":
            return int(self.row[f"n_{when}"])
        width = self.row["n_weeks"] or WINDOW_WEEKS
        first = -width if when == "before" else self.row["gap_weeks"]
        return sum(
            week["n"] or 0
            for week in self.weeks
            if week["side"] == "control" and first <= week["week"] < first + width
        )

    @property
    def naive_diff(self) -> float | None:
        """After minus before, where both may be shown."""
        known = None not in (self.shown("rate_before"), self.shown("rate_after"))
        naive: float | None = self.row["naive_diff"]
        return naive if known else None

    def badge(self, voice: Voice) -> str:
        """The verdict as a sign and a word."""
        word = self.row["verdict"]
        if word == "indicative":
            word += "_better" if self.is_better else "_worse"
        return voice.say(f"verdict.{word}")


@dataclass(frozen=True)
class Change:
    """A change with all it was held against. `declared`: as journey.yml has it, if it still does.

    `follow_up`: how long an entry of its KPI is followed.
    """

    id: str
    label: str
    date_on: date
    decide_at: datetime | None
    outcomes: tuple[Outcome, ...]
    declared: "Declared | None" = None
    follow_up: timedelta | None = None

    @property
    def main(self) -> Outcome:
        """The outcome that it was made for."""
        return self.outcomes[0]

    @property
    def is_still_asked(self) -> bool:
        """Whether journey.yml still has the KPI that it was made for."""
        return bool(self.main.row["is_confirmatory"])

    @property
    def is_final(self) -> bool:
        """Whether its verdict has been given."""
        return bool(self.main.row["status"] == "final")

    @property
    def earliest_on(self) -> date | None:
        """The day until which data are needed for four whole weeks after it."""
        if self.follow_up is None:
            return None
        weeks = self.main.row["gap_weeks"] + MIN_WEEKS
        days = -(-self.follow_up // timedelta(days=1))  # a part of a day is waited for whole
        return self.date_on + timedelta(weeks=weeks, days=days)


def changes_of(tables: Tables, journey: "JourneyFile", voice: Voice) -> list[Change]:
    """The changes of a run, in the order of journey.yml."""
    by_change: dict[str, list[Row]] = {}
    for row in sorted(tables["changes"], key=lambda row: (row["change_number"], row["place"])):
        by_change.setdefault(row["change_id"], []).append(row)
    behind = {name: _by_outcome(tables[name], keys) for name, keys in _BEHIND.items()}
    return [_change(rows, behind, journey, voice) for rows in by_change.values()]


def _change(
    rows: list[Row],
    behind: Mapping[str, Mapping[tuple[str, ...], list[Row]]],
    journey: "JourneyFile",
    voice: Voice,
) -> Change:
    first = rows[0]
    kpis = {kpi.id: kpi for kpi in journey.kpis}
    declared = next((one for one in journey.changes if one.id == first["change_id"]), None)
    kpi = kpis.get(first["kpi_id"])
    follow_up = None
    if declared is not None and kpi is not None:
        asked = declared.maturity or kpi.maturity or journey.kpi.maturity
        follow_up = asked if is_followed(kpi) else timedelta(0)
    outcomes = []
    for row in rows:
        key = _key(row)
        weeks, placebos, mix = (tuple(behind[name].get(key, ())) for name in behind)
        outcomes.append(
            Outcome(
                row=row,
                label=_label(row, kpis, voice),
                phase=_phase(row, voice),
                unit=unit_of(row, kpis.get(row["kpi_id"]), voice.numbers),
                weeks=weeks,
                placebos=placebos,
                mix=mix,
            )
        )
    return Change(
        id=first["change_id"],
        label=plain(label_of(first["change_id"], declared, voice.language), _LONGEST),
        date_on=first["date_on"],
        decide_at=first["decide_at"],
        outcomes=tuple(outcomes),
        declared=declared,
        follow_up=follow_up,
    )


def _label(row: Row, kpis: Mapping[str, Any], voice: Voice) -> str:
    if row["kpi_id"] == CONVERSION:
        return voice.say("outcome.conversion", phase=plain(voice.phase(row["phase_id"]), 40))
    return plain(label_of(row["kpi_id"], kpis.get(row["kpi_id"]), voice.language), _LONGEST)


def _phase(row: Row, voice: Voice) -> str:
    phase = row["phase_id"]
    return voice.say("kpis.whole") if phase == NO_PHASE else plain(voice.phase(phase), 40)


def _key(row: Row) -> tuple[str, ...]:
    return row["change_id"], row["phase_id"], row["kpi_id"]


def _by_outcome(rows: Iterable[Row], keys: tuple[str, ...]) -> dict[tuple[str, ...], list[Row]]:
    """The rows of each outcome, in the order of their keys."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda row: [row[key] for key in keys]):
        found.setdefault(_key(row), []).append(row)
    return found
