"""Rate against mix: Berkeley's admissions, by hand, and what must hold of any table."""

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_analytics.statistics import kitagawa

# Admissions to Berkeley, autumn 1973, six largest departments: applicants and admitted
# (Bickel, Hammel and O'Connell 1975; the table of Freedman, Pisani and Purves, Statistics, ch. 2).
MEN = {
    **{"A": (825, 512), "B": (560, 353), "C": (325, 120)},
    **{"D": (417, 138), "E": (191, 53), "F": (373, 22)},
}
WOMEN = {
    **{"A": (108, 89), "B": (25, 17), "C": (593, 202)},
    **{"D": (375, 131), "E": (393, 94), "F": (341, 24)},
}


def table(groups) -> pd.DataFrame:
    return pd.DataFrame([{"group": g, "n": n, "k": k} for g, (n, k) in groups.items()])


def test_berkeley_as_published():
    """44.5 % of the men and 30.4 % of the women; the departments' rates are Freedman's."""
    split = kitagawa(table(MEN), table(WOMEN))
    assert [round(100 * r) for r in split.groups["rate_before"]] == [62, 63, 37, 33, 28, 6]
    assert [round(100 * r) for r in split.groups["rate_after"]] == [82, 68, 34, 35, 24, 7]
    overall = [(split.groups[f"share_{s}"] * split.groups[f"rate_{s}"]).sum() for s in SIDES]
    assert [round(100 * r, 1) for r in overall] == [44.5, 30.4]
    assert round(100 * split.total, 1) == -14.2  # 30.354 - 44.519
    # Freedman's weighted averages, over the applicants of both: 39 % of the men, 43 % of the women.
    both = split.groups["n_before"] + split.groups["n_after"]
    weighted = [(both * split.groups[f"rate_{s}"]).sum() / both.sum() for s in SIDES]
    assert [round(100 * r) for r in weighted] == [39, 43]


def test_berkeley_in_exact_fractions():
    """Women did better within departments, and applied where few are admitted."""
    rate = mix = Fraction(0)
    for name, (n, k) in MEN.items():
        m, j = WOMEN[name]
        old_share, new_share = Fraction(n, 2691), Fraction(m, 1835)
        rate += (old_share + new_share) / 2 * (Fraction(j, m) - Fraction(k, n))
        mix += (new_share - old_share) * (Fraction(j, m) + Fraction(k, n)) / 2
    assert rate + mix == Fraction(557, 1835) - Fraction(1198, 2691)
    split = kitagawa(table(MEN), table(WOMEN))
    assert split.rate == pytest.approx(float(rate), abs=1e-14)
    assert split.mix == pytest.approx(float(mix), abs=1e-14)
    assert split.rate > 0 > split.mix


def test_a_group_on_one_side_only_is_mix():
    """Half of them new, at a rate of 0.6 where the others kept 0.2: 0.5 x 0.4 points of mix."""
    before = pd.DataFrame({"group": ["a"], "n": [100], "k": [20]})
    after = pd.DataFrame({"group": ["a", "b"], "n": [50, 50], "k": [10, 30]})
    split = kitagawa(before, after)
    assert (split.rate, split.mix) == pytest.approx((0.0, 0.2))
    gone = kitagawa(after, before)
    assert (gone.rate, gone.mix) == pytest.approx((0.0, -0.2))


def test_entries_without_a_group_are_a_group():
    """Those of group a: 0.2 to 0.25. Of no group: 0.8 to 0.75, and more of them."""
    before = pd.DataFrame({"group": ["a", None], "n": [50, 50], "k": [10, 40]})
    after = pd.DataFrame({"group": [float("nan"), "a"], "n": [80, 20], "k": [60, 5]})
    split = kitagawa(before, after)
    assert split.total == pytest.approx(0.65 - 0.5)
    assert split.rate == pytest.approx(0.35 * 0.05 - 0.65 * 0.05)
    assert split.groups["n_after"].sum() == 100


def test_groups_may_be_of_any_type():
    split = kitagawa(table({"a": (10, 5), 1: (10, 1)}), table({1: (10, 1), None: (5, 5)}))
    assert split.total == pytest.approx(6 / 15 - 6 / 20)


def test_rows_of_one_group_are_added_up():
    halves = pd.DataFrame({"group": ["a", "a"], "n": [40, 60], "k": [5, 15]})
    whole = pd.DataFrame({"group": ["a"], "n": [100], "k": [40]})
    assert kitagawa(halves, whole).rate == pytest.approx(0.2)


counts = st.integers(0, 500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
sides = st.dictionaries(st.sampled_from("abcde"), counts, min_size=1).filter(
    lambda groups: any(n for n, _ in groups.values())
)
SIDES = ("before", "after")


@settings(max_examples=25, deadline=None)
@given(sides, sides)
def test_the_parts_add_up_and_swapping_flips_them(before, after):
    split, swapped = kitagawa(table(before), table(after)), kitagawa(table(after), table(before))
    pooled = [
        sum(k for _, k in side.values()) / sum(n for n, _ in side.values())
        for side in (before, after)
    ]
    assert split.rate + split.mix == split.total
    assert split.total == pytest.approx(pooled[1] - pooled[0], abs=1e-12)
    assert (swapped.rate, swapped.mix) == pytest.approx((-split.rate, -split.mix), abs=1e-12)
    assert split.groups["rate"].sum() == pytest.approx(split.rate, abs=1e-12)


def test_an_empty_side_has_no_difference():
    empty = pd.DataFrame({"group": [], "n": [], "k": []})
    split = kitagawa(empty, table(MEN))
    assert math.isnan(split.rate)
    assert math.isnan(split.total)
    assert math.isnan(kitagawa(empty, empty).mix)


def test_a_table_of_another_form_is_refused():
    with pytest.raises(ValueError, match="after has no column k"):
        kitagawa(table(MEN), table(WOMEN).drop(columns="k"))
    with pytest.raises(ValueError, match="negative"):
        kitagawa(table({"a": (-1, 0)}), table(WOMEN))
    with pytest.raises(ValueError, match="missing or infinite"):
        kitagawa(table(MEN), table({"a": (10, None)}))
    with pytest.raises(ValueError, match="k without an n"):
        kitagawa(table({"a": (10, 5), "b": (0, 1)}), table(WOMEN))
