"""How far everybody gets in a funnel, and when.

SQL touches every event; Python sees only the kinds of moments there are.
"""

from dataclasses import replace

import duckdb

from cjm_analytics.questions.attempts import Attempts
from cjm_analytics.questions.cleanness import keep_clean
from cjm_analytics.questions.events import VIEW, ask, quoted
from cjm_analytics.questions.growth import grow
from cjm_analytics.questions.steps import Question
from cjm_analytics.questions.windows import narrow


def reach(
    own: duckdb.DuckDBPyConnection,
    relation: duckdb.DuckDBPyRelation,
    question: Question,
    by: str | None,
    by_step: int,
) -> None:
    """Make table `people`: `person_id`, `at_0`, `at_1`, … and `grouped`, one row for all who count.

    The moment of a step is in microseconds, and null where the step was not taken. `grouped` is the
    value of the column `by` on the event of the step `by_step`, counted from 0; of several events
    of that moment that may fill the step, the smallest value.
    """
    attempts = Attempts(question)
    _mark(own, relation, question, by)
    _fill(own, question, by_step)
    rows = "filled"
    if question.order == "any":
        narrow(own, attempts)
        rows = "narrowed"
    grow(own, Attempts(replace(question, excluded=())), rows, attempts.wholes, by_step)
    if question.excluded:
        keep_clean(own, attempts, by_step)
    own.execute(
        f"create temp table people as select person_id, {question.times}, grouped"
        f" from {'clean' if question.excluded else 'grown'} qualify 1 = row_number() over"
        f" (partition by person_id order by {attempts.case(attempts.rank)} desc,"
        f" least({question.times}) desc, {attempts.case(attempts.wholes.index)},"
        f" list_reverse_sort([{question.times}]), held)"
    )


def _mark(
    own: duckdb.DuckDBPyConnection,
    relation: duckdb.DuckDBPyRelation,
    question: Question,
    by: str | None,
) -> None:
    """Table `marked`: the events that matter, as the set of steps that each may fill (`fills`) and
    of exclusions that it is of (`bars`); in strict order all events matter."""
    held = [f"cast({quoted(column)} as varchar)" for column in question.hold]
    is_held = " and ".join(f"{quoted(column)} is not null" for column in question.hold) or "true"
    reader = ask(
        relation,
        "select * from (select person_id, epoch_us(occurred_at) as moment,"
        f" cast([{', '.join(held)}] as varchar[]) as held,"
        f" {_set_of([f'{is_held} and {step.sql}' for step in question.steps])} as fills,"
        f" {_set_of([excluded.sql for excluded in question.excluded])} as bars,"
        f" {quoted(by) if by is not None else 'null'} as grouped from {VIEW})"
        f" where {'true' if question.order == 'strict' else 'fills <> 0 or bars <> 0'}",
    ).to_arrow_reader()
    own.register("asked", reader)
    own.execute("create temp table marked as select * from asked")


def _set_of(conditions: list[str]) -> str:
    bits = [f"case when {one} then {1 << bit} else 0 end" for bit, one in enumerate(conditions)]
    return f"cast({' + '.join(bits) or '0'} as bigint)"


def _fill(own: duckdb.DuckDBPyConnection, question: Question, by_step: int) -> None:
    """Table `filled`: the moments of everybody who takes the first step, as `grow` wants them."""
    starters = "person_id in (select person_id from marked where fills & 1 <> 0)"
    of_all, ticks = "", ""
    if question.order == "strict":
        own.execute(
            "create temp table ticks as select row_number() over () as ordinal, * from"
            f" (select person_id, moment, count(*) as n_events from marked where {starters}"
            " group by all order by person_id, moment)"
        )
        of_all = ", any_value(n_events) as n_events, any_value(ordinal) as ordinal"
        ticks = " inner join ticks using (person_id, moment)"
    own.execute(
        "create temp table filled as select person_id, held, 0 as lap, moment,"
        " list_sort(list(fills)) as fills, 0 as bars, true as may_start, true as may_end,"
        f" min(grouped) filter (fills & {1 << by_step} <> 0) as grouped{of_all}"
        f" from marked{ticks} where fills <> 0 and {starters} group by person_id, held, moment"
    )
