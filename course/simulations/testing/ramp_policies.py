"""Ways of going about a ramp of tests, to try what its score rewards.

A policy looks at a ramp and says what to do next: make a test, or decide. It is never
given the plan, so it can know no more than a learner does.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import numpy as np

from course.simulations.testing.pdsa_ramp import (
    CHANGES,
    SETTINGS,
    Plan,
    Ramp,
    Test,
    open_ramp,
    run_test,
)
from course.simulations.testing.ramp_scores import RampScore, score_ramp

Decisions = dict[str, tuple[str, ...]]
Policy = Callable[[Ramp, np.random.Generator], Test | Decisions]

# What a change that helps is taken to do, in log odds, before one knows.
_WORTH_HAVING = 1.2
# Odds of one belief against the other that are enough to act on.
_SURE = math.log(12)
_FIRST = 4
_MORE = 8
_ENOUGH = 40
_STOP_AT_HARMED = 2


def play_ramp(
    plan: Plan, policy: Policy, rng: np.random.Generator
) -> tuple[Ramp, Decisions]:
    """Let a policy make its tests and its decisions.

    Parameters
    ----------
    plan : Plan
    policy : callable
        From a ramp and a generator to a test or to decisions. A test it cannot afford
        raises ValueError.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Ramp
        All tests made.
    dict of change to tuple of settings
        The decisions.
    """
    ramp = open_ramp(plan, rng)
    while isinstance(move := policy(ramp, rng), Test):
        ramp = run_test(plan, ramp, move, rng)
    return ramp, move


def try_policy(plan: Plan, policy: Policy, rng: np.random.Generator) -> RampScore:
    """Score of a policy on one plan, played once.

    Parameters
    ----------
    plan : Plan
    policy : callable
        As in `play_ramp`.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    RampScore
    """
    return score_ramp(plan, *play_ramp(plan, policy, rng))


def random_policy(ramp: Ramp, rng: np.random.Generator) -> Test | Decisions:
    """Test something somewhere, now and then stop, and decide by drawing lots."""
    test = Test(
        changes=_draw_some(CHANGES, rng),
        settings=_draw_some(SETTINGS, rng),
        patients=int(rng.integers(1, 21)),
        prediction=round(rng.random(), 2),
    )
    if rng.random() < 0.9 and ramp.affords(test):
        return test
    choices = (SETTINGS, _draw_some(SETTINGS, rng), ())
    return {change: choices[rng.integers(3)] for change in CHANGES}


def all_at_once(ramp: Ramp, rng: np.random.Generator) -> Test | Decisions:
    """Put all three changes in use everywhere, and keep them if more goes well."""
    if not ramp.results:
        return Test(changes=CHANGES, settings=SETTINGS, patients=30, prediction=0.8)
    well, patients = map(sum, zip(*ramp.usual, strict=True))
    better = ramp.results[0].share > well / patients
    return {change: SETTINGS if better else () for change in CHANGES}


def fair_weather(ramp: Ramp, rng: np.random.Generator) -> Test | Decisions:
    """Test each change where it is easiest, by day, and adopt what looks well there."""
    for change in CHANGES:
        if not ramp.seen((change,), "day")[2]:
            return Test(
                changes=(change,), settings=("day",), patients=30, prediction=0.8
            )
    return {
        change: SETTINGS if _evidence(ramp, change, "day") > 0 else ()
        for change in CHANGES
    }


def one_at_a_time(ramp: Ramp, rng: np.random.Generator) -> Test | Decisions:
    """Test each change alone and in all settings, but never two together."""
    return _next_alone(ramp) or _looks_good(ramp)


def good_ramp(ramp: Ramp, rng: np.random.Generator) -> Test | Decisions:
    """Begin small, widen the conditions, try the promising together, then decide.

    Each change is first tried on four patients by day, then on four in each of the
    other settings, and on more only where few came to harm and the answer is not
    clear. What looks good in the same setting is tried together there.
    """
    if test := _next_alone(ramp):
        return test
    decisions = _looks_good(ramp)
    for one, other in combinations(CHANGES, 2):
        shared = tuple(s for s in decisions[one] if s in decisions[other])
        if not shared:
            continue
        together = _evidence_together(ramp, (one, other), shared)
        patients = ramp.seen((one, other), shared[0])[2]
        test = Test(
            changes=(one, other),
            settings=shared,
            patients=_MORE,
            prediction=0.8,
        )
        if abs(together) < _SURE and patients < _ENOUGH and ramp.affords(test):
            return test
        if together < 0:
            less = min(one, other, key=lambda change: len(decisions[change]))
            decisions[less] = tuple(s for s in decisions[less] if s not in shared)
    return decisions


def _next_alone(ramp: Ramp) -> Test | None:
    """The next test of one change by itself, or None when all is clear enough."""
    by_day, elsewhere = SETTINGS[:1], SETTINGS[1:]
    first = [(change, by_day, _FIRST) for change in CHANGES]
    wider = [(change, elsewhere, _FIRST) for change in CHANGES]
    steps = [step for step in first + wider if not ramp.seen((step[0],), step[1][0])[2]]
    steps += [(change, _open_settings(ramp, change), _MORE) for change in CHANGES]
    for change, settings, patients in steps:
        if not settings:
            continue
        test = Test(
            changes=(change,), settings=settings, patients=patients, prediction=0.6
        )
        if ramp.affords(test):
            return test
    return None


def _open_settings(ramp: Ramp, change: str) -> tuple[str, ...]:
    """Where more patients are needed, and may be asked, to know about a change."""
    found = []
    for setting in SETTINGS:
        _, harmed, patients = ramp.seen((change,), setting)
        clear = patients > _FIRST and abs(_evidence(ramp, change, setting)) > _SURE
        if not clear and harmed < _STOP_AT_HARMED and patients < _ENOUGH:
            found.append(setting)
    return tuple(found)


def _looks_good(ramp: Ramp) -> Decisions:
    """Where each change, tried alone, looks more like helping than not."""
    return {
        change: tuple(
            setting
            for setting in SETTINGS
            if _evidence(ramp, change, setting) > 0
            and ramp.seen((change,), setting)[1] < _STOP_AT_HARMED
        )
        for change in CHANGES
    }


def _evidence(ramp: Ramp, change: str, setting: str) -> float:
    """Log of how much likelier the data are if the change helps than if it does not."""
    well, _, patients = ramp.seen((change,), setting)
    usual = _usual_log_odds(ramp, setting)
    return _log_ratio(well, patients, usual + _WORTH_HAVING, usual)


def _evidence_together(
    ramp: Ramp, pair: tuple[str, str], settings: tuple[str, ...]
) -> float:
    """Log of how much likelier the data are if two changes add up than if not."""
    total = 0.0
    for setting in settings:
        well, _, patients = ramp.seen(pair, setting)
        usual = _usual_log_odds(ramp, setting)
        total += _log_ratio(
            well, patients, usual + 2 * _WORTH_HAVING, usual + _WORTH_HAVING
        )
    return total


def _log_ratio(well: int, patients: int, one: float, other: float) -> float:
    """Log likelihood of two log odds against each other."""
    return well * (one - other) - patients * (
        math.log1p(math.exp(one)) - math.log1p(math.exp(other))
    )


def _usual_log_odds(ramp: Ramp, setting: str) -> float:
    well, patients = ramp.usual[SETTINGS.index(setting)]
    return math.log((well + 0.5) / (patients - well + 0.5))


def _draw_some(names: tuple[str, ...], rng: np.random.Generator) -> tuple[str, ...]:
    """At least one of the names, each as likely as not."""
    while True:
        drawn = tuple(name for name in names if rng.random() < 0.5)
        if drawn:
            return drawn
