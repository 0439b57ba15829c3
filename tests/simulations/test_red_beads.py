"""Red beads: nobody's paddle is luckier than the box allows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.red_beads import RedBeadPlant, draw_days


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
