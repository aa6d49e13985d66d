"""`personas:` the invented customers whom the map is about."""

from pydantic import Field

from cjm_analytics.config.conditions import JourneyCondition
from cjm_analytics.config.fields import Id, Text, words_of_id
from cjm_analytics.config.section import Section


class Persona(Section):
    """A typical customer with a name and a life, and how to recognise one in the data."""

    id: Id = Field(description="the persona's name in tables", examples=["commuter"])
    label: Text = Field(
        default_factory=words_of_id, description="the name", examples=["{nl: Forens Jan}"]
    )
    story: Text | None = Field(
        default=None,
        description="a few sentences of a life",
        examples=['{nl: "Fietst elke dag naar zijn werk"}'],
    )
    match: JourneyCondition | None = Field(
        default=None,
        description="a condition on journeys: whose are this persona's",
        examples=["{first_channel: organic, categories: {contains: lights}}"],
    )
