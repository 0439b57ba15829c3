"""Very many patients: how much the months scatter, and which limits fit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.charts import ControlChart, p_chart, p_prime_chart, picture_of
from course.charts.constants import MEAN_RANGE_OF_TWO, SIGMAS_TO_LIMIT
from course.charts.pictures import MINUS
from course.exercises.scenes import draw_one, draw_places, options_of
from course.exercises.shewhart.calm_series import LETTERS
from course.exercises.shewhart.shares import SHARES, Share
from course.messages import say
from course.simulations.registries.counts import draw_counts, stable_plan
from course.simulations.registries.months import draw_denominators
from course.tasks import Case, Classify, Item, Numbers, Table, Task

# Sigma of z and what follows from it

FIELDS = ("sigma-z", "p-upper", "prime-upper", "prime-lower")
_MONTHS = 13
_TOLERANCE = 0.005
_A_SLIP = 0.03


def draw_prime_sigma(rng: np.random.Generator) -> Case:
    """Thirteen months of all clinics in an invented registry, with their z."""
    figures, _ = rng.spawn(2)
    while True:
        sizes = draw_denominators(
            figures.uniform(2600, 4200), _MONTHS, figures, dispersion=30.0, lowest=1500
        )
        plan = stable_plan(
            "p", figures.uniform(0.40, 0.60), _MONTHS, figures.uniform(7, 20)
        )
        counts = draw_counts(plan, sizes, figures)[0]
        narrow = p_chart(counts, sizes, multiply=100)
        wide = p_prime_chart(counts, sizes, multiply=100)
        # As the learner has them, with two decimals.
        z = np.round((narrow.values - narrow.centre) / narrow.sigma, 2)
        mean_range = float(np.abs(np.diff(z)).mean())
        sigma_z, deviation = mean_range / MEAN_RANGE_OF_TWO, float(z.std(ddof=1))
        apart = abs(deviation / sigma_z - 1) > 3 * _A_SLIP
        if apart and not wide.outside.any() and narrow.outside.sum() >= 3:
            break
    centre, sigma = float(narrow.centre[0]), float(narrow.sigma[-1])
    facts = {
        "months": _MONTHS,
        "ranges": _MONTHS - 1,
        "outside": int(narrow.outside.sum()),
        "mean_range": f"{mean_range:.2f}",
        "sum_of_ranges": f"{float(np.abs(np.diff(z)).sum()):.2f}",
        "sd": f"{deviation:.2f}",
        "sigma_z": f"{sigma_z:.2f}",
        "centre": f"{centre:.2f}",
        "sigma": f"{sigma:.3f}",
        "last_size": f"{sizes[-1]:,.0f}",
    }
    thoughts = {
        "not-divided": _limits(centre, sigma, mean_range),
        "sd-of-z": _limits(centre, sigma, deviation),
        "sigma-z-for-three": _limits(centre, sigma, sigma_z)
        | {
            "prime-upper": round(centre + sigma_z * sigma, 4),
            "prime-lower": round(centre - sigma_z * sigma, 4),
        },
    }
    width = 2 * SIGMAS_TO_LIMIT * sigma
    tolerances = {
        "sigma-z": 0.05,
        "p-upper": max(_TOLERANCE * width, 0.06),
        # Sigma of z is written down with two decimals before it is used.
        "prime-upper": max(_TOLERANCE * width * sigma_z, 0.06),
        "prime-lower": max(_TOLERANCE * width * sigma_z, 0.06),
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"prime-sigma.item.{field}", **facts),
                unit="" if field == "sigma-z" else "%",
                tolerance=round(tolerances[field], 3),
            )
            for field in FIELDS
        ),
        tables=(
            Table(
                caption=say("prime-sigma.table"),
                columns=tuple(
                    say(f"prime-sigma.table.{column}")
                    for column in ("month", "patients", "share", "z")
                ),
                rows=tuple(
                    (
                        str(month),
                        f"{size:.0f}",
                        f"{share:.2f}",
                        f"{score:.2f}".replace("-", MINUS),
                    )
                    for month, (size, share, score) in enumerate(
                        zip(sizes, narrow.values, z, strict=True), start=1
                    )
                ),
            ),
        ),
        story=say("prime-sigma.story", **facts),
        facts=facts,
        truth=_limits(centre, sigma, sigma_z),
        misreadings=thoughts,
    )


def _limits(centre: float, sigma: float, sigma_z: float) -> dict[str, float]:
    """The four numbers, in per cent, where sigma of z is known."""
    return {
        "sigma-z": round(sigma_z, 4),
        "p-upper": round(centre + SIGMAS_TO_LIMIT * sigma, 4),
        "prime-upper": round(centre + SIGMAS_TO_LIMIT * sigma_z * sigma, 4),
        "prime-lower": round(centre - SIGMAS_TO_LIMIT * sigma_z * sigma, 4),
    }


def limits_from_own_sigma_z(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the p′ limits should be if the learner's own sigma of z were right.

    Parameters
    ----------
    case : Case
        Of prime-sigma.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where it is farther off than a slip of the pen.
    """
    own, truth = given.get("sigma-z", math.nan), case.truth
    if not abs(own / truth["sigma-z"] - 1) <= _A_SLIP:
        return {}
    centre = (truth["prime-upper"] + truth["prime-lower"]) / 2
    reach = (truth["prime-upper"] - centre) * own / truth["sigma-z"]
    return {"prime-upper": centre + reach, "prime-lower": centre - reach}


# Which limits fit

VERDICTS = ("p-limits-fit", "widen", "something-happened")
_CHARTS = 8
_PERIODS = 24
_CANDIDATES = 128
# Mean patients a month; the wide ranges overlap, so that size alone tells nothing.
_SIZES = (350.0, 4200.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Indicator:
    share: Share
    verdict: str
    chart: ControlChart
    sigma_z: float
    mean_size: float


def draw_prime_decision(rng: np.random.Generator) -> Case:
    """Eight p charts with their sigma of z: narrow limits, or something special."""
    figures, words = rng.spawn(2)
    while True:
        # Two or three of each, so that no one answer pays.
        extra = figures.choice(VERDICTS, 2, replace=False).tolist()
        verdicts = [
            str(one) for one in figures.permutation([*VERDICTS, *VERDICTS, *extra])
        ]
        sizes = figures.permutation(np.geomspace(*_SIZES, _CHARTS))
        large = {
            verdict: sum(
                size > 1500 and told == verdict
                for size, told in zip(sizes, verdicts, strict=True)
            )
            for verdict in VERDICTS
        }
        # Large and small among those to widen and those that fit.
        if large["widen"] <= 1 and large["p-limits-fit"] >= 1:
            break
    indicators = [
        _draw_indicator(verdict, float(size), figures)
        for verdict, size in zip(verdicts, sizes, strict=True)
    ]
    # Each by what it counts, and the how manieth of these it is.
    counted = [one.share.id for one in indicators]
    ids = [f"{id_}-{counted[: n + 1].count(id_)}" for n, id_ in enumerate(counted)]
    places = draw_places(words, [one.share.setting for one in indicators])
    outside = [int(one.chart.outside.sum()) for one in indicators]
    thoughts = {
        "outside-is-special": [
            "something-happened" if count else "p-limits-fit" for count in outside
        ],
        "many-patients-widen": [
            "widen" if one.mean_size > 1500 else "p-limits-fit" for one in indicators
        ],
    }
    return Case(
        items=tuple(
            Item(
                id_,
                say(
                    "prime-decision.item",
                    letter=letter,
                    share=one.share.words,
                    place=place,
                    size=f"{round(one.mean_size, -1):,.0f}",
                    sigma_z=f"{one.sigma_z:.1f}",
                ),
                picture_of(
                    one.chart,
                    id=f"prime-decision-{id_}",
                    y_label=one.share.label,
                    x_label=say("period.month"),
                    size_label=one.share.sizes,
                    signals=(),
                ),
            )
            for id_, letter, place, one in zip(
                ids, LETTERS, places, indicators, strict=False
            )
        ),
        options=options_of("prime-decision", VERDICTS),
        facts={
            "charts": _CHARTS,
            "with_outside": sum(count > 0 for count in outside),
            "special": verdicts.count("something-happened"),
            "large": sum(one.mean_size > 1500 for one in indicators),
            "to_widen": verdicts.count("widen"),
        },
        truth=dict(zip(ids, verdicts, strict=True)),
        misreadings={
            name: dict(zip(ids, told, strict=True)) for name, told in thoughts.items()
        },
    )


def _draw_indicator(
    verdict: str, mean_size: float, figures: np.random.Generator
) -> _Indicator:
    """A share whose chart says one thing only, about limits that fit."""
    share = draw_one(figures, SHARES)
    while True:
        sizes = draw_denominators(
            mean_size, _PERIODS, figures, dispersion=mean_size / 60, lowest=100
        )
        dispersion = figures.uniform(6, 16) if verdict == "widen" else 1.0
        plan = stable_plan(
            "p", figures.uniform(share.low, share.high), _PERIODS, dispersion
        )
        pool = draw_counts(plan, sizes, figures, _CANDIDATES)
        if verdict == "something-happened":
            _plant(pool, sizes, plan.level, figures)
        means = pool.sum(axis=1, keepdims=True) / sizes.sum()
        z = (pool / sizes - means) / np.sqrt(means * (1 - means) / sizes)
        sigma_z = np.abs(np.diff(z)).mean(axis=1) / MEAN_RANGE_OF_TWO
        for place in np.flatnonzero(_shows(verdict, np.abs(z), sigma_z[:, None])):
            chart = p_chart(pool[place], sizes, multiply=100)
            # Its runs say nothing besides.
            if not chart.shifted and max(r.longest_run for r in chart.runs) <= 6:
                return _Indicator(
                    share, verdict, chart, float(sigma_z[place]), float(sizes.mean())
                )


def _plant(
    pool: np.ndarray, sizes: np.ndarray, level: float, figures: np.random.Generator
) -> None:
    """Put one or two months far out, all in one direction."""
    months = figures.choice(_PERIODS, int(figures.integers(1, 3)), replace=False)
    way = -1 if level > 0.7 else float(figures.choice([-1, 1]))
    for month in months:
        sigma = math.sqrt(level * (1 - level) / sizes[month])
        far = level + way * figures.uniform(7, 10) * sigma
        count = np.round(min(max(far, 0.02), 0.98) * sizes[month])
        pool[:, month] = count


def _shows(verdict: str, z: np.ndarray, sigma_z: np.ndarray) -> np.ndarray:
    """Whether each series says so plainly: sizes of its z, shape (n, months)."""
    if verdict == "p-limits-fit":
        fits = (0.85 <= sigma_z) & (sigma_z <= 1.2)
        return (fits & (z < 2.8 * np.minimum(1, sigma_z))).all(axis=1)
    if verdict == "widen":
        clear = (sigma_z >= 2.3) & ~((z > 2.9) & (z < 3.2)) & (z < 2.6 * sigma_z)
        return clear.all(axis=1) & ((z > 3.2).sum(axis=1) >= 4)
    far = z > 4.2 * sigma_z
    ordinary = ((sigma_z < 1.8) & (far | (z < 2.8))).all(axis=1)
    return ordinary & far.any(axis=1) & (far.sum(axis=1) <= 2)


PRIME_SIGMA = Task(
    name="prime-sigma",
    kind=Numbers(follows=limits_from_own_sigma_z),
    draw=draw_prime_sigma,
    points=3,
    elements=("000-17",),
)

PRIME_DECISION = Task(
    name="prime-decision",
    kind=Classify(),
    draw=draw_prime_decision,
    points=4,
    elements=("000-17", "004-10"),
)
