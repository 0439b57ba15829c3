"""Wald's sequential test, patient by patient."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.charts.sequential import (
    Decision,
    first_crossings,
    log_likelihood_ratios,
    sequential_test,
)
from course.exercises.scenes import draw_one, draw_people, draw_place, sector_of
from course.messages import say
from course.tasks import Case, Item, Numbers, Table, Task

_USUAL = range(22, 51)
_RISE = range(24, 37)
# Per cent, either risk.
_ALPHA, _BETA = range(1, 11), range(5, 21)
_PATIENTS = 30
_IN_A_ROW = 10
# The decision comes neither at once nor at the very end.
_DECIDED = range(6, 27)
_SETTINGS = ("ward", "surgery", "care", "home", "social", "office")
# What many have learned to look for, in a test that is made for one look.
_TWO_SIDED_FIVE_PER_CENT = 1.96
_TOLERANCE = {"upper": 0.02, "lower": 0.02, "well": 0.006, "not-well": 0.006}


def draw_one_by_one(rng: np.random.Generator) -> Case:
    """A stream of thirty, two rates and two risks: six numbers of a sequential test."""
    figures, words = rng.spawn(2)
    while True:
        usual, rise = draw_one(figures, _USUAL), draw_one(figures, _RISE)
        p0, p1 = usual / 100, (usual + rise) / 100
        alpha, beta = draw_one(figures, _ALPHA) / 100, draw_one(figures, _BETA) / 100
        true = p1 if figures.random() < 0.6 else p0
        outcomes = (figures.random(_PATIENTS) < true).astype(int)
        test = sequential_test(outcomes, p0, p1, alpha=alpha, beta=beta)
        swapped = sequential_test(outcomes, p0, p1, alpha=beta, beta=alpha)
        ordinary = _crossing(
            test.path, -_TWO_SIDED_FIVE_PER_CENT, _TWO_SIDED_FIVE_PER_CENT
        )
        steps = {test.step, swapped.step, ordinary[0]}
        well, not_well = math.log(p1 / p0), math.log((1 - p1) / (1 - p0))
        by_hand = _crossing(
            _path(outcomes, round(well, 2), round(not_well, 2)),
            round(test.lower, 2),
            round(test.upper, 2),
        )
        # Two decimals, as people write them, must lead to the same case.
        clear = by_hand[0] == test.step
        if test.step in _DECIDED and clear and None not in steps and len(steps) == 3:
            break
    truth = {
        "upper": test.upper,
        "lower": test.lower,
        "well": well,
        "not-well": not_well,
        "step": float(test.step),
        "rate": 100 * (p1 if test.decision is Decision.P1 else p0),
    }
    rates = {1: 100 * p1, -1: 100 * p0}
    setting = draw_one(words, _SETTINGS)
    facts = {
        "usual": usual,
        "hoped": usual + rise,
        "alpha": f"{100 * alpha:g}",
        "beta": f"{100 * beta:g}",
        "patients": _PATIENTS,
        "step": test.step,
        "ordinary_step": ordinary[0],
        "upper": f"{test.upper:.2f}",
        "swapped_upper": f"{swapped.upper:.2f}",
        "person": draw_people(words, 1)[0],
        "place": draw_place(words, setting),
        "change": say(f"one-by-one.change.{setting}"),
    }
    unit = {"rate": say("one-by-one.unit")}
    return Case(
        items=tuple(
            Item(
                field,
                say(f"one-by-one.item.{field}", **facts),
                unit=unit.get(field, ""),
                tolerance=_TOLERANCE.get(field, 0.0),
            )
            for field in truth
        ),
        tables=(_stream(outcomes.tolist()),),
        story=say("one-by-one.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth={field: round(value, 4) for field, value in truth.items()},
        misreadings={
            "ordinary-limits": _rounded(
                truth
                | {
                    "upper": _TWO_SIDED_FIVE_PER_CENT,
                    "lower": -_TWO_SIDED_FIVE_PER_CENT,
                    "step": float(ordinary[0]),
                    "rate": rates[ordinary[1]],
                }
            ),
            "risks-swapped": _rounded(
                truth
                | {
                    "upper": swapped.upper,
                    "lower": swapped.lower,
                    "step": float(swapped.step),
                    "rate": 100 * (p1 if swapped.decision is Decision.P1 else p0),
                }
            ),
        },
    )


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {field: round(value, 4) for field, value in numbers.items()}


def _crossing(path: np.ndarray, lower: float, upper: float) -> tuple[int | None, int]:
    step, side = (int(found) for found in first_crossings(path, lower, upper))
    return step or None, side


def _path(outcomes: np.ndarray, well: float, not_well: float) -> np.ndarray:
    return np.cumsum(np.where(outcomes == 1, well, not_well))


def _stream(outcomes: list[int]) -> Table:
    """Ten in a row: + went well, − did not."""
    rows = [
        (
            say("one-by-one.table.row", first=first + 1, last=first + _IN_A_ROW),
            *(
                "+" if well else "\u2212"
                for well in outcomes[first : first + _IN_A_ROW]
            ),
        )
        for first in range(0, _PATIENTS, _IN_A_ROW)
    ]
    numbers = (str(number) for number in range(1, _IN_A_ROW + 1))
    return Table(
        caption=say("one-by-one.table"),
        columns=(say("one-by-one.table.patients"), *numbers),
        rows=tuple(rows),
    )


def outcomes_of(case: Case) -> list[int]:
    """Return the stream that a case shows, 1 for each that went well.

    Parameters
    ----------
    case : Case
        Of one-by-one.

    Returns
    -------
    list of int
    """
    return [int(sign == "+") for row in case.tables[0].rows for sign in row[1:]]


def from_own_steps(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """Where the path would end, had the learner's own two steps been right.

    Parameters
    ----------
    case : Case
        Of one-by-one.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing unless both limits are right: a slip is forgiven once.
    """
    if not {"upper", "lower", "well", "not-well"} <= set(given):
        return {}
    limits_right = all(
        abs(given[limit] - case.truth[limit]) <= _TOLERANCE[limit]
        for limit in ("upper", "lower")
    )
    if not limits_right or not given["well"] > 0 > given["not-well"]:
        return {}
    outcomes = np.array(outcomes_of(case))
    path = _path(outcomes, given["well"], given["not-well"])
    step, side = _crossing(path, given["lower"], given["upper"])
    if step is None:
        return {}
    rate = case.facts["hoped"] if side == 1 else case.facts["usual"]
    return {"step": float(step), "rate": float(rate)}


def path_of(case: Case) -> np.ndarray:
    """Return the log likelihood ratio after each of a case's patients.

    Parameters
    ----------
    case : Case
        Of one-by-one.

    Returns
    -------
    ndarray of float, shape (patients,)
    """
    return log_likelihood_ratios(
        outcomes_of(case), case.facts["usual"] / 100, case.facts["hoped"] / 100
    )


ONE_BY_ONE = Task(
    name="one-by-one",
    kind=Numbers(follows=from_own_steps),
    draw=draw_one_by_one,
    points=4,
    elements=("004-11",),
)
