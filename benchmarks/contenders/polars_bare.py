"""polars, with its streaming engine or in memory.

usage: python -m benchmarks.contenders.polars_bare STREAM [streaming | in-memory]
"""

import sys

import polars as pl

from benchmarks import work
from benchmarks.clicks import EVENT_NAMES, FIRST_DAY_MS

_PERSON_BITS = 34  # a person's number stands above the milliseconds, so that one column sorts both
_LETTERS = {number: chr(97 + number) for number in range(len(EVENT_NAMES))}


def phase() -> pl.Expr:
    """The twelve rules."""
    url, name = pl.col("url"), pl.col("event_name")
    lists = (name == "view_item_list") | url.str.contains(work.LIST_PAGE)
    introduced = (
        (name == "ad_click")
        | url.str.contains(work.CAMPAIGN)
        | url.str.starts_with(work.BLOG)
        | (url == work.HOME)
    )
    rules = [
        ((name == "purchase") | pl.col("has_order"), 3),
        ((name == "submit_review") | pl.col("has_rating"), 5),
        (name.is_in(["share", "refer_friend"]), 5),
        (name.is_in(["add_to_cart", "begin_checkout"]), 3),
        (url.str.starts_with(work.CHECKOUT), 3),
        (name == "support_ticket", 4),
        (url.str.contains(work.ACCOUNT_PAGE), 4),
        (name == "login", 4),
        (name.is_in(["search", "compare", "add_to_wishlist"]), 2),
        (url.str.contains(work.PRODUCT_PAGE), 2),
        (lists, 2),
        (introduced, 1),
    ]
    given: pl.Expr = pl.lit(0)
    for condition, number in reversed(rules):
        given = pl.when(condition).then(number).otherwise(given)
    return given.cast(pl.Int8)


class Work:
    """The steps; each leaves what the next needs."""

    def __init__(self, stream: str, engine: str) -> None:
        self.stream, self.engine = stream, engine
        self.events = pl.DataFrame()

    def load(self) -> None:
        """Read and keep each event once."""
        has = [pl.col(c).is_not_null().alias(f"has_{n}") for n, c in _PRESENT.items()]
        scanned = pl.scan_parquet(self.stream).select(
            "event_id", "anon_id", "user_id", "ts", "event_name", "url", *has
        )
        self.events = scanned.unique(subset=["event_id"], keep="any").collect(engine=self.engine)

    def identify(self) -> None:
        """Give every person a number."""
        events = self.events.lazy()
        self.events = pl.DataFrame()
        devices = events.group_by("anon_id").agg(pl.col("user_id").min().alias("least_user"))
        owned = (
            events.join(devices, on="anon_id", how="left")
            .with_columns(pl.coalesce("user_id", "least_user", "anon_id").alias("person"))
            .drop("event_id", "anon_id", "user_id", "least_user")
            .collect(engine=self.engine)
        )
        persons = (
            owned.lazy()
            .select(pl.col("person").unique())
            .with_row_index("person_number")
            .collect(engine=self.engine)
        )
        self.events = (
            owned.lazy()
            .join(persons.lazy(), on="person", how="left")
            .drop("person")
            .with_columns(pl.col("ts").dt.epoch("ms").alias("moment"))
            .drop("ts")
            .collect(engine=self.engine)
        )

    def judge(self) -> None:
        """Apply the rules."""
        names = pl.LazyFrame(
            {"event_name": EVENT_NAMES, "name_number": range(len(EVENT_NAMES))},
            schema={"event_name": pl.String, "name_number": pl.Int8},
        )
        self.events = (
            self.events.lazy()
            .with_columns(phase().alias("phase"))
            .join(names, on="event_name", how="left")
            .select("person_number", "moment", "phase", "name_number")
            .collect(engine=self.engine)
        )

    def sort(self) -> None:
        """Person by person, in order of time."""
        order = ("person_number", "moment", "phase", "name_number")
        self.events = self.events.lazy().sort(*order).collect(engine=self.engine)

    def sessions(self) -> int:
        """Number the sessions."""
        moment, person = pl.col("moment"), pl.col("person_number")
        starts = ((moment - moment.shift(1)) > work.SESSION_GAP_MS) | (person != person.shift(1))
        numbered = starts.fill_null(True).cum_sum().alias("session_number")
        self.events = self.events.lazy().with_columns(numbered).collect(engine=self.engine)
        return self.events["session_number"].max()

    def _stops(self) -> pl.LazyFrame:
        assigned = self.events.lazy().filter(pl.col("phase") > 0)
        return assigned.select("person_number", "moment", "phase")

    def funnel(self) -> list[int]:
        """How far each person comes within the window."""
        spot = pl.col("person_number").cast(pl.Int64) * (1 << _PERSON_BITS)
        stops = self._stops().with_columns((spot + pl.col("moment") - FIRST_DAY_MS).alias("spot"))
        first = pl.col("phase") == 1
        stops = stops.with_columns(
            pl.when(first).then(pl.col("spot")).cum_max().forward_fill().alias("chain_from"),
            pl.when(first).then(1).otherwise(0).cast(pl.Int8).alias("furthest"),
        )
        for number in range(2, 6):
            in_time = pl.col("spot") - pl.col("chain_from") <= work.FUNNEL_WINDOW_MS
            reached = (pl.col("phase") == number) & in_time
            stops = stops.with_columns(
                pl.when(reached)
                .then(pl.lit(number, dtype=pl.Int8))
                .otherwise(pl.col("furthest"))
                .alias("furthest"),
                pl.when(reached)
                .then(pl.col("chain_from"))
                .cum_max()
                .forward_fill()
                .alias("chain_from"),
            )
        people = stops.group_by("person_number").agg(pl.col("furthest").max())
        counted = people.collect(engine=self.engine).group_by("furthest").len()
        return work.funnel_of(dict(counted.iter_rows()))

    def _gaps(self, stops: pl.LazyFrame, by: list[str]) -> pl.DataFrame:
        took = (pl.col("moment").shift(-1) - pl.col("moment")).alias("took")
        following = pl.col("phase").shift(-1).alias("next_phase")
        same = pl.col("person_number") == pl.col("person_number").shift(-1)
        return (
            stops.select("phase", following, took, same.alias("is_same"))
            .filter(pl.col("is_same"))
            .group_by(by)
            .agg(
                pl.len().alias("n"),
                pl.col("took").quantile(0.5, "linear").alias("median"),
                pl.col("took").quantile(0.9, "linear").alias("p90"),
            )
            .sort(by)
            .collect(engine=self.engine)
        )

    def moves(self) -> pl.DataFrame:
        """From each event to the person's next."""
        return self._gaps(self._stops(), ["phase", "next_phase"])

    def times_to_next(self) -> pl.DataFrame:
        """From each visit to a phase to the person's next."""
        phase, person = pl.col("phase"), pl.col("person_number")
        changes = (phase != phase.shift(1)) | (person != person.shift(1))
        return self._gaps(self._stops().filter(changes.fill_null(True)), ["phase"])

    def paths(self) -> list[list]:
        """The commonest whole paths."""
        letter = pl.col("name_number").replace_strict(_LETTERS, return_dtype=pl.String)
        counted = (
            self.events.lazy()
            .select("person_number", letter.alias("letter"))
            .group_by("person_number")
            .agg(pl.col("letter"))
            .select(pl.col("letter").list.join("").alias("path"))
            .group_by("path")
            .agg(pl.len().alias("n"))
            .sort(["n", "path"], descending=[True, False])
            .head(work.N_PATHS)
            .collect(engine=self.engine)
        )
        return [
            [">".join(EVENT_NAMES[ord(one) - 97] for one in path), n]
            for path, n in counted.iter_rows()
        ]


_PRESENT = {"order": "order_id", "rating": "rating"}


def main(stream: str, engine: str = "streaming") -> None:
    """Do the work on a stream and tell what it took."""
    the_work, steps = Work(stream, engine), work.Steps()
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
        "events": the_work.events.height,
        "sessions": sessions,
        "funnel": funnel,
        "moves": {f"{one}>{other}": took for one, other, *took in moves.iter_rows()},
        "next": {phase: took for phase, *took in times.iter_rows()},
        "paths": paths,
    }
    steps.tell(pl.__version__, counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
