"""A table as it stands in a page and in its CSV: same cells, small counts hidden in both."""

import base64
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cjm_analytics.language import SMALL, Voice, is_small

Row = dict[str, Any]
Raw = str | float | int | None

_LONGEST = 120  # characters of one cell
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Cell:
    """`text` is for reading, `raw` for the CSV; `bar` (0..1) draws one; `tone` colours the text."""

    text: str
    raw: Raw | tuple[Raw, Raw]
    bar: float | None = None
    tone: str = ""

    @property
    def raws(self) -> tuple[Raw, ...]:
        """What goes into the CSV: one value, or the two of an interval."""
        return self.raw if isinstance(self.raw, tuple) else (self.raw,)


@dataclass(frozen=True)
class Column:
    """`key` heads the CSV, `heading` the page; `cell` makes the cell from a row.

    An interval is one column on the page and two in the CSV: `csv_keys`, and a pair as raw.
    """

    key: str
    heading: str
    cell: Callable[[Row], Cell]
    is_number: bool = True
    is_csv_only: bool = False
    csv_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table as shown, with its CSV as a data: URL."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    csv_name: str
    csv_href: str


def table(
    id: str, caption: str, columns: Sequence[Column], rows: Sequence[Row], voice: Voice
) -> Table:
    """Rows through columns, and the same as CSV in a data: URL, which works from a file."""
    cells = [[column.cell(row) for column in columns] for row in rows]
    raw: list[list[Raw]] = [
        [key for column in columns for key in column.csv_keys or (column.key,)],
        *([raw for cell in line for raw in cell.raws] for line in cells),
    ]
    shown = [i for i, column in enumerate(columns) if not column.is_csv_only]
    text = as_csv(raw, voice.language)
    encoded = base64.b64encode(("\ufeff" + text).encode()).decode()
    return Table(
        id=id,
        caption=caption,
        columns=tuple(columns[i] for i in shown),
        rows=tuple(tuple(line[i] for i in shown) for line in cells),
        csv_name=f"{id}.{voice.language}.csv",
        csv_href=f"data:text/csv;charset=utf-8;base64,{encoded}",
    )


def as_csv(rows: Sequence[Sequence[Raw]], language: str) -> str:
    """CSV as the spreadsheets of the language read it: Dutch `;` and `1,5`, English `,` and `1.5`.

    Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers do not.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "nl" else ",", lineterminator="\r\n")
    writer.writerows([_csv_value(value, language) for value in row] for row in rows)
    return out.getvalue()


def _csv_value(value: Raw, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
    # Twelve digits: the last ones of a sum differ with the order in which threads add it up.
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if language == "nl" else text


class Columns:
    """Makes the kinds of column a report has, in one voice."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.numbers = voice.numbers

    def text(
        self,
        key: str,
        word: str,
        value: Callable[[Row], str] | None = None,
        is_csv_only: bool = False,
    ) -> Column:
        """Text from `value`, or of the column itself; the page shows the first 120 characters."""

        def cell(row: Row) -> Cell:
            text = value(row) if value else str(row[key] if row[key] is not None else "")
            return Cell(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", text)

        return Column(key, self.voice.say(word), cell, is_number=False, is_csv_only=is_csv_only)

    def count(self, key: str, word: str) -> Column:
        """A number of rows, files or events."""
        return Column(
            key, self.voice.say(word), lambda row: Cell(self.numbers.count(row[key]), row[key])
        )

    def people(self, key: str, word: str) -> Column:
        """A number of people or journeys, hidden under 10."""

        def cell(row: Row) -> Cell:
            n = row[key]
            return Cell(self.numbers.people(n), f"<{SMALL}" if is_small(n) else n)

        return Column(key, self.voice.say(word), cell)

    def share(self, key: str, word: str, counted: str, n: str) -> Column:
        """A rate of people, `counted` of `n` (names of columns), hidden where either is small."""

        def cell(row: Row) -> Cell:
            text = self.numbers.share(row[key], row[counted], row[n])
            hidden = (row[n] or 0) < SMALL or is_small(row[counted])
            return Cell(text, None if hidden else row[key])

        return Column(key, self.voice.say(word), cell)

    def interval(self, key: str, counted: str, n: str) -> Column:
        """The interval of a rate, from columns `key`_low and `key`_high; two columns in the CSV."""

        def cell(row: Row) -> Cell:
            low, high = row[f"{key}_low"], row[f"{key}_high"]
            text = self.numbers.interval(low, high, row[counted], row[n])
            return Cell(text or "–", (low, high) if text else (None, None))

        keys = (f"{key}_low", f"{key}_high")
        return Column(keys[0], self.voice.say("col.interval"), cell, csv_keys=keys)

    def fraction(self, key: str, word: str) -> Column:
        """A share of rows or events, drawn as a bar as well."""

        def cell(row: Row) -> Cell:
            return Cell(self.numbers.percent(row[key]), row[key], bar=row[key] or 0.0)

        return Column(key, self.voice.say(word), cell)

    def days(self, key: str, word: str, n: str) -> Column:
        """A duration in days over `n` journeys, hidden where those are few."""

        def cell(row: Row) -> Cell:
            if is_small(row[n]):
                return Cell(f"n < {SMALL}", None)
            return Cell(self.numbers.days(row[key]), row[key])

        return Column(key, self.voice.say(word), cell)

    def day(self, key: str, word: str) -> Column:
        """The local day of a UTC moment."""

        def cell(row: Row) -> Cell:
            moment = row[key]
            return Cell(self.numbers.day(moment), moment.isoformat() if moment else None)

        return Column(key, self.voice.say(word), cell)
