"""Reading other people's aims, for what each does not tell yet."""

from __future__ import annotations

import numpy as np

from course.exercises.aim.hands import draw_hands
from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Item, Matrix, Task

MISSING = ("result", "whom", "from", "to", "when", "reach")
_BANK = 48


def draw_aim_critic(rng: np.random.Generator) -> Case:
    """Thirteen aims from the bank; what each lacks lies in the key."""
    shown = draw_hands(rng, "a", bank=_BANK, size=3, hands=5, left_out=2)
    return Case(
        items=tuple(Item(id_, say(f"aim-critic.item.{id_}")) for id_ in shown),
        options=options_of("aim-critic", MISSING),
        facts={"aims": len(shown)},
    )


AIM_CRITIC = Task(
    name="aim-critic",
    kind=Matrix(),
    draw=draw_aim_critic,
    points=4,
    needs_key=True,
    elements=("004-09", "001-16", "001-06", "000-06"),
)
