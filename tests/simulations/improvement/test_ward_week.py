"""A week that can be taken apart: usual level, blocked step, test, chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import find_run_signals, find_shifts, find_trends
from course.simulations.improvement.ward_week import (
    CHANCE,
    DAYS,
    SLOW_STEP,
    TEST_FROM,
    UNITS,
    WardWeek,
    draw_ward_week,
)

weeks = st.integers(0, 2**32 - 1).map(
    lambda seed: draw_ward_week(np.random.default_rng(seed))
)


def by_hand():
    """A week whose counts can be worked out on paper."""
    return WardWeek(
        unit="ward",
        level=12,
        history=(12,) * 20,
        work_minutes=(4, 4, 4, 4, 4),
        wait_minutes=(0, 5, 5, 30, 5),
        blocked_day=6,
        blocked_adds=5,
        test_takes=4,
        untold_days=(5,),
        chance=(1, -1, 0, 2, 0, -2, 1),
    )


def test_a_week_worked_out_by_hand():
    """Monday 12 + 1; Wednesday 12 − 4; Friday untold; Saturday blocked, 12 + 5 − 2."""
    assert by_hand().counts == (13, 11, 8, 10, 12, 15, 9)


def test_the_waits_follow_what_happens():
    """Thirty minutes, ten with the test, ninety on the blocked day."""
    week = by_hand()

    slow = [week.waits_on(day)[3] for day in range(1, DAYS + 1)]

    assert slow == [30, 30, 10, 10, 30, 90, 10]
    assert week.slow_step == 4
    assert sum(week.waits_on(1)) == 45


@given(weeks)
def test_the_parts_add_up(week):
    """Nothing is in a count that the four lenses could not find."""
    for day, count in enumerate(week.counts, start=1):
        blocked, test, chance = week.parts(day)
        assert count == week.level + blocked + test + chance
        assert week.expected(day) == count - chance
        assert chance in CHANCE
        assert count >= 0


@given(weeks)
def test_no_lens_alone_tells_the_week(week):
    """The test works on some of its days, and fails on others for two reasons."""
    tested = [day for day in range(1, DAYS + 1) if week.tested(day)]
    works = [day for day in tested if week.test_works(day)]

    assert TEST_FROM in works
    assert 2 <= len(works) <= 3
    assert 1 <= len(week.untold_days) <= 2
    assert week.blocked_day in tested
    assert week.blocked_day not in week.untold_days
    assert set(works) == {*tested} - {week.blocked_day, *week.untold_days}


@given(weeks)
def test_the_blocked_day_can_be_seen_on_the_chart(week):
    """It lies above all that chance does by itself."""
    assert week.counts[week.blocked_day - 1] > week.level + max(CHANCE)


@given(weeks)
def test_the_history_is_stable_by_every_rule(week):
    """So that the line at its middle may be drawn on."""
    values = np.array(week.history)

    assert np.median(values) == week.level
    assert not find_run_signals(values, week.level).shifted
    assert not find_shifts(values, week.level)
    assert not find_trends(values)


@given(weeks)
def test_one_waits_longest_where_the_unit_says_so(week):
    """The words about the blocked step speak of this one."""
    assert week.slow_step == SLOW_STEP[week.unit]


def test_every_unit_is_drawn_and_neighbours_differ():
    """Of three hundred learners no two have the same week."""
    drawn = [draw_ward_week(np.random.default_rng(seed)) for seed in range(300)]

    assert {week.unit for week in drawn} == set(UNITS)
    assert len(set(drawn)) == 300


def test_the_same_chance_gives_the_same_week():
    """A learner who comes back finds what was left."""
    assert draw_ward_week(np.random.default_rng(7)) == draw_ward_week(
        np.random.default_rng(7)
    )


def test_chance_is_given_as_often_as_promised():
    """In a hundred days: its shares make a whole and are even on both sides."""
    assert sum(CHANCE.values()) == 100
    assert all(CHANCE[size] == CHANCE[-size] for size in CHANCE)
    drawn = np.concatenate(
        [draw_ward_week(np.random.default_rng(seed)).chance for seed in range(600)]
    )
    for size, share in CHANCE.items():
        assert (drawn == size).mean() == pytest.approx(share / 100, abs=0.03)
