"""Numbers and a verdict that follows from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.tasks import Case, Conclude, Item, Option

TRUTH = {"share": "80.9", "lowest": "77.6", "verdict": "cannot-tell"}
CASE = Case(
    items=(
        Item("share", "Share", unit="%", tolerance=0.3),
        Item("lowest", "Lowest", unit="%", tolerance=0.3),
        Item("verdict", "What may be said?"),
    ),
    options=(Option("reached", "Reached"), Option("cannot-tell", "Nobody can tell")),
    truth=TRUTH,
)


def follows(case, given_):
    """The verdict, from the learner's own lower end."""
    if "lowest" not in given_:
        return {}
    return {"verdict": "reached" if given_["lowest"] >= 80 else "cannot-tell"}


KIND = Conclude(follows=follows)


def test_all_right_is_all_right():
    """As typed, with comma or unit."""
    answer = {"share": "80,9 %", "lowest": "77.5", "verdict": "cannot-tell"}

    assert KIND.score(CASE, answer, TRUTH) == 1


def test_a_verdict_that_follows_from_a_slip_counts():
    """The slip was paid for once."""
    slip = {"share": "80.9", "lowest": "80.9", "verdict": "reached"}

    assert KIND.correct(CASE, slip, TRUTH) == {
        "share": True,
        "lowest": False,
        "verdict": True,
    }


def test_a_verdict_alone_counts_nothing():
    """It is a throw of a die."""
    assert KIND.score(CASE, {"verdict": "cannot-tell"}, TRUTH) == 0
    wild = {"share": "3", "lowest": "1", "verdict": "cannot-tell"}
    assert KIND.score(CASE, wild, TRUTH) == 0


@pytest.mark.parametrize(
    "junk",
    [
        {"verdict": "perhaps"},
        {"share": 80.9},
        {"share": "8" * 61},
        {"mean": "80"},
        ["reached"],
    ],
)
def test_what_is_no_answer_is_said(junk):
    """A verdict there is not, or a number that is no text."""
    assert KIND.complaint(CASE, junk).endswith(".")


def test_what_cannot_be_read_is_named():
    """Words, or another unit."""
    said = KIND.remarks(CASE, {"share": "most", "lowest": "78 managers"})

    assert "not a number" in said[0]
    assert "asked for in %" in said[1]


@given(seed=st.integers(0, 2**32))
def test_blind_answers_have_the_right_form(seed):
    """And seldom earn anything."""
    rng = np.random.default_rng(seed)
    for answer in (KIND.guess(CASE, rng), KIND.same_for_all(CASE, rng)):
        assert KIND.complaint(CASE, answer) == ""
