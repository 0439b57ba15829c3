"""Which chart for which numbers: stories from a bank, a few of each kind."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

CHARTS = ("run", "i", "xbar-s", "p", "u", "c", "g", "t", "funnel")
_SHOWN = 12
# Nine stories each, one for every chart; which is which only the key knows. Two nines
# with a third left out are as balanced as twelve stories can be.
_NINES = tuple(
    tuple(f"q{number:02d}" for number in range(first, first + len(CHARTS)))
    for first in range(1, 55, len(CHARTS))
)


def draw_chart_choice(rng: np.random.Generator) -> Case:
    """Twelve stories from the bank; what is right lies in the key."""
    nines = rng.choice(len(_NINES), 2, replace=False)
    stories = [story for nine in nines for story in _NINES[nine]]
    shown = rng.permutation(stories)[:_SHOWN]
    return Case(
        items=tuple(
            Item(str(story), say(f"chart-choice.item.{story}")) for story in shown
        ),
        options=options_of("chart-choice", CHARTS),
        facts={"stories": _SHOWN},
    )


CHART_CHOICE = Task(
    name="chart-choice",
    kind=Classify(),
    draw=draw_chart_choice,
    points=5,
    needs_key=True,
    elements=("004-10",),
)
