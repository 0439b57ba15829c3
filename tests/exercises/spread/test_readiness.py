"""Project histories: what is told is what the three questions ask for."""

import re

import pytest

from course.exercises.spread import TASKS
from course.exercises.spread.readiness import STEPS
from course.messages import catalogue, keys, say
from course.tasks.scoring import kappa

TASK = TASKS["ready-or-not"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(80)]


def parts_in(text):
    """Which kinds of sentence a history contains, by their unmistakable words."""
    found = set()
    for part in (
        "varied",
        "narrow",
        "narrow-few",
        "met",
        "missed",
        "missed-again",
        "ready",
        "unready",
    ):
        for key in keys(f"ready-or-not.{part}."):
            # The longest stretch without a place to fill.
            stretch = max(re.split(r"\{\w+\}", catalogue()[key]), key=len).strip()
            if stretch in text:
                found.add(part)
    return found


@pytest.mark.parametrize("case", CASES[:30], ids=range(30))
def test_the_three_questions_lead_to_the_answer(case):
    """Prediction first, then conditions, then everyday work."""
    for item in case.items:
        parts = parts_in(item.text)
        if parts & {"missed", "missed-again"}:
            step = "stop"
        elif parts & {"narrow", "narrow-few"}:
            step = "wider"
        elif "unready" in parts:
            step = "prepare"
        else:
            assert {"varied", "met", "ready"} <= parts
            step = "implement"
        assert case.truth[item.id] == step, item.text


def test_each_answer_is_right_twice():
    """So that no one answer pays."""
    for case in CASES:
        given = list(case.truth.values())
        assert {given.count(step) for step in STEPS} == {2}


def test_no_sentence_comes_twice_while_there_are_others():
    """Eight histories that repeat each other would tell themselves apart."""
    for case in CASES[:30]:
        texts = [item.text for item in case.items]
        openings = [text.split(".")[0] for text in texts]
        assert len(set(openings)) == len(openings)


def test_many_is_five_or_more_in_words_as_well():
    """The misreading that counts tests must be able to count them."""
    many = [say(f"ready-or-not.count.{n}") for n in (5, 6, 7, 8, 9)]
    for case in CASES[:30]:
        counted = case.misreadings["counting-tests"]
        for item in case.items:
            found = any(word in item.text for word in many)
            assert found == (counted[item.id] == "implement"), item.text


def test_both_wrong_thoughts_are_far_from_the_truth():
    """Neither the last test nor their number tells enough."""
    for case in CASES:
        for thought in case.misreadings.values():
            assert kappa(thought, case.truth) < 0.5
