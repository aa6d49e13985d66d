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
    """One column: its type, what it means, and whether a value may be missing."""

    type: ColumnType
    about: str
    optional: bool = False


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

    def audit(self, table: str) -> list[tuple[str, str]]:
        """What is checked, each with a query: how often it is broken, and one case or null."""
        audits = [
            (
                f"{name} is never missing",
                f"select count(*), null from {table} where {name} is null",
            )
            for name, column in self.columns.items()
            if not column.optional
        ]
        if self.key:
            key = ", ".join(self.key)
            audits.append(
                (
                    f"({key}) is unique",
                    f"select count(*), null from (select 1 from {table} group by {key}"
                    " having count(*) > 1)",
                )
            )
        for check in self.checks:
            broken = check.none or f"select * from {table} where ({check.holds}) is not true"
            first = f"min({check.tell})" if check.tell else "null"
            audits.append((check.name, f"select count(*), {first} from ({broken}) as broken"))
        return audits


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
