"""Samples: sizes by the formula of the lesson, and chances counted one by one."""

import math
from itertools import product

import pytest

from course.exercises.measurement.samples import FIVE_A_WEEK, SAMPLE_SIZE

LEARNERS = range(40)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_size_follows_the_formula(learner):
    """From the figures in the table alone."""
    case = SAMPLE_SIZE.case("autumn", f"l-{learner}")
    _, weeks, before, guessed, half = (float(row[1]) for row in case.tables[0].rows)
    p, d = guessed / 100, half / 100
    total = math.ceil(p * (1 - p) * (1.96 / d) ** 2 - 1e-9)
    per_week = math.ceil(total / weeks)

    assert case.truth["total"] == total
    assert case.truth["per-week"] == per_week
    margin = 100 * 1.96 * math.sqrt(p * (1 - p) / per_week)
    assert case.truth["week-half-width"] == pytest.approx(margin, abs=0.006)
    assert case.truth["points"] == weeks + before


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_project_lasts_six_to_ten_months(learner):
    """And has the points that a run chart needs."""
    case = SAMPLE_SIZE.case("autumn", f"l-{learner}")

    assert 6 <= case.facts["months"] <= 10
    assert case.truth["points"] >= 34 and case.facts["quarters"] <= 3


def test_two_for_one_point_nine_six_is_no_mistake():
    """Many have learned it so; the week and its margin follow."""
    case = SAMPLE_SIZE.case("autumn", "amira")
    p, d = case.facts["guessed"] / 100, float(case.facts["half"]) / 100
    total = math.ceil(p * (1 - p) * (2 / d) ** 2)
    per_week = math.ceil(total / case.facts["weeks"])
    given = {
        "total": str(total),
        "per-week": str(per_week),
        "week-half-width": str(100 * 1.96 * math.sqrt(p * (1 - p) / per_week)),
        "points": str(case.truth["points"]),
    }

    assert SAMPLE_SIZE.mark(case, given).points == SAMPLE_SIZE.points


@pytest.mark.parametrize("learner", range(8))
def test_the_chances_of_five_are_those_of_all_their_ways(learner):
    """Thirty-two ways of five yes or no, each with its chance."""
    case = FIVE_A_WEEK.case("autumn", f"l-{learner}")
    share = case.facts["share"] / 100
    ways = {}
    for way in product((0, 1), repeat=5):
        chance = math.prod(share if yes else 1 - share for yes in way)
        ways[sum(way)] = ways.get(sum(way), 0) + chance

    assert case.truth["all-five"] == pytest.approx(100 * ways[5], abs=0.06)
    assert case.truth["two-or-fewer"] == pytest.approx(
        100 * (ways[0] + ways[1] + ways[2]), abs=0.06
    )
    assert case.truth["same-again"] == pytest.approx(
        100 * sum(chance**2 for chance in ways.values()), abs=0.06
    )


def test_sixty_five_come_near_in_nine_of_ten():
    """As the lesson says of 60 in 100."""
    near = [FIVE_A_WEEK.case("autumn", f"l-{learner}") for learner in range(60)]
    told = {case.facts["share"]: case.truth["near-with-many"] for case in near}

    assert round(told[60]) == 90
