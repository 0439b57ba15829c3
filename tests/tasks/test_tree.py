"""Hanging cards: what is an answer, what it is worth, and how it is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises import TASKS
from course.tasks import Case, Item, Option, Tree, judge
from course.tasks.answers import Saved
from course.tasks.keys import read_all_keys
from course.widgets.review import review_bundle

CASE = Case(
    items=tuple(Item(id_, f"Card {id_}") for id_ in "abcdef"),
    options=(Option("aim", "Fewer falls"), Option("none", "Not in it")),
)
TRUTH = {"a": "aim", "b": "aim", "c": "a", "d": "b", "e": "c", "f": "none"}


@pytest.mark.parametrize(
    "junk",
    [
        {"a": "a"},
        {"a": "z"},
        {"z": "aim"},
        {"a": ["aim"]},
        {"a": None},
        ["a"],
        {"a": "b", "b": "a"},
        {"a": "b", "b": "c", "c": "a", "d": "aim"},
    ],
)
def test_what_is_no_tree_is_said(junk):
    """Also a circle: a card below itself hangs nowhere."""
    assert Tree().complaint(CASE, junk).endswith(".")


def test_half_a_tree_is_an_answer():
    """And a card on one that hangs on nothing is remarked on, not refused."""
    half = {"e": "c", "f": "none"}

    assert Tree().complaint(CASE, half) == ""
    assert Tree().remarks(CASE, half)[0].endswith("do not reach the aim.")
    assert Tree().remarks(CASE, TRUTH) == ()


def test_one_slip_costs_a_step_and_a_flat_tree_nearly_all():
    """Kappa of the parents, in steps."""
    kind = Tree()

    assert kind.score(CASE, TRUTH, TRUTH) == 1
    assert kind.score(CASE, TRUTH | {"e": "d"}, TRUTH) == 0.75
    assert kind.score(CASE, dict.fromkeys("abcdef", "aim"), TRUTH) == 0
    assert kind.score(CASE, {}, TRUTH) == 0


def test_a_parent_with_two_wordings_is_the_one_that_is_shown():
    """The key names both; a learner sees one of them."""
    told = {"a": "aim", "c": "a, b", "f": "none"}

    assert Tree().of_key(told) == {"a": "aim", "c": "a", "f": "none"}
    assert Tree().of_key({"b": "aim", "c": "a, b"})["c"] == "b"


@given(seed=st.integers(0, 2**32))
def test_a_blind_tree_has_the_right_form(seed):
    """Also where chance alone would make circles."""
    rng = np.random.default_rng(seed)
    for answer in (Tree().guess(CASE, rng), Tree().same_for_all(CASE, rng)):
        assert Tree().complaint(CASE, answer) == ""
        assert set(answer) == set("abcdef")


def test_the_picture_of_an_answer_has_an_outline_that_says_the_same():
    """One row for each card that hangs on the aim, with its level."""
    drawing = Tree().drawing(CASE, TRUTH)

    assert [row[1] for row in drawing.table.rows] == [
        *("Fewer falls", "Card a", "Card c", "Card e", "Card b", "Card d")
    ]
    assert drawing.table.rows[3][0] == "Level 3"
    assert str(drawing.svg).startswith("<svg xmlns=")


def test_a_grader_sees_the_learners_own_tree(project):
    """The static review draws what was answered, without script."""
    task = TASKS["driver-diagram"]
    key = read_all_keys(project / "source")[task.name]
    case = task.case("autumn", "amira")
    answer = task.truth(case, key)
    saved = Saved(answer=answer, state="mine", learner="amira", run="autumn")
    html = review_bundle(judge(task, saved, learner="amira", run="autumn", key=key))[
        "text/html"
    ]

    hung = sum(parent != "none" for parent in answer.values())
    assert html.count("<rect") == hung + 1


@pytest.fixture
def project(request):
    """The root of the course."""
    return request.config.rootpath
