"""The product: the whole nightly run from nothing, everything kept, audited and published.

The run is `cjm run`'s own; writing the report's pages is left out of what is told. Start-up and
imports are outside, as they are for the others.
usage: python -m benchmarks.contenders.product STREAM FOLDER
"""

import os
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time

from cjm_pipelines.runs import Outcome, run

from benchmarks import work
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

JOURNEY = Path(__file__).parents[1] / "journey.yml"
ENVIRONMENT = {
    "CJM_KEY": "the key of the benchmarks",
    "CJM_AS_OF": "2025-04-01T00:00:00",  # the day after the stream's last
}
_REPORT = "writing pages"


def project_of(stream: str, folder: Path) -> Project:
    """A project in that folder that reads the stream, with nothing landed yet."""
    for below in ("warehouse", "dashboards"):
        shutil.rmtree(folder / below, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    written = JOURNEY.read_text(encoding="utf-8").replace("STREAM", str(Path(stream).resolve()))
    (folder / "journey.yml").write_text(written, encoding="utf-8")
    os.environ |= ENVIRONMENT
    return Project(folder / "journey.yml")


def told(night: Callable[[], Outcome]) -> work.Steps:
    """What a run took, asset by asset, its pages left out; ends the process where it failed."""
    wall, cpu = perf_counter(), process_time()
    outcome = night()
    wall, cpu = perf_counter() - wall, process_time() - cpu
    if outcome.failures:
        sys.exit("\n".join(f"{step}: {reason}" for step, reason in outcome.failures))
    steps = work.Steps()
    steps.taken = _taken(outcome, wall, cpu)
    steps.peak_mb = max(step.process_mb for step in outcome.steps)
    return steps


def main(stream: str, folder: str) -> None:
    """Run from nothing, and tell what it took."""
    project = project_of(stream, Path(folder))
    told(lambda: run(project)).tell(version("cjm-analytics"), _counts(project))


def _taken(outcome: Outcome, wall: float, cpu: float) -> list[tuple[str, float, float]]:
    taken = [(step.name, step.seconds, step.cpu_seconds) for step in outcome.steps]
    rest = (
        "Dagster, the rest",
        wall - sum(seconds for _, seconds, _ in taken),
        cpu - sum(seconds for _, _, seconds in taken),
    )
    return [*(step for step in taken if step[0] != _REPORT), rest]


def _counts(project: Project) -> dict[str, object]:
    engine = DuckDB(project.working, read_only=True)
    try:
        summary = engine.records("select * from report.summary")[0]
        phases = engine.rows(
            "select coalesce(phase_number, 0), count(*) from phases.event_phases group by all"
        )
        return {
            "landed": summary["n_landed"],
            "duplicates": summary["n_left_out"],
            "events": summary["n_events"],
            "sessions": engine.number("select count(*) from events.sessions"),
            "persons": engine.number("select count(distinct person_id) from events.events"),
            "phases": dict(sorted(phases)),
            "orders": summary["n_orders"],
            "revenue": summary["revenue"],
        }
    finally:
        engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
