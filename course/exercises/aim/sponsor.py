"""Who owns it, who works on it, who must be content, and who only needs to hear."""

from __future__ import annotations

import numpy as np

from course.exercises.aim.hands import draw_hands
from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

PLACES = ("sponsor", "bring-in", "keep-content", "inform")
_BANK = 48


def draw_sponsor_grid(rng: np.random.Generator) -> Case:
    """Twelve people around twelve projects; where each stands lies in the key."""
    shown = draw_hands(rng, "p", bank=_BANK, size=4, hands=4, left_out=4)
    return Case(
        items=tuple(Item(id_, say(f"sponsor-grid.item.{id_}")) for id_ in shown),
        options=options_of("sponsor-grid", PLACES),
        facts={"people": len(shown)},
    )


SPONSOR_GRID = Task(
    name="sponsor-grid",
    kind=Classify(),
    draw=draw_sponsor_grid,
    points=4,
    needs_key=True,
    elements=("002-08", "004-19", "004-16"),
)
