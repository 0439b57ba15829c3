"""Module 7, Small-scale testing: its exercises, in the order of the lesson."""

from course.exercises.testing.acting import ACT_ON_TEST
from course.exercises.testing.ideas import WHERE_IDEAS_COME_FROM
from course.exercises.testing.logs import PDSA_LOGS
from course.exercises.testing.one_by_one import ONE_BY_ONE
from course.exercises.testing.own_test import OWN_TEST
from course.exercises.testing.peeking import PEEKING
from course.exercises.testing.ramp import RAMP
from course.exercises.testing.scale import NEXT_SCALE, RAMP_ORDER
from course.exercises.testing.small_numbers import FEW_PATIENTS, SMALL_NUMBERS
from course.exercises.testing.two_by_two import TWO_BY_TWO

TASKS = {
    "pdsa-logs": PDSA_LOGS,
    "where-ideas-come-from": WHERE_IDEAS_COME_FROM,
    "few-patients": FEW_PATIENTS,
    "small-numbers": SMALL_NUMBERS,
    "next-scale": NEXT_SCALE,
    "ramp-order": RAMP_ORDER,
    "ramp": RAMP,
    "act-on-test": ACT_ON_TEST,
    "two-by-two": TWO_BY_TWO,
    "peeking": PEEKING,
    "one-by-one": ONE_BY_ONE,
    "own-test": OWN_TEST,
}
