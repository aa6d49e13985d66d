"""`cjm run`: the nightly job, once, in this process."""

from pathlib import Path

from rich.console import Console

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

from .opening import open_project
from .say import FAILED_RUN, Refused, lines


def run_once(path: Path) -> None:
    """Run, publish, and end with where the report is and the five numbers it begins with."""
    project = open_project(path)
    console = Console(stderr=True)
    with console.status("starting") as status:
        from cjm_pipelines.runs import run  # Dagster takes seconds to import

        outcome = run(project, lambda step: status.update(step))
    if outcome.failures:
        reasons = "\n".join(f"{step}: {reason}" for step, reason in outcome.failures)
        raise Refused(
            f"{reasons}\nNothing was published; the last report and tables still stand.", FAILED_RUN
        )
    lines(five_numbers(project))


def five_numbers(project: Project) -> list[str]:
    """What a person would want to know first, from the published tables."""
    engine = DuckDB(project.published, read_only=True)
    try:
        summary = engine.records("select * from report.summary")[0]
        funnel = engine.records("select * from report.funnel order by phase_number")
    finally:
        engine.close()
    labels = {phase.id: phase.label.en for phase in project.journey.model.phases}
    leaks = [row for row in funnel if row["n_closed_reached"]]
    worst = max(leaks, key=lambda row: row["n_dropped"], default=None)
    where = "no closed journeys yet"
    if worst:
        where = (
            f"{labels[worst['phase_id']]}: {worst['n_dropped']:,} of {worst['n_closed_reached']:,}"
            f" closed journeys end there ({_share(worst, 'drop_off')})"
        )
    return [
        f"journeys          {summary['n_all']:,} of {summary['n_persons']:,} persons,"
        f" {summary['n_open']:,} still open",
        f"conversion        {_share(summary, 'conversion')} of closed journeys",
        f"biggest loss      {where}",
        f"orders            {summary['n_orders']:,},"
        f" {summary['currency']} {summary['revenue']:,.2f}",
        f"rules cover       {_percent(summary['rule_coverage'])} of {summary['n_events']:,} events;"
        f" {summary['n_left_out']:,} rows left out, {summary['n_quarantined']:,} unreadable",
        "",
        f"report            {_relative(project.site / 'index.html')}",
    ]


def _share(row: dict[str, float], name: str) -> str:
    rate = row.get(f"{name}_rate", row.get(name))
    if rate is None:
        return "unknown: too little data"
    return f"{_percent(rate)} [{_percent(row[f'{name}_low'])} to {_percent(row[f'{name}_high'])}]"


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.1%}"


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
