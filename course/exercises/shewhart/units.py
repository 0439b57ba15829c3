"""Units side by side on a funnel plot: which of them differ by more than chance."""

from __future__ import annotations

import numpy as np

from course.charts import picture_of_funnel
from course.messages import say
from course.simulations.registries.heart_failure import (
    HeartFailureRegistry,
    draw_heart_failure_plan,
    draw_heart_failure_registry,
    follow_up_funnel,
)
from course.tasks import Case, Item, MarkPoints, Task
from course.tasks.scoring import youden

# With a single unit to find, half of all blind marks would hit it.
_FEWEST_UNUSUAL = 2
_ENDS = 2


def draw_funnel_units(rng: np.random.Generator) -> Case:
    """Some fifteen clinics of the invented registry in one year."""
    figures, _ = rng.spawn(2)
    while True:
        plot = follow_up_funnel(_draw_registry(figures))
        truth = (np.flatnonzero(plot.outside) + 1).tolist()
        order = np.argsort(plot.values)
        below = (np.flatnonzero(plot.values < plot.target) + 1).tolist()
        ends = np.concatenate((order[:_ENDS], order[-_ENDS:])) + 1
        league = sorted(ends.tolist())
        # Reading the ends of a list must not find what the funnel finds.
        if all(youden(told, truth, order.size) < 0.5 for told in (league, below)):
            break
    picture = picture_of_funnel(
        plot,
        id="funnel-units-clinics",
        y_label=say("funnel-units.y"),
        x_label=say("funnel-units.x"),
        size_label=say("funnel-units.size"),
        signals=(),
    )
    lowest = int(order[0])
    return Case(
        items=(Item("clinics", say("funnel-units.item.clinics"), picture),),
        story=say("funnel-units.story", clinics=len(plot.units)),
        facts={
            "clinics": len(plot.units),
            "outside": len(truth),
            "below": len(below),
            "lowest": plot.units[lowest],
            "lowest_share": f"{plot.values[lowest]:.0f}",
            "lowest_size": f"{plot.sizes[lowest]:.0f}",
            "all": f"{plot.target:.0f}",
        },
        truth={"clinics": truth},
        misreadings={
            "league-table": {"clinics": league},
            "below-the-line": {"clinics": below},
        },
    )


def _draw_registry(figures: np.random.Generator) -> HeartFailureRegistry:
    while True:
        plan = draw_heart_failure_plan(figures, story="steady")
        if len(plan.unusual) >= _FEWEST_UNUSUAL:
            return draw_heart_failure_registry(plan, figures)


FUNNEL_UNITS = Task(
    name="funnel-units",
    kind=MarkPoints(),
    draw=draw_funnel_units,
    points=4,
    elements=("000-17", "004-10"),
)
