"""The cards of what stands behind a change's estimate: weeks without a change, rate and mix."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cjm_analytics.charts import mix_figure, placebos_figure
from cjm_analytics.charts.change_parts import Placebo, Split
from cjm_analytics.language import SMALL, Voice, is_small
from cjm_analytics.report.cards import Card, chart, legend
from cjm_analytics.report.change import Change, Outcome
from cjm_analytics.report.labels import persona_in_words
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table
from cjm_analytics.report.units import value_cell

_DIMENSIONS = ("persona", "channel", "visit")


def placebos_card(change: Change, voice: Voice) -> Card | None:
    """The same sum in weeks in which nothing happened; None where there was no estimate."""
    outcome = change.main
    row, unit = outcome.row, outcome.unit
    if not outcome.is_judged or not outcome.placebos:
        return None
    placebos = [Placebo(one["starts_on"], one["estimate"]) for one in outcome.placebos]
    k, n = row["placebo_k"], row["placebo_n"]
    if k == n:
        headline = voice.say("placebos.headline_all", n=voice.numbers.count(n))
    else:
        headline = voice.say(
            "placebos.headline", k=voice.numbers.count(n - k), n=voice.numbers.count(n)
        )
    columns = [
        Column(
            "starts_on", voice.say("col.week"), lambda row: _day(row["starts_on"], voice), False
        ),
        Column(
            "estimate",
            voice.say("col.estimate"),
            lambda row: Cell(unit.difference(row["estimate"]), row["estimate"]),
        ),
    ]
    rows = sorted(outcome.placebos, key=lambda one: one["starts_on"])
    return Card(
        id="placebos",
        question=voice.say("placebos.question"),
        headline=headline,
        chart=chart(
            "placebos",
            headline,
            lambda narrow: placebos_figure(placebos, row["estimate"], unit, voice, narrow),
        ),
        table=table("change_placebos", headline, columns, rows, voice),
        legend=legend(voice, ("dot-other", "placebos.placebo"), ("diamond-full", "placebo.real")),
        chart_notes=(voice.say("placebos.note"),),
        is_half=True,
    )


def _day(on: date, voice: Voice) -> Cell:
    return Cell(voice.numbers.calendar_day(on), on.isoformat())


def mix_card(change: Change, personas: Mapping[str, Any], voice: Voice) -> Card | None:
    """The bare difference as a change of rate and of who came; None where it has no such parts."""
    outcome = change.main
    unit = outcome.unit
    if not outcome.mix or outcome.naive_diff is None:
        return None
    rows = _groups(outcome, personas, voice)
    splits = []
    for dimension in _DIMENSIONS:
        own = [row for row in outcome.mix if row["dimension"] == dimension]
        if own:
            rate, mix = (sum(row[f"{part}_effect"] for row in own) for part in ("rate", "mix"))
            splits.append(Split(voice.say(f"dimension.{dimension}"), rate, mix))
    headline = _mix_headline(splits, outcome, voice)
    return Card(
        id="mix",
        question=voice.say("mix.question"),
        headline=headline,
        chart=chart("mix", headline, lambda narrow: mix_figure(splits, unit, voice, narrow)),
        table=table("change_mix", headline, _mix_columns(outcome, voice), rows, voice),
        legend=legend(voice, ("rate", "mix.rate"), ("mix", "mix.mix"), ("tick-ink", "mix.total")),
        chart_notes=(voice.say("mix.note"),),
        is_half=True,
    )


def _mix_headline(splits: list[Split], outcome: Outcome, voice: Voice) -> str:
    """By the dimension in which who came makes most of a difference."""
    unit = outcome.unit
    most = max(splits, key=lambda split: abs(split.mix))
    word = "mix.headline_rate" if abs(most.rate) >= abs(most.mix) else "mix.headline_mix"
    return voice.say(
        word,
        total=unit.difference(most.rate + most.mix),
        rate=unit.difference(most.rate),
        mix=unit.difference(most.mix),
    )


def _groups(outcome: Outcome, personas: Mapping[str, Any], voice: Voice) -> list[Row]:
    """A row a group; groups of under ten are one row, of which only the effects are told."""
    rows: list[Row] = []
    for dimension in _DIMENSIONS:
        own = [row for row in outcome.mix if row["dimension"] == dimension]
        own.sort(key=lambda row: (-(row["n_before"] + row["n_after"]), row["group_id"]))
        few = [row for row in own if is_small(row["n_before"]) or is_small(row["n_after"])]
        named = {"dimension": voice.say(f"dimension.{dimension}")}
        rows += [
            {**row, **named, "group": _group(row, personas, voice)} for row in own if row not in few
        ]
        if few:
            sums = {name: sum(row[name] for row in few) for name in ("rate_effect", "mix_effect")}
            nothing = dict.fromkeys(key for key in few[0] if key not in sums)
            rows.append({**nothing, **named, "group": voice.say("mix.few"), **sums})
    return rows


def _group(row: Row, personas: Mapping[str, Any], voice: Voice) -> str:
    dimension, group = row["dimension"], row["group_id"]
    if dimension == "persona":
        return persona_in_words(group, personas, voice)
    if group == "(none)":
        return voice.say("channel.unknown" if dimension == "channel" else "mix.nobody")
    return voice.say(f"visit.{group}") if dimension == "visit" else str(group)


def _mix_columns(outcome: Outcome, voice: Voice) -> list[Column]:
    make = Columns(voice)
    unit = outcome.unit

    def people(when: str) -> Column:
        def cell(row: Row) -> Cell:
            n = row[f"n_{when}"]
            return Cell(f"< {SMALL}" if n is None else voice.numbers.people(n), n)

        return Column(f"n_{when}", voice.say(f"col.n_{when}"), cell)

    def share(when: str) -> Column:
        def cell(row: Row) -> Cell:
            value = row[f"share_{when}"]
            return Cell("–" if value is None else voice.numbers.percent(value), value)

        return Column(f"share_{when}", voice.say(f"col.share_{when}"), cell)

    def rate(when: str) -> Column:
        def cell(row: Row) -> Cell:
            n, value = row[f"n_{when}"], row[f"rate_{when}"]
            return value_cell(value, n, outcome.row["measure"], unit)

        return Column(f"rate_{when}", voice.say(f"col.rate_{when}"), cell)

    def effect(part: str) -> Column:
        key = f"{part}_effect"
        return Column(
            key, voice.say(f"mix.{part}"), lambda row: Cell(unit.difference(row[key]), row[key])
        )

    return [
        make.text("dimension", "col.dimension"),
        make.text("group", "col.group"),
        *(column(when) for column in (people, share, rate) for when in ("before", "after")),
        *(effect(part) for part in ("rate", "mix")),
    ]
