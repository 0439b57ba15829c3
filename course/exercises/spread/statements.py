"""The banks of module 9: phases of a change, what holds it back, and its core."""

from __future__ import annotations

import numpy as np

from course.exercises.banks import Bank
from course.tasks import Case, Classify, Task

PHASES = ("test", "implement", "spread", "sustain")
DEEDS = Bank(task="four-phases", letter="d", classes=PHASES, sets=6)
_DEED_SETS = 3

ATTRIBUTES = ("advantage", "compatibility", "simplicity", "trialability", "visibility")
NOVELTIES = Bank(task="weak-attribute", letter="n", classes=ATTRIBUTES, sets=5)
_NOVELTY_SETS = 2

PARTS = ("core", "form")
PIECES = Bank(task="core-or-form", letter="p", classes=PARTS, sets=10)
_PIECE_SETS = 6


def draw_four_phases(rng: np.random.Generator) -> Case:
    """Twelve things that people do with a change, three in each phase."""
    return DEEDS.case(DEEDS.draw(DEEDS.draw_sets(_DEED_SETS, rng), rng))


def draw_weak_attribute(rng: np.random.Generator) -> Case:
    """Ten new ways of working that are not taken up, two for each reason."""
    return NOVELTIES.case(NOVELTIES.draw(NOVELTIES.draw_sets(_NOVELTY_SETS, rng), rng))


def draw_core_or_form(rng: np.random.Generator) -> Case:
    """Twelve pieces of change packages, half of them the core."""
    return PIECES.case(PIECES.draw(PIECES.draw_sets(_PIECE_SETS, rng), rng))


FOUR_PHASES = Task(
    name="four-phases",
    kind=Classify(),
    draw=draw_four_phases,
    points=4,
    needs_key=True,
    elements=("001-12", "004-12"),
)

WEAK_ATTRIBUTE = Task(
    name="weak-attribute",
    kind=Classify(),
    draw=draw_weak_attribute,
    points=4,
    needs_key=True,
    elements=("004-12",),
)

CORE_OR_FORM = Task(
    name="core-or-form",
    kind=Classify(),
    draw=draw_core_or_form,
    points=4,
    needs_key=True,
    elements=("004-12",),
)
