"""What an attempt at a funnel may consist of, and what one moment may add to it.

A set of steps is a whole number, bit k for step k counted from 0: that is how SQL carries it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cjm_analytics.questions.events import QuestionRefused
from cjm_analytics.questions.steps import Question

MOST_SETS = 255  # each is a column or two in SQL


def steps_in(taken: int) -> list[int]:
    """The steps of a set, the first first."""
    return [step for step in range(taken.bit_length()) if taken >> step & 1]


@dataclass(frozen=True)
class Attempts:
    """The sets of steps that an attempt can have taken, now or in the end."""

    question: Question

    @cached_property
    def sets(self) -> tuple[int, ...]:
        """Every set that can have been taken at some moment, small ones first.

        In order, no step is taken over one that is not optional.
        """
        count = len(self.question.steps)
        if self.question.order == "any" and 2**count - 1 > MOST_SETS:
            raise QuestionRefused("in any order a funnel has at most 8 steps")
        found = [0]
        for step in range(count):
            found += [
                taken | 1 << step
                for taken in found
                if self.question.order == "any" or not self._required_below(step) & ~taken
            ]
            if len(found) - 1 > MOST_SETS:
                raise QuestionRefused(
                    "too many ways to skip the optional steps: ask with fewer of them"
                )
        return tuple(sorted(found[1:], key=lambda taken: (taken.bit_count(), taken)))

    @cached_property
    def wholes(self) -> tuple[int, ...]:
        """Those that count, the best first: further, with more optional steps, with earlier ones.

        Up to some step they hold all that are not optional, and nothing after that.
        """
        found = [taken for taken in self.sets if self._is_whole(taken)]
        return tuple(sorted(found, key=self._standing, reverse=True))

    def depth(self, taken: int) -> int:
        """How many steps that are not optional it holds."""
        return sum(taken >> step & 1 for step in self.question.required)

    def rank(self, taken: int) -> int:
        """The greater counts for more, whenever it began."""
        return self.depth(taken) * (len(self.question.steps) + 1) + taken.bit_count()

    def open(self, taken: int) -> int:
        """The exclusions, as a set, of which one step is taken and the other is not."""
        return sum(
            1 << number
            for number, excluded in enumerate(self.question.excluded)
            if (taken >> excluded.after ^ taken >> excluded.before) & 1
        )

    def ways(self, fills: Sequence[int], bars: int) -> Iterator[tuple[int, int]]:
        """From which set to which one moment may lead.

        `fills`: the steps that each of its events may fill, which come in any order; `bars`: the
        exclusions of which it holds an event, as a set.
        """
        fit = {added for added in self._moves if _fit(steps_in(added), fills)}
        for added in fit:
            for before, after in self._moves[added]:
                if not bars & self.open(before) & self.open(after):
                    yield before, after

    def most(self, fills: Sequence[int]) -> int:
        """The rank of the best that events in any order can make up; 0 is nothing."""
        fit = (taken for taken in self.wholes if _fit(steps_in(taken), fills))
        return max(map(self.rank, fit), default=0)

    @cached_property
    def _moves(self) -> dict[int, list[tuple[int, int]]]:
        """From which set to which one may go, by the steps that are added."""
        moves: dict[int, list[tuple[int, int]]] = {}
        for after in self.sets:
            for before in (0, *self.sets):
                added = after & ~before
                is_next = self.question.order == "any" or before < added & -added
                if added and not before & ~after and is_next:
                    moves.setdefault(added, []).append((before, after))
        return moves

    def case(self, value: Callable[[int], int]) -> str:
        """A number that depends on the steps `taken`, as SQL."""
        whens = " ".join(f"when {taken} then {value(taken)}" for taken in self.wholes)
        return f"case taken {whens} end"

    def _required_below(self, step: int) -> int:
        return sum(1 << place for place in self.question.required if place < step)

    def _is_whole(self, taken: int) -> bool:
        missing = [step for step in self.question.required if not taken >> step & 1]
        return not missing or (missing[0] > 0 and taken.bit_length() <= missing[0])

    def _standing(self, taken: int) -> tuple[int, list[int]]:
        return self.rank(taken), [-step for step in steps_in(taken)]


def _fit(steps: Sequence[int], fills: Sequence[int]) -> bool:
    """Whether each of the steps can be filled by an event of its own."""
    filled: dict[int, int] = {}  # by which event which step

    def fill(step: int, tried: set[int]) -> bool:
        for event, may_fill in enumerate(fills):
            if may_fill >> step & 1 and event not in tried:
                tried.add(event)
                if event not in filled or fill(filled[event], tried):
                    filled[event] = step
                    return True
        return False

    return len(steps) <= len(fills) and all(fill(step, set()) for step in steps)
