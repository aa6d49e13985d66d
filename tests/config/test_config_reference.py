"""docs/journey-yml.md names every key there is, as it is, and its examples work."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo

from cjm_analytics.config import (
    EVENT_COLUMNS,
    JOURNEY_COLUMNS,
    LANDED_COLUMNS,
    JourneyFile,
    preset_names,
)
from cjm_analytics.config.changes import Affects, Change, Expect
from cjm_analytics.config.columns import OPERATORS
from cjm_analytics.config.fields import Words
from cjm_analytics.config.journey import Identity, JourneySettings, KpiSettings
from cjm_analytics.config.kpis import Kpi, Measure
from cjm_analytics.config.mapping import Flags, Format, IdSpaces, RatingScale
from cjm_analytics.config.model import Model
from cjm_analytics.config.personas import Persona
from cjm_analytics.config.phases import Idea, Phase, Question
from cjm_analytics.config.presets import FOLDER, Preset, read_preset, vocabulary
from cjm_analytics.config.project import Project
from cjm_analytics.config.section import Section
from cjm_analytics.config.sources import Source
from cjm_analytics.config.touchpoints import Touchpoint

REFERENCE = Path(__file__).parents[2] / "docs" / "journey-yml.md"
# The heading of the table that lists a section's keys.
HEADINGS: dict[str, type[Section]] = {
    "The file": JourneyFile,
    "project": Project,
    "sources": Source,
    "format": Format,
    "flags": Flags,
    "rating_scale": RatingScale,
    "id_spaces": IdSpaces,
    "identity": Identity,
    "journey": JourneySettings,
    "kpi": KpiSettings,
    "model": Model,
    "phases": Phase,
    "questions": Question,
    "ideas": Idea,
    "touchpoints": Touchpoint,
    "personas": Persona,
    "kpis": Kpi,
    "A measure": Measure,
    "changes": Change,
    "affects": Affects,
    "expect": Expect,
    "Words": Words,
    "A preset": Preset,
}


def sections() -> Iterator[type[Section]]:
    for section in Section.__subclasses__():
        yield section
        yield from section.__subclasses__()


def test_every_section_has_a_table() -> None:
    named = {section for section in sections() if section.__module__.startswith("cjm_analytics.")}
    assert named == set(HEADINGS.values())


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_key_is_in_the_table_of_its_section(heading: str) -> None:
    expected = [row(name, field) for name, field in HEADINGS[heading].model_fields.items()]
    assert rows_below(heading) == expected


def test_rules_columns_operators_and_presets_are_named() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for column in (*EVENT_COLUMNS, *JOURNEY_COLUMNS, *LANDED_COLUMNS):
        assert f"`{column}`" in text, column
    for operator in (
        *(name for names in OPERATORS.values() for name in names),
        "all",
        "any",
        "not",
    ):
        assert f"`{operator}`" in text, operator
    for name in preset_names():
        assert f"`{name}`" in text, name
        for phase in read_preset(name).phases:
            assert f"`{phase.id}`" in text, phase.id
    for name in vocabulary():
        assert f"`{name}`" in text, name
    assert FOLDER.name in text


def test_its_example_works(read: Callable[[str], JourneyFile]) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    whole = [example for example in examples if example.startswith("sources:")]
    assert whole
    for example in whole:
        read(example)


def row(name: str, field: FieldInfo) -> str:
    example = str(field.examples[0]) if field.examples else ""
    cells = [f"`{name}`", default(field), field.description or "", f"`{name}: {example}`"]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def default(field: FieldInfo) -> str:
    """What holds where the key is left out."""
    if field.is_required():
        return "needed"
    value: Any = field.default
    if field.default_factory is not None:
        return "its id" if field.default_factory.__name__ == "words_of_id" else "none"
    if isinstance(value, timedelta):
        return duration(value)
    if isinstance(value, Section):
        return "as below"
    if isinstance(value, tuple) and value:
        return f"[{', '.join(value)}]"
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, str | int | float):
        return f"`{value}`" if value in (",", ".") else str(value)
    return "event_name in [order, purchase]"


def duration(length: timedelta) -> str:
    number, unit = length.days, "days"
    if length % timedelta(days=1):
        number, unit = length // timedelta(minutes=1), "minutes"
    return f"{number} {unit[:-1] if number == 1 else unit}"


def rows_below(heading: str) -> list[str]:
    """The rows of the first table below a heading."""
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    wanted = re.compile(rf"#+ `?{re.escape(heading)}:?`?")
    start = next(number for number, line in enumerate(lines) if wanted.fullmatch(line))
    rows: list[str] = []
    for line in lines[start + 1 :]:
        if line.startswith("| `"):
            rows.append(line)
        elif rows or line.startswith("#"):
            break
    return rows
