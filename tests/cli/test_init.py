"""`cjm init`: a project that runs, and nothing of anyone is overwritten."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from cli_shop import Cjm, assert_plain, contents, in_a_process


@pytest.mark.parametrize("options", [[], ["--empty"]])
def test_new_project(cjm: Cjm, tmp_path: Path, options: list[str]) -> None:
    folder = tmp_path / "my shop"
    answer = cjm("init", folder, *options)
    assert (answer.code, answer.err) == (0, "")
    assert f"Next: cjm check {folder}, then cjm run {folder}" in answer.out
    journey = yaml.safe_load((folder / "journey.yml").read_text(encoding="utf-8"))
    for source in journey["sources"]:
        assert source["path"].startswith("exports/")
        assert any(folder.glob(source["path"])) is not bool(options)
        assert (folder / source["path"]).parent.is_dir()
    assert ".cjm-key" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_what_it_makes_is_right_and_git_keeps_no_secret(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    assert in_a_process("init", folder).code == 0
    answer = in_a_process("check", folder)
    assert (answer.code, answer.err) == (0, "")
    assert "journey.yml is right: 4 sources, 5 phases, 5 KPIs" in answer.out
    for count in (" 14,504 ", "columns found: ", "exports/ga4/events_202509.par"):
        assert count in answer.out
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", folder], check=True)
        seen = subprocess.run(
            ["git", "status", "--porcelain", "-uall"], cwd=folder, capture_output=True, check=True
        )
        assert seen.stdout.decode().split() == ["??", ".gitignore", "??", "journey.yml"]


def test_existing_project_is_refused(cjm: Cjm, tmp_path: Path) -> None:
    (tmp_path / "journey.yml").write_text("mine", encoding="utf-8")
    answer = cjm("init", tmp_path)
    assert answer.code == 2
    assert "journey.yml is there already; choose another folder" in answer.err
    assert contents(tmp_path) == {"journey.yml": b"mine"}


def test_file_instead_of_a_folder_is_refused(cjm: Cjm, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    for name in ("x", "x/y"):
        answer = cjm("init", tmp_path / name)
        assert answer.code != 0
        assert_plain(answer)
    assert contents(tmp_path) == {"x": b"mine"}


def test_exports_of_ones_own_are_not_mixed_with_the_sample(cjm: Cjm, tmp_path: Path) -> None:
    (tmp_path / "exports" / "orders").mkdir(parents=True)
    (tmp_path / "exports" / "orders" / "mine.csv").write_text("x", encoding="utf-8")
    answer = cjm("init", tmp_path)
    assert answer.code == 2
    assert "use --empty to keep them as they are" in answer.err
    assert list(contents(tmp_path)) == ["exports/orders/mine.csv"]
    assert cjm("init", tmp_path, "--empty").code == 0
    assert contents(tmp_path)["exports/orders/mine.csv"] == b"x"


def test_what_git_ignores_already_stays(cjm: Cjm, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.secret\nexports/", encoding="utf-8")
    assert cjm("init", tmp_path, "--empty").code == 0
    lines = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["*.secret", "exports/"]
    assert ".cjm-key" in lines
    assert len(lines) == len(set(lines))
