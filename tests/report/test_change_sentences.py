"""The sentence about a change: for every verdict, every reason, both languages; never a cause."""

import ast
import inspect
import itertools
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from change_rows import CHANGE_ON, lacking, other_outcomes, outcome

from cjm_analytics import changes, comparison
from cjm_analytics.language import WORDS, Numbers, Unit, Voice
from cjm_analytics.report.change import Change, Outcome
from cjm_analytics.report.change_checks import Capture, checks_of
from cjm_analytics.report.sentences_change import (
    change_lead,
    change_remark,
    change_sentence,
    changes_sentence,
    reason_in_words,
)
from cjm_analytics.report.units import unit_of
from cjm_analytics.statistics import differences, segments, sides, verdicts, weekly

CAUSE = re.compile(
    r"\bcaus|veroorza|dankzij|thanks to|because of|effect of|effect van|door de verandering", re.I
)
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
DATA_END = datetime(2026, 6, 7, 21, 48, tzinfo=UTC)
WORD_CODES = get_args(verdicts.Word)


def strings(node: ast.AST) -> set[str]:
    """The strings in a piece of source that look like a code."""
    found = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
    return {text for text in found if isinstance(text, str) and CODE.fullmatch(text)}


def tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))


def functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    return {n.name: n for n in ast.walk(tree(module)) if isinstance(n, ast.FunctionDef)}


def shortages() -> set[str]:
    """Every code of NotEnoughData, and why the question itself is refused."""
    codes = {"no_interval"}
    for module in (weekly, sides, differences, segments):
        for function in functions(module).values():
            raises = [n for n in ast.walk(function) if isinstance(n, ast.Raise)]
            if any("NotEnoughData" in ast.dump(one) for one in raises):
                codes |= strings(ast.Module(function.body[1:], []))
    return codes | {
        changes.SIDES_OVERLAP,
        changes.DATE_BEFORE_DATA,
        changes.DATE_AFTER_DATA,
    }


def checks() -> set[str]:
    """Every code of a check that may fail."""
    (table,) = [
        node.value
        for node in ast.walk(functions(comparison)["judge"])
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    ]
    return {str(ast.literal_eval(key)) for key in table.keys if key} | {changes._THROUGH_LATER}


def reasons() -> set[str]:
    """Every reason that a verdict gives by itself: the second of Verdict(word, reason)."""
    calls = [n for n in ast.walk(functions(verdicts)["verdict"]) if isinstance(n, ast.Call)]
    return {
        call.args[1].value
        for call in calls
        if getattr(call.func, "id", "") == "Verdict" and isinstance(call.args[1], ast.Constant)
    }


def remarks() -> set[str]:
    standing = functions(changes)["_standing"]
    return {
        node.value.value
        for node in ast.walk(standing)
        if isinstance(node, ast.Assign)
        and getattr(node.targets[0], "id", "") == "remark"
        and isinstance(node.value, ast.Constant)
        and node.value.value
    }


def test_the_codes_are_all_found() -> None:
    """What the sources hold today; a code that comes is found, and must get its words."""
    assert shortages() == {
        *("no_weeks_after", "few_weeks_after", "few_weeks_before", "few_entries"),
        *("few_entries_control", "few_weeks_with_conversions", "no_variation", "no_interval"),
        *("sides_overlap", "date_before_data", "date_after_data"),
    }
    assert checks() == {
        *("no_control", "pre_trend", "mix_shift", "few_placebos", "missing_weeks"),
        "through_later_phase",
    }
    assert reasons() == {
        *("no_interval", "within_min_effect", "interval_holds_zero", "not_after_correction"),
        *("provisional", "interval_excludes_zero"),
    }
    assert remarks() == {"definition_changed", "data_changed"}


def test_every_code_has_its_words() -> None:
    for code in shortages():
        assert f"lack.{code}" in WORDS
        if code not in ("no_weeks_after", "few_weeks_after", "date_after_data"):  # these wait
            assert f"do.{code}" in WORDS
    assert all(f"but.{code}" in WORDS for code in checks())
    assert all(f"reason.{code}" in WORDS for code in reasons() - {"no_interval"})
    assert all(f"remark.{code}" in WORDS for code in remarks())
    assert all(f"verdict.{word}" in WORDS for word in WORD_CODES)


def told(row: dict[str, Any], voice: Voice, **more: Any) -> Change:
    """A change of one outcome."""
    unit = unit_of(row, None, voice.numbers)
    label = voice.choose("Schrijft een review", "Writes a review")
    main = Outcome(row=row, label=label, phase="Loyaliteit", unit=unit)
    given: dict[str, Any] = {"decide_at": row["decide_at"], "follow_up": timedelta(days=28)}
    name = voice.choose("Kaartje", "Card")
    return Change(row["change_id"], name, CHANGE_ON, outcomes=(main,), **(given | more))


def every_row() -> list[dict[str, Any]]:
    """Word x status x control x reason x direction, also those that no method gives today."""
    rows = []
    codes = shortages() | checks() | reasons() | {"a_code_of_tomorrow"}
    for word, status, has_control, code, (estimate, low, high) in itertools.product(
        WORD_CODES,
        ("provisional", "final"),
        (True, False),
        sorted(codes),
        ((0.184, 0.101, 0.267), (-0.05, -0.09, -0.01)),
    ):
        method = "difference_in_differences" if has_control else "segmented_regression"
        if word == "not_enough_data":
            row = lacking(code, status=status, has_control=has_control)
        else:
            row = outcome(
                verdict=word, verdict_reason=code, status=status, has_control=has_control,
                method=method, estimate=estimate, ci_low=low, ci_high=high,
            )  # fmt: skip
        rows.append(row)
        if status == "provisional":
            rows.append(row | {"decide_at": None})
    return rows


@pytest.mark.parametrize("language", ["nl", "en"])
def test_there_is_a_sentence_for_everything(language: str, nl: Voice, en: Voice) -> None:
    voice = nl if language == "nl" else en
    caveat = "Al het andere dat in die weken gebeurde" if language == "nl" else "Anything else that"
    for row in every_row():
        change = told(row, voice)
        said = change_sentence(change, change.main, voice)
        lead = change_lead(change, DATA_END, voice)
        for text in (said, lead):
            assert not CAUSE.search(text), text
            assert not re.search(r"None|nan|[{}]|\.\.|  |,,", text), text
        assert said[0].isupper() or said[0] == "‘"
        assert not said.endswith(".")
        assert change.label in said
        assert change.main.label in said
        assert caveat in lead
        if row["status"] == "provisional":
            until = "1 jun" if row["decide_at"] else "decide_on"
            assert until in lead.replace("Jun", "jun")
            soon = ("oorlopig", "Nog", "voorlopig", "So far", "yet", "provisional", "verdict is")
            done = ("not_enough_data", "indicative")
            assert row["verdict"] in done or any(word in said for word in soon), said


def test_a_verdict_says_its_direction_and_size(nl: Voice, en: Voice) -> None:
    change = told(outcome(), nl)
    assert change_sentence(change, change.main, nl) == (
        "Na ‘Kaartje’ is ‘Schrijft een review’ verbeterd: 18,4 procentpunt hoger dan de groep "
        "zonder de verandering deed verwachten (95%‑interval +10,1 tot +26,7)"
    )
    assert change.main.badge(nl) == "▲ Verbeterd"
    row = outcome(verdict="worse", estimate=-0.05, ci_low=-0.09, ci_high=-0.01)
    change = told(row, en)
    assert change_sentence(change, change.main, en) == (
        "After ‘Card’, ‘Writes a review’ got worse: 5.0 percentage points lower than the group "
        "without it led us to expect (95% interval −9.0 to −1.0)"
    )
    fewer = told(row | {"direction": "down", "verdict": "improved"}, en)
    assert "improved: 5.0 percentage points lower" in change_sentence(fewer, fewer.main, en)
    assert fewer.main.badge(en) == "▲ Improved"
    assert fewer.main.tone == "good"


def test_an_indication_says_of_what_and_why_no_more(nl: Voice, en: Voice) -> None:
    row = outcome(
        verdict="indicative", verdict_reason="no_control", has_control=False,
        method="segmented_regression",
    )  # fmt: skip
    change = told(row, nl)
    assert change_sentence(change, change.main, nl) == (
        "Een aanwijzing voor verbetering: na ‘Kaartje’ kwam ‘Schrijft een review’ 18,4 procentpunt "
        "hoger uit dan de weken ervoor deden verwachten (95%‑interval +10,1 tot +26,7), maar er is "
        "geen groep die het niet kreeg om mee te vergelijken"
    )
    soon = outcome(verdict="indicative", verdict_reason="provisional", status="provisional")
    change = told(soon, en)
    assert change_sentence(change, change.main, en).endswith(
        "but the verdict is given on 1 Jun 2026, not before"
    )
    assert change_lead(change, DATA_END, en) == (
        "This is provisional until 1 Jun 2026; the verdict is given then, once. "
        "Anything else that happened in those weeks is in this figure too."
    )
    change = told(soon | {"decide_at": None}, nl)
    assert "zonder dag van het oordeel" in change_sentence(change, change.main, nl)


def test_no_difference_is_told_from_not_knowing(nl: Voice) -> None:
    none = outcome(
        verdict="no_relevant_change", verdict_reason="within_min_effect", estimate=0.001,
        ci_low=-0.008, ci_high=0.01, status="provisional",
    )  # fmt: skip
    change = told(none, nl)
    assert change_sentence(change, change.main, nl) == (
        "Voorlopig: na ‘Kaartje’ is ‘Schrijft een review’ niet noemenswaardig veranderd: het "
        "95%‑interval van het verschil is −0,8 tot +1,0 procentpunt, minder dan de 2,0 "
        "procentpunt die ertoe doet"
    )
    open_ = outcome(
        verdict="inconclusive", verdict_reason="interval_holds_zero", estimate=0.02,
        ci_low=-0.03, ci_high=0.07,
    )  # fmt: skip
    change = told(open_, nl)
    assert change_sentence(change, change.main, nl) == (
        "Of ‘Schrijft een review’ na ‘Kaartje’ is veranderd, is niet vast te stellen: het "
        "95%‑interval van het verschil is −3,0 tot +7,0 procentpunt; beter en slechter kan allebei"
    )


def test_too_little_says_what_lacks_and_until_when_to_wait(nl: Voice, en: Voice) -> None:
    change = told(lacking("few_weeks_after", status="provisional"), nl)
    early = datetime(2026, 4, 12, 20, tzinfo=UTC)
    assert change_sentence(change, change.main, nl) == (
        "Nog te weinig gegevens om te zeggen of ‘Schrijft een review’ na ‘Kaartje’ is veranderd: "
        "er zijn minder dan 4 hele weken op rij na de datum"
    )
    # a week of washout, four that count, 28 days to follow the last entry
    assert change.earliest_on == date(2026, 5, 4)
    assert "Wacht tot de gegevens tot 4 mei 2026 lopen" in change_lead(change, early, nl)
    assert "weken sluiten niet aan" in change_lead(change, DATA_END, nl)
    assert "van 20,5% ervoor (n = 575) naar 37,1% erna (n = 679)" in change_lead(change, early, nl)
    change = told(lacking("few_entries_control", status="provisional"), en)
    assert "Choose a larger control group" in change_lead(change, early, en)
    change = told(lacking("few_entries"), en)
    assert "under a new id with a later decide_on" in change_lead(change, early, en)
    change = told(lacking("few_weeks_after", status="provisional"), en, follow_up=None)
    assert change.earliest_on is None
    assert "Wait" not in change_lead(change, early, en)


def test_small_counts_are_not_described(nl: Voice) -> None:
    for n_after, rate_after in ((9, 0.5), (200, 0.02)):  # nine entries; four conversions
        row = lacking("few_entries", n_after=n_after, rate_after=rate_after)
        lead = change_lead(told(row, nl), DATA_END, nl)
        assert "Ter beschrijving" not in lead
        assert told(row, nl).main.naive_diff is None


def test_a_verdict_that_stands_says_what_has_changed(nl: Voice, en: Voice) -> None:
    row = outcome(remark="data_changed", verdict_now="inconclusive", estimate_now=0.03)
    assert change_remark(told(row, en), en) == (
        "Since this verdict, the data have changed. The verdict stands as it was given; with "
        "today's data it would be: ○ Inconclusive (+3.0 pp)."
    )
    assert "op de gegevens tot 1 jun 2026" in change_lead(told(row, nl), DATA_END, nl)
    row |= {"remark": "definition_changed", "verdict_now": "not_enough_data", "estimate_now": None}
    assert change_remark(told(row, nl), nl).endswith("het zijn: – Te weinig gegevens.")
    # decide_on may be what was changed
    assert "1 jun 2026" not in change_lead(told(row, nl), DATA_END, nl)
    assert change_remark(told(outcome(), nl), nl) == ""
    assert change_remark(told(outcome(remark="of_tomorrow"), nl), nl)


def test_a_kpi_that_is_gone_has_no_verdict(nl: Voice) -> None:
    change = told(outcome(is_confirmatory=False), nl)
    assert change_sentence(change, change.main, nl) == (
        "De KPI waarvoor ‘Kaartje’ bedoeld was, staat niet meer in journey.yml: er is geen oordeel"
    )
    assert "definitief" not in change_lead(change, DATA_END, nl)


def test_many_changes_are_counted(nl: Voice, en: Voice) -> None:
    rows = [outcome(), outcome(), outcome(verdict="worse"), lacking("few_entries")]
    assert changes_sentence([told(row, nl) for row in rows], nl) == (
        "4 veranderingen: 2 verbeterd, 1 verslechterd, 1 met te weinig gegevens"
    )
    assert changes_sentence([told(outcome(), en)], en).startswith("After ‘Card’")


def test_units(nl: Voice) -> None:
    money = Unit(Numbers("nl"), "money")
    assert money.size(-3.1) == "€\xa03,10"
    assert money.between(-5.2, -1).replace("\u2060", "") == "−€\xa05,20 tot −€\xa01,00"
    weekly_count = Unit(Numbers("en"), "number", 1, is_weekly=True)
    assert weekly_count.value(12.44) == "12.4 per week"
    assert weekly_count.between(-1, 2.5) == "−1.0 to +2.5 per week"
    share = Unit(Numbers("en"))
    assert share.difference(0) == "0.0 pp"
    assert share.tick_difference(0.05, 0.05) == "+5"
    assert share.tick(0.125, 0.025) == "12.5%"
    rows = {row["kpi_id"]: row for row in other_outcomes()}
    assert unit_of(rows["ticket_rate"], None, nl.numbers).kind == "share"
    # an end that would be written as 0,0 takes a digit more
    assert unit_of(outcome(ci_low=-0.0004), None, nl.numbers).interval(-0.0004, 0.017) == (
        "−0,04 tot +1,70"
    )
    assert unit_of(outcome(rate_after=1.3), None, nl.numbers).kind == "number"
    assert unit_of(outcome(measure="count", rate_after=12.0), None, nl.numbers).is_weekly


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_check_says_what_it_means(language: str, nl: Voice, en: Voice) -> None:
    voice = nl if language == "nl" else en
    for row in every_row():
        failed = row["verdict_reason"] if row["verdict_reason"] in checks() else ""
        change = told(row | {"failed_checks": failed}, voice)
        for check in checks_of(change, Capture(0.7, True), voice):
            assert check.text.endswith("."), check
            assert check.state in ("passed", "failed", "open")
            assert not CAUSE.search(check.text)
            assert not re.search(r"None|[{}]", check.text + check.title + check.label)


def test_checks_fail_where_the_codes_say_so(nl: Voice, en: Voice) -> None:
    def states(**more: Any) -> dict[str, str]:
        return {one.code: one.state for one in checks_of(told(outcome(**more), en), None, en)}

    passed = states()
    assert passed == {
        "control": "passed", "pre_trend": "passed", "placebos": "passed",
        "mix_shift": "open", "weeks": "passed", "entries": "passed",
    }  # fmt: skip
    assert states(failed_checks="pre_trend|missing_weeks") == passed | {
        "pre_trend": "failed",
        "weeks": "failed",
    }
    assert states(failed_checks="through_later_phase") == passed | {"other": "failed"}
    assert states(failed_checks="few_placebos", placebo_n=3)["placebos"] == "failed"
    alone = states(failed_checks="no_control", has_control=False, pretrend_p=None)
    assert (alone["control"], alone["pre_trend"]) == ("failed", "open")
    few = {one.code: one for one in checks_of(told(lacking("few_entries"), nl), None, nl)}
    assert few["entries"].state == "failed"
    assert few["placebos"].state == "open"
    row = outcome(
        failed_checks="pre_trend", pretrend_p=0.03, adjusted_estimate=0.1, adjusted_low=0.01,
        adjusted_high=0.19,
    )  # fmt: skip
    drifting = {one.code: one for one in checks_of(told(row, nl), None, nl)}["pre_trend"]
    assert "p = 0,030" in drifting.text
    assert "+10,0 pp (95%-interval +1,0 tot +19,0 procentpunt)" in drifting.text
    beaten = checks_of(told(outcome(placebo_k=7), nl), None, nl)[2]
    assert "gaf 7 keer een kleiner verschil" in beaten.text


def test_a_reason_without_words_speaks_for_itself(nl: Voice) -> None:
    assert reason_in_words("a_code_of_tomorrow", nl) == "a code of tomorrow"
