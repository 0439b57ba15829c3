"""A driver diagram: which card hangs on which, and which hangs on none."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_one
from course.messages import say
from course.tasks import Case, Item, Option, Task, Tree

# Each with the sector it lies in.
THEMES = {
    "fast": "municipal",
    "list": "hospital",
    "call": "primary",
    "face": "municipal",
    "post": "administration",
}
# Shown to everybody, each in one of two wordings. The rest is dealt in five hands.
_WORDINGS = ((7, 33), (19, 32), (34, 28), (3, 24), (11, 30), (16, 5), (22, 13))
_HANDS = (
    (1, 9, 17, 26),
    (2, 10, 20, 31),
    (4, 14, 21, 27),
    (6, 12, 23, 29),
    (8, 15, 18, 25),
)
_DEALT, _LEFT_OUT = 3, 2


def draw_driver_diagram(rng: np.random.Generator) -> Case:
    """Seventeen cards of one theme; what hangs on what lies in the key."""
    theme = draw_one(rng, tuple(THEMES))
    dealt = [
        card
        for hand in rng.choice(len(_HANDS), _DEALT, replace=False).tolist()
        for card in _HANDS[hand]
    ]
    kept = rng.permutation(dealt)[_LEFT_OUT:].tolist()
    worded = [draw_one(rng, pair) for pair in _WORDINGS]
    cards = rng.permutation([*worded, *kept]).tolist()
    return Case(
        items=tuple(
            Item(f"{theme}-{card:02d}", say(f"driver-diagram.item.{theme}-{card:02d}"))
            for card in cards
        ),
        options=(
            Option("aim", say(f"driver-diagram.aim.{theme}")),
            Option("none", say("driver-diagram.option.none")),
        ),
        story=say(f"driver-diagram.story.{theme}"),
        sector=THEMES[theme],
        facts={"cards": len(cards)},
    )


DRIVER_DIAGRAM = Task(
    name="driver-diagram",
    kind=Tree(),
    draw=draw_driver_diagram,
    points=5,
    needs_key=True,
    elements=("004-20", "001-06", "001-04"),
)
