"""The contract of a table, `sql/<stage>/<table>.yml`: its row, key, columns and checks."""

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

ColumnType = Literal["text", "integer", "double", "boolean", "timestamp", "date"]

DUCKDB_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
}


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Closed):
    """One column: its type, what it means, and whether a value may be missing.

    `only_told`: a value that explains or is counted, and that no row of a person is made from.
    """

    type: ColumnType
    about: str
    optional: bool = False
    only_told: bool = False


class Check(_Closed):
    """What must hold: `holds` for every row, or `none`, a query that must give no row.

    `tell` is an expression over the rows that break it: a refusal ends with its first value. It
    must say nothing of a person, for refusals are logged and posted.
    """

    name: str
    holds: str | None = None
    none: str | None = None
    tell: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Check":
        if (self.holds is None) == (self.none is None):
            raise ValueError(f"check {self.name!r} says either `holds` or `none`")
        return self


class Repeat(_Closed):
    """A table that reads itself: it begins as `start` and is built again until nothing changes."""

    start: str


By = Literal["event_id", "order_id", "identifier", "visitor_id", "person_id"]


class Contract(_Closed):
    """What a table promises. Read from the `.yml` beside its `.sql`.

    `by`: the column that says whose a row is. Rows of others never change it, so that rows can be
    made again for some and left as they are for the rest (cjm_analytics/affected.py).
    """

    row: str
    key: tuple[str, ...]
    by: By | None = None
    columns: dict[str, Column]
    checks: tuple[Check, ...] = ()
    repeat: Repeat | None = None
    published: bool = Field(True, description="copied to warehouse/published.duckdb")

    @model_validator(mode="after")
    def _key_exists(self) -> "Contract":
        if unknown := [name for name in self.key if name not in self.columns]:
            raise ValueError(f"key names no column: {', '.join(unknown)}")
        if self.by and self.by not in self.columns:
            raise ValueError(f"by names no column: {self.by}")
        return self

    @property
    def types(self) -> dict[str, str]:
        """DuckDB's type of each column."""
        return {name: DUCKDB_TYPES[column.type] for name, column in self.columns.items()}

    def audit(self, table: str) -> list[tuple[tuple[str, ...], str]]:
        """What is checked, and the query that does: of each, how often it is broken, and one case.

        What each row must keep by itself is checked in one scan, the rest by a query each.
        """
        by_row = [
            (f"{name} is never missing", f"count(*) - count({name})", "null")
            for name, column in self.columns.items()
            if not column.optional
        ]
        by_row += [
            (check.name, *_counted(check, f" filter (where ({check.holds}) is not true)"))
            for check in self.checks
            if check.holds
        ]
        audits = []
        if by_row:
            cells = ", ".join(f"{count}, {first}" for _, count, first in by_row)
            audits.append((tuple(what for what, _, _ in by_row), f"select {cells} from {table}"))
        if self.key:
            key = ", ".join(self.key)
            # Whether the keys' hashes are as many as the rows is quicker to say, and mostly enough.
            may_repeat = f"(select count(*) <> count(distinct hash({key})) from {table})"
            repeated = (
                f"(select 1 from {table} where {may_repeat} group by {key} having count(*) > 1)"
            )
            audits.append(((f"({key}) is unique",), f"select count(*), null from {repeated}"))
        for check in self.checks:
            if check.none:
                count, first = _counted(check)
                audits.append(
                    ((check.name,), f"select {count}, {first} from ({check.none}) as broken")
                )
        return audits


def _counted(check: Check, among: str = "") -> tuple[str, str]:
    return f"count(*){among}", f"min({check.tell}){among}" if check.tell else "null"


# libyaml's, where it is, takes a ninth of the time; there are many contracts.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a `.yml` of sql/ holds."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)


def read(path: Path) -> Contract:
    """The contract in a file; a ValueError that names the file when it is not one."""
    try:
        return Contract.model_validate(read_yaml(path))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
