"""One run of the nightly job in this process, needing no daemon."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass

import dagster as dg

from cjm_analytics.engines.duckdb import WarehouseBusy
from cjm_analytics.project import Project

from .definitions import definitions_of
from .nightly import JOB

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class Outcome:
    """How a run ended: what failed, as (step, reason); empty when it published."""

    run_id: str
    failures: tuple[tuple[str, str], ...]


def run(project: Project, on_step: Callable[[str], None] = lambda _: None) -> Outcome:
    """Run the nightly job on DAGSTER_HOME's instance, else on one that is gone after.

    Raises WarehouseBusy while another run has the warehouse.
    """
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    job = definitions_of(project, on_step).resolve_job_def(JOB)
    kept = os.environ.get("DAGSTER_HOME")
    instance = dg.DagsterInstance.get() if kept else dg.DagsterInstance.ephemeral()
    with instance:
        try:
            result = job.execute_in_process(
                instance=instance, raise_on_error=False, run_config=_QUIET
            )
        except dg.DagsterError as error:
            if isinstance(error.__cause__, WarehouseBusy):
                raise error.__cause__ from None
            raise
    failures = [
        (event.step_key or "", _reason(event))
        for event in result.all_events
        if event.event_type == dg.DagsterEventType.STEP_FAILURE
    ]
    if not result.success and not failures:
        failures = [("run", event.message or "") for event in result.all_events if event.is_failure]
    return Outcome(result.run_id, tuple(failures))


def _reason(event: dg.DagsterEvent) -> str:
    data = event.step_failure_data
    if data.user_failure_data and data.user_failure_data.description:
        return data.user_failure_data.description
    error = data.error.cause if data.error and data.error.cause else data.error
    return error.message.strip() if error else "unknown"
