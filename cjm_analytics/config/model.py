"""`model:` the phases of the journey, from a preset, from the file, or from both."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from pydantic import Field

from cjm_analytics.config.errors import Finding, use_one_of
from cjm_analytics.config.fields import Id
from cjm_analytics.config.phases import Phase
from cjm_analytics.config.presets import Preset, preset_names, read_preset
from cjm_analytics.config.section import Section, dicts, ids, repeated, unknown


class Model(Section):
    """The phases, in order. Once settled, they are the preset's with what the file says more."""

    preset: str | None = Field(
        default=None,
        description="a phase model of the literature to begin from",
        examples=["klantreis"],
    )
    phases: tuple[Phase, ...] = Field(
        default=(),
        description="your own, or under a preset's id what you say more or otherwise",
        examples=["[{id: consideration, goal: {nl: …}}]"],
    )
    conversion_phase: Id = Field(
        default="",
        description="the phase of a conversion; a preset brings its own",
        examples=["purchase"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """No phases, phases the preset does not have, phases no event would reach."""
        preset, phases = data.get("preset"), data.get("phases")
        names = preset_names()
        if preset is None and not phases:
            remedy = f"add preset: {' | '.join(names)}, or phases of your own"
            yield Finding((), "neither a preset nor phases", remedy)
        if isinstance(preset, str) and preset not in names:
            yield Finding(("preset",), f"unknown preset '{preset}'", use_one_of(names, preset))
        for finding in _refuse_repetition(phases):
            yield finding.below(("phases",))
        base = preset_of(data)
        if base is not None:
            yield from _refuse_strangers(base, phases)
        elif preset is None and phases:
            yield from _refuse_incomplete(data, phases)
        allowed = phase_ids(data)
        if allowed:
            yield from unknown(
                data.get("conversion_phase"), allowed, "phase", ("conversion_phase",)
            )

    def settled(self) -> Self:
        """The preset's phases with what the file says more."""
        if self.preset is None:
            return self
        base = read_preset(self.preset)
        said = {phase.id: phase for phase in self.phases}
        phases = tuple(
            _with_more_said(phase, said[phase.id]) if phase.id in said else phase
            for phase in base.phases
        )
        conversion_phase = self.conversion_phase or base.conversion_phase
        return self.model_copy(update={"phases": phases, "conversion_phase": conversion_phase})


def _with_more_said(phase: Phase, said: Phase) -> Phase:
    """A preset's phase with the keys that the file gives; its rules come after the file's."""
    given = {key: getattr(said, key) for key in said.model_fields_set}
    return phase.model_copy(update={**given, "rules": said.rules + phase.rules})


def preset_of(data: dict[str, Any]) -> Preset | None:
    """The preset that a `model:` as it is written begins from, where it names one that exists."""
    name = data.get("preset")
    return read_preset(name) if isinstance(name, str) and name in preset_names() else None


def phase_ids(data: object) -> list[str]:
    """The ids that a `model:` as it is written gives; none where that cannot be told."""
    if not isinstance(data, dict):
        return []
    base = preset_of(data)
    if base is not None:
        return [phase.id for phase in base.phases]
    return ids(data.get("phases")) if data.get("preset") is None else []


def _refuse_repetition(phases: object) -> Iterator[Finding]:
    yield from repeated(phases, told="model.phases[{}]".format)
    first: dict[str, str] = {}
    for index, phase in dicts(phases):
        for number, idea in dicts(phase.get("ideas")):
            name = idea.get("id")
            if not isinstance(name, str):
                continue
            place = f"model.phases[{index}].ideas[{number}]"
            if name in first:
                message = f"id '{name}' is taken by {first[name]}"
                yield Finding((index, "ideas", number, "id"), message, "give each its own id")
            first.setdefault(name, place)


def _refuse_strangers(base: Preset, phases: object) -> Iterator[Finding]:
    known = [phase.id for phase in base.phases]
    for index, phase in dicts(phases):
        name = phase.get("id")
        if isinstance(name, str) and name not in known:
            remedy = f"{use_one_of(known, name)}; for phases of your own leave preset out"
            yield Finding(("phases", index, "id"), f"the preset has no phase '{name}'", remedy)


def _refuse_incomplete(data: dict[str, Any], phases: object) -> Iterator[Finding]:
    conversion_phase = data.get("conversion_phase")
    if conversion_phase is None:
        remedy = f"add conversion_phase: {' or '.join(ids(phases)) or '…'}"
        yield Finding((), "'conversion_phase' is missing", remedy)
    if isinstance(phases, list) and len(phases) == 1:
        yield Finding(("phases",), "one phase is no journey", "write at least two phases")
    for index, phase in dicts(phases):
        # Conversions come to their phase by themselves, so that one may do without.
        if not phase.get("rules") and phase.get("id") != conversion_phase:
            message = "a phase without rules, which no event would reach"
            remedy = "add rules: [{name: …, event_name: …}]"
            yield Finding(("phases", index), message, remedy)
