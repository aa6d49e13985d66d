"""`project:` what the report is about, and how it reads."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from cjm_analytics.config.errors import Finding
from cjm_analytics.config.fields import Currency, Language, NonEmpty, TimeZone
from cjm_analytics.config.section import Section


class Project(Section):
    """The shop or service organisation."""

    name: NonEmpty = Field(
        default="Customer journey",
        description="stands above every page",
        examples=["De Warme Hand"],
    )
    timezone: TimeZone = Field(
        default="Europe/Amsterdam",
        description="where days begin, and the zone of times written without one",
        examples=["Europe/Amsterdam"],
    )
    currency: Currency = Field(
        default="EUR",
        description="what money is counted in; other money is shown apart",
        examples=["EUR"],
    )
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = Field(
        default=("nl", "en"),
        description="of the report, the first one on top",
        examples=["[nl, en]"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """A language given twice."""
        languages = data.get("languages")
        if isinstance(languages, list):
            for index, language in enumerate(languages):
                if language in languages[:index]:
                    message = f"language '{language}' is given twice"
                    yield Finding(("languages", index), message, "keep one")
