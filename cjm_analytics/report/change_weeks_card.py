"""The card of a change's weeks: those who got it beside those who did not."""

from collections.abc import Iterable
from datetime import timedelta

from cjm_analytics.charts import change_weeks_figure
from cjm_analytics.charts.change_weeks import Dates, Mean, stage_in_words, week_in_words
from cjm_analytics.language import Voice
from cjm_analytics.report.cards import Card, chart, legend
from cjm_analytics.report.change import Change, Outcome
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table
from cjm_analytics.report.units import value_cell


def weeks_card(change: Change, voice: Voice) -> Card:
    """The weeks of those who got it and those who did not."""
    outcome = change.main
    row, unit = outcome.row, outcome.unit
    headline = _headline(outcome, voice)
    decided = voice.numbers.local(change.decide_at)
    dates = Dates(
        change.date_on,
        change.date_on + timedelta(weeks=row["gap_weeks"]),
        decided.date() if decided else None,
    )
    points, means = outcome.points, list(_means(change))
    rows: list[Row] = [{"point": point, "n": point.n} for point in points]
    has_two = any(point.side == "control" for point in points)
    has_young = any(point.stage == "young" and point.value is not None for point in points)
    entries = [("line-treated", "side.treated")]
    entries += [("line-control", "side.control")] if has_two else []
    entries += [("mean", "weeks.mean")] if means else []
    entries += [("washout", "weeks.washout")] if row["gap_weeks"] else []
    entries += [("young", "weeks.young")] if has_young else []
    notes = [voice.say("weeks.note")]
    if change.follow_up:
        days = voice.numbers.days(change.follow_up / timedelta(days=1))
        notes.append(voice.say("weeks.follow_up", days=days))
    if any(point.n_weeks > 1 for point in points):
        notes.append(voice.say("weeks.together"))
    return Card(
        id="weeks",
        question=voice.say("weeks.question", kpi=outcome.label),
        headline=headline,
        chart=chart(
            "weeks",
            headline,
            lambda narrow: change_weeks_figure(points, means, dates, unit, voice, narrow),
        )
        if any(point.value is not None for point in points)
        else None,
        table=table("change_weeks", headline, _columns(outcome, voice), rows, voice),
        legend=legend(voice, *entries),
        chart_notes=(" ".join(notes),),
        notes=() if points else (voice.say("weeks.none"),),
    )


def _headline(outcome: Outcome, voice: Voice) -> str:
    unit, row = outcome.unit, outcome.row
    rates = [outcome.shown(f"rate_{when}") for when in ("before", "after")]
    control = [outcome.shown(f"control_{when}") for when in ("before", "after")]
    if None in rates:
        return voice.say(
            "weeks.headline_none" if row["rate_after"] is None else "weeks.headline_few"
        )
    before, after = map(unit.value, rates)
    if None in control:
        word = "weeks.headline_alone"
        if row["has_control"]:
            few = row["control_before"] is not None and row["control_after"] is not None
            word = "weeks.headline_few_control" if few else "weeks.headline_treated"
        return voice.say(word, before=before, after=after)
    old, new = map(unit.value, control)
    return voice.say("weeks.headline", before=before, after=after, old=old, new=new)


def _means(change: Change) -> Iterable[Mean]:
    """The values over the weeks compared, where there was an estimate."""
    row, n = change.main.row, change.main.row["n_weeks"]
    if not n:
        return
    after = change.date_on + timedelta(weeks=row["gap_weeks"])
    spans = {"before": change.date_on - timedelta(weeks=n), "after": after}
    for name, side in (("rate", "treated"), ("control", "control")):
        for when, first in spans.items():
            value = change.main.shown(f"{name}_{when}")
            if value is not None:
                yield Mean(side, first, first + timedelta(weeks=n), value)


def _columns(outcome: Outcome, voice: Voice) -> list[Column]:
    make = Columns(voice)

    def starts_on(row: Row) -> Cell:
        return Cell(week_in_words(row["point"], voice), row["point"].starts_on.isoformat())

    def value(row: Row) -> Cell:
        point = row["point"]
        return value_cell(point.value, point.n, outcome.row["measure"], outcome.unit)

    def n_weeks(row: Row) -> Cell:
        return Cell(str(row["point"].n_weeks), row["point"].n_weeks)

    return [
        Column("starts_on", voice.say("col.week"), starts_on, is_number=False),
        make.text("side", "col.side", lambda row: voice.say(f"side.{row['point'].side}")),
        Column("n_weeks", voice.say("col.n_weeks"), n_weeks),
        make.people("n", "col.n"),
        Column("value", voice.say("col.value"), value),
        make.text("stage", "col.stage", lambda row: stage_in_words(row["point"], voice)),
    ]
