"""An XmR chart by hand: mean, mean moving range, and the limits that follow."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.charts import individuals_chart
from course.charts.constants import (
    MEAN_RANGE_OF_TWO,
    SIGMAS_TO_LIMIT,
    UPPER_RANGE_FACTOR,
)
from course.charts.moving_ranges import mean_moving_range, moving_ranges
from course.charts.pictures import format_value
from course.exercises.scenes import MEASURES, draw_measures, draw_place, sector_of
from course.exercises.shewhart.calm_series import draw_calm
from course.messages import say
from course.tasks import Case, Item, Numbers, Table, Task

_POINTS = 20
FIELDS = ("mean", "mean-range", "lower", "upper", "range-limit")
# Of the distance between the limits: it takes in whoever uses 2.66 for 3 / 1.128.
_TOLERANCE = 0.005
# Mean moving ranges from the centre line to a limit, 2.66.
_TO_LIMIT = SIGMAS_TO_LIMIT / MEAN_RANGE_OF_TWO
# A slip in one of the moving ranges moves their mean by less; another method by more.
_A_SLIP = 0.04
# Whole numbers, as one has them on paper.
_WHOLE = tuple(measure for measure in MEASURES if measure.decimals == 0)


def draw_xmr_limits(rng: np.random.Generator) -> Case:
    """Twenty values, to be worked out with pencil and pocket calculator."""
    figures, words = rng.spawn(2)
    (measure,) = draw_measures(figures, among=_WHOLE)
    place = draw_place(words, measure.setting)
    while True:
        values = draw_calm(measure, _POINTS, figures)
        chart = individuals_chart(values)
        truth = _five_numbers(float(values.mean()), mean_moving_range(values))
        thoughts = _thoughts(values)
        tolerances = _tolerances(chart.upper[0] - chart.lower[0])
        if _astray(thoughts, truth, tolerances):
            break
    ranges = moving_ranges(values)
    period = say(f"period.{measure.period}")
    return Case(
        items=tuple(
            Item(
                field,
                say(f"xmr-limits.item.{field}"),
                tolerance=round(tolerances[field], 3),
            )
            for field in FIELDS
        ),
        tables=(
            Table(
                caption=say("xmr-limits.table", place=place),
                columns=(period, measure.label),
                rows=tuple(
                    (str(number), format_value(value))
                    for number, value in enumerate(values.tolist(), start=1)
                ),
            ),
        ),
        story=say(
            "xmr-limits.story", points=_POINTS, measure=measure.words, place=place
        ),
        sector=sector_of(measure.setting),
        facts={
            "points": _POINTS,
            "ranges": _POINTS - 1,
            "sum": format_value(float(values.sum())),
            "sum_of_ranges": format_value(float(ranges.sum())),
            "mean": f"{truth['mean']:.2f}",
            "mean_range": f"{truth['mean-range']:.2f}",
            "sd": f"{values.std(ddof=1):.2f}",
            "first_range": format_value(float(ranges[0])),
            "net": format_value(float(abs(values[-1] - values[0]))),
        },
        truth=_rounded(truth),
        misreadings={name: _rounded(told) for name, told in thoughts.items()},
    )


def _astray(
    thoughts: Mapping[str, Mapping[str, float]],
    truth: Mapping[str, float],
    tolerances: Mapping[str, float],
) -> bool:
    """Whether each thought but the shorter reach is no slip, and spoils its limits."""
    return all(
        abs(told["upper"] - truth["upper"]) > 2 * tolerances["upper"]
        and (
            name == "three-mean-ranges"
            or abs(told["mean-range"] / truth["mean-range"] - 1) > _A_SLIP
        )
        for name, told in thoughts.items()
    )


def _five_numbers(
    mean: float, mean_range: float, factor: float = _TO_LIMIT
) -> dict[str, float]:
    return {
        "mean": mean,
        "mean-range": mean_range,
        "lower": mean - factor * mean_range,
        "upper": mean + factor * mean_range,
        "range-limit": UPPER_RANGE_FACTOR * mean_range,
    }


def _thoughts(values: np.ndarray) -> dict[str, dict[str, float]]:
    mean, mean_range = float(values.mean()), mean_moving_range(values)
    deviation = float(values.std(ddof=1))
    signed = abs(float(values[-1] - values[0])) / (_POINTS - 1)
    return {
        "sd-of-all": _five_numbers(mean, deviation, SIGMAS_TO_LIMIT),
        "three-mean-ranges": _five_numbers(mean, mean_range, SIGMAS_TO_LIMIT)
        | {"range-limit": SIGMAS_TO_LIMIT * mean_range},
        "signs-kept": _five_numbers(mean, signed),
        "divided-by-all": _five_numbers(mean, mean_range * (_POINTS - 1) / _POINTS),
    }


def _tolerances(width: float) -> dict[str, float]:
    limit = _TOLERANCE * width
    return dict.fromkeys(FIELDS, limit) | {
        # What moves a limit by its tolerance.
        "mean-range": limit / _TO_LIMIT
    }


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {field: round(number, 4) for field, number in numbers.items()}


def limits_from_own_mean_range(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the limits should be if the learner's own two means were right.

    Parameters
    ----------
    case : Case
        Of xmr-limits.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where the mean moving range is farther off than a slip in one range
        would make it: that is another way of measuring the spread.
    """
    mean = given.get("mean", math.nan)
    mean_range = given.get("mean-range", math.nan)
    if not (
        abs(mean_range / case.truth["mean-range"] - 1) <= _A_SLIP
        and abs(mean - case.truth["mean"]) <= case.truth["mean-range"] / 2
    ):
        return {}
    numbers = _five_numbers(mean, mean_range)
    return {field: numbers[field] for field in ("lower", "upper", "range-limit")}


XMR_LIMITS = Task(
    name="xmr-limits",
    kind=Numbers(follows=limits_from_own_mean_range),
    draw=draw_xmr_limits,
    points=5,
    elements=("004-10",),
)
