"""Tracks: which modules a group takes, how far, and which exercises count."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.exercises import MODULES, TASKS
from course.lessons.parts import (
    exercises_with_points,
    hours_of,
    lesson_hours,
    lesson_parts,
    parts_needed,
)
from course.messages import say

_TRACKS = Path(__file__).with_name("tracks.toml")
# The founding programmes last from a term to ten months.
FEWEST_MONTHS, MOST_MONTHS = 3, 10
_DEPTHS = (1, 2, 3)


class NoTrack(Exception):
    """A track cannot be had; the message is a sentence for the teacher."""


@dataclass(frozen=True, slots=True)
class ModuleDose:
    """A module, as a track takes it.

    Attributes
    ----------
    name : str
        Of the module: ``"variation"``.
    depth : int
        1 to understand it, 2 to use it, 3 to lead and teach.
    tasks : tuple of str
        The exercises that count; empty where all with points do.
    """

    name: str
    depth: int
    tasks: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the module is taken whole."""
        return not self.tasks


@dataclass(frozen=True, slots=True)
class Track:
    """What one group takes.

    Attributes
    ----------
    name, title, for_whom : str
    months : int
        How long it takes, if the teacher does not say otherwise.
    modules : tuple of ModuleDose
        In the order in which they are taken.
    """

    name: str
    title: str
    for_whom: str
    months: int
    modules: tuple[ModuleDose, ...]


@dataclass(frozen=True, slots=True)
class Assigned:
    """A module of a track as an assignment.

    Attributes
    ----------
    dose : ModuleDose
    lesson : Path
        Its Markdown.
    counted : tuple of str
        The exercises that count, in the order of the lesson.
    practice : tuple of str
        Those that would, were it taken whole.
    hours : float
        What it takes, roughly.
    points : float
    """

    dose: ModuleDose
    lesson: Path
    counted: tuple[str, ...]
    practice: tuple[str, ...]
    hours: float
    points: float

    @property
    def name(self) -> str:
        """Of the assignment: ``"04-variation"``."""
        return self.lesson.stem


def known_tracks() -> dict[str, Track]:
    """Return the course's own tracks by name, in the order of the file.

    Returns
    -------
    dict of str to Track

    Examples
    --------
    >>> known_tracks()["boards"].months
    3
    """
    written = tomllib.loads(_TRACKS.read_text("utf-8"))
    words = ("title", "for_whom")
    return {
        name: _read_track(
            name,
            {**told, **{word: say(f"track.{name}.{word}") for word in words}},
        )
        for name, told in written.items()
    }


def find_track(name: str) -> Track:
    """Return a track of the course, or one that an organisation has written itself.

    Parameters
    ----------
    name : str
        Of a track; or the path of a TOML file, ending in ``.toml``.

    Returns
    -------
    Track

    Raises
    ------
    NoTrack
        If there is none, or the file does not hold one.
    """
    if name.endswith(".toml"):
        return _own_track(Path(name).expanduser())
    known = known_tracks()
    if name not in known:
        raise NoTrack(say("track.unknown", name=name, known=", ".join(known)))
    return known[name]


def assignments_of(track: Track, source: Path) -> list[Assigned]:
    """Return the assignments of a track, in the order in which they are due.

    Parameters
    ----------
    track : Track
    source : Path
        The course's own ``source/``, with its lessons.

    Returns
    -------
    list of Assigned

    Raises
    ------
    NoTrack
        If there is no lesson for a module, or an exercise has no points in it.
    """
    return [_assigned(dose, source) for dose in track.modules]


def _assigned(dose: ModuleDose, source: Path) -> Assigned:
    lesson = next(iter(source.glob(f"[0-9][0-9]-{dose.name}.md")), None)
    if lesson is None:
        raise NoTrack(say("track.no-lesson", module=dose.name, source=source))
    worth = exercises_with_points(lesson)
    if strangers := [task for task in dose.tasks if task not in worth]:
        raise NoTrack(
            say(
                "track.no-exercise",
                module=dose.name,
                names=", ".join(strangers),
                known=", ".join(worth),
            )
        )
    counted = [name for name in worth if dose.whole or name in dose.tasks]
    hours = lesson_hours(lesson)
    if not dose.whole:
        hours = hours_of(parts_needed(lesson_parts(lesson), counted))
    return Assigned(
        dose=dose,
        lesson=lesson,
        counted=tuple(counted),
        practice=tuple(name for name in worth if name not in counted),
        hours=hours,
        points=sum(TASKS[name].points for name in counted),
    )


def _own_track(path: Path) -> Track:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise NoTrack(say("track.unreadable", file=path, reason=reason)) from error
    except ValueError as error:
        raise NoTrack(say("track.unreadable", file=path, reason=error)) from error
    try:
        return _read_track(path.stem, told)
    except ValueError as error:
        raise NoTrack(say("track.unreadable", file=path, reason=error)) from error


def _read_track(name: str, told: Mapping[str, Any]) -> Track:
    """Read one table; whatever is amiss is a ValueError with a sentence."""
    for word in ("title", "for_whom"):
        if not isinstance(told.get(word), str):
            raise ValueError(say("track.no-words", field=word))
    months, modules = told.get("months"), told.get("modules")
    if not is_months(months):
        raise ValueError(say("track.months", least=FEWEST_MONTHS, most=MOST_MONTHS))
    if not (isinstance(modules, dict) and modules):
        raise ValueError(say("track.no-modules"))
    return Track(
        name,
        told["title"],
        told["for_whom"],
        months,
        tuple(_read_dose(module, dose) for module, dose in modules.items()),
    )


def is_months(months: object) -> bool:
    """Whether a course run may last so long.

    Examples
    --------
    >>> is_months(3), is_months(11), is_months(True), is_months("6")
    (True, False, False, False)
    """
    return type(months) is int and FEWEST_MONTHS <= months <= MOST_MONTHS


def _read_dose(module: str, told: Any) -> ModuleDose:
    if module not in MODULES:
        raise ValueError(say("track.no-module", name=module, known=", ".join(MODULES)))
    depth = told.get("depth") if isinstance(told, dict) else None
    tasks = told.get("tasks", []) if isinstance(told, dict) else None
    if depth not in _DEPTHS or not _is_names(tasks) or set(told) - {"depth", "tasks"}:
        raise ValueError(say("track.dose", module=module))
    return ModuleDose(module, depth, tuple(tasks))


def _is_names(tasks: Any) -> bool:
    return isinstance(tasks, list) and all(isinstance(one, str) for one in tasks)
