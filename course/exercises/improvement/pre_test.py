"""What a learner would do before the course: read by a person, and worth no points."""

from __future__ import annotations

from course.exercises.before_and_after import DATA, draw_before
from course.tasks import FreeText, Task

PRE_TEST = Task(
    name="pre-test",
    kind=FreeText(),
    draw=draw_before,
    data=DATA,
    elements=("003-02",),
)
