"""`cjm`: set a project up, look at its exports, run it.

What a command needs is imported inside it, so that `cjm --help` answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from . import say

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
def run(project: ProjectPath = Path()) -> None:
    """Run the whole pipeline once and publish the report."""
    from .run import run_once

    run_once(project)


def main() -> None:
    """The entry point. A user's mistake ends in one message, never in a traceback."""
    try:
        app(prog_name="cjm")
    except say.Refused as refusal:
        say.problem(str(refusal))
        sys.exit(refusal.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say.problem(f"{where}{error.strerror or error}")
        sys.exit(say.FAILED_RUN)
