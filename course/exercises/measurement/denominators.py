"""Falls per 1000 bed days, on a ward that is fuller in some months than in others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import draw_one, draw_people, draw_place
from course.messages import keys, say
from course.tasks import Case, Item, Numbers, Table, Task

# January to June of a year that is not a leap year.
DAYS = (31, 28, 31, 30, 31, 30)
_HALF = 3
_BEDS = range(20, 33)
# Half a per cent, and never less than what rounding to two decimals takes away.
_RELATIVE_TOLERANCE = 0.005


def draw_bed_day_rates(rng: np.random.Generator) -> Case:
    """Six months of a ward: its bed days, its rates, and how they changed."""
    figures, words = rng.spawn(2)
    while True:
        beds = draw_one(figures, _BEDS)
        patients = _draw_census(beds, figures)
        bed_days = patients * DAYS
        falls = figures.poisson(figures.uniform(5, 12) * bed_days / 1000)
        month = int(figures.integers(len(DAYS)))
        if falls.min() < 2:
            continue
        truth = _five_numbers(falls, bed_days, month)
        misreadings = {
            "counts-alone": _by_counts(falls, bed_days, month),
            "mean-of-rates": _by_mean_of_rates(falls, bed_days, month),
            "beds-for-patients": _five_numbers(falls, beds * np.array(DAYS), month),
        }
        if _apart(truth, misreadings):
            break
    names = [say(key) for key in keys("bed-day-rates.month.")]
    first, second = falls[:_HALF].sum(), falls[_HALF:].sum()
    facts = {
        "place": draw_place(words, "ward"),
        "person": draw_people(words, 1)[0],
        "beds": beds,
        "month": names[month],
        "falls": int(falls[month]),
        "patients": f"{patients[month]:g}",
        "days": DAYS[month],
        "first_falls": int(first),
        "second_falls": int(second),
        "first_days": f"{bed_days[:_HALF].sum():g}",
        "count_change": f"{100 * (second - first) / first:+.0f}",
        "rate_change": f"{truth['change']:+.0f}",
    }
    units = {
        "bed-days": say("bed-day-rates.unit.bed-days"),
        "change": say("measurement.per-cent"),
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"bed-day-rates.item.{field}", **facts),
                unit=units.get(field, ""),
                tolerance=_tolerance(field, value),
            )
            for field, value in truth.items()
        ),
        tables=(_month_table(names, falls, patients),),
        story=say("bed-day-rates.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _draw_census(beds: int, figures: np.random.Generator) -> np.ndarray:
    """Mean patients a day in each month: full in some, half empty in others."""
    shares = figures.uniform(0.5, 1.0, len(DAYS))
    return np.round(beds * shares * 2) / 2


def _tolerance(field: str, value: float) -> float:
    if field == "change":
        return 0.6
    return max(0.006, round(_RELATIVE_TOLERANCE * value, 3))


def _change(first: float, second: float) -> float:
    return round(100 * (second - first) / first, 2)


def _five_numbers(
    falls: np.ndarray, bed_days: np.ndarray, month: int
) -> dict[str, float]:
    first, second = (
        1000 * float(falls[part].sum() / bed_days[part].sum())
        for part in (slice(None, _HALF), slice(_HALF, None))
    )
    return {
        "bed-days": float(bed_days[month]),
        "month-rate": round(1000 * float(falls[month] / bed_days[month]), 3),
        "first-rate": round(first, 3),
        "second-rate": round(second, 3),
        "change": _change(first, second),
    }


def _by_counts(falls: np.ndarray, bed_days: np.ndarray, month: int) -> dict[str, float]:
    first, second = float(falls[:_HALF].sum()), float(falls[_HALF:].sum())
    return {
        "bed-days": float(bed_days[month]),
        "month-rate": float(falls[month]),
        "first-rate": first,
        "second-rate": second,
        "change": _change(first, second),
    }


def _by_mean_of_rates(
    falls: np.ndarray, bed_days: np.ndarray, month: int
) -> dict[str, float]:
    rates = 1000 * falls / bed_days
    first, second = float(rates[:_HALF].mean()), float(rates[_HALF:].mean())
    return {
        "bed-days": float(bed_days[month]),
        "month-rate": round(float(rates[month]), 3),
        "first-rate": round(first, 3),
        "second-rate": round(second, 3),
        "change": _change(first, second),
    }


def _apart(
    truth: Mapping[str, float], misreadings: Mapping[str, Mapping[str, float]]
) -> bool:
    """Whether each thought leads to rates of its own, and falls changed clearly."""
    told = [truth, *misreadings.values()]
    return (
        all(
            abs(one[field] - other[field]) > 3 * _tolerance(field, truth[field])
            for field in ("first-rate", "second-rate", "change")
            for i, one in enumerate(told)
            for other in told[:i]
        )
        # A ward that was always full would not need its patients counted.
        and abs(misreadings["beds-for-patients"]["month-rate"] - truth["month-rate"])
        > 3 * _tolerance("month-rate", truth["month-rate"])
        and abs(truth["change"]) > 3
        # Counts point the other way, or nearly: this is what the denominator is for.
        and abs(misreadings["counts-alone"]["change"] - truth["change"]) > 12
    )


def _month_table(names: list[str], falls: np.ndarray, patients: np.ndarray) -> Table:
    return Table(
        caption=say("bed-day-rates.table"),
        columns=tuple(
            say(f"bed-day-rates.column.{column}")
            for column in ("month", "days", "patients", "falls")
        ),
        rows=tuple(
            (name, str(days), f"{mean:.1f}", str(count))
            for name, days, mean, count in zip(
                names, DAYS, patients.tolist(), falls.tolist(), strict=True
            )
        ),
    )


def change_from_own_rates(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """The change in per cent, if the learner's own two rates were right.

    Parameters
    ----------
    case : Case
        Of bed-day-rates.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where neither rate is right.
    """
    tolerance = {item.id: item.tolerance for item in case.items}
    rates = [given.get(field, 0.0) for field in ("first-rate", "second-rate")]
    right = [
        abs(rate - case.truth[field]) <= tolerance[field]
        for rate, field in zip(rates, ("first-rate", "second-rate"), strict=True)
    ]
    if not any(right) or not all(0 < rate < 1000 for rate in rates):
        return {}
    return {"change": 100 * (rates[1] - rates[0]) / rates[0]}


BED_DAY_RATES = Task(
    name="bed-day-rates",
    kind=Numbers(follows=change_from_own_rates),
    draw=draw_bed_day_rates,
    points=4,
    elements=("004-10", "000-18"),
)
