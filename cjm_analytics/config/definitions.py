"""A short fingerprint of what a number means, published beside the number."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel


def definition_hash(definition: object) -> str:
    """12 hexadecimal digits that change when the definition does, and only then.

    Takes a section of journey.yml, a condition, or plain values; spelling in the file, defaults
    written out, and the order of keys make no difference.
    """
    text = json.dumps(_plain(definition), sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {type(value).__name__.lower(): parts}  # All and Any hold the same field
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)  # 2 and 2.0 in the file mean the same
    if value is None or isinstance(value, str | bool | float):
        return value
    raise TypeError(f"no definition can hold a {type(value).__name__}")
