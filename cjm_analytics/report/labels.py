"""Labels of journey.yml in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cjm_analytics.language import Numbers, Voice

if TYPE_CHECKING:
    from cjm_analytics.config import Change, JourneyFile, Kpi, Persona, Phase


def phase_labels(phases: Sequence["Phase"], language: str) -> dict[str, str]:
    """Phase id -> label, in the order of the model."""
    return {phase.id: phase.label.in_language(language) for phase in phases}


def voice_of(journey: "JourneyFile", language: str) -> Voice:
    """How a project's report speaks in one of its languages."""
    numbers = Numbers(language, journey.project.timezone, journey.project.currency)
    return Voice(numbers, phase_labels(journey.model.phases, language))


def label_of(own_id: str, thing: "Change | Kpi | Persona | None", language: str) -> str:
    """What people call it; what journey.yml no longer has is called by its id."""
    label = own_id.replace("_", " ") if thing is None else thing.label.in_language(language)
    return label[:1].upper() + label[1:]


def persona_in_words(persona_id: str, personas: Mapping[str, Any], voice: Voice) -> str:
    """A persona's label, or what stands for all of them, and for none."""
    if persona_id in ("(all)", "(none)"):
        return voice.say(f"persona.{persona_id.strip('()')}")
    return label_of(persona_id, personas.get(persona_id), voice.language)
