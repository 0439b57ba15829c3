"""Module 1, Improvement knowledge: its exercises, in the order of the lesson."""

from course.exercises.improvement.changes import CHANGE_OR_IMPROVEMENT
from course.exercises.improvement.lenses import FOUR_LENSES, OWN_LENSES
from course.exercises.improvement.model import PROJECT_START, THREE_QUESTIONS
from course.exercises.improvement.paths import WHICH_PATH
from course.exercises.improvement.pre_test import PRE_TEST
from course.exercises.improvement.predictions import PREDICTION_LOG
from course.exercises.improvement.purposes import TWO_KNOWLEDGES, WHY_MEASURE

TASKS = {
    "pre-test": PRE_TEST,
    "two-knowledges": TWO_KNOWLEDGES,
    "four-lenses": FOUR_LENSES,
    "prediction-log": PREDICTION_LOG,
    "three-questions": THREE_QUESTIONS,
    "project-start": PROJECT_START,
    "change-or-improvement": CHANGE_OR_IMPROVEMENT,
    "why-measure": WHY_MEASURE,
    "which-path": WHICH_PATH,
    "own-lenses": OWN_LENSES,
}
