"""The weeks of a change as points of a line: none that would give away fewer than ten people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Literal

from cjm_analytics.language import SMALL, is_small

Row = dict[str, Any]
Stage = Literal["before", "washout", "after", "young"]


@dataclass(frozen=True)
class Point:
    """A week of one side, or a few that had to be taken together to hold ten of each.

    `value` is None where even together they would give fewer than ten away. `stage`: before the
    date, in the washout, after it, or too young to count yet; `is_compared`: the estimate rests
    on it.
    """

    side: str
    week: int
    n_weeks: int
    starts_on: date
    n: int
    value: float | None
    stage: Stage
    is_compared: bool

    @property
    def middle_on(self) -> date:
        """The day in the middle, where it is drawn."""
        return self.starts_on + timedelta(days=(7 * self.n_weeks) // 2)

    @property
    def last_week(self) -> int:
        """The last of its weeks."""
        return self.week + self.n_weeks - 1


def may_show(value: float | None, n: int | None, measure: str) -> bool:
    """Whether a value over n entries gives no count from 1 to 9 away."""
    if value is None or (n or 0) < SMALL:
        return False
    if measure == "ratio":
        return not is_small(round(value * (n or 0)))
    return measure != "count" or not is_small(round(value))


def points_of(weeks: Iterable[Row], measure: str, n_weeks: int, gap_weeks: int) -> list[Point]:
    """Rows of report.change_weeks of one outcome, as points by side and week."""

    def kind(row: Row) -> tuple[str, Stage, bool]:
        week = row["week"]
        compared = -n_weeks <= week < 0 or gap_weeks <= week < gap_weeks + n_weeks
        stage: Stage = "after"
        if week < 0:
            stage = "before"
        elif row["is_washout"]:
            stage = "washout"
        if not row["is_complete"]:
            stage = "young"
        return row["side"], stage, compared and stage in ("before", "after")

    known = [row for row in weeks if row["value"] is not None and row["n"]]
    known.sort(key=lambda row: (row["side"] != "treated", row["week"]))
    stretches = groupby(enumerate(known), key=lambda item: (kind(item[1]), _run(*item)))
    points: list[Point] = []
    for (own, _), items in stretches:
        rows = [row for _, row in items]
        together = _together(rows) if measure == "ratio" else [[row] for row in rows]
        points += [_point(group, *own, measure=measure) for group in together]
    return points


def _run(place: int, row: Row) -> int:
    """The same number for weeks that follow each other."""
    return int(row["week"]) - place


def _together(rows: Sequence[Row]) -> list[list[Row]]:
    """Weeks in a row in as many groups as can be, each with ten or more of both, or none at all."""
    groups: list[list[Row]] = [[]]
    for row in rows:
        if _is_enough(groups[-1]):
            groups.append([])
        groups[-1].append(row)
    while len(groups) > 1 and not _is_enough(groups[-1]):
        rest = groups.pop()
        groups[-1] += rest
    return groups


def _is_enough(rows: Sequence[Row]) -> bool:
    n = sum(row["n"] for row in rows)
    return n >= SMALL and not is_small(round(sum(row["n"] * row["value"] for row in rows)))


def _point(rows: Sequence[Row], side: str, stage: Stage, compared: bool, measure: str) -> Point:
    n = sum(row["n"] for row in rows)
    value = sum(row["n"] * row["value"] for row in rows) / n
    return Point(
        side=side,
        week=rows[0]["week"],
        n_weeks=len(rows),
        starts_on=rows[0]["starts_on"],
        n=n,
        value=value if may_show(value, n, measure) else None,
        stage=stage,
        is_compared=compared,
    )
