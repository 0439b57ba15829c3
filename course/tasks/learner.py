"""Who the learner is, and which course run they belong to."""

from __future__ import annotations

import getpass
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course.messages import say
from course.tasks.answers import unfinished_file
from course.tasks.task import SECTORS

# The name of the run for everybody who has not been given another.
EVERYBODY = "four-lenses"

_NAME = re.compile(r"[^\W_][\w.-]{0,39}")
_NAME_FILE = ".fourlenses-name"
_SECTOR_FILE = ".fourlenses-sector"
RUN_FILE = "course-run.json"


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who learns.

    Attributes
    ----------
    name : str
        Also the name of their folder when they hand in.
    chosen : bool
        Whether they may choose it, as on their own laptop.
    """

    name: str
    chosen: bool = False


def find_learner(environment: Mapping[str, str] = os.environ) -> Learner:
    """Tell who is learning, from the surroundings of the kernel.

    A name given at start, then the JupyterHub user, then the name chosen in the
    workspace, then the system's user.

    Parameters
    ----------
    environment : mapping of str to str

    Returns
    -------
    Learner

    Examples
    --------
    >>> find_learner({"JUPYTERHUB_USER": "amira"})
    Learner(name='amira', chosen=False)
    """
    if environment.get("FOURLENSES_LEARNER"):
        return Learner(_as_name(environment["FOURLENSES_LEARNER"]))
    if environment.get("JUPYTERHUB_USER"):
        # As it is, perhaps an e-mail address: nbgrader knows the student by it.
        return Learner(environment["JUPYTERHUB_USER"])
    workspace = environment.get("FOURLENSES_WORKSPACE")
    if workspace:
        try:
            chosen = (Path(workspace) / _NAME_FILE).read_text("utf-8").strip()
            if _NAME.fullmatch(chosen):
                return Learner(chosen, chosen=True)
        except (OSError, ValueError):
            pass
    try:
        system_user = getpass.getuser()
    # No USER variable and no password entry, as in some containers.
    except (OSError, KeyError, ImportError):
        system_user = "learner"
    return Learner(_as_name(system_user), chosen=bool(workspace))


def choose_name(name: str, workspace: Path) -> Learner:
    """Keep the name a learner chose for themselves.

    Parameters
    ----------
    name : str
    workspace : Path

    Returns
    -------
    Learner

    Raises
    ------
    ValueError
        With a sentence, if it cannot be a name.
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise ValueError(say("learner.name-rule"))
    with unfinished_file(workspace / _NAME_FILE) as unfinished:
        unfinished.write_text(name + "\n", encoding="utf-8")
    return Learner(name, chosen=True)


def find_sector(workspace: Path) -> str:
    """Tell where a learner works, if they have said so.

    Parameters
    ----------
    workspace : Path

    Returns
    -------
    str
        One of `SECTORS`, or "".
    """
    try:
        sector = (workspace / _SECTOR_FILE).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""
    return sector if sector in SECTORS else ""


def choose_sector(sector: str, workspace: Path) -> None:
    """Keep where a learner works, so that the cases they meet lie there.

    What is answered already stays as it is: an answer says which case it answers.

    Parameters
    ----------
    sector : str
        One of `SECTORS`, or "" for cases from everywhere.
    workspace : Path

    Raises
    ------
    ValueError
        If it is neither.
    """
    if sector and sector not in SECTORS:
        raise ValueError(sector)
    with unfinished_file(workspace / _SECTOR_FILE) as unfinished:
        unfinished.write_text(sector + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Announced:
    """A lesson of a course run, known before it is released.

    Attributes
    ----------
    name : str
        Of the assignment: ``"04-variation"``.
    title : str
    due : datetime or None
    """

    name: str
    title: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRun:
    """What an assignment knows of the course run it was made for.

    Attributes
    ----------
    name : str
        Gives every learner their cases.
    due : datetime or None
        When it should be handed in, with its time zone; None where nothing is said.
    practice : tuple of str
        Exercises of the lesson that are there for practice in this run, whatever they
        are worth in others.
    lessons : tuple of Announced
        All that the run has, in their order; empty where nothing is said.
    """

    name: str = EVERYBODY
    due: datetime | None = None
    practice: tuple[str, ...] = ()
    lessons: tuple[Announced, ...] = ()

    def as_text(self) -> str:
        """Return what stands in the file ``course-run.json``.

        Examples
        --------
        >>> print(CourseRun(name="autumn-2027").as_text(), end="")
        {"run": "autumn-2027"}
        """
        told: dict[str, object] = {"run": self.name}
        if self.due is not None:
            told["due"] = self.due.isoformat()
        if self.practice:
            told["practice"] = list(self.practice)
        if self.lessons:
            told["lessons"] = [
                {"name": one.name, "title": one.title}
                | ({"due": one.due.isoformat()} if one.due else {})
                for one in self.lessons
            ]
        return json.dumps(told) + "\n"


def find_course_run(assignment_folder: Path) -> CourseRun:
    """Return the course run an assignment was made for.

    Parameters
    ----------
    assignment_folder : Path
        Where the notebook lies; a file ``course-run.json`` beside it tells of the run.

    Returns
    -------
    CourseRun
        What is not said there, or makes no sense, is as in `CourseRun`.
    """
    try:
        told = json.loads((assignment_folder / RUN_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return CourseRun()
    if not isinstance(told, dict):
        return CourseRun()
    name, practice, lessons = (told.get(one) for one in ("run", "practice", "lessons"))
    return CourseRun(
        name=name if isinstance(name, str) and name else EVERYBODY,
        due=_as_moment(told.get("due")),
        practice=tuple(
            one
            for one in (practice if isinstance(practice, list) else ())
            if isinstance(one, str)
        ),
        lessons=tuple(
            Announced(one["name"], one["title"], _as_moment(one.get("due")))
            for one in (lessons if isinstance(lessons, list) else ())
            if _announces(one)
        ),
    )


def find_run(assignment_folder: Path) -> str:
    """Return the name of the course run an assignment was made for.

    Parameters
    ----------
    assignment_folder : Path

    Returns
    -------
    str
        `EVERYBODY` where no run is named.
    """
    return find_course_run(assignment_folder).name


def _announces(told: object) -> bool:
    return isinstance(told, dict) and all(
        isinstance(told.get(one), str) and told[one] for one in ("name", "title")
    )


def _as_moment(told: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return None
    # Without a zone it would be another moment for each who reads it.
    return moment if moment.tzinfo is not None else None


def _as_name(user: str) -> str:
    """Make a user name of any system one that can name a folder."""
    name = re.sub(r"[^\w.-]+", "-", user.strip()).lstrip("-._")[:40]
    return name or "learner"
