"""Module 12, Giving and getting feedback: learn to review, then review colleagues."""

from course.exercises.peers.planted_flaws import PLANTED_FLAWS
from course.exercises.peers.reviews import REVIEWS

TASKS = {task.name: task for task in (PLANTED_FLAWS, REVIEWS)}
