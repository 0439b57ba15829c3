"""Run lengths: against known averages, and against what must always hold."""

import numpy as np
import pytest

from course.simulations.variation.rule_run_lengths import (
    RULES,
    rules_of,
    run_lengths_until_signal,
    share_that_signal,
)


@pytest.mark.parametrize(
    ("name", "average"),
    [("one", 370.40), ("one-and-four", 152.73), ("all-four", 91.75)],
)
def test_a_stable_process_speaks_as_seldom_as_is_known(name, average):
    """Average run lengths without a shift; for the first rule 1 / 0.0027."""
    lengths = run_lengths_until_signal(
        name, 0.0, 4000, np.random.default_rng(3), most=4000
    )

    assert lengths.mean() == pytest.approx(average, abs=4 * average / np.sqrt(4000))


def test_a_single_rule_follows_the_geometric_law():
    """Beyond three sigma after a shift of three: a chance of a half at each point."""
    lengths = run_lengths_until_signal("one", 3.0, 20_000, np.random.default_rng(4))

    assert lengths.mean() == pytest.approx(2.0, abs=0.06)
    assert (lengths == 1).mean() == pytest.approx(0.5, abs=0.02)


def test_more_rules_never_wait_longer():
    """On the same series."""
    waits = {
        name: run_lengths_until_signal(name, 0.5, 300, np.random.default_rng(5))
        for name in RULES
    }

    assert (waits["all-four"] <= waits["one-two-three"]).all()
    assert (waits["all-four"] <= waits["one-and-four"]).all()
    assert (waits["one-and-four"] <= waits["one"]).all()


def test_what_never_speaks_is_cut_off():
    """And is not among those that signalled in time."""
    lengths = run_lengths_until_signal("one", 0.0, 50, np.random.default_rng(6), most=5)

    assert lengths.max() <= 5
    assert share_that_signal("one", 0.0, 1, 50, np.random.default_rng(6)) < 0.1


@pytest.mark.parametrize("series", [0, -1])
def test_nothing_to_simulate_is_refused(series):
    """With a sentence that says what is needed."""
    with pytest.raises(ValueError, match="at least one series"):
        run_lengths_until_signal("one", 0.0, series, np.random.default_rng(1))


def test_an_unknown_name_is_refused():
    """The names known are told."""
    with pytest.raises(ValueError, match="one-and-four"):
        rules_of("nelson")
