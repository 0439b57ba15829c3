"""The steps on the way to doses for a whole organisation, put in order."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_people
from course.messages import say
from course.tasks import Case, Item, Order, Task

# Of the twelve steps, those of which each needs what stands before it.
STEPS = (
    "anchor",
    "stand",
    "functions",
    "existing",
    "missing",
    "teachers",
    "size",
    "together",
    "work",
)
# Always shown, so that neither misreading can hide.
_ALWAYS = ("anchor", "stand", "missing", "size", "together", "work")
_SHOWN = 8
_WORDINGS = 4
# What somebody does first who begins with a course.
_COURSE = ("together", "work")


def draw_twelve_steps(rng: np.random.Generator) -> Case:
    """Eight of nine events of one plan, shuffled."""
    figures, words = rng.spawn(2)
    others = [step for step in STEPS if step not in _ALWAYS]
    kept = figures.permutation(len(others))[: _SHOWN - len(_ALWAYS)].tolist()
    shown = {*_ALWAYS, *(others[i] for i in kept)}
    steps = [step for step in STEPS if step in shown]
    cards = [f"{step}-{int(figures.integers(1, _WORDINGS + 1))}" for step in steps]
    first, second = draw_people(words, 2)
    facts = {"first": first, "second": second, "steps": len(cards)}
    while True:
        order = figures.permutation(len(cards)).tolist()
        if order != sorted(order):
            break
    course = [card for card in cards if card.rsplit("-", 1)[0] in _COURSE]
    rest = [card for card in cards if card not in course]
    return Case(
        items=tuple(
            Item(cards[i], say(f"twelve-steps.item.{cards[i]}", **facts)) for i in order
        ),
        story=say("twelve-steps.story", **facts),
        facts=facts,
        truth=cards,
        misreadings={
            "course-first": course + rest,
            "anchor-last": cards[1:] + cards[:1],
        },
    )


TWELVE_STEPS = Task(
    name="twelve-steps",
    kind=Order(),
    draw=draw_twelve_steps,
    points=4,
    elements=(
        "002-08",
        "002-09",
        "002-10",
        "002-11",
        "002-12",
        "002-14",
        "002-16",
        "002-17",
        "002-18",
        "002-20",
    ),
)
