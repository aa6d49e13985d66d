"""The phase models of the literature, read from `cjm_analytics/presets`."""

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from cjm_analytics.config.columns import EVENTS
from cjm_analytics.config.conditions import Condition, Vocabulary, parse_condition
from cjm_analytics.config.document import read
from cjm_analytics.config.errors import ConfigError
from cjm_analytics.config.fields import Id, Text
from cjm_analytics.config.phases import Phase
from cjm_analytics.config.section import Section, findings_of

FOLDER = Path(__file__).parent.parent / "presets"
_VOCABULARY = "vocabulary"


class Preset(Section):
    """A phase model ready for use. Its rules may name conditions of the vocabulary."""

    label: Text = Field(description="the model's name", examples=["{nl: Klantreis}"])
    about: Text = Field(description="where it comes from and whom it suits", examples=["{nl: …}"])
    conversion_phase: Id = Field(description="the phase of an order", examples=["purchase"])
    phases: tuple[Phase, ...] = Field(description="the phases, in order", examples=["[…]"])


@cache
def preset_names() -> tuple[str, ...]:
    """The presets there are, by name."""
    names = sorted(path.stem for path in FOLDER.glob("*.yml"))
    return tuple(name for name in names if name != _VOCABULARY)


@cache
def vocabulary() -> Vocabulary:
    """Conditions that several presets name, such as `basket_page`; each may use those above it."""
    known: dict[str, Condition] = {}
    for name, raw in read(FOLDER / f"{_VOCABULARY}.yml").content.items():
        known[name] = parse_condition(raw, EVENTS, known)
    return known


@cache
def read_preset(name: str) -> Preset:
    """The preset of this name, which must be one of `preset_names()`."""
    document = read(FOLDER / f"{name}.yml")
    try:
        return Preset.model_validate(document.content, context={"vocabulary": vocabulary()})
    except ValidationError as error:  # a fault of ours, told as well as any other
        findings = findings_of(error, Preset)
        raise ConfigError([document.problem(finding) for finding in findings]) from None
