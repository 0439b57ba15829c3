"""A survey says how many have answered, how they see it, and never who it was."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data.unreadable import UnreadableData
from course.simulations.capability.dosing.survey import (
    Survey,
    area_means,
    as_survey_answer,
    rate_of,
    read_survey,
    read_units,
)

HEAD = "Unit\tAsked\tAnswered\tTesting changes\tDirection\n"


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_counts_give_the_mean_and_interval_of_the_answers_themselves(counts):
    """As module 10 reckons it, by the standard deviation and the square root."""
    answers = np.repeat([1, 2, 3, 4, 5], counts)
    found = area_means(Survey(counts={"testing": tuple(counts)}))

    if answers.size < 5:
        assert found == ()
        return
    (area,) = found
    half = 2 * answers.std(ddof=1) / math.sqrt(answers.size)
    assert area.mean == pytest.approx(answers.mean())
    assert area.low == pytest.approx(max(answers.mean() - half, 1))
    assert area.high == pytest.approx(min(answers.mean() + half, 5))


def test_the_mean_of_the_people_is_not_the_mean_of_the_units():
    """Solbakken and the emergency department of module 10, the first with two more."""
    areas, units = read_units(
        HEAD + "Solbakken\t9\t5\t2,4\t\nEmergency\t55\t30\t3,4\t\n"
    )
    (area,) = area_means(Survey(areas=areas, units=units))

    assert area.mean == pytest.approx((5 * 2.4 + 30 * 3.4) / 35)
    assert area.low is None
    assert rate_of(Survey(areas=areas, units=units)) == (64, 35)


def test_units_with_few_answers_lose_their_name_and_their_means():
    """Put together they are eight, who have a mean; three alone have none."""
    rows = "Night team\t6\t3\t2,0\t3\nOffice\t9\t4\t3,0\t\n"
    _, (together,) = read_units(HEAD + rows)
    _, (alone,) = read_units(HEAD + rows.splitlines()[0] + "\n")

    assert (together.name, together.asked, together.answered) == ("", 15, 7)
    assert together.means == (pytest.approx((3 * 2 + 4 * 3) / 7), None)
    assert alone.means == (None, None)


def test_a_total_at_the_end_is_no_unit():
    """It would count everybody twice."""
    _, units = read_units(HEAD + "Ness\t22\t17\t3.125\t4\nTotal\t22\t17\t3.125\t4\n")

    assert [unit.means for unit in units] == [(3.125, 4)]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("Unit\tAsked\tAnswered\nNess\t9\t7\n", "mean of at least one area"),
        (HEAD + "Ness\tmany\t7\t3\t3\n", "Row 2: “many” in Asked is not a number"),
        (HEAD + "Ness\t7\t9\t3\t3\n", "Row 2, Ness: it needs how many were asked"),
        (HEAD + "Ness\t\t9\t3\t3\n", "Row 2, Ness: it needs how many were asked"),
        (HEAD + "Ness\t9\t7\t7,5\t3\n", "7.5 in Testing changes is not a mean"),
        (HEAD + "Ness\t9\t7\t0\t3\n", "0 in Testing changes is not a mean"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_where(table, sentence):
    """In one sentence."""
    with pytest.raises(UnreadableData, match=sentence):
        read_units(table)


def test_more_answers_than_people_give_no_rate():
    """Nor does a survey that nobody was asked in."""
    assert rate_of(Survey(asked=10, answered=11)) is None
    assert rate_of(Survey(asked=0, answered=0)) is None
    assert rate_of(Survey()) is None


def test_a_survey_is_read_as_it_was_written():
    """Typed and brought."""
    areas, units = read_units(HEAD + "Ness\t22\t17\t3,1\t\nOffice\t9\t4\t3,0\t2\n")
    survey = Survey(
        asked=30, counts={"testing": (1, 2, 3, 4, 5)}, areas=areas, units=units
    )

    assert read_survey(as_survey_answer(survey)) == survey
