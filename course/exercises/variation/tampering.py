"""Tampering: what it costs to correct a stable process by its last result."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import (
    draw_one,
    draw_people,
    draw_place,
    options_of,
)
from course.messages import say
from course.simulations.variation.clinic import (
    DropInClinic,
    adjust_each_week,
    draw_chance,
)
from course.simulations.variation.funnel import spread_ratio
from course.tasks import (
    Case,
    Classify,
    Item,
    Numbers,
    Order,
    Table,
    Task,
)
from course.tasks.scoring import tau

# Before the funnel

SPREADS = ("less", "same", "more")
_WAYS = {
    "move-by-miss": "more",
    "move-by-half": "more",
    "mirror-miss": "more",
    "aim-where-landed": "more",
    "write-down": "same",
    "move-once": "same",
    "lower-funnel": "less",
    "softer-table": "less",
}
_HELPING = {
    "move-by-miss": "less",
    "move-by-half": "less",
    "mirror-miss": "less",
    "aim-where-landed": "less",
    "write-down": "same",
    "move-once": "less",
    "lower-funnel": "same",
    "softer-table": "same",
}


def draw_cost_prediction(rng: np.random.Generator) -> Case:
    """Eight ways to treat a funnel, compared with leaving it alone."""
    order = rng.permutation(list(_WAYS))
    return Case(
        items=tuple(
            Item(str(way), say(f"cost-prediction.item.{way}")) for way in order
        ),
        options=options_of("cost-prediction", SPREADS),
        facts={"ways": len(_WAYS)},
        truth=dict(_WAYS),
        misreadings={"adjusting-helps": dict(_HELPING)},
    )


# Who corrects by how much

_PER_CENT = (0, 25, 50, 75, 100, 125, 150, 175)
_PEOPLE = 6
# A card is called by who it is about: an order of places would be many a neighbour's.
_NAMES = tuple(f"{number:02d}" for number in range(1, 57))


def draw_funnel_order(rng: np.random.Generator) -> Case:
    """Six people who correct by different fractions, to put in order of spread."""
    figures, words = rng.spawn(2)
    names = figures.choice(_NAMES, _PEOPLE, replace=False).tolist()
    by_id = {f"person-{name}": say(f"person.{name}") for name in names}
    ids = list(by_id)
    while True:
        fractions = figures.choice(_PER_CENT, _PEOPLE, replace=False).tolist()
        per_cent = dict(zip(ids, fractions, strict=True))
        truth = sorted(ids, key=per_cent.get)
        misreadings = {
            "more-correction-less-spread": truth[::-1],
            # Between two as far from a half, doing something seems safer than less.
            "half-way-is-best": sorted(
                ids, key=lambda id_: (abs(per_cent[id_] - 50), -per_cent[id_])
            ),
        }
        if all(tau(order, truth) < 0.5 for order in misreadings.values()):
            break
    most, least = truth[-1], truth[0]
    return Case(
        items=tuple(
            Item(
                id_,
                say(_habit(per_cent[id_]), person=name, per_cent=per_cent[id_]),
            )
            for id_, name in by_id.items()
        ),
        story=say("funnel-order.story", place=draw_place(words, "ward")),
        facts={
            "least": by_id[least],
            "least_per_cent": per_cent[least],
            "least_times": f"{spread_ratio(per_cent[least] / 100):.2f}",
            "most": by_id[most],
            "most_per_cent": per_cent[most],
            "most_times": f"{spread_ratio(per_cent[most] / 100):.1f}",
        },
        truth=truth,
        misreadings=misreadings,
    )


def _habit(per_cent: int) -> str:
    if per_cent == 0:
        return "funnel-order.item.none"
    if per_cent == 100:
        return "funnel-order.item.all"
    return f"funnel-order.item.{'more' if per_cent > 100 else 'some'}"


# What it cost

_WEEKS = 10
_FRACTIONS = tuple(range(30, 170, 10))
_RATIO_TOLERANCE = 0.03


def draw_tampering_cost(rng: np.random.Generator) -> Case:
    """Ten weeks of a clinic, left alone and adjusted: the price of adjusting."""
    figures, words = rng.spawn(2)
    while True:
        per_cent = draw_one(figures, _FRACTIONS)
        clinic = DropInClinic(
            target_wait_minutes=float(figures.integers(30, 61)),
            spread_minutes=figures.uniform(5, 10),
        )
        chance = np.round(draw_chance(clinic, _WEEKS, figures))
        weeks = adjust_each_week(clinic, per_cent / 100, chance.tolist())
        adjusted = [
            round(week.wait_minutes - clinic.target_wait_minutes, 1) for week in weeks
        ]
        alone = chance.tolist()
        truth = _costs(alone, adjusted, per_cent / 100)
        misreadings = {
            "ratio-inverted": truth
            | {
                "ratio": truth["left"] / truth["adjusted"],
                "long-run": 1 / truth["long-run"],
            },
            "sd-for-variance": {field: cost**0.5 for field, cost in truth.items()},
        }
        if _ratio_tells(truth):
            break
    (person,) = draw_people(words, 1)
    place = draw_place(words, "surgery")
    facts = {
        "weeks": _WEEKS,
        "per_cent": per_cent,
        "fraction": f"{per_cent / 100:.1f}",
        "target": f"{clinic.target_wait_minutes:.0f}",
        "person": person,
        "place": place,
        "alone_total": f"{sum(x * x for x in alone):.0f}",
        "adjusted_total": f"{sum(x * x for x in adjusted):.2f}",
        "left": f"{truth['left']:.1f}",
        "adjusted": f"{truth['adjusted']:.1f}",
        "inverted": f"{truth['left'] / truth['adjusted']:.2f}",
        "left_sd": f"{truth['left'] ** 0.5:.1f}",
        "adjusted_sd": f"{truth['adjusted'] ** 0.5:.1f}",
    }
    tolerance = {
        "left": 0.06,
        "adjusted": 0.06,
        "ratio": _RATIO_TOLERANCE,
        "long-run": _RATIO_TOLERANCE,
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"tampering-cost.item.{field}", **facts),
                tolerance=tolerance[field],
            )
            for field in truth
        ),
        tables=(_weeks_table(alone, adjusted),),
        story=say("tampering-cost.story", **facts),
        facts=facts,
        truth={field: round(cost, 4) for field, cost in truth.items()},
        misreadings={
            name: {field: round(cost, 4) for field, cost in told.items()}
            for name, told in misreadings.items()
        },
    )


def _costs(
    alone: list[float], adjusted: list[float], fraction: float
) -> dict[str, float]:
    left = sum(x * x for x in alone) / len(alone)
    changed = sum(x * x for x in adjusted) / len(adjusted)
    return {
        "left": left,
        "adjusted": changed,
        "ratio": changed / left,
        "long-run": spread_ratio(fraction),
    }


def _ratio_tells(truth: Mapping[str, float]) -> bool:
    """Whether ten weeks show the cost, and no wrong way leads near a right number."""
    ratio, long_run = truth["ratio"], truth["long-run"]
    clear = 4 * _RATIO_TOLERANCE
    return (
        truth["left"] > 9
        and 1 + clear < ratio < 4
        and ratio**0.5 < ratio - clear / 2
        and long_run**0.5 < long_run - clear / 2
        and abs(ratio - long_run) > clear
    )


def _weeks_table(alone: list[float], adjusted: list[float]) -> Table:
    rows = [
        (str(week), _signed(a, 0), f"{a * a:.0f}", _signed(b, 1), f"{b * b:.2f}")
        for week, (a, b) in enumerate(zip(alone, adjusted, strict=True), start=1)
    ]
    total = (
        say("tampering-cost.table.total"),
        "",
        f"{sum(a * a for a in alone):.0f}",
        "",
        f"{sum(b * b for b in adjusted):.2f}",
    )
    columns = ("week", "alone", "alone-squared", "adjusted", "adjusted-squared")
    return Table(
        caption=say("tampering-cost.table"),
        columns=tuple(say(f"tampering-cost.table.{column}") for column in columns),
        rows=(*rows, total),
    )


def _signed(value: float, decimals: int) -> str:
    """Write a deviation with its sign; zero has none."""
    written = f"{value:+.{decimals}f}".replace("-", "\u2212")
    return written if any(c in "123456789" for c in written) else written[1:]


def ratio_of_own_means(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """What the ratio should be of the learner's own two means.

    Parameters
    ----------
    case : Case
        Of tampering-cost.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing when neither mean is of this clinic's weeks: then the ratio is of
        other weeks too.
    """
    left, adjusted = given.get("left", 0.0), given.get("adjusted", 0.0)
    tolerance = {item.id: item.tolerance for item in case.items}
    one_is_right = any(
        abs(given[field] - case.truth[field]) <= tolerance[field]
        for field in ("left", "adjusted")
        if field in given
    )
    return {"ratio": adjusted / left} if one_is_right and left > 0 else {}


COST_PREDICTION = Task(
    name="cost-prediction", kind=Classify(), draw=draw_cost_prediction
)

FUNNEL_ORDER = Task(name="funnel-order", kind=Order(), draw=draw_funnel_order, points=4)

TAMPERING_COST = Task(
    name="tampering-cost",
    kind=Numbers(follows=ratio_of_own_means),
    draw=draw_tampering_cost,
    points=4,
)
