"""nbgrader's own gradebook, for what is written through its API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import GradebookUnusable, problem_in_words
from course.grading.own_programs import put_on_path

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@contextmanager
def nbgraders_gradebook(course: CourseDirectory) -> Iterator[Gradebook]:
    """Open the gradebook of a course run; nbgrader makes it where there is none.

    Parameters
    ----------
    course : CourseDirectory

    Yields
    ------
    nbgrader.api.Gradebook

    Raises
    ------
    GradebookUnusable
        If it cannot be opened, or does not take what is written.
    """
    from nbgrader.api import Gradebook  # Three seconds.

    put_on_path()
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            yield gradebook
    # A driver that is not installed is an ImportError.
    except (SQLAlchemyError, ImportError) as error:
        raise GradebookUnusable(problem_in_words(error)) from error
