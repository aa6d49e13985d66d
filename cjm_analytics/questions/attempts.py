"""Every attempt of one person at a funnel, searched exhaustively.

For the few whose answer a single pass cannot give: excluded events, optional steps, steps in any
or in strict order, and events of one moment that may fill several steps. The definitions are those
of "Ad-hoc funnel" in docs/questions.md; times are in microseconds.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cjm_analytics.questions.steps import Question


@dataclass(frozen=True)
class Touch:
    """An event: its moment, its row in the input, the steps it may fill."""

    at: int
    row: int
    fills: frozenset[int]


Taken = tuple[tuple[int, Touch], ...]  # steps, each with the event that fills it


@dataclass(frozen=True)
class Attempt:
    """Steps that were taken, each with its event. `depth` counts required steps."""

    depth: int
    taken: Taken

    @property
    def began_at(self) -> int:
        """The moment of its first event, where the window begins."""
        return min(touch.at for _, touch in self.taken)

    @property
    def rank(self) -> tuple[int, int, int, tuple[int, ...]]:
        """Of two attempts the greater counts: further, then later begun, then sooner done."""
        soonness = tuple(-touch.at for _, touch in self.taken)
        return self.depth, len(self.taken), self.began_at, soonness


def best_attempt(
    question: Question, touches: Sequence[Touch], excluded: Sequence[Sequence[int]]
) -> Attempt | None:
    """The attempt by which a person is counted; None where there is none, or none clean.

    `touches`: the person's events by time; for strict order all of them, else those that fill a
    step. `excluded`: for each exclusion the sorted moments of its events.
    """
    furthest = 0
    best: Attempt | None = None
    for attempt in _attempts(question, touches, excluded):
        if best and len(best.taken) == len(question.steps) and attempt.began_at < best.began_at:
            break  # starts are tried from the last: nothing greater can come
        furthest = max(furthest, attempt.depth)
        if (best is None or attempt.rank > best.rank) and _is_clean(question, attempt, excluded):
            best = attempt
    return best if best is not None and best.depth >= furthest else None


def _attempts(
    question: Question, touches: Sequence[Touch], excluded: Sequence[Sequence[int]]
) -> Iterator[Attempt]:
    moments = [list(group) for _, group in groupby(touches, key=lambda touch: touch.at)]
    for begin in reversed(range(len(moments))):
        for first in _kinds(moments[begin]):
            if question.order == "any":
                yield from _in_any_order(question, moments, begin, first, excluded)
            elif 0 in first.fills:
                yield from _in_order(question, moments, begin, first)


def _kinds(moment: Sequence[Touch]) -> list[Touch]:
    """One of each kind: events of one moment that fill the same steps are interchangeable."""
    return list({touch.fills: touch for touch in reversed(moment)}.values())


def _in_order(
    question: Question, moments: list[list[Touch]], begin: int, first: Touch
) -> Iterator[Attempt]:
    """Attempts that begin with an event, the soonest first, each after the shorter one in it."""
    end = None if question.window is None else first.at + question.window
    seen = set()
    open_attempts: list[tuple[int, Taken]] = [(begin, ((0, first),))]
    while open_attempts:
        place, taken = open_attempts.pop()
        state = _state(question, moments[place], taken)
        if state in seen:
            continue
        seen.add(state)
        yield Attempt(sum(not question.steps[step].is_optional for step, _ in taken), taken)
        further = []
        for step in _next_steps(question, taken[-1][0]):
            for reached in _reachable(question, moments, begin, place, taken):
                if end is not None and moments[reached][0].at > end:
                    break
                kinds = _kinds(_left(moments[reached], taken, step))
                further += [(reached, (*taken, (step, touch))) for touch in kinds]
                if kinds and question.order == "ordered" and not question.excluded:
                    break  # whatever follows a later event follows this one as well
        further.sort(key=lambda way: way[0], reverse=True)
        open_attempts += further


def _state(question: Question, moment: Sequence[Touch], taken: Taken) -> Hashable:
    """All of an attempt that what may follow depends on."""
    at = {step: touch.at for step, touch in taken}
    used = frozenset(touch.row for _, touch in taken if touch.at == moment[0].at)
    spans = tuple(
        (at.get(exclusion.after), at.get(exclusion.before)) for exclusion in question.excluded
    )
    return taken[-1][0], len(taken), moment[0].at, used, spans


def _left(touches: Sequence[Touch], taken: Taken, step: int) -> list[Touch]:
    """Those that may fill a step and fill none yet."""
    used = {touch.row for _, touch in taken}
    return [touch for touch in touches if step in touch.fills and touch.row not in used]


def _next_steps(question: Question, step: int) -> Iterator[int]:
    """The steps that may follow one: the next, and further while those between are optional."""
    for following in range(step + 1, len(question.steps)):
        yield following
        if not question.steps[following].is_optional:
            return


def _reachable(
    question: Question, moments: list[list[Touch]], begin: int, place: int, taken: Taken
) -> Iterator[int]:
    """The moments in which the next step may be taken."""
    yield place
    if question.order == "ordered":
        yield from range(place + 1, len(moments))
    elif place + 1 < len(moments):
        # Strict: what else happened at the moment of the start may have come before it.
        used = {touch.row for _, touch in taken}
        if place == begin or all(touch.row in used for touch in moments[place]):
            yield place + 1


def _in_any_order(
    question: Question,
    moments: list[list[Touch]],
    begin: int,
    first: Touch,
    excluded: Sequence[Sequence[int]],
) -> Iterator[Attempt]:
    """Attempts whose earliest event is this one, the soonest first."""
    kinds: dict[Hashable, list[Touch]] = defaultdict(list)
    for moment in moments[begin:]:
        if question.window is not None and moment[0].at > first.at + question.window:
            break
        for touch in moment:
            # Between the same excluded events one is as good as another; no more are needed.
            sides = tuple(
                (bisect_left(at, touch.at), bisect_right(at, touch.at)) for at in excluded
            )
            alike = kinds[touch.fills, sides]
            if touch.row == first.row or len(alike) < len(question.steps):
                alike.append(touch)
    within = sorted(
        (touch for alike in kinds.values() for touch in alike), key=lambda touch: touch.at
    )
    seen = set()
    open_attempts: list[Taken] = [()]
    while open_attempts:
        taken = open_attempts.pop()
        if any(touch.row == first.row for _, touch in taken):
            yield Attempt(len(taken), taken)
        if len(taken) < len(question.steps):
            further = [(*taken, (len(taken), at)) for at in _left(within, taken, len(taken))]
            for way in reversed(further):
                at = frozenset(touch.row for _, touch in way)
                state = (at, tuple(touch.row for _, touch in way) if excluded else None)
                if state not in seen:
                    seen.add(state)
                    open_attempts.append(way)


def _is_clean(question: Question, attempt: Attempt, excluded: Sequence[Sequence[int]]) -> bool:
    """Whether no excluded event lies between its two steps, or in the window after the first."""
    at = {step: touch.at for step, touch in attempt.taken}
    earliest = min(at.values())
    for exclusion, moments in zip(question.excluded, excluded, strict=True):
        if exclusion.after not in at:
            continue
        start = at[exclusion.after]
        if exclusion.before in at:
            start, end = sorted((start, at[exclusion.before]))
            last = bisect_left(moments, end)
        elif question.window is None:
            last = len(moments)
        else:
            last = bisect_right(moments, earliest + question.window)
        if bisect_right(moments, start) < last:
            return False
    return True
