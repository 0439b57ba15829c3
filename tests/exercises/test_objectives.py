"""What a learner can do is told by tasks, and by all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises import TASKS
from course.exercises.objectives import EVIDENCE, SHARE_TO_MEET, attainments

GRADED = {name: task.points for name, task in TASKS.items() if task.points}

marks = st.dictionaries(
    st.sampled_from(sorted(GRADED)),
    st.none() | st.floats(0, 1),
).map(
    lambda shares: {
        name: None if share is None else share * GRADED[name]
        for name, share in shares.items()
    }
)


def test_every_graded_task_is_evidence_for_something():
    """If this fails: name the new task in `EVIDENCE`, where it shows something."""
    assert {task for tasks in EVIDENCE.values() for task in tasks} == set(GRADED)


def test_a_task_stands_once_in_an_objective():
    """Twice, it would be shown twice and counted once."""
    assert all(len(tasks) == len(set(tasks)) for tasks in EVIDENCE.values())


def test_the_six_of_the_programme_for_doctors_come_first():
    """In their order."""
    elements = ["004-07", "004-08", "004-09", "004-10", "004-11", "004-12"]
    for element, tasks in zip(elements, list(EVIDENCE.values())[:6], strict=True):
        assert any(element in TASKS[task].elements for task in tasks), element


def test_with_all_points_all_objectives_are_met():
    """Whatever waits for a person."""
    by_hand = {name: None for name in GRADED if TASKS[name].kind.by_hand}

    assert all(one.met for one in attainments(GRADED))
    assert all(one.met for one in attainments({**GRADED, **by_hand}))


def test_with_nothing_handed_in_none_is():
    """Not even one all of whose tasks wait for a person."""
    assert not any(one.met for one in attainments({}))
    assert not any(one.met for one in attainments(dict.fromkeys(GRADED)))


@pytest.mark.parametrize("objective", EVIDENCE)
def test_the_share_is_the_border(objective):
    """Just so much is enough, and a little less is not."""
    for share, met in ((SHARE_TO_MEET, True), (SHARE_TO_MEET - 0.001, False)):
        found = attainments({t: share * GRADED[t] for t in EVIDENCE[objective]})
        (mine,) = [one for one in found if one.objective == objective]
        assert mine.met is met


@given(marks, st.sampled_from(sorted(GRADED)))
def test_a_better_mark_never_takes_an_objective_away(before, task):
    """Also where the text was waiting to be read: then it is all right."""
    after = {**before, task: GRADED[task]}

    for then, now in zip(attainments(before), attainments(after), strict=True):
        assert now.met or not then.met


@given(marks)
def test_no_more_is_earned_than_there_is(given_marks):
    """And what is evidence was handed in."""
    for one in attainments(given_marks):
        assert 0 <= one.earned <= one.possible + 1e-9
        assert set(one.evidence) <= {t for t, m in given_marks.items() if m}
        assert not set(one.waiting) & set(one.points)


def test_what_is_no_task_of_ours_is_passed_over():
    """A teacher's own exercise has its place in the gradebook, not here."""
    assert attainments({"own-cell-3": 5.0}) == attainments({})
