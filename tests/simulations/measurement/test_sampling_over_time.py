"""Few often against many seldom: one shows when, the other that."""

from dataclasses import replace

import numpy as np
import pytest

from course.charts.limits import individuals_limits
from course.charts.runs import find_run_signals, find_shifts, find_trends, run_centre
from course.simulations.measurement.sampling import standard_error
from course.simulations.measurement.sampling_over_time import (
    BASELINE_WEEKS,
    ProcessPlan,
    draw_process,
    draw_process_plan,
    draw_read_process,
    sample_every,
)

PLAN = ProcessPlan(weeks=52, visits=90, level=80, spread=12, change=30, moved=-15)


@pytest.fixture(scope="module")
def processes():
    """What 300 learners see."""
    drawn = []
    for learner in range(300):
        rng = np.random.default_rng(np.random.SeedSequence([13, learner]))
        drawn.append(draw_read_process(draw_process_plan(rng), rng))
    return drawn


def test_the_weekly_samples_show_the_week(processes):
    """The first run of six or more, also too long by Anhøj, begins with the change."""
    for one in processes:
        means, centre = one.weekly_means, one.centre
        assert centre == run_centre(means[:BASELINE_WEEKS])
        assert find_shifts(means, centre)[0][0] == one.plan.change
        assert find_run_signals(means, centre).long_run
        assert find_run_signals(means, run_centre(means)).shifted


def test_nothing_else_is_seen_in_the_weekly_samples(processes):
    """No trend, no run the other way, and before the change no point outside."""
    for one in processes:
        means, way = one.weekly_means, np.sign(one.plan.moved)
        before = means[: one.plan.change - 1]
        runs = find_shifts(means, one.centre)
        assert find_trends(means) == []
        assert not individuals_limits(before).outside(before).any()
        assert all((way * (means[run[0] - 1] - one.centre)) > 0 for run in runs)


def test_the_large_samples_show_that_and_not_when(processes):
    """Those of one level agree; the change lies in thirteen weeks between two."""
    for one in processes:
        plan, means = one.plan, one.large_means
        after = np.array(plan.large_weeks) >= plan.change
        error = 2**0.5 * standard_error(plan.spread, plan.large_size)
        gap = np.abs(means[~after][:, np.newaxis] - means[after]).min()
        first, last = plan.window

        assert len(means) == 4 and gap >= 3.5 * error
        assert max(np.ptp(means[~after]), np.ptp(means[after])) <= 2.5 * error
        assert first <= plan.change <= last and last - first == 12
        # Four points are too few for a run of six, whatever they show.
        assert find_shifts(means, run_centre(means[:1])) == []


def test_both_are_the_same_work(processes):
    """As many visits are looked at in a year of weeks as in four quarters."""
    assert all(one.weekly.size == one.large.size == 260 for one in processes)


def test_no_two_learners_see_the_same(processes):
    """Nor does the week of the change tell much about one's own."""
    assert len({one.weekly.tobytes() for one in processes}) == 300
    changes = [one.plan.change for one in processes]
    assert max(changes.count(week) for week in set(changes)) < 30
    # Up or down as likely: four standard errors of 300 even chances.
    assert abs(sum(one.plan.moved > 0 for one in processes) - 150) < 4 * 75**0.5


def test_samples_are_from_the_visits_of_their_week(processes):
    """Each value is one of that week's, no visit taken twice."""
    for one in processes[:20]:
        for week in range(1, 53):
            everybody = one.minutes[week - 1].tolist()
            for minutes in one.weekly[week - 1].tolist():
                everybody.remove(minutes)
        for week, sample in zip(one.plan.large_weeks, one.large, strict=True):
            everybody = one.minutes[week - 1].tolist()
            for minutes in sample.tolist():
                everybody.remove(minutes)


def test_sample_means_scatter_as_theory_says():
    """Weekly and large samples within a list, over 600 draws, by four errors."""
    rng = np.random.default_rng(5)
    minutes = draw_process(PLAN, rng).minutes
    for every, size in ((1, 5), (13, 65)):
        means = np.array(
            [sample_every(minutes, every, size, rng)[0].mean() for _ in range(600)]
        )
        week = minutes[every - 1]
        error = standard_error(week.std(), size, week.size)
        assert means.mean() == pytest.approx(week.mean(), abs=4 * error / 600**0.5)
        assert means.std() == pytest.approx(error, rel=4 / 1200**0.5)


def test_levels_and_windows_of_a_plan():
    """Week 30 is the first at the new level, between the samples of 26 and 39."""
    levels = PLAN.levels()

    assert (levels[28], levels[29], levels[-1]) == (80, 65, 65)
    assert PLAN.large_weeks == (13, 26, 39, 52)
    assert PLAN.window == (27, 39)
    assert replace(PLAN, change=26).window == (14, 26)
    assert replace(PLAN, change=27).window == (27, 39)


@pytest.mark.parametrize("change", [1, 12, 13, 53])
def test_a_change_that_nothing_comes_before_or_after_is_refused(change):
    """Both ways of sampling must have seen the old level, and the year the new one."""
    with pytest.raises(ValueError, match=f"change in week {change}"):
        replace(PLAN, change=change)


def test_what_cannot_be_sampled_is_refused():
    """A week of sixty visits has no sample of sixty-five, and so on."""
    with pytest.raises(ValueError, match="65 cannot come from a week of 60"):
        replace(PLAN, visits=60)
    with pytest.raises(ValueError, match="6 every 1 weeks cannot come"):
        sample_every(np.zeros((4, 5)), 1, 6, np.random.default_rng(1))
    with pytest.raises(ValueError, match="2 every 5 weeks cannot come"):
        sample_every(np.zeros((4, 5)), 5, 2, np.random.default_rng(1))
    with pytest.raises(ValueError, match="at least 39 weeks"):
        draw_process_plan(np.random.default_rng(1), weeks=26)


def test_a_plan_nobody_could_read_is_told_of():
    """A change of nothing shows nowhere."""
    with pytest.raises(ValueError, match="None of 30 processes"):
        draw_read_process(replace(PLAN, moved=0.0), np.random.default_rng(1), tries=30)
