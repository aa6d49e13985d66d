"""What is wrong in a journey.yml, and how to say it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, what is wrong, and what to write instead.

    `line` counts from 1; 0 means the file as a whole. `key` is dotted, with indexes from 0.
    """

    file: str
    line: int
    key: str
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        if self.key:
            where = f"{where} {self.key}"
        what = f"{self.message}; {self.remedy}" if self.remedy else self.message
        return f"{where}: {what}"


class ConfigError(Exception):
    """A journey.yml that cannot be used; `problems` holds every problem of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its line is known. `path` is relative to the section that reports it.

    With `key`, the line is that of this key inside `path`, while `path` is what the user reads.
    """

    path: KeyPath
    message: str
    remedy: str = ""
    key: str | int | None = None

    def below(self, path: KeyPath) -> "Finding":
        """The same finding seen from further up the file."""
        return Finding(path + self.path, self.message, self.remedy, self.key)


class Refusal(ValueError):
    """Carries findings through a validator, which may otherwise report only one."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))

    @classmethod
    def of(cls, message: str, remedy: str = "") -> "Refusal":
        """A refusal of the value itself, for one reason."""
        return cls([Finding((), message, remedy)])


def dotted(path: KeyPath) -> str:
    """`("phases", 1, "rules")` as `phases[1].rules`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def use_one_of(allowed: Iterable[str], given: object = "") -> str:
    """What is allowed, with the nearest to what was given."""
    names = list(dict.fromkeys(allowed))
    return f"use {'one of: ' if len(names) > 1 else ''}{', '.join(names)}{nearest(names, given)}"


def nearest(allowed: Iterable[str], given: object) -> str:
    """` (did you mean …?)`, or nothing where no name is near."""
    near = get_close_matches(str(given), list(allowed), n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def shown(value: object) -> str:
    """A value as the reader of the message wrote it, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 60 else f"'{value[:57]}…'"
    if isinstance(value, dict):
        return "keys"
    if isinstance(value, list | tuple):
        return "a list"
    return f"the number {value}"
