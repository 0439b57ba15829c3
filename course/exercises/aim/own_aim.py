"""An aim and a theory of the learner's own, in their own words."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.tasks import Case, FreeText, Task

BOXES = ("aim", "matters", "theory", "leader")


def draw_own_aim(rng: np.random.Generator) -> Case:
    """Four boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("own-aim", BOXES)


OWN_AIM = Task(
    name="own-aim",
    kind=FreeText(),
    draw=draw_own_aim,
    points=6,
    elements=("004-09", "001-16", "000-20", "004-06"),
)
