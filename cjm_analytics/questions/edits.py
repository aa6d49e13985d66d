"""What differs between two journey.yml, edit by edit, in the words of who wrote them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cjm_analytics.config import JourneyFile, Model, definition_hash
from cjm_analytics.config.section import Section
from cjm_analytics.questions.conditions_in_words import plain
from cjm_analytics.questions.phase_edits import changed_keys, phase_edits

_RUN_FIRST = "needs a run: exports are landed with it"
_NOUNS = {"kpis": "KPI", "sources": "source", "touchpoints": "touchpoint", "personas": "persona"}
# Besides the sources: what landing.shaping knows of the journey.
_LANDED_WITH = (
    ("project", "timezone"),
    ("project", "currency"),
    ("journey", "payment_providers"),
)


@dataclass(frozen=True)
class Edit:
    """One edit: what it is, and the old file with nothing else changed.

    `alone` is None where `note` says why it cannot be tried.
    """

    told: str
    alone: JourneyFile | None
    note: str = ""


def edits_between(old: JourneyFile, new: JourneyFile) -> list[Edit]:
    """Every edit that leads from one file to the other; none where they mean the same."""
    found: list[Edit] = []
    for section in type(old).model_fields:
        before = getattr(old, section)
        if isinstance(before, Model):
            found += _model(old, new)
        elif isinstance(before, Section):
            found += _settings(old, new, section)
        else:
            found += _items(old, new, section)
    if not found and definition_hash(old) != definition_hash(new):
        found.append(Edit("a list is in another order", new))
    return found


def as_far_as_landed(old: JourneyFile, new: JourneyFile) -> JourneyFile:
    """The new file with that as it was which exports are landed with."""
    kept = new.model_copy(update={"sources": old.sources})
    for section, key in _LANDED_WITH:
        kept = _with(kept, section, key, getattr(getattr(old, section), key))
    return kept


def _with(journey: JourneyFile, section: str, key: str, value: object) -> JourneyFile:
    part = getattr(journey, section).model_copy(update={key: value})
    return journey.model_copy(update={section: part})


def _settings(old: JourneyFile, new: JourneyFile, section: str) -> Iterator[Edit]:
    for key in type(getattr(old, section)).model_fields:
        before, after = getattr(getattr(old, section), key), getattr(getattr(new, section), key)
        if before == after:
            continue
        told = f"{section}.{key}: {plain(before)} -> {plain(after)}"
        if (section, key) in _LANDED_WITH:
            yield Edit(told, None, _RUN_FIRST)
        else:
            yield Edit(told, _with(old, section, key, after))


def _items(old: JourneyFile, new: JourneyFile, section: str) -> Iterator[Edit]:
    """The edits of a list whose items have ids."""
    noun = _NOUNS.get(section, section.removesuffix("s"))
    before: Sequence[Any] = getattr(old, section)
    for told, items in _item_edits(before, getattr(new, section), noun):
        if section == "sources":
            yield Edit(told, None, _RUN_FIRST)
        else:
            yield Edit(told, old.model_copy(update={section: items}))


def _item_edits(
    old: Sequence[Any], new: Sequence[Any], noun: str
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each edit in words, with the old list after it alone."""
    known = {item.id: item for item in old}
    for item in new:
        if item.id not in known:
            yield f"{noun} {item.id} added", (*old, item)
        elif item != known[item.id]:
            changed = tuple(item if one.id == item.id else one for one in old)
            yield f"{noun} {item.id}: {changed_keys(known[item.id], item)}", changed
    left = {item.id for item in new}
    for item in old:
        if item.id not in left:
            yield f"{noun} {item.id} removed", tuple(one for one in old if one is not item)


def _model(old: JourneyFile, new: JourneyFile) -> Iterator[Edit]:
    before, after = old.model, new.model
    if before.preset != after.preset:
        told = f"model.preset: {plain(before.preset)} -> {plain(after.preset)}"
        yield Edit(told, old.model_copy(update={"model": after}))
        return
    for told, model in _model_edits(before, after):
        if any(phase.id == model.conversion_phase for phase in model.phases):
            yield Edit(told, old.model_copy(update={"model": model}))
        else:
            note = f"cannot be tried alone: there is no phase {model.conversion_phase} then"
            yield Edit(told, None, note)


def _model_edits(old: Model, new: Model) -> Iterator[tuple[str, Model]]:
    if old.conversion_phase != new.conversion_phase:
        told = f"model.conversion_phase: {old.conversion_phase} -> {new.conversion_phase}"
        yield told, old.model_copy(update={"conversion_phase": new.conversion_phase})
    for told, phases in phase_edits(old.phases, new.phases):
        yield told, old.model_copy(update={"phases": phases})
