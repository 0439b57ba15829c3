"""``release/`` as nbgrader itself makes it from ``source/``.

``python -m course.grading.release`` writes it into the course directory, without a
gradebook.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from course.grading.course_directory import CourseDirectory, open_course_directory
from course.grading.due import write_in_gradebook
from course.grading.gradebook import GradebookUnusable, problem_in_words
from course.grading.own_programs import put_on_path
from course.lessons.builder import assignment_folder, find_lessons
from course.messages import say


class NotReleased(Exception):
    """nbgrader refuses an assignment; the message holds its reason."""


def make_release(root: Path, target: Path) -> list[Path]:
    """Generate the release of every lesson.

    Parameters
    ----------
    root : Path
        A course directory with ``source/``.
    target : Path
        Takes one folder for each assignment; a folder already there is replaced.

    Returns
    -------
    list of Path
        The folders written.

    Raises
    ------
    NotReleased
        If nbgrader refuses a lesson, with its reason.
    """
    written = []
    with tempfile.TemporaryDirectory() as temporary:
        # A course directory of its own, so that the teacher's gradebook stays as it is.
        shutil.copytree(root / "source", Path(temporary) / "source")
        names = [assignment_folder(one).name for one in find_lessons(root / "source")]
        _generate(Path(temporary), Config(), names)
        for name in names:
            folder = target / name
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(Path(temporary) / "release" / name, folder)
            written.append(folder)
    return written


def open_for_learners(
    root: Path,
    due: Mapping[str, datetime],
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Generate the assignments of a new course directory, and write when they are due.

    Parameters
    ----------
    root : Path
        With ``nbgrader_config.py``, which names the gradebook, and ``source/``.
    due : mapping of str to datetime
        Assignment to the moment, with its time zone.
    tick : callable
        Called after each assignment.

    Raises
    ------
    NotReleased
        If nbgrader refuses an assignment.
    GradebookUnusable
        If the gradebook cannot be opened, or somebody has handed in already.
    """
    put_on_path()
    course = open_course_directory(root)
    try:
        _refuse_among_people(course)
        _generate(root, course.config, list(due), tick)
        write_in_gradebook(course, due)
    # A driver that is not installed is an ImportError.
    except (SQLAlchemyError, ImportError) as error:
        raise GradebookUnusable(problem_in_words(error)) from error


def _refuse_among_people(course: CourseDirectory) -> None:
    """A gradebook in which there are marks belongs to another course run."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for assignment in gradebook.assignments:
            if gradebook.assignment_submissions(assignment.name):
                raise GradebookUnusable(
                    say("gradebook.in-use", assignment=assignment.name)
                )


def _generate(
    root: Path,
    config: Config,
    names: Sequence[str],
    tick: Callable[[], None] = lambda: None,
) -> None:
    put_on_path()
    config.CourseDirectory.root = str(root)
    api = NbGraderAPI(config=config)
    with _not_waiting_for_the_disk():
        for name in names:
            done = api.generate_assignment(name)
            if not done["success"]:
                raise NotReleased(done.get("error") or done["log"])
            tick()


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """Let SQLite go on at once after a commit; nbgrader makes one for each cell.

    What is half made when the power fails is of no use to anybody. A later commit in
    the usual way, as of the due dates, waits for all that was written before it.
    """

    def hurry(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")

    event.listen(Engine, "connect", hurry)
    try:
        yield
    finally:
        event.remove(Engine, "connect", hurry)


if __name__ == "__main__":
    for folder in make_release(Path(), Path("release")):
        print(folder)
