"""The stops along each path, as SQL: what `paths`, `transitions` and `variants` count.

A path is what one person did, in order of time; a stop is an event with a label, and events with
one label in a row are one stop.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
from sqlglot import exp

from cjm_analytics.questions.events import VIEW, Events, QuestionRefused, order_of, relation_of
from cjm_analytics.questions.steps import WrittenStep, known_column, scope_of, step_of

Cleaning = Sequence[tuple[str, str]]

START, END, STOPPED, MORE, OTHER = "(start)", "(end)", "(stopped)", "(more)", "(other)"

_OURS = r"^(named )*\((start|end|stopped|more|other)\)$"

URL_RULES: Cleaning = (
    (r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", ""),  # https://shop.example
    (r"(?s)[?#].*$", ""),  # query and fragment
    (r"/+", "/"),
    (r"(?i)/(index|default)\.(html?|php|aspx?|jsp)$", "/"),
    (r"(?i)/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/|$)", r"/{id}\2"),
    (r"(?i)/[0-9a-f]{24,}(/|$)", r"/{id}\1"),
    (r"/[0-9]+(/|$)", r"/{id}\1"),
    (r"/[0-9]+(/|$)", r"/{id}\1"),  # of numbers in a row a rule sees every other one
    (r"/$", ""),
    (r"^$", "/"),
)
"""A page's address, whole or from its first slash, as the page it is: `/product/{id}`."""


@dataclass(frozen=True)
class Walk:
    """A question that makes sense: whose paths, and what their stops are called.

    `keys` and `given`, the label as it came, are SQL over the columns of the events; `cleaned`, the
    label to be, is SQL over `given`.
    """

    relation: duckdb.DuckDBPyRelation
    keys: tuple[str, ...]
    given: str
    cleaned: str
    repeats: bool

    @property
    def key_names(self) -> str:
        """What the queries below call the keys."""
        return ", ".join(f"key_{number}" for number in range(1, len(self.keys) + 1))

    @property
    def window(self) -> str:
        """The events of one path in their order; those it does not tell apart are alike to us."""
        order = f"{order_of(self.relation)}, label, is_start desc, is_end desc"
        return f"(partition by {self.key_names} order by {order})"

    def labelled(self, is_start: str = "false", is_end: str = "false") -> str:
        """Common table expressions; the last, `labelled`, has a row for each event on a path.

        Where a path may start or end, an event without a label is called by its event name.
        """
        keys = [f"{key} as key_{number}" for number, key in enumerate(self.keys, start=1)]
        known = [f"{key} is not null" for key in self.keys]
        order = order_of(self.relation)
        # A label is cleaned once, not once an event.
        return f"""
            asked as (
                select {", ".join(keys)}, {order},
                    {is_start} as is_start, {is_end} as is_end, {self.given} as given
                from {VIEW}
                where {" and ".join([*known, "occurred_at is not null"])}
            ),
            cleaned as (
                select given, nullif({self.cleaned}, '') as label
                from (select distinct given from asked)
            ),
            labels as (select given, {_told("label")} as label from cleaned),
            called as (
                select asked.*, case when is_start or is_end
                    then coalesce(label, {_told("event_name")}) else label end as label
                from asked left join labels on asked.given = labels.given
            ),
            labelled as (select * from called where label is not null)"""

    def stops(self, start: WrittenStep | None = None, end: WrittenStep | None = None) -> str:
        """Common table expressions; the last, `stops`, has a row for each stop.

        Its columns: the keys, `step` (1, 2, 3 along the path), `label`, `next_label` (missing at
        the last stop) and `is_end` (it is where the path was to end).
        """
        first = "is_start and n_starts = 1" if start is not None else "place = 1"
        again = (
            ""
            if self.repeats
            else f"and (previous is null or previous <> label or is_end or {first})"
        )
        along = f"(partition by {self.key_names} order by place)"
        before = along.removesuffix(")") + " rows between unbounded preceding and 1 preceding)"
        return f"""
            {self.labelled(self._marked(start, "start"), self._marked(end, "end"))},
            placed as (
                select {self.key_names}, label, is_start, is_end,
                    row_number() over {self.window} as place,
                    count(*) filter (where is_start) over {self.window} as n_starts,
                    lag(label) over {self.window} as previous
                from labelled
            ),
            begun as (
                select {self.key_names}, label, place, is_end and not ({first}) as is_end
                from placed
                where {"n_starts > 0" if start is not None else "true"} {again}
            ),
            followed as (
                select {self.key_names}, label, is_end,
                    row_number() over {along} as step,
                    lead(label) over {along} as next_label,
                    count(*) filter (where is_end) over {before} as n_ends_before
                from begun
            ),
            stops as (select * from followed where n_ends_before = 0)"""

    def _marked(self, step: WrittenStep | None, what: str) -> str:
        if step is None:
            return "false"
        read = step_of(step, scope_of(self.relation), what)
        if read.is_optional:
            raise QuestionRefused(f"{what}: it cannot be optional; leave `optional` out")
        return read.sql


def walk_of(
    events: Events, label: str, clean: Cleaning, per: str | Sequence[str], repeats: bool
) -> Walk:
    """The question, or QuestionRefused with what is wrong in it."""
    relation = relation_of(events)
    column = _quoted(known_column(relation, label, "label"))
    cleaned: exp.Expr = exp.column("given")
    if isinstance(clean, str):
        raise QuestionRefused("clean: write a list of (regular expression, replacement)")
    for number, rule in enumerate(clean, start=1):
        cleaned = _cleaned(cleaned, rule, f"clean: rule {number}")
    keys = (per,) if isinstance(per, str) else tuple(per)
    if not keys:
        raise QuestionRefused("per: name the columns that make one path, as person_id")
    return Walk(
        relation,
        tuple(_quoted(known_column(relation, key, "per")) for key in keys),
        f"cast({column} as varchar)",
        cleaned.sql("duckdb"),
        repeats,
    )


def at_least_one(number: object, what: str) -> int:
    """The number, or QuestionRefused when it is not 1, 2, 3, …"""
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise QuestionRefused(f"{what} is {number!r}; write a whole number from 1")
    return number


def _told(name: str) -> str:
    """SQL that keeps what the data call `(end)`, say, apart from our own word."""
    return f"case when regexp_matches({name}, '{_OURS}') then 'named ' || {name} else {name} end"


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql("duckdb")


def _cleaned(label: exp.Expr, rule: tuple[str, str], where: str) -> exp.Expr:
    is_pair = isinstance(rule, Sequence) and not isinstance(rule, str) and len(rule) == 2
    if not is_pair or not all(isinstance(part, str) for part in rule):
        raise QuestionRefused(f"{where}: write (regular expression, replacement), not {rule!r}")
    try:
        with duckdb.connect() as connection:
            connection.execute("select regexp_replace('', ?, ?, 'g')", list(rule))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].partition("Error: ")[2]
        raise QuestionRefused(
            f"{where} {rule!r}: {reason}; expressions are RE2's, and a replacement names a group"
            r" as \1"
        ) from None
    pattern, replacement = (exp.Literal.string(part) for part in rule)
    return exp.RegexpReplace(
        this=label,
        expression=pattern,
        replacement=replacement,
        modifiers=exp.Literal.string("g"),
    )
