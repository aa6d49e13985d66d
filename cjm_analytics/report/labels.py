"""Labels of journey.yml in the reader's language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cjm_analytics.config import Kpi, Phase


def phase_labels(phases: Sequence["Phase"], language: str) -> dict[str, str]:
    """Phase id -> label, in the order of the model."""
    return {phase.id: phase.label.in_language(language) for phase in phases}


def kpi_label(kpi_id: str, kpi: "Kpi | None", language: str) -> str:
    """What people call a KPI; one that journey.yml no longer has is called by its id."""
    label = kpi_id.replace("_", " ") if kpi is None else kpi.label.in_language(language)
    return label[:1].upper() + label[1:]
