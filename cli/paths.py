"""`cjm paths`: what people do after what, over the published events."""

from pathlib import Path
from typing import TYPE_CHECKING

from cjm_analytics.questions.paths import URL_RULES, paths, transitions, variants

from .answers import answered, written

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def tell(
    project: Path,
    start: str | None,
    end: str | None,
    steps: int,
    min_n: int,
    label: str,
    clean_urls: bool,
    whole: bool,
    only_transitions: bool,
    as_csv: bool,
) -> None:
    """Print the paths unrolled by step, or whole, or the transitions alone; one path a journey."""
    clean = URL_RULES if clean_urls else ()
    per = ("person_id", "journey_number")

    def ask(events: "duckdb.DuckDBPyRelation") -> "pd.DataFrame":
        if only_transitions:
            return transitions(events, label=label, clean=clean, per=per)
        if whole:
            return variants(events, min_n=min_n, label=label, clean=clean, per=per)
        return paths(
            events,
            start=written(start, "--start") if start else None,
            end=written(end, "--end") if end else None,
            steps=steps,
            min_n=min_n,
            label=label,
            clean=clean,
            per=per,
        )

    answered(project, ask, as_csv)
