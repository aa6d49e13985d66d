"""`cjm --help` answers at once, and a slip on the command line is told."""

import subprocess
import sys

import pytest
from cli_shop import Cjm, assert_plain

HEAVY = ("dagster", "duckdb", "pandas", "pyarrow", "plotly", "sqlglot", "cjm_pipelines")


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["init", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from cjm_cli.main import main\n"
        "try:\n    main()\n"
        "finally:\n    print(sorted(set(sys.modules) & set(sys.argv[-1].split())))"
    )
    program = f"import sys\nheavy = {HEAVY!r}\n" + program.replace(
        "set(sys.argv[-1].split())", "set(heavy)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"


def test_commands_are_told(cjm: Cjm) -> None:
    answer = cjm("--help")
    assert answer.code == 0
    for command in ("init", "check", "run"):
        assert f" {command} " in answer.out


@pytest.mark.parametrize("arguments", [["frob"], ["init"], ["run", "--frob"], ["run", "a", "b"]])
def test_slips_on_the_command_line(cjm: Cjm, arguments: list[str]) -> None:
    answer = cjm(*arguments)
    assert answer.code == 2
    assert "Usage: cjm" in answer.err
    assert_plain(answer)
