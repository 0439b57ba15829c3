"""The learner's own project: one answer, from which everything else is written."""

from course.exercises.project.looking_back import LOOKING_BACK
from course.exercises.project.own_project import OWN_PROJECT

TASKS = {task.name: task for task in (OWN_PROJECT, LOOKING_BACK)}
