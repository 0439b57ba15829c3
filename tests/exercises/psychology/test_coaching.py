"""The order of a conversation: each card takes up what was said before it."""

import pytest

from course.exercises.psychology.coaching import (
    CONVERSATION_ORDER,
    SCENES,
    STEPS,
)
from course.messages import catalogue, keys
from course.tasks.scoring import tau

CASES = [CONVERSATION_ORDER.case("autumn", f"learner-{n}") for n in range(300)]


def test_every_way_to_say_a_step_is_written_and_no_other():
    """Seven steps, four ways each; and three sentences for each scene."""
    cards = {key.rsplit(".", 1)[-1] for key in keys("conversation-order.card.")}
    scenes = {key.split(".")[2] for key in keys("conversation-order.scene.")}

    assert cards == {card for ways in STEPS for card in ways}
    assert scenes == set(SCENES)


@pytest.mark.parametrize("case", CASES[:40], ids=lambda case: case.items[0].id)
def test_a_conversation_goes_through_all_steps_in_order(case):
    """One card of each step, and the truth has them as the lesson does."""
    cards = [id_.rsplit("-", 1)[-1] for id_ in case.truth]
    steps = [
        next(place for place, ways in enumerate(STEPS) if card in ways)
        for card in cards
    ]

    assert steps == list(range(len(STEPS)))


def test_the_number_is_told_before_it_is_taken_up():
    """Only cards after the scale name the number that was given."""
    for place, ways in enumerate(STEPS):
        for card in ways:
            text = catalogue()[f"conversation-order.card.{card}"]
            assert ("{number}" in text) <= (place == 4), card
            assert ("{good}" in text) <= (place in (2, 3, 6)), card


def test_conversations_differ_from_learner_to_learner():
    """Scene, words and shuffling: hardly two alike among three hundred."""
    answers = {tuple(case.truth) for case in CASES}
    dealt = {tuple(item.id for item in case.items) for case in CASES}

    assert len(answers) >= 299
    assert len(dealt) == 300


def test_each_wrong_order_is_plainly_another():
    """Between itself and the truth, and between one another."""
    case = CASES[0]
    for order in case.misreadings.values():
        assert sorted(order) == sorted(case.truth)
        assert tau(order, case.truth) < 0.75
