"""What a learner would do after the course: to be laid beside the text before it."""

from __future__ import annotations

from course.exercises.before_and_after import DATA, draw_after
from course.tasks import FreeText, Task

AFTER_TEST = Task(
    name="after-test",
    kind=FreeText(),
    draw=draw_after,
    data=DATA,
    points=0,
    elements=("003-02",),
)
