"""When the pipeline runs, and who hears of it when it fails."""

import json
import os
import urllib.request
from hashlib import sha256

import dagster as dg

from cjm_analytics.landing.files import matching
from cjm_analytics.project import Project

JOB = "nightly"
WEBHOOK = "CJM_WEBHOOK"
_PATIENCE_SECONDS = 10


def tell(project: Project) -> dg.HookDefinition:
    """A hook that posts what failed to CJM_WEBHOOK, where that is set."""

    @dg.failure_hook(name="tell_webhook")
    def tell_webhook(context: dg.HookContext) -> None:
        address = os.environ.get(WEBHOOK)
        if not address:
            return
        reason = context.op_exception
        message = {
            "project": project.journey.project.name,
            "run_id": context.run_id,
            "step": context.step_key,
            "reason": str(getattr(reason, "description", None) or type(reason).__name__),
        }
        body = json.dumps(
            message | {"text": "{project}: {step} failed: {reason}".format(**message)}
        )
        request = urllib.request.Request(
            address, body.encode(), {"Content-Type": "application/json"}, method="POST"
        )
        try:
            urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS).close()
        except (OSError, ValueError) as error:
            context.log.warning(f"{WEBHOOK} could not be reached: {error}")

    return tell_webhook


def nightly(project: Project) -> dg.Definitions:
    """The job, its schedule and its sensor."""
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        hooks={tell(project)},
        description="Land the exports, build every table, publish the report.",
    )
    # 04:15 exists once on every day, also when the clock changes.
    every_night = dg.ScheduleDefinition(
        name="every_night",
        job=job,
        cron_schedule="15 4 * * *",
        execution_timezone="Europe/Amsterdam",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    return dg.Definitions(jobs=[job], schedules=[every_night], sensors=[new_files_sensor(project)])


def new_files_sensor(project: Project) -> dg.SensorDefinition:
    """A run when an export file comes, goes or changes, once it has stopped growing."""

    @dg.sensor(
        name="new_export_files",
        job_name=JOB,
        minimum_interval_seconds=60,
        description="Looks at the names, sizes and times of the export files.",
    )
    def new_export_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        seen = _files_seen(project)
        waiting, _, done = (context.cursor or "|").partition("|")
        if seen == done:
            return dg.SkipReason("no export file has changed")
        if seen != waiting:  # first sight: wait one round, it may still be being written
            context.update_cursor(f"{seen}|{done}")
            return dg.SkipReason("export files have changed; waiting until they stop growing")
        context.update_cursor(f"{seen}|{seen}")
        return dg.SensorResult(run_requests=[dg.RunRequest()])

    return new_export_files


def _files_seen(project: Project) -> str:
    facts = []
    for source in project.journey.sources:
        for path in matching(project.root, source.path):
            stat = path.stat()
            facts.append((source.id, str(path), stat.st_size, stat.st_mtime_ns))
    return sha256(repr(facts).encode()).hexdigest()[:16]
