"""Simulated learners: the expert, the mistaken, and those who try to get by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from course.tasks import Answer, Case, Key, Task


@dataclass(frozen=True, slots=True)
class Persona:
    """A way of answering.

    Attributes
    ----------
    name : str
        Kebab case; begins the ids of such learners.
    answer : callable
        ``(task, case, key, rng, neighbour's answer) -> Answer or None``.
    """

    name: str
    answer: Callable[
        [Task, Case, Key | None, np.random.Generator, Answer | None], Answer | None
    ]


def _as_expert(
    task: Task, case: Case, key: Key | None, rng: np.random.Generator, copied: Answer
) -> Answer:
    if task.kind.by_hand:
        return {item.id: f"My own words about {item.id}." for item in case.items}
    return as_typed(task, task.truth(case, key))


def _as_guesser(
    task: Task, case: Case, key: Key | None, rng: np.random.Generator, copied: Answer
) -> Answer:
    return task.kind.guess(case, rng)


def _as_always_the_same(
    task: Task, case: Case, key: Key | None, rng: np.random.Generator, copied: Answer
) -> Answer:
    return task.kind.same_for_all(case, rng)


def _as_copier(
    task: Task, case: Case, key: Key | None, rng: np.random.Generator, copied: Answer
) -> Answer:
    return fitted(task, case, copied)


def _as_blank(
    task: Task, case: Case, key: Key | None, rng: np.random.Generator, copied: Answer
) -> None:
    return None


def mistaken(name: str) -> Persona:
    """Return somebody with one misconception, and right where it does not lead astray.

    Parameters
    ----------
    name : str
        The misconception.

    Returns
    -------
    Persona
    """

    def answer(
        task: Task,
        case: Case,
        key: Key | None,
        rng: np.random.Generator,
        copied: Answer,
    ) -> Answer:
        misreadings = task.misreadings(case, key)
        if name in misreadings:
            return as_typed(task, misreadings[name])
        return _as_expert(task, case, key, rng, copied)

    return Persona(name, answer)


EXPERT = Persona("expert", _as_expert)
GUESSER = Persona("guesser", _as_guesser)
ALWAYS_THE_SAME = Persona("always-the-same", _as_always_the_same)
COPIER = Persona("copier", _as_copier)
BLANK = Persona("blank", _as_blank)


def as_typed(task: Task, answer: Answer) -> Answer:
    """Return an answer as a person would leave it: numbers become text."""
    if task.kind.name == "numbers":
        return {item: f"{value:.6g}" for item, value in answer.items()}
    return answer


def fitted(task: Task, case: Case, copied: Answer | None) -> Answer | None:
    """Return what can be copied of a neighbour's answer into one's own form.

    Parameters
    ----------
    task : Task
    case : Case
        The copier's own.
    copied : Answer or None
        The neighbour's answer, to the neighbour's case.

    Returns
    -------
    Answer or None
        Items that both were shown; cards in the neighbour's order, the rest behind.
    """
    own = [item.id for item in case.items]
    if isinstance(copied, Mapping):
        return {item: value for item, value in copied.items() if item in own}
    if isinstance(copied, list):
        known = [card for card in copied if card in own]
        return known + [card for card in own if card not in known]
    return copied
