"""Make a hub's folders ready: each for whom it concerns, and for nobody else."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from course.classroom.hub.accounts import find_account
from course.classroom.hub.class_list import ClassList
from course.classroom.hub.course_directory import make_course_directory
from course.classroom.hub.places import Places
from course.grading.fetch_marks import MARKS


def make_settings(places: Places, examples: Path) -> list[Path]:
    """Put the settings there that an administrator is to change; once.

    Parameters
    ----------
    places : Places
    examples : Path
        The folder with ``class.toml`` and ``jupyterhub_config.py`` to begin with.

    Returns
    -------
    list of Path
        What was put there now.
    """
    _make(places.settings, 0o700)
    lacking = [
        path for path in (places.class_list, places.hub_settings) if not path.exists()
    ]
    for path in lacking:
        shutil.copyfile(examples / path.name, path)
    return lacking


def make_folders(people: ClassList, places: Places, root: Path) -> None:
    """Make what is lacking, and set whose it is.

    Parameters
    ----------
    people : ClassList
        Whose accounts are there.
    places : Places
    root : Path
        The checkout of the course, with ``source/`` and ``release/``.

    Raises
    ------
    NotMade
        As `make_course_directory`.
    """
    _make(places.state, 0o700)
    make_exchange(people, places)
    _write_settings(people, places)
    _make_grader_home(people, places)
    make_course_directory(people, places, root)


def make_exchange(people: ClassList, places: Places) -> None:
    """Make nbgrader's exchange for one course.

    ===========  =====================================================================
    folder       who may do what
    ===========  =====================================================================
    ``COURSE``   the class looks in, nobody else; only root adds to it
    outbound     the class reads, the grader writes
    inbound      the class puts in, and can neither look nor take away
    fetched      the same
    feedback     the class opens a page whose name it knows; names are secrets
    ===========  =====================================================================

    Parameters
    ----------
    people : ClassList
    places : Places
    """
    _make(places.exchange, 0o755)
    course = places.exchange / people.course
    _make(course, 0o750, "root", people.class_group)
    _make(course / "outbound", 0o755, people.grader, people.grader)
    for folder in ("inbound", MARKS):
        _make(course / folder, 0o3733, people.grader, people.grader)
    _make(course / "feedback", 0o711, people.grader, people.grader)


def _make_grader_home(people: ClassList, places: Places) -> None:
    """Make it, or take it up again.

    A course of another name has another grader, to whom all in this home is closed. Its
    home lies beside it until that course is served again.
    """
    home = places.grader_home
    other = find_account(home.stat().st_uid) if home.exists() else None
    if other and other.pw_name != people.grader and other.pw_name.startswith("grader-"):
        home.rename(home.with_name(other.pw_name))
    before = home.with_name(people.grader)
    if before.exists() and not home.exists():
        before.rename(home)
    _make(home, 0o700, people.grader, people.grader)


def _write_settings(people: ClassList, places: Places) -> None:
    """Tell nbgrader where the exchange is, whoever runs it."""
    path = places.environment / "etc/jupyter/nbgrader_config.json"
    settings = {
        # Or nbgrader asks for an exchange in which everybody may do everything.
        "CourseDirectory": {"course_id": people.course, "groupshared": True},
        "Exchange": {"root": str(places.exchange)},
        "ExchangeFactory": {
            "fetch_assignment": "course.grading.owned_exchange.TellingFetch",
            "submit": "course.grading.owned_exchange.WholeSubmit",
            "collect": "course.grading.owned_exchange.OwnersCollect",
        },
    }
    path.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    path.chmod(0o644)


def _make(folder: Path, mode: int, user: str = "root", group: str = "root") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.chown(folder, user, group)
    # Not left to mkdir, which heeds the umask and forgets the group's bit.
    folder.chmod(mode)


def is_closed(path: Path, mode: int) -> bool:
    """Whether a file or folder gives nobody more than `mode` does.

    Parameters
    ----------
    path : Path
    mode : int

    Returns
    -------
    bool
    """
    return not os.stat(path).st_mode & 0o777 & ~mode
