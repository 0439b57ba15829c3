"""Who does what around an improvement team."""

from __future__ import annotations

import numpy as np

from course.exercises.psychology.banks import Bank
from course.exercises.scenes import options_of
from course.tasks import Case, Classify, Task

SITUATIONS = Bank("who-does-what", "r", groups=9, classes=5)
ROLES = ("coach", "leader", "manager", "expert", "patient")


def draw_who_does_what(rng: np.random.Generator) -> Case:
    """Twelve things that have to be done; whose they are lies in the key."""
    figures, _ = rng.spawn(2)
    items = SITUATIONS.draw(figures, groups=4, shown=12)
    return Case(
        items=items,
        options=options_of("who-does-what", ROLES),
        facts={"situations": len(items)},
    )


WHO_DOES_WHAT = Task(
    name="who-does-what",
    kind=Classify(),
    draw=draw_who_does_what,
    points=4,
    needs_key=True,
    elements=("000-01", "001-03"),
)
