"""The default comparison two hundred times in every world; `make calibrate` does a thousand."""

import pytest
from calibration import ADJUSTED, WORLDS, Share

RUNS = 200


@pytest.mark.parametrize("world", WORLDS)
def test_the_bounds_hold(world):
    for share in WORLDS[world](RUNS):
        found = f"{share.question}, {share.method}: {share.count} of {share.runs}"
        assert share.runs > 0.95 * RUNS or share.question == ADJUSTED
        assert share.fits, f"{found}, bounds {share.low} to {share.high}"


def test_two_hundred_runs_can_tell():
    """Each bound would be broken by a count that two hundred runs can give."""
    shown = {"low": 0.92, "high": 0.98}
    assert not Share("", "", 175, RUNS, **shown).fits
    assert Share("", "", 176, RUNS, **shown).fits
    assert Share("", "", 199, RUNS, **shown).fits
    assert not Share("", "", 200, RUNS, **shown).fits
    assert not Share("", "", 27, RUNS, high=0.09).fits
    assert not Share("", "", 166, RUNS, low=0.88).fits
    assert not Share("", "", 1, RUNS, high=0).fits
    assert Share("", "", 200, RUNS).fits
