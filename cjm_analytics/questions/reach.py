"""How far everybody gets in a funnel, and when.

One pass of SQL answers for nearly everybody. The few whose answer takes a search (an excluded
event of theirs, one moment whose events may fill several steps, another order) are handed to
`attempts`, which tries everything.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import duckdb

from cjm_analytics.questions.attempts import Touch, best_attempt
from cjm_analytics.questions.events import VIEW, ask, order_of, scratch
from cjm_analytics.questions.steps import Question


def reached(
    relation: duckdb.DuckDBPyRelation, question: Question, by: str | None, by_step: int
) -> list[tuple[Any, ...]]:
    """One row a person and held value: person, depth, steps taken, held value, group, and the
    moment of each step in microseconds, None where it was not taken.

    People without the first step have none.
    """
    with scratch() as own:
        _mark(own, relation, question, by)
        rows = list(_searched(own, question, by_step))
        if _has_quick_way(question):
            rows += own.execute(_quick(question, by_step)).fetchall()
        return rows


def _mark(
    own: duckdb.DuckDBPyConnection,
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
    own.register("asked", reader)
    own.execute("create temp table marked as select * from asked")
    own.execute(
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
    own.execute(f"create temp table hard as {hard}")


def _has_quick_way(question: Question) -> bool:
    return question.order == "ordered" and len(question.required) == len(question.steps)


def _quick(question: Question, by_step: int) -> str:
    """One pass for everybody else: the latest start that leads to each event, then from the latest
    that leads furthest the soonest event of each step."""
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
    own: duckdb.DuckDBPyConnection, question: Question, by_step: int
) -> Iterator[tuple[Any, ...]]:
    """The rows of those who have to be searched."""
    count, excluding = len(question.steps), len(question.excluded)
    marks = [f"fills_{at}" for at in range(count)] + [f"excluded_{at}" for at in range(excluding)]
    rows = own.execute(
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


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
