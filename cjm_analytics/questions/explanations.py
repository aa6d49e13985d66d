"""What an explanation is made of, and the published tables that it is read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


class NothingPublished(Exception):
    """There are no published tables that can be read; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """One side of an explanation: what is told in sentences, and the facts behind it."""

    label: str
    told: tuple[str, ...]
    facts: Row = field(default_factory=dict)


@dataclass(frozen=True)
class Explanation:
    """Why one thing is what it is. `kind`: event, row, order, person or visitor."""

    kind: str
    id: str
    parts: tuple[Part, ...]

    def plain(self) -> Row:
        """The explanation for JSON: each part by its label, `told` beside its facts."""
        parts = {part.label: {"told": part.told, **part.facts} for part in self.parts}
        return {"kind": self.kind, "id": self.id, **{label: plain(parts[label]) for label in parts}}


def plain(value: Any) -> Any:
    """A value with moments and days as ISO 8601 text, all the way down."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


class Published:
    """The tables of the last run, read only. Close it after use.

    Raises NothingPublished where there are none, or another version of the library made them.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise NothingPublished("nothing has been published yet; first: cjm run")
        try:
            # What is asked are SQL conditions that stand in the file: they reach no other file.
            self._connection = duckdb.connect(
                str(path), read_only=True, config={"enable_external_access": "false"}
            )
        except duckdb.Error:
            raise NothingPublished(f"{path.name} cannot be read; make it anew: cjm run") from None
        try:
            self.run: Row = self.rows("select * from declared.run")[0]
            self.definition: str = self.run["definition"]
            self._settings = self._all_settings()
        except (duckdb.Error, KeyError, IndexError):
            self.close()
            raise NothingPublished(
                f"{path.name} was made by another version of cjm_analytics; first: cjm run"
            ) from None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, query: str, *values: Any) -> list[Row]:
        """The rows of a query, each by column name."""
        result = self._connection.execute(query, values)
        names = [description[0] for description in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def row(self, query: str, *values: Any) -> Row | None:
        """The first row of a query, if any."""
        return next(iter(self.rows(query, *values)), None)

    def holding(self, table: str, event_id: str, conditions: Sequence[str]) -> list[bool | None]:
        """Whether each of some SQL conditions holds for one event of a table."""
        # Of a table of one row: else every pattern is compiled once a thread that scans.
        self._connection.execute(
            f"create or replace temp table one_event as select * from {table} where event_id = ?",
            [event_id],
        )
        tests = ", ".join(f"({condition})" for condition in conditions)
        found = self._connection.execute(f"select {tests} from one_event").fetchone()
        return list(found or ())

    def setting(self, name: str) -> str:
        """A setting of journey.yml as it was for the run."""
        return self._settings[name]

    def length(self, name: str) -> timedelta:
        """A setting that is a length of time."""
        return timedelta(seconds=int(self._settings[name].removesuffix(" seconds")))

    def _all_settings(self) -> dict[str, str]:
        return {row["setting"]: row["value"] for row in self.rows("from declared.settings")}

    @cached_property
    def phases(self) -> dict[int, str]:
        """The phases' ids by number."""
        found = self.rows("select phase_number, phase_id from declared.phases order by all")
        return {row["phase_number"]: row["phase_id"] for row in found}

    @cached_property
    def paths(self) -> dict[str, list[str]]:
        """The names of a file, most often one, by its file_id."""
        found: dict[str, list[str]] = {}
        for row in self.rows("select file_id, path from landed.files order by all"):
            found.setdefault(row["file_id"], []).append(row["path"])
        return found

    def phase(self, number: int | None) -> str:
        """A phase by its number, or what events without one are called."""
        return "unassigned" if number is None else self.phases[number]

    def place(self, row: Row) -> str:
        """Where a row lies, as `exports/orders.csv:12`."""
        return f"{self.paths.get(row['file_id'], ['?'])[0]}:{row['line']}"


def moment(at: datetime) -> str:
    """A moment as it is told: UTC, without a fraction that is nothing."""
    return f"{at.isoformat(sep=' ')} UTC"


def length(duration: timedelta) -> str:
    """A length of time as people write it, to its two largest units: 30 days, 1 hour 5 minutes."""
    seconds, parts = duration.total_seconds(), []
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            parts.append(counted(seconds // size, unit))
            seconds %= size
    if seconds or not parts:
        parts.append(counted(seconds, "second"))
    return " ".join(parts[:2])


def counted(n: float, noun: str) -> str:
    """A number with its noun: 1 event, 2 events."""
    return f"{n:,.1f}".removesuffix(".0") + f" {noun}{'' if n == 1 else 's'}"


def money(value: float | None, currency: str | None) -> str:
    """An amount, or that there is none."""
    return "no value" if value is None else f"{currency or '(no currency)'} {value:,.2f}"


def listed(texts: Iterable[str], most: int = 10) -> str:
    """Some texts in one sentence; of many the first ones, and how many more there are."""
    all_of_them: Sequence[str] = list(texts)
    more = f" and {len(all_of_them) - most:,} more" if len(all_of_them) > most else ""
    return ", ".join(all_of_them[:most]) + more
