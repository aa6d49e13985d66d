"""The kinds of value that several sections use: ids, names in two languages, days, codes."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from cjm_analytics.config.errors import Finding, Refusal, nearest, shown
from cjm_analytics.config.section import Section

Language = Literal["nl", "en"]

_ID = re.compile(r"[a-z][a-z0-9_-]*")


def _check_id(value: str) -> str:
    if not _ID.fullmatch(value):
        plain = re.sub(r"[^a-z0-9_-]+", "-", value.lower()).strip("-_")
        plain = plain if plain[:1].isalpha() else f"x{plain}"
        remedy = f"use lower-case letters, digits, - and _, letter first, as {plain}"
        raise Refusal.of(f"{shown(value)} is not an id", remedy)
    return value


def _check_timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        names = sorted(available_timezones())
        if not names:
            raise Refusal.of("this machine knows no time zones", "pip install tzdata") from None
        remedy = f"use a name such as Europe/Amsterdam or UTC{nearest(names, value)}"
        raise Refusal.of(f"there is no time zone {shown(value)}", remedy) from None
    return value


def check_currency(value: str) -> str:
    """An ISO 4217 code: three capital letters."""
    if not re.fullmatch("[A-Z]{3}", value):
        known = {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP"}.get(value.upper())
        code = known or (value.upper() if re.fullmatch("[A-Za-z]{3}", value) else "EUR")
        raise Refusal.of(
            f"{shown(value)} is not a currency", f"use the code of three capitals, as {code}"
        )
    return value


def check_country(value: str) -> str:
    """An ISO 3166 code: two capital letters."""
    if not re.fullmatch("[A-Z]{2}", value) or value == "UK":
        code = value.upper() if re.fullmatch("[A-Za-z]{2}", value) else "NL"
        code = "GB" if code == "UK" else code
        raise Refusal.of(
            f"{shown(value)} is not a country code", f"use the code of two capitals, as {code}"
        )
    return value


def _check_day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    message = f"{shown(value)} is not a day of the calendar"
    raise Refusal.of(message, "write year-month-day, as 2026-03-02")


def in_every_language(value: object) -> object:
    """Bare text is meant for every language."""
    return {"nl": value, "en": value} if isinstance(value, str) else value


NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[NonEmpty, AfterValidator(_check_id)]
TimeZone = Annotated[NonEmpty, AfterValidator(_check_timezone)]
Currency = Annotated[NonEmpty, AfterValidator(check_currency)]
Day = Annotated[date, BeforeValidator(_check_day)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Words(Section):
    """Words for people to read, in Dutch, English or both."""

    nl: NonEmpty | None = Field(default=None, description="in Dutch", examples=["Overweging"])
    en: NonEmpty | None = Field(default=None, description="in English", examples=["Consideration"])

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """Words in no language."""
        if "nl" not in data and "en" not in data:
            yield Finding((), "no words in either language", "write {nl: …, en: …}")

    def in_language(self, language: str) -> str:
        """The words in this language, or else in the other."""
        return (self.nl or self.en or "") if language == "nl" else (self.en or self.nl or "")


Text = Annotated[Words, BeforeValidator(in_every_language)]


def words_of_id(data: dict[str, Any]) -> Words:
    """What to call something that was given no label: its id, with spaces."""
    words = str(data["id"]).replace("_", " ").replace("-", " ")
    return Words(nl=words, en=words)
