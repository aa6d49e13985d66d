"""`touchpoints:` where customers meet the organisation."""

from pydantic import Field

from cjm_analytics.config.conditions import EventCondition
from cjm_analytics.config.fields import Id, NonEmpty, Text, words_of_id
from cjm_analytics.config.section import Section


class Touchpoint(Section):
    """A moment of contact as the map plans it, and the events that show it happened."""

    id: Id = Field(description="the touchpoint's name in tables", examples=["returns-page"])
    label: Text = Field(
        default_factory=words_of_id, description="what people call it", examples=["{nl: Retouren}"]
    )
    phase: str | None = Field(
        default=None, description="the phase it belongs to", examples=["consideration"]
    )
    channel: NonEmpty | None = Field(
        default=None, description="where it is, online or offline", examples=["web"]
    )
    personas: tuple[str, ...] = Field(
        default=(),
        description="whom it is meant for; everyone if left out",
        examples=["[commuter]"],
    )
    match: EventCondition | None = Field(
        default=None,
        description="a condition on events; left out, it is planned and not measured",
        examples=["{page_path: {starts_with: /retour}}"],
    )
