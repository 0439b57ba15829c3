"""The declared tasks of all modules: what is asked, of whom nothing is known yet.

A task is found by its name, for ever: ``TASKS["run-lengths"]``.
"""

from course.exercises import variation

MODULES = {"variation": variation.TASKS}

TASKS = {name: task for tasks in MODULES.values() for name, task in tasks.items()}

# Played with and not marked; each is a view of this name in
# `course.widgets.simulations`.
SIMULATIONS = (
    "red-beads",
    "funnel",
    "clinic",
    "run-chart-steps",
    "false-alarm-trials",
    "semmelweis",
    "own-data",
    "workbench",
    "tomorrow",
)
