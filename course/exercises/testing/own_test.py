"""A first PDSA of the learner's own, planned together with those who do the work."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("plan", "prediction", "study", "together")


def draw_own_test(rng: np.random.Generator) -> Case:
    """Four boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("own-test", BOXES)


OWN_TEST = Task(
    name="own-test",
    kind=FreeText(),
    draw=draw_own_test,
    points=6,
    elements=("004-11", "001-04", "003-02", "003-04"),
)
