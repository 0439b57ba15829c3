"""A text about oneself, read beside the report: what only a person can mark."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("wrong", "others", "next")


def draw_looking_back(rng: np.random.Generator) -> Case:
    """Three boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("project-looking-back", BOXES)


LOOKING_BACK = Task(
    name="project-looking-back",
    kind=FreeText(),
    draw=draw_looking_back,
    points=20,
    elements=("000-15",),
)
