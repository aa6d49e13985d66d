"""`cjm funnel`: an ad-hoc funnel over the published events."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_analytics import funnel, funnel_people
from cjm_analytics.config.errors import nearest
from cjm_analytics.questions.steps import Exclusion

from .answers import answered, written
from .say import WRONG_CONFIGURATION, Refused, harmless, problem

if TYPE_CHECKING:
    import duckdb


def tell(
    steps: list[str],
    project: Path,
    window: str | None,
    order: str,
    exclude: list[str],
    by: str | None,
    hold: list[str],
    people: int | None,
    as_csv: bool,
) -> None:
    """Print how many people reach each step; with `people`, who reached that one."""
    asked = [written(step, f"step {at}") for at, step in enumerate(steps, start=1)]
    left_out = [_excluded(text) for text in exclude]
    names = [name for name in (*asked, *(what for what, *_ in left_out)) if isinstance(name, str)]
    if people is None:
        answered(
            project,
            lambda events: funnel(
                _known(events, names),
                asked,
                window=window,
                order=order,
                exclude=left_out,
                by=by,
                hold=hold,
            ),
            as_csv,
        )
    elif by is not None:
        raise Refused("people are not grouped; leave out --by", WRONG_CONFIGURATION)
    else:
        answered(
            project,
            lambda events: funnel_people(
                _known(events, names),
                asked,
                step=people,
                window=window,
                order=order,
                exclude=left_out,
                hold=hold,
            ),
            as_csv,
        )


def _known(events: "duckdb.DuckDBPyRelation", names: Sequence[str]) -> "duckdb.DuckDBPyRelation":
    """The events; names that none of them has are told, for they may be slips of the pen."""
    there = [name for (name,) in events.select("event_name").distinct().fetchall() if name]
    for name in names:
        if name not in there:
            problem(f"no event is called '{harmless(name)}'{nearest(there, name)}")
    return events


def _excluded(text: str) -> Exclusion:
    what, *numbers = text.rsplit(":", 2)
    if len(numbers) != 2 or not all(number.strip().isdigit() for number in numbers):
        raise Refused(
            f"--exclude {text}: write what, from step and to step, as remove_from_cart:1:2",
            WRONG_CONFIGURATION,
        )
    return written(what, "--exclude"), int(numbers[0]), int(numbers[1])
