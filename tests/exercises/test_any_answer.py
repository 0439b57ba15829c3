"""Whatever lies in an answer file, marking and showing it come to an end.

The files come from strangers: made by hand, cut short, or meant to do harm. A mark or a
review that raises would stop the marking of everybody after.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.exercises import TASKS
from course.grading.personas import as_typed
from course.tasks import Saved, judge
from course.tasks.answers import parse_answer
from course.tasks.keys import read_all_keys
from course.widgets.review import review_bundle

KEYS = read_all_keys(Path(__file__).parents[2] / "source")
RUN, LEARNER = "autumn", "amira"

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)

odd_values = st.sampled_from(
    [
        *(None, True, False, 0, -1, 1, 1.0, 2.5, 1e308, 5e-324, -0.0),
        *(float("nan"), float("inf"), -float("inf"), 10**400, -(10**400)),
        *(
            "",
            " ",
            "\x00",
            "\ud83d",
            "\u202e{item}",
            "1" * 60,
            "٣",
            "²",
            "1e999",
            "nan",
        ),
        *("a" * 10**4, [], {}, [[]], {"": {}}, [1, 1], [True], [1.0]),
    ]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
json_values = st.recursive(
    odd_values | scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@cache
def right_answer(task):
    """Return what earns all the points, or, of free texts, fills all the boxes."""
    case = task.case(RUN, LEARNER)
    truth = task.truth(case, KEYS.get(task.name))
    if truth is None:
        return {item.id: "In my own words." for item in case.items}
    return as_typed(task, truth)


def with_one_piece_replaced(draw, answer, junk):
    """Return a copy of an answer with junk somewhere in it, or beside."""
    answer = json.loads(json.dumps(answer))
    places = list(answer) if isinstance(answer, dict) else list(range(len(answer)))
    place = draw(st.sampled_from(places))
    inner = answer[place]
    if isinstance(inner, list) and inner and draw(st.booleans()):
        inner[draw(st.integers(0, len(inner) - 1))] = junk
    elif isinstance(answer, dict) and draw(st.booleans()):
        answer[draw(st.text())] = junk
    else:
        answer[place] = junk
    return answer


def judge_and_review(task, saved):
    """Mark, and show with the truth and without; return the mark."""
    judged = judge(
        task,
        saved,
        learner=LEARNER,
        run=RUN,
        members={LEARNER, "jonas"},
        key=KEYS.get(task.name),
    )
    assert 0 <= judged.mark.points <= task.points
    # Kept as JSON beside the graded notebook.
    assert json.dumps(dict(judged.mark.right))
    for show_truth in (False, True):
        for shown in review_bundle(judged, show_truth).values():
            assert shown
    return judged.mark


def saved_as(answer, learner=LEARNER):
    """Return an answer as if it had been read from a file."""
    return Saved(answer=answer, state="mine", version=1, learner=learner, run=RUN)


@every_task
@settings(max_examples=40)
@given(answer=json_values, learner=st.sampled_from([LEARNER, "jonas"]) | st.text())
def test_any_answer_at_all_is_marked_and_shown(task, answer, learner):
    """Of one's own case, a classmate's, or nobody's."""
    judge_and_review(task, saved_as(answer, learner))


@every_task
@settings(max_examples=60)
@given(data=st.data(), junk=odd_values | json_values)
def test_an_answer_with_one_piece_of_junk_in_it_is_marked_and_shown(task, data, junk):
    """Nearly right is what the checks at the door are most likely to let through."""
    answer = with_one_piece_replaced(data.draw, right_answer(task), junk)

    judge_and_review(task, saved_as(answer))


@every_task
def test_the_right_answer_comes_through(task):
    """What is tried above with junk in it is, without it, an answer."""
    assert judge_and_review(task, saved_as(right_answer(task))).attempted


@pytest.mark.parametrize(
    "written",
    [
        "NaN",
        "Infinity",
        '{"a": -Infinity}',
        "1" + "0" * 400,
        "1" + "0" * 5000,
        '"\\ud83d"',
        '{"\\udc00": "\\ud83d"}',
        '{"a": "low", "a": "high"}',
        "[" * 900 + "]" * 900,
        '{"a":' * 900 + "1" + "}" * 900,
        "[" * 100_000,
        "",
    ],
    ids=lambda written: written[:12],
)
@every_task
def test_any_text_in_the_place_of_an_answer_is_marked_and_shown(task, written):
    """What Python reads as JSON, and some that it does not."""
    about = {
        **{"format": 1, "task": task.name, "learner": LEARNER, "run": RUN},
        **{"version": 1, "saved": "", "attempts": 0, "hints": 0},
    }
    text = f'{json.dumps(about)[:-1]}, "answer": {written}}}'

    judge_and_review(task, parse_answer(text.encode(), task.name))
