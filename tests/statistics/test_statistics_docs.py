"""docs/statistics.md and docs/calibration.md say what is so."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from calibrate import CLOSE, HEAD, OPEN, bound
from calibration import ADJUSTED, WORLDS

from cjm_analytics import statistics

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "statistics.md").read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """The cells of the table that `make calibrate` wrote."""
    text = (DOCS / page).read_text(encoding="utf-8").split(OPEN)[1].split(CLOSE)[0]
    lines = [line.strip("| ").split(" | ") for line in text.strip().splitlines()]
    assert lines[0] == list(HEAD)
    return lines[2:]


def test_the_example_prints_what_it_says():
    code, printed = re.findall(r"```(?:python)?\n(.*?)```", PAGE, re.DOTALL)[:2]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "docs/statistics.md", "exec"), {})
    assert out.getvalue() == printed


@pytest.mark.parametrize("name", statistics.__all__)
def test_every_public_name_is_on_the_page(name):
    assert name in PAGE or name == "Kitagawa"


def test_every_world_was_measured_against_the_bounds_that_are_tested():
    measured = [(world, *row[1:3], row[4]) for row in rows("calibration.md") for world in row[:1]]
    expected = [
        (world, share.question, share.method, bound(share))
        for world, shares in WORLDS.items()
        for share in shares(2)
    ]
    assert measured == expected


def test_a_thousand_times_and_more_and_every_bound_holds():
    for world, question, _, _, _, holds, runs in rows("calibration.md"):
        assert holds in ("yes", "–"), (world, question)
        assert int(runs.replace(",", "")) >= 1000 or question == ADJUSTED


def test_the_page_shows_what_has_a_bound():
    assert rows("statistics.md") == [row for row in rows("calibration.md") if row[4] != "–"]
