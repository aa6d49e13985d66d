"""Opens the project that a command names, or ends the command with what is wrong in it."""

from pathlib import Path

from cjm_analytics.config import ConfigError
from cjm_analytics.privacy import project_key
from cjm_analytics.project import Project

from .say import WRONG_CONFIGURATION, Refused


def open_project(path: Path) -> Project:
    """The project of a journey.yml or of the folder it is in."""
    try:
        project = Project(path / "journey.yml" if path.is_dir() else path)
        project.check_exports_exist()
        project_key(project.root)
        return project
    except ConfigError as error:
        raise Refused(str(error), WRONG_CONFIGURATION) from None
