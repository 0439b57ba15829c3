"""People, workplaces and measures: enough of them, and figures apart from words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises.scenes import (
    MEASURES,
    SETTINGS,
    draw_level,
    draw_measures,
    draw_one,
    draw_people,
    draw_places,
    measure_chart,
)
from course.messages import keys, say

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 12))
def test_nobody_is_there_twice(seed, count):
    """Two people of one name in a table could not be told apart."""
    people = draw_people(np.random.default_rng(seed), count)

    assert len(set(people)) == count


@given(seeds, st.lists(st.integers(), min_size=1, max_size=40))
def test_one_is_drawn_as_numpy_would_draw_it(seed, among):
    """The cases of learners were drawn so, and what is drawn next must be the same."""
    ours, numpys = np.random.default_rng(seed), np.random.default_rng(seed)

    assert draw_one(ours, among) == among[numpys.choice(len(among))]
    assert ours.bit_generator.state == numpys.bit_generator.state


@given(seeds, st.lists(st.sampled_from(SETTINGS), max_size=8))
def test_no_two_charts_come_from_one_workplace(seed, settings):
    """Eight charts of one setting are the most a task shows."""
    places = draw_places(np.random.default_rng(seed), settings)

    assert len(set(places)) == len(settings)


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting_has_its_workplaces(setting):
    """And none is a name twice."""
    names = [say(key) for key in keys(f"place.{setting}.")]

    assert len(names) >= 8
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_each_measure_has_its_words(measure):
    """On an axis and within a sentence, and a setting of its own."""
    assert measure.label[0].isupper()
    assert measure.words[0].islower()
    assert measure.setting in SETTINGS


@given(seeds, st.sampled_from(MEASURES))
def test_a_level_leaves_room_for_chance(seed, measure):
    """Three spreads either way are still values the measure can have."""
    level, spread = draw_level(measure, np.random.default_rng(seed))

    assert measure.low <= level <= measure.high
    assert level - 5 * spread > 0
    if "per cent" in measure.label:
        assert level + 16 * spread < 100


@given(seeds, st.integers(1, len(MEASURES)))
def test_measures_differ_while_there_are_enough(seed, count):
    """Ten charts of ten things are more like work than ten of one."""
    drawn = draw_measures(np.random.default_rng(seed), count)

    assert len(set(drawn)) == count


def test_a_gap_in_the_data_is_a_gap_in_the_chart():
    """Nothing measured is None to a chart."""
    chart = measure_chart("a", MEASURES[0], np.array([3.0, np.nan]))

    assert chart.values == (3.0, None)
