"""Benjamini and Hochberg's own example, and statsmodels."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from cjm_analytics.statistics import benjamini_hochberg

# Benjamini and Hochberg (1995), JRSS B 57:289-300, section 4.1: fifteen hypotheses on the
# treatment of myocardial infarction (Neuhaus et al. 1992), in their order.
NEUHAUS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_the_example_of_1995():
    """The paper rejects the four smallest at 0.05, 0.0095 being under 4/15 x 0.05 = 0.013."""
    adjusted = benjamini_hochberg(NEUHAUS)
    assert (adjusted < 0.05).sum() == 4
    assert adjusted[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625], abs=1e-12)
    assert adjusted[-1] == 1.0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_it_is_statsmodels_and_scipys_in_the_order_given(p):
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)
    assert benjamini_hochberg(p) == pytest.approx(scipy.stats.false_discovery_control(p), abs=1e-12)


def test_a_missing_p_stays_missing_and_does_not_count():
    adjusted = benjamini_hochberg([0.04, None, 0.01, float("nan")])
    assert adjusted[[0, 2]] == pytest.approx([0.04, 0.02])
    assert np.isnan(adjusted[[1, 3]]).all()
    assert np.isnan(benjamini_hochberg(pd.Series([np.nan, 0.5]))[0])
    assert np.isnan(benjamini_hochberg(pd.Series([None, 0.5], dtype="Float64"))[0])


def test_equal_p_stay_equal():
    """The three at the ranks 1 to 3 of 4: 0.02 x 4 / 3 for each of them."""
    adjusted = benjamini_hochberg([0.02, 0.5, 0.02, 0.02])
    assert adjusted == pytest.approx([0.08 / 3, 0.5, 0.08 / 3, 0.08 / 3])


def test_of_nothing_comes_nothing():
    assert benjamini_hochberg([]).size == 0


@pytest.mark.parametrize("p", [1.2, -0.1])
def test_what_is_no_probability_is_refused(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, p])


@pytest.mark.parametrize("p", [0.5, [[0.1, 0.2]]])
def test_what_is_no_row_is_refused(p):
    with pytest.raises(ValueError, match="one row"):
        benjamini_hochberg(p)
