"""What every kind of file shares: how it is opened, what it lacks, and why it cannot be read."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from glob import glob
from hashlib import file_digest
from pathlib import Path
from typing import IO

import duckdb
from sqlglot import exp

from cjm_analytics.landing.kinds import FileType, RawColumn

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_QUOTES_ON = re.compile(r"\s*(Input|Original Line|LINE 1):.*")  # what DuckDB shows of the file
_VALUE = re.compile(r".*@.*|.*[0-9]{5}.*|[0-9][0-9 :.,/TZ+-]*")
_CUT_SHORT = "is a gzip that is cut short or broken inside; deliver it again"
_GZIP_ERRORS = (EOFError, gzip.BadGzipFile, zlib.error)
_ZIP = b"PK\x03\x04"


class BadFile(Exception):
    """A file that cannot be read at all. The message says why and what to do."""


@dataclass(frozen=True)
class FileFormat:
    """How a file is written. A delimiter of None is found out from the header."""

    type: FileType
    delimiter: str | None = None
    encoding: str = "utf-8"
    records: str | None = None
    reader: str | None = None


@dataclass(frozen=True)
class Reading:
    """A file, opened: a query giving `line` and the columns asked for, and what it could not hold.

    Where running the query fails, `reread` goes through the file row by row, says which rows are
    bad, and gives the rest; None means that there is nothing more to try. Files whose `selected` is
    the same text can be read by one query; one that has none stands alone.
    """

    query: str
    bad_rows: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    reread: Callable[[], "Reading"] | None = None
    selected: str | None = None


def text(value: str) -> str:
    """A text as an SQL literal."""
    return exp.Literal.string(value).sql("duckdb")


@lru_cache(maxsize=1024)  # the columns of one file are those of the next
def name(value: str) -> str:
    """A name as a quoted SQL identifier."""
    return exp.to_identifier(value, quoted=True).sql("duckdb")


def pattern(path: Path) -> str:
    """A path as an SQL literal that means this file alone: DuckDB reads * ? [ as wildcards."""
    return text(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def not_decoded(file_format: FileFormat, line: int) -> BadFile:
    """Why a file that is written otherwise cannot be read."""
    remedy = "save it as UTF-8"
    if file_format.type == "csv":
        remedy += " (or, for a table, say so: format: {encoding: latin-1})"
    return BadFile(f"is not {file_format.encoding} in line {line}; {remedy}")


@contextmanager
def explained(file_format: FileFormat) -> Iterator[None]:
    """Turns whatever reading a file raises into a BadFile that says what to do."""
    try:
        yield
    except _GZIP_ERRORS:
        raise BadFile(_CUT_SHORT) from None
    except OSError as error:
        raise BadFile(f"cannot be opened: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadFile(f"is not {file_format.encoding}; save it as UTF-8") from None
    except duckdb.OutOfMemoryException:
        raise  # no fault of the file
    except duckdb.Error as error:
        raise BadFile(_plain(error)) from None


def matching(root: Path, path: str) -> list[Path]:
    """What the path of a source reaches from the folder of journey.yml, hidden files apart."""
    found = glob(path, root_dir=root, recursive=True)  # noqa: PTH207 Path.glob stays below root
    return sorted(root / reached for reached in found)


def shown_path(root: Path, path: Path) -> str:
    """A path as journey.yml reaches it, also where its name is not UTF-8."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return inside.as_posix().encode(errors="replace").decode()


def content_id(path: Path) -> str:
    """Equal for equal content. Raises BadFile when it is no file that can be opened."""
    check_file(path)
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()[:16]
    except OSError as error:
        raise BadFile(f"cannot be opened: {error.strerror}") from None


def check_file(path: Path) -> None:
    """Raises BadFile when it is no file that can be opened."""
    if str(path).encode(errors="replace").decode() != str(path):
        raise BadFile("has a name that is not UTF-8; give it another name")
    if path.is_dir():
        raise BadFile("is a folder, not a file; let the path end in /*.csv or the like")
    if not path.is_file():
        raise BadFile("is no file (a link that leads nowhere?); deliver it again, or take it away")


def sniff(path: Path, file_format: FileFormat) -> bytes:
    """The first bytes, once it is clear that they are of such a file."""
    check_file(path)
    with explained(file_format), open_bytes(path) as file:
        start = file.read(4096)
    if not start.strip():
        raise BadFile("is empty (not even a header); deliver it again, or take it away")
    if start.startswith(_UTF16):
        raise BadFile("is written in UTF-16, which is not read yet; save it as UTF-8")
    is_parquet = start.startswith(b"PAR1")
    if is_parquet != (file_format.type == "parquet"):
        found = "a Parquet file" if is_parquet else "no Parquet file"
        raise BadFile(f"is {found}, expected {file_format.type}; is it of another kind?")
    if start.startswith(_ZIP):
        raise BadFile(f"is a zip or an Excel file, expected {file_format.type}; save it as that")
    if not is_parquet and b"\0" in start:
        raise BadFile("is no text (it holds zero bytes; UTF-16 is not read yet); save it as UTF-8")
    return start


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked when it is gzip, whatever its name says."""
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if is_gzip else path.open("rb")  # type: ignore[return-value]


def compression(path: Path) -> str:
    """What DuckDB calls the way the file is packed."""
    with path.open("rb") as file:
        return "gzip" if file.read(2) == b"\x1f\x8b" else "none"


def _plain(error: Exception) -> str:
    """DuckDB's reason, without what it quotes of the file."""
    message = _QUOTED.sub("…", _QUOTES_ON.sub("", str(error).split("\n")[0]))
    if "GZIP" in message.upper():
        return _CUT_SHORT
    if "MAGIC BYTES" in message.upper():
        return "is a Parquet file that is cut short; deliver it again"
    return f"cannot be read: {message.removeprefix('Invalid Input Error: ')[:200]}"


def check_needed(columns: Mapping[str, RawColumn], found: Sequence[str]) -> tuple[str, ...]:
    """The paths that are not there. Raises BadFile when one of them is needed."""
    missing = [column.path for column in columns.values() if column.path not in found]
    needed = {column.path for column in columns.values() if column.needed}
    if lacking := [path for path in dict.fromkeys(missing) if path in needed]:
        raise BadFile(f"has no column {', '.join(map(repr, lacking))}; {_instead(found)}")
    return tuple(dict.fromkeys(missing))


def _instead(found: Sequence[str]) -> str:
    """The columns that are there; their names only, for without a header these are data."""
    if any(map(_VALUE.fullmatch, found)):
        return "its first row holds values, not names: is the header missing?"
    return f"it has: {', '.join(column[:40] for column in found[:12])}. Is it of another kind?"


def projection(columns: Mapping[str, RawColumn], missing: tuple[str, ...]) -> str:
    """Every column asked for, those that are not there as null."""
    return ", ".join(
        f"cast(null as {column.type}) as {name(alias)}"
        if column.path in missing
        else f"{name(column.path)} as {name(alias)}"
        for alias, column in columns.items()
    )
