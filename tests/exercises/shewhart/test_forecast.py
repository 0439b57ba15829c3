"""The chances in the prediction are those that the simulation gives."""

import numpy as np
import pytest

from course.exercises.shewhart.forecast import CHANCES
from course.simulations.variation.rule_run_lengths import share_that_signal

SETTINGS = {
    "stable-one": ("one", 0.0, 24),
    "stable-four": ("all-four", 0.0, 24),
    "one-sigma-one": ("one", 1.0, 12),
    "one-sigma-four": ("all-four", 1.0, 12),
    "two-sigma-one": ("one", 2.0, 6),
}


@pytest.mark.parametrize("claim", CHANCES)
def test_a_chance_is_what_many_series_give(claim):
    """Twenty thousand of them, within four standard errors."""
    rules, shift, points = SETTINGS[claim]
    share = share_that_signal(rules, shift, points, 20_000, np.random.default_rng(7))

    error = 100 * np.sqrt(share * (1 - share) / 20_000)
    assert 100 * share == pytest.approx(CHANCES[claim], abs=4 * error + 0.1)
