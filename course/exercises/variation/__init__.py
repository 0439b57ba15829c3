"""Module 4, Variation: its exercises, in the order of the lesson."""

from course.exercises.variation.beads import (
    BEAD_LIMITS,
    BEAD_VERDICT,
    BEADS_PREDICTION,
    NEXT_DAY,
)
from course.exercises.variation.causes import CAUSE_AND_ACTION, TWO_ERRORS
from course.exercises.variation.false_alarms import FALSE_ALARMS
from course.exercises.variation.own_measure import OWN_MEASURE
from course.exercises.variation.phases import BASELINE, SAME_NUMBERS
from course.exercises.variation.run_charts import (
    FIRST_LOOK,
    RUN_LENGTHS,
    SIGNALS,
    WHICH_RULE,
)
from course.exercises.variation.tampering import (
    COST_PREDICTION,
    FUNNEL_ORDER,
    TAMPERING_COST,
)

TASKS = {
    "first-look": FIRST_LOOK,
    "beads-prediction": BEADS_PREDICTION,
    "bead-limits": BEAD_LIMITS,
    "bead-verdict": BEAD_VERDICT,
    "next-day": NEXT_DAY,
    "run-lengths": RUN_LENGTHS,
    "which-rule": WHICH_RULE,
    "signals": SIGNALS,
    "cause-and-action": CAUSE_AND_ACTION,
    "cost-prediction": COST_PREDICTION,
    "funnel-order": FUNNEL_ORDER,
    "tampering-cost": TAMPERING_COST,
    "two-errors": TWO_ERRORS,
    "false-alarms": FALSE_ALARMS,
    "baseline": BASELINE,
    "same-numbers": SAME_NUMBERS,
    "own-measure": OWN_MEASURE,
}
