"""The card of all that a change was held against: a forest plot and the table behind it."""

from cjm_analytics.charts import outcomes_figure
from cjm_analytics.charts.outcomes import Effect, Panel
from cjm_analytics.language import Unit, Voice
from cjm_analytics.report.cards import Card, chart, legend
from cjm_analytics.report.change import SHOWS, Change, Outcome
from cjm_analytics.report.sentences_change import reason_in_words
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table
from cjm_analytics.report.units import value_cell


def outcomes_card(change: Change, voice: Voice) -> Card:
    """Everything the change was held against: the expected first, the others by phase."""
    headline = _headline(change, voice)
    panels = _panels(change, voice)
    untold = sum(1 for outcome in change.outcomes if not outcome.is_judged)
    notes = [voice.say("outcomes.note")]
    if len([panel for panel in panels if panel.effects]) > 1 or not panels[0].effects:
        notes.append(voice.say("outcomes.relative_note"))
    if untold:
        notes.append(voice.say("outcomes.untold", n=voice.numbers.count(untold)))
    has_band = any(effect.least for panel in panels for effect in panel.effects)
    entries = [
        ("up", "tone.good"),
        ("down", "tone.bad"),
        ("ring", "tone.quiet"),
        ("up-open", "tone.open"),
    ]
    entries += [("band", "outcomes.least")] if has_band else []
    return Card(
        id="outcomes",
        question=voice.say("outcomes.question"),
        headline=headline,
        chart=chart("outcomes", headline, lambda narrow: outcomes_figure(panels, voice, narrow)),
        table=table(
            "change_outcomes",
            headline,
            _columns(voice),
            [{"outcome": outcome, **outcome.row} for outcome in change.outcomes],
            voice,
        ),
        legend=legend(voice, *entries),
        chart_notes=(" ".join(notes),),
    )


def _headline(change: Change, voice: Voice) -> str:
    others = [outcome for outcome in change.outcomes if not outcome.row["is_confirmatory"]]
    judged = [outcome for outcome in others if outcome.is_judged]
    count = voice.numbers.count
    if not judged:
        return voice.say("outcomes.headline_none")
    moved = [outcome for outcome in judged if outcome.row["verdict"] in SHOWS]
    if not moved:
        return voice.say("outcomes.headline_still", n=count(len(judged)))
    names = [f"{_sign(outcome)} {outcome.label}" for outcome in moved[:3]]
    more = len(moved) - len(names)
    if more:
        names.append(voice.say("outcomes.more", n=count(more)))
    key = "outcomes.headline_one" if len(moved) == 1 else "outcomes.headline"
    return voice.say(key, k=count(len(moved)), n=count(len(judged)), names=", ".join(names))


def _sign(outcome: Outcome) -> str:
    if outcome.row["verdict"] == "indicative":
        return "△" if outcome.is_better else "▽"
    return "▲" if outcome.is_better else "▼"


def _panels(change: Change, voice: Voice) -> list[Panel]:
    """Shares in points, all else relative to before; the panel of the expected KPI first."""
    points: list[Effect] = []
    relative: list[Effect] = []
    unit = Unit(voice.numbers)
    for outcome in change.outcomes:
        if not outcome.is_judged:
            continue
        if outcome.unit.kind == "share":
            points.append(_effect(outcome, 1.0, voice))
        elif (outcome.row["rate_before"] or 0.0) > 0:  # no per cent of nothing, nor of less
            relative.append(_effect(outcome, 1 / outcome.row["rate_before"], voice))

    def in_percent(value: float, step: float) -> str:
        digits = 0 if step >= 0.01 else 1
        return voice.numbers.signed(value, lambda x: voice.numbers.percent(x, digits))

    panels = [
        Panel(tuple(points), voice.say("axis.points"), unit.tick_difference),
        Panel(tuple(relative), voice.say("axis.relative"), in_percent),
    ]
    return panels if change.main.unit.kind == "share" else panels[::-1]


def _effect(outcome: Outcome, scale: float, voice: Voice) -> Effect:
    row, unit = outcome.row, outcome.unit
    effect = unit.difference(row["estimate"])
    interval = unit.interval(row["ci_low"], row["ci_high"])
    p = row["p"] if row["is_confirmatory"] else row["p_adj"]
    least = row["min_effect"]
    return Effect(
        label=outcome.label if len(outcome.label) <= 34 else f"{outcome.label[:33]}…",
        group=voice.say("outcomes.expected") if row["is_confirmatory"] else outcome.phase,
        estimate=row["estimate"] * scale,
        low=row["ci_low"] * scale,
        high=row["ci_high"] * scale,
        effect=effect,
        interval=interval,
        p="–" if p is None else voice.numbers.p_value(p),
        verdict=outcome.badge(voice),
        hover=f"<b>{outcome.label}</b><br>{effect} [{interval}]<br>{outcome.badge(voice)}: "
        f"{reason_in_words(row['verdict_reason'], voice)}",
        tone=outcome.tone,
        is_sure=row["verdict"] in ("improved", "worse"),
        least=None if least is None else least * scale,
        is_expected=bool(row["is_confirmatory"]),
    )


def _columns(voice: Voice) -> list[Column]:
    make = Columns(voice)

    def rate(name: str, word: str) -> Column:
        def cell(row: Row) -> Cell:
            own: Outcome = row["outcome"]
            return value_cell(row[name], own.n_of(name), row["measure"], own.unit)

        return Column(name, voice.say(word), cell)

    def estimate(row: Row) -> Cell:
        value = row["estimate"] if row["outcome"].is_judged else row["outcome"].naive_diff
        return Cell("–" if value is None else row["outcome"].unit.difference(value), value)

    def interval(row: Row) -> Cell:
        hidden = not row["outcome"].is_judged and row["outcome"].naive_diff is None
        low, high = (None, None) if hidden else (row["ci_low"], row["ci_high"])
        return Cell(row["outcome"].unit.interval(low, high), (low, high))

    def p_value(name: str, word: str) -> Column:
        return Column(
            name,
            voice.say(word),
            lambda row: Cell(
                "–" if row[name] is None else voice.numbers.p_value(row[name]), row[name]
            ),
        )

    def badge(row: Row) -> Cell:
        return Cell(row["outcome"].badge(voice), row["verdict"], tone=row["outcome"].tone)

    return [
        make.text("outcome", "col.outcome", lambda row: row["outcome"].label),
        make.text("phase", "col.phase", lambda row: row["outcome"].phase),
        Column("verdict", voice.say("col.verdict"), badge, is_number=False),
        Column("estimate", voice.say("col.estimate"), estimate),
        Column("ci_low", voice.say("col.interval"), interval, csv_keys=("ci_low", "ci_high")),
        p_value("p", "col.p"),
        p_value("p_adj", "col.p_adj"),
        rate("rate_before", "col.rate_before"),
        rate("rate_after", "col.rate_after"),
        rate("control_before", "col.control_before"),
        rate("control_after", "col.control_after"),
        make.people("n_before", "col.n_before"),
        make.people("n_after", "col.n_after"),
        make.text(
            "verdict_reason",
            "col.reason",
            lambda row: reason_in_words(row["verdict_reason"], voice),
        ),
        make.text("method", "col.method", is_csv_only=True),
        make.text("measure", "col.measure", is_csv_only=True),
    ]
