"""Places to hold a level: worked out once more, year by year."""

import pytest

from course.exercises.capability import TASKS
from course.exercises.capability.stock import YEARS_WITHOUT, places_from_wanted

TASK = TASKS["places-to-hold"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(80)]

every_case = pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))


def plan(case):
    """Headcount, turnover, trained, share and places, as the table has them."""
    headcount, turnover, trained, share, offered = (
        float(row[1]) for row in case.tables[0].rows
    )
    return headcount, turnover / 100, trained, share / 100, offered


def tolerance(case, part):
    """How far from the truth still counts."""
    return next(item.tolerance for item in case.items if item.id == part)


@every_case
def test_the_numbers_follow_from_the_table(case):
    """Counted in a column, as a learner would."""
    headcount, turnover, trained, share, offered = plan(case)
    wanted = share * headcount
    left = wanted
    for _ in range(YEARS_WITHOUT):
        left -= left * turnover
    years, stock = 0, trained
    while stock < wanted:
        stock = stock - stock * turnover + offered
        years += 1

    assert case.truth["wanted"] == pytest.approx(wanted)
    assert case.truth["places"] == pytest.approx(wanted * turnover, abs=0.06)
    assert case.truth["left"] == pytest.approx(left, abs=0.06)
    assert case.truth["years"] == years


@every_case
def test_whole_people_are_near_enough(case):
    """Also where each year is rounded before the next."""
    _, turnover, *_ = plan(case)
    left = round(case.truth["wanted"])
    for _ in range(YEARS_WITHOUT):
        left = round(left * (1 - turnover))

    assert abs(left - case.truth["left"]) <= tolerance(case, "left")


@every_case
def test_wrong_thoughts_end_plainly_elsewhere(case):
    """None of their own numbers would be taken for right."""
    for name, parts in {
        "train-once": ("places", "left", "years"),
        "whole-staff": ("places", "left"),
    }.items():
        for part in parts:
            wrong = case.misreadings[name][part]
            assert abs(wrong - case.truth[part]) > 2 * tolerance(case, part)


def test_a_slip_in_the_first_number_is_paid_for_once():
    """The places that hold one's own number are right."""
    case = CASES[0]
    _, turnover, *_ = plan(case)
    slipped = case.truth["wanted"] * 1.04
    answer = {
        "wanted": str(slipped),
        "places": str(slipped * turnover),
        "left": str(slipped * (1 - turnover) ** YEARS_WITHOUT),
        "years": str(case.truth["years"]),
    }

    assert TASK.mark(case, answer).points == pytest.approx(0.75 * TASK.points)


def test_nothing_follows_from_somebody_elses_number():
    """It is too far from one's own."""
    case = CASES[0]

    assert places_from_wanted(case, {"wanted": 3 * case.truth["wanted"]}) == {}
    assert places_from_wanted(case, {}) == {}
