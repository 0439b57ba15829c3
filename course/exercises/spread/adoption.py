"""A new way of working among many units: its S-curve, and who came when."""

from __future__ import annotations

import numpy as np

from course.charts import Chart
from course.exercises.scenes import draw_places, options_of
from course.messages import say
from course.simulations.spread.bass import (
    ADOPTER_SHARES,
    Adoption,
    adopter_category,
    draw_adoption_plan,
    draw_read_adoption,
    half_time,
)
from course.tasks import Case, Classify, Item, Numbers, Task
from course.tasks.scoring import kappa

# Years: as near as one reads between two years, to one decimal.
_NEAR = 0.2
# Innovators and early adopters together, in Rogers's shares.
EARLY = 0.16
_LETTERS = "abcdefgh"


def time_to(counts: np.ndarray, units: int, share: float) -> float:
    """When a share had adopted, read from the counts along straight lines.

    Parameters
    ----------
    counts : ndarray of int, shape (years,)
        New adopters in each year.
    units : int
    share : float

    Returns
    -------
    float
        Years since the start.

    Examples
    --------
    >>> time_to(np.array([10, 20, 10]), units=40, share=0.5)
    1.5
    """
    wanted = share * units
    adopted = np.concatenate(([0], np.cumsum(counts)))
    return float(np.interp(wanted, adopted, np.arange(adopted.size)))


def draw_adoption(rng: np.random.Generator) -> tuple[Adoption, int]:
    """Draw an adoption in which no wrong thought leads to the right figures.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    Adoption
    int
        A year after which to count.
    """
    while True:
        adoption = draw_read_adoption(draw_adoption_plan(rng), rng)
        half = adoption.half_time
        # Before the middle, where the curve lies far below a straight line.
        year = int(half)
        truth, line, new = (
            _read(adoption, year, way) for way in ("truth", "line", "new")
        )
        places = {str(place): place for place in adoption.places}
        units = adoption.plan.units
        right = {id_: adopter_category(place, units) for id_, place in places.items()}
        others = (_fifths(places, units), _all_late(places, units))
        if (
            year >= 2
            and all(abs(truth[part] - line[part]) > _NEAR for part in truth)
            and abs(truth["half"] - new["half"]) > _NEAR
            and min(adoption.counts) >= 1
            and all(kappa(other, right) < 0.75 for other in others)
        ):
            return adoption, year


def _read(adoption: Adoption, year: int, way: str) -> dict[str, float]:
    """What there is to read, or what a wrong thought reads instead."""
    counts, units = adoption.counts, adoption.plan.units
    years = counts.size
    if way == "line":
        pace = units / years
        return {
            "by-year": round(pace * year),
            "left": units - round(pace * (year + 2)),
            "early": round(EARLY * years, 2),
            "half": years / 2,
        }
    early = round(time_to(counts, units, EARLY), 2)
    if way == "new":
        return {
            "by-year": int(counts[year - 1]),
            "left": units - int(counts[year + 1]),
            "early": early,
            "half": float(np.argmax(counts) + 1),
        }
    return {
        "by-year": int(counts[:year].sum()),
        "left": units - int(counts[: year + 2].sum()),
        "early": early,
        "half": round(half_time(counts, units), 2),
    }


def draw_s_curve(rng: np.random.Generator) -> Case:
    """New health centres year by year: four readings of the curve they make."""
    figures, _ = rng.spawn(2)
    adoption, year = draw_adoption(figures)
    counts, units = adoption.counts, adoption.plan.units
    truth = _read(adoption, year, "truth")
    chart = Chart(
        id="s-curve-new",
        title=say("s-curve.chart"),
        y_label=say("s-curve.y"),
        x_label=say("s-curve.x"),
        values=tuple(float(count) for count in counts),
        bars=True,
    )
    facts = {
        "units": units,
        "years": int(counts.size),
        "year": year,
        "later": year + 2,
        "half_units": units / 2,
        "early_units": f"{EARLY * units:.0f}",
        "pace": f"{units / counts.size:.0f}",
        "most_new": int(counts.max()),
    }
    in_years = ("early", "half")
    return Case(
        items=tuple(
            Item(
                part,
                say(f"s-curve.item.{part}", **facts),
                unit=say("s-curve.years" if part in in_years else "s-curve.units"),
                tolerance=_NEAR if part in in_years else 0.0,
            )
            for part in truth
        ),
        charts=(chart,),
        story=say("s-curve.story", **facts),
        facts=facts,
        truth=truth,
        misreadings={
            "straight-line": _read(adoption, year, "line"),
            "new-for-all": _read(adoption, year, "new"),
        },
    )


def draw_adopters(rng: np.random.Generator) -> Case:
    """Eight of the same health centres by the place in which they came."""
    figures, words = rng.spawn(2)
    adoption, _ = draw_adoption(figures)
    units = adoption.plan.units
    names = draw_places(words, ["surgery"] * len(adoption.places))
    places = dict(zip(_LETTERS, adoption.places, strict=True))
    return Case(
        items=tuple(
            Item(id_, say("adopters.item", name=name, place=place, units=units))
            for (id_, place), name in zip(places.items(), names, strict=True)
        ),
        options=options_of("adopters", tuple(ADOPTER_SHARES)),
        story=say("adopters.story", units=units),
        facts={
            "units": units,
            "fifth": units // 5,
            "first": int(0.025 * units),
            "half_units": units // 2,
            "late_from": int(0.84 * units) + 1,
        },
        truth={id_: adopter_category(place, units) for id_, place in places.items()},
        misreadings={
            "five-fifths": _fifths(places, units),
            "late-is-last": _all_late(places, units),
        },
    )


def _fifths(places: dict[str, int], units: int) -> dict[str, str]:
    """As if all five groups were equally large."""
    names = list(ADOPTER_SHARES)
    return {id_: names[5 * (place - 1) // units] for id_, place in places.items()}


def _all_late(places: dict[str, int], units: int) -> dict[str, str]:
    """As if whoever comes in the second half were last, and all others first."""
    return {
        id_: "laggard" if place > units / 2 else "early-adopter"
        for id_, place in places.items()
    }


S_CURVE = Task(
    name="s-curve",
    kind=Numbers(),
    draw=draw_s_curve,
    points=3,
    data="adoption-curve",
    elements=("004-12",),
)

ADOPTERS = Task(
    name="adopters",
    kind=Classify(),
    draw=draw_adopters,
    points=3,
    data="adoption-curve",
    elements=("004-12",),
)
