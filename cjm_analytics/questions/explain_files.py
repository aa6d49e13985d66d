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
    """What became of the row, in every file that may be meant, for every source that lands it."""
    explained = set()
    for file in files_asked(tables, asked):
        # A header is row 1, and is not among the rows read.
        if file["file_id"] not in explained and 0 < asked.line <= file["n_read"] + 1:
            explained.add(file["file_id"])
            yield _explain(tables, file, asked.line)


def files_asked(tables: Published, asked: FileRow) -> list[Row]:
    """The landed files of that path, else those whose path ends as it does."""
    found = tables.rows(
        "from landed.files where path = $1 or ends_with(path, '/' || $1)"
        " or ends_with($1, '/' || path) order by path, source_id",
        asked.path,
    )
    return [file for file in found if file["path"] == asked.path] or found


def _explain(tables: Published, file: Row, line: int) -> Explanation:
    if landed := explain_row(tables, file["file_id"], line):
        return landed
    unread = tables.row(
        "from landed.quarantine where file_id = ? and line = ?", file["file_id"], line
    )
    facts: Row = {"is_kept": False, "source_id": file["source_id"], **(unread or {})}
    if unread:
        told = [f"in quarantine: {unread['reason']}"]
        if unread["content"]:
            told.append(f"it says: {unread['content']}")
    else:
        told = [
            f"no record of source {file['source_id']}: the file's header, or one of the"
            f" {counted(file['n_ignored'], 'row')} that its kind or `ignore` in journey.yml passes"
            " over"
        ]
    return Explanation("row", f"{file['path']}:{line}", (Part("cleaning", tuple(told), facts),))
