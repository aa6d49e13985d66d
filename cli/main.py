"""`cjm`: set a project up, look at its exports, run it.

What a command needs is imported inside it, so that `cjm --help` answers at once.
"""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from . import say

_FEW_COLLECTIONS = 50_000  # objects made until garbage is looked for; Python says 700

app = typer.Typer(
    name="cjm",
    help="The measured customer journey, from the exports you already have.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ProjectPath = Annotated[
    Path, typer.Argument(help="A journey.yml, or the folder it is in.", show_default="this folder")
]
ProjectOption = Annotated[
    Path,
    typer.Option("--project", help="A journey.yml, or its folder.", show_default="this folder"),
]


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The new project's folder.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="Without the exports of the sample shop.")
    ] = False,
) -> None:
    """Start a project: a journey.yml to edit, with the exports of a sample shop to see it work."""
    from .init import start

    say.lines(start(folder, with_sample=not empty))


@app.command()
def check(project: ProjectPath = Path()) -> None:
    """Read journey.yml and look at the exports, without landing anything."""
    from .check import look_at

    look_at(project)


@app.command()
def run(
    project: ProjectPath = Path(),
    profile: Annotated[
        bool, typer.Option("--profile", help="Also tell what each table took: time and memory.")
    ] = False,
) -> None:
    """Run the whole pipeline once and publish the report."""
    from .run import run_once

    run_once(project, with_profile=profile)


@app.command()
def explain(
    id: Annotated[
        str,
        typer.Argument(
            help="An event, order, person, visitor or rule; or a row, as orders.csv:12."
        ),
    ],
    project: ProjectOption = Path(),
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Tell why an event, order or person is what it is, from the last run's tables."""
    from .explain import tell

    tell(id, project, as_json=json)


@app.command()
def preview(
    edited: Annotated[
        Path | None,
        typer.Argument(help="The edited journey.yml.", show_default="the project's own"),
    ] = None,
    project: ProjectOption = Path(),
) -> None:
    """Tell what an edited journey.yml would change, before it is run for real."""
    from .preview import tell

    tell(edited, project)


CsvOption = Annotated[bool, typer.Option("--csv", help="As CSV.")]


@app.command()
def funnel(
    steps: Annotated[
        list[str],
        typer.Argument(help="Event names, or conditions as '{page_path: {starts_with: /blog}}'."),
    ],
    window: Annotated[str | None, typer.Option(help='As "7 days"; no limit if left out.')] = None,
    order: Annotated[str, typer.Option(help="ordered, strict or any.")] = "ordered",
    exclude: Annotated[
        list[str] | None, typer.Option(help="What may not come between, as remove:1:2.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="A column: one funnel for each value.")] = None,
    hold: Annotated[
        list[str] | None, typer.Option(help="A column that stays the same along the steps.")
    ] = None,
    people: Annotated[int | None, typer.Option(help="Who reached this step.")] = None,
    csv: CsvOption = False,
    project: ProjectOption = Path(),
) -> None:
    """Count who takes these steps, in this order, within this time."""
    from .funnel import tell

    tell(steps, project, window, order, exclude or [], by, hold or [], people, as_csv=csv)


@app.command()
def paths(
    start: Annotated[str | None, typer.Option(help="Where paths begin; else at the first.")] = None,
    end: Annotated[str | None, typer.Option(help="Where they end; else at the last.")] = None,
    steps: Annotated[int, typer.Option(help="How many steps to unroll.")] = 5,
    min_n: Annotated[int, typer.Option(help="What fewer do is (other).")] = 10,
    label: Annotated[str, typer.Option(help="The column that names a stop.")] = "event_name",
    clean_urls: Annotated[
        bool, typer.Option("--clean-urls", help="/product/17?ref=x is /product/{id}.")
    ] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Whole paths, not by step.")] = False,
    transitions: Annotated[
        bool, typer.Option("--transitions", help="What follows what, not by step.")
    ] = False,
    csv: CsvOption = False,
    project: ProjectOption = Path(),
) -> None:
    """Show what people do after what, journey by journey."""
    from .paths import tell

    tell(
        project,
        start,
        end,
        steps,
        min_n,
        label,
        clean_urls,
        whole,
        only_transitions=transitions,
        as_csv=csv,
    )


@app.command()
def compare(
    change: Annotated[
        str | None, typer.Argument(help="A change of journey.yml.", show_default="two periods")
    ] = None,
    before: Annotated[
        str | None, typer.Option(help="First and last day, as 2026-01-05:2026-03-01.")
    ] = None,
    after: Annotated[str | None, typer.Option(help="The same, later.")] = None,
    where: Annotated[
        str | None, typer.Option(help="Which journeys, as '{country: NL}'.", show_default="all")
    ] = None,
    kpi: Annotated[str | None, typer.Option(help="One KPI.", show_default="all")] = None,
    json: Annotated[bool, typer.Option("--json", help="A change as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Periods as CSV.")] = False,
    project: ProjectOption = Path(),
) -> None:
    """Tell what became of a change; or put two periods beside each other."""
    from .compare import tell_change, tell_periods

    if change is None:
        tell_periods(before, after, where, kpi, project, as_csv=csv)
        return
    if before or after or where or kpi:
        raise say.Refused(
            f"'{change}' and periods together; give one of the two", say.WRONG_CONFIGURATION
        )
    tell_change(change, project, as_json=json)


@app.command()
def plan(
    change: Annotated[str, typer.Argument(help="A change of journey.yml.")],
    project: ProjectOption = Path(),
) -> None:
    """Tell how many weeks it takes until a change would show."""
    from .plan import tell

    tell(change, project)


def main() -> None:
    """The entry point. A user's mistake ends in one message, never in a traceback."""
    # Most of what a start makes stays: looking for garbage in it is a twentieth of the time.
    gc.set_threshold(_FEW_COLLECTIONS)
    try:
        app(prog_name="cjm")
    except say.Refused as refusal:
        say.problem(str(refusal))
        sys.exit(refusal.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say.problem(f"{where}{error.strerror or error}")
        sys.exit(say.FAILED_RUN)
