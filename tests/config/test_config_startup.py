"""A command line must answer at once: reading journey.yml loads nothing heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("duckdb", "pandas", "pyarrow", "numpy", "scipy", "plotly", "sqlglot", "dagster")


@pytest.mark.parametrize("load_a_file", [False, True], ids=["importing", "loading"])
def test_nothing_heavy_is_imported(tmp_path: Path, load_a_file: bool) -> None:
    journey = tmp_path / "journey.yml"
    journey.write_text("sources: [{id: a, kind: ga4, path: x}]\nmodel: {preset: klantreis}\n")
    program = "import sys; from pathlib import Path; from cjm_analytics.config import load\n"
    if load_a_file:
        program += f"load(Path({str(journey)!r}))\n"
    program += f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []
