"""Enrol a class in the gradebook, so that it is known who has handed in nothing.

Run as the grader account, in the course directory:
``python -m course.grading.enrolling STUDENT ...``
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from course.grading.course_directory import CourseDirectory, open_course_directory
from course.grading.gradebook import GradebookRows, GradebookUnusable
from course.grading.nbgraders_gradebook import nbgraders_gradebook


def enrol(
    course: CourseDirectory,
    students: Collection[str],
    about: Mapping[str, Mapping[str, str]] | None = None,
) -> list[str]:
    """Enrol those who are not yet; whoever is there already stays as they are.

    Parameters
    ----------
    course : CourseDirectory
    students : collection of str
    about : mapping of str to mapping, optional
        Student to what the gradebook calls ``first_name``, ``last_name`` and ``email``.
        It is written for those who are there already too.

    Returns
    -------
    list of str
        Who was enrolled now.

    Raises
    ------
    GradebookUnusable
    """
    try:
        with GradebookRows(course.db_url) as gradebook:
            enrolled = gradebook.students()
    except GradebookUnusable:
        enrolled = set()  # nbgrader makes one, or says what is amiss.
    about = about or {}
    new = [name for name in students if name not in enrolled]
    if new or about:
        with nbgraders_gradebook(course) as gradebook:
            for name in dict.fromkeys([*new, *about]):
                gradebook.update_or_create_student(name, **about.get(name, {}))
    return new


if __name__ == "__main__":
    try:
        enrol(open_course_directory(Path()), sys.argv[1:])
    except GradebookUnusable as problem:
        sys.exit(str(problem))
