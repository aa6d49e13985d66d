"""Kinds of export: in sql/0_sources, a `.yml` says what files hold, a `.sql` what that means."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cjm_analytics.contracts import read_yaml

FileType = Literal["csv", "jsonl", "json", "parquet", "arrow"]


class RawColumn(BaseModel):
    """A column of the export: where it is (dotted when nested) and how it is read.

    A column of a Parquet file that has one of the types in `stays` is not made text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    type: str = "VARCHAR"
    needed: bool = False
    identifier: bool = False
    stays: tuple[str, ...] = ()

    @property
    def is_nested(self) -> bool:
        """Whether it holds more than one value, so that it cannot be cast by itself."""
        return "(" in self.type or "[" in self.type


class Kind(BaseModel):
    """A kind of export. `record` is what its rows become; `mapped` leaves that to journey.yml.

    `reader` names a function, `module:function`, for files that DuckDB cannot read (`formats:
    [arrow]`): it takes the file's path and gives a pyarrow.Table, a row a record.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sql: str
    row: str
    record: Literal["event", "order", "review", "contact", "mapped"]
    formats: tuple[FileType, ...]
    reader: str | None = None
    records: str | None = None  # of a json file: the key that holds the list
    columns: dict[str, RawColumn]


@cache
def find(folder: Path) -> dict[str, Kind]:
    """Every kind below sql/0_sources, by name; read once."""
    return {
        path.stem: Kind(
            name=path.stem,
            sql=path.with_suffix(".sql").read_text(encoding="utf-8"),
            **read_yaml(path),
        )
        for path in sorted((folder / "0_sources").glob("*.yml"))
    }


def names(folder: Path) -> set[str]:
    """The names of all kinds, without reading them."""
    return {path.stem for path in (folder / "0_sources").glob("*.yml")}
