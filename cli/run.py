"""`cjm run`: the nightly job, once, in this process."""

from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.language import SMALL
from cjm_analytics.project import Project
from cjm_analytics.questions.comparisons import refusals
from cjm_analytics.questions.published import open_published

from .opening import open_project
from .say import FAILED_RUN, Refused, lines, problem


def run_once(path: Path, with_profile: bool = False) -> None:
    """Run, publish, and end with where the report is and the five numbers it begins with."""
    started, started_cpu = perf_counter(), process_time()
    project = open_project(path)
    console = Console(stderr=True)
    with console.status("starting") as status:
        from cjm_pipelines.runs import run  # Dagster takes seconds to import

        outcome = run(project, lambda step: status.update(step))
    if with_profile:
        from .profile import show

        show(outcome.steps, perf_counter() - started, process_time() - started_cpu)
    if outcome.failures:
        reasons = "\n".join(f"{_named(step)}: {reason}" for step, reason in outcome.failures)
        raise Refused(
            f"{reasons}\nNothing was published; the last report and tables still stand.", FAILED_RUN
        )
    lines(five_numbers(project))
    for change, refusal in refusals(open_published(project), project.journey).items():
        problem(f"change {change} {refusal}")


def five_numbers(project: Project) -> list[str]:
    """What a person would want to know first, from the published tables."""
    engine = DuckDB(project.published, read_only=True)
    try:
        summary = engine.records("select * from report.summary")[0]
        funnel = engine.records("select * from report.funnel order by phase_number")
        capture = engine.records("select * from report.reconciliation_total")[0]
    finally:
        engine.close()
    labels = {phase.id: phase.label.en for phase in project.journey.model.phases}
    leaks = [row for row in funnel if row["n_lost"]]
    worst = max(leaks, key=lambda row: row["n_lost"], default=None)
    where = "no closed journey ended without converting"
    if worst:
        where = (
            f"{labels[worst['phase_id']]}: {_people(worst['n_lost'])} journeys end there without"
            f" converting; drop-off {_share(worst, 'drop_off', worst['n_closed_reached'])}"
        )
    elif not summary["n_closed"]:
        where = "no closed journeys yet"
    others = summary["n_other_currency"]
    return [
        f"journeys          {_people(summary['n_all'])} of {_people(summary['n_persons'])} persons,"
        f" {_people(summary['n_open'])} still open",
        f"conversion        {_share(summary, 'conversion', summary['n_closed'])}"
        " of closed journeys",
        f"biggest loss      {where}",
        f"orders            {summary['n_orders']:,},"
        f" {summary['currency']} {summary['revenue']:,.2f}"
        + (f" (without {others:,} in another currency)" if others else "")
        + _untracked(capture),
        f"rules cover       {_percent(summary['rule_coverage'])} of {summary['n_events']:,} events;"
        f" {summary['n_left_out']:,} rows left out, {summary['n_quarantined']:,} unreadable",
        "",
        f"report            {_relative(project.site / 'index.html')}",
    ]


def _named(step: str) -> str:
    """A step as the user knows it: the source that landed, or the table."""
    return step.removeprefix("landed__").replace("__", ".")


def _people(n: int) -> str:
    """As in the report, few people are not counted out."""
    return f"fewer than {SMALL}" if 0 < n < SMALL else f"{n:,}"


def _share(row: dict[str, float], name: str, n: int) -> str:
    rate = row.get(f"{name}_rate", row.get(name))
    if rate is None or n < SMALL:
        return "unknown: too little data"
    return f"{_percent(rate)} [{_percent(row[f'{name}_low'])} to {_percent(row[f'{name}_high'])}]"


def _untracked(capture: dict[str, float]) -> str:
    if not capture["is_capture_low"] or capture["n_orders"] < SMALL:
        return ""
    return (
        f"; the site tracked only {_percent(capture['capture_rate'])} of them, less than"
        f" kpi.min_capture ({_percent(capture['min_capture'])}): do not trust the conversion"
    )


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.1%}"


def _relative(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
