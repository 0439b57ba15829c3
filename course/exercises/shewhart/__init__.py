"""Module 6, Shewhart charts, comparison and assurance: its exercises, in order."""

from course.exercises.shewhart.board_sentences import BOARD_SENTENCES
from course.exercises.shewhart.by_hand import XMR_LIMITS
from course.exercises.shewhart.choosing import CHART_CHOICE
from course.exercises.shewhart.colleague import COLLEAGUE_REPORT
from course.exercises.shewhart.forecast import RULES_PREDICTION
from course.exercises.shewhart.icons import ASSURANCE_ICONS, VARIATION_ICONS
from course.exercises.shewhart.improvement import MARKED_IMPROVEMENT
from course.exercises.shewhart.paragraph import BOARD_PARAGRAPH
from course.exercises.shewhart.phases import PHASE_LIMITS
from course.exercises.shewhart.rare_events import RARE_EVENTS
from course.exercises.shewhart.scatter import PRIME_DECISION, PRIME_SIGMA
from course.exercises.shewhart.shares import P_LIMITS, P_SIGNALS
from course.exercises.shewhart.units import FUNNEL_UNITS
from course.exercises.shewhart.zones import ZONE_RULES

TASKS = {
    "chart-choice": CHART_CHOICE,
    "xmr-limits": XMR_LIMITS,
    "p-limits": P_LIMITS,
    "p-signals": P_SIGNALS,
    "prime-sigma": PRIME_SIGMA,
    "prime-decision": PRIME_DECISION,
    "rare-events": RARE_EVENTS,
    "rules-prediction": RULES_PREDICTION,
    "zone-rules": ZONE_RULES,
    "phase-limits": PHASE_LIMITS,
    "marked-improvement": MARKED_IMPROVEMENT,
    "funnel-units": FUNNEL_UNITS,
    "variation-icons": VARIATION_ICONS,
    "assurance-icons": ASSURANCE_ICONS,
    "board-sentences": BOARD_SENTENCES,
    "colleague-report": COLLEAGUE_REPORT,
    "board-paragraph": BOARD_PARAGRAPH,
}
