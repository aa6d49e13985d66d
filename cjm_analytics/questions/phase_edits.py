"""What differs between the phases of two journey.yml, and between their rules."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from cjm_analytics.config import All, Condition, Phase, Rule
from cjm_analytics.config.section import Section
from cjm_analytics.questions.conditions_in_words import plain, said

Phases = tuple[Phase, ...]
Name = tuple[str, int]  # a rule's name, and which of that name in its phase: a preset may repeat it
Rules = dict[Name, Rule]


def phase_edits(old: Phases, new: Phases) -> Iterator[tuple[str, Phases]]:
    """Each edit in words, with the old phases after it alone."""
    before, after = {phase.id: phase for phase in old}, {phase.id: phase for phase in new}
    for phase in new:
        if phase.id not in before:
            place = _place([one.id for one in new], phase.id, [one.id for one in old])
            told = f"phase {phase.id} added, with {len(phase.rules)} rules"
            yield told, (*old[:place], phase, *old[place:])
    for phase in old:
        if phase.id not in after:
            yield f"phase {phase.id} removed", tuple(one for one in old if one is not phase)
    stayed = [phase.id for phase in old if phase.id in after]
    ordered = [phase.id for phase in new if phase.id in before]
    if stayed != ordered:
        waiting = iter(ordered)
        phases = tuple(before[next(waiting)] if one.id in after else one for one in old)
        yield f"phases in the order {', '.join(ordered)}", phases
    for name in stayed:
        as_said = after[name].model_copy(update={"rules": before[name].rules})
        if as_said != before[name]:
            told = f"phase {name}: {changed_keys(before[name], as_said)}"
            yield told, _replaced(old, as_said)
    yield from _rule_edits(old, {name: (before[name], after[name]) for name in stayed})


def changed_keys(old: Section, new: Section) -> str:
    """The keys in which two sections differ, with their values where those are short."""
    told = []
    for key in type(old).model_fields:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            is_long = any(isinstance(value, Section | tuple) for value in (before, after))
            told.append(f"{key} changed" if is_long else f"{key} {plain(before)} -> {plain(after)}")
    return ", ".join(told)


def _rule_edits(
    old: Phases, phases: dict[str, tuple[Phase, Phase]]
) -> Iterator[tuple[str, Phases]]:
    came: list[tuple[str, Name, Rule]] = []
    went: list[tuple[str, Name, Rule]] = []
    for phase_id, (one, other) in phases.items():
        before, after = _named(one.rules), _named(other.rules)
        came += [(phase_id, name, after[name]) for name in after if name not in before]
        went += [(phase_id, name, before[name]) for name in before if name not in after]
        yield from _within(old, one, before, after)
    for phase_id, name, rule in went:
        arrived = next((one for one in came if one[2] == rule), None)
        renamed = next((one for one in came if one[0] == phase_id and _same(one[2], rule)), None)
        without = _replaced(old, _without(phases[phase_id][0], name))
        if arrived:
            came.remove(arrived)
            told = f"rule '{rule.name}' moved from {phase_id} to {arrived[0]}"
            yield told, _with(without, phases, *arrived)
        elif renamed:
            came.remove(renamed)
            told = f"rule '{rule.name}' of {phase_id} renamed '{renamed[2].name}'"
            rules = _named(phases[phase_id][0].rules) | {name: renamed[2]}
            yield told, _replaced(old, _having(phases[phase_id][0], rules.values()))
        else:
            yield f"rule '{rule.name}' removed from {phase_id}", without
    for phase_id, name, rule in came:
        told = f"rule '{rule.name}' added to {phase_id}: {said(rule.condition)}"
        yield told, _with(old, phases, phase_id, name, rule)


def _within(old: Phases, phase: Phase, before: Rules, after: Rules) -> Iterator[tuple[str, Phases]]:
    """The rules of a phase that stayed in it: changed, or in another place."""
    for name, rule in before.items():
        if name in after and after[name] != rule:
            changes = " -> ".join(map(said, _what_differs(rule.condition, after[name].condition)))
            rules = before | {name: after[name]}
            told = f"rule '{rule.name}' of {phase.id}: {changes}"
            yield told, _replaced(old, _having(phase, rules.values()))
    stayed = [name for name in before if name in after]
    ordered = [name for name in after if name in before]
    blocks = SequenceMatcher(None, stayed, ordered, autojunk=False).get_matching_blocks()
    in_place = {name for block in blocks for name in stayed[block.a : block.a + block.size]}
    for name in ordered:
        if name not in in_place:
            others = [one for one in before if one != name]
            place = _place(ordered, name, others)
            names = [*others[:place], name, *others[place:]]
            where = f"after '{others[place - 1][0]}'" if place else "to the top"
            told = f"rule '{name[0]}' of {phase.id} moved {where}"
            yield told, _replaced(old, _having(phase, (before[one] for one in names)))


def _what_differs(one: Condition, other: Condition) -> tuple[Condition, Condition]:
    """Two conditions without the parts that all of both have."""
    if not isinstance(one, All) or not isinstance(other, All):
        return one, other
    shared = [part for part in one.conditions if part in other.conditions]
    left, right = (
        All(tuple(part for part in whole.conditions if part not in shared))
        for whole in (one, other)
    )
    return left, right


def _with(
    old: Phases, phases: dict[str, tuple[Phase, Phase]], phase_id: str, name: Name, rule: Rule
) -> Phases:
    """The phases with a rule put where the edited file has it."""
    one, other = phases[phase_id]
    names = list(_named(one.rules))
    place = _place(list(_named(other.rules)), name, names)
    rules = (*one.rules[:place], rule, *one.rules[place:])
    return _replaced(old, _having(one, rules))


def _place(ordered: Sequence[object], item: object, others: Sequence[object]) -> int:
    """Where an item goes among others: after the nearest of those that come before it."""
    for earlier in reversed(ordered[: ordered.index(item)]):
        if earlier in others:
            return others.index(earlier) + 1
    return 0


def _named(rules: Sequence[Rule]) -> Rules:
    seen: Counter[str] = Counter()
    named: Rules = {}
    for rule in rules:
        named[rule.name, seen[rule.name]] = rule
        seen[rule.name] += 1
    return named


def _same(one: Rule, other: Rule) -> bool:
    return one.condition == other.condition


def _without(phase: Phase, name: Name) -> Phase:
    return _having(phase, (rule for one, rule in _named(phase.rules).items() if one != name))


def _having(phase: Phase, rules: Iterable[Rule]) -> Phase:
    return phase.model_copy(update={"rules": tuple(rules)})


def _replaced(phases: Phases, phase: Phase) -> Phases:
    return tuple(phase if one.id == phase.id else one for one in phases)
