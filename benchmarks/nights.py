"""What a night costs when little is new, as a share of a run from nothing.

usage: python -m benchmarks.nights [SIZE] [--rounds N]

In each round: a run from nothing on all 90 days; a night without news; one more day on 89; a rule
edited, tried by `cjm preview` and then run. Every one in a process of its own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks.contenders.product import JOURNEY
from benchmarks.stream import cache, path_of

_LAST_DAY = "timestamp '2025-03-31'"
_EDIT = ("{name: logs in, event_name: login}", "{name: logs in, event_name: {in: [signin]}}")
_WHOLE = "from nothing"


def main() -> None:
    """Measure, and print medians of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("size", nargs="?", default="10m")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    told: dict[str, list[dict[str, Any]]] = {}
    for _ in range(given.rounds):
        for name, night in _round(given.size.lower()):
            told.setdefault(name, []).append(night)
    table = Table(title=f"{given.size} rows, medians of {given.rounds} rounds")
    for name in ("", "wall s", "CPU s", "peak MB", "of from nothing: wall", "CPU"):
        table.add_column(name, justify="left" if not name else "right")
    for name, nights in told.items():
        wall, cpu, peak = (
            median(one[of] for one in nights) for of in ("wall_s", "cpu_s", "peak_mb")
        )
        shares = (
            median(one[of] / whole[of] for one, whole in zip(nights, told[_WHOLE], strict=True))
            for of in ("wall_s", "cpu_s")
        )
        table.add_row(
            name,
            f"{wall:,.2f}",
            f"{cpu:,.2f}",
            f"{peak:,.0f}",
            *(f"{share:.1%}" for share in shares),
        )
    Console(width=110, highlight=False).print(table)


def _round(size: str) -> list[tuple[str, dict[str, Any]]]:
    """The nights of one round, each with what it took."""
    days = {name: _days(size, name, where) for name, where in _PARTS.items()}
    folder = _project(size, "whole", [*days.values()])
    nights = [(_WHOLE, _night(folder)), ("no news", _night(folder))]
    edited = folder / "edited.yml"
    edited.write_text((folder / "journey.yml").read_text().replace(*_EDIT))
    nights.append(("preview of a rule", _night(folder, edited)))
    edited.replace(folder / "journey.yml")
    nights.append(("a rule edited", _night(folder)))
    growing = _project(size, "growing", [days["old"]])
    _night(growing)
    os.link(days["day"], growing / "exports" / days["day"].name)
    return [*nights, ("one more day", _night(growing))]


_PARTS = {"old": f"ts < {_LAST_DAY}", "day": f"ts >= {_LAST_DAY}"}


def _days(size: str, name: str, where: str) -> Path:
    path = cache() / f"clicks-{size}-{name}.parquet"
    if not path.exists():
        duckdb.sql(f"from read_parquet('{path_of(size)}') where {where}").write_parquet(
            str(path), compression="zstd"
        )
    return path


def _project(size: str, name: str, files: list[Path]) -> Path:
    """A project of its own with links to these files, and nothing landed."""
    folder = cache() / f"nights-{size}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "exports").mkdir(parents=True)
    for file in files:
        os.link(file, folder / "exports" / file.name)
    written = JOURNEY.read_text(encoding="utf-8").replace("STREAM", "exports/*.parquet")
    (folder / "journey.yml").write_text(written, encoding="utf-8")
    return folder


def _night(*arguments: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.contenders.night", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
