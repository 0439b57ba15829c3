"""Module 3, Aim: its exercises, in the order of the lesson."""

from course.exercises.aim.charter import CHARTER_CHECK
from course.exercises.aim.choosing import FIRST_CHOICE, SUITABILITY
from course.exercises.aim.critic import AIM_CRITIC
from course.exercises.aim.drivers import DRIVER_DIAGRAM
from course.exercises.aim.managers import MANAGERS_AIM
from course.exercises.aim.own_aim import OWN_AIM
from course.exercises.aim.points import ENOUGH_POINTS, POINTS_PREDICTION
from course.exercises.aim.sponsor import SPONSOR_GRID
from course.exercises.aim.writer import AIM_WRITER

TASKS = {
    "first-choice": FIRST_CHOICE,
    "suitability": SUITABILITY,
    "aim-critic": AIM_CRITIC,
    "aim-writer": AIM_WRITER,
    "points-prediction": POINTS_PREDICTION,
    "enough-points": ENOUGH_POINTS,
    "managers-aim": MANAGERS_AIM,
    "driver-diagram": DRIVER_DIAGRAM,
    "sponsor-grid": SPONSOR_GRID,
    "charter-check": CHARTER_CHECK,
    "own-aim": OWN_AIM,
}
