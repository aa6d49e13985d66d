"""The entry point: journey.yml -> Definitions. `dagster dev -m cjm_pipelines.definitions`."""

import os
from pathlib import Path

import dagster as dg

from cjm_analytics.project import Project

from .changes import judged_changes
from .exports import declared, export_files, landed_sources
from .nightly import nightly
from .profile import Profile
from .reports import reports
from .tables import tables
from .warehouse import WAREHOUSE, warehouse_of

JOURNEY = "CJM_JOURNEY"


def definitions_of(project: Project, profile: Profile | None = None) -> dg.Definitions:
    """Everything Dagster knows of one project."""
    return dg.Definitions.merge(
        dg.Definitions(
            assets=[
                *export_files(project),
                *landed_sources(project),
                declared(project),
                *tables(project),
                judged_changes(project),
                *reports(project),
            ],
            resources={WAREHOUSE: warehouse_of(project, profile)},
            executor=dg.in_process_executor,
        ),
        nightly(project),
    )


@dg.definitions
def definitions() -> dg.Definitions:
    """The project whose journey.yml CJM_JOURNEY names, else the one in this folder."""
    return definitions_of(Project(Path(os.environ.get(JOURNEY, "journey.yml"))))
