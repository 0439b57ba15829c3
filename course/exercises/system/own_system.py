"""A system of the learner's own, by purpose, parts and what passes between them."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("purpose", "between", "change")


def draw_own_system(rng: np.random.Generator) -> Case:
    """Three boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("own-system", BOXES)


OWN_SYSTEM = Task(
    name="own-system",
    kind=FreeText(),
    draw=draw_own_system,
    points=6,
    elements=("004-20", "003-05"),
)
