"""Sorting by thought: parts of a system, causes, ideas for change, and tools.

Each bank lies in groups of one item for each class; which is which only the key knows.
"""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import options_of
from course.exercises.system.banks import draw_items
from course.tasks import Case, Classify, Task

PARTS = (
    "person",
    "tasks",
    "tools",
    "organisation",
    "inside",
    "outside",
    "process",
    "outcome",
)
ON_THE_BONE = ("cause", "consequence", "solution", "blame")
CONCEPTS = (
    "leave-out",
    "closer",
    "even-out",
    "hard-to-slip",
    "fewer-hands",
    "one-way",
    "own-hands",
    "listen",
)
TOOLS = (
    "walk",
    "map",
    "bottleneck",
    "pareto",
    "fishbone",
    "work-system",
    "five-p",
    "side-effects",
)


def draw_seips(rng: np.random.Generator) -> Case:
    """Sixteen observations, each of one part of the model."""
    items = draw_items(rng, "seips", "s", size=8, groups=9, chosen=3, shown=16)
    return Case(
        items=items, options=options_of("seips", PARTS), facts={"shown": len(items)}
    )


def draw_fishbone(rng: np.random.Generator) -> Case:
    """Fourteen cards that somebody hung on a fishbone."""
    items = draw_items(rng, "fishbone", "b", size=4, groups=12, chosen=6, shown=14)
    return Case(
        items=items,
        options=options_of("fishbone", ON_THE_BONE),
        facts={"cards": len(items)},
    )


def draw_change_concepts(rng: np.random.Generator) -> Case:
    """Twelve problems, each with a change that was tested, and the idea behind it."""
    items = draw_items(
        rng, "change-concepts", "c", size=8, groups=6, chosen=3, shown=12
    )
    return Case(
        items=items,
        options=options_of("change-concepts", CONCEPTS),
        facts={"shown": len(items)},
    )


def draw_tool_chooser(rng: np.random.Generator) -> Case:
    """Twelve needs, and the tool that answers each."""
    items = draw_items(rng, "tool-chooser", "t", size=8, groups=6, chosen=3, shown=12)
    return Case(
        items=items,
        options=options_of("tool-chooser", TOOLS),
        facts={"needs": len(items)},
    )


SEIPS = Task(
    name="seips",
    kind=Classify(),
    draw=draw_seips,
    points=5,
    needs_key=True,
    elements=("003-02",),
)

FISHBONE = Task(
    name="fishbone",
    kind=Classify(),
    draw=draw_fishbone,
    points=4,
    needs_key=True,
    elements=("003-02",),
)

CHANGE_CONCEPTS = Task(
    name="change-concepts",
    kind=Classify(),
    draw=draw_change_concepts,
    points=4,
    needs_key=True,
    elements=("003-06",),
)

TOOL_CHOOSER = Task(
    name="tool-chooser",
    kind=Classify(),
    draw=draw_tool_chooser,
    points=4,
    needs_key=True,
    elements=("001-17", "001-18"),
)
