"""`sources:` which exports there are, of what kind, and where they lie."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from cjm_analytics.config.conditions import RawCondition
from cjm_analytics.config.errors import Finding, Refusal, use_one_of
from cjm_analytics.config.fields import Id, NonEmpty
from cjm_analytics.config.mapping import (
    Columns,
    Constants,
    FileType,
    Flags,
    Format,
    IdSpaces,
    RatingScale,
    file_type_of,
    refuse_mapping,
)
from cjm_analytics.config.section import Section

_TABLE_ONLY = (
    "record",
    "grain",
    "format",
    "columns",
    "constants",
    "flags",
    "ignore",
    "rating_scale",
)


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


class Source(Section):
    """One kind of export, and its files."""

    id: Id = Field(description="the source's name in every table", examples=["shop"])
    kind: NonEmpty = Field(
        description="what wrote the files, one of docs/exports.md; table for any other",
        examples=["shopify_orders"],
    )
    path: NonEmpty = Field(
        description="the files, with * for any text; from the folder of journey.yml",
        examples=["exports/orders/*.csv"],
    )
    id_spaces: IdSpaces = Field(
        default=IdSpaces(),
        description="which of its ids other sources share",
        examples=["{customer_id: crm}"],
    )
    record: Literal["event", "order", "review", "contact"] | None = Field(
        default=None, description="what one row is; needed for a table", examples=["order"]
    )
    grain: Literal["order", "line"] = Field(
        default="order",
        description="line: an order has several rows, whose values are summed",
        examples=["line"],
    )
    format: Format = Field(
        default=Format(), description="how the files are written", examples=['{delimiter: ";"}']
    )
    columns: Columns = Field(
        default_factory=_nothing,
        description="our column: the column in the file",
        examples=["{order_id: Bonnummer, occurred_at: Datum, value: Bedrag}"],
    )
    constants: Constants = Field(
        default_factory=_nothing,
        description="our column: the value for all rows",
        examples=["{event_name: ticket}"],
    )
    flags: Flags = Field(
        default=Flags(),
        description="conditions on the columns of the file that mark a row",
        examples=["{is_test: {Naam: {starts_with: test}}}"],
    )
    ignore: RawCondition | None = Field(
        default=None,
        description="a condition on the columns of the file: rows that are counted and not landed",
        examples=["{Artikel: {in: [POST, BANK]}}"],
    )
    rating_scale: RatingScale | None = Field(
        default=None, description="the worst and the best mark", examples=["{min: 1, max: 5}"]
    )

    @field_validator("kind")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        kinds = (info.context or {}).get("kinds")
        if kinds is not None and value not in kinds:
            message = f"unknown kind '{value}'"
            raise Refusal.of(message, use_one_of(sorted(kinds), value))
        return value

    @field_validator("path")
    @classmethod
    def _is_local(cls, value: str) -> str:
        if "://" in value:
            raise Refusal.of("only files on this machine are read", "copy them into a folder here")
        return value

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """Keys that do not suit the kind, and a table's mapping that lacks something."""
        kind = data.get("kind")
        if not isinstance(kind, str):
            return
        if kind != "table":
            for key in _TABLE_ONLY:
                if key in data:
                    remedy = f"leave it out; {kind} knows its own columns"
                    yield Finding((), f"'{key}' is for kind: table only", remedy, key)
            return
        if "record" not in data:
            yield Finding((), "'record' is missing", "add record: event, order, review or contact")
        if "columns" not in data:
            yield Finding((), "'columns' is missing", "say which column is what: columns: {…}")
        else:
            yield from refuse_mapping(data)
        yield from _refuse_format(data)

    @property
    def file_type(self) -> FileType | None:
        """csv, jsonl or parquet: as written, else by the ending of the path."""
        return self.format.type or file_type_of(self.path)


def _refuse_format(data: dict[str, Any]) -> Iterable[Finding]:
    path, written = data.get("path"), data.get("format", {})
    if not isinstance(path, str) or not path or not isinstance(written, dict):
        return
    kind = written.get("type") or file_type_of(path)
    if kind is None:
        message = "the ending of the path does not say what the files are"
        yield Finding(("path",), message, "add format: {type: csv}, or jsonl or parquet")
    elif kind in ("jsonl", "parquet"):
        for key in ("delimiter", "encoding"):
            if key in written:
                yield Finding(("format",), f"'{key}' is for csv, not {kind}", "leave it out", key)
        if written.get("decimal") == ",":
            message = f"numbers in {kind} have a decimal point already"
            yield Finding(("format",), message, "leave it out", "decimal")


def refuse_sources(items: object) -> Iterable[Finding]:
    """The same files given as two sources would land twice and count twice."""
    first: dict[tuple[str, str], int] = {}
    if not isinstance(items, list):
        return
    for index, item in enumerate(items):
        if not isinstance(item, dict) or item.get("kind") == "table":
            continue  # one table may well hold both orders and their refunds
        kind, path = item.get("kind"), item.get("path")
        if not isinstance(kind, str) or not isinstance(path, str):
            continue
        if (kind, path) in first:
            message = f"the files of sources[{first[kind, path]}] again"
            yield Finding((index, "path"), message, "keep one of the two sources")
        else:
            first[kind, path] = index
