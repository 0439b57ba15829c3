"""Control limits: by hand, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course.charts.limits import ControlLimits, individuals_limits, np_limits

measurements = arrays(float, st.integers(2, 60), elements=st.floats(-1e3, 1e3))


def test_individuals_by_hand():
    """Moving ranges 2, 1, 2: mean 5/3, sigma 5/3 / 1.128."""
    limits = individuals_limits([10, 12, 11, 13])

    assert limits.centre == 11.5
    assert limits.upper == pytest.approx(11.5 + 3 * (5 / 3) / 1.128)
    assert limits.lower == pytest.approx(11.5 - 3 * (5 / 3) / 1.128)


def test_a_moving_range_does_not_bridge_a_gap():
    """From 10 to 90 nobody knows what happened, so it is not a range."""
    limits = individuals_limits([9, 10, np.nan, 90, 91])

    assert limits.upper - limits.centre == pytest.approx(3 / 1.128)


@given(measurements, st.floats(-100, 100))
def test_moving_the_scale_moves_the_limits(values, shift):
    """Celsius or Kelvin: the limits are as far apart."""
    here, there = individuals_limits(values), individuals_limits(values + shift)

    assert there.centre == pytest.approx(here.centre + shift, abs=1e-6)
    assert there.upper - there.lower == pytest.approx(here.upper - here.lower, abs=1e-6)


@pytest.mark.parametrize("values", [[], [4.0], [np.nan, 4.0], [4.0, np.nan, 5.0]])
def test_without_two_neighbours_there_are_no_limits(values):
    """A spread from point to point needs two points side by side."""
    with pytest.raises(ValueError, match="two neighbouring"):
        individuals_limits(values)


def test_red_bead_limits():
    """The textbook's beads: ten red of fifty, limits 10 plus and minus 3 root 8."""
    limits = np_limits([[8, 12], [10, 10]], size=50)

    assert limits.centre == 10
    assert limits.lower == pytest.approx(10 - 3 * 8**0.5)
    assert limits.upper == pytest.approx(10 + 3 * 8**0.5)


@given(
    st.integers(1, 80).flatmap(
        lambda size: st.tuples(
            st.just(size), st.lists(st.integers(0, size), min_size=1, max_size=30)
        )
    )
)
def test_counts_cannot_be_expected_where_none_can_be(sample):
    """Limits stay within nothing and everything, about the mean."""
    size, counts = sample
    limits = np_limits(counts, size)

    assert 0 <= limits.lower <= limits.centre <= limits.upper <= size


def test_rare_and_common_counts_are_clipped():
    """A mean of one has its lower limit at 0, a mean of nine of ten its upper at 10."""
    assert np_limits([1, 1, 1], size=10).lower == 0.0
    assert np_limits([9, 9, 9], size=10).upper == 10.0


@pytest.mark.parametrize("counts", [[-1, 3], [3, 51]])
def test_impossible_counts_are_refused(counts):
    """More than all, or fewer than none, is a slip to be told of."""
    with pytest.raises(ValueError, match="between 0 and 50"):
        np_limits(counts, size=50)


def test_an_empty_np_chart_is_refused():
    """Nothing counted, no limits."""
    with pytest.raises(ValueError, match="at least one"):
        np_limits([np.nan], size=50)


def test_a_value_on_a_limit_is_inside():
    """Only beyond a limit is outside; a missing value is not."""
    limits = ControlLimits(lower=0, centre=5, upper=10)

    assert limits.outside([-0.1, 0, 10, 10.1, np.nan]).tolist() == [
        True,
        False,
        False,
        True,
        False,
    ]
