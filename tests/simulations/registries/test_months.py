"""Months and denominators: named as in a calendar, fuller in winter."""

import numpy as np
import pytest

from course.simulations.registries.months import (
    draw_denominators,
    draw_events,
    name_months,
    season,
)


def test_months_are_named_over_the_turn_of_the_year():
    """From January on."""
    assert name_months(2024, 14)[:2] == ("2024-01", "2024-02")
    assert name_months(2024, 14)[11:] == ("2024-12", "2025-01", "2025-02")


def test_a_season_evens_out_over_a_year():
    """Most in January, least in July."""
    factors = season(24, 0.1)

    assert factors[:12].mean() == pytest.approx(1)
    assert factors.argmax() == 0
    assert factors[:12].argmin() == 6


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_events_have_the_mean_and_dispersion_asked_for(dispersion):
    """Over 200 seeds, within four standard errors."""
    means = np.full(500, 5.0)
    drawn = np.concatenate(
        [
            draw_events(means, dispersion, np.random.default_rng(seed))
            for seed in range(200)
        ]
    )
    deviations = (drawn - 5) ** 2

    assert abs(drawn.mean() - 5) < 4 * np.sqrt(5 * dispersion / drawn.size)
    error = deviations.std() / np.sqrt(drawn.size)
    assert abs(deviations.mean() - 5 * dispersion) < 4 * error


def test_denominators_keep_within_the_beds_there_are():
    """However much they scatter."""
    drawn = draw_denominators(
        600,
        1000,
        np.random.default_rng(1),
        amplitude=0.3,
        dispersion=9,
        lowest=400,
        highest=700,
    )

    assert (drawn.min(), drawn.max()) == (400, 700)


def test_a_month_without_exposure_has_no_events():
    """Also where counts are more scattered than Poisson."""
    drawn = draw_events(np.zeros(3), 1.3, np.random.default_rng(1))

    assert drawn.tolist() == [0, 0, 0]
