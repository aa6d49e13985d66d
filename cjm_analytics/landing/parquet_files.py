"""Parquet: columns that exports add or leave out over the years are looked for by name."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import duckdb

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import Reading, check_needed, name, pattern
from cjm_analytics.landing.kinds import RawColumn

_LINE = "file_row_number"


def read_parquet(engine: DuckDB, path: Path, columns: Mapping[str, RawColumn]) -> Reading:
    """A Parquet file. Raises BadFile when a needed column is missing."""
    scan = f"read_parquet({pattern(path)}, hive_partitioning = false)"
    types = engine.columns(f"select * from {scan}")
    expressions = {column.path: _parquet_path(column.path, types) for column in columns.values()}
    nested = tuple((path, part) for path, part in expressions.items() if path not in types)
    typed = ", ".join(f"cast(null as {kind}) as {name(column)}" for column, kind in types.items())
    found = [*types, *(_existing(engine, typed, nested) if nested else ())]
    check_needed(columns, found)
    missing = tuple(column for column in expressions if column not in found)
    projection = ", ".join(
        f"cast(null as {column.type}) as {name(alias)}"
        if column.path in missing
        else f"cast({name(column.path)} as {types[column.path]}) as {name(alias)}"
        if types.get(column.path) in column.stays
        else f"{expressions[column.path]} as {name(alias)}"
        if column.is_nested
        else f"try_cast({expressions[column.path]} as {column.type}) as {name(alias)}"
        for alias, column in columns.items()
    )
    # Counted by the reader, unlike row_number(), which only one thread at a time can do.
    is_taken = any(column.casefold() == _LINE for column in types)
    line = "row_number() over ()" if is_taken else f"{_LINE} + 1"
    query = f"select {line} as line, {projection} from {scan}"
    return Reading(query, missing=missing, found=tuple(types), selected=projection)


def _parquet_path(path: str, types: Mapping[str, str]) -> str:
    if path not in types:
        return ".".join(map(name, path.split(".")))
    if types[path] in ("DOUBLE", "FLOAT"):
        # pandas writes whole numbers as 17.0 where one of them is missing: as an id that is 17.
        value = name(path)
        whole = f"{value} = trunc({value}) and abs({value}) < 1e15"
        as_whole = f"cast(cast({value} as bigint) as varchar)"
        return f"case when {whole} then {as_whole} else cast({value} as varchar) end"
    return name(path)


@lru_cache(maxsize=16)
def _existing(engine: DuckDB, typed: str, nested: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Which of the nested paths there are in columns of these types: many files have the same."""

    def is_there(expressions: str) -> bool:
        try:
            engine.rows(f"select {expressions} from (select {typed}) limit 0")
        except duckdb.BinderException:
            return False
        return True

    # Of all that DuckDB finds, it is asked once.
    if is_there(", ".join(expression for _, expression in nested)):
        return frozenset(path for path, _ in nested)
    return frozenset(path for path, expression in nested if is_there(expression))
