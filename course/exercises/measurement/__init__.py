"""Module 5, Measurement: its exercises, in the order of the lesson."""

from course.exercises.measurement.coverage import COVERAGE_BOUNDS, COVERAGE_VERDICT
from course.exercises.measurement.definitions import RATER_AGREEMENT, TWO_DEFINITIONS
from course.exercises.measurement.denominators import BED_DAY_RATES
from course.exercises.measurement.extracts import EXTRACT_COUNTS, EXTRACT_ROWS
from course.exercises.measurement.kinds_of_measures import MEASURE_KINDS
from course.exercises.measurement.measure_family import MEASURE_FAMILY
from course.exercises.measurement.registries import REGISTRY_CHARTS
from course.exercises.measurement.samples import (
    FIVE_A_WEEK,
    SAMPLE_SIZE,
    SAMPLING_PLANS,
)
from course.exercises.measurement.strata import TOGETHER_OR_APART

TASKS = {
    "two-definitions": TWO_DEFINITIONS,
    "rater-agreement": RATER_AGREEMENT,
    "measure-kinds": MEASURE_KINDS,
    "bed-day-rates": BED_DAY_RATES,
    "five-a-week": FIVE_A_WEEK,
    "sampling-plans": SAMPLING_PLANS,
    "sample-size": SAMPLE_SIZE,
    "coverage-bounds": COVERAGE_BOUNDS,
    "coverage-verdict": COVERAGE_VERDICT,
    "extract-rows": EXTRACT_ROWS,
    "extract-counts": EXTRACT_COUNTS,
    "registry-charts": REGISTRY_CHARTS,
    "together-or-apart": TOGETHER_OR_APART,
    "measure-family": MEASURE_FAMILY,
}
