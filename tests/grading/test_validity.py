"""How alike the right answers of learners are, and when that is told of."""

import pytest

from course.grading.validity import ALIKE, TaskValidity, check_task
from course.tasks import Case, Item, Order, Select, Task

CARDS = ("a", "b", "c", "d")


def draw_cards(rng):
    """The same two of four cards for everybody, in an order of their own."""
    order = rng.permutation(CARDS).tolist()
    truth = [card for card in order if card in ("a", "b")]
    return Case(items=tuple(Item(card, card) for card in order), truth=truth)


def draw_order(rng):
    """Four cards, each learner's in an order of their own."""
    order = rng.permutation(CARDS).tolist()
    return Case(items=tuple(Item(card, card) for card in CARDS), truth=order)


def test_a_choice_is_the_same_in_whatever_order_it_is_written():
    """Two cards chosen are two cards chosen."""
    task = Task(name="cards", kind=Select(), draw=draw_cards, points=1)

    assert check_task(task, None, learners=20).alike == 1


def test_an_order_is_another_in_another_order():
    """Of 24 orders, one pair of learners in 24 or so shares theirs."""
    task = Task(name="cards", kind=Order(), draw=draw_order, points=1)

    assert 0 < check_task(task, None, learners=100).alike < 0.1


@pytest.mark.parametrize("alike, told", [(ALIKE, 0), (ALIKE + 0.001, 1)])
def test_answers_that_many_share_are_told_of(alike, told):
    """At the bound nothing is said."""
    result = TaskValidity(
        task="cards", learners=300, expert_full=1, blank=0, by_luck={}, alike=alike
    )

    assert len(result.broken()) == told
