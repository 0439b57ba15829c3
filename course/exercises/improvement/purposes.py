"""What a measurement is for, and which of two kinds of knowledge is at work."""

from __future__ import annotations

import numpy as np

from course.exercises.banks import Bank
from course.tasks import Case, Classify, Task

PURPOSES = ("improvement", "accountability", "research")
PLANS = Bank(task="why-measure", letter="m", classes=PURPOSES, sets=8)
_PLAN_SETS = 4

KINDS = ("professional", "improvement")
KNOWLEDGE = Bank(task="two-knowledges", letter="k", classes=KINDS, sets=12)
_KNOWLEDGE_SETS = 6


def draw_why_measure(rng: np.random.Generator) -> Case:
    """Twelve plans for a measurement, four for each purpose."""
    return PLANS.case(PLANS.draw(PLANS.draw_sets(_PLAN_SETS, rng), rng))


def draw_two_knowledges(rng: np.random.Generator) -> Case:
    """Twelve people at work, six with each kind of knowledge."""
    return KNOWLEDGE.case(
        KNOWLEDGE.draw(KNOWLEDGE.draw_sets(_KNOWLEDGE_SETS, rng), rng)
    )


WHY_MEASURE = Task(
    name="why-measure",
    kind=Classify(),
    draw=draw_why_measure,
    points=4,
    needs_key=True,
    elements=("004-07", "004-21"),
)

TWO_KNOWLEDGES = Task(
    name="two-knowledges",
    kind=Classify(),
    draw=draw_two_knowledges,
    points=4,
    needs_key=True,
    elements=("001-15", "003-09"),
)
