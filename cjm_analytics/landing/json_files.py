"""JSON and JSONL: read with declared types, never with guessed ones."""

import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import (
    BadFile,
    FileFormat,
    Reading,
    compression,
    name,
    not_decoded,
    open_bytes,
    pattern,
    text,
)
from cjm_analytics.landing.kinds import RawColumn

_REREAD = "reread_json_rows"
_FIRST_ROWS = 20_000  # so many tell of most needed columns that they are given
_LONGEST_LINE = 1 << 24  # bytes: a buffer for each thread; longer lines are read row by row
_LARGEST_DOCUMENT = (1 << 32) - 1  # bytes: more than that DuckDB does not take


def _structure(columns: Mapping[str, RawColumn]) -> dict[str, Any]:
    """The nested names that the dotted paths make, with a type at each end."""
    paths = {column.path for column in columns.values()}
    for path, below in product(paths, paths):
        if below.startswith(f"{path}."):
            raise BadFile(f"cannot hold a value in {path!r} and in {below!r}; map one of them")
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
    """JSON lines, or one JSON document that is a list or holds one under `records`.

    Raises BadFile when it is neither.
    """
    is_list = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
    if is_list and file_format.type == "jsonl":
        raise BadFile("is one JSON list; a jsonl file holds one object a line")
    tree = _structure(columns)
    records = None if is_list else file_format.records
    shapes = {"jsonl": "newline_delimited", "json": "auto" if records else "array"}
    declared = (
        {records: f"{_typed(tree)}[]"}
        if records
        else {key: _typed(part) for key, part in tree.items()}
    )
    typed = ", ".join(f"{text(key)}: {text(kind)}" for key, kind in declared.items())
    largest = _LONGEST_LINE
    if file_format.type == "json":
        largest = min(max(path.stat().st_size * 20, largest), _LARGEST_DOCUMENT)
    scan = (
        f"read_json({pattern(path)}, columns = {{{typed}}},"
        f" format = '{shapes[file_format.type]}', compression = {text(compression(path))},"
        f" maximum_object_size = {largest}, hive_partitioning = false)"
    )
    if records:
        lacking = f"select count(*) from {scan} where {name(records)} is null"
        scan = f"(select unnest({name(records)}) as item from {scan})"
    projection = _dotted(columns, "item." if records else "")
    query = f"select row_number() over () as line, {projection} from {scan}"
    try:
        if records and engine.number(lacking):
            raise _no_list(records)
        missing = _never_given(engine, query, columns)
    except duckdb.Error:
        return _reread_json(engine, path, columns, file_format, records)
    return Reading(
        query,
        missing=missing,
        found=_given(columns, missing),
        reread=lambda: _reread_json(engine, path, columns, file_format, records),
        selected=projection,
    )


def _no_list(records: str | None) -> BadFile:
    return BadFile(f"has no list {records!r}; is it of another kind?")


def _never_given(engine: DuckDB, query: str, columns: Mapping[str, RawColumn]) -> tuple[str, ...]:
    """The paths of needed columns that no row gives, as after a slip in a mapping.

    The whole file is read for those alone that its first rows do not give.
    """
    needed = {alias: column.path for alias, column in columns.items() if column.needed}
    rows, lacking = _not_given(engine, f"{query} limit {_FIRST_ROWS}", needed)
    if lacking and rows == _FIRST_ROWS:
        _, lacking = _not_given(engine, query, lacking)
    return tuple(lacking.values())


def _not_given(engine: DuckDB, query: str, needed: Mapping[str, str]) -> tuple[int, dict[str, str]]:
    """How many rows there are, and which of the needed columns none of them gives."""
    counted = ", ".join(["count(*)", *(f"count({name(alias)})" for alias in needed)])
    rows, *given = engine.rows(f"select {counted} from ({query})")[0]
    counts = zip(needed.items(), given, strict=True)
    return rows, {alias: path for (alias, path), count in counts if rows > count == 0}


def _given(columns: Mapping[str, RawColumn], missing: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column.path for column in columns.values() if column.path not in missing)


def _reread_json(
    engine: DuckDB,
    path: Path,
    columns: Mapping[str, RawColumn],
    file_format: FileFormat,
    records: str | None,
) -> Reading:
    import pyarrow as pa  # a tenth of a second that files without a fault need not pay

    items = list(_items(path, file_format, records))
    bad = [(number, problem) for number, _, problem in items if problem]
    good = [(number, item) for number, item, problem in items if not problem]
    table = pa.table(
        {
            "line": pa.array([number for number, _ in good], pa.int64()),
            "row_text": pa.array([item for _, item in good], pa.string()),
        }
    )
    engine.register(_REREAD, table)
    # Python is less strict: half a surrogate, NaN.
    invalid = f"select line, 'is no JSON' from {_REREAD} where not json_valid(row_text)"
    structure = text(json.dumps(_as_json_structure(_structure(columns))))
    projection = ", ".join(
        f"try_cast({_nested(column.path)} as {column.type}) as {name(alias)}"
        for alias, column in columns.items()
    )
    query = (
        f"select line, {projection} from (select line, from_json(row_text, {structure}) as item"
        f" from {_REREAD} where json_valid(row_text))"
    )
    missing = _never_given(engine, query, columns)
    return Reading(query, (*bad, *engine.rows(invalid)), missing, _given(columns, missing))


def _items(
    path: Path, file_format: FileFormat, records: str | None
) -> Iterator[tuple[int, str, str | None]]:
    """Number, text and, where it is no record, what is wrong with it."""
    with open_bytes(path) as file:
        if file_format.type == "json":
            for number, item in enumerate(_listed(file.read(), records), start=1):
                yield number, json.dumps(item), None
            return
        for number, line in enumerate(file, start=1):
            try:
                decoded = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if decoded.strip():
                    is_record = isinstance(json.loads(decoded), dict)
                    yield number, decoded, None if is_record else "is no JSON object"
            except UnicodeDecodeError:
                raise not_decoded(file_format, number) from None
            except json.JSONDecodeError as error:
                if not line.endswith(b"\n"):
                    raise BadFile(f"is cut short in line {number}; deliver it again") from None
                yield number, "", f"is no JSON: {error.msg} at character {error.pos + 1}"
            except RecursionError:
                yield number, "", "is nested too deeply"


def _listed(content: bytes, records: str | None) -> list[Any]:
    try:
        whole = json.loads(content)
    except json.JSONDecodeError as error:
        raise BadFile(f"is cut short or broken in line {error.lineno}; deliver it again") from None
    items = whole.get(records) if isinstance(whole, dict) and records else whole
    if not isinstance(items, list):
        raise _no_list(records)
    return items


def _nested(path: str) -> str:
    return ".".join(["item", *map(name, path.split("."))])


def _as_json_structure(tree: Any) -> Any:
    """The same names for DuckDB's from_json."""
    if isinstance(tree, dict):
        return {key: _as_json_structure(part) for key, part in tree.items()}
    return "JSON" if "(" in tree else "VARCHAR"  # cast afterwards, so that a bad value is missing
