"""`cjm --help` answers at once, and a slip on the command line is told."""

import subprocess
import sys
from pathlib import Path

import pytest
import small_shop
from cli_shop import Cjm, assert_plain

from cjm_analytics.contracts import read as as_is

# What takes a tenth of a second or brings what does; in a process of its own, no clock can fool it.
HEAVY_FOR_CHECK = (
    *("dagster", "cjm_pipelines", "pandas", "pyarrow", "numpy", "scipy", "statsmodels", "patsy"),
    *("plotly", "babel", "jinja2", "cjm_analytics.report", "cjm_analytics.statistics"),
    *("cjm_analytics.questions", "asyncio", "sqlite3", "multiprocessing", "urllib.request"),
)
# Help reads no configuration and opens no database.
HEAVY = (*HEAVY_FOR_CHECK, "duckdb", "sqlglot", "yaml", "cjm_analytics")
COMMANDS = ("init", "check", "run", "explain", "preview", "funnel", "paths", "compare", "plan")


def imported(heavy: tuple[str, ...], *arguments: str) -> list[str]:
    """Those of the modules that a call of the command imports."""
    program = (
        "import sys\n"
        "from cjm_cli.main import main\n"
        "try:\n    main()\n"
        f"finally:\n    print(*(name for name in {heavy!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()[-1].split()


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported(HEAVY, *arguments) == []


def test_check_imports_what_looking_at_exports_needs(tmp_path: Path) -> None:
    small_shop.write(tmp_path, small_shop.exports(3))
    assert imported(HEAVY_FOR_CHECK, "check", str(tmp_path)) == []


def test_judging_imports_no_more_of_scipy_than_its_functions() -> None:
    heavy = {"scipy.stats", "scipy.optimize", "statsmodels", "patsy"}
    program = f"import sys, cjm_analytics.comparison; print(*({heavy!r} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


def test_check_reads_no_contract_of_a_table_that_it_does_not_fill(
    tmp_path: Path, cjm: Cjm, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_shop.write(tmp_path, small_shop.exports(3))
    read: list[Path] = []
    monkeypatch.setattr("cjm_analytics.tables.read", lambda path: read.append(path) or as_is(path))
    assert cjm("check", tmp_path).code == 0
    assert {path.parent.name for path in read} == {"0_landed"}


def test_commands_are_told(cjm: Cjm) -> None:
    answer = cjm("--help")
    assert answer.code == 0
    for command in COMMANDS:
        assert f" {command} " in answer.out


@pytest.mark.parametrize("arguments", [["frob"], ["init"], ["run", "--frob"], ["run", "a", "b"]])
def test_slips_on_the_command_line(cjm: Cjm, arguments: list[str]) -> None:
    answer = cjm(*arguments)
    assert answer.code == 2
    assert "Usage: cjm" in answer.err
    assert_plain(answer)
