"""The tasks are fair: who knows earns all, who guesses, repeats or copies nothing."""

import json
from functools import cache
from pathlib import Path

import pytest

from course.exercises import TASKS
from course.grading.personas import as_typed
from course.grading.validity import BY_LUCK, RECOGNISED, check_task
from course.tasks import SECTORS
from course.tasks.keys import read_all_keys

KEYS = read_all_keys(Path(__file__).parents[2] / "source")
LEARNERS = 60

marked = [task for task in TASKS.values() if not task.kind.by_hand]
graded = [task for task in marked if task.points]


def cases(task, learners=LEARNERS):
    """Draw a case for each of some learners."""
    return [task.case("autumn", f"learner-{i}") for i in range(learners)]


@cache
def checked(name):
    """What simulated learners show about a task, found out once for two tests."""
    return check_task(TASKS[name], KEYS.get(name), LEARNERS)


@pytest.mark.parametrize("task", graded, ids=lambda task: task.name)
def test_points_are_for_knowing(task):
    """Always all for the expert; next to nothing for guessing, repeating, copying."""
    result = checked(task.name)

    assert result.expert_full == 1
    assert result.blank == 0
    assert max(result.by_luck.values()) <= BY_LUCK, result.by_luck


@pytest.mark.parametrize("task", graded, ids=lambda task: task.name)
def test_each_misreading_is_recognised_in_most_cases(task):
    """Where the figures can tell it from the truth and from the other thoughts."""
    result = checked(task.name)

    assert result.recognised
    for name, (named, could_tell) in result.recognised.items():
        # A thought that leaves no trace in most cases has no place in the task.
        assert could_tell >= LEARNERS / 2, name
        assert named / could_tell >= RECOGNISED, name


@pytest.mark.parametrize("task", graded, ids=lambda task: task.name)
def test_a_misreading_earns_at_most_half(task):
    """A wrong thought followed through must not pass for knowing."""
    key = KEYS.get(task.name)
    for case in cases(task):
        for name, misreading in task.misreadings(case, key).items():
            mark = task.mark(case, as_typed(task, misreading), key)
            assert mark.points <= task.points / 2, (name, mark.right)


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_the_same_learner_is_always_shown_the_same_case(task):
    """An answer is marked against the case drawn again."""
    for once, again in zip(cases(task, 10), cases(task, 10), strict=True):
        assert once == again


@pytest.mark.parametrize("task", marked, ids=lambda task: task.name)
def test_answers_are_plain_json(task):
    """What is computed compares with what was saved: no numpy in it."""
    for case in cases(task, 10):
        for answer in [
            task.truth(case, KEYS.get(task.name)),
            *case.misreadings.values(),
        ]:
            assert json.loads(json.dumps(answer)) == answer
            assert not task.kind.complaint(case, as_typed(task, answer))


@pytest.mark.parametrize("task", graded, ids=lambda task: task.name)
def test_learners_are_shown_different_cases(task):
    """Or one key would do for all."""
    # What is chosen from may be the same for all, as in a conversation.
    drawn = {
        repr((case.items, case.charts, case.tables, case.truth)) for case in cases(task)
    }

    assert len(drawn) == LEARNERS


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_ids_stay_and_are_not_repeated(task):
    """An answer speaks of items by id: two alike could not be told apart."""
    for case in cases(task, 10):
        ids = [item.id for item in case.items]
        charts = [item.chart.id for item in case.items if item.chart]
        assert len(set(ids)) == len(ids)
        assert len(set(charts)) == len(charts)


@pytest.mark.parametrize("task", graded, ids=lambda task: task.name)
def test_a_case_that_lies_in_one_place_can_lie_where_the_learner_works(task):
    """In each sector there is something to learn it by."""
    if not task.case("autumn", "learner-0").sector:
        return
    for sector in SECTORS:
        case = task.case("autumn", "learner-0", sector)
        mark = task.mark(
            case,
            as_typed(task, task.truth(case, KEYS.get(task.name))),
            KEYS.get(task.name),
        )
        assert (case.sector, mark.points) == (sector, task.points)
