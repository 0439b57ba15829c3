"""The stock of trained people: its recursion, its steady state, and chance about it."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.simulations.capability.trained_stock import (
    draw_stocks,
    draw_training_plan,
    places_to_hold,
    places_to_reach,
    settled_stock,
    stock_by_year,
    years_to_reach,
)

people = st.integers(0, 2000)
turnovers = st.floats(0.01, 1)


@given(people, people, st.floats(0, 1))
def test_each_year_is_what_stays_and_what_is_trained(start, places, turnover):
    """From whatever there was at the beginning."""
    stock = stock_by_year(start, places, turnover, years=20)

    assert stock[0] == start
    assert stock[1:] == pytest.approx(stock[:-1] * (1 - turnover) + places)


@given(people, people, turnovers)
def test_the_stock_nears_its_settled_level_by_the_turnover_each_year(
    start, places, turnover
):
    """The closed form: the distance shrinks to 1 - turnover of itself."""
    settled, elapsed = places / turnover, np.arange(21)
    expected = settled + (start - settled) * (1 - turnover) ** elapsed

    assert stock_by_year(start, places, turnover, 20) == pytest.approx(expected)


@given(people, turnovers)
def test_a_settled_stock_stays(places, turnover):
    """As many are trained as leave."""
    settled = settled_stock(places, turnover)

    assert settled * turnover == pytest.approx(places)
    assert stock_by_year(settled, places, turnover, 5) == pytest.approx([settled] * 6)


@given(people, people, st.floats(0.1, 1))
def test_every_stock_settles_in_the_end(start, places, turnover):
    """Wherever it starts from."""
    after = stock_by_year(start, places, turnover, years=400)[-1]

    assert after == pytest.approx(settled_stock(places, turnover), abs=1e-9)


def test_where_nobody_leaves_the_stock_has_no_limit():
    """Twenty more each year; and nothing at all where nobody is trained either."""
    assert stock_by_year(100, 20, 0, 3).tolist() == [100, 120, 140, 160]
    assert settled_stock(20, 0) == math.inf
    assert settled_stock(0, 0) == 0


@given(st.floats(0, 1), st.integers(1, 5000), turnovers, st.floats(0, 0.2))
def test_places_to_hold_a_share_hold_it(share, headcount, turnover, growth):
    """Next year's trained are the same share of next year's staff."""
    places = places_to_hold(share, headcount, turnover, growth)
    trained = stock_by_year(share * headcount, places, turnover, years=1)[-1]

    assert trained / (headcount * (1 + growth)) == pytest.approx(share)


def test_holding_sixty_per_cent_by_hand():
    """Of 800, 480 are trained; 15 % of them leave: 72 places, and 24 for growth of 5 %.

    Training once, 480 people, would leave 408 of them a year later.
    """
    assert places_to_hold(0.6, 800, 0.15) == pytest.approx(72)
    assert places_to_hold(0.6, 800, 0.15, growth=0.05) == pytest.approx(72 + 24)
    assert stock_by_year(480, 0, 0.15, 1)[-1] == pytest.approx(408)


@given(
    st.integers(1, 2000), st.integers(0, 2000), st.integers(0, 500), st.floats(0, 0.95)
)
def test_years_to_reach_is_the_first_year_that_does(target, start, places, turnover):
    """The year before there were too few; where it never happens, not in 60 years."""
    years = years_to_reach(target, start, places, turnover)
    stock = stock_by_year(start, places, turnover, years=60 if years is None else years)
    noise = 1e-6 * target

    if years is None:
        assert (stock < target + noise).all()
    else:
        assert stock[-1] >= target - noise
        assert years == 0 or stock[-2] < target + noise


def test_years_to_reach_by_hand():
    """100, then 150 and 190: the target of 190 is reached in the second year."""
    assert years_to_reach(190, 100, 70, 0.2) == 2
    assert years_to_reach(190.1, 100, 70, 0.2) == 3
    assert years_to_reach(100, 100, 0, 0.2) == 0
    assert years_to_reach(140, 100, 20, 0) == 2
    assert years_to_reach(20, 0, 21, 1) == 1


def test_a_target_that_is_only_neared_is_never_reached():
    """Sixty places and a fifth leaving settle at 300."""
    assert years_to_reach(300, 100, 60, 0.2) is None
    assert years_to_reach(301, 100, 60, 0.2) is None
    assert years_to_reach(299, 100, 60, 0.2) is not None


def test_chance_follows_the_recursion_on_average():
    """4000 runs, mean and variance within four standard errors of the exact ones.

    A stock of mean s and variance v has, a year later, the variance
    v (1 - t)² + s t (1 - t).
    """
    stocks = draw_stocks(120, 25, 0.15, 12, np.random.default_rng(1), runs=4000)
    means = stock_by_year(120, 25, 0.15, 12)
    variances = [0.0]
    for mean in means[:-1]:
        variances.append(variances[-1] * 0.85**2 + mean * 0.15 * 0.85)

    for year in (1, 4, 12):
        seen = stocks[:, year]
        assert seen.mean() == pytest.approx(
            means[year], abs=4 * (variances[year] / 4000) ** 0.5
        )
        assert seen.var() == pytest.approx(
            variances[year], abs=4 * variances[year] * (2 / 4000) ** 0.5
        )


def test_certain_turnover_leaves_nothing_to_chance():
    """Nobody leaves, or everybody does."""
    rng = np.random.default_rng(1)

    assert draw_stocks(40, 5, 0, 2, rng).tolist() == [[40, 45, 50]]
    assert draw_stocks(40, 5, 1, 2, rng).tolist() == [[40, 5, 5]]


@given(st.integers(0, 2**32), st.booleans())
def test_a_plan_can_be_reached_and_its_year_is_plain(seed, growing):
    """More places than hold it, and a place more or less in ten gives the same year."""
    plan = draw_training_plan(np.random.default_rng(seed), growing=growing)
    years = plan.years_to_reach

    assert 3 <= years <= 12
    for places in (plan.places - 0.1, plan.places + 0.1):
        assert years_to_reach(plan.wanted, plan.trained, places, plan.turnover) == years
    assert plan.trained < plan.wanted
    assert plan.places <= plan.headcount - plan.trained
    assert (plan.growth > 0) == growing
    assert plan.places_to_hold == pytest.approx(
        plan.share * plan.headcount * (plan.turnover + plan.growth)
    )


def test_300_learners_get_300_plans():
    """No two are alike, and few share the number of places that hold the share."""
    plans = [
        draw_training_plan(np.random.default_rng([seed, 3])) for seed in range(300)
    ]
    places = np.array([plan.places_to_hold for plan in plans])
    alike = np.abs(places[:, np.newaxis] / places - 1) <= 0.02

    assert len(set(plans)) == 300
    assert (alike.sum() - 300) / (300 * 299) < 0.05


def test_too_few_tries_are_told_of():
    """Without one there is no plan."""
    with pytest.raises(ValueError, match="None of 0 organisations"):
        draw_training_plan(np.random.default_rng(1), tries=0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((-1, 5, 0.1), "below zero: -1"),
        ((1, -5, 0.1), "below zero: -5"),
        ((1, 5, 1.1), "turnover must be from 0 to 1"),
        ((1, 5, math.nan), "turnover must be from 0 to 1"),
    ],
)
def test_numbers_that_cannot_be_are_refused(arguments, sentence):
    """Fewer people than none, and more leaving than there are."""
    with pytest.raises(ValueError, match=sentence):
        stock_by_year(*arguments, years=3)
    with pytest.raises(ValueError, match=sentence):
        years_to_reach(50, *arguments)
    with pytest.raises(ValueError, match=sentence):
        draw_stocks(*arguments, 3, np.random.default_rng(1))


def test_shares_and_growth_that_cannot_be_are_refused():
    """More than all, and a staff that shrinks."""
    with pytest.raises(ValueError, match="share must be from 0 to 1"):
        places_to_hold(1.2, 100, 0.1)
    with pytest.raises(ValueError, match="zero or more"):
        places_to_hold(0.6, 100, 0.1, growth=-0.1)


@given(st.integers(100, 5000), st.floats(0.1, 0.9), st.floats(0.02, 0.3))
def test_places_that_hold_a_share_hold_it(people, share, turnover):
    """Year after year, once it is reached."""
    places = places_to_hold(share, people, turnover)
    stock = stock_by_year(share * people, places, turnover, 10, people)[1:]

    assert stock == pytest.approx(np.full(10, share * people))


def test_no_more_are_trained_than_there_are():
    """However many places there are."""
    assert stock_by_year(0, 1000, 0.1, 3, 50)[1:].tolist() == [50, 50, 50]


@given(
    start=st.integers(0, 500),
    target=st.integers(1, 500),
    leaving=st.integers(0, 60),
    years=st.integers(1, 10),
)
def test_so_many_places_bring_so_many_people_and_one_less_does_not(
    start, target, leaving, years
):
    """Run forward, year by year."""
    turnover = leaving / 100
    places = places_to_reach(target, start, turnover, years)
    assume(places >= 1)

    reached = stock_by_year(start, places, turnover, years)[-1]
    assert reached == pytest.approx(target)
    assert stock_by_year(start, places - 1, turnover, years)[-1] < target
