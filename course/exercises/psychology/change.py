"""What people need in a change, what lets them believe in it, what makes it theirs."""

from __future__ import annotations

import numpy as np

from course.exercises.psychology.banks import Bank
from course.exercises.scenes import options_of
from course.tasks import Case, Classify, Task

# Reactions

REACTIONS = Bank("unmet-needs", "n", groups=9, classes=5)
NEEDS = ("autonomy", "competence", "relatedness", "safety", "workload")


def draw_unmet_needs(rng: np.random.Generator) -> Case:
    """Twelve reactions; which need each speaks of lies in the key."""
    figures, _ = rng.spawn(2)
    items = REACTIONS.draw(figures, groups=4, shown=12)
    return Case(
        items=items,
        # Nobody in the bank is simply against it. That must be there to be chosen.
        options=options_of("unmet-needs", (*NEEDS, "attitude")),
        facts={"reactions": len(items)},
    )


# Self-efficacy

EFFORTS = Bank("self-efficacy-sources", "s", groups=12, classes=4)
SOURCES = ("mastery", "vicarious", "persuasion", "state")


def draw_self_efficacy_sources(rng: np.random.Generator) -> Case:
    """Twelve ways in which somebody comes to believe that they can."""
    figures, _ = rng.spawn(2)
    items = EFFORTS.draw(figures, groups=4, shown=12)
    return Case(
        items=items,
        options=options_of("self-efficacy-sources", SOURCES),
        facts={"efforts": len(items)},
    )


# Five domains of the psychology of change

EXTRACTS = Bank("five-domains", "m", groups=9, classes=5)
DOMAINS = ("motivation", "design", "relationship", "power", "adapt")


def draw_five_domains(rng: np.random.Generator) -> Case:
    """Twelve lines from the diaries of projects that came to mean something."""
    figures, _ = rng.spawn(2)
    items = EXTRACTS.draw(figures, groups=4, shown=12)
    return Case(
        items=items,
        options=options_of("five-domains", DOMAINS),
        facts={"extracts": len(items)},
    )


UNMET_NEEDS = Task(
    name="unmet-needs",
    kind=Classify(),
    draw=draw_unmet_needs,
    points=4,
    needs_key=True,
    elements=("000-11",),
)

SELF_EFFICACY_SOURCES = Task(
    name="self-efficacy-sources",
    kind=Classify(),
    draw=draw_self_efficacy_sources,
    points=3,
    needs_key=True,
    elements=("000-11",),
)

FIVE_DOMAINS = Task(
    name="five-domains",
    kind=Classify(),
    draw=draw_five_domains,
    points=4,
    needs_key=True,
    elements=("003-03", "004-08"),
)
