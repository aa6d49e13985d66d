"""What each asset of a run takes: measured where assets are made, shown in Dagster and by `cjm`."""

import re
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from cjm_analytics.engines.duckdb import DuckDB

_STATUS = Path("/proc/self/status")
_FORGET_PEAK = (Path("/proc/self/clear_refs"), "5")  # proc(5), since Linux 4.0
_MB = 1024 * 1024


@dataclass
class Step:
    """One asset: its rows, wall and CPU seconds, and the most memory meanwhile, in MB.

    `duckdb_mb` is what DuckDB held for the query that took most, its cache of the file included;
    `process_mb` the whole process (Linux; elsewhere the most since the process began).
    """

    name: str
    rows: int | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    duckdb_mb: float = 0.0
    process_mb: float = 0.0

    def metadata(self) -> dict[str, float]:
        """The same for Dagster, which draws each of them over the runs."""
        return {
            "seconds": round(self.seconds, 3),
            "CPU seconds": round(self.cpu_seconds, 3),
            "DuckDB MB": round(self.duckdb_mb, 1),
            "process MB": round(self.process_mb, 1),
        }


class Profile:
    """The steps of a run, in the order in which they were made; `on_step` hears of each at once."""

    def __init__(self, on_step: Callable[[str], None] = lambda _: None) -> None:
        self.on_step = on_step
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str, engine: DuckDB) -> Iterator[Step]:
        """Measure what is done inside, also when it fails."""
        self.on_step(name)
        step = Step(name)
        self.steps.append(step)
        engine.peak_memory = 0
        with suppress(OSError):
            _FORGET_PEAK[0].write_text(_FORGET_PEAK[1])
        wall, cpu = perf_counter(), process_time()
        try:
            yield step
        finally:
            step.seconds, step.cpu_seconds = perf_counter() - wall, process_time() - cpu
            step.duckdb_mb, step.process_mb = engine.peak_memory / _MB, _process_peak()


def _process_peak() -> float:
    with suppress(OSError):
        if peak := re.search(r"VmHWM:\s+([0-9]+) kB", _STATUS.read_text()):
            return int(peak[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (_MB if _IS_MAC else 1024)


_IS_MAC = sys.platform == "darwin"  # where it is counted in bytes
