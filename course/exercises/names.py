"""The names of all tasks and simulations, without the weight of them.

A name is for ever: learners' answers are found by it.
"""

# By module, in the order of its lesson.
TASK_NAMES = {
    "improvement": (
        "pre-test",
        "two-knowledges",
        "four-lenses",
        "prediction-log",
        "three-questions",
        "project-start",
        "change-or-improvement",
        "why-measure",
        "which-path",
        "own-lenses",
    ),
    "variation": (
        "first-look",
        "beads-prediction",
        "bead-limits",
        "bead-verdict",
        "next-day",
        "run-lengths",
        "which-rule",
        "signals",
        "cause-and-action",
        "cost-prediction",
        "funnel-order",
        "tampering-cost",
        "two-errors",
        "false-alarms",
        "baseline",
        "same-numbers",
        "own-measure",
    ),
    "spread": (
        "four-phases",
        "ready-or-not",
        "has-it-held",
        "sustain-score",
        "sustain-actions",
        "s-curve",
        "adopters",
        "weak-attribute",
        "core-or-form",
        "network-seeds",
        "spread-sums",
        "own-spread",
        "after-test",
    ),
}

# What has a view of its own, and where that is in `course.widgets.simulations`. Most
# are played with and not marked; one with a task of its name is marked by that.
SIMULATIONS = {
    "red-beads": "red_beads.RedBeads",
    "funnel": "funnel.Funnel",
    "clinic": "clinic.TamperingClinic",
    "run-chart-steps": "run_chart_steps.RunChartSteps",
    "false-alarm-trials": "false_alarm_trials.FalseAlarmTrials",
    "semmelweis": "semmelweis.Semmelweis",
    "own-data": "own_data.OwnData",
    "tomorrow": "tomorrow.Tomorrow",
    "workbench": "workbench.Workbench",
    "ward-week": "ward_week.WardForAWeek",
    "spread-network": "spread_network.SpreadNetwork",
    "held-gain": "held_gain.HeldGain",
}
