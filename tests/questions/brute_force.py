"""The ad-hoc funnel of the design's section 3 by trying everything: slow, and plain to read."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple


class Event(NamedTuple):
    number: int  # tells apart two events that are otherwise the same
    at: int  # microseconds
    name: str | None
    page_path: str | None


Condition = Callable[[Event], bool]


class Question(NamedTuple):
    steps: list[Condition]
    window: float  # microseconds; inf is none
    order: str
    exclude: list[tuple[Condition, int, int]]


def _attempts(events: list[Event], asked: Question) -> Iterator[tuple[Event, ...]]:
    """Every choice of distinct events that fills steps 1..k, for every k."""
    for k in range(1, len(asked.steps) + 1):
        for chosen in product(*(filter(step, events) for step in asked.steps[:k])):
            times = [event.at for event in chosen]
            between = {event for event in events if min(times) < event.at < max(times)}
            is_in_order = asked.order == "any" or times == sorted(times)
            is_unbroken = asked.order != "strict" or between <= set(chosen)
            is_in_time = max(times) <= min(times) + asked.window
            if len(set(chosen)) == k and is_in_order and is_unbroken and is_in_time:
                yield chosen


def _is_clean(chosen: tuple[Event, ...], events: list[Event], asked: Question) -> bool:
    at = {step: event.at for step, event in enumerate(chosen, start=1)}
    limit = min(at.values()) + asked.window
    for excluded, one, other in asked.exclude:
        own = [event.at for event in events if excluded(event)]
        if one in at and other in at:
            spoiling = [t for t in own if min(at[one], at[other]) < t < max(at[one], at[other])]
        else:
            spoiling = [t for t in own if one in at and at[one] < t <= limit]
        if spoiling:
            return False
    return True


def times_of(events: list[Event], asked: Question) -> list[int]:
    """When one person took each step that counts for them, the first step first."""
    tried = list(_attempts(events, asked))
    clean = [chosen for chosen in tried if _is_clean(chosen, events, asked)]
    furthest, furthest_clean = (max(map(len, some), default=0) for some in (tried, clean))
    if furthest_clean < furthest:
        return []
    times = [[event.at for event in chosen] for chosen in clean if len(chosen) == furthest]
    return max(times, key=lambda at: (at[0], [-moment for moment in at]), default=[])
