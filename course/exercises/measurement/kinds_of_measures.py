"""Outcome, process, balancing and structure: what a measure is for an aim."""

from __future__ import annotations

import numpy as np

from course.exercises.measurement.banks import draw_from_groups, groups_of
from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

KINDS = ("outcome", "process", "balancing", "structure")
# Sixteen aims with four measures each.
_AIMS = groups_of("m", 16, 4)


def draw_measure_kinds(rng: np.random.Generator) -> Case:
    """Fourteen measures of five aims; what is right lies in the key."""
    shown = draw_from_groups(_AIMS, 3, 2, rng)
    return Case(
        items=tuple(Item(m, say(f"measure-kinds.item.{m}")) for m in shown),
        options=options_of("measure-kinds", KINDS),
        facts={"measures": len(shown)},
    )


MEASURE_KINDS = Task(
    name="measure-kinds",
    kind=Classify(),
    draw=draw_measure_kinds,
    points=5,
    needs_key=True,
    elements=("004-10", "000-20"),
)
