"""The parts of a lesson, and which of them somebody needs who takes it in part."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.exercises import TASKS

_PART = re.compile(r"^## Part (\d+)\. ", re.MULTILINE)
_MINUTES = re.compile(r"^\*(\d+) minutes\*$", re.MULTILINE)
_HOURS = re.compile(r"^  hours: ([\d.]+)$", re.MULTILINE)
_EXERCISE = re.compile(r"^:task: (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a lesson.

    Attributes
    ----------
    number, minutes : int
    exercises : tuple of str
        Names of tasks and simulations, in order.
    """

    number: int
    minutes: int
    exercises: tuple[str, ...]


def lesson_parts(lesson: Path) -> list[Part]:
    """Read the parts of a lesson from its Markdown.

    Parameters
    ----------
    lesson : Path

    Returns
    -------
    list of Part
        Empty where the lesson is not divided.

    Raises
    ------
    ValueError
        If a part does not say how many minutes it takes.
    """
    _, *cut = _PART.split(lesson.read_text("utf-8"))
    parts = []
    for number, text in zip(cut[::2], cut[1::2], strict=True):
        minutes = _MINUTES.search(text)
        if minutes is None:
            raise ValueError(f"{lesson.name}: part {number} does not say its minutes.")
        parts.append(Part(int(number), int(minutes[1]), tuple(_EXERCISE.findall(text))))
    return parts


def exercises_with_points(lesson: Path) -> list[str]:
    """Return the exercises of a lesson that are worth points, in order.

    Parameters
    ----------
    lesson : Path

    Returns
    -------
    list of str
    """
    named = _EXERCISE.findall(lesson.read_text("utf-8"))
    return [name for name in named if name in TASKS and TASKS[name].points]


def lesson_hours(lesson: Path) -> float:
    """Return how long a lesson takes, as it says at its head; 0 where it does not."""
    told = _HOURS.search(lesson.read_text("utf-8"))
    return float(told[1]) if told else 0.0


def parts_needed(parts: Sequence[Part], counted: Collection[str]) -> list[Part]:
    """Return the parts that belong to a lesson in which some exercises count.

    Parameters
    ----------
    parts : sequence of Part
    counted : collection of str
        Exercises.

    Returns
    -------
    list of Part
        Those that hold one of them; the first, which opens the story; and the last,
        which leads to one's own work.

    Examples
    --------
    >>> parts = [
    ...     Part(1, 8, ()),
    ...     Part(2, 20, ("a",)),
    ...     Part(3, 9, ("b",)),
    ...     Part(4, 5, ()),
    ... ]
    >>> [part.number for part in parts_needed(parts, {"b"})]
    [1, 3, 4]
    """
    ends = {part.number for part in (*parts[:1], *parts[-1:])}
    return [
        part
        for part in parts
        if part.number in ends or any(name in counted for name in part.exercises)
    ]


def hours_of(parts: Sequence[Part]) -> float:
    """Return how long some parts take, to the nearest quarter of an hour.

    Examples
    --------
    >>> hours_of([Part(1, 8, ()), Part(2, 20, ())])
    0.5
    """
    return round(sum(part.minutes for part in parts) / 15) / 4
