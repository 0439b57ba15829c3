"""A plan of the learner's own, to keep a change and let it spread."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("change", "keep", "spread", "look")


def draw_own_spread(rng: np.random.Generator) -> Case:
    """Four boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("own-spread", BOXES)


OWN_SPREAD = Task(
    name="own-spread",
    kind=FreeText(),
    draw=draw_own_spread,
    points=6,
    elements=("004-02", "000-07"),
)
