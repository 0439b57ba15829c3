"""A measure at the learner's own work, in their own words."""

from __future__ import annotations

import numpy as np

from course.messages import keys, say
from course.tasks import Case, FreeText, Item, Table, Task

BOXES = ("what", "expect", "act")


def draw_own_measure(rng: np.random.Generator) -> Case:
    """Three boxes and the rubric they are read by; the same for everybody."""
    levels = [key.rsplit(".", 1)[-1] for key in keys("own-measure.rubric.")]
    rubric = Table(
        caption=say("own-measure.rubric-table"),
        columns=(
            say("own-measure.rubric-table.level"),
            say("own-measure.rubric-table.sign"),
        ),
        rows=tuple(
            (
                say(f"own-measure.level.{level}"),
                say(f"own-measure.rubric.{level}"),
            )
            for level in levels
        ),
    )
    return Case(
        items=tuple(Item(box, say(f"own-measure.item.{box}")) for box in BOXES),
        tables=(rubric,),
    )


OWN_MEASURE = Task(name="own-measure", kind=FreeText(), draw=draw_own_measure, points=6)
