"""Samples from a list: formulas against counting, and biases against their theory."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.measurement.sampling import (
    METHODS,
    Visit,
    VisitsPlan,
    convenience_sample,
    draw_read_samples,
    draw_samples,
    draw_visits,
    draw_visits_plan,
    expected_mean,
    finite_population_correction,
    judgement_sample,
    mean_minutes,
    random_sample,
    sample_per_week,
    sample_size,
    spread_of_share,
    standard_error,
    systematic_sample,
)

LEARNERS = range(300)


def rng_of(learner):
    """One learner's chance."""
    return np.random.default_rng(np.random.SeedSequence([12, learner]))


def drawn(learner):
    """One learner's list and samples."""
    rng = rng_of(learner)
    return draw_read_samples(draw_visits_plan(rng), rng)


@given(st.lists(st.integers(0, 90), min_size=2, max_size=7), st.integers(1, 7))
def test_standard_error_is_that_of_every_sample_there_is(population, size):
    """All samples of the size are counted: the spread of their means is the formula."""
    size = min(size, len(population))
    means = [np.mean(chosen) for chosen in itertools.combinations(population, size)]

    error = standard_error(np.std(population), size, len(population))
    assert error == pytest.approx(np.std(means), abs=1e-9)


def test_standard_error_of_a_share_is_the_hypergeometric_one():
    """Ten of forty: the spread of the count in a sample of eight, by the exact law."""
    ways = [math.comb(10, k) * math.comb(30, 8 - k) for k in range(9)]
    shares = np.arange(9) / 8
    mean = np.average(shares, weights=ways)
    spread = np.average((shares - mean) ** 2, weights=ways) ** 0.5

    assert standard_error(spread_of_share(0.25), 8, 40) == pytest.approx(spread)


def test_a_process_without_end_has_no_correction():
    """Twelve minutes and 36 visits: two minutes. Of very many, all but the same."""
    assert standard_error(12, 36) == 2
    assert finite_population_correction(36, None) == 1
    assert standard_error(12, 36, 10**9) == pytest.approx(2)


def test_four_times_the_sample_is_twice_as_close():
    """Closeness is dear."""
    assert standard_error(12, 100) == 2 * standard_error(12, 400)


@given(
    st.floats(0.005, 0.4),
    st.floats(0.05, 0.95),
    st.none() | st.integers(2, 5000),
)
def test_sample_size_is_the_smallest_that_is_narrow_enough(half_width, share, all_):
    """One visit fewer would not do."""
    spread = spread_of_share(share)
    size = sample_size(half_width, spread, all_)

    assert 1.96 * standard_error(spread, size, all_) <= half_width * (1 + 1e-6)
    if size > 1:
        assert 1.96 * standard_error(spread, size - 1, all_) > half_width * (1 - 1e-6)


def test_sample_sizes_by_hand():
    """1.96² × 0.25 / 0.1² = 96.04; of 200, 200 × 96.04 / 295.04 = 65.1."""
    assert sample_size(0.1, 0.5) == 97
    assert sample_size(0.1, 0.5, population=200) == 66
    # A quarter of thirteen weeks: 97 / 13 = 7.5, and of 20 visits a week, 71 / 13.
    assert sample_per_week(0.1, 0.5, weeks=13) == 8
    assert sample_per_week(0.1, 0.5, weeks=13, visits_per_week=20) == 6


def test_nothing_varies_and_one_is_enough():
    """Where all are alike, anybody tells everything."""
    assert sample_size(0.1, 0.0) == sample_size(0.1, 0.0, population=50) == 1


def test_a_sample_comes_as_close_as_its_standard_error_says():
    """Over 4000 random samples from one list, within four standard errors."""
    rng = np.random.default_rng(1)
    plan = draw_visits_plan(rng)
    visits = draw_visits(plan, rng)
    means = np.array(
        [mean_minutes(random_sample(visits, 30, rng)) for _ in range(4000)]
    )
    spread = np.std([visit.minutes for visit in visits])
    error = standard_error(spread, 30, len(visits))

    assert means.mean() == pytest.approx(
        mean_minutes(visits), abs=4 * error / 4000**0.5
    )
    assert means.std() == pytest.approx(error, rel=4 / 8000**0.5)


@pytest.mark.parametrize("method", METHODS)
def test_each_method_finds_on_average_what_is_expected_of_it(method):
    """Over 1500 samples from one list, within four standard errors."""
    rng = np.random.default_rng(2)
    plan = draw_visits_plan(rng)
    visits = draw_visits(plan, rng)
    take = {
        "random": lambda: random_sample(visits, plan.size, rng),
        "systematic": lambda: systematic_sample(
            visits, plan.step, int(rng.integers(1, plan.step + 1))
        ),
        "judgement": lambda: judgement_sample(visits, plan.size, rng),
        "convenience": lambda: convenience_sample(visits, plan.size, rng),
    }[method]
    means = np.array([mean_minutes(take()) for _ in range(1500)])

    assert means.mean() == pytest.approx(
        expected_mean(visits, method, plan.step), abs=4 * means.std() / 1500**0.5
    )


@given(st.integers(0, 2**32))
def test_a_sample_at_hand_misses_the_way_the_plan_says(seed):
    """Slow nights that nobody looks at make the mean too short, and the reverse."""
    rng = np.random.default_rng(seed)
    plan = draw_visits_plan(rng)
    visits = draw_visits(plan, rng)
    true = mean_minutes(visits)
    easy = expected_mean(visits, "convenience") - true
    even = expected_mean(visits, "systematic", plan.step) - true

    assert np.sign(easy) == -np.sign(plan.night_extra)
    assert abs(even) < 0.5
    assert expected_mean(visits, "random") == true


def test_a_larger_sample_at_hand_is_as_wrong():
    """The bias stays while the chance about it shrinks."""
    rng = np.random.default_rng(3)
    visits = draw_visits(draw_visits_plan(rng), rng)
    at_hand = [visit for visit in visits if visit.at_hand]

    assert mean_minutes(convenience_sample(visits, len(at_hand), rng)) == expected_mean(
        visits, "convenience"
    )


def test_three_hundred_learners_samples_say_what_was_planned_and_no_two_alike():
    """Random and systematic come close; the sample at hand misses, far and one way."""
    seen = set()
    for learner in LEARNERS:
        one = drawn(learner)
        seen.add(tuple(visit.minutes for visit in one.visits))
        true = mean_minutes(one.visits)
        error = standard_error(
            np.std([visit.minutes for visit in one.visits]),
            one.plan.size,
            len(one.visits),
        )
        missed = {m: (mean_minutes(s) - true) / error for m, s in one.samples.items()}
        assert max(abs(missed["random"]), abs(missed["systematic"])) <= 1
        assert abs(missed["convenience"]) >= 2.5
        assert np.sign(missed["convenience"]) == -np.sign(one.plan.night_extra)

    assert len(seen) == len(LEARNERS)


def test_which_way_it_misses_is_not_known_beforehand():
    """Nights are slower for about half of the learners."""
    slower = sum(
        draw_visits_plan(rng_of(learner)).night_extra > 0 for learner in LEARNERS
    )

    # Four standard errors of 300 even chances.
    assert abs(slower - 150) < 4 * 75**0.5


@given(st.integers(0, 2**32))
def test_visits_are_those_of_the_plan(seed):
    """In order, as many by day and by night on every day, waits never below zero."""
    rng = np.random.default_rng(seed)
    plan = draw_visits_plan(rng)
    visits = draw_visits(plan, rng)
    when = [(visit.day, visit.hour) for visit in visits]

    assert when == sorted(when)
    assert [visit.number for visit in visits] == list(range(1, len(visits) + 1))
    assert min(visit.minutes for visit in visits) >= 0
    for day in range(1, plan.days + 1):
        nights = sum(visit.night for visit in visits if visit.day == day)
        assert nights == plan.night_visits
    assert len(visits) == plan.days * plan.visits_a_day


def test_a_judgement_sample_meets_every_kind_as_often():
    """Weekdays and weekends, day and night: an equal number of each."""
    sample = draw_samples(draw_visits_plan(rng_of(1)), rng_of(1)).samples["judgement"]
    kinds = [(visit.night, visit.weekend) for visit in sample]

    assert {kinds.count(kind) for kind in kinds} == {len(sample) // 4}
    assert len(set(kinds)) == 4


def test_a_step_in_step_with_the_day_is_refused():
    """Every tenth visit of ten a day would always be the first of the morning."""
    with pytest.raises(ValueError, match="same hours"):
        VisitsPlan(
            days=28,
            day_visits=7,
            night_visits=3,
            level=60,
            night_extra=30,
            weekend_extra=10,
            spread=10,
            step=10,
        )


def test_weekdays_begin_on_a_monday():
    """Day 6 is a Saturday, day 8 a Monday again; 22 to 7 is night."""
    assert [Visit(1, day, 12, 0).weekday for day in (1, 6, 8)] == [1, 6, 1]
    assert Visit(1, 7, 12, 0).weekend and not Visit(1, 8, 12, 0).weekend
    assert [Visit(1, 1, hour, 0).night for hour in (6, 7, 21, 22)] == [1, 0, 0, 1]
    assert [Visit(1, 1, hour, 0).at_hand for hour in (7, 8, 15, 16)] == [0, 1, 1, 0]
    assert [Visit(1, day, 9, 0).at_hand for day in (5, 6, 7, 8)] == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: standard_error(-1, 5), "spread cannot be -1"),
        (lambda: standard_error(1, 0), "at least one, not 0"),
        (lambda: standard_error(1, 6, 5), "6 cannot come from 5"),
        (lambda: spread_of_share(1.2), "not at 1.2"),
        (lambda: sample_size(0, 1), "above 0, not 0"),
        (lambda: sample_size(1, -1), "spread cannot be -1"),
        (lambda: sample_per_week(1, 1, 0), "at least one week, not 0"),
        (lambda: mean_minutes([]), "at least one visit"),
        (lambda: random_sample([], 1, np.random.default_rng(1)), "from 0 visits"),
        (lambda: systematic_sample([], 3, 4), "not at 4"),
        (lambda: expected_mean([], "quota"), "random, systematic"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    """In one plain sentence."""
    with pytest.raises(ValueError, match=words):
        call()


def test_a_plan_nobody_could_read_is_told_of():
    """Where nights are like days, no sample misses."""
    plan = VisitsPlan(
        days=28,
        day_visits=7,
        night_visits=3,
        level=60,
        night_extra=0,
        weekend_extra=0,
        spread=10,
        step=9,
    )
    with pytest.raises(ValueError, match="None of 20 lists"):
        draw_read_samples(plan, np.random.default_rng(1), tries=20)
