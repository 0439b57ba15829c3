"""The banks of module 10: doses, what changes them, coach reports and feedback."""

from __future__ import annotations

import numpy as np

from course.exercises.banks import Bank
from course.tasks import Case, Classify, Task

DOSES = ("none", "understand", "use", "teach")
PEOPLE = Bank(task="dosing", letter="d", classes=DOSES, sets=5)
_PEOPLE_SETS = 3

DIRECTIONS = ("more", "less", "same")
DIFFERENCES = Bank(task="dose-direction", letter="f", classes=DIRECTIONS, sets=6)
_DIFFERENCE_SETS = 4

REPORT_PARTS = ("done", "role", "strategies", "learned")
PASSAGES = Bank(task="coach-report", letter="r", classes=REPORT_PARTS, sets=5)
_PASSAGE_SETS = 3

COMMENT_KINDS = ("star", "wish", "empty", "takes-over")
COMMENTS = Bank(task="helpful-feedback", letter="c", classes=COMMENT_KINDS, sets=5)
_COMMENT_SETS = 3


def draw_dosing(rng: np.random.Generator) -> Case:
    """Twelve people with a competence each, three for each dose."""
    return PEOPLE.case(PEOPLE.draw(PEOPLE.draw_sets(_PEOPLE_SETS, rng), rng))


def draw_dose_direction(rng: np.random.Generator) -> Case:
    """Twelve differences from a template, four for each way."""
    sets = DIFFERENCES.draw_sets(_DIFFERENCE_SETS, rng)
    return DIFFERENCES.case(DIFFERENCES.draw(sets, rng))


def draw_coach_report(rng: np.random.Generator) -> Case:
    """Twelve passages from coach reports, three for each part."""
    return PASSAGES.case(PASSAGES.draw(PASSAGES.draw_sets(_PASSAGE_SETS, rng), rng))


def draw_helpful_feedback(rng: np.random.Generator) -> Case:
    """Twelve comments on colleagues' projects, three of each kind."""
    return COMMENTS.case(COMMENTS.draw(COMMENTS.draw_sets(_COMMENT_SETS, rng), rng))


DOSING = Task(
    name="dosing",
    kind=Classify(),
    draw=draw_dosing,
    points=4,
    needs_key=True,
    elements=("002-01", "002-02", "002-03", "002-04", "002-10", "002-19"),
)

DOSE_DIRECTION = Task(
    name="dose-direction",
    kind=Classify(),
    draw=draw_dose_direction,
    points=4,
    needs_key=True,
    elements=("002-05", "002-06", "002-07"),
)

COACH_REPORT = Task(
    name="coach-report",
    kind=Classify(),
    draw=draw_coach_report,
    points=4,
    needs_key=True,
    elements=("000-12", "000-13", "000-14", "000-15"),
)

HELPFUL_FEEDBACK = Task(
    name="helpful-feedback",
    kind=Classify(),
    draw=draw_helpful_feedback,
    points=4,
    needs_key=True,
    elements=("001-08", "001-10", "001-05"),
)
