"""`cjm plan`: how long until a change would show, asked before anything is changed."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from cjm_analytics.questions.plans import Plan, plan

from .answers import asked
from .compare import effect


def tell(change: str, project: Path) -> None:
    """Print the effect that each number of weeks shows, and the weeks that the change needs."""
    opened, found = asked(project, lambda opened, tables: plan(tables, opened.journey, change))
    measure = next(kpi.measure for kpi in opened.journey.kpis if kpi.id == found.kpi_id)
    console = Console(markup=False, highlight=False)
    console.print(f"{found.change_id}: would it show in {found.kpi_id}?", style="bold")
    beside = "treated minus control" if found.has_control else "treated alone"
    console.print(f"From {found.n_weeks} whole weeks before it, {beside}; with 80 % power.")
    table = Table()
    table.add_column("weeks after (and before)", justify="right")
    table.add_column("smallest effect that shows", justify="right")
    for weeks, least in found.detectable.itertuples(index=False):
        table.add_row(str(weeks), effect(least, measure))
    console.print(table)
    console.print(_answer(found, measure))


def _answer(found: Plan, measure: str) -> str:
    wanted = effect(found.min_effect, measure)
    if found.weeks_needed is None:
        return f"An effect of {wanted} would not show in ten years."
    if found.is_seen:
        return f"An effect of {wanted} needs {found.weeks_needed} weeks after the change."
    most = int(found.detectable["weeks"].iloc[-1])
    least = effect(float(found.detectable["effect"].iloc[-1]), measure)
    return (
        f"An effect of {wanted} needs {found.weeks_needed} weeks, and no more than {most} are"
        f" compared: it would not be shown. The smallest that would be is {least}."
    )
