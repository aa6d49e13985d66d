"""`cjm explain`: why an event, a person or an order is what it is, answered at once.

A run's tables are enough for it, so that neither the project nor its exports are opened.
"""

import json
from pathlib import Path

from rich.console import Console
from rich.text import Text

from cjm_analytics import folders
from cjm_analytics.questions.explain import (
    Explained,
    Explanation,
    NotFound,
    NothingPublished,
    explain,
)

from .say import FAILED_RUN, WRONG_CONFIGURATION, Refused, harmless

_LABEL = 11  # columns


def tell(wanted: str, project: Path, as_json: bool) -> None:
    """Print what is known of an id; exit code 1 when nothing is."""
    path = project / "journey.yml" if project.is_dir() else project
    if not path.is_file():
        raise Refused(
            f"{path}: no such file; name a journey.yml or its folder with --project",
            WRONG_CONFIGURATION,
        )
    try:
        explained = explain(folders.published(path.resolve().parent), wanted)
    except (NotFound, NothingPublished) as reason:
        raise Refused(harmless(str(reason)), FAILED_RUN) from None
    note = _edited_since(path, explained)
    if as_json:
        print(json.dumps({"note": note} | explained.plain(), indent=2))
        return
    # What an export says is told as it is: markup in it means nothing, and no line is broken.
    console = Console(markup=False, highlight=False, soft_wrap=True)
    if note:
        console.print(Text(f"{note}\n", style="yellow"))
    for explanation in explained.explanations:
        _print(console, explanation)


def _print(console: Console, explanation: Explanation) -> None:
    console.print(Text(f"{explanation.kind} {harmless(explanation.id)}", style="bold"))
    for part in explanation.parts:
        label = part.label
        for line in part.told:
            console.print(
                Text(f"  {label:<{_LABEL}}", style="cyan").append(harmless(line), style="default")
            )
            label = ""
    console.print()


def _edited_since(path: Path, explained: Explained) -> str | None:
    """What to know when journey.yml is no longer what the run read; its comments say nothing."""
    if path.read_bytes().decode("utf-8-sig", "replace") == explained.definition:
        return None
    from cjm_analytics import config  # a third of a second that an unchanged file need not cost

    told = "journey.yml has been edited since the last run; this is told by what that run read"
    try:
        same = config.definition_hash(config.load(path)) == explained.definition_hash
    except config.ConfigError:
        return f"{told} (and it has become wrong: cjm check)"
    return None if same else f"{told} (what the edits would do: cjm preview)"
