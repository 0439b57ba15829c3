"""Fresh eyes: what a newcomer to a ward would point at, in a picture of it."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_place
from course.exercises.system.ward_picture import PLACES, draw_ward
from course.messages import say
from course.tasks import Case, Drawing, Item, Select, Table, Task


def draw_fresh_eyes(rng: np.random.Generator) -> Case:
    """Sixteen places on a ward, each as one of two sights."""
    figures, words = rng.spawn(2)
    second = figures.integers(0, 2, PLACES).tolist()
    sights = [f"f{2 * place + 1 + later:02d}" for place, later in enumerate(second)]
    facts = {"place": draw_place(words, "ward"), "sights": PLACES}
    caption = say("fresh-eyes.picture", **facts)
    seen = [say(f"fresh-eyes.item.{sight}") for sight in sights]
    return Case(
        items=tuple(
            Item(sight, say("fresh-eyes.sight", number=number, seen=what))
            for number, (sight, what) in enumerate(
                zip(sights, seen, strict=True), start=1
            )
        ),
        drawings=(
            Drawing(
                svg=draw_ward(caption, sights),
                table=Table(
                    caption=caption,
                    columns=(
                        say("fresh-eyes.column.number"),
                        say("fresh-eyes.column.seen"),
                    ),
                    rows=tuple(
                        (str(number), what) for number, what in enumerate(seen, start=1)
                    ),
                ),
            ),
        ),
        story=say("fresh-eyes.story", **facts),
        facts=facts,
    )


FRESH_EYES = Task(
    name="fresh-eyes",
    kind=Select(),
    draw=draw_fresh_eyes,
    points=5,
    needs_key=True,
    elements=("003-05",),
)
