"""`make bench` on a small stream: the product counts what it must, and it is written down."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.agreement import judge

ROOT = Path(__file__).parents[2]


def bench(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.run", *arguments, "--rounds", "1"]
    return subprocess.run(
        [*command, "--history", str(folder / "history.csv")],
        cwd=ROOT,
        env=os.environ | {"CJM_BENCH_CACHE": str(folder)},
        capture_output=True,
        text=True,
    )


def test_the_product_counts_what_the_stream_holds(tmp_path: Path):
    done = bench(tmp_path, "20k", "--only", "product,floor,duckdb_bare")
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    assert (
        "product counts landed, duplicates, events, sessions, persons, orders, revenue, phases"
        " as its definitions say" in told
    )
    assert "DISAGREES" not in told
    with (tmp_path / "history.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert [line["contender"] for line in lines] == ["product", "floor", "duckdb_bare"]
    for line in lines:
        assert line["size"] == "20k"
        assert line["commit"]
        assert float(line["wall_s"]) > 0
        assert float(line["peak_mb"]) > 0
        assert float(line["product_wall_ratio"]) > 0

    again = bench(tmp_path, "20k", "--only", "floor")
    assert again.returncode == 0
    assert len((tmp_path / "history.csv").read_text().splitlines()) == 1 + 3 + 1


RIVALS = ("chdb_bare", "polars_bare", "pandas_bare", "retentioneering_prepared", "pm4py_prepared")


@pytest.mark.skipif(
    not (ROOT / "benchmarks" / ".venv" / "all").exists(), reason="no rivals here: make rivals"
)
def test_the_rivals_do_the_same_work(tmp_path: Path):
    done = bench(tmp_path, "20k", "--only", ",".join(["duckdb_bare", *RIVALS]))
    assert (done.returncode, done.stderr) == (0, "")
    told = " ".join(done.stdout.split())
    for rival in RIVALS:
        assert f"{rival} counts the same events" in told
    assert "not the funnel: its funnel has no window" in told


def test_landing_is_held_against_a_bare_create_table(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("CJM_MEMORY_LIMIT", "1GB")
    done = bench(tmp_path, "20k", "--landing")
    assert (done.returncode, done.stderr) == (0, "")
    assert "CJM_MEMORY_LIMIT=1GB for the product" in done.stdout
    with (tmp_path / "history.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert [(line["size"], line["contender"], line["memory_limit"]) for line in lines] == [
        (f"20k {ending} landed", contender, limit)
        for ending in ("parquet", "csv", "jsonl")
        for contender, limit in (("product", "1GB"), ("create_table_as", ""))
    ]
    assert all(float(line["product_cpu_ratio"]) > 0 for line in lines)


def test_a_wrong_count_is_told(tmp_path: Path):
    right = {"events": 10, "funnel": [5, 3, 1, 1, 0], "moves": {"1>2": [4, 10.0, 90.0]}}
    wrong = {"events": 10, "funnel": [5, 3, 1, 0, 0], "moves": {"1>2": [4, 10.4, 90.0]}}
    as_json = json.loads(json.dumps({"duckdb_bare": right, "polars_bare": wrong}))
    ((agrees, told),) = judge(as_json, tmp_path)
    assert not agrees
    assert told.startswith("polars_bare counts the same events, moves; DISAGREES on funnel")
    assert [
        agrees for agrees, _ in judge({"duckdb_bare": right, "chdb_bare": right}, tmp_path)
    ] == [True]


def test_a_size_that_is_none_is_refused(tmp_path: Path):
    done = bench(tmp_path, "many")
    assert done.returncode != 0
    assert "SIZE=many: write a number and k or m" in done.stderr
    assert "Traceback" not in done.stderr
