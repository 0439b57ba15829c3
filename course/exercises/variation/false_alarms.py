"""False alarms: how often a rule accuses a process that never changed."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import draw_one, draw_people, draw_place
from course.messages import say
from course.simulations.variation.false_alarms import expected_share
from course.tasks import Case, Item, Numbers, Task

# The learner's own trials, and how far from the exact share three standard errors
# of theirs may take them.
TRIALS = 4000
# Half a percentage point: what writing a share as a whole number takes away.
_ROUNDING = 0.5
# From 18 points on, the shift rule alarms clearly more often than in 5 of 100.
_POINTS = range(18, 61)
_CHARTS_ON_BOARD = range(30, 241)
_CHARTS_READ = range(2, 21)
# What at least one of several charts does is worth asking while it is not certain.
_AT_LEAST_ONE = (15.0, 95.0)


def draw_false_alarms(rng: np.random.Generator) -> Case:
    """Own length of chart, own dashboard: four numbers about false alarms."""
    figures, words = rng.spawn(2)
    points = draw_one(figures, _POINTS)
    board = draw_one(figures, _CHARTS_ON_BOARD)
    either = 100 * expected_share("shift-or-trend", points)
    shift = 100 * expected_share("shift-6", points)
    fitting = [
        count
        for count in _CHARTS_READ
        if _AT_LEAST_ONE[0] <= _at_least_one(shift, count) <= _AT_LEAST_ONE[1]
    ]
    read = draw_one(figures, fitting)

    truth = _numbers(either, shift, board, read)
    five = _numbers(5.0, 5.0, board, read)
    facts = {
        "points": points,
        "board": board,
        "read": read,
        "trials": TRIALS,
        "either": round(either),
        "shift": round(shift),
        "expected": round(truth["expected"]),
        "at_least_one": round(truth["at-least-one"]),
        "place": draw_place(words, "hospital"),
        "person": draw_people(words, 1)[0],
    }
    tolerance = {
        "either": _three_errors(either),
        "shift": _three_errors(shift),
        # The last two follow from the learner's own shares, so they only have to
        # allow for a share that was written as a whole number.
        "expected": 0.5 + board * _ROUNDING / 100,
        "at-least-one": 0.5
        + _at_least_one(shift + _ROUNDING, read)
        - _at_least_one(shift, read),
    }
    per_cent = say("false-alarms.unit")
    return Case(
        items=tuple(
            Item(
                field,
                say(f"false-alarms.item.{field}", **facts),
                unit="" if field == "expected" else per_cent,
                tolerance=round(tolerance[field], 2),
            )
            for field in truth
        ),
        story=say("false-alarms.story", **facts),
        facts=facts,
        truth={field: round(value, 2) for field, value in truth.items()},
        misreadings={
            "rule-is-proof": dict.fromkeys(truth, 0.0),
            "five-per-cent": {field: round(value, 2) for field, value in five.items()},
        },
    )


def _at_least_one(per_cent: float, charts: int) -> float:
    return 100 * (1 - (1 - per_cent / 100) ** charts)


def _numbers(either: float, shift: float, board: int, read: int) -> dict[str, float]:
    return {
        "either": either,
        "shift": shift,
        "expected": board * either / 100,
        "at-least-one": _at_least_one(shift, read),
    }


def _three_errors(per_cent: float) -> float:
    """Three standard errors of the learner's trials, in percentage points."""
    return 3 * math.sqrt(per_cent * (100 - per_cent) / TRIALS)


def numbers_from_own_shares(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the last two numbers should be if the learner's own shares were right.

    Parameters
    ----------
    case : Case
        Of false-alarms.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing when neither share is that of a chart of this length: then the
        trials were of other charts.
    """
    tolerance = {item.id: item.tolerance for item in case.items}
    shares = {field: given[field] for field in ("either", "shift") if field in given}
    if not any(
        abs(share - case.truth[field]) <= tolerance[field]
        for field, share in shares.items()
    ):
        return {}
    followed = {}
    if "either" in shares:
        followed["expected"] = case.facts["board"] * shares["either"] / 100
    if 0 <= shares.get("shift", -1) <= 100:
        followed["at-least-one"] = _at_least_one(shares["shift"], case.facts["read"])
    return followed


FALSE_ALARMS = Task(
    name="false-alarms",
    kind=Numbers(follows=numbers_from_own_shares),
    draw=draw_false_alarms,
    points=4,
)
