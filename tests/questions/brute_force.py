"""The ad-hoc funnel of the design's section 3 by trying everything: slow, and plain to read."""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple


class Event(NamedTuple):
    number: int  # tells apart two that are otherwise the same
    at: int  # microseconds
    name: str | None
    page_path: str | None
    article: str | None = None


class Question(NamedTuple):
    steps: list[Callable[[Event], bool]]
    window: float  # microseconds; inf is none
    order: str
    exclude: list[tuple[Callable[[Event], bool], int, int]]
    optional: frozenset[int] = frozenset()
    hold: bool = False  # all of one article


def _is_attempt(taken: dict[int, Event], events: list[Event], asked: Question) -> bool:
    times, chosen = [event.at for event in taken.values()], set(taken.values())
    between = {event for event in events if min(times) < event.at < max(times)}
    return (
        len(chosen) == len(taken)  # one event fills one step
        and set(range(1, max(taken))) - taken.keys() <= asked.optional
        and (asked.order == "any" or times == sorted(times))
        and (asked.order != "strict" or between <= chosen)
        and max(times) <= min(times) + asked.window
        and (not asked.hold or (len(held := {e.article for e in chosen}) == 1 and None not in held))
    )


def _is_clean(taken: dict[int, Event], events: list[Event], asked: Question) -> bool:
    limit = min(event.at for event in taken.values()) + asked.window
    for excluded, one, other in (each for each in asked.exclude if each[1] in taken):
        first, last = sorted((taken[one].at, taken[other].at if other in taken else limit + 1))
        if any(excluded(event) and first < event.at < last for event in events):
            return False
    return True


def best_attempt(events: list[Event], asked: Question) -> dict[int, int]:
    """When somebody, of events by time, took each step that counts, from 1; nothing if none."""

    def rank(taken: dict[int, Event]) -> tuple[int, int, int, list[int], list[int]]:
        times = sorted((event.at for event in taken.values()), reverse=True)
        needed = len(taken.keys() - asked.optional)  # furthest, most taken, latest begun, soonest
        return needed, len(taken), times[-1], [-step for step in taken], [-at for at in times]

    some = product(*([None, *filter(step, events)] for step in asked.steps))
    told = ({n: event for n, event in enumerate(chosen, 1) if event} for chosen in some)
    tried = [taken for taken in told if taken and _is_attempt(taken, events, asked)]
    best = max((one for one in tried if _is_clean(one, events, asked)), key=rank, default={})
    is_as_far = best and rank(best)[0] == max(rank(taken)[0] for taken in tried)
    return {step: event.at for step, event in best.items()} if is_as_far else {}
