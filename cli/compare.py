"""`cjm compare`: what became of a change, or of anything else between two periods."""

import json as json_text
import math
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from cjm_analytics.declared_changes import CONVERSION
from cjm_analytics.questions.comparisons import Comparison, comparison
from cjm_analytics.questions.periods import chosen_kpis, compare_periods

from .answers import asked, told, written
from .say import WRONG_CONFIGURATION, Refused, harmless

if TYPE_CHECKING:
    import pandas as pd


def tell_change(change: str, project: Path, as_json: bool) -> None:
    """Print the verdicts on a declared change."""
    _, found = asked(project, lambda opened, tables: comparison(tables, opened.journey, change))
    if as_json:
        print(json_text.dumps(_plain(found), indent=2))
        return
    console = Console(markup=False, highlight=False, soft_wrap=True)
    row = found.verdict
    measure = row["measure"]
    console.print(f"{found.change_id}: {_words(row['verdict'])} ({row['status']})", style="bold")
    console.print(f"{found.sentences['en']}\n", soft_wrap=False)
    for label, text in _facts(row, measure):
        console.print(f"  {label:<15}{text}")
    console.print(_others(found))


def tell_periods(
    before: str | None,
    after: str | None,
    where: str | None,
    kpi: str | None,
    project: Path,
    as_csv: bool,
) -> None:
    """Print every KPI in two periods."""
    if before is None or after is None:
        raise Refused(
            "name a change of journey.yml, or two periods: --before 2026-01-05:2026-03-01"
            " --after 2026-03-02:2026-04-26",
            WRONG_CONFIGURATION,
        )
    periods = _period(before, "--before"), _period(after, "--after")
    condition = written(where, "--where") if where else None
    if isinstance(condition, str):
        raise Refused("--where: write a condition, as '{country: NL}'", WRONG_CONFIGURATION)
    _, answer = asked(
        project,
        lambda opened, tables: chosen_kpis(
            compare_periods(tables, opened.journey, *periods, where=condition), kpi
        ),
    )
    if as_csv:
        told(answer, as_csv=True)
        return
    console = Console(markup=False, highlight=False)
    console.print(_beside(answer))
    console.print(
        "Descriptive: whatever else changed between the two periods is in the difference. Counts"
        " and sums are per day; intervals are 95 %, by customer."
    )


def effect(value: float | None, measure: str) -> str:
    """A difference of a KPI: a ratio's in percentage points, any other in its own unit."""
    if value is None or math.isnan(value):
        return "unknown"
    return f"{_number(value, measure)} pp" if measure == "ratio" else _number(value, measure)


def _number(value: float, measure: str) -> str:
    return f"{value * 100:+.1f}" if measure == "ratio" else f"{value:+,.2f}"


def _interval(low: float | None, high: float | None, measure: str) -> str:
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    return f"{_number(low, measure)} to {_number(high, measure)}"


def _level(value: float | None, measure: str) -> str:
    if value is None or math.isnan(value):
        return "no data"
    return f"{value:.1%}" if measure == "ratio" else f"{value:,.2f}"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _facts(row: Any, measure: str) -> list[tuple[str, str]]:
    def moved(before: float | None, after: float | None, n: str = "") -> str:
        return f"{_level(before, measure)} before, {_level(after, measure)} after{n}"

    counted = f" (n = {row['n_before']:,} and {row['n_after']:,})"
    facts = [
        ("KPI", f"{row['kpi_id']}, better {row['direction']}"),
        ("treated", moved(row["rate_before"], row["rate_after"], counted)),
    ]
    if row["has_control"]:
        facts.append(("control", moved(row["control_before"], row["control_after"])))
    if row["ci_low"] is not None:
        interval = _interval(row["ci_low"], row["ci_high"], measure)
        facts.append(("estimate", f"{effect(row['estimate'], measure)}, 95 % {interval}"))
    facts.append(("method", f"{_words(row['method'])}, {row['n_weeks']} weeks on each side"))
    if row["adjusted_estimate"] is not None:
        facts.append(("trend out", effect(row["adjusted_estimate"], measure)))
    if row["placebo_n"]:
        facts.append(("placebos", f"{row['placebo_k']} of {row['placebo_n']} are smaller"))
    if row["mix_effect"] is not None:
        split = f"{effect(row['rate_effect'], measure)} rate, {effect(row['mix_effect'], measure)}"
        facts.append(("of which", f"{split} mix, of {effect(row['naive_diff'], measure)} in all"))
    if row["excluded_immature"] is not None:
        facts.append(("too young", f"{row['excluded_immature']:.1%} of the entries after it"))
    if row["mde"] is not None:
        facts.append(("would show", f"{effect(row['mde'], measure)} or more, with 80 % power"))
    failed = ", ".join(map(_words, row["failed_checks"].split("|"))) if row["failed_checks"] else ""
    facts += [("checks", failed or "all passed"), ("reason", _words(row["verdict_reason"]))]
    if row["remark"]:
        since = f"{_words(row['remark'])} since; this run would say {_words(row['verdict_now'])}"
        facts.append(("remark", since))
    facts.append(("run", row["run_id"]))
    return facts


def _others(found: Comparison) -> Table:
    table = _table("everything else, corrected for their number")
    for name in ("KPI", "effect", "95 %", "adjusted p", "verdict"):
        table.add_column(name, justify="left" if name in ("KPI", "verdict") else "right")
    for row in found.others.to_dict("records"):
        measure = row["measure"]
        table.add_row(
            _outcome(row),
            effect(row["estimate"], measure),
            _interval(row["ci_low"], row["ci_high"], measure),
            "" if math.isnan(row["p_adj"]) else f"{row['p_adj']:.3f}",
            _verdict(row),
        )
    return table


def _outcome(row: Mapping[Any, Any]) -> str:
    """A KPI by its id; the step into a phase by that phase."""
    return harmless(f"→ {row['phase_id']}" if row["kpi_id"] == CONVERSION else row["kpi_id"])


def _verdict(row: Mapping[Any, Any]) -> str:
    word, reason = _words(row["verdict"]), _words(row["verdict_reason"])
    return word if reason.startswith("interval") else f"{word}: {reason}"


def _beside(answer: "pd.DataFrame") -> Table:
    table = _table(None)
    for name in ("KPI", "before", "after", "difference", "95 %", "n", "too young"):
        table.add_column(name, justify="left" if name == "KPI" else "right")
    for row in answer.to_dict("records"):
        measure = row["measure"]
        table.add_row(
            _outcome(row),
            _level(row["value_before"], measure),
            _level(row["value_after"], measure),
            effect(row["difference"], measure),
            _interval(row["low"], row["high"], measure),
            f"{row['n_before']:,} / {row['n_after']:,}",
            f"{row['immature_before']:,} / {row['immature_after']:,}",
        )
    return table


def _table(title: str | None) -> Table:
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)


def _period(text: str, where: str) -> tuple[str, str]:
    first, colon, last = text.partition(":")
    if not colon:
        raise Refused(
            f"{where}: {text} is no period; write 2026-01-05:2026-03-01", WRONG_CONFIGURATION
        )
    return first, last


def _plain(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON holds it: null where a value is missing, days and times as text."""
    frames = ("others", "weekly", "placebos", "mix")
    rows = {name: getattr(found, name).to_dict("records") for name in frames}
    return {
        "change_id": found.change_id,
        "sentences": dict(found.sentences),
        "verdict": _values(found.verdict),
        **{name: [_values(row) for row in each] for name, each in rows.items()},
    }


def _values(row: Any) -> dict[str, Any]:
    def value(cell: Any) -> Any:
        if cell is None or cell != cell:  # NaN and NaT are not themselves
            return None
        if isinstance(cell, date | datetime):
            return cell.isoformat()
        return cell.item() if hasattr(cell, "item") else cell

    return {str(name): value(cell) for name, cell in row.items()}
