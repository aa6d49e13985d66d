"""What the command line says: answers on standard output, problems on standard error."""

import sys
import unicodedata
from collections.abc import Iterable

WRONG_CONFIGURATION = 2
FAILED_RUN = 1


class Refused(Exception):
    """Ends the command with a message and an exit code (2: configuration, 1: a failed run)."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def lines(texts: Iterable[str]) -> None:
    """Print each text on its line."""
    for text in texts:
        print(text)


def harmless(text: str) -> str:
    """A text from an export with nothing in it that a terminal would obey: escapes, directions."""
    return "".join(
        char if unicodedata.category(char)[0] != "C" else char.encode("unicode_escape").decode()
        for char in text
    )


def problem(text: str) -> None:
    """Print a problem."""
    print(text, file=sys.stderr)
