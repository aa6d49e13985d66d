"""Labels of journey.yml in the reader's language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cjm_analytics.config import Kpi, Persona, Phase


def phase_labels(phases: Sequence["Phase"], language: str) -> dict[str, str]:
    """Phase id -> label, in the order of the model."""
    return {phase.id: phase.label.in_language(language) for phase in phases}


def label_of(own_id: str, thing: "Kpi | Persona | None", language: str) -> str:
    """What people call a KPI or persona; one that journey.yml no longer has is called by its id."""
    label = own_id.replace("_", " ") if thing is None else thing.label.in_language(language)
    return label[:1].upper() + label[1:]
