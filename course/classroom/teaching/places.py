"""Where course runs lie below the folder that a server shows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from course.classroom.course_runs import CONFIGURATION, holds_course
from course.grading.course_directory import (
    NotACourseDirectory,
    open_course_directory,
)
from course.grading.exchange import takes_course_runs

# Set by ``fourlenses teach``, or by whoever runs a hub: a folder without a course run
# is then one to make the first in.
MAY_BEGIN = "FOURLENSES_TEACH"
# The name of the server's own folder in an address; no folder made by us is called so.
ITSELF = "-"
# Course runs made of the course in the server's own folder.
_RUNS = "runs"


def is_course_directory(folder: Path) -> bool:
    """Whether a folder is the teacher's side of a course run, and no learner's."""
    return (folder / CONFIGURATION).is_file() and (folder / "source").is_dir()


def course_runs_in(root: Path) -> dict[str, Path]:
    """Return the course directories that a server shows, by their names in addresses.

    Parameters
    ----------
    root : Path
        The server's folder.

    Returns
    -------
    dict of str to Path
        The folder itself first, if it is one; then those in it, in order.
    """
    found = {ITSELF: root} if is_course_directory(root) else {}
    for place in dict.fromkeys((root, home_of_runs(root))):
        if place.is_dir():
            found |= {
                folder.name: folder
                for folder in sorted(place.iterdir())
                if not folder.name.startswith((".", ITSELF))
                and not folder.is_symlink()
                and is_course_directory(folder)
            }
    return found


def home_of_runs(root: Path) -> Path:
    """Return the folder in which new course runs are made."""
    return root / _RUNS if is_course_directory(root) else root


def find_course(root: Path) -> Path | None:
    """Return the folder of the course that runs are made of.

    Parameters
    ----------
    root : Path
        The server's folder.

    Returns
    -------
    Path or None
        That folder, or the checkout this code is in. None where neither holds lessons,
        or where the server's folder is a course run and can hold no other; or where it
        lies in an exchange to which only an administrator adds course runs.
    """
    if holds_course(root):
        try:
            return root if takes_course_runs(open_course_directory(root)) else None
        except NotACourseDirectory:
            return None
    checkout = Path(__file__).parents[3]
    if is_course_directory(root) or not holds_course(checkout):
        return None
    return checkout


def is_for_teaching(root: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the page is to be had on a server.

    Parameters
    ----------
    root : Path
        The server's folder.
    environment : mapping of str to str
    """
    return bool(course_runs_in(root)) or bool(environment.get(MAY_BEGIN))
