"""Answers of an analyst's questions, as a table to read or as CSV to keep."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pandas import isna
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cjm_analytics.project import Project
from cjm_analytics.questions.events import QuestionRefused
from cjm_analytics.questions.explanations import NothingPublished
from cjm_analytics.questions.published import open_published, published_events

from .opening import open_project
from .say import FAILED_RUN, WRONG_CONFIGURATION, Refused, harmless

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Answer = TypeVar("Answer")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate


def answered(
    project: Path, ask: Callable[["duckdb.DuckDBPyRelation"], "pd.DataFrame"], as_csv: bool
) -> None:
    """Ask the published events of a project, and print what they say."""
    _, answer = asked(project, lambda _, published: ask(published_events(published)))
    told(answer, as_csv)


def asked(
    project: Path, ask: Callable[[Project, "duckdb.DuckDBPyConnection"], Answer]
) -> tuple[Project, Answer]:
    """The project, and what its published tables answer; ends the command where they cannot."""
    opened = open_project(project)
    try:
        return opened, ask(opened, open_published(opened))
    except NothingPublished as reason:
        raise Refused(str(reason), FAILED_RUN) from None
    except QuestionRefused as refusal:
        raise Refused(str(refusal), WRONG_CONFIGURATION) from None


def told(answer: "pd.DataFrame", as_csv: bool) -> None:
    """Print an answer as a table, or as CSV."""
    if as_csv:
        answer.map(_as_cell).to_csv(sys.stdout, index=False)
    else:
        _show(answer)


def written(step: str, where: str) -> str | Mapping[str, Any]:
    """A step as typed: an event name, or a condition in braces as in journey.yml."""
    if not step.lstrip().startswith("{"):
        return step
    try:
        condition = yaml.safe_load(step)
    except yaml.YAMLError:
        raise Refused(
            f"{where}: {step} cannot be read; write '{{page_path: {{starts_with: /product}}}}'",
            WRONG_CONFIGURATION,
        ) from None
    return condition if isinstance(condition, dict) else step


def _as_cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _show(answer: "pd.DataFrame") -> None:
    table = Table()
    for column in answer.columns:
        is_number = answer[column].dtype.kind in "if"
        name = harmless(str(column).replace("_", " "))
        table.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    columns = [str(column) for column in answer.columns]
    for row in answer.itertuples(index=False):
        table.add_row(*_told(columns, row))
    console = Console(markup=False, highlight=False)
    console.print(table)


def _told(columns: Sequence[str], row: Sequence[Any]) -> list[Text]:
    return [Text(_in_words(column, value)) for column, value in zip(columns, row, strict=True)]


def _in_words(column: str, value: Any) -> str:
    if isna(value):
        return "-"
    if column.startswith("rate_") or column == "share":
        return f"{value:.1%}"
    if column.endswith("_seconds"):
        return _as_time(value)
    if isinstance(value, str):
        return harmless(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _as_time(seconds: float) -> str:
    for length, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:.1f} s"
