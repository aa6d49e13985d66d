"""`cjm preview`: what an edited journey.yml would change, before it is run for real."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from cjm_analytics.config import ConfigError
from cjm_analytics.engines.duckdb import WarehouseUnusable
from cjm_analytics.project import Project
from cjm_analytics.questions.preview import Change, Effect, NothingPublished, preview

from .say import FAILED_RUN, WRONG_CONFIGURATION, Refused, harmless

_MOST_MOVES = 5
_JOURNEYS = {  # what is counted, as it is told
    "n_split": "split",
    "n_merged": "merged from several",
    "n_new": "begin at another event",
    "n_gone": "no longer begin where they did",
    "n_other_person": "of another person",
    "n_other_events": "with other events",
    "n_other_path": "with another path",
    "n_other_ending": "with another ending",
    "n_other_conversion": "converted or no longer",
}


def tell(edited: Path | None, project_path: Path) -> None:
    """Print the effect of every edit; exit code 2 when the edited file is not right."""
    console = Console(markup=False, highlight=False, soft_wrap=True)
    try:
        project = Project(_file(project_path))
        path = _file(edited) if edited else project.path
        with Console(stderr=True).status("comparing") as status:
            effects = preview(project, path, lambda step: status.update(Text(harmless(step))))
    except ConfigError as error:
        raise Refused(str(error), WRONG_CONFIGURATION) from None
    except (NothingPublished, WarehouseUnusable) as reason:
        raise Refused(str(reason), FAILED_RUN) from None
    if not effects:
        console.print(f"{path.name} means what the last run read: nothing would change")
    for effect in effects:
        console.print(Text(harmless(effect.edit), style="bold"))
        for line in _lines(effect):
            console.print(f"  {harmless(line)}")
        console.print()


def _file(path: Path) -> Path:
    return path / "journey.yml" if path.is_dir() else path


def _lines(effect: Effect) -> list[str]:
    if effect.note:
        return [effect.note]
    if effect.is_nothing:
        return ["changes no event, journey or KPI"]
    lines = []
    if effect.n_events_moved:
        moves = [f"{m.source} > {m.target} {m.n_events:,}" for m in effect.moves[:_MOST_MOVES]]
        if more := len(effect.moves) - _MOST_MOVES:
            moves += [f"and {more} other ways"] if more > 0 else []
        lines.append(f"events     {effect.n_events_moved:,} change phase: {', '.join(moves)}")
    if effect.n_events_of_others:
        lines.append(f"persons    {effect.n_events_of_others:,} events go to another person")
    if effect.journeys and effect.journeys["n_changed"]:
        lines += _journey_lines(dict(effect.journeys))
    if effect.n_other_persona:
        lines.append(f"personas   {effect.n_other_persona:,} journeys get another persona")
    lines += [f"{_named(change)}" for change in effect.numbers]
    return lines


def _journey_lines(n: dict[str, int]) -> list[str]:
    counts = [f"{n[key]:,} {told}" for key, told in _JOURNEYS.items() if n[key]]
    return [
        f"journeys   {n['n_before']:,} -> {n['n_after']:,}; {n['n_changed']:,} change: "
        + ", ".join(counts),
        f"converted  {n['converted_before']:,} -> {n['converted_after']:,}",
    ]


def _named(change: Change) -> str:
    return f"{change.name}: {_number(change.before)} -> {_number(change.after)}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:,.6g}"
