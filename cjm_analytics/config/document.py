"""A YAML file read with the line of every key.

The reading is stricter than YAML 1.1 where that surprises shopkeepers: `no` is the country code
of Norway and not false, `0123` is an id and not the number 83, `2026-03-02` is text until a
key asks for a day, and a key given twice is refused instead of the last one winning.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cjm_analytics.config.errors import ConfigError, Finding, KeyPath, Problem, dotted
from cjm_analytics.config.syntax import syntax_in_words

_NAMED_ENCODINGS = (  # UTF-32 begins with the mark of UTF-16, so it is looked at first
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS_UTF8 = "save the file as UTF-8"
_TAG = "tag:yaml.org,2002:"


class _Loader(yaml.SafeLoader):
    """PyYAML's safe reader with the plain values of YAML 1.2 only."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    (
        "float",
        r"^[-+]?(?:0|[1-9][0-9]*)?(?:\.[0-9]+|\.(?=[eE]|$)|(?=[eE]))(?:[eE][-+]?[0-9]+)?$",
        list("-+.0123456789"),
    ),
):
    _Loader.add_implicit_resolver(_TAG + _tag, re.compile(_pattern), _first)


@dataclass(frozen=True)
class Document:
    """The content of one file, and the line of every key and list item in it."""

    file: str
    content: dict[str, Any]
    lines: dict[KeyPath, int]
    findings: tuple[Finding, ...]  # found while reading, such as keys given twice

    def problem(self, finding: Finding) -> Problem:
        """The finding with its file and line."""
        path = finding.path if finding.key is None else (*finding.path, finding.key)
        while path and path not in self.lines:
            path = path[:-1]
        return Problem(
            self.file,
            self.lines.get(path, 1),
            dotted(finding.path),
            finding.message,
            finding.remedy,
        )


def read(path: Path) -> Document:
    """Read a YAML mapping. Raises ConfigError where the file is not one."""
    return parse(text_of(path), path)


def parse(text: str, path: Path) -> Document:
    """Read the text of a YAML mapping; `path` is where it comes from, for messages."""
    file = _short(path)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        line, message, remedy = syntax_in_words(error, text)
        raise ConfigError([Problem(file, line, "", message, remedy)]) from None
    except RecursionError:
        raise _refused(
            file, 1, "brackets are nested too deep to read", "write it flatter"
        ) from None
    if root is None:
        raise _refused(file, 0, "the file is empty", "start from a copy: cjm init writes one")
    if not isinstance(root, yaml.MappingNode):
        raise _refused(
            file,
            root.start_mark.line + 1,
            "expected keys at the top of the file",
            "begin with project:, sources: and model:",
        )
    builder = _Builder()
    content = builder.build(root, (), ())
    return Document(file, content, builder.lines, tuple(builder.findings))


class _Builder:
    """Turns YAML nodes into plain values, noting lines and what is wrong on the way."""

    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.findings: list[Finding] = []

    def build(self, node: yaml.Node, path: KeyPath, above: tuple[int, ...]) -> Any:
        if id(node) in above:
            self.findings.append(Finding(path, "an alias that holds itself", "write it out"))
            return None
        above = (*above, id(node))
        if isinstance(node, yaml.MappingNode):
            return {
                key: self.build(value, (*path, key), above)
                for key, value in self._entries(node, path)
            }
        if isinstance(node, yaml.SequenceNode):
            items = []
            for index, item in enumerate(node.value):
                self.lines[(*path, index)] = item.start_mark.line + 1
                items.append(self.build(item, (*path, index), above))
            return items
        return self._scalar(node, path)

    def _entries(self, node: yaml.MappingNode, path: KeyPath) -> Iterator[tuple[str, yaml.Node]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or not key_node.value:
                self.findings.append(Finding(path, "a key that is not text", "write key: value"))
                continue
            key = key_node.value
            if key in seen:
                remedy = f"keep one (the other is in line {seen[key]})"
                # The first one keeps its line under the key's own path, so this line gets another.
                self.lines[(*path, f"{key} again")] = line
                again = f"{key} again"
                self.findings.append(Finding(path, f"key '{key}' is given twice", remedy, again))
                continue
            seen[key] = line
            self.lines[(*path, key)] = line
            yield key, value_node

    def _scalar(self, node: yaml.Node, path: KeyPath) -> Any:
        kind, value = node.tag.removeprefix(_TAG), node.value
        try:
            if kind == "str":
                return value
            if kind == "null":
                return None
            if kind == "bool":
                return value.lower() == "true"
            if kind == "int":
                return int(value)
            if kind == "float":
                return float(value)
        except ValueError:
            self.findings.append(Finding(path, f"'{value[:40]}' is not a number", "write digits"))
            return None
        tag = node.tag.replace(_TAG, "!!")
        self.findings.append(Finding(path, f"unknown tag '{tag}'", "leave the tag out"))
        return None


def _short(path: Path) -> str:
    """The path as a person in this folder would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _refused(file: str, line: int, message: str, remedy: str) -> ConfigError:
    return ConfigError([Problem(file, line, "", message, remedy)])


def text_of(path: Path) -> str:
    """The text of a file. Raises ConfigError where it cannot be read as UTF-8."""
    file = _short(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refused(file, 0, "no such file", "write one with cjm init, or name it") from None
    except IsADirectoryError:
        raise _refused(file, 0, "this is a folder", "name the journey.yml in it") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise _refused(file, 0, f"cannot be read: {reason}", "check its permissions") from None
    for mark, name in _NAMED_ENCODINGS:
        if raw.startswith(mark):
            raise _refused(file, 0, f"the file is written in {name}", _SAVE_AS_UTF8)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if b"\0" in raw:
        message = "the file holds zero bytes, as UTF-16 without a mark does"
        raise _refused(file, raw[: raw.index(b"\0")].count(b"\n") + 1, message, _SAVE_AS_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise _refused(file, line, message, _SAVE_AS_UTF8) from None
