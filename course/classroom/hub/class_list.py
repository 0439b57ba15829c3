"""Who is in the class, as the administrator has written it down.

The file is ``settings/class.toml`` in the hub's folder::

    course = "four-lenses"
    instructors = ["ingrid"]
    students = ["amira", "bengt"]

With a track, the class takes that course run instead of the whole course::

    track = "boards"
    start = 2027-02-01
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.messages import say

if TYPE_CHECKING:
    from course.classroom.hub.class_run import ClassRun

# What Linux takes for an account everywhere, and nbgrader for a student.
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
# Accounts and groups are named after it, and may have 32 letters.
_COURSE = re.compile(r"[a-z][a-z0-9-]{0,19}")
_RUN_FIELDS = {"track", "start", "months", "zone"}
_FIELDS = {
    *("course", "instructors", "students", "gradebook", "make_passwords"),
    *_RUN_FIELDS,
}


class ClassListUnusable(Exception):
    """The class list says something that cannot be; the text is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassList:
    """A class.

    Attributes
    ----------
    course : str
        As nbgrader knows it.
    instructors, students : tuple of str
        Names of accounts.
    gradebook : str
        A database's address, as SQLAlchemy reads it; "" for a file in the course
        directory.
    make_passwords : bool
        Whether each account that is made gets a password, to be printed once.
    run : ClassRun, optional
        What the class takes; the whole course if not given.
    """

    course: str
    instructors: tuple[str, ...]
    students: tuple[str, ...]
    gradebook: str = ""
    make_passwords: bool = True
    run: ClassRun | None = None

    @property
    def everybody(self) -> tuple[str, ...]:
        """Instructors, then students."""
        return self.instructors + self.students

    @property
    def grader(self) -> str:
        """The account that owns the course directory; nobody signs in as it."""
        return f"grader-{self.course}"

    @property
    def instructors_group(self) -> str:
        """As nbgrader expects it to be called."""
        return f"formgrade-{self.course}"

    @property
    def class_group(self) -> str:
        """As nbgrader expects it to be called."""
        return f"nbgrader-{self.course}"


def read_class_list(path: Path) -> ClassList:
    """Read the class list.

    Parameters
    ----------
    path : Path

    Returns
    -------
    ClassList

    Raises
    ------
    ClassListUnusable
    """
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ClassListUnusable(say("hub.no-class-list", path=path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = say("hub.not-toml", path=path, reason=error)
        raise ClassListUnusable(reason) from None
    return parse_class_list(written, path.parent)


def parse_class_list(written: Mapping[str, Any], folder: Path = Path()) -> ClassList:
    """Take a class list from what was written.

    Parameters
    ----------
    written : mapping
        As TOML gives it.
    folder : Path
        Where the file of an organisation's own track lies.

    Returns
    -------
    ClassList

    Raises
    ------
    ClassListUnusable

    Examples
    --------
    >>> parse_class_list(
    ...     {"course": "four-lenses", "instructors": ["ingrid"], "students": ["bo"]}
    ... ).everybody
    ('ingrid', 'bo')
    >>> parse_class_list(
    ...     {"course": "four-lenses", "instructors": ["bo"], "students": ["bo"]}
    ... )
    Traceback (most recent call last):
        ...
    course.classroom.hub.class_list.ClassListUnusable: The class list names bo twice.
    """
    for field in written.keys() - _FIELDS:
        known = ", ".join(sorted(_FIELDS))
        raise ClassListUnusable(say("hub.unknown-field", field=field, known=known))
    course = written.get("course", "four-lenses")
    if not isinstance(course, str) or not _COURSE.fullmatch(course):
        raise ClassListUnusable(say("hub.course-rule", course=course))
    people = {}
    for role in ("instructors", "students"):
        people[role] = written.get(role)
        if not isinstance(people[role], list) or not people[role]:
            raise ClassListUnusable(say("hub.nobody", role=role))
    everybody = [*people["instructors"], *people["students"]]
    for name in everybody:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ClassListUnusable(say("hub.name-rule", name=name))
        if everybody.count(name) > 1:
            raise ClassListUnusable(say("hub.twice", name=name))
    gradebook = written.get("gradebook", "")
    make_passwords = written.get("make_passwords", True)
    if not isinstance(gradebook, str) or not isinstance(make_passwords, bool):
        raise ClassListUnusable(say("hub.wrong-kind"))
    return ClassList(
        course=course,
        instructors=tuple(people["instructors"]),
        students=tuple(people["students"]),
        gradebook=gradebook,
        make_passwords=make_passwords,
        run=_read_run(written, folder),
    )


def _read_run(written: Mapping[str, Any], folder: Path) -> ClassRun | None:
    if not _RUN_FIELDS & written.keys():
        return None
    # All lessons and exercises, which a hub without a track has no use for.
    from course.classroom.course_runs import NotMade
    from course.classroom.hub.class_run import read_class_run
    from course.classroom.tracks import NoTrack

    try:
        return read_class_run(written, folder)
    except (NotMade, NoTrack) as problem:
        raise ClassListUnusable(str(problem)) from None
