"""Looking at the results again and again, and what becomes of five per cent."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.exercises.scenes import draw_one, draw_people, draw_place
from course.messages import say
from course.simulations.testing.peeking import (
    PeekingDesign,
    draw_design,
    exact_alarm_shares,
)
from course.tasks import Case, Item, Numbers, Task

# The learner's own trials, and what writing a share with one decimal takes away.
STREAMS = 10_000
_ROUNDING = 0.05
_TEAMS = range(30, 201)
# What is meant at one look, as in every design that is drawn.
_ALPHA = 0.05
# Tests that one person makes in the course of time.
_TESTS = range(2, 10)


def own_design(rng: np.random.Generator) -> PeekingDesign:
    """Return the design of a learner's case, for the trials beside it.

    Parameters
    ----------
    rng : numpy.random.Generator
        As for `draw_peeking`.

    Returns
    -------
    PeekingDesign
    """
    figures, _ = rng.spawn(2)
    return draw_design(figures)


def draw_peeking(rng: np.random.Generator) -> Case:
    """Own design, own number of teams: four numbers about false alarms."""
    figures, words = rng.spawn(2)
    design = draw_design(figures)
    teams, tests = draw_one(figures, _TEAMS), draw_one(figures, _TESTS)
    every = 100 * exact_alarm_shares(design).every_look
    truth = _numbers(every, teams, tests)
    nominal = 100 * _ALPHA
    added = min(100.0, nominal * design.looks)
    facts = {
        "rate": f"{100 * design.rate:.1f}",
        "every": design.every,
        "looks": design.looks,
        "patients": design.patients,
        "streams": f"{STREAMS:,}",
        "teams": teams,
        "found": round(every),
        "added": round(added),
        "tests": tests,
        "person": draw_people(words, 1)[0],
        "place": draw_place(words, "hospital"),
    }
    tolerance = {
        "every-look": _three_errors(every),
        # The others follow from the learner's own share.
        "teams": 0.5 + teams * _ROUNDING / 100,
        "needless": 0.5 + teams * _ROUNDING / 100,
        "any-of-tests": 0.5 + _any_of(every + _ROUNDING, tests) - _any_of(every, tests),
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"peeking.item.{field}", **facts),
                unit="" if field in ("teams", "needless") else say("peeking.unit"),
                tolerance=round(tolerance[field], 2),
            )
            for field in truth
        ),
        story=say("peeking.story", **facts),
        facts=facts,
        truth={field: round(value, 2) for field, value in truth.items()},
        misreadings={
            "always-five": _rounded(_numbers(nominal, teams, tests)),
            "risks-add-up": _rounded(_numbers(added, teams, tests)),
        },
    )


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {field: round(value, 2) for field, value in numbers.items()}


def _numbers(every: float, teams: int, tests: int) -> dict[str, float]:
    return {
        "every-look": every,
        "teams": teams * every / 100,
        "needless": teams * (every / 100 - _ALPHA),
        "any-of-tests": _any_of(every, tests),
    }


def _any_of(per_cent: float, tests: int) -> float:
    """Per cent in which at least one of a few tests alarms."""
    return 100 * (1 - (1 - min(per_cent, 100.0) / 100) ** tests)


def _three_errors(per_cent: float) -> float:
    """Three standard errors of the learner's trials, in percentage points."""
    error = math.sqrt(per_cent * (100 - per_cent) / STREAMS)
    return 3 * error + _ROUNDING


def from_own_share(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """What the other numbers should be if the learner's own share were right.

    Parameters
    ----------
    case : Case
        Of peeking.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where the share is not that of this design.
    """
    every = given.get("every-look", -1.0)
    (item,) = [item for item in case.items if item.id == "every-look"]
    if abs(every - case.truth["every-look"]) > item.tolerance + 1e-9:
        return {}
    teams = case.facts["teams"]
    return {
        "teams": teams * every / 100,
        "needless": teams * (every / 100 - _ALPHA),
        "any-of-tests": _any_of(every, case.facts["tests"]),
    }


PEEKING = Task(
    name="peeking",
    kind=Numbers(follows=from_own_share),
    draw=draw_peeking,
    points=4,
    elements=("004-11",),
)
