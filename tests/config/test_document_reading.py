"""YAML as we read it: values without surprises, every key with its line, syntax errors in words."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_analytics.config import ConfigError, load
from cjm_analytics.config.document import read as read_document

Refused = Callable[[str], list[str]]


def content(tmp_path: Path, text: str) -> dict[str, object]:
    path = tmp_path / "some.yml"
    path.write_text(text, encoding="utf-8")
    return read_document(path).content


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("0123", "0123"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("17", 17),
        ("-3", -3),
        ("0.12", 0.12),
        (".5", 0.5),
        ("2e3", 2000.0),
        (".nan", ".nan"),
        ("2026-03-02", "2026-03-02"),
        ("~", None),
        ("", None),
        ('"17"', "17"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_plain_values_mean_what_they_look_like(tmp_path: Path, written: str, meant: object) -> None:
    value = content(tmp_path, f"key: {written}\n")["key"]
    assert value == meant
    assert type(value) is type(meant)


def test_keys_are_text(tmp_path: Path) -> None:
    assert content(tmp_path, "on: 1\n1: 2\nno: 3\n") == {"on": 1, "1": 2, "no": 3}


def test_anchors_repeat_a_value(tmp_path: Path) -> None:
    assert content(tmp_path, "a: &x [1]\nb: *x\n") == {"a": [1], "b": [1]}


def test_every_key_and_item_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_text("a:\n  - b: 1\n    c: 2\n  - d\n")
    lines = read_document(path).lines
    assert lines == {("a",): 1, ("a", 0): 2, ("a", 0, "b"): 2, ("a", 0, "c"): 3, ("a", 1): 4}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ": the file is empty"),
        ("# only a remark\n", ": the file is empty"),
        ("- a\n", ":1: expected keys at the top of the file"),
        ("hello\n", ":1: expected keys at the top of the file"),
        ("a:\n\tb: 1\n", ":2: a tab; YAML allows only spaces before a key"),
        ("a: b: c\n", ":1: a second ': ' on the line, or a line indented too far"),
        ("x: 1\na: {b: 1\nc: 2\n", ":2: a { or [ that is not closed"),
        ('a: "x\nb: 2\n', ":1: a quote that is opened and never closed"),
        ("a: 1\nkey\nb: 2\n", ":3: a key without ': ' after it"),
        ('a: "\\d"\n', ":1: a backslash between double quotes that YAML does not know"),
        ("a: *x\n", ":1: an alias (*) whose anchor (&) does not stand above it"),
        ("a: @b\n", ":1: a sign that YAML does not allow there"),
        ("a: [1]]\n", ":1: "),
        ("a:\n  - b\n c: 1\n", ":3: a line that does not line up with the lines above it"),
        ("a: 1\n---\nb: 1\n", ":2: a second document after ---"),
        ("a: 1\nb: \x01\n", ":2: a control character"),
        pytest.param("a: " + "[" * 5000, ":1: brackets are nested too deep to read", id="deep"),
    ],
)
def test_what_is_not_yaml_is_told_in_words(refused: Refused, text: str, told: str) -> None:
    lines = refused(text)
    assert len(lines) == 1
    assert lines[0].startswith("journey.yml" + told)
    assert "; " in lines[0]  # what to do stands behind it


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (codecs.BOM_UTF16_LE + "a: 1".encode("utf-16-le"), ": the file is written in UTF-16"),
        (codecs.BOM_UTF16_BE + "a: 1".encode("utf-16-be"), ": the file is written in UTF-16"),
        ("a: 1".encode("utf-32"), ": the file is written in UTF-32"),
        ("a: 1".encode("utf-16-le"), ":1: the file holds zero bytes, as UTF-16 without a mark"),
        (b"a: 1\nb: caf\xe9\n", ":2: byte 0xe9 is not UTF-8"),
    ],
)
def test_other_encodings_are_refused_by_name(tmp_path: Path, raw: bytes, told: str) -> None:
    path = tmp_path / "journey.yml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).removeprefix(str(path)).startswith(told)
    assert str(caught.value).endswith("; save the file as UTF-8")


def test_a_mark_of_utf8_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_bytes(codecs.BOM_UTF8 + b"a: 1\n")
    assert read_document(path).content == {"a": 1}


def test_a_missing_file_and_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    with pytest.raises(ConfigError, match=r"^nowhere\.yml: no such file; write one with cjm init"):
        load(Path("nowhere.yml"))
    with pytest.raises(ConfigError, match=r"^folder: this is a folder; name the journey\.yml"):
        load(Path("folder"))
