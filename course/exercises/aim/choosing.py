"""Choosing a project: four on one desk, and thirteen held against seven criteria."""

from __future__ import annotations

import numpy as np

from course.exercises.aim.hands import draw_hands
from course.exercises.scenes import draw_people, options_of
from course.messages import say
from course.tasks import Case, Item, Matrix, Select, Task

CRITERIA = (
    "practice",
    "strategy",
    "importance",
    "team",
    "bounds",
    "outcome",
    "leader",
)
_BANK = 48
_ON_THE_DESK = ("alarm", "keys", "course", "sensor")


def draw_first_choice(rng: np.random.Generator) -> Case:
    """Four proposals on a desk, and time for one; nothing is marked."""
    figures, words = rng.spawn(2)
    order = figures.permutation(len(_ON_THE_DESK)).tolist()
    facts = {
        "person": draw_people(words, 1)[0],
        "late": int(figures.integers(18, 31)),
        "clients": int(figures.integers(120, 181)),
    }
    return Case(
        items=tuple(
            Item(id_, say(f"first-choice.item.{id_}", **facts))
            for id_ in (_ON_THE_DESK[place] for place in order)
        ),
        story=say("first-choice.story", **facts),
        facts=facts,
        truth=["keys"],
        misreadings={"good-cause": ["alarm"], "something-to-show": ["course"]},
    )


def draw_suitability(rng: np.random.Generator) -> Case:
    """Thirteen proposals from the bank; what each lacks lies in the key."""
    shown = draw_hands(rng, "s", bank=_BANK, size=3, hands=5, left_out=2)
    return Case(
        items=tuple(Item(id_, say(f"suitability.item.{id_}")) for id_ in shown),
        options=options_of("suitability", CRITERIA),
        facts={"proposals": len(shown)},
    )


FIRST_CHOICE = Task(name="first-choice", kind=Select(most=1), draw=draw_first_choice)

SUITABILITY = Task(
    name="suitability",
    kind=Matrix(),
    draw=draw_suitability,
    points=5,
    needs_key=True,
    elements=(
        *(f"004-{number}" for number in range(13, 22)),
        "001-04",
    ),
)
