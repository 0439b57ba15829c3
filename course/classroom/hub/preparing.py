"""Make a hub's folders ready: each for whom it concerns, and for nobody else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from course.classroom.hub.class_list import ClassList
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
    """
    _make(places.state, 0o700)
    make_exchange(people, places)
    make_course_directory(people, places, root)
    _write_settings(people, places)


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


def make_course_directory(people: ClassList, places: Places, root: Path) -> None:
    """Put the course's lessons and keys where the grader account alone reads them.

    What is there already stays: it may be changed by the teachers.

    Parameters
    ----------
    people : ClassList
    places : Places
    root : Path
    """
    _make(places.grader_home, 0o700, people.grader, people.grader)
    course = places.course_directory(people.course)
    # All below is the grader's, who could put a link where root is to write.
    as_grader = _as_grader(people)
    subprocess.run([*as_grader, "mkdir", "--parents", course], check=True)
    packed = ["tar", "--create", "--directory", root, "source", "release"]
    unpack = ["tar", "--extract", "--skip-old-files", "--directory", course]
    with subprocess.Popen(packed, stdout=subprocess.PIPE) as lessons:
        subprocess.run([*as_grader, *unpack], check=True, stdin=lessons.stdout)
    settings = (root / "nbgrader_config.py").read_text("utf-8") + _said(people)
    subprocess.run(
        [*as_grader, "tee", course / "nbgrader_config.py"],
        check=True,
        input=settings,
        text=True,
        stdout=subprocess.DEVNULL,
    )


def enrol_class(people: ClassList, places: Places) -> str:
    """Let the gradebook know who is in the class.

    Parameters
    ----------
    people : ClassList
        Whose course directory is there.
    places : Places

    Returns
    -------
    str
        Why it could not be; "" if all went well.
    """
    done = subprocess.run(
        [
            *_as_grader(people),
            *(
                places.environment / "bin/python",
                "-m",
                "course.grading.enrolling",
            ),
            *people.students,
        ],
        cwd=places.course_directory(people.course),
        env=os.environ | {"HOME": str(places.grader_home), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
    )
    return (done.stderr.strip() or "?").splitlines()[-1] if done.returncode else ""


def _as_grader(people: ClassList) -> list[str]:
    account = [f"--reuid={people.grader}", f"--regid={people.grader}"]
    return ["setpriv", *account, "--clear-groups", "--"]


def _said(people: ClassList) -> str:
    """What the class list adds to the course directory's settings."""
    said = {"course_id": people.course}
    if people.gradebook:
        said["db_url"] = people.gradebook
    lines = [f"c.CourseDirectory.{name} = {value!r}\n" for name, value in said.items()]
    return "\n# As the hub's class list says; written at each start.\n" + "".join(lines)


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
