"""The checks behind a change's verdict: what each means in a sentence, and whether it passed."""

from collections.abc import Iterator
from dataclasses import dataclass

from cjm_analytics.charts.change_points import Row
from cjm_analytics.language import WORDS, Voice
from cjm_analytics.report.cards import Check
from cjm_analytics.report.change import Change, Outcome
from cjm_analytics.report.sentences_change import reason_in_words

# which check a code of a verdict belongs to
_OF = {
    **dict.fromkeys(("no_control", "sides_overlap"), "control"),
    "pre_trend": "pre_trend",
    "few_placebos": "placebos",
    "mix_shift": "mix_shift",
    **dict.fromkeys(("missing_weeks", "no_weeks_after", "few_weeks_after"), "weeks"),
    **dict.fromkeys(("few_weeks_before", "date_before_data", "date_after_data"), "weeks"),
    **dict.fromkeys(("few_entries", "few_entries_control"), "entries"),
    **dict.fromkeys(("few_weeks_with_conversions", "no_variation", "no_interval"), "entries"),
}


@dataclass(frozen=True)
class Capture:
    """Which share of the orders the site saw, where the KPI joins visits with orders."""

    rate: float | None
    is_low: bool


def checks_of(change: Change, capture: Capture | None, voice: Voice) -> list[Check]:
    """The checks of the outcome that a change was made for."""
    return [
        Check(code, voice.say(f"check.{code}"), state, voice.say(f"check_state.{state}"), text)
        for code, state, text in _checks(change.main, capture, voice)
    ]


def _checks(
    outcome: Outcome, capture: Capture | None, voice: Voice
) -> Iterator[tuple[str, str, str]]:
    row = outcome.row
    failed = [*outcome.failed_checks]
    if row["verdict"] == "not_enough_data":
        failed.append(row["verdict_reason"])
    if not row["has_control"] and "no_control" not in failed:
        failed.append("no_control")
    by_check = {_OF.get(code, code): code for code in failed}
    told = {
        "control": _passed("control", True, voice),
        "pre_trend": _pre_trend(outcome, voice),
        "placebos": _placebos(outcome, voice),
        "mix_shift": _passed("mix_shift", outcome.is_judged and bool(outcome.mix), voice),
        "weeks": _passed("weeks", outcome.is_judged, voice),
        "entries": _passed("entries", outcome.is_judged, voice),
    }
    for check, (state, text) in told.items():
        code = by_check.pop(check, None)
        if code is None:
            yield check, state, text
        elif code == "pre_trend":
            yield check, "failed", text
        else:
            yield check, "failed", _why(code, outcome, voice)
    if capture is not None:
        state = "failed" if capture.is_low else "passed"
        share = voice.numbers.percent(capture.rate)
        yield "capture", state, voice.say(f"capture.{state}", share=share)
    for code in by_check.values():
        yield "other", "failed", _why(code, outcome, voice)


def _passed(check: str, is_made: bool, voice: Voice) -> tuple[str, str]:
    if not is_made:
        return "open", voice.say("check.not_made")
    return "passed", voice.say(f"passed.{check}")


def _why(code: str, outcome: Outcome, voice: Voice) -> str:
    """What a failed check means: its own sentence, or else its reason as one."""
    if f"failed.{code}" in WORDS:
        n = voice.numbers.count(outcome.row["n_weeks"])
        return voice.say(f"failed.{code}", n=n)
    text = reason_in_words(code, voice)
    return f"{text[0].upper()}{text[1:]}."


def _pre_trend(outcome: Outcome, voice: Voice) -> tuple[str, str]:
    row, unit = outcome.row, outcome.unit
    if row["pretrend_p"] is None:
        word = "not_made" if row["has_control"] else "no_groups"
        return "open", voice.say(f"check.{word}")
    is_failed = "pre_trend" in outcome.failed_checks
    p = voice.numbers.p_value(row["pretrend_p"])
    text = voice.say(f"{'failed' if is_failed else 'passed'}.pre_trend", p=p)
    low, high = row["adjusted_low"], row["adjusted_high"]
    if row["adjusted_estimate"] is None or low is None or high is None:
        return "passed", text
    effect, between = unit.difference(row["adjusted_estimate"]), unit.between(low, high)
    return "passed", f"{text} {voice.say('check.adjusted', effect=effect, between=between)}"


def _placebos(outcome: Outcome, voice: Voice) -> tuple[str, str]:
    row = outcome.row
    if not outcome.is_judged or not row["placebo_n"]:
        return "open", voice.say("check.not_made")
    k, n = (voice.numbers.count(row[name]) for name in ("placebo_k", "placebo_n"))
    return "passed", voice.say("passed.placebos", k=k, n=n)


def capture_of(outcome: Outcome, kpis: list[Row]) -> Capture | None:
    """From report.kpis; None where tracking has no part in the KPI."""
    row = next((kpi for kpi in kpis if kpi["kpi_id"] == outcome.row["kpi_id"]), None)
    if row is None or row["capture_rate"] is None:
        return None
    return Capture(row["capture_rate"], row["is_capture_low"])
