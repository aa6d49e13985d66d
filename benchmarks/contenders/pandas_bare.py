"""pandas, with the strings that Arrow holds.

usage: python -m benchmarks.contenders.pandas_bare STREAM
"""

import sys

import numpy as np
import pandas as pd

from benchmarks import work
from benchmarks.clicks import EVENT_NAMES

_COLUMNS = ["event_id", "anon_id", "user_id", "ts", "event_name", "url", "order_id", "rating"]
_NEVER = -(1 << 60)


class Work:
    """The steps; each leaves what the next needs in `events`."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.events = pd.DataFrame()

    def load(self) -> None:
        """Read and keep each event once."""
        events = pd.read_parquet(self.stream, columns=_COLUMNS)
        events["has_order"] = events.pop("order_id").notna()
        events["has_rating"] = events.pop("rating").notna()
        self.events = events.drop_duplicates("event_id")

    def identify(self) -> None:
        """Give every person a number."""
        events = self.events
        known = events[events.user_id.notna()]
        least = known.groupby("anon_id", sort=False).user_id.min()
        person = events.user_id.fillna(events.anon_id.map(least)).fillna(events.anon_id)
        self.events = pd.DataFrame(
            {
                "person": pd.factorize(person)[0].astype("int32"),
                "moment": events.ts.astype("datetime64[ms]").astype("int64").to_numpy(),
                "event_name": events.event_name,
                "url": events.url,
                "has_order": events.has_order,
                "has_rating": events.has_rating,
            }
        )

    def judge(self) -> None:
        """Apply the twelve rules."""
        events, name, url = self.events, self.events.event_name, self.events.url
        lists = (name == "view_item_list") | url.str.contains(work.LIST_PAGE, regex=True)
        introduced = (
            (name == "ad_click")
            | url.str.contains(work.CAMPAIGN, regex=True)
            | url.str.startswith(work.BLOG)
            | (url == work.HOME)
        )
        rules = [
            ((name == "purchase") | events.has_order, 3),
            ((name == "submit_review") | events.has_rating, 5),
            (name.isin(["share", "refer_friend"]), 5),
            (name.isin(["add_to_cart", "begin_checkout"]), 3),
            (url.str.startswith(work.CHECKOUT), 3),
            (name == "support_ticket", 4),
            (url.str.contains(work.ACCOUNT_PAGE, regex=True), 4),
            (name == "login", 4),
            (name.isin(["search", "compare", "add_to_wishlist"]), 2),
            (url.str.contains(work.PRODUCT_PAGE, regex=True), 2),
            (lists, 2),
            (introduced, 1),
        ]
        phase = np.select(
            [np.asarray(condition, dtype=bool) for condition, _ in rules],
            [number for _, number in rules],
            0,
        )
        self.events = pd.DataFrame(
            {
                "person": events.person.to_numpy(),
                "moment": events.moment.to_numpy(),
                "phase": phase.astype("int8"),
                "name": pd.Categorical(name, categories=EVENT_NAMES).codes,
            }
        )

    def sort(self) -> None:
        """Person by person, in order of time."""
        order = ["person", "moment", "phase", "name"]
        self.events = self.events.sort_values(order, ignore_index=True)

    def sessions(self) -> int:
        """Number the sessions."""
        events = self.events
        starts = (events.moment.diff() > work.SESSION_GAP_MS) | (events.person.diff() != 0)
        events["session_number"] = starts.cumsum()
        return int(events.session_number.iloc[-1])

    def _stops(self) -> pd.DataFrame:
        return self.events[self.events.phase > 0]

    def funnel(self) -> list[int]:
        """How far each person comes within the window."""
        stops = self._stops()
        phase, person = stops.phase, stops.person
        start = pd.Series(np.where(phase == 1, stops.moment, _NEVER), index=stops.index)
        chain_from = start.groupby(person).cummax()
        furthest = np.where(phase == 1, 1, 0).astype("int8")
        for number in range(2, 6):
            in_time = stops.moment - chain_from <= work.FUNNEL_WINDOW_MS
            reached = (phase == number) & in_time
            furthest[reached.to_numpy()] = number
            chain_from = chain_from.where(reached, _NEVER).groupby(person).cummax()
        people = pd.Series(furthest).groupby(person.to_numpy()).max()
        return work.funnel_of(people.value_counts().to_dict())

    @staticmethod
    def _gaps(stops: pd.DataFrame, by: list[str]) -> pd.DataFrame:
        followed = stops.person == stops.person.shift(-1)
        gaps = pd.DataFrame(
            {
                "phase": stops.phase,
                "next_phase": stops.phase.shift(-1),
                "took": stops.moment.shift(-1) - stops.moment,
            }
        )[followed]
        took = gaps.groupby(by).took
        return pd.DataFrame(
            {"n": took.size(), "p50": took.quantile(0.5), "p90": took.quantile(0.9)}
        )

    def moves(self) -> pd.DataFrame:
        """From each event to the person's next."""
        return self._gaps(self._stops(), ["phase", "next_phase"])

    def times_to_next(self) -> pd.DataFrame:
        """From each visit to a phase to the person's next."""
        stops = self._stops()
        same_phase = stops.phase == stops.phase.shift(1)
        same_person = stops.person == stops.person.shift(1)
        return self._gaps(stops[~(same_phase & same_person)], ["phase"])

    def paths(self) -> pd.DataFrame:
        """The commonest whole paths."""
        letters = np.array([chr(97 + n) for n in range(len(EVENT_NAMES))], dtype=object)
        walked = pd.Series(letters[self.events.name.to_numpy()], dtype=object)
        joined = walked.groupby(self.events.person.to_numpy()).agg("".join)
        counted = joined.value_counts().reset_index()
        counted.columns = ["path", "n"]
        return counted.sort_values(["n", "path"], ascending=[False, True]).head(work.N_PATHS)


def main(stream: str) -> None:
    """Do the work on a stream and tell what it took."""
    the_work, steps = Work(stream), work.Steps()
    steps("load, events once", the_work.load)
    steps("identity", the_work.identify)
    steps("judge", the_work.judge)
    steps("sort", the_work.sort)
    sessions = steps("sessions", the_work.sessions)
    funnel = steps("funnel", the_work.funnel)
    moves = steps("moves", the_work.moves)
    times = steps("time to next", the_work.times_to_next)
    paths = steps("paths", the_work.paths)
    counts = {
        "events": len(the_work.events),
        "sessions": sessions,
        "funnel": funnel,
        "moves": {
            f"{int(a)}>{int(b)}": list(row)
            for (a, b), row in zip(moves.index, moves.to_numpy(), strict=True)
        },
        "next": {
            int(phase): list(row) for phase, row in zip(times.index, times.to_numpy(), strict=True)
        },
        "paths": [
            [">".join(EVENT_NAMES[ord(one) - 97] for one in row.path), int(row.n)]
            for row in paths.itertuples()
        ],
    }
    steps.tell(pd.__version__, counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
