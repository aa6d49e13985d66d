"""METHOD's verdicts, one by one."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_analytics.statistics import Verdict, verdict


@pytest.mark.parametrize(
    ("given_", "more", "word", "reason"),
    [
        ((3, 1, 5), {}, "improved", "interval_excludes_zero"),
        ((-3, -5, -1), {}, "worse", "interval_excludes_zero"),
        ((-3, -5, -1), {"direction": "down"}, "improved", "interval_excludes_zero"),
        ((3, 1, 5), {"direction": "down"}, "worse", "interval_excludes_zero"),
        ((3, 1, 5), {"status": "provisional"}, "indicative", "provisional"),
        ((3, 1, 5), {"failed_checks": ["pre_trend"]}, "indicative", "pre_trend"),
        (
            (3, 1, 5),
            {"failed_checks": ["no_control", "few_placebos"], "status": "provisional"},
            "indicative",
            "no_control",
        ),
        ((3, 1, 5), {"p_adjusted": 0.049}, "improved", "interval_excludes_zero"),
        ((3, 1, 5), {"p_adjusted": 0.05}, "inconclusive", "not_after_correction"),
        ((3, 1, 5), {"p_adjusted": math.nan}, "inconclusive", "not_after_correction"),
        ((1, -1, 3), {}, "inconclusive", "interval_holds_zero"),
        ((1, 0, 2), {}, "inconclusive", "interval_holds_zero"),
        ((1, -1, 3), {"min_effect": 2}, "inconclusive", "interval_holds_zero"),
        ((0, -1, 1), {"min_effect": 2}, "no_relevant_change", "within_min_effect"),
        ((0, -2, 2), {"min_effect": 2}, "no_relevant_change", "within_min_effect"),
        ((1, 0.5, 1.5), {"min_effect": 2}, "no_relevant_change", "within_min_effect"),
        ((3, 1, 5), {"min_effect": 2}, "improved", "interval_excludes_zero"),
        ((3, 1, 5), {"shortage": "few_entries"}, "not_enough_data", "few_entries"),
        ((3, None, None), {}, "not_enough_data", "no_interval"),
        ((None, None, None), {}, "not_enough_data", "no_interval"),
        ((3, math.nan, 5), {}, "not_enough_data", "no_interval"),
        ((3, -math.inf, math.inf), {}, "not_enough_data", "no_interval"),
    ],
)
def test_verdict(given_, more, word, reason):
    assert verdict(*given_, **more) == Verdict(word, reason)


@settings(deadline=None)
@given(st.floats(-10, 10), st.floats(0, 5), st.floats(0.01, 5), st.sampled_from(["up", "down"]))
def test_swapping_the_sides_flips_the_verdict(estimate, reach, min_effect, direction):
    more = {"direction": direction, "min_effect": min_effect}
    said = verdict(estimate, estimate - reach, estimate + reach, **more)
    mirrored = verdict(-estimate, -estimate - reach, -estimate + reach, **more)
    flipped = {"improved": "worse", "worse": "improved"}
    assert mirrored.word == flipped.get(said.word, said.word)


@pytest.mark.parametrize(
    "more",
    [{"direction": "UP"}, {"status": "decided"}, {"min_effect": -1}, {"min_effect": math.nan}],
)
def test_what_is_no_question_is_refused(more):
    with pytest.raises(ValueError, match=r"no direction|0 or more"):
        verdict(1, 0.5, 1.5, **more)
