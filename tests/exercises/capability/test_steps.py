"""The steps of a plan of doses: each card has its place."""

import pytest

from course.exercises.capability import TASKS
from course.exercises.capability.steps import STEPS
from course.messages import keys

TASK = TASKS["twelve-steps"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(60)]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_order_is_that_of_the_steps(case):
    """And the cards are dealt in another."""
    places = [STEPS.index(card.rsplit("-", 1)[0]) for card in case.truth]

    assert places == sorted(places)
    assert len(set(places)) == len(case.items) == 8
    assert [item.id for item in case.items] != case.truth


def test_each_step_is_told_in_four_ways():
    """So that few learners see the same cards."""
    for step in STEPS:
        assert len(keys(f"twelve-steps.item.{step}-")) == 4


def test_a_course_first_is_worth_nothing_and_leaders_last_at_most_half():
    """Wrong thoughts do not pass for knowing."""
    for case in CASES:
        first = TASK.mark(case, case.misreadings["course-first"])
        last = TASK.mark(case, case.misreadings["anchor-last"])
        assert first.points == 0
        assert last.points <= TASK.points / 2
