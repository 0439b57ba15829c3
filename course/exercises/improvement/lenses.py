"""Four lenses: which of them a statement about a workplace looks through."""

from __future__ import annotations

import numpy as np

from course.exercises.banks import Bank
from course.exercises.rubric import case_with_rubric
from course.messages import say
from course.tasks import Case, Classify, FreeText, Task

LENSES = ("system", "variation", "psychology", "knowledge")
STATEMENTS = Bank(task="four-lenses", letter="s", classes=LENSES, sets=8)
# Two sets each: what is said at one workplace.
WORKPLACES = ("ward", "centre", "home", "office")
_SHOWN = 2


def draw_four_lenses(rng: np.random.Generator) -> Case:
    """Sixteen statements from two of the four workplaces."""
    chosen = sorted(rng.permutation(len(WORKPLACES))[:_SHOWN].tolist())
    ids = [id_ for at in chosen for id_ in STATEMENTS.draw((2 * at, 2 * at + 1), rng)]
    stories = [say(f"four-lenses.story.{WORKPLACES[at]}") for at in chosen]
    return STATEMENTS.case(ids, story="\n\n".join(stories))


def draw_own_lenses(rng: np.random.Generator) -> Case:
    """A box for each lens and one for the next step; nothing is drawn."""
    return case_with_rubric("own-lenses", (*LENSES, "next"))


FOUR_LENSES = Task(
    name="four-lenses",
    kind=Classify(),
    draw=draw_four_lenses,
    points=5,
    needs_key=True,
    elements=("004-07",),
)

OWN_LENSES = Task(
    name="own-lenses",
    kind=FreeText(),
    draw=draw_own_lenses,
    points=6,
    elements=("004-07", "000-08", "003-08"),
)
