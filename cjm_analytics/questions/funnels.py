"""Who takes these steps, in this order, within this time? docs/questions.md has the definitions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from cjm_analytics.questions.events import Events, QuestionRefused, relation_of
from cjm_analytics.questions.reach import reached
from cjm_analytics.questions.steps import (
    Exclusion,
    Question,
    WrittenStep,
    known_column,
    question_of,
)

if TYPE_CHECKING:
    import pandas as pd

Steps = Sequence[WrittenStep]

_SECOND = 1_000_000  # microseconds


def funnel(
    events: Events,
    steps: Steps,
    *,
    window: timedelta | str | None = None,
    order: str = "ordered",
    exclude: Sequence[Exclusion] = (),
    by: str | None = None,
    hold: str | Sequence[str] | None = None,
    by_step: int = 1,
) -> "pd.DataFrame":
    """How many people reach each step, and how long it takes them.

    `events`: a DuckDB relation, Arrow table or DataFrame with `person_id`, `occurred_at` and
    `event_name`; other columns may be named in conditions. `steps`: event names, or conditions as
    in journey.yml with an optional `name` and `optional: true`. `window`: from the first step's
    event, its end included, as "7 days". `order`: `ordered` (others may come between), `strict`
    (nothing may), `any`. `exclude`: (event name or condition, from step, to step), steps from 1.
    `hold`: columns whose value must be the same on every step. `by`: a column; the value on the
    event of step `by_step` in the attempt that counts decides the group.

    One row a step (and group): `step`, `name`, `n` people, `rate_of_first`, `rate_of_previous` (of
    the last step that is not optional), `mean_seconds` and `median_seconds` since the event of the
    step taken before. Raises QuestionRefused.
    """
    import pandas as pd

    question, people = _asked(events, steps, window, order, exclude, hold, by, by_step)
    if by is None:
        return _counted(question, people)
    groups = sorted(people["group"].unique(), key=lambda value: (pd.isna(value), value))
    parts = [
        _counted(question, people[_is(people["group"], value)]).assign(**{by: value})
        for value in groups
    ]
    empty = _counted(question, people[:0]).assign(**{by: None})[:0]
    table = pd.concat(parts, ignore_index=True) if parts else empty
    return table[[by, *(name for name in table.columns if name != by)]]


def funnel_people(events: Events, steps: Steps, *, step: int, **options: Any) -> "pd.DataFrame":
    """Who reached a step, and whether they stopped there.

    One row a person: `person_id`, `is_stopped`, `started_at` (the attempt's first event) and
    `reached_at`, by person. Options as of `funnel`, without `by`. Raises QuestionRefused.
    """
    if isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= len(steps):
        raise QuestionRefused(f"there is no step {step!r}; use 1 to {len(steps)}")
    if "by" in options:
        raise QuestionRefused("people are not grouped; leave out by")
    settings = {"window": None, "order": "ordered", "exclude": (), "hold": None} | options
    question, people = _asked(events, steps, by=None, by_step=1, **settings)
    times = _times(question, people)
    reached = times[:, step - 1] >= 0
    later = np.asarray((times[:, step:] >= 0).any(axis=1))
    table = people.loc[reached, ["person_id"]].assign(
        is_stopped=~later[reached],
        started_at=np.where(times >= 0, times, times.max(initial=0)).min(axis=1)[reached],
        reached_at=times[reached, step - 1],
    )
    for column in ("started_at", "reached_at"):
        table[column] = table[column].to_numpy("int64").astype("datetime64[us]")
    return table.sort_values("person_id", ignore_index=True)


def _asked(
    events: Events,
    steps: Steps,
    window: timedelta | str | None,
    order: str,
    exclude: Sequence[Exclusion],
    hold: str | Sequence[str] | None,
    by: str | None,
    by_step: int,
) -> tuple[Question, "pd.DataFrame"]:
    """The question, and per person the moments of the steps that count, with the group."""
    relation = relation_of(events)
    question = question_of(relation, steps, window, order, exclude, hold)
    if by is not None:
        known_column(relation, by, "by")
    if isinstance(by_step, bool) or not 1 <= by_step <= len(question.steps):
        raise QuestionRefused(f"by_step: there is no step {by_step!r}")
    rows = reached(relation, question, by, by_step)
    return question, _best_of_each(question, rows)


def _best_of_each(question: Question, rows: Sequence[tuple[Any, ...]]) -> "pd.DataFrame":
    """One row a person: of several held values the one that leads furthest, then the latest."""
    import pandas as pd

    times = [f"at_{at}" for at in range(len(question.steps))]
    people = pd.DataFrame(rows, columns=["person_id", "depth", "taken", "held", "group", *times])
    people[times] = people[times].astype("float64").fillna(-1).astype("int64")
    people = people.sort_values(
        ["person_id", "depth", "taken", "at_0", "held"],
        ascending=[True, False, False, False, True],
    )
    return people.drop_duplicates("person_id", ignore_index=True)


def _times(question: Question, people: "pd.DataFrame") -> np.ndarray:
    """The moment of each step, people × steps, in microseconds; negative where it was not taken."""
    return people[[f"at_{at}" for at in range(len(question.steps))]].to_numpy("int64")


def _counted(question: Question, people: "pd.DataFrame") -> "pd.DataFrame":
    """The answer's rows for some people."""
    import pandas as pd

    times = _times(question, people)
    rows = []
    for at, step in enumerate(question.steps):
        took = times[:, at] >= 0
        earlier = np.where(times[:, :at] >= 0, np.arange(at), -1).max(axis=1, initial=-1)
        seconds = np.abs(times[took, at] - times[took, earlier[took]]) / _SECOND
        before = [place for place in question.required if place < at]
        n, n_first = int(took.sum()), int((times[:, 0] >= 0).sum())
        n_before = int((times[:, before[-1]] >= 0).sum()) if before else n
        rows.append(
            {
                "step": at + 1,
                "name": step.name,
                "n": n,
                "rate_of_first": n / n_first if n_first else np.nan,
                "rate_of_previous": n / n_before if n_before else np.nan,
                "mean_seconds": seconds.mean() if at and n else np.nan,
                "median_seconds": float(np.median(seconds)) if at and n else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _is(values: "pd.Series[Any]", value: Any) -> "pd.Series[bool]":
    import pandas as pd

    return values.isna() if pd.isna(value) else values == value
