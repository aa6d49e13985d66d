"""What a source of `kind: table` says about its files: shape, columns, constants and flags."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator

from cjm_analytics.config.conditions import RawCondition
from cjm_analytics.config.errors import Finding, Refusal, shown, use_one_of
from cjm_analytics.config.fields import NonEmpty, Number, TimeZone, check_country, check_currency
from cjm_analytics.config.patterns import check_datetime_pattern
from cjm_analytics.config.section import Section

NUMBERS = ("value", "quantity", "unit_price", "rating")
TIMES = ("occurred_at", "updated_at")
LANDED_COLUMNS = (
    "event_id",
    "occurred_at",
    "updated_at",
    "event_name",
    "touchpoint",
    "channel",
    "campaign",
    "referrer",
    "device",
    "country",
    "page_path",
    "product_category",
    "order_id",
    "value",
    "quantity",
    "unit_price",
    "currency",
    "rating",
    "text",
    "visitor_id",
    "customer_id",
    "email",
    "initiated_by",
)
# A constant for one of these would make every row the same event, order, person, visit or moment.
NEVER_CONSTANT = ("event_id", "order_id", "visitor_id", "customer_id", "email", "referrer", *TIMES)

FileType = Literal["csv", "jsonl", "parquet"]
_ENDINGS: Mapping[str, FileType] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def file_type_of(path: str) -> FileType | None:
    """The type that a path's ending tells, `.gz` set aside; None where it tells nothing."""
    plain = path.lower().removesuffix(".gz")
    return next((kind for end, kind in _ENDINGS.items() if plain.endswith(end)), None)


class Format(Section):
    """How the files of a table are written."""

    type: FileType | None = Field(
        default=None,
        description="csv, jsonl or parquet; by the ending if left out",
        examples=["csv"],
    )
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = Field(
        default=",", description="between the columns of a csv, one sign", examples=['";"']
    )
    decimal: Literal[".", ","] = Field(
        default=".",
        description="the decimal sign of a csv; the other one may separate thousands",
        examples=['","'],
    )
    datetime: Annotated[NonEmpty, AfterValidator(check_datetime_pattern)] | None = Field(
        default=None,
        description="how times are written, as a strptime pattern; ISO 8601 if left out",
        examples=['"%d-%m-%Y %H:%M"'],
    )
    timezone: TimeZone | None = Field(
        default=None,
        description="the zone of times without an offset; the project's if left out",
        examples=["Europe/Amsterdam"],
    )
    encoding: Literal["utf-8", "latin-1"] = Field(
        default="utf-8", description="of a csv", examples=["latin-1"]
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """One sign with two meanings."""
        both = data.get("decimal") == "," and data.get("delimiter", ",") == ","
        if both and data.get("type", "csv") == "csv":
            message = "a comma cannot be both the decimal sign and the delimiter"
            yield Finding((), message, 'write delimiter: ";", or decimal: "."', "decimal")


class RatingScale(Section):
    """The worst and the best mark a customer can give; landed as -1 and 1."""

    min: Number = Field(description="the worst mark", examples=["1"])
    max: Number = Field(description="the best mark", examples=["5"])

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """A best mark that is not above the worst."""
        low, high = data.get("min"), data.get("max")
        if isinstance(low, int | float) and isinstance(high, int | float) and low >= high:
            yield Finding(("max",), f"{high} is not above {low}", "write the worst mark as min")


class Flags(Section):
    """Conditions on a table's raw columns; a row that meets one is kept and marked."""

    is_cancelled: RawCondition | None = Field(
        default=None,
        description="orders that were called off; they do not convert",
        examples=["{Status: geannuleerd}"],
    )
    is_test: RawCondition | None = Field(
        default=None,
        description="rows made to try something",
        examples=["{Naam: {starts_with: test}}"],
    )
    is_bot: RawCondition | None = Field(
        default=None, description="rows made by machines", examples=["{Agent: {contains: bot}}"]
    )


class IdSpaces(Section):
    """Ids that mean the same thing in several sources carry the same name here."""

    customer_id: NonEmpty | None = Field(
        default=None, description="whose customer numbers these are", examples=["crm"]
    )
    order_id: NonEmpty | None = Field(
        default=None, description="whose order numbers these are", examples=["shop"]
    )


def _mapping(
    raw: object, allowed: Iterable[str], check: Callable[[str, object], object]
) -> Mapping[str, Any]:
    names = list(allowed)
    if not isinstance(raw, dict):
        raise Refusal.of(f"expected keys, found {shown(raw)}", use_one_of(names))
    findings: list[Finding] = []
    checked: dict[str, Any] = {}
    for column, value in raw.items():
        if column not in names:
            message = f"unknown column '{column}'"
            if column in NEVER_CONSTANT:
                message = f"'{column}' cannot be the same for all rows"
            findings.append(Finding((), message, use_one_of(names, column), column))
            continue
        try:
            checked[column] = check(column, value)
        except Refusal as refusal:
            findings += [finding.below((column,)) for finding in refusal.findings]
    if findings:
        raise Refusal(findings)
    return MappingProxyType(checked)


def _raw_column(column: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        remedy = f'put its name between quotes, as {column}: "{value or "Naam"}"'
        raise Refusal.of(f"expected the name of a column in the file, found {shown(value)}", remedy)
    return value


def _constant(column: str, value: object) -> str | float:
    if column in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            remedy = "write digits with a decimal point, without quotes"
            raise Refusal.of(f"{column} is a number, found {shown(value)}", remedy)
        return value
    if not isinstance(value, str) or not value:
        remedy = f'write it between quotes, as {column}: "…"'
        raise Refusal.of(f"{column} is text, found {shown(value)}", remedy)
    if column == "country":
        return check_country(value)
    return check_currency(value) if column == "currency" else value


def _columns(raw: object) -> Mapping[str, str]:
    return _mapping(raw, LANDED_COLUMNS, _raw_column)


def _constants(raw: object) -> Mapping[str, str | float]:
    return _mapping(raw, [c for c in LANDED_COLUMNS if c not in NEVER_CONSTANT], _constant)


Columns = Annotated[Mapping[str, str], PlainValidator(_columns)]
Constants = Annotated[Mapping[str, str | float], PlainValidator(_constants)]


def refuse_mapping(data: dict[str, Any]) -> Iterator[Finding]:
    """What a table's mapping lacks, or says in two ways. `data` is the source as it is written."""
    columns, constants = _keys_of(data.get("columns")), _keys_of(data.get("constants"))
    given = {*columns, *constants}
    record = data.get("record")
    for column in constants:
        if column in columns:
            message = f"'{column}' is both a column and a constant"
            yield Finding(("constants",), message, "keep one", column)
    for column in _needed(record):
        if column not in given:
            remedy = f"add {column}: and the name of its column in the file"
            if column == "event_name":
                remedy = "add it to columns, or to constants where all rows are the same event"
            yield Finding(("columns",), f"a record of type {record} needs '{column}'", remedy)
    if "value" in given and ("quantity" in given or "unit_price" in given):
        message = "'value' and 'quantity' with 'unit_price' say the same thing"
        yield Finding(("columns",), message, "keep value, or the other two")
    elif ("quantity" in given) != ("unit_price" in given):
        missing = "unit_price" if "quantity" in given else "quantity"
        message = "'quantity' and 'unit_price' belong together"
        yield Finding(("columns",), message, f"add {missing}, or map value instead")
    elif record == "order" and data.get("grain") == "line" and not {"value", "quantity"} & given:
        message = "a line of an order needs its value"
        yield Finding(("columns",), message, "map value, or quantity and unit_price")
    if "grain" in data and record != "order":
        yield Finding((), "'grain' is for orders", "leave it out, or write record: order", "grain")
    if "rating" in given and "rating_scale" not in data:
        remedy = "add rating_scale: {min: 1, max: 5}, the worst and the best mark there is"
        yield Finding((), "a rating needs its scale", remedy)
    if "rating_scale" in data and "rating" not in given:
        yield Finding(
            (), "'rating_scale' without a rating", "map rating in columns", "rating_scale"
        )


def _keys_of(value: object) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _needed(record: object) -> tuple[str, ...]:
    return {
        "event": ("occurred_at", "event_name"),
        "order": ("occurred_at", "order_id"),
        "review": ("occurred_at", "rating"),
        "contact": ("occurred_at",),
    }.get(str(record), ())
