"""Bass's model: the curve against its equation, chance against the curve."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.spread.bass import (
    ADOPTER_SHARES,
    AdoptionPlan,
    BassCurve,
    adopter_category,
    count_by_period,
    draw_adoption_plan,
    draw_adoption_times,
    draw_read_adoption,
    fit_bass,
    half_time,
)

CURVE = BassCurve(innovation=0.03, imitation=0.38)

curves = st.builds(
    BassCurve, innovation=st.floats(0.005, 0.5), imitation=st.floats(0, 1.5)
)
seeds = st.integers(0, 2**32)


@given(curves, st.floats(0.01, 30))
def test_the_curve_satisfies_its_differential_equation(curve, time):
    """The slope, taken from the curve itself, is (p + q F)(1 - F), and is the rate."""
    step = 1e-4
    before, share, after = curve.share_at([time - step, time, time + step])
    equation = (curve.innovation + curve.imitation * share) * (1 - share)

    assert (after - before) / (2 * step) == pytest.approx(equation, abs=1e-7)
    assert curve.rate_at(time) == pytest.approx(equation, abs=1e-12)


@given(curves)
def test_the_curve_starts_at_nothing_and_ends_at_all(curve):
    """Nobody at the start, everybody in the end, and never back."""
    shares = curve.share_at(np.linspace(0, 5000, 400))

    assert shares[0] == 0
    assert shares[-1] == pytest.approx(1)
    assert (np.diff(shares) >= 0).all()


@given(curves, st.floats(0, 0.999))
def test_time_to_a_share_is_when_the_curve_is_there(curve, share):
    """Back and forth gives the same share."""
    assert curve.share_at(curve.time_to(share)) == pytest.approx(share, abs=1e-9)


def test_without_imitation_half_have_adopted_after_a_half_life():
    """Left to themselves, ten in a hundred a year: ln 2 / 0.1 years."""
    alone = BassCurve(innovation=0.1, imitation=0)

    assert alone.time_to(0.5) == pytest.approx(math.log(2) / 0.1)
    assert alone.peak_time == 0


@given(curves)
def test_nowhere_do_more_adopt_than_at_the_peak(curve):
    """The rate at the peak is the greatest of all."""
    rates = curve.rate_at(np.linspace(0, 200, 2001))

    assert curve.rate_at(curve.peak_time) >= rates.max() - 1e-12


def exact_mean(curve, units, time):
    """Mean number of adopters, from the probabilities of all the numbers there are."""
    adopted = np.arange(units + 1)
    rates = (units - adopted) * (curve.innovation + curve.imitation * adopted / units)
    doublings = 24
    step = np.eye(units + 1) - time / 2**doublings * (np.diag(rates))
    step[adopted[:-1], adopted[1:]] += time / 2**doublings * rates[:-1]
    for _ in range(doublings):
        step = step @ step
    return step[0] @ adopted


def test_a_few_units_follow_the_exact_probabilities():
    """25 units, after 3, 7 and 12 years, within four standard errors."""
    rng = np.random.default_rng(1)
    times = np.array([draw_adoption_times(CURVE, 25, rng) for _ in range(6000)])

    for year in (3, 7, 12):
        adopted = (times <= year).sum(axis=1)
        assert adopted.mean() == pytest.approx(
            exact_mean(CURVE, 25, year), abs=4 * adopted.std() / 6000**0.5
        )


def test_many_units_follow_the_curve():
    """The mean of 300 spreads among 8000 units, within four standard errors."""
    rng = np.random.default_rng(2)
    times = [draw_adoption_times(CURVE, 8000, rng) for _ in range(300)]

    for year in (2, 5, 8, 12):
        shares = np.array([np.searchsorted(spread, year) for spread in times]) / 8000
        assert shares.mean() == pytest.approx(
            CURVE.share_at(year), abs=4 * shares.std() / 300**0.5
        )


def test_everybody_adopts_in_the_end_and_is_counted_once():
    """Times rise, and the counts of all periods make up all units."""
    times = draw_adoption_times(CURVE, 60, np.random.default_rng(3))
    periods = math.ceil(times[-1])

    assert (np.diff(times) > 0).all()
    assert count_by_period(times, periods).sum() == 60
    assert count_by_period(times, periods - 1).sum() < 60


@given(st.floats(0.005, 0.2), st.floats(0.05, 1.2))
def test_a_curve_is_found_again_from_its_own_counts(innovation, imitation):
    """Counts without chance give back p and q."""
    curve = BassCurve(innovation=innovation, imitation=imitation)
    years = max(math.ceil(curve.time_to(0.9)), 4)
    counts = 1000 * np.diff(curve.share_at(np.arange(years + 1)))

    fitted = fit_bass(counts, 1000)
    assert fitted.innovation == pytest.approx(innovation, rel=1e-3)
    assert fitted.imitation == pytest.approx(imitation, rel=1e-3)


def test_no_curve_nearby_fits_better():
    """A hundred curves around the fitted one are all further from the counts."""
    counts, rng = [4, 6, 9, 11, 11, 8, 5], np.random.default_rng(4)
    fitted = fit_bass(counts, 60)

    def misfit(curve):
        expected = 60 * np.diff(curve.share_at(np.arange(8)))
        return ((expected - counts) ** 2).sum()

    for by in np.exp(rng.normal(0, 0.1, (100, 2))):
        other = BassCurve(
            innovation=fitted.innovation * by[0], imitation=fitted.imitation * by[1]
        )
        assert misfit(other) > misfit(fitted)


def test_no_curve_far_away_fits_better():
    """Counts that chance drew, against 1600 curves of every kind."""
    rng, grid = np.random.default_rng(5), np.geomspace(1e-4, 3, 40)
    p, q = grid[:, np.newaxis, np.newaxis], grid[:, np.newaxis]
    left = np.exp(-(p + q) * np.arange(11))
    increments = np.diff((1 - left) / (1 + q / p * left))
    for _ in range(20):
        curve = BassCurve(
            innovation=rng.uniform(0.01, 0.1), imitation=rng.uniform(0, 1)
        )
        counts = count_by_period(draw_adoption_times(curve, 80, rng), 10)
        fitted = fit_bass(counts, 80).share_at(np.arange(11))
        misfit = ((80 * np.diff(fitted) - counts) ** 2).sum()

        others = ((80 * increments - counts) ** 2).sum(axis=-1)
        assert misfit <= others.min() + 1e-6


def test_half_time_is_read_along_straight_lines():
    """Eight of the ten of the third year make up half of 40, twelve being before."""
    assert half_time([5, 7, 10, 9], 40) == pytest.approx(2.8)


def test_half_time_needs_half():
    """What has not happened has no time."""
    with pytest.raises(ValueError, match="not yet half"):
        half_time([5, 7, 6], 40)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([4, 5], "at least 3 periods, not 2"),
        ([4, -1, 5], "period 2 is -1"),
        ([4, 5, math.nan], "period 3 is nan"),
        ([0, 0, 0], "not 0"),
        ([20, 20, 20], "not 60"),
    ],
)
def test_counts_that_are_none_are_refused(counts, sentence):
    """The sentence says what is wrong and where."""
    for ask in (fit_bass, half_time):
        with pytest.raises(ValueError, match=sentence):
            ask(counts, 50)


@pytest.mark.parametrize(("p", "q"), [(0, 0.4), (-0.1, 0.4), (0.1, -0.4)])
def test_coefficients_without_a_curve_are_refused(p, q):
    """Without anybody to begin, nothing spreads."""
    with pytest.raises(ValueError, match="Innovation|Imitation"):
        BassCurve(innovation=p, imitation=q)


@pytest.mark.parametrize("share", [-0.1, 1, 1.2])
def test_a_share_the_curve_never_reaches_is_refused(share):
    """All is never reached, only neared."""
    with pytest.raises(ValueError, match="below 1"):
        CURVE.time_to(share)


def test_categories_hold_their_shares():
    """Of 1000: 25, 135, 340, 340 and 160, in this order."""
    named = [adopter_category(place, 1000) for place in range(1, 1001)]

    assert {name: named.count(name) for name in ADOPTER_SHARES} == {
        "innovator": 25,
        "early-adopter": 135,
        "early-majority": 340,
        "late-majority": 340,
        "laggard": 160,
    }
    assert named == sorted(named, key=list(ADOPTER_SHARES).index)


@pytest.mark.parametrize("place", [0, 41])
def test_a_place_nobody_came_in_is_refused(place):
    """Places run from 1 to the number of units."""
    with pytest.raises(ValueError, match="1 to 40"):
        adopter_category(place, 40)


def drawn(seed):
    """One adoption that could be read, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_read_adoption(draw_adoption_plan(rng), rng)


@given(seeds)
def test_what_was_planned_can_be_read(seed):
    """Half time and both coefficients are near the plan's."""
    adoption = drawn(seed)
    curve, fitted = adoption.plan.curve, adoption.fitted

    assert adoption.half_time == half_time(adoption.counts, adoption.plan.units)
    assert adoption.half_time == pytest.approx(curve.time_to(0.5), abs=0.2)
    assert fitted == fit_bass(adoption.counts, adoption.plan.units)
    assert fitted.innovation == pytest.approx(curve.innovation, rel=0.3)
    assert fitted.imitation == pytest.approx(curve.imitation, rel=0.12)


@given(seeds)
def test_the_units_shown_are_clear_cases_of_all_categories(seed):
    """A place more or less, or two, would not change the category."""
    adoption = drawn(seed)
    units = adoption.plan.units
    named = [adopter_category(place, units) for place in adoption.places]

    assert len(set(adoption.places)) == 8
    assert set(named) == set(ADOPTER_SHARES)
    for place, name in zip(adoption.places, named, strict=True):
        for near in (max(place - 1, 1), min(place + 1, units)):
            assert adopter_category(near, units) == name


def test_300_learners_get_300_adoptions():
    """All can be drawn, and no two are alike."""
    cases = [drawn([seed, 9]) for seed in range(300)]

    assert len({(case.plan.units, *case.counts) for case in cases}) == 300
    assert len({case.places for case in cases}) == 300


def test_the_same_state_of_chance_gives_the_same_adoption():
    """A learner's case can be drawn again for marking."""
    one, other = drawn(5), drawn(5)

    np.testing.assert_array_equal(one.counts, other.counts)
    assert (one.plan, one.places) == (other.plan, other.places)


def test_a_plan_nobody_could_read_is_told_of():
    """In three years not even half adopt."""
    short = AdoptionPlan(curve=CURVE, units=300, years=3)
    with pytest.raises(ValueError, match="None of 4 adoptions"):
        draw_read_adoption(short, np.random.default_rng(1), tries=4)
