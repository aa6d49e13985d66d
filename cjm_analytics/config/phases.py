"""A phase of the journey: what the map says about it, and the rules that fill it with events."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo

from cjm_analytics.config.conditions import Condition, parse_condition, tests_in
from cjm_analytics.config.errors import Finding, Refusal, shown
from cjm_analytics.config.fields import Id, Number, Text, Words, in_every_language, words_of_id
from cjm_analytics.config.section import Section, repeated

_AS_A_RULE = "write {name: …, column: {operator: value}}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives an event its phase where the condition holds; the name stays on the event."""

    name: str
    condition: Condition


def _rule(raw: object, info: ValidationInfo) -> Rule:
    """In the file the condition stands beside the name: `{name: basket, page_path: /cart}`."""
    if isinstance(raw, Rule):
        return raw
    if not isinstance(raw, dict):
        raise Refusal.of(f"expected a rule, found {shown(raw)}", _AS_A_RULE)
    findings: list[Finding] = []
    name = raw.get("name")
    if name is None:
        findings.append(Finding((), "'name' is missing", "add name: a few words of your own"))
    elif not isinstance(name, str) or not name.strip():
        findings.append(Finding(("name",), f"expected text, found {shown(name)}", "write a name"))
    try:
        written = {key: value for key, value in raw.items() if key != "name"}
        condition = parse_condition(written, vocabulary=(info.context or {}).get("vocabulary"))
    except Refusal as refusal:
        raise Refusal([*findings, *refusal.findings]) from None
    if not any(True for _ in tests_in(condition)):
        findings.append(Finding((), "a rule without a condition", _AS_A_RULE))
    if findings:
        raise Refusal(findings)
    return Rule(str(name).strip(), condition)


class Question(Words):
    """Something the customer wonders or worries about in this phase."""

    answered_by: str | None = Field(
        default=None, description="the touchpoint that answers it, by id", examples=["returns-page"]
    )


class Idea(Section):
    """A way to serve the customer better here."""

    id: Id = Field(description="the idea's name in tables", examples=["size-guide"])
    label: Text = Field(
        default_factory=words_of_id,
        description="what people call it",
        examples=["{nl: Maatwijzer}"],
    )
    investment: Annotated[Number, Field(ge=0)] | None = Field(
        default=None, description="what it costs, in the project's currency", examples=["1200"]
    )


class Phase(Section):
    """A named stretch of the journey."""

    id: Id = Field(description="the phase's name in tables", examples=["consideration"])
    label: Text = Field(
        default_factory=words_of_id,
        description="what people call it",
        examples=["{nl: Overweging, en: Consideration}"],
    )
    goal: Text | None = Field(
        default=None,
        description="what the customer wants here",
        examples=['{nl: "Vergelijken wie het best levert"}'],
    )
    questions: tuple[Annotated[Question, BeforeValidator(in_every_language)], ...] = Field(
        default=(),
        description="what the customer wonders, and what answers it",
        examples=['[{nl: "Wat als ze niet passen?", answered_by: returns-page}]'],
    )
    insights: tuple[Text, ...] = Field(
        default=(),
        description="what is known about the customer here",
        examples=['[{nl: "Vergelijkt in drie winkels"}]'],
    )
    relevance: Text | None = Field(
        default=None,
        description="why this brand matters to the customer here",
        examples=['{nl: "Kent de fietser"}'],
    )
    promise: Text | None = Field(
        default=None,
        description="how the organisation helps, what it promises",
        examples=['{nl: "Ruilen is gratis"}'],
    )
    ideas: tuple[Idea, ...] = Field(
        default=(),
        description="ways to serve better",
        examples=["[{id: size-guide, label: {nl: Maatwijzer}, investment: 1200}]"],
    )
    rules: tuple[Annotated[Rule, PlainValidator(_rule)], ...] = Field(
        default=(),
        description="which events belong here; the first rule that holds decides",
        examples=["[{name: product page, page_path: {starts_with: /product}}]"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """An id with a meaning of its own, and rules of one name."""
        if data.get("id") == "unassigned":
            remedy = "it is what events without a phase are called; choose another"
            yield Finding(("id",), "'unassigned' is taken", remedy)
        for finding in repeated(data.get("rules"), "name", "rules[{}]".format):
            yield finding.below(("rules",))
