"""journey.yml, the one file a user writes, as closed and frozen models.

`load` reads it and either gives a JourneyFile or raises ConfigError with every problem of the file.
Importing this costs no database and no data frames: a command line must answer at once.
"""

from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from cjm_analytics.config.changes import Change
from cjm_analytics.config.columns import EVENT_COLUMNS, JOURNEY_COLUMNS
from cjm_analytics.config.conditions import All, Any, Condition, Not, Test, tests_in
from cjm_analytics.config.definitions import definition_hash
from cjm_analytics.config.document import parse as read_text
from cjm_analytics.config.document import text_of
from cjm_analytics.config.errors import ConfigError, Problem
from cjm_analytics.config.fields import Words
from cjm_analytics.config.journey_file import JourneyFile
from cjm_analytics.config.kpis import Kpi, Measure
from cjm_analytics.config.mapping import LANDED_COLUMNS, Format
from cjm_analytics.config.model import Model
from cjm_analytics.config.personas import Persona
from cjm_analytics.config.phases import Phase, Rule
from cjm_analytics.config.presets import preset_names
from cjm_analytics.config.section import findings_of
from cjm_analytics.config.sources import Source
from cjm_analytics.config.touchpoints import Touchpoint

__all__ = [
    "EVENT_COLUMNS",
    "JOURNEY_COLUMNS",
    "LANDED_COLUMNS",
    "All",
    "Any",
    "Change",
    "Condition",
    "ConfigError",
    "Format",
    "JourneyFile",
    "Kpi",
    "Measure",
    "Model",
    "Not",
    "Persona",
    "Phase",
    "Problem",
    "Rule",
    "Source",
    "Test",
    "Touchpoint",
    "Words",
    "definition_hash",
    "load",
    "parse",
    "preset_names",
    "tests_in",
    "text_of",
]


def load(path: Path, kinds: Collection[str] | None = None) -> JourneyFile:
    """Read a journey.yml.

    `kinds` are the source kinds there are; None lets any pass. Raises ConfigError, whose
    `problems` are all problems of the file, in the order of its lines.
    """
    return parse(text_of(path), path, kinds)


def parse(text: str, path: Path, kinds: Collection[str] | None = None) -> JourneyFile:
    """As `load`, of a text that has been read already, from `path`."""
    document = read_text(text, path)
    findings = list(document.findings)
    journey: JourneyFile | None = None
    try:
        journey = JourneyFile.model_validate(document.content, context={"kinds": kinds})
    except ValidationError as error:
        findings += findings_of(error, JourneyFile)
    if findings or journey is None:
        problems = (document.problem(finding) for finding in findings)
        raise ConfigError(sorted(problems, key=lambda problem: problem.line))
    return journey
