"""JSON and JSONL: read with declared types, never with guessed ones."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import (
    BadFile,
    FileFormat,
    Reading,
    compression,
    name,
    open_bytes,
    text,
)
from cjm_analytics.landing.kinds import RawColumn

_REREAD = "reread_json_rows"


def _structure(columns: Mapping[str, RawColumn]) -> dict[str, Any]:
    """The nested names that the dotted paths make, with a type at each end."""
    tree: dict[str, Any] = {}
    for column in columns.values():
        *parents, leaf = column.path.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[leaf] = column.type
    return tree


def _typed(tree: dict[str, Any] | str) -> str:
    if isinstance(tree, str):
        return tree
    return f"STRUCT({', '.join(f'{name(key)} {_typed(part)}' for key, part in tree.items())})"


def _dotted(columns: Mapping[str, RawColumn], prefix: str = "") -> str:
    return ", ".join(
        f"{prefix}{'.'.join(map(name, column.path.split('.')))} as {name(alias)}"
        for alias, column in columns.items()
    )


def read_json(
    engine: DuckDB,
    path: Path,
    columns: Mapping[str, RawColumn],
    file_format: FileFormat,
    start: bytes,
) -> Reading:
    """JSON lines, or one JSON document that is a list or holds one under `records`."""
    tree = _structure(columns)
    records = file_format.records if not start.lstrip().startswith(b"[") else None
    shapes = {"jsonl": "newline_delimited", "json": "auto" if records else "array"}
    declared = (
        {records: f"{_typed(tree)}[]"}
        if records
        else {key: _typed(part) for key, part in tree.items()}
    )
    typed = ", ".join(f"{text(key)}: {text(kind)}" for key, kind in declared.items())
    largest = max(path.stat().st_size * 20, 1 << 24)
    scan = (
        f"read_json({text(str(path))}, columns = {{{typed}}},"
        f" format = '{shapes[file_format.type]}', compression = {text(compression(path))},"
        f" maximum_object_size = {largest})"
    )
    if records:
        scan = f"(select unnest({name(records)}) as item from {scan})"
    projection = _dotted(columns, "item." if records else "")
    return Reading(
        f"select row_number() over () as line, {projection} from {scan}",
        reread=lambda: _reread_json(engine, path, columns, file_format, records),
    )


def _reread_json(
    engine: DuckDB,
    path: Path,
    columns: Mapping[str, RawColumn],
    file_format: FileFormat,
    records: str | None,
) -> Reading:
    good: list[tuple[int, str]] = []
    bad: list[tuple[int, str]] = []
    if file_format.type == "jsonl":
        with open_bytes(path) as file:
            for number, line in enumerate(file, start=1):
                try:
                    if line.strip() and isinstance(json.loads(line), dict):
                        good.append((number, line.decode()))
                    elif line.strip():
                        bad.append((number, "is no JSON object"))
                except json.JSONDecodeError as error:
                    if not line.endswith(b"\n"):
                        raise BadFile(f"is cut short in line {number}; deliver it again") from None
                    bad.append((number, f"is no JSON: {error.msg} at character {error.pos + 1}"))
    else:
        with open_bytes(path) as file:
            try:
                whole = json.load(file)
            except json.JSONDecodeError as error:
                raise BadFile(f"is no complete JSON (line {error.lineno}: {error.msg})") from None
        items = whole.get(records) if isinstance(whole, dict) and records else whole
        if not isinstance(items, list):
            raise BadFile(f"has no list {records!r}; is it of another kind?")
        good = [(number, json.dumps(item)) for number, item in enumerate(items, start=1)]
    table = pa.table(
        {
            "line": pa.array([number for number, _ in good], pa.int64()),
            "row_text": pa.array([row for _, row in good], pa.string()),
        }
    )
    engine.register(_REREAD, table)
    structure = text(json.dumps(_as_json_structure(_structure(columns))))
    projection = ", ".join(
        f"try_cast({_nested(column.path)} as {column.type}) as {name(alias)}"
        for alias, column in columns.items()
    )
    items_query = f"select line, from_json(row_text, {structure}) as item from {_REREAD}"
    return Reading(f"select line, {projection} from ({items_query})", tuple(bad))


def _nested(path: str) -> str:
    return ".".join(["item", *map(name, path.split("."))])


def _as_json_structure(tree: Any) -> Any:
    """The same names for DuckDB's from_json."""
    if isinstance(tree, dict):
        return {key: _as_json_structure(part) for key, part in tree.items()}
    return "JSON" if "(" in tree else "VARCHAR"  # cast afterwards, so that a bad value is missing
