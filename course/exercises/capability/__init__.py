"""Module 10, Capability, leadership and your own project: its exercises in order."""

from course.exercises.capability.courses import CHEAPEST_COURSES
from course.exercises.capability.pitch import OWN_PITCH, PITCH_SENTENCES
from course.exercises.capability.statements import (
    COACH_REPORT,
    DOSE_DIRECTION,
    DOSING,
    HELPFUL_FEEDBACK,
)
from course.exercises.capability.steps import TWELVE_STEPS
from course.exercises.capability.stock import PLACES_TO_HOLD
from course.exercises.capability.survey import SURVEY_PROFILE

TASKS = {
    "dosing": DOSING,
    "dose-direction": DOSE_DIRECTION,
    "survey-profile": SURVEY_PROFILE,
    "places-to-hold": PLACES_TO_HOLD,
    "cheapest-courses": CHEAPEST_COURSES,
    "twelve-steps": TWELVE_STEPS,
    "coach-report": COACH_REPORT,
    "helpful-feedback": HELPFUL_FEEDBACK,
    "pitch-sentences": PITCH_SENTENCES,
    "own-pitch": OWN_PITCH,
}
