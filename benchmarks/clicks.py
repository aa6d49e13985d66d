"""Draws who comes when and does what: people, their sessions, their events, all as numbers.

The shape is a web shop's: a few people hold many events (Lomax sessions, geometric events), most
are never known by name, one in 500 sessions is on somebody else's device, one order in ten has the
same moment as the event before it, and about one row in a hundred is delivered twice.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import CAMPAIGN_SOURCES, CAMPAIGNS, LANDING_PATHS, groups

EVENT_NAMES = (
    "page_view",
    "ad_click",
    "search",
    "view_item_list",
    "view_item",
    "compare",
    "add_to_wishlist",
    "add_to_cart",
    "begin_checkout",
    "purchase",
    "login",
    "account_view",
    "support_ticket",
    "submit_review",
    "share",
)
PURCHASE, REVIEW = EVENT_NAMES.index("purchase"), EVENT_NAMES.index("submit_review")
DAYS = 90
FIRST_DAY_MS = 1_735_689_600_000  # 2025-01-01, UTC
_DAY_MS = 86_400_000
_SHARE_TWICE = 1.01  # rows for each event

# How likely each event is, per mille and about, by how far the visitor has come.
_LIKELY = np.array(
    [
        [620, 100, 60, 120, 80, 5, 5, 5, 0, 0, 5, 0, 0, 0, 5],
        [380, 40, 130, 160, 220, 30, 20, 10, 0, 0, 10, 0, 0, 0, 0],
        [260, 20, 80, 100, 220, 20, 20, 110, 70, 65, 35, 0, 0, 0, 0],
        [300, 10, 40, 50, 110, 5, 10, 40, 30, 25, 120, 180, 60, 12, 8],
        [260, 10, 40, 60, 120, 10, 20, 50, 40, 45, 80, 100, 20, 55, 90],
    ],
    dtype=np.float64,
)
_LIKELY[:, REVIEW] *= 0.53
_LIKELY /= _LIKELY.sum(axis=1, keepdims=True)

# Where a page view is, as upper bounds of a uniform draw; and the page of every other event.
_VIEWED = (
    (0.14, "home"),
    (0.22, "other"),
    (0.34, "blog"),
    (0.52, "category"),
    (0.70, "product"),
    (0.86, "product_from_list"),
    (0.93, "account"),
    (1.01, "help"),
)
_PAGE_OF_EVENT = (
    *("landing", "search", "category", "product", "product", "product_from_list", "product"),
    *("checkout", "thanks", "login", "account", "help", "product", "product_from_list"),
)


@dataclass(frozen=True)
class Clicks:
    """Events, each belonging to a session: `session` holds its number for every event.

    `rows` are event numbers in the order of delivery, a few of them twice. `source` is -1 where a
    session came by itself. Times are milliseconds from the first day.
    """

    rows: NDArray[np.int64]
    at_ms: NDArray[np.int64]
    event: NDArray[np.int8]
    page: NDArray[np.int32]
    has_click_id: NDArray[np.bool_]
    session: NDArray[np.int32]
    visitor: NDArray[np.int64]
    person: NDArray[np.int32]
    is_known: NDArray[np.bool_]
    source: NDArray[np.int8]


def draw(n_rows: int, seed: int = 7) -> Clicks:
    """`n_rows` rows; the same arguments give the same rows."""
    random = np.random.default_rng(seed)
    n_events = round(n_rows / _SHARE_TWICE)
    person, n_per_person, events_in = _sessions(random, n_events)
    n_sessions, n_people = len(person), len(n_per_person)

    first_session = np.zeros(n_people, np.int64)
    first_session[1:] = np.cumsum(n_per_person)[:-1]
    turn = (np.arange(n_sessions) - first_session[person]).astype(np.int32)
    span = DAYS * _DAY_MS - 3 * 3_600_000
    first_at = random.random(n_people) ** (1 + np.log1p(n_per_person) * 0.7) * span
    later = random.random(n_sessions) ** 1.3 * (span - first_at[person])
    starts = first_at[person] + np.where(turn == 0, 0, later)
    starts = starts[np.lexsort((starts, person))].astype(np.int64)

    eagerness = random.beta(1.2, 3.0, n_people)
    depth = np.floor(
        eagerness[person] * 2.6 + 0.55 * np.log2(1 + turn) + random.normal(0, 0.65, n_sessions)
    ).astype(np.int32)
    depth = np.clip(depth, 0, 4).astype(np.int8)
    n_devices = random.choice([1, 2, 3], n_people, p=[0.7, 0.22, 0.08]).astype(np.int64)
    device = (random.random(n_sessions) * n_devices[person]).astype(np.int64)
    visitor = person.astype(np.int64) * 4 + device
    on_anothers = random.random(n_sessions) < 0.002
    visitor[on_anothers] = np.maximum(visitor[on_anothers] - 4, 0)
    known_from = np.where(
        random.random(n_people) < 0.42,
        (random.random(n_people) * n_per_person * 0.8).astype(np.int32),
        10**6,
    )
    is_known = (turn >= known_from[person]) & (random.random(n_sessions) < 0.8)
    source = np.where(
        random.random(n_sessions) < 0.45,
        random.choice(len(CAMPAIGN_SOURCES), n_sessions, p=[0.45, 0.22, 0.13, 0.1, 0.06, 0.04]),
        -1,
    ).astype(np.int8)
    campaign = random.integers(0, CAMPAIGNS, n_sessions).astype(np.int8)

    session = np.repeat(np.arange(n_sessions, dtype=np.int32), events_in)
    begins = np.zeros(n_sessions, np.int64)
    begins[1:] = np.cumsum(events_in, dtype=np.int64)[:-1]
    is_first = np.arange(n_events, dtype=np.int64) == begins[session]
    event = _events(random, depth[session])
    lands = is_first & (source[session] >= 0)
    by_advertisement = lands & (source[session] == 0)
    event[by_advertisement] = EVENT_NAMES.index("ad_click")
    at_ms = _times(random, event, is_first, starts, begins, session)
    page = _pages(random, event, lands, source[session], campaign[session])
    return Clicks(
        rows=_delivered(random, at_ms, n_rows),
        at_ms=at_ms,
        event=event,
        page=page,
        has_click_id=by_advertisement,
        session=session,
        visitor=visitor,
        person=person,
        is_known=is_known,
        source=source,
    )


def _sessions(
    random: np.random.Generator, n_events: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The person of each session, the sessions of each person, the events in each session."""
    n_people = max(200, n_events // 10)
    while True:
        per_person = 1 + np.minimum(random.pareto(1.25, n_people), 300).astype(np.int32)
        events_in = np.minimum(random.geometric(1 / 5.2, int(per_person.sum())), 120)
        if events_in.sum() >= n_events:
            break
        n_people = int(n_people * 1.3)
    so_far = np.cumsum(events_in, dtype=np.int64)
    last = int(np.searchsorted(so_far, n_events))
    events_in = events_in[: last + 1].astype(np.int32)
    events_in[-1] -= int(so_far[last] - n_events)
    person = np.repeat(np.arange(n_people, dtype=np.int32), per_person)[: last + 1]
    return person, np.bincount(person).astype(np.int32), events_in


def _events(random: np.random.Generator, depth: NDArray[np.int8]) -> NDArray[np.int8]:
    event = np.zeros(len(depth), np.int8)
    drawn = random.random(len(depth), dtype=np.float32)
    for level, likely in enumerate(_LIKELY):
        here = depth == level
        bounds = np.cumsum(likely).astype(np.float32)
        found = np.searchsorted(bounds, drawn[here], side="right")
        event[here] = np.minimum(found, len(EVENT_NAMES) - 1)
    return event


def _times(
    random: np.random.Generator,
    event: NDArray[np.int8],
    is_first: NDArray[np.bool_],
    starts: NDArray[np.int64],
    begins: NDArray[np.int64],
    session: NDArray[np.int32],
) -> NDArray[np.int64]:
    pause = np.exp(random.normal(np.log(25_000), 1.25, len(event)))
    pause = np.minimum(pause, 25 * 60_000).astype(np.int64)
    pause[is_first] = 0
    pause[(event == PURCHASE) & (random.random(len(event)) < 0.10)] = 0
    passed = np.cumsum(pause)
    at_ms = starts[session] + (passed - passed[begins][session])
    return np.minimum(at_ms, DAYS * _DAY_MS - 1)


def _pages(
    random: np.random.Generator,
    event: NDArray[np.int8],
    lands: NDArray[np.bool_],
    source: NDArray[np.int8],
    campaign: NDArray[np.int8],
) -> NDArray[np.int32]:
    """Numbers in the list of all addresses, group after group."""
    sizes = {name: len(group) for name, group in groups().items()}
    offsets = dict(zip(sizes, np.cumsum([0, *sizes.values()]), strict=False))
    page = np.zeros(len(event), np.int32)

    def put(where: NDArray[np.bool_], name: str) -> None:
        # squared: the first pages of a group are the popular ones
        drawn = random.random(int(where.sum())) ** 2 * sizes[name]
        page[where] = offsets[name] + drawn.astype(np.int32)

    viewed = random.random(len(event), dtype=np.float32)
    is_view, low = event == 0, 0.0
    for high, name in _VIEWED:
        put(is_view & (viewed >= low) & (viewed < high), name)
        low = high
    for number, name in enumerate(_PAGE_OF_EVENT, start=1):
        put(event == number, name)
    landed = int(lands.sum())
    path = random.integers(0, len(LANDING_PATHS), landed)
    in_group = path * len(CAMPAIGN_SOURCES) * CAMPAIGNS + source[lands].astype(np.int32) * CAMPAIGNS
    page[lands] = offsets["landing"] + in_group + campaign[lands]
    return page


def _delivered(
    random: np.random.Generator, at_ms: NDArray[np.int64], n_rows: int
) -> NDArray[np.int64]:
    """Event numbers in order of time, some of them twice so that there are `n_rows`."""
    n_events = len(at_ms)
    twice = random.choice(n_events, n_rows - n_events, replace=False)
    rows = np.concatenate([np.arange(n_events, dtype=np.int64), twice])
    return rows[np.argsort(at_ms[rows], kind="stable")]
