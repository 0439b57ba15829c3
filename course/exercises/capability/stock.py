"""A share of the staff to be trained, while some of the trained leave every year."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import SETTINGS, draw_one, draw_people, sector_of
from course.messages import say
from course.simulations.capability.trained_stock import (
    TrainingPlan,
    draw_training_plan,
    stock_by_year,
)
from course.tasks import Case, Item, Numbers, Table, Task

# Years without any places, after the share has been reached.
YEARS_WITHOUT = 3
_PARTS = ("wanted", "places", "left", "years")


def sums_of(plan: TrainingPlan) -> dict[str, float]:
    """What a plan asks for.

    Parameters
    ----------
    plan : TrainingPlan

    Returns
    -------
    dict of str to float
        People wanted, places a year that hold them, people left after
        `YEARS_WITHOUT` years without places, and years until they are reached.
    """
    left = stock_by_year(plan.wanted, 0, plan.turnover, YEARS_WITHOUT)[-1]
    years = plan.years_to_reach
    assert years is not None
    return {
        "wanted": round(plan.wanted, 1),
        "places": round(plan.places_to_hold, 1),
        "left": round(float(left), 1),
        "years": years,
    }


def train_once(plan: TrainingPlan) -> dict[str, float]:
    """What it would be if those who are trained stayed for ever."""
    missing = plan.wanted - plan.trained
    return {
        "wanted": round(plan.wanted, 1),
        "places": round(missing, 1),
        "left": round(plan.wanted, 1),
        "years": math.ceil(missing / plan.places),
    }


def whole_staff(plan: TrainingPlan) -> dict[str, float]:
    """What it would be if all who leave had been trained."""
    leave = plan.headcount * plan.turnover
    return {
        "wanted": round(plan.wanted, 1),
        "places": round(leave, 1),
        "left": round(max(plan.wanted - YEARS_WITHOUT * leave, 0), 1),
        "years": sums_of(plan)["years"],
    }


def places_from_wanted(case: Case, given: Mapping[str, float]) -> dict[str, float]:
    """The places that hold the learner's own number of people, if it is near.

    Another learner's number is not near.
    """
    wanted = case.truth["wanted"]
    if "wanted" not in given or abs(given["wanted"] - wanted) > 0.05 * wanted:
        return {}
    turnover = float(str(case.facts["turnover"])) / 100
    return {
        "places": given["wanted"] * turnover,
        "left": given["wanted"] * (1 - turnover) ** YEARS_WITHOUT,
    }


def draw_places_to_hold(rng: np.random.Generator) -> Case:
    """An organisation, its turnover, and the share that is wanted."""
    figures, words = rng.spawn(2)
    while True:
        plan = draw_training_plan(figures)
        truth, once, whole = sums_of(plan), train_once(plan), whole_staff(plan)
        tolerances = _tolerances(truth)
        if all(
            abs(truth[part] - wrong[part]) > 3 * tolerances[part] + 0.5
            for wrong, parts in (
                (once, ("places", "left", "years")),
                (whole, ("places", "left")),
            )
            for part in parts
        ):
            break
    setting = draw_one(words, SETTINGS)
    facts = {
        "headcount": plan.headcount,
        "turnover": f"{100 * plan.turnover:.1f}",
        "trained": plan.trained,
        "share": f"{100 * plan.share:.0f}",
        "offered": plan.places,
        "years_without": YEARS_WITHOUT,
        "once": f"{once['places']:,.0f}",
        "whole": f"{whole['places']:.0f}",
        "first_loss": f"{plan.wanted * plan.turnover:.0f}",
        "place": say(f"capability.organisation.{setting}"),
        "person": draw_people(words, 1)[0],
    }
    return Case(
        items=tuple(
            Item(
                part,
                say(f"places-to-hold.item.{part}", **facts),
                unit=say("places-to-hold.years") if part == "years" else "",
                tolerance=tolerances[part],
            )
            for part in _PARTS
        ),
        tables=(_table(facts),),
        story=say("places-to-hold.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth=truth,
        misreadings={"train-once": once, "whole-staff": whole},
    )


def _tolerances(truth: Mapping[str, float]) -> dict[str, float]:
    """One in a hundred and a rounding, for people; years are whole."""
    return {
        part: 0.0 if part == "years" else round(0.01 * truth[part] + 0.5, 1)
        for part in _PARTS
    }


def _table(facts: Mapping[str, object]) -> Table:
    return Table(
        caption=say("places-to-hold.table"),
        columns=(
            say("places-to-hold.column.what"),
            say("places-to-hold.column.number"),
        ),
        rows=tuple(
            (say(f"places-to-hold.row.{name}"), str(facts[name]))
            for name in ("headcount", "turnover", "trained", "share", "offered")
        ),
    )


PLACES_TO_HOLD = Task(
    name="places-to-hold",
    kind=Numbers(follows=places_from_wanted),
    draw=draw_places_to_hold,
    points=4,
    elements=("002-05", "002-16"),
)
