"""One run of the nightly job in this process, needing no daemon."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from cjm_analytics.project import Project

from .definitions import definitions_of
from .nightly import JOB
from .profile import Profile, Step

_OUT_OF_MEMORY = (
    "DuckDB ran out of memory; set CJM_MEMORY_LIMIT higher, or leave it out for most of what the"
    " machine has"
)
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_FAILURES = (dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE)


@dataclass(frozen=True)
class Outcome:
    """How a run ended: what failed, as (step, reason), empty when it published; what it took."""

    run_id: str
    failures: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def run(project: Project, on_step: Callable[[str], None] = lambda _: None) -> Outcome:
    """Run the nightly job on DAGSTER_HOME's instance, else on one that is gone after.

    While another process has the warehouse, the one failure says which.
    """
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    profile = Profile(on_step)
    job = definitions_of(project, profile).resolve_job_def(JOB)
    with _instance() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False, run_config=_QUIET)
    failed = [event for event in result.all_events if event.event_type in _FAILURES]
    # The run's own failure says no more than its steps' do, where a step failed.
    told = [event for event in failed if event.step_key] or failed
    failures = tuple((_where(event), _reason(event)) for event in told)
    return Outcome(result.run_id, failures, tuple(profile.steps))


def _instance() -> dg.DagsterInstance:
    """Where the run is written down. Dagster sends and keeps no telemetry in either case."""
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        return _forgetful()
    folder = Path(home).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    silent = {"telemetry": {"enabled": False}}
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(folder), overrides=silent))


def _forgetful() -> dg.DagsterInstance:
    """An instance that keeps no events: it ends with the run, so nobody can look them up.

    Writing them, and looking at each step for those of other runs, would take half a second.
    """
    instance = dg.DagsterInstance.ephemeral()
    none_found = dg.EventRecordsResult([], cursor="", has_more=False)
    answers: dict[str, Any] = {
        "store_event": None,
        "get_asset_records": [],
        "fetch_observations": none_found,
    }
    for name, answer in answers.items():
        setattr(instance.event_log_storage, name, lambda *_, answer=answer, **__: answer)
    return instance


def _where(event: dg.DagsterEvent) -> str:
    return event.step_key or "run"


def _reason(event: dg.DagsterEvent) -> str:
    data = event.step_failure_data if event.step_key else event.job_failure_data
    told = getattr(data, "user_failure_data", None)
    if told and told.description:
        return str(told.description)
    error = data.error
    while error and error.cause:
        error = error.cause
    if error is None:
        return event.message or "unknown"
    if error.cls_name == "OutOfMemoryException":
        return _OUT_OF_MEMORY
    # Without the class, which is ours where the run itself could not begin.
    _, _, reason = error.message.strip().partition(f"{error.cls_name}: ")
    return reason if reason and not event.step_key else error.message.strip()
