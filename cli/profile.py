"""The profile of a run on the terminal: what each step took, the slowest first."""

from collections.abc import Iterable, Sequence

from cjm_pipelines.profile import Step
from rich.box import SIMPLE
from rich.console import Console, JustifyMethod
from rich.table import Table

_REST = "starting, Dagster, the rest"


def show(steps: Sequence[Step], seconds: float, cpu_seconds: float) -> None:
    """Print a table of the steps; `seconds` and `cpu_seconds` are of the whole run."""
    rest = Step(
        _REST,
        seconds=seconds - sum(step.seconds for step in steps),
        cpu_seconds=cpu_seconds - sum(step.cpu_seconds for step in steps),
    )
    columns = {
        "step": "together",
        "seconds": f"{seconds:,.2f}",
        "share": "100.0%",
        "CPU s": f"{cpu_seconds:,.2f}",
        "rows": "",
        "DuckDB\nMB": _most(step.duckdb_mb for step in steps),
        "process\nMB": _most(step.process_mb for step in steps),
    }
    table = Table(box=SIMPLE, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    for name, footer in columns.items():
        justify: JustifyMethod = "left" if name == "step" else "right"
        table.add_column(name, footer, justify=justify, no_wrap=True)
    for step in sorted([*steps, rest], key=lambda one: -one.seconds):
        table.add_row(
            step.name,
            f"{step.seconds:,.2f}",
            f"{step.seconds / seconds:.1%}",
            f"{step.cpu_seconds:,.2f}",
            "" if step.rows is None else f"{step.rows:,}",
            "" if step is rest else f"{step.duckdb_mb:,.0f}",
            "" if step is rest else f"{step.process_mb:,.0f}",
        )
    Console(markup=False, highlight=False).print(table)


def _most(memory: Iterable[float]) -> str:
    return f"{max(memory, default=0):,.0f}"
