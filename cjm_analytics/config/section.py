"""The base of every section of journey.yml: closed, frozen, and reporting all its problems.

Pydantic stops at the first failing validator of a model, and speaks its own language. A Section
collects what pydantic found, what the section's own `refuse` found, and what its
parts found, and hands all of it up as findings in house words.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from cjm_analytics.config.errors import Finding, KeyPath, Refusal, shown, use_one_of
from cjm_analytics.config.translation import in_house_words


class Section(BaseModel):
    """Some keys of journey.yml that belong together."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """What is wrong between the keys of this section, judged on what the user wrote.

        It runs also where single keys are wrong, so it must bear with any value.
        """
        return ()

    def settled(self) -> Self:
        """The section as the rest of the program wants it, where that differs from the file."""
        return self

    @classmethod
    def keys(cls) -> list[str]:
        """The keys this section knows, in the order of the reference."""
        return list(cls.model_fields)

    @model_validator(mode="wrap")
    @classmethod
    def _report_everything(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        if isinstance(data, cls):
            return data
        if not isinstance(data, dict):
            raise Refusal.of(f"expected keys, found {shown(data)}", use_one_of(cls.keys()))
        # `changes:` with all its items commented out reads as null; it means leaving it out.
        fields = cls.model_fields
        data = {
            key: value
            for key, value in data.items()
            if value is not None or key not in fields or fields[key].is_required()
        }
        findings = list(cls.refuse(data))
        try:
            made = handler(data)
        except ValidationError as error:
            findings += findings_of(error, cls)
        if findings:
            raise Refusal(findings)
        return made.settled()


def findings_of(error: ValidationError, section: type[Section]) -> Iterator[Finding]:
    """Pydantic's errors, relative to the section they arose in."""
    for detail in error.errors(include_url=False):
        path: KeyPath = detail["loc"]
        kind = detail["type"]
        carried = detail.get("ctx", {}).get("error")
        if kind == "default_factory_not_called" or (kind == "too_short" and detail["input"]):
            continue  # follows from another problem, which is reported: its items were refused
        if isinstance(carried, Refusal):
            yield from (finding.below(path) for finding in carried.findings)
        elif kind == "extra_forbidden":
            remedy = use_one_of(section.keys(), path[-1])
            yield Finding(path[:-1], f"unknown key '{path[-1]}'", remedy, path[-1])
        elif kind == "missing":
            field = section.model_fields.get(str(path[-1]))
            example = field.examples[0] if field and field.examples else "…"
            yield Finding(path[:-1], f"'{path[-1]}' is missing", f"add {path[-1]}: {example}")
        else:
            message, remedy = in_house_words(kind, detail.get("ctx", {}), detail["input"])
            yield Finding(path, message, remedy)


def dicts(items: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """The mappings in a list as the user wrote it, with their index; other things are passed by."""
    if isinstance(items, list | tuple):
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield index, item


def ids(items: object) -> list[str]:
    """The ids in a list of mappings, as far as they are text."""
    return [item["id"] for _, item in dicts(items) if isinstance(item.get("id"), str)]


def repeated(
    items: object, key: str = "id", told: Callable[[int], str] = "[{}]".format
) -> Iterator[Finding]:
    """One finding for every item whose id an earlier item has."""
    first: dict[str, int] = {}
    for index, item in dicts(items):
        value = item.get(key)
        if not isinstance(value, str):
            continue
        if value in first:
            message = f"{key} '{value}' is taken by {told(first[value])}"
            yield Finding((index, key), message, f"give each its own {key}")
        else:
            first[value] = index


def unknown(value: object, allowed: Iterable[str], what: str, path: KeyPath) -> Iterator[Finding]:
    """A finding where a reference names nothing that exists; other types are reported elsewhere."""
    names = list(allowed)
    if isinstance(value, str) and value not in names:
        remedy = use_one_of(names, value) if names else f"add it under {what.lower()}s:"
        yield Finding(path, f"there is no {what} '{value}'", remedy)
