"""Units side by side on a funnel plot: which of them differ by more than chance."""

from __future__ import annotations

import numpy as np

from course.charts import FunnelPlot, p_funnel, picture_of_funnel
from course.charts.constants import SIGMAS_TO_LIMIT
from course.messages import say
from course.simulations.registries.units import draw_towns
from course.tasks import Case, Item, MarkPoints, Task
from course.tasks.scoring import youden

_CLINICS = 18
_FEWEST_SMALL = 3
# So far, as a share, the last is from the lowest that is unusual.
_APART = 0.01
# Numbers of the smaller clinics and of the larger ones.
_HALVES = (range(1, 10), range(10, _CLINICS + 1))
_CANDIDATES, _TRIES = 512, 12
# Patients of the smallest and the largest clinic.
_SIZES = (32.0, 900.0)
# How far the unusual ones are from the others, in standard deviations of their size.
_UNUSUAL = (3.9, 4.9)
_CLEARLY_OUTSIDE, _CLEARLY_INSIDE = SIGMAS_TO_LIMIT + 0.5, SIGMAS_TO_LIMIT - 0.5
# So many at either end of a list are what somebody sees who reads it as one.
_ENDS = 2


def draw_funnel_units(rng: np.random.Generator) -> Case:
    """Fifteen clinics of an invented registry in one year."""
    figures, words = rng.spawn(2)
    towns = [str(town) for town in words.permutation(draw_towns(_CLINICS, words))]
    plot, truth, league, below = _draw_telling(towns, figures)
    picture = picture_of_funnel(
        plot,
        id="funnel-units-clinics",
        y_label=say("funnel-units.y"),
        x_label=say("funnel-units.x"),
        size_label=say("funnel-units.size"),
        signals=(),
    )
    lowest = int(np.argmin(plot.values))
    return Case(
        items=(Item("clinics", say("funnel-units.item.clinics"), picture),),
        story=say("funnel-units.story", clinics=_CLINICS),
        facts={
            "clinics": _CLINICS,
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


def _draw_telling(
    towns: list[str], figures: np.random.Generator
) -> tuple[FunnelPlot, list[int], list[int], list[int]]:
    """Clinics of which a list in order would tell another story than the funnel.

    Returns
    -------
    FunnelPlot
    list of int
        Numbers of the clinics outside, of those at the ends of a list, and of those
        below the middle; smallest clinic first, from 1.
    """
    while True:
        sizes = np.geomspace(*_SIZES, _CLINICS) * figures.uniform(0.9, 1.1, _CLINICS)
        sizes = np.sort(sizes.round())
        # The smallest are for chance to put at the ends of a list.
        count = int(figures.integers(3, 6))
        others = np.arange(_FEWEST_SMALL, _CLINICS)
        unusual = np.sort(figures.choice(others, count, replace=False))
        truth = (unusual + 1).tolist()
        # Nor may one half of the sizes hold nearly all that is to be found.
        if any(youden(half, truth, _CLINICS) >= 0.5 for half in _HALVES):
            continue
        # Tried again and again, or only what is easily drawn would ever be shown.
        tries = (_draw_counts(sizes, unusual, figures) for _ in range(_TRIES))
        found = next((counts for counts in tries if counts is not None), None)
        if found is None:
            continue
        plot = p_funnel(found, sizes, units=towns, multiply=100)
        order = np.argsort(plot.values)
        below = (np.flatnonzero(plot.values < plot.target) + 1).tolist()
        ends = np.concatenate((order[:_ENDS], order[-_ENDS:])) + 1
        league = sorted(ends.tolist())
        if all(youden(told, truth, _CLINICS) < 0.5 for told in (league, below)):
            return plot, truth, league, below


def _draw_counts(
    sizes: np.ndarray, unusual: np.ndarray, figures: np.random.Generator
) -> np.ndarray | None:
    """Patients seen, with the unusual clinics outside, and none of them last."""
    usual = figures.uniform(0.50, 0.65)
    shares = np.full(_CLINICS, usual)
    sigmas = np.sqrt(usual * (1 - usual) / sizes[unusual])
    ways = figures.choice([-1, 1], unusual.size)
    shares[unusual] += ways * figures.uniform(*_UNUSUAL, unusual.size) * sigmas
    if ((shares < 0.1) | (shares > 0.93)).any():
        return None
    pool = figures.binomial(sizes.astype(int), shares, (_CANDIDATES, _CLINICS))
    seen = pool / sizes
    centres = pool.sum(axis=1, keepdims=True) / sizes.sum()
    scores = (seen - centres) / np.sqrt(centres * (1 - centres) / sizes)
    usual_ones = np.delete(np.arange(_CLINICS), unusual)
    fits = (ways * scores[:, unusual] > _CLEARLY_OUTSIDE).all(axis=1)
    fits &= (np.abs(scores[:, usual_ones]) < _CLEARLY_INSIDE).all(axis=1)
    # Whoever is last in a list is asked about first.
    fits &= seen[:, unusual].min(axis=1) > seen[:, usual_ones].min(axis=1) + _APART
    found = np.flatnonzero(fits)
    return pool[found[0]] if found.size else None


FUNNEL_UNITS = Task(
    name="funnel-units",
    kind=MarkPoints(),
    draw=draw_funnel_units,
    points=4,
    elements=("000-17", "004-10"),
)
