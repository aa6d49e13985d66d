"""The page of one change: a sentence, five numbers, and what stands behind them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from cjm_analytics.charts.frame import plain
from cjm_analytics.language import Voice
from cjm_analytics.questions.conditions_in_words import said
from cjm_analytics.report.cards import Card, Tile
from cjm_analytics.report.change import Change, Outcome, Tables
from cjm_analytics.report.change_checks import capture_of, checks_of
from cjm_analytics.report.change_parts_cards import mix_card, placebos_card
from cjm_analytics.report.change_weeks_card import weeks_card
from cjm_analytics.report.outcomes_card import outcomes_card
from cjm_analytics.report.page import Page
from cjm_analytics.report.sentences_change import (
    change_lead,
    change_remark,
    change_sentence,
    reason_in_words,
)
from cjm_analytics.report.tables import Columns, Row, table

if TYPE_CHECKING:
    from cjm_analytics.config import JourneyFile

Facts = list[tuple[str, str]]


def page_name(change_id: str) -> str:
    """The name of a change's page; an id holds nothing that a file name may not."""
    return f"change-{change_id}"


def change_page(change: Change, tables: Tables, journey: "JourneyFile", voice: Voice) -> Page:
    """All that is told of one change."""
    outcome = change.main
    badges = []
    if change.is_still_asked:
        status = voice.say(f"status.{outcome.row['status']}")
        badges = [(outcome.badge(voice), outcome.tone), (status, "quiet")]
    remark = change_remark(change, voice)
    return Page(
        name=page_name(change.id),
        section="change",
        title=f"{change_sentence(change, outcome, voice)}.",
        subject=change.label,
        lead=change_lead(change, tables["summary"][0]["data_end_at"], voice),
        tiles=change_tiles(change, voice),
        cards=change_cards(change, tables, journey, voice),
        badges=badges,
        facts=change_facts(change, voice),
        remarks=(remark,) if remark else (),
        change_id=change.id,
    )


def change_cards(
    change: Change, tables: Tables, journey: "JourneyFile", voice: Voice
) -> list[Card]:
    """The cards in reading order; what has nothing to tell is left out."""
    personas = {persona.id: persona for persona in journey.personas}
    cards = [
        weeks_card(change, voice),
        outcomes_card(change, voice),
        _checks_card(change, tables["kpis"], voice),
        placebos_card(change, voice),
        mix_card(change, personas, voice),
        _details_card(change, voice),
    ]
    return [card for card in cards if card is not None]


def change_facts(change: Change, voice: Voice) -> Facts:
    """What was changed, and what it should do: label and text."""
    outcome = change.main
    aim = f"{outcome.label} {voice.say('aim.' + outcome.row['direction'])}"
    if outcome.row["min_effect"] is not None:
        least = outcome.unit.size(outcome.row["min_effect"])
        aim = f"{aim} {voice.say('aim.least', least=least)}"
    declared = change.declared
    treated = voice.say("fact.everyone")
    if declared and declared.segment:
        treated = plain(said(declared.segment), 80)
    elif declared and declared.control:
        treated = voice.say("fact.others")
    control = voice.say("fact.nobody")
    if declared and declared.control:
        control = plain(said(declared.control), 80)
    return [
        (voice.say("fact.date"), voice.numbers.calendar_day(change.date_on)),
        (voice.say("fact.expected"), aim),
        (voice.say("fact.treated"), treated),
        (voice.say("fact.control"), control),
        (
            voice.say("fact.decide_on"),
            voice.numbers.day(change.decide_at) if change.decide_at else voice.say("fact.never"),
        ),
    ]


def change_tiles(change: Change, voice: Voice) -> list[Tile]:
    """The estimate, the value after, the bare difference, what could have shown, the too young."""
    outcome = change.main
    row, unit, numbers = outcome.row, outcome.unit, voice.numbers
    effect, between = "–", voice.say("tile.no_estimate")
    if outcome.is_judged:
        effect = unit.difference(row["estimate"])
        between = voice.say("tile.interval", interval=unit.interval(row["ci_low"], row["ci_high"]))
    before, after = outcome.shown("rate_before"), outcome.shown("rate_after")
    naive = outcome.naive_diff
    return [
        Tile(
            voice.say("tile.effect" if row["has_control"] else "tile.effect_alone"),
            effect,
            between,
            tone=outcome.tone if outcome.tone != "quiet" else "",
        ),
        Tile(
            voice.say("tile.after"),
            unit.value(after) if after is not None else "–",
            voice.say("tile.before", before=unit.value(before) if before is not None else "–"),
        ),
        Tile(
            voice.say("tile.naive"),
            unit.difference(naive) if naive is not None else "–",
            voice.say("tile.naive_note"),
        ),
        Tile(
            voice.say("tile.mde"),
            "–" if row["mde"] is None else unit.difference(row["mde"]).lstrip("+"),
            voice.say("tile.mde_note"),
        ),
        Tile(
            voice.say("tile.young"),
            "–" if row["excluded_immature"] is None else numbers.percent(row["excluded_immature"]),
            voice.say("tile.young_note"),
        ),
    ]


def _checks_card(change: Change, kpis: list[Row], voice: Voice) -> Card:
    checks = checks_of(change, capture_of(change.main, kpis), voice)
    failed = [check for check in checks if check.state == "failed"]
    made = [check for check in checks if check.state != "open"]
    count = voice.numbers.count
    if not made:
        headline = voice.say("checks.headline_none")
    elif failed:
        names = ", ".join(check.title.lower() for check in failed)
        key = "checks.headline_one" if len(failed) == 1 else "checks.headline"
        headline = voice.say(key, k=count(len(failed)), n=count(len(made)), names=names)
    else:
        headline = voice.say("checks.headline_all", n=count(len(made)))
    make = Columns(voice)
    rows: list[Row] = [vars(check) for check in checks]
    columns = [
        make.text("title", "col.check"),
        make.text("state", "col.state", lambda row: row["label"]),
        make.text("text", "col.meaning"),
        make.text("code", "col.code", is_csv_only=True),
    ]
    return Card(
        id="checks",
        question=voice.say("checks.question"),
        headline=headline,
        checks=tuple(checks),
        table=table("change_checks", headline, columns, rows, voice),
    )


def _details_card(change: Change, voice: Voice) -> Card:
    """Everything else that the verdict says of itself."""
    headline = voice.say("details.headline")
    rows: list[Row] = [
        {"key": key, "what": voice.say(f"detail.{key}"), "value": value}
        for key, value in _details(change, voice).items()
    ]
    make = Columns(voice)
    columns = [
        make.text("what", "col.what"),
        make.text("value", "col.value"),
        make.text("key", "col.code", is_csv_only=True),
    ]
    return Card(
        id="details",
        question=voice.say("details.question"),
        headline=headline,
        table=table("change_details", headline, columns, rows, voice),
        table_is_open=True,
    )


def _details(change: Change, voice: Voice) -> Mapping[str, str]:
    outcome = change.main
    row, unit, numbers = outcome.row, outcome.unit, voice.numbers
    none = "–"

    def difference(value: float | None) -> str:
        return none if value is None else unit.difference(value)

    def interval(low: float | None, high: float | None) -> str:
        return f" [{unit.interval(low, high)}]" if low is not None and high is not None else ""

    may_tell = outcome.is_judged or outcome.naive_diff is not None
    estimate = none
    if may_tell and row["estimate"] is not None:
        estimate = difference(row["estimate"]) + interval(row["ci_low"], row["ci_high"])
    adjusted = none
    if row["adjusted_estimate"] is not None:
        adjusted = difference(row["adjusted_estimate"])
        adjusted += interval(row["adjusted_low"], row["adjusted_high"])
    weeks = numbers.count(row["n_weeks"]) if row["n_weeks"] else none
    washout = timedelta(weeks=row["gap_weeks"])
    return {
        "verdict": f"{outcome.badge(voice)} ({voice.say('status.' + row['status']).lower()})",
        "reason": reason_in_words(row["verdict_reason"], voice),
        "method": voice.say(f"method.{row['method']}"),
        "estimate": estimate,
        "p": none if row["p"] is None else numbers.p_value(row["p"]),
        "adjusted": adjusted,
        "naive": difference(outcome.naive_diff),
        "n": f"{numbers.people(row['n_before'])} / {numbers.people(row['n_after'])}",
        "weeks": weeks,
        "washout": numbers.days(washout / timedelta(days=1)) if washout else none,
        "follow_up": _follow_up(change, voice),
        "young": none
        if row["excluded_immature"] is None
        else numbers.percent(row["excluded_immature"]),
        "neither": numbers.people(row["n_neither"]),
        "mde": none if row["mde"] is None else unit.size(row["mde"]),
        "least": none if row["min_effect"] is None else unit.size(row["min_effect"]),
        "se": " / ".join(_bare(row[f"se_{of}"], outcome, none) for of in ("model", "placebo")),
        "run": row["run_id"],
        "definition": row["definition_hash"],
    }


def _bare(value: float | None, outcome: Outcome, none: str) -> str:
    return none if value is None else outcome.unit.difference(value).lstrip("+")


def _follow_up(change: Change, voice: Voice) -> str:
    if change.follow_up is None:
        return "–"
    if not change.follow_up:
        return voice.say("detail.no_follow_up")
    return voice.numbers.days(change.follow_up / timedelta(days=1))
