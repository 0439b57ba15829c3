"""When the assignments of a course run are due: written in each place that tells it.

The gradebook's date counts. The others are told to learners: beside the notebooks in
``source/`` and ``release/``, and in the exchange where they are released already. There
each has its own date, and may have those of the whole course run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from course.grading.course_directory import CourseDirectory
from course.grading.exchange import find_exchange
from course.grading.nbgraders_gradebook import nbgraders_gradebook
from course.lessons.progress import LESSON_FOLDER, lesson_title, notebook_in
from course.tasks import Announced, find_course_run
from course.tasks.answers import unfinished_file
from course.tasks.learner import RUN_FILE


def write_due(course: CourseDirectory, due: Mapping[str, datetime | None]) -> None:
    """Write when assignments are due, everywhere.

    Parameters
    ----------
    course : CourseDirectory
    due : mapping of str to datetime or None
        Assignment to the moment, with its time zone; None takes a date away.

    Raises
    ------
    GradebookUnusable
        If the gradebook cannot be written; nothing is changed then.
    OSError
        If a file cannot.
    """
    write_in_gradebook(course, due)
    places = [course.source, course.release]
    if exchange := find_exchange(course):
        places.append(exchange.outbound)
    lessons = tuple(_announced(course, due))
    for place in places:
        for notebook in place.glob("*/*.ipynb"):
            _tell(notebook.parent, due, lessons)


def write_in_gradebook(
    course: CourseDirectory, due: Mapping[str, datetime | None]
) -> None:
    """Write when assignments are due where it counts.

    Parameters
    ----------
    course : CourseDirectory
    due : mapping of str to datetime or None
        As `write_due`.

    Raises
    ------
    GradebookUnusable
        If the gradebook cannot be written.
    """
    with nbgraders_gradebook(course) as gradebook:
        for name, moment in due.items():
            # nbgrader keeps it in UTC, without a zone.
            gradebook.update_or_create_assignment(name, duedate=moment)


def _announced(
    course: CourseDirectory, due: Mapping[str, datetime | None]
) -> Iterator[Announced]:
    """Yield every lesson with a date: learners see what is not released yet."""
    for folder in sorted(course.source.glob(LESSON_FOLDER)):
        notebook = notebook_in(folder)
        moment = due.get(folder.name, find_course_run(folder).due)
        if moment is not None and notebook.is_file():
            yield Announced(folder.name, lesson_title(notebook), moment)


def _tell(
    folder: Path,
    due: Mapping[str, datetime | None],
    lessons: tuple[Announced, ...],
) -> None:
    run = find_course_run(folder)
    told = replace(run, due=due.get(folder.name, run.due), lessons=lessons)
    if told != run:
        with unfinished_file(folder / RUN_FILE) as unfinished:
            unfinished.write_text(told.as_text(), "utf-8")
