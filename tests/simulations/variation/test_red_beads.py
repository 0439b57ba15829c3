"""Red beads: nobody's paddle is luckier than the box allows."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.limits import np_limits
from course.simulations.variation.red_beads import RedBeadPlant, draw_days


def chance_of(plant, counts):
    """Exact probability that a paddle holds one of these numbers of red beads."""
    white = plant.beads - plant.red
    ways = sum(
        math.comb(plant.red, red) * math.comb(white, plant.paddle - red)
        for red in counts
    )
    return ways / math.comb(plant.beads, plant.paddle)


def test_the_textbook_plant():
    """4000 beads of which 800 red, 50 at a time: ten red expected, spread 2.81."""
    plant = RedBeadPlant()

    assert plant.expected_red == 10
    assert plant.standard_deviation == pytest.approx((8 * 3950 / 3999) ** 0.5)


def test_a_row_per_day_and_a_column_per_worker():
    """Four days and six workers."""
    assert draw_days(RedBeadPlant(), 4, np.random.default_rng(1)).shape == (4, 6)


def test_the_same_state_of_chance_gives_the_same_days():
    """Nothing but the generator decides."""
    one, other = (
        draw_days(RedBeadPlant(), 3, np.random.default_rng(5)) for _ in range(2)
    )

    assert (one == other).all()


def test_mean_and_spread_are_those_of_the_box():
    """Over 120 000 paddles, within four standard errors."""
    plant = RedBeadPlant()
    counts = draw_days(plant, 20_000, np.random.default_rng(1))
    error = plant.standard_deviation / counts.size**0.5

    assert counts.mean() == pytest.approx(plant.expected_red, abs=4 * error)
    # The standard error of a standard deviation is about that of the mean / sqrt(2).
    assert counts.std() == pytest.approx(
        plant.standard_deviation, abs=4 * error / 2**0.5
    )


def test_the_limits_of_the_textbook_plant():
    """Ten of fifty: 10 - 3 sqrt(8) and 10 + 3 sqrt(8), 1.5 and 18.5."""
    limits = np_limits([10, 8, 12], size=RedBeadPlant().paddle)

    assert limits.centre == 10
    assert limits.lower == pytest.approx(10 - 3 * 8**0.5)
    assert limits.upper == pytest.approx(10 + 3 * 8**0.5)
    assert [round(limit, 1) for limit in (limits.lower, limits.upper)] == [1.5, 18.5]


def test_limits_accuse_as_few_willing_workers_as_exact_counting_says():
    """Of 300 000 paddles, those below 2 or above 18, within four standard errors."""
    plant = RedBeadPlant()
    exact = 1 - chance_of(plant, range(2, 19))
    days = draw_days(plant, 50_000, np.random.default_rng(3))
    accused = np_limits([10], size=plant.paddle).outside(days).mean()

    # Three sigma of a normal distribution would be 0.27 %.
    assert 0.001 < exact < 0.003
    assert accused == pytest.approx(
        exact, abs=4 * (exact * (1 - exact) / days.size) ** 0.5
    )


def test_every_number_of_red_beads_is_as_frequent_as_exact_counting_says():
    """From none to twenty-five on 300 000 paddles, within four and a half errors."""
    plant = RedBeadPlant()
    days = draw_days(plant, 50_000, np.random.default_rng(4))
    for red in range(26):
        exact = chance_of(plant, [red])
        # Where hardly one is expected, a single one is no surprise.
        room = 4.5 * (exact / days.size) ** 0.5 + 1 / days.size
        assert (days == red).mean() == pytest.approx(exact, abs=room)


def test_limits_from_four_days_of_ones_own_lie_about_those_of_the_box():
    """Over 2000 plants the centre is ten on average, within four standard errors."""
    rng = np.random.default_rng(5)
    plant = RedBeadPlant()
    centres = np.array(
        [np_limits(draw_days(plant, 4, rng), plant.paddle).centre for _ in range(2000)]
    )
    error = plant.standard_deviation / 24**0.5

    assert centres.mean() == pytest.approx(10, abs=4 * error / 2000**0.5)
    assert centres.std() == pytest.approx(error, rel=4 / 4000**0.5)


def test_a_paddle_as_large_as_the_box_draws_every_red_bead():
    """Without replacement on the paddle, and put back before the next worker."""
    plant = RedBeadPlant(beads=20, red=7, paddle=20, workers=3)

    assert plant.standard_deviation == 0
    assert draw_days(plant, 2, np.random.default_rng(1)).tolist() == [[7] * 3] * 2


def test_no_worker_differs_from_another():
    """Workers' means over many days differ by chance alone."""
    plant = RedBeadPlant()
    means = draw_days(plant, 20_000, np.random.default_rng(2)).mean(axis=0)

    assert np.ptp(means) < 6 * plant.standard_deviation / 20_000**0.5


@given(
    st.integers(2, 200).flatmap(
        lambda beads: st.tuples(
            st.just(beads), st.integers(0, beads), st.integers(1, beads)
        )
    ),
    st.integers(0, 100),
)
def test_no_paddle_holds_more_than_there_are(box, seed):
    """Red beads are at most those in the box and on the paddle; white ones too."""
    beads, red, paddle = box
    plant = RedBeadPlant(beads=beads, red=red, paddle=paddle, workers=2)
    counts = draw_days(plant, 3, np.random.default_rng(seed))

    assert counts.max() <= min(red, paddle)
    assert counts.min() >= max(0, paddle - (beads - red))
