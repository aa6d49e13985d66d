"""A row of an export, by its file and number: landed, in quarantine, or no record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cjm_analytics.questions.explain_events import explain_row
from cjm_analytics.questions.explanations import Explanation, Part, Published, Row, counted


@dataclass(frozen=True)
class FileRow:
    """A row as it is asked for: `path` may be all of a file's path, its end, or more than it."""

    path: str
    line: int


def asked_row(wanted: str) -> FileRow | None:
    """What `exports/orders.csv:12` asks for; None where it has not that shape."""
    asked = re.fullmatch(r"(.+):([0-9]{1,18})", wanted, re.DOTALL)
    return FileRow(asked[1].removeprefix("./"), int(asked[2])) if asked else None


def explain_file_rows(tables: Published, asked: FileRow) -> Iterator[Explanation]:
    """What became of the row, in every file that may be meant and that has so many."""
    for path, files in files_asked(tables, asked).items():
        if 0 < asked.line <= n_rows(files) + 1:  # a header is row 1, and is not among the rows read
            yield _explain(tables, path, files, asked.line)


def files_asked(tables: Published, asked: FileRow) -> dict[str, list[Row]]:
    """The landed files of that path, else those whose path ends as it does, by path."""
    by_path: dict[str, list[Row]] = {}
    for file in tables.rows(
        "from landed.files where path = $1 or ends_with(path, '/' || $1)"
        " or ends_with($1, '/' || path) order by path, source_id",
        asked.path,
    ):
        by_path.setdefault(file["path"], []).append(file)
    exact = by_path.get(asked.path)
    return {asked.path: exact} if exact else by_path


def n_rows(files: list[Row]) -> int:
    """How many rows a file has, a header apart; it may be landed for several sources."""
    return int(max(file["n_read"] for file in files))


def _explain(tables: Published, path: str, files: list[Row], line: int) -> Explanation:
    file_ids = [file["file_id"] for file in files]
    if landed := explain_row(tables, file_ids, line):
        return landed
    unread = tables.row(
        "from landed.quarantine where list_contains(?, file_id) and line = ?", file_ids, line
    )
    facts: Row = {"is_kept": False, **(unread or {})}
    if unread:
        told = [f"in quarantine: {unread['reason']}"]
        if unread["content"]:
            told.append(f"it says: {unread['content']}")
    else:
        ignored = counted(max(file["n_ignored"] for file in files), "row")
        told = [
            f"no record: the file's header, or one of the {ignored} that its kind or `ignore`"
            " in journey.yml passes over"
        ]
    return Explanation("row", f"{path}:{line}", (Part("cleaning", tuple(told), facts),))
