"""journey.yml is not right: exit code 2, the line and the remedy, and nothing is touched."""

from pathlib import Path

import pytest
import small_shop
from cli_shop import Cjm, assert_plain, contents

PRESET = "preset: klantreis"
RULE = "page_path: {starts_with: /gloves}"
OWN_MODEL = "conversion_phase: buy\n  phases: [{id: look}, {id: buy}]"
SITE = "path: exports/visits*.csv"


def line_of(text: str) -> int:
    return small_shop.JOURNEY[: small_shop.JOURNEY.index(text)].count("\n") + 1


REFUSED = {
    "unknown key": (
        ("kpis:", "kpi_s:"),
        f"journey.yml:{line_of('kpis:')}: unknown key 'kpi_s'; use one of: project, ",
    ),
    "column that does not exist": (
        (RULE, "pagepath: /gloves"),
        f"journey.yml:{line_of(RULE)} model.phases[0].rules[0]: unknown column 'pagepath'; use",
    ),
    "regular expression that RE2 refuses": (
        (RULE, 'page_path: {matches: "(?=x)"}'),
        f"journey.yml:{line_of(RULE)} model.phases[0].rules[0].page_path.matches: ",
    ),
    "phase without rules": (
        ("preset: klantreis\n  phases:\n    - id: consideration\n", f"{OWN_MODEL}\n  x:\n"),
        "model.phases[0]",
    ),
    "path that matches nothing": (
        (SITE, "path: exports/visitors*.csv"),
        "journey.yml:6 sources[0].path: no file matches 'exports/visitors*.csv'; put the exports"
        " there, or correct the path (from journey.yml's folder)",
    ),
    "no yaml": ((PRESET, "preset: [klantreis"), "journey.yml:"),
    "two mistakes": ((PRESET, "preset: klantrijs\n  surprise: 1"), "use one of: "),
}


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize(("change", "told"), REFUSED.values(), ids=REFUSED)
def test_configuration_that_is_refused(
    cjm: Cjm, tmp_path: Path, change: tuple[str, str], told: str, command: str
) -> None:
    assert change[0] in small_shop.JOURNEY
    journey = small_shop.JOURNEY.replace(*change)
    small_shop.write(tmp_path, small_shop.exports(12), journey=journey)
    before = contents(tmp_path)
    answer = cjm(command, tmp_path)
    assert answer.code == 2
    assert told in answer.err
    assert answer.out == ""
    assert_plain(answer)
    assert all(line.count("; ") for line in answer.err.splitlines()), "what to do is missing"
    assert contents(tmp_path) == before


def test_all_paths_that_match_nothing_are_told_at_once(cjm: Cjm, tmp_path: Path) -> None:
    (tmp_path / "journey.yml").write_text(small_shop.JOURNEY, encoding="utf-8")
    answer = cjm("run", tmp_path)
    assert answer.code == 2
    assert answer.err.count("no file matches") == 4


@pytest.mark.parametrize("command", ["check", "run"])
def test_no_project_there(cjm: Cjm, tmp_path: Path, command: str) -> None:
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "nowhere" / "journey.yml"):
        answer = cjm(command, path)
        assert answer.code == 2
        assert "no such file; write one with cjm init" in answer.err
        assert_plain(answer)


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_key_file_without_a_key(cjm: Cjm, shop: Path, content: bytes) -> None:
    (shop / ".cjm-key").write_bytes(content)
    answer = cjm("run", shop)
    assert answer.code == 2
    assert ".cjm-key: the file holds no key; put the key back, or remove the file" in answer.err
    assert (shop / ".cjm-key").read_bytes() == content
