"""All marks of a course run as a table: a row for each learner, a column a lesson."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import GradebookRows
from course.messages import say

# A spreadsheet would take a cell that begins so for a formula, and run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def marks_as_csv(course: CourseDirectory, assignments: Sequence[str]) -> str:
    r"""Return the marks that count, what being late costs taken off.

    Parameters
    ----------
    course : CourseDirectory
    assignments : sequence of str
        A column for each that the gradebook knows.

    Returns
    -------
    str
        CSV. A cell is empty where nobody has graded anything.

    Raises
    ------
    GradebookUnusable
        If the gradebook cannot be read.
    """
    with GradebookRows(course.db_url) as gradebook:
        known = gradebook.assignment_names()
        columns = [name for name in assignments if name in known]
        rows = {name: gradebook.assignment(name) for name in columns}
        grades = {name: gradebook.grades(row) for name, row in rows.items()}
        penalties = {name: gradebook.penalties(row) for name, row in rows.items()}
        names = gradebook.names()
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(
        [say("marks.learner"), say("marks.name"), *columns, say("marks.sum")]
    )
    for student in sorted(names):
        points = [
            max(
                0.0,
                sum(grade.points for grade in grades[name][student].values())
                - penalties[name].get(student, 0.0),
            )
            if student in grades[name]
            else None
            for name in columns
        ]
        table.writerow(
            [
                as_text(student),
                as_text(names[student]),
                *("" if one is None else f"{one:g}" for one in points),
                f"{sum(one or 0.0 for one in points):g}",
            ]
        )
    return written.getvalue()


def as_text(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text, whatever is in it.

    Examples
    --------
    >>> as_text("amira"), as_text("=1+1")
    ('amira', "'=1+1")
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
