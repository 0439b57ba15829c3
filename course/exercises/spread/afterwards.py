"""Has it held: units after a project, on charts with their lines frozen."""

from __future__ import annotations

import numpy as np

from course.charts import Chart, individuals_limits
from course.exercises.scenes import options_of
from course.messages import say
from course.simulations.spread.held_gains import (
    MEASURES,
    UnitAfterwards,
    draw_read_unit,
    draw_unit_plan,
)
from course.simulations.spread.staff_network import PLACES
from course.tasks import Case, Classify, Item, Task

VERDICTS = ("held", "lost", "too-early")
_PATTERNS_OF = {
    "held": ("held",),
    "lost": ("faded", "dropped"),
    "too-early": ("recent",),
}


def draw_has_it_held(rng: np.random.Generator) -> Case:
    """Eight units, two or three with each verdict."""
    figures, words = rng.spawn(2)
    verdicts = [*VERDICTS, *VERDICTS, *figures.permutation(VERDICTS)[:2].tolist()]
    places = words.permutation(len(PLACES))[: len(verdicts)].tolist()
    units, items = {}, []
    for verdict, number in zip(
        figures.permutation(verdicts).tolist(), places, strict=True
    ):
        patterns = _PATTERNS_OF[verdict]
        pattern = patterns[int(figures.integers(len(patterns)))]
        measure = MEASURES[int(figures.integers(len(MEASURES)))]
        place, id_ = PLACES[number], f"{measure.name}-{number + 1:02d}"
        unit = draw_read_unit(draw_unit_plan(pattern, measure, figures), figures, place)
        units[id_] = unit
        text = say(
            "has-it-held.item",
            place=place,
            measure=say(f"has-it-held.measure.{measure.name}"),
            better=say("measure.higher" if measure.better > 0 else "measure.lower"),
        )
        items.append(Item(id_, text, _chart(id_, measure.name, unit)))
    return Case(
        items=tuple(items),
        options=options_of("has-it-held", VERDICTS),
        facts={
            "units": len(units),
            "early": verdicts.count("too-early"),
            "lost": verdicts.count("lost"),
        },
        truth={id_: unit.verdict for id_, unit in units.items()},
        misreadings={
            "last-value": {id_: _by_last_step(unit) for id_, unit in units.items()},
            "few-will-do": {
                id_: "held" if unit.verdict == "too-early" else unit.verdict
                for id_, unit in units.items()
            },
        },
    )


def _by_last_step(unit: UnitAfterwards) -> str:
    """What somebody says who sees only whether the last month was a better one."""
    before, last = unit.values[-2:].tolist()
    return "held" if unit.plan.better * (last - before) >= 0 else "lost"


def _chart(id_: str, measure: str, unit: UnitAfterwards) -> Chart:
    baseline = unit.plan.baseline
    limits = individuals_limits(unit.values[:baseline])
    decimals = unit.plan.decimals + 1
    return Chart(
        id=f"held-{id_}",
        y_label=say(f"has-it-held.measure.{measure}"),
        x_label=say("period.month"),
        values=tuple(unit.values.tolist()),
        centre=round(limits.centre, decimals),
        centre_label=say("has-it-held.centre"),
        limits=(round(limits.lower, decimals), round(limits.upper, decimals)),
        baseline=baseline,
        changes=((baseline + 1, say("has-it-held.end")),),
    )


HAS_IT_HELD = Task(
    name="has-it-held",
    kind=Classify(),
    draw=draw_has_it_held,
    points=5,
    elements=("004-02", "004-12"),
)
