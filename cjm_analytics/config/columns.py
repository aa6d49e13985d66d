"""The columns a condition may name, and which operators suit them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ColumnType = Literal["text", "number", "boolean", "list"]

EVENT_COLUMNS: Mapping[str, ColumnType] = MappingProxyType(
    {
        "source_id": "text",
        "event_name": "text",
        "touchpoint": "text",
        "channel": "text",
        "campaign": "text",
        "device": "text",
        "country": "text",
        "page_path": "text",
        "product_category": "text",
        "order_id": "text",
        "value": "number",
        "currency": "text",
        "rating": "number",
        "text": "text",
        "visitor_id": "text",
        "customer_id": "text",
        "initiated_by": "text",
        "is_cancelled": "boolean",
    }
)
JOURNEY_COLUMNS: Mapping[str, ColumnType] = MappingProxyType(
    {
        "first_channel": "text",
        "main_channel": "text",
        "country": "text",
        "device": "text",
        "orders": "number",
        "categories": "list",
        "is_returning": "boolean",
    }
)
OPERATORS: Mapping[ColumnType, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("equals", "in", "starts_with", "contains", "matches", "is_missing"),
        "number": ("equals", "in", "at_least", "at_most", "is_missing"),
        "boolean": ("equals", "is_missing"),
        "list": ("contains",),
    }
)
ALL_OPERATORS = tuple(dict.fromkeys(name for names in OPERATORS.values() for name in names))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a condition stands: the columns it may name. `columns` of None means any, as text."""

    columns: Mapping[str, ColumnType] | None

    def type_of(self, column: str) -> ColumnType | None:
        """The type of a column, or None where there is no such column here."""
        if self.columns is None:
            return "text"
        return self.columns.get(column)


EVENTS = Scope(EVENT_COLUMNS)
JOURNEYS = Scope(MappingProxyType({**EVENT_COLUMNS, **JOURNEY_COLUMNS}))
TRAITS = Scope(JOURNEY_COLUMNS)
RAW = Scope(None)
