"""The arithmetic of spread: steps, waves, months and coach days."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.messages import say
from course.simulations.spread.spread_arithmetic import SpreadPlan, draw_spread_plan
from course.tasks import Case, Item, Numbers, Table, Task

PARTS = ("last-step", "waves", "months", "days")


def sums_of(plan: SpreadPlan) -> dict[str, int]:
    """What a plan asks for.

    Parameters
    ----------
    plan : SpreadPlan

    Returns
    -------
    dict of str to int
        For each of `PARTS`.
    """
    return {
        "last-step": plan.steps[-1] - plan.steps[-2],
        "waves": sum(plan.waves),
        "months": plan.months,
        "days": int(plan.coach_days),
    }


def all_at_once(plan: SpreadPlan) -> dict[str, int]:
    """What it would be if nobody waited for what a step teaches."""
    new = plan.units - plan.start
    waves = math.ceil(new / (plan.coaches * plan.units_per_coach))
    return {
        "last-step": new,
        "waves": waves,
        "months": waves * plan.months_per_wave,
        "days": int(plan.coach_days),
    }


def everybody_again(plan: SpreadPlan) -> dict[str, int]:
    """What it would be if each step supported all units, and not only the new ones."""
    at_once = plan.coaches * plan.units_per_coach
    waves = sum(math.ceil(units / at_once) for units in plan.steps[1:])
    return {
        "last-step": plan.units,
        "waves": waves,
        "months": waves * plan.months_per_wave,
        "days": int(plan.units * plan.days_per_unit),
    }


def months_from_waves(case: Case, given: Mapping[str, float]) -> dict[str, float]:
    """The months that the learner's own waves take.

    Only beside a number that shows whose plan it is: copied waves take months too.
    """
    own = any(given.get(part) == case.truth[part] for part in ("last-step", "days"))
    if "waves" not in given or not own:
        return {}
    return {"months": given["waves"] * int(str(case.facts["months_per_wave"]))}


def draw_spread_sums(rng: np.random.Generator) -> Case:
    """A plan of spread to be worked out by hand."""
    figures, _ = rng.spawn(2)
    while True:
        plan = draw_spread_plan(figures)
        truth = sums_of(plan)
        thoughts = {
            "all-at-once": all_at_once(plan),
            "everybody-again": everybody_again(plan),
        }
        if len({truth["waves"], *(one["waves"] for one in thoughts.values())}) == 3:
            break
    facts = {
        "start": plan.start,
        "units": plan.units,
        "days_per_unit": int(plan.days_per_unit),
        "months_per_wave": plan.months_per_wave,
        "coaches": plan.coaches,
        "units_per_coach": plan.units_per_coach,
        "at_once": plan.coaches * plan.units_per_coach,
        "second": plan.steps[1],
        "second_new": plan.steps[1] - plan.start,
    }
    return Case(
        items=tuple(
            Item(part, say(f"spread-sums.item.{part}", **facts)) for part in PARTS
        ),
        tables=(_table(facts),),
        story=say("spread-sums.story"),
        facts=facts,
        truth=truth,
        misreadings=thoughts,
    )


def _table(facts: Mapping[str, object]) -> Table:
    asked = ("units", "start", "coaches", "units_per_coach", "months_per_wave")
    return Table(
        caption=say("spread-sums.table"),
        columns=(say("spread-sums.column.what"), say("spread-sums.column.number")),
        rows=tuple(
            (say(f"spread-sums.row.{name.replace('_', '-')}"), str(facts[name]))
            for name in (*asked, "days_per_unit")
        ),
    )


SPREAD_SUMS = Task(
    name="spread-sums",
    kind=Numbers(follows=months_from_waves),
    draw=draw_spread_sums,
    points=3,
    elements=("001-11", "004-12"),
)
