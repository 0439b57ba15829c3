"""The declared tasks of all modules: what is asked, of whom nothing is known yet.

A task is found by its name, for ever: ``TASKS["run-lengths"]``.
"""

from course.exercises import shewhart, variation

MODULES = {"variation": variation.TASKS, "shewhart": shewhart.TASKS}

TASKS = {name: task for tasks in MODULES.values() for name, task in tasks.items()}

# What has a view of its own, and where that is in `course.widgets.simulations`. Most
# are played with and not marked; one with a task of its name is marked by that.
SIMULATIONS = {
    **variation.SIMULATIONS,
    **shewhart.SIMULATIONS,
    "own-data": "own_data.OwnData",
    "tomorrow": "tomorrow.Tomorrow",
    "workbench": "workbench.Workbench",
}
