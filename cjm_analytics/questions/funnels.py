"""Who takes these steps, in this order, within this time? docs/questions.md has the definitions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from cjm_analytics.questions.events import (
    Events,
    QuestionRefused,
    relation_of,
    scratch,
)
from cjm_analytics.questions.reach import reach
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
    relation = relation_of(events)
    question = question_of(relation, steps, window, order, exclude, hold)
    if by is not None:
        known_column(relation, by, "by")
    if isinstance(by_step, bool) or not isinstance(by_step, int):
        raise QuestionRefused(f"by_step: a step is a number from 1, not {by_step!r}")
    if not 1 <= by_step <= len(question.steps):
        raise QuestionRefused(
            f"by_step: there is no step {by_step!r}; use 1 to {len(question.steps)}"
        )
    with scratch() as own:
        reach(own, relation, question, by, by_step - 1)
        table: pd.DataFrame = own.execute(_counted(question, is_grouped=by is not None)).df()
    return table.rename(columns={"grouped": by}) if by is not None else table


def funnel_people(events: Events, steps: Steps, *, step: int, **options: Any) -> "pd.DataFrame":
    """Who reached a step, and whether they stopped there.

    One row a person: `person_id`, `is_stopped`, `started_at` (the attempt's first event) and
    `reached_at`, by person. Options as of `funnel`, without `by`. Raises QuestionRefused.
    """
    settings = {"window": None, "order": "ordered", "exclude": (), "hold": None}
    for name in options:
        if name in ("by", "by_step"):
            raise QuestionRefused(f"people are not grouped; leave out {name}")
        if name not in settings:
            raise QuestionRefused(f"unknown option {name!r}; use one of: {', '.join(settings)}")
    relation = relation_of(events)
    question = question_of(relation, steps, **settings | options)
    if isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= len(steps):
        raise QuestionRefused(f"there is no step {step!r}; use 1 to {len(steps)}")
    times = [f"at_{at}" for at in range(len(steps))]
    later = " and ".join(f"{at} is null" for at in times[step:]) or "true"
    with scratch() as own:
        reach(own, relation, question, None, 0)
        people: pd.DataFrame = own.execute(
            f"select person_id, {later} as is_stopped, make_timestamp(least({', '.join(times)}))"
            f" as started_at, make_timestamp({times[step - 1]}) as reached_at from people"
            f" where {times[step - 1]} is not null order by person_id"
        ).df()
    return people


def _counted(question: Question, is_grouped: bool) -> str:
    """The answer as SQL over `people`: a row a step, in each group."""
    group = "grouped, " if is_grouped else ""
    rows = []
    for at, step in enumerate(question.steps):
        earlier = ", ".join(f"at_{before}" for before in reversed(range(at))) or "null"
        before = max((place for place in question.required if place < at), default=at)
        name = exp.Literal.string(step.name).sql("duckdb")
        seconds = f"abs(at_{at} - coalesce({earlier})) / 1e6"
        rows.append(
            f"select {group}{at + 1} as step, {name} as name, count(at_{at}) as n,"
            f" n / nullif(count(at_0), 0) as rate_of_first,"
            f" n / nullif(count(at_{before}), 0) as rate_of_previous,"
            f" avg({seconds}) as mean_seconds, median({seconds}) as median_seconds from people"
            f"{' group by grouped' if is_grouped else ''}"
        )
    return f"{' union all '.join(rows)} order by {'grouped nulls last, ' if is_grouped else ''}step"
