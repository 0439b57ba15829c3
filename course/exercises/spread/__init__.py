"""Module 9, Sustain and spread: its exercises, in the order of the lesson."""

from course.exercises.spread.adoption import ADOPTERS, S_CURVE
from course.exercises.spread.after_test import AFTER_TEST
from course.exercises.spread.afterwards import HAS_IT_HELD
from course.exercises.spread.own_spread import OWN_SPREAD
from course.exercises.spread.readiness import READY_OR_NOT
from course.exercises.spread.seeding import NETWORK_SEEDS
from course.exercises.spread.statements import (
    CORE_OR_FORM,
    FOUR_PHASES,
    WEAK_ATTRIBUTE,
)
from course.exercises.spread.support import SPREAD_SUMS
from course.exercises.spread.sustaining import SUSTAIN_ACTIONS, SUSTAIN_SCORE

TASKS = {
    "four-phases": FOUR_PHASES,
    "ready-or-not": READY_OR_NOT,
    "has-it-held": HAS_IT_HELD,
    "sustain-score": SUSTAIN_SCORE,
    "sustain-actions": SUSTAIN_ACTIONS,
    "s-curve": S_CURVE,
    "adopters": ADOPTERS,
    "weak-attribute": WEAK_ATTRIBUTE,
    "core-or-form": CORE_OR_FORM,
    "network-seeds": NETWORK_SEEDS,
    "spread-sums": SPREAD_SUMS,
    "own-spread": OWN_SPREAD,
    "after-test": AFTER_TEST,
}
