"""The KPIs of a run per phase, against their targets, in the unit each is measured in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cjm_analytics.charts.kpis import can_show, is_share
from cjm_analytics.language import SMALL, Voice, is_small
from cjm_analytics.report.labels import label_of
from cjm_analytics.report.tables import Cell, Column, Columns, Row, Table, table
from cjm_analytics.report.units import is_money


@dataclass(frozen=True)
class KpiTable:
    """The table, its rows in the order of the phases, and the KPIs' names by id."""

    table: Table
    rows: list[Row]
    labels: dict[str, str]


def kpi_table(rows: list[Row], kpis: Mapping[str, Any], caption: str, voice: Voice) -> KpiTable:
    """Rows of report.kpis, by phase. `kpis`: those of journey.yml by id, for labels and units."""
    phases = list(voice.phases)
    in_file = list(kpis)

    def place(row: Row) -> tuple[int, int, str]:
        phase, kpi = row["phase_id"], row["kpi_id"]
        return (
            phases.index(phase) if phase in phases else len(phases),
            in_file.index(kpi) if kpi in in_file else len(in_file),
            kpi,
        )

    listed = sorted(rows, key=place)
    labels = {
        row["kpi_id"]: label_of(row["kpi_id"], kpis.get(row["kpi_id"]), voice.language)
        for row in rows
    }
    make = Columns(voice)

    def phase(row: Row) -> str:
        return voice.phase(row["phase_id"]) if row["phase_id"] else voice.say("kpis.whole")

    columns = [
        make.text("phase", "col.phase", phase),
        make.text("kpi", "col.kpi", lambda row: labels[row["kpi_id"]]),
        Column("value", voice.say("col.value"), lambda row: _value(row, kpis, voice)),
        Column(
            "low",
            voice.say("col.interval"),
            lambda row: _interval(row, kpis, voice),
            csv_keys=("low", "high"),
        ),
        make.people("n", "col.n"),
        make.people("n_immature", "col.n_immature"),
        Column("target", voice.say("col.target"), lambda row: _target(row, kpis, voice)),
        Column("is_met", voice.say("col.state"), lambda row: state(row, voice), is_number=False),
        make.text("measure", "col.measure", is_csv_only=True),
        make.text("definition_hash", "col.definition", is_csv_only=True),
    ]
    return KpiTable(table("kpis", caption, columns, listed, voice), listed, labels)


def in_unit(value: float | None, row: Row, kpis: Mapping[str, Any], voice: Voice) -> str:
    """A value as a share, an amount of money, a count or a plain number, whichever the KPI is."""
    numbers = voice.numbers
    if value is None:
        return numbers.no_data
    if row["measure"] == "ratio":
        return numbers.percent(value) if _reads_as_share(row) else numbers.decimal(value, 2)
    if row["measure"] == "count":
        return numbers.count(round(value))
    if is_money(kpis.get(row["kpi_id"]), row["measure"]):
        return numbers.money(value)
    return numbers.decimal(value, 2)


def _reads_as_share(row: Row) -> bool:
    """A ratio without an interval because it has no n yet still has its target in per cent."""
    return is_share(row) or (row["value"] is None and 0 <= (row["target"] or 0) <= 1)


def _value(row: Row, kpis: Mapping[str, Any], voice: Voice) -> Cell:
    if row["value"] is None or (not row["n"] and row["measure"] != "count"):
        return Cell(voice.say("no_data"), None, tone="quiet")
    if not can_show(row) and row["value"]:
        shown = f"< {SMALL}" if row["measure"] == "count" else f"n < {SMALL}"
        return Cell(shown, None, tone="quiet")
    if is_share(row):
        counted = round(row["value"] * row["n"])
        text = voice.numbers.share(row["value"], counted, row["n"])
        return Cell(text, None if is_small(counted) else row["value"], tone="strong")
    return Cell(in_unit(row["value"], row, kpis, voice), row["value"], tone="strong")


def _interval(row: Row, kpis: Mapping[str, Any], voice: Voice) -> Cell:
    low, high = row["low"], row["high"]
    hidden = is_share(row) and is_small(round((row["value"] or 0) * (row["n"] or 0)))
    if low is None or high is None or not can_show(row) or hidden:
        return Cell("–", (None, None))
    text = voice.numbers.between(low, high, lambda value: in_unit(value, row, kpis, voice))
    return Cell(text, (low, high))


def _target(row: Row, kpis: Mapping[str, Any], voice: Voice) -> Cell:
    target = row["target"]
    if target is None:
        return Cell("–", None)
    text = in_unit(target, row, kpis, voice)
    return Cell(voice.say(f"direction.{row['direction'] or 'up'}", target=text), target)


def state(row: Row, voice: Voice) -> Cell:
    """Met or missed, in sign and word; whether the target lies within the interval; and a warning
    where too few orders were tracked for it."""
    judged = _against_target(row, voice)
    if not row["is_capture_low"]:
        return judged
    warning = voice.say("kpi.capture", share=voice.numbers.percent(row["capture_rate"]))
    return replace(judged, text=f"{judged.text}; {warning}", tone="bad")


def _against_target(row: Row, voice: Voice) -> Cell:
    if not can_show(row):
        word = "kpi.few" if row["n"] and row["value"] is not None else "kpi.unknown"
        return Cell(voice.say(word), None, tone="quiet")
    if row["target"] is None or row["is_met"] is None:
        return Cell(voice.say("kpi.none"), None, tone="quiet")
    word = "kpi.met" if row["is_met"] else "kpi.missed"
    text = voice.say(word)
    if (
        row["low"] is not None
        and row["high"] is not None
        and row["low"] <= row["target"] <= row["high"]
    ):
        text = f"{text}, {voice.say('kpi.within')}"
    return Cell(text, word.removeprefix("kpi."), tone="good" if row["is_met"] else "bad")
