"""A night of a project that stands, or a preview of an edit, in a process of its own.

usage: python -m benchmarks.contenders.night FOLDER [EDITED]
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path

from cjm_pipelines.runs import run

from benchmarks import work
from benchmarks.contenders.product import ENVIRONMENT, told
from cjm_analytics.project import Project
from cjm_analytics.questions.preview import preview


def main(folder: str, edited: str | None = None) -> None:
    """Tell what it took, without start-up, imports and pages."""
    os.environ |= ENVIRONMENT
    project = Project(Path(folder) / "journey.yml")
    if edited is None:
        told(lambda: run(project)).tell(version("cjm-analytics"), {})
    else:
        steps = work.Steps()
        effects = steps("preview", lambda: preview(project, Path(edited)))
        steps.tell(version("cjm-analytics"), {"moved": effects[-1].n_events_moved})


if __name__ == "__main__":
    main(*sys.argv[1:])
