"""The learner's own improvement: one definition, and a family of measures."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("definition", "family", "plan")


def draw_measure_family(rng: np.random.Generator) -> Case:
    """Three boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("measure-family", BOXES)


MEASURE_FAMILY = Task(
    name="measure-family",
    kind=FreeText(),
    draw=draw_measure_family,
    points=6,
    elements=("004-10", "004-18", "000-20"),
)
