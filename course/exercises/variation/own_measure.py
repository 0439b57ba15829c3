"""A measure of the learner's own, in their own words."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("what", "expect", "act")


def draw_own_measure(rng: np.random.Generator) -> Case:
    """Three boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("own-measure", BOXES)


OWN_MEASURE = Task(name="own-measure", kind=FreeText(), draw=draw_own_measure, points=6)
