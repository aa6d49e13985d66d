"""Clean attempts at a funnel: those between whose steps nothing excluded comes."""

import duckdb

from cjm_analytics.questions.attempts import Attempts
from cjm_analytics.questions.growth import grow
from cjm_analytics.questions.steps import Excluded, Question


def keep_clean(own: duckdb.DuckDBPyConnection, attempts: Attempts, by_step: int) -> None:
    """Make table `clean`: of the attempts in `grown` those that lead furthest and are clean.

    Where somebody's best is not clean, the best that is takes its place, if there is one.
    """
    question = attempts.question
    depth = attempts.case(attempts.depth)
    spoils = [_spoils(question, 1 << bit, one) for bit, one in enumerate(question.excluded)]
    own.execute(
        f"create temp table furthest as select *, {depth} as depth from grown"
        f" qualify {depth} = max({depth}) over (partition by person_id)"
    )
    own.execute(
        "create temp table spoiled as select person_id, held, depth from furthest"
        f" where {' or '.join(spoils)}"
    )
    own.execute(
        "create temp table clean as select * exclude (depth) from furthest"
        " anti join spoiled using (person_id, held)"
    )
    for (depth,) in own.execute("select distinct depth from spoiled").fetchall():
        ends = [taken for taken in attempts.wholes if attempts.depth(taken) == depth]
        again = _again(question, depth, attempts.open(ends[0]))
        own.execute(f"create or replace temp table again as {again}")
        grow(own, attempts, "again", ends, by_step)
        own.execute("insert into clean select * from grown")


def _spoils(question: Question, bar: int, excluded: Excluded) -> str:
    """Whether an exclusion has an event in an attempt."""
    after, before = f"at_{excluded.after}", f"at_{excluded.before}"
    end = f"least({question.times}) + {question.window}" if question.window else "moment"
    return (
        f"exists (from marked where marked.person_id = furthest.person_id and bars & {bar} <> 0"
        f" and case when {before} is null then moment > {after} and moment <= {end}"
        f" else moment > least({after}, {before}) and moment < greatest({after}, {before}) end)"
    )


def _again(question: Question, depth: int, bars: int) -> str:
    """The moments of those whose best attempt is not clean, with the excluded events among them.

    An attempt that stops between the two steps of an exclusion must be free of it until its window
    ends. Starts are therefore tried apart, in laps: those whose windows hold the same excluded
    events, the last of which an attempt in that lap must come after. `bars` are such exclusions.
    """
    of_all = ", n_events, ordinal" if question.order == "strict" else ""
    rows, until = "rows between unbounded preceding and unbounded following", "true"
    if question.window is not None:
        rows = f"range between unbounded preceding and {question.window} following"
        until = f"counted.moment <= laps.last + {question.window}"
    return f"""
        with who as (select person_id, held from spoiled where depth = {depth}),
        barred as (
            select who.person_id, who.held, marked.moment, bit_or(marked.bars) as bars
            from who inner join marked on who.person_id = marked.person_id
            where marked.bars <> 0 group by all
        ),
        mixed as (
            select person_id, held, moment, coalesce(fills, []) as fills,
                coalesce(barred.bars, 0) as bars, grouped{of_all}
            from (select filled.* from filled inner join who using (person_id, held)) as filled
            full join barred using (person_id, held, moment)
        ),
        counted as (
            select *, count(*) filter (bars & {bars} <> 0) over (own rows unbounded preceding) as n,
                count(*) filter (bars & {bars} <> 0) over (own {rows}) as lap
            from mixed window own as (partition by person_id, held order by moment)
        ),
        laps as (
            select person_id, held, lap, min(moment) as first, max(moment) as last
            from counted where fills <> [] group by all
        )
        select counted.* exclude (lap, n), laps.lap, counted.lap = laps.lap as may_start,
            n = laps.lap as may_end
        from laps inner join counted on laps.person_id = counted.person_id
            and laps.held = counted.held and counted.moment >= laps.first and {until}
    """
