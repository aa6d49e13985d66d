"""From the rows of a file to rows that a kind's SQL can work with: names, words and settings."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cjm_analytics import rules
from cjm_analytics.config import LANDED_COLUMNS, Condition, JourneyFile, Source, tests_in
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import BadFile, FileFormat, name, text
from cjm_analytics.landing.kinds import Kind, RawColumn

_MAPPED = "table"  # the one kind whose columns journey.yml names
_CONDITION_ONLY = "raw "  # before the names of columns that only conditions ask for
_FLAGS = ("is_cancelled", "is_test", "is_bot")
_LONGEST_NUMBER = 30  # characters
_TIMES = ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "DATE")
_NUMBERS = ("DOUBLE", "BIGINT", "INTEGER", "SMALLINT", "TINYINT")
_STAYS = dict.fromkeys(("occurred_at", "updated_at"), _TIMES) | dict.fromkeys(
    ("value", "quantity", "unit_price", "rating"), _NUMBERS
)
_EVENT_OF_RECORD = {"order": "order", "review": "review", "contact": "contact"}


@dataclass(frozen=True)
class Shape:
    """How one source is read: its kind, and for a table the mapping."""

    source: Source
    kind: Kind
    journey: JourneyFile

    @property
    def is_mapped(self) -> bool:
        """Whether journey.yml says which column is what."""
        return self.kind.name == _MAPPED

    def file_format(self, path: Path) -> FileFormat:
        """What to expect of a file, by the mapping or else by its name."""
        if self.is_mapped:
            written = self.source.format
            return FileFormat(self.source.file_type or "csv", written.delimiter, written.encoding)
        plain = path.name.lower().removesuffix(".gz")
        matching = [form for form in self.kind.formats if plain.endswith(f".{form}")]
        form = matching[0] if matching else self.kind.formats[0]
        return FileFormat(form, records=self.kind.records, reader=self.kind.reader)

    @property
    def raw_columns(self) -> dict[str, RawColumn]:
        """The columns to read from a file, under the names that the kind's SQL knows."""
        if not self.is_mapped:
            return dict(self.kind.columns)
        source = self.source
        columns = {
            landed: RawColumn(
                path=raw,
                needed=True,
                identifier=landed == "email",
                stays=() if self._is_hashed else _STAYS.get(landed, ()),
            )
            for landed, raw in source.columns.items()
        }
        conditions = [*(getattr(source.flags, flag) for flag in _FLAGS), source.ignore]
        tested = {test.column for item in conditions if item for test in tests_in(item)}
        return columns | {
            _raw(column): RawColumn(path=column, needed=True) for column in sorted(tested)
        }

    @property
    def _is_hashed(self) -> bool:
        """Whether the id of an event is a hash of the texts of its row, for want of another."""
        source = self.source
        is_order = source.record == "order" and source.grain == "order"
        return self.is_mapped and not is_order and "event_id" not in source.columns

    @property
    def kept_columns(self) -> str:
        """What of a row may be kept when it cannot be read: what would land, but no identifier."""
        return ", ".join(
            f"{name(alias)} := raw.{name(alias)}"
            for alias, column in self.raw_columns.items()
            if not (column.identifier or alias.startswith(_CONDITION_ONLY))
        )

    def another_kind(self, reason: str) -> BadFile:
        """Why a file without one row that can be read is refused whole."""
        return BadFile(
            f"holds no row that can be read as {self.kind.name} (first row: {reason});"
            " is it of another kind?"
        )

    def named(self, query: str) -> str:
        """The rows of a reading under the names that the kind's SQL expects."""
        if not self.is_mapped:
            return query
        source = self.source
        values = (
            dict.fromkeys(LANDED_COLUMNS, "cast(null as varchar)")
            | {column: text(str(value)) for column, value in source.constants.items()}
            | {column: name(column) for column in source.columns}
            | {flag: _flag(getattr(source.flags, flag)) for flag in _FLAGS}
            | {"is_ignored": _flag(source.ignore)}
        )
        selected = ", ".join(f"{value} as {column}" for column, value in values.items())
        rows = f"select line, {selected} from ({query})"
        if source.record == "order" and source.grain == "order":
            return f"select * replace (order_id as event_id) from ({rows})"
        if not self._is_hashed:
            return rows
        # Equal rows of one file are distinct events; the same row delivered twice is one.
        row = ", ".join(f"coalesce({column}, '')" for column in source.columns)
        hashed = f"select *, keyed_hash(concat_ws(chr(31), {row})) as row_hash from ({rows})"
        turn = "row_number() over (partition by row_hash, file_of(line) order by line)"
        return (
            f"select * exclude (row_hash) replace (row_hash || '-' || {turn} as event_id)"
            f" from ({hashed})"
        )

    @property
    def variables(self) -> dict[str, Any]:
        """The settings that SQL asks for with getvariable()."""
        source, project = self.source, self.journey.project
        record = source.record if self.is_mapped else self.kind.record
        scale = source.rating_scale
        return {
            "source_id": source.id,
            "record": record,
            "default_event_name": _EVENT_OF_RECORD.get(record or ""),
            "project_currency": project.currency,
            "project_timezone": project.timezone,
            "payment_providers": list(self.journey.journey.payment_providers),
            "source_timezone": source.format.timezone or project.timezone,
            "customer_space": source.id_spaces.customer_id,
            "order_space": source.id_spaces.order_id,
            "rating_min": float(scale.min) if scale else None,
            "rating_max": float(scale.max) if scale else None,
            "expected_time": f"expected {source.format.datetime or 'ISO 8601'}",
        }

    @property
    def words(self) -> dict[str, str]:
        """The macros that differ from source to source: their arguments and what they become."""
        zone = self.variables["source_timezone"]
        return {"source_moment": _moment(self.source, zone), "source_number": _number(self.source)}

    def introduce(self, engine: DuckDB) -> None:
        """Make the variables and macros known to an engine."""
        for variable, value in self.variables.items():
            engine.set_variable(variable, value)
        for word, body in self.words.items():
            engine.rows(f"create or replace temp macro {word} {body}")

    def fingerprint(self, *others: str) -> str:
        """Changes when a file has to be landed again: the kind, the mapping or the zone did."""
        parts = [
            self.kind.model_dump_json(),
            json.dumps([self.variables, self.words], sort_keys=True),
            self.named(""),
            json.dumps({key: column.path for key, column in self.raw_columns.items()}),
            *others,
        ]
        return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _raw(column: str) -> str:
    """The name of a column that only a condition asks for; no landed column holds a space."""
    return f"{_CONDITION_ONLY}{column}"


def _flag(condition: Condition | None) -> str:
    if condition is None:
        return "false"
    names: Mapping[str, str] = {test.column: _raw(test.column) for test in tests_in(condition)}
    return f"coalesce({rules.expression(condition, names).sql('duckdb')}, false)"


def _moment(source: Source, zone: str) -> str:
    """Reads a time as the source writes it, as UTC; null where it cannot.

    A timestamp without a zone is a local time, one with a zone a moment.
    """

    def local(time: str) -> str:
        return time if zone == "UTC" else _utc(f"timezone(getvariable('source_timezone'), {time})")

    pattern = source.format.datetime
    parsed = f"try_strptime(value, {text(pattern or '')})"
    if pattern is None:
        written = _iso_8601(local)
    elif "%z" in pattern:
        written = _utc(parsed)
    else:
        written = local(parsed)
    return (
        f"(value varchar) as {written}, (value timestamp) as {local('value')},"
        f" (value timestamptz) as {_utc('value')}"
    )


def _utc(moment: str) -> str:
    return f"make_timestamp(epoch_us({moment}))"


def _iso_8601(local: Callable[[str], str]) -> str:
    """With an offset it is a moment, without one a local time; the two usual ways go first."""
    day = "^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}"
    moment = f"{day}[ T][0-9:.]+ ?(Z|UTC|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$"
    in_parts = "try_strptime(value, '%Y-%m-%d %H:%M:%S.%f')"
    joined = "replace(replace(value, ' +', '+'), ' -', '-')"
    any_way = (
        f"case when regexp_matches(value, '{moment}')"
        f" then {_utc(f'try_cast({joined} as timestamptz)')}"
        f" when regexp_matches(value, '{day}([ T][0-9]{{1,2}}:[0-9:.]+)?$')"
        f" then {local('try_cast(value as timestamp)')} end"
    )
    digits = "value between '0' and ':'"
    return (
        f"coalesce(case when value like '____-__-__ __:__:__' and {digits}"
        f" then {local('try_cast(value as timestamp)')}"
        f" when value like '____-__-__ __:__:__.%' and {digits}"
        f" then {local(in_parts)} end, {any_way})"
    )


def _number(source: Source) -> str:
    """Reads a number as the source writes it, currency signs set aside; null where it cannot."""
    decimal = source.format.decimal
    thousands = "," if decimal == "." else "."
    bare = "regexp_replace(value, '[€$£¥]|[A-Z]{3}|[ \u00a0]', '', 'g')"
    shape = rf"^-?(\d+|\d{{1,3}}(\{thousands}\d{{3}})+)(\{decimal}\d+)?$"
    plain = f"replace(replace({bare}, '{thousands}', ''), '{decimal}', '.')"
    is_number = f"regexp_matches({bare}, '{shape}') and length({bare}) < {_LONGEST_NUMBER}"
    is_plain = rf"regexp_matches(value, '^-?\d{{1,14}}(\{decimal}\d{{1,9}})?$')"
    return (
        f"(value varchar) as case when {is_plain}"
        f" then try_cast(replace(value, '{decimal}', '.') as double)"
        f" when {is_number} then try_cast({plain} as double) end,"
        " (value double) as case when isfinite(value) then value end"
    )
