"""Who needs how much: ten people and five ways through the course."""

from __future__ import annotations

import numpy as np

from course.exercises.banks import Bank
from course.tasks import Case, Classify, Task

PATHS = ("everyone", "student", "manager", "leader", "coach")
PEOPLE = Bank(task="which-path", letter="p", classes=PATHS, sets=3, alike=3)
_SETS_SHOWN = 2


def draw_which_path(rng: np.random.Generator) -> Case:
    """Ten people, two for each path."""
    return PEOPLE.case(PEOPLE.draw(PEOPLE.draw_sets(_SETS_SHOWN, rng), rng))


WHICH_PATH = Task(
    name="which-path",
    kind=Classify(),
    draw=draw_which_path,
    points=3,
    needs_key=True,
    elements=("001-18", "002-01", "003-08", "004-01"),
)
