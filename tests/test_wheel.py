"""The built wheel works in an empty environment, outside the checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILT_FROM = ("pyproject.toml", "README.md", "cjm_analytics", "cli", "pipelines", "sql")
BUILT_FROM += ("dashboards/templates", "dashboards/assets", "data/sample")
KEPT_MONTHS = 2  # of the sample's web events: all of them are run in test_sample_truth


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from a copy so that nothing built before gets in."""
    source = tmp_path_factory.mktemp("wheel") / "source"
    source.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (source / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def carried(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def beside(folder: str, *patterns: str) -> set[str]:
    paths = [path for pattern in patterns for path in (ROOT / folder).glob(pattern)]
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize(
    ("folder", "inside", "patterns"),
    [
        ("cjm_analytics", "cjm_analytics", ["**/*.py"]),
        ("pipelines", "cjm_pipelines", ["**/*.py"]),
        ("cli", "cjm_cli", ["**/*.py"]),
        ("sql", "cjm_analytics/sql", ["*/*.sql", "*/*.yml"]),
        ("cjm_analytics/presets", "cjm_analytics/presets", ["*.yml"]),
        ("dashboards", "cjm_analytics/dashboards", ["templates/**/*", "assets/**/*"]),
        (
            "data/sample",
            "cjm_analytics/sample",
            ["ga4/*", "orders/*", "reviews/*", "tickets/*", "journey.yml"],
        ),
    ],
)
def test_the_wheel_carries_everything(carried: set[str], folder: str, inside: str, patterns):
    wanted = beside(folder, *patterns)
    assert wanted
    assert {f"{inside}/{name}" for name in wanted} - carried == set()


def test_the_wheel_squats_no_name(carried: set[str]):
    tops = {name.split("/")[0] for name in carried}
    modules = {top for top in tops if not top.endswith(".dist-info")}
    assert modules == {"cjm_analytics", "cjm_pipelines", "cjm_cli"}


def test_the_wheel_carries_nothing_that_is_made(carried: set[str]):
    unwanted = (".duckdb", ".pyc", ".cjm-key", "/truth/", "/generator/", "/site/")
    assert [name for name in carried if any(part in f"/{name}" for part in unwanted)] == []


@pytest.fixture(scope="module")
def cjm(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed in an empty environment that borrows only what it depends on.

    A .pth file adds the folder of the packages here, but not what its own .pth files add: so
    not the checkout, where it is installed in place.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("".join(f"{path}\n" for path in sorted(borrowed)))
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--ignore-installed", "--disable-pip-version-check"]
    subprocess.run([*pip, *options, str(wheel)], check=True)
    return folder / "bin" / "cjm"


def run(cjm: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CJM_", "PYTHON", "DAGSTER_")) and name != "VIRTUAL_ENV"
    }
    command = [str(cjm), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_what_runs_is_the_wheel_and_not_the_checkout(cjm: Path, tmp_path: Path):
    asked = "import cjm_analytics as a, cjm_pipelines as p, cjm_cli as c;"
    asked += "from cjm_analytics import folders as f;"
    asked += "print(*[m.__file__ for m in (a, p, c)], f.SQL, f.DASHBOARDS, f.SAMPLE, sep='\\n')"
    done = run(cjm.with_name("python"), tmp_path, "-c", asked)
    assert done.returncode == 0, done.stderr
    for path in done.stdout.splitlines():
        assert Path(path).is_relative_to(cjm.parent.parent), path
        assert Path(path).exists()


def test_a_new_user_gets_a_report(cjm: Path, tmp_path: Path):
    begun = run(cjm, tmp_path, "init", "myshop")
    assert begun.returncode == 0, begun.stderr
    shop = tmp_path / "myshop"
    assert "Next: cjm check myshop, then cjm run myshop" in begun.stdout
    for path in sorted((shop / "exports" / "ga4").iterdir())[KEPT_MONTHS:]:
        path.unlink()

    looked = run(cjm, tmp_path, "check", "myshop")
    assert looked.returncode == 0, looked.stderr
    assert "journey.yml is right: 4 sources" in looked.stdout

    done = run(cjm, tmp_path, "run", "myshop")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["report", "myshop/dashboards/site/index.html"]
    page = (shop / "dashboards" / "site" / "index.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert (shop / "dashboards" / "site" / "assets" / "plotly.min.js").exists()
    assert (shop / "warehouse" / "published.duckdb").exists()


def test_a_new_user_without_exports_is_told_what_is_missing(cjm: Path, tmp_path: Path):
    assert run(cjm, tmp_path, "init", "myshop", "--empty").returncode == 0
    done = run(cjm, tmp_path, "run", "myshop")
    assert done.returncode == 2
    assert "no file matches 'exports/ga4/*.parquet'" in done.stderr
    assert "Traceback" not in done.stderr
