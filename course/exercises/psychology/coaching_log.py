"""The learner's own words: a first sentence, and a log of a conversation they had."""

from __future__ import annotations

import numpy as np

from course.exercises.rubric import case_with_rubric
from course.messages import say
from course.tasks import Case, FreeText, Item, Task

BOXES = ("situation", "move", "happened", "learning")


def draw_first_words(rng: np.random.Generator) -> Case:
    """One box, before anything has been taught; nothing is drawn."""
    return Case(items=(Item("sentence", say("first-words.item.sentence")),))


def draw_coaching_log(rng: np.random.Generator) -> Case:
    """Four boxes and the rubric they are read by; nothing is drawn."""
    return case_with_rubric("coaching-log", BOXES)


FIRST_WORDS = Task(name="first-words", kind=FreeText(), draw=draw_first_words)

COACHING_LOG = Task(
    name="coaching-log",
    kind=FreeText(),
    draw=draw_coaching_log,
    points=6,
    elements=("000-15", "000-09"),
)
