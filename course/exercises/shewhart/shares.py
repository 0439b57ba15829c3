"""P charts: limits that follow the size of each month, and what lies outside them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.charts import ControlChart, p_chart, picture_of
from course.charts.constants import SIGMAS_TO_LIMIT
from course.exercises.scenes import draw_one, draw_place, sector_of
from course.messages import say
from course.tasks import Case, Item, MarkPoints, Numbers, Table, Task
from course.tasks.scoring import youden

FIELDS = ("centre", "upper-small", "upper-middle", "upper-large", "lower-large")
_MONTHS = 16
_CANDIDATES = 256
# Of the distance between the limits, and never less than half of one decimal.
_TOLERANCE, _LEAST_TOLERANCE = 0.005, 0.06
# So far apart two centre lines must be, in per cent, that nobody confuses them.
_APART = 0.7
_A_SLIP = 0.4


@dataclass(frozen=True, slots=True)
class Share:
    """What is counted out of how many, and where."""

    id: str
    setting: str
    low: float
    high: float

    @property
    def label(self) -> str:
        """Its name on an axis."""
        return say(f"share.{self.id}")

    @property
    def words(self) -> str:
        """Its name within a sentence."""
        return say(f"share.{self.id}.words")

    @property
    def sizes(self) -> str:
        """What it is counted out of."""
        return say(f"share.{self.id}.sizes")


SHARES = (
    Share("assessed", "care", 0.55, 0.80),
    Share("followed-up", "clinic", 0.50, 0.75),
    Share("called-back", "surgery", 0.55, 0.80),
    Share("on-time", "home", 0.60, 0.82),
    Share("decided", "social", 0.50, 0.78),
    Share("answered", "office", 0.55, 0.80),
)


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """Months of a share, with very different sizes.

    Attributes
    ----------
    share : Share
    counts, sizes : ndarray of float, shape (months,)
    planted : tuple of int
        Months, from 1, in which something happened.
    """

    share: Share
    counts: np.ndarray
    sizes: np.ndarray
    planted: tuple[int, ...]

    @property
    def chart(self) -> ControlChart:
        """Their p chart, in per cent."""
        return p_chart(self.counts, self.sizes, multiply=100)


def _draw_sizes(figures: np.random.Generator, months: int) -> np.ndarray:
    """Sizes from a quiet summer month to a full one, each different."""
    small, middle, large = (22, 40), (50, 90), (150, 260)
    ranges = [small] * (months // 3) + [large] * (months // 3)
    ranges += [middle] * (months - len(ranges))
    while True:
        sizes = [int(figures.integers(*ends)) for ends in ranges]
        if len(set(sizes)) == months:
            return figures.permutation(np.array(sizes, dtype=float))


def _scores(counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Distances from the centre line, in standard deviations of each month."""
    centre = counts.sum(axis=-1, keepdims=True) / sizes.sum()
    return (counts / sizes - centre) / np.sqrt(centre * (1 - centre) / sizes)


# The limits at three months


def draw_p_limits(rng: np.random.Generator) -> Case:
    """Sixteen months with their counts: the line, and the limits where n differs."""
    figures, words = rng.spawn(2)
    share = draw_one(figures, SHARES)
    place = draw_place(words, share.setting)
    months = _draw_months_without_signal(share, figures)
    order = np.argsort(months.sizes).tolist()
    at = {
        "small": order[0],
        "middle": order[_MONTHS // 2],
        "large": order[-1],
    }
    chart, sizes = months.chart, months.sizes
    truth = _limits_at(float(chart.centre[0]), sizes, at)
    thoughts = _limits_by_thought(months, at)
    facts = {
        "months": _MONTHS,
        "all": int(sizes.sum()),
        "counted": int(months.counts.sum()),
        "mean_of_shares": f"{thoughts['mean-of-percentages']['centre']:.1f}",
        "centre": f"{truth['centre']:.1f}",
        "mean_size": f"{sizes.mean():.0f}",
        "sizes": share.sizes,
    }
    for name, place_ in at.items():
        facts |= {
            f"{name}_month": place_ + 1,
            f"{name}_size": int(sizes[place_]),
        }
    widths = {name: 2 * (truth[f"upper-{name}"] - truth["centre"]) for name in at}
    tolerances = {
        field: max(_TOLERANCE * widths.get(field.split("-")[-1], 0), _LEAST_TOLERANCE)
        for field in FIELDS
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"p-limits.item.{field}", **facts),
                unit="%",
                tolerance=round(tolerances[field], 3),
            )
            for field in FIELDS
        ),
        tables=(_table(months, place),),
        story=say("p-limits.story", share=share.words, place=place),
        sector=sector_of(share.setting),
        facts=facts,
        truth=truth,
        misreadings=thoughts,
    )


def _draw_months_without_signal(share: Share, figures: np.random.Generator) -> Months:
    """Months of a stable share whose mean of percentages is not its centre."""
    while True:
        sizes = _draw_sizes(figures, _MONTHS)
        level = figures.uniform(share.low, share.high)
        pool = figures.binomial(sizes.astype(int), level, (_CANDIDATES, _MONTHS))
        pool = pool.astype(float)
        shares = pool / sizes
        centres = pool.sum(axis=1) / sizes.sum()
        fits = np.abs(shares.mean(axis=1) - centres) > _APART / 100
        fits &= (np.abs(_scores(pool, sizes)) < 2.7).all(axis=1)
        # No limit may be cut off at 100, where the formula alone would not show.
        smallest = np.sqrt(centres * (1 - centres) / sizes.min())
        fits &= centres + SIGMAS_TO_LIMIT * smallest < 0.995
        # Three times the deviation of the shares must not pass for the largest month's.
        found = np.flatnonzero(fits)
        if found.size:
            return Months(share, pool[found[0]], sizes, ())


def _limits_at(
    centre: float, sizes: np.ndarray, at: Mapping[str, int]
) -> dict[str, float]:
    """The five numbers about a centre line in per cent."""
    share = centre / 100
    reach = {
        name: 100 * SIGMAS_TO_LIMIT * math.sqrt(share * (1 - share) / sizes[place])
        for name, place in at.items()
    }
    return {
        "centre": round(centre, 4),
        "upper-small": round(centre + reach["small"], 4),
        "upper-middle": round(centre + reach["middle"], 4),
        "upper-large": round(centre + reach["large"], 4),
        "lower-large": round(centre - reach["large"], 4),
    }


def _limits_by_thought(
    months: Months, at: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    centre = float(months.chart.centre[0])
    shares = 100 * months.counts / months.sizes
    alike = np.full(months.sizes.size, months.sizes.mean())
    reach = SIGMAS_TO_LIMIT * float(shares.std(ddof=1))
    return {
        "mean-of-percentages": _limits_at(float(shares.mean()), months.sizes, at),
        "one-limit-for-all": _limits_at(centre, alike, at),
        "sd-of-percentages": {
            field: round(
                centre + reach * {"upp": 1, "low": -1}.get(field[:3], 0),
                4,
            )
            for field in FIELDS
        },
    }


def _table(months: Months, place: str) -> Table:
    return Table(
        caption=say("p-limits.table", share=months.share.words, place=place),
        columns=(
            say("period.month"),
            months.share.sizes,
            say("p-limits.table.counted"),
            say("p-limits.table.share"),
        ),
        rows=tuple(
            (str(month), f"{size:.0f}", f"{count:.0f}", f"{100 * count / size:.1f}")
            for month, (count, size) in enumerate(
                zip(months.counts, months.sizes, strict=True), start=1
            )
        ),
    )


def limits_from_own_centre(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the limits should be if the learner's own centre line were right.

    Parameters
    ----------
    case : Case
        Of p-limits.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where the centre is farther off than a slip of the pen, which is what
        the mean of the percentages is.
    """
    centre = given.get("centre", math.nan)
    if not abs(centre - case.truth["centre"]) <= _A_SLIP:
        return {}
    rows = case.tables[0].rows
    sizes = np.array([float(row[1]) for row in rows])
    at = {
        name: int(case.facts[f"{name}_month"]) - 1
        for name in ("small", "middle", "large")
    }
    limits = _limits_at(centre, sizes, at)
    return {field: limits[field] for field in FIELDS[1:]}


# The signals among them

_SIGNAL_MONTHS = 24
# How far from the centre a planted month lies, in its own standard deviations.
_PLANTED = (3.7, 4.6)
_CLEARLY_OUTSIDE, _CLEARLY_INSIDE = 3.3, 2.7


def draw_p_signals(rng: np.random.Generator) -> Case:
    """One p chart with stepped limits: what lies outside its own month's limits."""
    figures, words = rng.spawn(2)
    share = draw_one(figures, SHARES)
    place = draw_place(words, share.setting)
    months = _draw_months_with_signals(share, figures)
    chart, sizes = months.chart, months.sizes
    picture = picture_of(
        chart,
        id="p-signals-months",
        y_label=share.label,
        x_label=say("period.month"),
        size_label=share.sizes,
        signals=(),
    )
    marked = {
        "one-limit-for-all": _beyond_one_limit(months),
        "far-from-the-line": _farthest(chart.values, chart.centre[0]),
    }
    return Case(
        items=(
            Item(
                "months",
                say("p-signals.item.months", share=share.words, place=place),
                picture,
            ),
        ),
        sector=sector_of(share.setting),
        facts={
            "months": _SIGNAL_MONTHS,
            "signals": len(months.planted),
            "smallest": int(sizes.min()),
            "largest": int(sizes.max()),
            "sizes": share.sizes,
            "beyond_one": len(marked["one-limit-for-all"]),
            "farthest": len(marked["far-from-the-line"]),
        },
        truth={"months": list(months.planted)},
        misreadings={name: {"months": told} for name, told in marked.items()},
    )


def _draw_months_with_signals(share: Share, figures: np.random.Generator) -> Months:
    while True:
        sizes = _draw_sizes(figures, _SIGNAL_MONTHS)
        level = figures.uniform(share.low, share.high)
        large = np.flatnonzero(sizes >= 150)
        count = int(figures.integers(3, 6))
        planted = np.sort(figures.choice(large, count, replace=False))
        levels = np.full(_SIGNAL_MONTHS, level)
        ways = figures.choice([-1, 1], count)
        sigmas = np.sqrt(level * (1 - level) / sizes[planted])
        levels[planted] += ways * figures.uniform(*_PLANTED, count) * sigmas
        pool = figures.binomial(
            sizes.astype(int), np.minimum(levels, 0.97), (_CANDIDATES, _SIGNAL_MONTHS)
        ).astype(float)
        scores = np.abs(_scores(pool, sizes))
        others = np.delete(np.arange(_SIGNAL_MONTHS), planted)
        fits = (scores[:, planted] > _CLEARLY_OUTSIDE).all(axis=1)
        fits &= (scores[:, others] < _CLEARLY_INSIDE).all(axis=1)
        for counts in pool[fits]:
            told = tuple((planted + 1).tolist())
            months = Months(share, counts, sizes, told)
            one_limit = set(_beyond_one_limit(months))
            farthest = _farthest(counts / sizes, counts.sum() / sizes.sum())
            if youden(farthest, told, _SIGNAL_MONTHS) >= 0.75:
                continue
            # The misreading must see what is not there, and miss what is.
            seen, missed = one_limit - set(told), set(told) - one_limit
            alike = len(one_limit & set(farthest)) / len(one_limit | set(farthest))
            if len(seen) >= 2 and 2 * len(missed) >= len(told) and alike < 0.75:
                return months


def _beyond_one_limit(months: Months) -> list[int]:
    """Months outside limits that take the mean size for the size of all."""
    shares = months.counts / months.sizes
    centre = months.counts.sum() / months.sizes.sum()
    reach = SIGMAS_TO_LIMIT * math.sqrt(centre * (1 - centre) / months.sizes.mean())
    return (np.flatnonzero(np.abs(shares - centre) > reach) + 1).tolist()


def _farthest(values: np.ndarray, centre: float, most: int = 4) -> list[int]:
    """The months farthest from the line, whatever their size."""
    order = np.argsort(-np.abs(values - centre))[:most]
    return sorted((order + 1).tolist())


P_LIMITS = Task(
    name="p-limits",
    kind=Numbers(follows=limits_from_own_centre),
    draw=draw_p_limits,
    points=4,
    elements=("004-10", "000-18"),
)

P_SIGNALS = Task(
    name="p-signals",
    kind=MarkPoints(),
    draw=draw_p_signals,
    points=3,
    elements=("004-10", "000-18"),
)
