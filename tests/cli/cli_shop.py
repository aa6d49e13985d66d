"""The command `cjm`, called in this process or, as a user does, in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import small_shop
from cjm_cli.main import main

COMMAND = (sys.executable, "-c", "from cjm_cli.main import main; main()")
JARGON = ("Traceback", "Error:", "pydantic", "dagster", "duckdb.", "select ", 'File "')


@dataclass(frozen=True)
class Answer:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Cjm = Callable[..., Answer]


def in_a_process(*arguments: object, **environment: str) -> Answer:
    """As a user calls it; slow, for Python and Dagster start anew."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "CJM_AS_OF": small_shop.AS_OF, **environment},
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def exit_code(*arguments: object) -> int:
    """Call the command in this process."""
    before, sys.argv = sys.argv, ["cjm", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    finally:
        sys.argv = before
    return 0


def assert_plain(answer: Answer) -> None:
    """A user's words, no traceback."""
    for word in JARGON:
        assert word not in answer.err
        assert word not in answer.out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
