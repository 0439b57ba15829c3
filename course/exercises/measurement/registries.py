"""Three registries, and the chart that a question to each of them asks for."""

from __future__ import annotations

import numpy as np

from course.exercises.measurement.banks import draw_from_groups, groups_of
from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

CHARTS = ("p", "u", "g", "i", "funnel")
# Ten groups with a question for each chart.
_QUESTIONS = groups_of("q", 10, 5)


def draw_registry_charts(rng: np.random.Generator) -> Case:
    """Thirteen questions to the registries; what is right lies in the key."""
    shown = draw_from_groups(_QUESTIONS, 2, 3, rng)
    return Case(
        items=tuple(Item(q, say(f"registry-charts.item.{q}")) for q in shown),
        options=options_of("registry-charts", CHARTS),
        facts={"questions": len(shown)},
    )


REGISTRY_CHARTS = Task(
    name="registry-charts",
    kind=Classify(),
    draw=draw_registry_charts,
    points=5,
    needs_key=True,
    elements=("000-03", "000-16", "000-17", "000-18", "000-19"),
)
