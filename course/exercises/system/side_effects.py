"""Side effects: which measures a change may make worse, here or elsewhere."""

from __future__ import annotations

import numpy as np

from course.messages import say
from course.tasks import Case, Item, Select, Task

CHANGES = 9
_MEASURES = 8
_CHANGES_SHOWN, _MEASURES_SHOWN = 3, 5
_LETTERS = "ABC"


def draw_side_effects(rng: np.random.Generator) -> Case:
    """Three changes, and five measures of each; what may worsen lies in the key."""
    chosen = rng.choice(CHANGES, _CHANGES_SHOWN, replace=False).tolist()
    items, stories = [], []
    for letter, change in zip(_LETTERS, chosen, strict=True):
        name = f"{change + 1:02d}"
        story = say(f"side-effects.change.{name}")
        stories.append(say("side-effects.change", letter=letter, change=story))
        shown = rng.permutation(_MEASURES)[:_MEASURES_SHOWN].tolist()
        for measure in shown:
            id_ = f"e{name}-{measure + 1}"
            words = say(f"side-effects.item.{id_}")
            items.append(
                Item(id_, say("side-effects.measure", letter=letter, measure=words))
            )
    return Case(
        items=tuple(items),
        story="\n\n".join(stories),
        facts={"measures": len(items)},
    )


SIDE_EFFECTS = Task(
    name="side-effects",
    kind=Select(),
    draw=draw_side_effects,
    points=4,
    needs_key=True,
    elements=("003-02",),
)
