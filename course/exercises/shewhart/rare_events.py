"""Rare events on a g chart: what lies between them, and how long is long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.charts import g_chart
from course.charts.constants import SIGMAS_TO_LIMIT
from course.charts.pictures import format_value
from course.exercises.scenes import draw_one, draw_place, sector_of
from course.messages import say
from course.simulations.registries.rare_spells import SpellPlan, draw_read_spells
from course.tasks import Case, Item, Numbers, Table, Task

FIELDS = ("median", "mean", "upper", "signal-at")
_SPELLS = 15
_TOLERANCE = 0.005
# A slip in adding up fifteen numbers, as a share of their mean.
_A_SLIP = 0.05


@dataclass(frozen=True, slots=True)
class Rarity:
    """An event that seldom happens, and what is counted between two of them."""

    id: str
    setting: str


RARITIES = (
    Rarity("infection", "ward"),
    Rarity("fall-with-harm", "care"),
    Rarity("pressure-ulcer", "ward"),
    Rarity("wrong-patient", "clinic"),
    Rarity("missed-visit", "home"),
    Rarity("lost-application", "social"),
    Rarity("wrong-account", "office"),
    Rarity("wrong-vaccine", "surgery"),
)


def draw_rare_events(rng: np.random.Generator) -> Case:
    """Fifteen spells between events: the g chart's lines, and when a spell signals."""
    figures, words = rng.spawn(2)
    rarity = draw_one(figures, RARITIES)
    place = draw_place(words, rarity.setting)
    while True:
        mean = figures.uniform(12, 60)
        plan = SpellPlan(pattern="stable", spells=_SPELLS, mean=mean, changed_mean=mean)
        # An event counts no occasion of its own, so that none may lie between two.
        spells = draw_read_spells(plan, figures) - 1
        truth = _lines(spells, float(spells.mean()))
        thoughts = _thoughts(spells)
        if all(
            abs(told["upper"] / truth["upper"] - 1) > 2 * _A_SLIP
            for told in thoughts.values()
        ):
            break
    between = say(f"rare-events.between.{rarity.id}")
    facts = {
        "spells": _SPELLS,
        "event": say(f"rare-events.event.{rarity.id}"),
        "between": between,
        "place": place,
        "total": format_value(float(spells.sum())),
        "mean": f"{truth['mean']:.2f}",
        "median": format_value(truth["median"]),
        "upper": f"{truth['upper']:.1f}",
        "sd": f"{spells.std(ddof=1):.1f}",
        "root": f"{math.sqrt(truth['mean']):.2f}",
        "longest": format_value(float(spells.max())),
    }
    tolerances = {
        "median": 0.0,
        "mean": 0.05,
        # The lower limit is 0, so the upper one is the width.
        "upper": max(_TOLERANCE * truth["upper"], 0.3),
        "signal-at": 1.0,
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"rare-events.item.{field}", **facts),
                tolerance=round(tolerances[field], 3),
            )
            for field in FIELDS
        ),
        tables=(
            Table(
                caption=say("rare-events.table", **facts),
                columns=(say("rare-events.table.number"), between),
                rows=tuple(
                    (str(number), format_value(spell))
                    for number, spell in enumerate(spells.tolist(), start=1)
                ),
            ),
        ),
        story=say("rare-events.story", **facts),
        sector=sector_of(rarity.setting),
        facts=facts,
        truth=truth,
        misreadings=thoughts,
    )


def _lines(spells: np.ndarray, mean: float) -> dict[str, float]:
    """The four numbers of a g chart, its limit from a mean."""
    upper = mean + SIGMAS_TO_LIMIT * math.sqrt(mean * (mean + 1))
    return _about(spells, upper) | {"mean": round(mean, 4)}


def _about(spells: np.ndarray, upper: float) -> dict[str, float]:
    chart = g_chart(spells)
    return {
        "median": float(chart.centre[0]),
        "mean": round(float(spells.mean()), 4),
        "upper": round(upper, 4),
        "signal-at": float(math.floor(upper) + 1),
    }


def _thoughts(spells: np.ndarray) -> dict[str, dict[str, float]]:
    mean, median = float(spells.mean()), float(np.median(spells))
    return {
        "limit-from-the-median": _about(
            spells, median + SIGMAS_TO_LIMIT * math.sqrt(median * (median + 1))
        ),
        "as-a-count": _about(spells, mean + SIGMAS_TO_LIMIT * math.sqrt(mean)),
        "sd-of-spells": _about(
            spells, mean + SIGMAS_TO_LIMIT * float(spells.std(ddof=1))
        ),
    }


def lines_from_own_mean(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """What should follow if the learner's own mean, or limit, were right.

    Parameters
    ----------
    case : Case
        Of rare-events.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where the mean, or the limit, is farther off than a slip in adding up:
        that is another way of finding them.
    """
    mean, upper = given.get("mean", math.nan), given.get("upper", math.nan)
    follows = {}
    if abs(mean / case.truth["mean"] - 1) <= _A_SLIP:
        follows["upper"] = mean + SIGMAS_TO_LIMIT * math.sqrt(mean * (mean + 1))
    if abs(upper / case.truth["upper"] - 1) <= _A_SLIP:
        follows["signal-at"] = math.floor(upper) + 1
    return follows


RARE_EVENTS = Task(
    name="rare-events",
    kind=Numbers(follows=lines_from_own_mean),
    draw=draw_rare_events,
    points=4,
    elements=("000-18", "004-10"),
)
