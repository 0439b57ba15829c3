"""Module 7, Small-scale testing: its exercises, in the order of the lesson."""

from course.exercises.testing.ramp import RAMP

TASKS = {"ramp": RAMP}

SIMULATIONS = {"ramp": "ramp.RampOfTests"}
