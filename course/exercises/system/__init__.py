"""Module 2, System and process: its exercises, in the order of the lesson."""

from course.exercises.system.bottlenecks import BOTTLENECK, ONE_MORE, WAITS_PREDICTION
from course.exercises.system.fresh_eyes import FRESH_EYES
from course.exercises.system.little import LITTLES_LAW
from course.exercises.system.microsystem import FIVE_P
from course.exercises.system.own_system import OWN_SYSTEM
from course.exercises.system.pareto import PARETO_COUNTS, PARETO_WEIGHTS
from course.exercises.system.process_measures import PROCESS_MEASURES
from course.exercises.system.side_effects import SIDE_EFFECTS
from course.exercises.system.sorting import (
    CHANGE_CONCEPTS,
    FISHBONE,
    SEIPS,
    TOOL_CHOOSER,
)

TASKS = {
    "seips": SEIPS,
    "five-p": FIVE_P,
    "fresh-eyes": FRESH_EYES,
    "process-measures": PROCESS_MEASURES,
    "waits-prediction": WAITS_PREDICTION,
    "bottleneck": BOTTLENECK,
    "one-more": ONE_MORE,
    "littles-law": LITTLES_LAW,
    "pareto-counts": PARETO_COUNTS,
    "pareto-weights": PARETO_WEIGHTS,
    "fishbone": FISHBONE,
    "change-concepts": CHANGE_CONCEPTS,
    "side-effects": SIDE_EFFECTS,
    "tool-chooser": TOOL_CHOOSER,
    "own-system": OWN_SYSTEM,
}
