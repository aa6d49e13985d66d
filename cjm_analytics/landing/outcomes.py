"""What comes of landing a source or of looking at a file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Landed:
    """What came of a source: its files and rows, and its bad files, each with the reason."""

    files: int
    new_files: int
    rows: int
    quarantined: int
    vanished: tuple[str, ...]
    bad_files: tuple[str, ...]


@dataclass(frozen=True)
class Inspected:
    """A file as `cjm check` sees it: rows, columns looked for and not found, the first bad row."""

    path: str
    rows: int
    bad_rows: int
    missing: tuple[str, ...]
    found: tuple[str, ...]
    first_problem: str | None = None


@dataclass(frozen=True)
class Counts:
    """Of the rows of one file, what became of them."""

    read: int
    landed: int
    quarantined: int
    ignored: int
    drift: str | None
