"""Runs the contenders in alternating rounds on one stream, and tells how they compare.

usage: python -m benchmarks.run [SIZE ...] [--rounds N] [--only NAME,NAME] [--landing]
       [--history FILE]
"""

import argparse
import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.agreement import PRODUCT, judge
from benchmarks.stream import cache, path_of, rows_in

HERE = Path(__file__).parent
RIVALS = HERE / ".venv" / "bin" / "python"
HISTORY = HERE / "history.csv"
MEMORY_LIMIT = "CJM_MEMORY_LIMIT"  # the product's own setting
_SMALL_MEMORY = "2GB"  # for the product from 50 million rows on, where it must spill
_FORMATS = ("parquet", "csv", "jsonl")
_COLUMNS = (
    *("measured_at", "commit", "size", "cores", "rounds", "contender", "version"),
    *("wall_s", "cpu_s", "peak_mb", "product_wall_ratio", "product_cpu_ratio", "memory_limit"),
)


@dataclass(frozen=True)
class Contender:
    """Who does the work: a module of `contenders`, what it imports, and until how many rows."""

    name: str
    library: str
    is_ours: bool = False
    is_prepared: bool = False
    up_to: str = "50m"


CONTENDERS = (
    Contender(PRODUCT, "cjm_pipelines", is_ours=True),
    Contender("floor", "duckdb", is_ours=True),
    Contender("duckdb_bare", "duckdb", is_ours=True),
    Contender("chdb_bare", "chdb"),
    Contender("polars_bare", "polars", up_to="10m"),
    Contender("pandas_bare", "pandas", up_to="10m"),
    Contender("retentioneering_prepared", "retentioneering", is_prepared=True, up_to="10m"),
    Contender("pm4py_prepared", "pm4py", is_prepared=True, up_to="10m"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size; 1 when something was counted that does not agree."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", default=["1m", "10m"], metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="names of contenders, with commas between")
    parser.add_argument("--history", type=Path, default=HISTORY)
    parser.add_argument(
        "--landing", action="store_true", help="one file of each format into a table, and no more"
    )
    given = parser.parse_args(arguments)
    try:
        for size in given.sizes:
            rows_in(size)
    except ValueError as error:
        parser.error(str(error))
    console = Console(width=110, markup=False, highlight=False)
    one_size = measure_landing if given.landing else measure
    agreed = [one_size(size.lower(), given, console) for size in given.sizes]
    return 0 if all(agreed) else 1


def measure(size: str, given: argparse.Namespace, console: Console) -> bool:
    """All rounds on one size; whether the counts agree."""
    _begin(size, given, console)
    contenders = list(_present(size, given.only, console))
    stream = path_of(size)
    prepared = _prepared(size, stream) if any(one.is_prepared for one in contenders) else stream
    told: dict[str, list[dict[str, Any]]] = {one.name: [] for one in contenders}
    for number in range(1, given.rounds + 1):
        for one in contenders:
            with console.status(f"round {number}: {one.name}"):
                source = prepared if one.is_prepared else stream
                told[one.name].append(_measured(one, source, size))
    _compare(told, console)
    console.print()
    verdicts = list(judge({name: rounds[-1]["counts"] for name, rounds in told.items()}, stream))
    for _, sentence in verdicts:
        console.print(sentence)
    _append(given.history, size, told, _limit(size))
    return all(agrees for agrees, _ in verdicts)


def measure_landing(size: str, given: argparse.Namespace, console: Console) -> bool:
    """All rounds of landing one file, for each format; whether every row came through."""
    _begin(size, given, console)
    for ending in _FORMATS:
        with console.status(f"writing {ending}"):
            arguments = str(path_of(size, ending)), str(cache() / f"landing-{size}")
        told: dict[str, list[dict[str, Any]]] = {PRODUCT: [], "create_table_as": []}
        for number in range(1, given.rounds + 1):
            for name, module in zip(told, ("landed", "landed_bare"), strict=True):
                with console.status(f"round {number}: {name} of {ending}"):
                    answer = _python(sys.executable, module, *arguments, **_limit(size))
                told[name].append(json.loads(answer.splitlines()[-1]))
        console.print(f"\n{ending}, {Path(arguments[0]).stat().st_size / 1e6:,.0f} MB")
        _compare(told, console)
        _append(given.history, f"{size} {ending} landed", told, _limit(size))
        rows = {one["counts"]["rows"] for rounds in told.values() for one in rounds}
        if rows != {rows_in(size)}:
            console.print(f"DISAGREES on the rows: {rows}")
            return False
    return True


def _begin(size: str, given: argparse.Namespace, console: Console) -> None:
    limit = "".join(f", {name}={value} for the product" for name, value in _limit(size).items())
    console.print(f"\n{size} rows, {given.rounds} rounds, {os.cpu_count()} cores{limit}")


def _limit(size: str) -> dict[str, str]:
    """The product's memory limit: as given, else a small one where it must spill."""
    small = _SMALL_MEMORY if rows_in(size) >= rows_in("50m") else None
    limit = os.environ.get(MEMORY_LIMIT) or small
    return {MEMORY_LIMIT: limit} if limit else {}


def _present(size: str, only: str | None, console: Console) -> list[Contender]:
    chosen = [one for one in CONTENDERS if not only or one.name in only.split(",")]
    present = []
    for one in chosen:
        if not one.is_ours and not _has(one.library):
            console.print(f"{one.name} is left out: {one.library} is not there; `make rivals`")
        elif rows_in(size) > rows_in(one.up_to):
            console.print(f"{one.name} is left out: it is measured up to {one.up_to} rows")
        else:
            present.append(one)
    return present


def _has(library: str) -> bool:
    look = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({library!r}))"
    return RIVALS.exists() and subprocess.run([RIVALS, "-c", look], check=False).returncode == 0


def _prepared(size: str, stream: Path) -> Path:
    path = cache() / f"prepared-{size}.parquet"
    if not path.exists():
        draft = path.with_suffix(".draft")
        _python(sys.executable, "prepared", str(stream), str(draft))
        draft.rename(path)
    return path


def _measured(one: Contender, source: Path, size: str) -> dict[str, Any]:
    arguments = [str(source)]
    environment = {}
    if one.name == PRODUCT:
        arguments.append(str(cache() / f"project-{size}"))
        environment = _limit(size)
    python = sys.executable if one.is_ours else str(RIVALS)
    answer = _python(python, one.name, *arguments, **environment)
    return dict(json.loads(answer.splitlines()[-1]))


def _python(python: str, module: str, *arguments: str, **environment: str) -> str:
    command = [python, "-m", f"benchmarks.contenders.{module}", *arguments]
    done = subprocess.run(
        command,
        cwd=HERE.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _compare(told: dict[str, list[dict[str, Any]]], console: Console) -> None:
    table = Table(title="medians; ratios are medians of the rounds'", title_justify="left")
    for name in ("", "wall s", "CPU s", "peak MB", "product ÷ it: wall", "CPU", "version"):
        table.add_column(name, justify="left" if name in ("", "version") else "right")
    for name, rounds in told.items():
        wall, cpu, peak = (_median(rounds, of) for of in ("wall_s", "cpu_s", "peak_mb"))
        table.add_row(
            name,
            *(f"{wall:,.2f}", f"{cpu:,.2f}", f"{peak:,.0f}"),
            *(f"{ratio:.2f}" if ratio else "" for ratio in _ratios(told, name)),
            rounds[0]["version"],
        )
    console.print(table)


def _median(rounds: list[dict[str, Any]], of: str) -> float:
    return median(one[of] for one in rounds)


def _ratios(told: dict[str, list[dict[str, Any]]], name: str) -> tuple[float | None, float | None]:
    """The product's wall and CPU seconds to this contender's, each the median of the rounds."""
    pairs = list(zip(told.get(PRODUCT, []), told[name], strict=False))
    if not pairs:
        return None, None
    wall, cpu = (median(own[of] / its[of] for own, its in pairs) for of in ("wall_s", "cpu_s"))
    return wall, cpu


def _append(
    history: Path, size: str, told: dict[str, list[dict[str, Any]]], limit: dict[str, str]
) -> None:
    is_new = not history.exists()
    with history.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(_COLUMNS)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
        for name, rounds in told.items():
            figures = [_median(rounds, of) for of in ("wall_s", "cpu_s", "peak_mb")]
            ratios = [round(ratio, 3) if ratio else "" for ratio in _ratios(told, name)]
            said = (now, _commit(), size, os.cpu_count(), len(rounds), name, rounds[0]["version"])
            limited = limit.get(MEMORY_LIMIT, "") if name == PRODUCT else ""
            writer.writerow([*said, *(round(figure, 3) for figure in figures), *ratios, limited])


def _commit() -> str:
    """The commit that was measured, with a + behind it when more than the history has changed."""
    describe = ["git", "describe", "--always", "--abbrev=10", "--exclude=*", "--dirty=+"]
    done = subprocess.run(describe, cwd=HERE, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
