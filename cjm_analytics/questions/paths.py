"""What people do after what: paths unrolled by step, transitions, and the paths taken most."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cjm_analytics.questions.events import Events, ask
from cjm_analytics.questions.steps import WrittenStep
from cjm_analytics.questions.stops import (
    END,
    MORE,
    OTHER,
    START,
    STOPPED,
    URL_RULES,
    Cleaning,
    Walk,
    at_least_one,
    walk_of,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["URL_RULES", "paths", "transitions", "variants"]


def transitions(
    events: Events,
    *,
    repeats: bool = False,
    label: str = "event_name",
    clean: Cleaning = (),
    per: str | Sequence[str] = "person_id",
) -> "pd.DataFrame":
    """How often one label follows another, as `source`, `target`, `n`; the most frequent first.

    `events`: a DuckDB relation, Arrow table or DataFrame with `person_id`, `occurred_at` and
    `event_name`. A path is one `per` (a column or several, as person and journey); it comes from
    `(start)` and goes to `(end)`. Events of one label in a row are one stop; with `repeats` each is
    its own, and a label follows itself. `label` is the column that names a stop; a row without it
    is no stop. `clean` is a list of (regular expression, replacement), applied to the label in that
    order; `URL_RULES` is one. Raises QuestionRefused.
    """
    walk = walk_of(events, label, clean, per, repeats)
    again = "true" if repeats else "previous is null or previous <> label"
    return _answer(
        walk,
        f"""
        with {walk.labelled()},
        neighbours as (
            select label,
                lag(label) over {walk.window} as previous,
                lead(label) over {walk.window} is null as is_last
            from labelled
        ),
        counted as (
            select previous, label, is_last, count(*) as n from neighbours group by all
        ),
        steps as (
            select coalesce(previous, '{START}') as source, label as target, n
            from counted where {again}
            union all
            select label as source, '{END}' as target, n from counted where is_last
        )
        select source, target, cast(sum(n) as bigint) as n
        from steps group by source, target order by n desc, source, target
        """,
    )


def paths(
    events: Events,
    *,
    start: WrittenStep | None = None,
    end: WrittenStep | None = None,
    steps: int = 5,
    min_n: int = 1,
    label: str = "event_name",
    clean: Cleaning = (),
    per: str | Sequence[str] = "person_id",
    repeats: bool = False,
) -> "pd.DataFrame":
    """The paths unrolled: at each step how many go from which stop to which.

    A path begins at the first event that is `start` (an event name or a condition; None is the
    first event) and ends at the first `end` after it (None is its last event). Columns: `step`, 1
    at the first stop and at most `steps`; `source`, the stop; `target`, the next one, or how the
    path leaves: `(end)`; `(stopped)`, without the `end` that was asked for; `(more)`, it goes on
    past the last step. `n` counts paths; `share` is of all paths that start, whose number is the
    sum of `n` at step 1. What fewer than `min_n` do is folded into `(other)`, first the target and
    if need be the source; how a path leaves is never folded. The other options are those of
    `transitions`. Raises QuestionRefused.
    """
    at_least_one(steps, "steps")
    at_least_one(min_n, "min_n")
    walk = walk_of(events, label, clean, per, repeats)
    without_end = END if end is None else STOPPED
    leaves = f"target in ('{END}', '{STOPPED}', '{MORE}')"
    return _answer(
        walk,
        f"""
        with {walk.stops(start, end)},
        moves as (
            select step, label as source,
                case when is_end then '{END}' when next_label is null then '{without_end}'
                when step = {steps} then '{MORE}' else next_label end as target
            from stops where step <= {steps}
        ),
        counted as (select step, source, target, count(*) as n from moves group by all),
        of_targets as (
            select step, source,
                case when n >= {min_n} or {leaves} then target else '{OTHER}' end as target,
                sum(n) as n
            from counted group by all
        ),
        of_sources as (
            select step, case when n >= {min_n} then source else '{OTHER}' end as source, target,
                cast(sum(n) as bigint) as n
            from of_targets group by all
        )
        select step, source, target, n,
            n / sum(case when step = 1 then n end) over () as share
        from of_sources order by step, n desc, source, target
        """,
    )


def variants(
    events: Events,
    *,
    min_n: int = 1,
    label: str = "event_name",
    clean: Cleaning = (),
    per: str | Sequence[str] = "person_id",
    repeats: bool = False,
) -> "pd.DataFrame":
    """Whole paths, the most frequent first: `path` (as `home › basket`), `n_stops`, `n`, `share`.

    What fewer than `min_n` take is one row `(other)`, the last, without `n_stops`. The options are
    those of `transitions`. Raises QuestionRefused.
    """
    at_least_one(min_n, "min_n")
    walk = walk_of(events, label, clean, per, repeats)
    return _answer(
        walk,
        f"""
        with {walk.stops()},
        whole as (
            select list(label order by step) as labels from stops group by {walk.key_names}
        ),
        counted as (select labels, count(*) as n from whole group by labels),
        folded as (
            select case when n >= {min_n} then labels end as labels, cast(sum(n) as bigint) as n
            from counted group by 1
        )
        select coalesce(array_to_string(labels, ' › '), '{OTHER}') as path, len(labels) as n_stops,
            n, n / sum(n) over () as share
        from folded order by labels is null, n desc, labels
        """,
    )


def _answer(walk: Walk, sql: str) -> "pd.DataFrame":
    answer: pd.DataFrame = ask(walk.relation, sql).df()
    return answer
