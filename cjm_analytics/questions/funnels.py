"""Who takes these steps, in this order, within this time? docs/questions.md has the definitions.

One pass of SQL answers for nearly everybody. The few whose answer takes a search (an excluded
event of theirs, one moment whose events may fill several steps, another order) are handed to
`attempts`, which tries everything.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from cjm_analytics.questions.attempts import Touch, best_attempt
from cjm_analytics.questions.events import (
    VIEW,
    Events,
    QuestionRefused,
    ask,
    order_of,
    relation_of,
)
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
    with duckdb.connect() as scratch:
        _mark(scratch, relation, question, by)
        rows = list(_searched(scratch, question, by_step))
        if _has_quick_way(question):
            rows += scratch.execute(_quick(question, by_step)).fetchall()
    return question, _best_of_each(question, rows)


def _mark(
    scratch: duckdb.DuckDBPyConnection,
    relation: duckdb.DuckDBPyRelation,
    question: Question,
    by: str | None,
) -> None:
    """Tables `marked`, the events that matter with the steps they fill, and `hard`, the people
    who have to be searched."""
    steps = question.steps
    held = " || chr(31) || ".join(f"cast({_quoted(column)} as varchar)" for column in question.hold)
    fills = [f"({step.sql}){' and held is not null' if held else ''}" for step in steps]
    matters = " or ".join(
        [*(f"fills_{at}" for at in range(len(steps)))]
        + [f"excluded_{at}" for at in range(len(question.excluded))]
    )
    group = _quoted(by) if by else "null"
    marks = [
        *(f"{fill} as fills_{at}" for at, fill in enumerate(fills)),
        *(f"{exclusion.sql} as excluded_{at}" for at, exclusion in enumerate(question.excluded)),
    ]
    reader = ask(
        relation,
        "select * from (select person_id, epoch_us(occurred_at) as moment, held,"
        f" {group} as grouped, {', '.join(marks)},"
        f" row_number() over (order by person_id, {order_of(relation)}, {group}) as row"
        f" from (select *, {held or repr('')} as held from {VIEW}))"
        f" where {'true' if question.order == 'strict' else matters}",
    ).to_arrow_reader()
    scratch.register("asked", reader)
    scratch.execute("create temp table marked as select * from asked")
    scratch.execute(
        "delete from marked where person_id not in (select person_id from marked where fills_0)"
    )
    filled = " + ".join(f"cast(fills_{at} as integer)" for at in range(len(steps)))
    hard = (
        "select person_id from marked"
        f" where ({filled}) > 0 group by person_id, held, moment having count(*) > 1"
        f" and max({filled}) > 1"
    )
    if question.excluded:
        excluded = " or ".join(f"excluded_{at}" for at in range(len(question.excluded)))
        hard += f" union select person_id from marked where {excluded}"
    if not _has_quick_way(question):
        hard = "select distinct person_id from marked"
    scratch.execute(f"create temp table hard as {hard}")


def _has_quick_way(question: Question) -> bool:
    return question.order == "ordered" and len(question.required) == len(question.steps)


def _quick(question: Question, by_step: int) -> str:
    """One pass for everybody else: the latest start that leads to each event, then from the latest
    that leads furthest the soonest event of each step. Rows as `_searched` gives them."""
    count = len(question.steps)
    key = "person_id, held"
    first = " ".join(f"when fills_{at} then {at}" for at in range(count))
    filled = " or ".join(f"fills_{at}" for at in range(count))
    query = (
        "with filling as materialized (select *, row_number() over"
        f" (partition by {key} order by moment, case {first} end, row) as place from marked"
        f" where ({filled}) and held is not null"
        " and person_id not in (select person_id from hard)),"
        " led_0 as (select *, case when fills_0 then moment end as start_0 from filling)"
    )
    within = "" if question.window is None else f"moment - start <= {question.window} and "
    for at in range(1, count):
        query += (
            f", led_{at} as (select * exclude (start), case when {within}fills_{at} then start end"
            f" as start_{at} from (select *, max(start_{at - 1}) over (partition by {key}"
            " order by place rows between unbounded preceding and 1 preceding) as start"
            f" from led_{at - 1}))"
        )
    starts = ", ".join(f"max(start_{at}) as start_{at}" for at in range(count))
    depth = " ".join(f"when start_{at} is not null then {at}" for at in reversed(range(count)))
    start = ", ".join(f"start_{at}" for at in reversed(range(count)))
    query += (
        f", best as (select {key}, case {depth} end as depth, coalesce({start}) as start from"
        f" (select {key}, {starts} from led_{count - 1} group by {key}) where start_0 is not null)"
        f", took_0 as (select {key}, depth, max(place) as place, start as at_0,"
        " max_by(grouped, place) as group_0 from best join filling using (person_id, held)"
        f" where fills_0 and moment = start group by {key}, depth, start)"
    )
    for at in range(1, count):
        before = ", ".join(f"at_{other}, group_{other}" for other in range(at))
        query += (
            f", took_{at} as (select {key}, depth, {before},"
            f" min(filling.place) as place, min_by(moment, filling.place) as at_{at},"
            f" min_by(grouped, filling.place) as group_{at} from took_{at - 1} as took"
            f" left join filling on took.person_id = filling.person_id and took.held = filling.held"
            f" and filling.place > took.place and fills_{at} and depth >= {at}"
            f" group by all)"
        ).replace(f"select {key}", "select took.person_id, took.held")
    times = ", ".join(f"at_{at}" for at in range(count))
    return (
        f"{query} select person_id, depth + 1, depth + 1, held, group_{by_step - 1}, {times}"
        f" from took_{count - 1}"
    )


def _searched(
    scratch: duckdb.DuckDBPyConnection, question: Question, by_step: int
) -> Iterator[tuple[Any, ...]]:
    """Rows of those who have to be searched: person, depth, steps taken, held value, group, and
    the moment of each step, None where it was not taken."""
    count, excluding = len(question.steps), len(question.excluded)
    marks = [f"fills_{at}" for at in range(count)] + [f"excluded_{at}" for at in range(excluding)]
    rows = scratch.execute(
        f"select person_id, held, moment, row, grouped, {', '.join(marks)} from marked"
        " where person_id in (select person_id from hard) order by person_id, moment, row"
    )
    for person, found in groupby(iter(rows.fetchone, None), key=lambda row: row[0]):
        events = list(found)
        excluded = [
            sorted(row[2] for row in events if row[5 + count + at]) for at in range(excluding)
        ]
        for held in sorted({row[1] for row in events if row[1] is not None}):
            touches = [
                Touch(at, row, frozenset(step for step in range(count) if marked[step]))
                if own == held
                else Touch(at, row, frozenset())
                for _, own, at, row, _, *marked in events
            ]
            if question.order != "strict":
                touches = [touch for touch in touches if touch.fills]
            attempt = best_attempt(question, touches, excluded)
            if attempt:
                taken = dict(attempt.taken)
                group_of = {row[3]: row[4] for row in events}
                decided = taken.get(by_step - 1)
                yield (
                    *(person, attempt.depth, len(taken), held),
                    group_of[decided.row] if decided else None,
                    *(taken[step].at if step in taken else None for step in range(count)),
                )


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


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
