"""What a change did, in one sentence computed from its numbers, in Dutch and English.

Never what caused it: an estimate is what came out beside what was to be expected, and whatever
else happened in those weeks is in it too. There is a sentence for every verdict and every reason.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cjm_analytics.language import WORDS, Voice
from cjm_analytics.report.change import Change, Outcome

Row = dict[str, Any]
WAITING = ("no_weeks_after", "few_weeks_after", "date_after_data")  # time alone brings what lacks


_WORDS = (
    *("improved", "worse", "indicative", "no_relevant_change", "inconclusive"),
    "not_enough_data",
)


def in_words(kind: str, code: str, voice: Voice) -> str:
    """The words of a code; one that has none, of a later version say, speaks for itself."""
    key = f"{kind}.{code}"
    return voice.say(key) if key in WORDS else code.replace("_", " ")


def reason_in_words(code: str, voice: Voice) -> str:
    """Why a verdict is what it is, whichever kind of reason the code is."""
    kinds = ("reason", "but", "lack")
    kind = next((kind for kind in kinds if f"{kind}.{code}" in WORDS), "reason")
    return in_words(kind, code, voice)


def change_sentence(change: Change, outcome: Outcome, voice: Voice) -> str:
    """The verdict on an outcome as one sentence, without a full stop."""
    row, after, kpi = outcome.row, f"‘{change.label}’", f"‘{outcome.label}’"
    if outcome is change.main and not change.is_still_asked:
        return voice.say("sentence.not_asked", after=after)
    word = row["verdict"]
    if word == "not_enough_data" or row["estimate"] is None or row["ci_low"] is None:
        return _no_verdict(row, after, kpi, voice)
    if word in ("no_relevant_change", "inconclusive"):
        reason = row["verdict_reason"]
        why = voice.say("sentence.either") if reason == "interval_holds_zero" else ""
        text = voice.say(
            f"sentence.{word}",
            after=after,
            kpi=kpi,
            between=outcome.unit.between(row["ci_low"], row["ci_high"]),
            least=outcome.unit.size(row["min_effect"] or 0.0),
            why=why or reason_in_words(reason, voice),
        )
    else:
        text = _difference(outcome, after, kpi, voice)
        if word == "indicative":
            text = f"{text}, {voice.say('sentence.but')} {_but(change, row, voice)}"
    # an indication for the reason that it is provisional says so itself
    says_so = word == "indicative" and row["verdict_reason"] == "provisional"
    if row["status"] == "final" or says_so:
        return text[0].upper() + text[1:]
    return f"{voice.say('sentence.so_far')}: {text}"


def _difference(outcome: Outcome, after: str, kpi: str, voice: Voice) -> str:
    """By how much it came out higher or lower than was to be expected, and whether that is good."""
    row, unit = outcome.row, outcome.unit
    sure = "" if row["verdict"] == "indicative" else "_sure"
    good = "better" if outcome.is_better else "worse"
    with_ = "control" if row["method"] == "difference_in_differences" else "before"
    return voice.say(
        f"sentence.{good}{sure}",
        after=after,
        kpi=kpi,
        size=unit.size(row["estimate"]),
        higher=voice.say("sentence.higher" if row["estimate"] > 0 else "sentence.lower"),
        expected=voice.say(f"sentence.expected_{with_}"),
        interval=unit.interval(row["ci_low"], row["ci_high"]),
    )


def _but(change: Change, row: Row, voice: Voice) -> str:
    if row["verdict_reason"] != "provisional":
        return in_words("but", row["verdict_reason"], voice)
    if change.decide_at is None:
        return voice.say("but.undecided")
    return voice.say("but.provisional", day=voice.numbers.day(change.decide_at))


def _no_verdict(row: Row, after: str, kpi: str, voice: Voice) -> str:
    key = "sentence.not_enough"
    if row["verdict_reason"] == "sides_overlap":  # of data there is no lack
        key = "sentence.no_telling"
    elif row["verdict_reason"] in WAITING and row["status"] != "final":
        key = "sentence.not_enough_yet"
    why = in_words("lack", row["verdict_reason"], voice)
    return voice.say(key, after=after, kpi=kpi, why=why)


def change_lead(change: Change, data_end_at: datetime | None, voice: Voice) -> str:
    """What belongs to the sentence: until when it holds, what to do, and what is in it too."""
    parts = [
        _status(change, voice),
        _remedy(change, voice.numbers.local(data_end_at), voice),
        _described(change.main, voice),
        voice.say("change.caveat"),
    ]
    return " ".join(part for part in parts if part)


def _status(change: Change, voice: Voice) -> str:
    if not change.is_still_asked:
        return ""
    day = voice.numbers.day(change.decide_at) if change.decide_at else ""
    if change.is_final:
        if not day or change.main.row["remark"] == "definition_changed":  # maybe of the day itself
            return voice.say("final.given")
        return voice.say("final.given_on", day=day)
    return voice.say("provisional.until", day=day) if day else voice.say("provisional.for_ever")


def _remedy(change: Change, data_end: datetime | None, voice: Voice) -> str:
    row = change.main.row
    code = row["verdict_reason"]
    if row["verdict"] != "not_enough_data":
        return ""
    if change.is_final:
        return voice.say("do.ask_again")
    if code not in WAITING:
        return voice.say(f"do.{code}") if f"do.{code}" in WORDS else ""
    earliest = change.earliest_on
    if earliest is None:
        return ""
    has_come = data_end is not None and data_end.date() >= earliest
    if has_come:
        return voice.say("do.mend_weeks")
    return voice.say("do.wait", day=voice.numbers.calendar_day(earliest))


def _described(outcome: Outcome, voice: Voice) -> str:
    """The bare difference where there is no verdict, and that it is none."""
    row, unit = outcome.row, outcome.unit
    if row["verdict"] != "not_enough_data" or outcome.naive_diff is None:
        return ""
    people = voice.numbers.people
    return voice.say(
        "sentence.described",
        before=unit.value(row["rate_before"]),
        after=unit.value(row["rate_after"]),
        n_before=people(row["n_before"]),
        n_after=people(row["n_after"]),
    )


def change_remark(change: Change, voice: Voice) -> str:
    """What has happened since a final verdict; empty where nothing has."""
    row = change.main.row
    if not row["remark"]:
        return ""
    now = in_words("verdict", row["verdict_now"] or "not_enough_data", voice)
    if row["estimate_now"] is not None:
        now = f"{now} ({change.main.unit.difference(row['estimate_now'])})"
    key = f"remark.{row['remark']}"
    return (
        voice.say(key, now=now)
        if key in WORDS
        else f"{in_words('remark', row['remark'], voice)}: {now}"
    )


def changes_sentence(changes: Sequence[Change], voice: Voice) -> str:
    """How many changes there are, by what became of the KPI that each was made for."""
    if len(changes) == 1:
        return change_sentence(changes[0], changes[0].main, voice)
    n = voice.numbers.count
    parts = []
    for word in _WORDS:
        found = sum(1 for change in changes if change.main.row["verdict"] == word)
        if found:
            parts.append(voice.say(f"changes.{word}", n=n(found)))
    total = n(len(changes))
    return f"{voice.say('changes.total', n=total)}: {', '.join(parts)}"
