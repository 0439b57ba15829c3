"""What a person has to mark in an assignment, and the way to enter what they give."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from course.grading.assignments import read_assignment
from course.grading.course_directory import CourseDirectory
from course.grading.feedback import Section
from course.grading.feedback_pages import OWN_PROJECT, sections_of
from course.grading.gradebook import Entry, GradebookRows, GradeRow
from course.grading.grader import alone
from course.grading.intake import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMark:
    """An answer that a person marks.

    Attributes
    ----------
    student, name : str
        Whose it is: in the gradebook, and as they are called, or "".
    section : Section
        What was asked and answered, and the comment as it stands.
    grade : GradeRow
    project : Section or None
        The project that the answer is read beside.
    """

    student: str
    name: str
    section: Section
    grade: GradeRow
    project: Section | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gave; `before` is what stood there when they read it."""

    student: str
    cell: str
    before: float | None
    points: float
    comment: str


def answers_to_mark(course: CourseDirectory, name: str) -> list[ToMark]:
    """Return what waits for a person and what one has marked, learner by learner.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.

    Returns
    -------
    list of ToMark

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    assignment = read_assignment(course, name)
    with GradebookRows(course.db_url) as gradebook:
        all_grades = gradebook.grades(gradebook.assignment(name))
        called = {one.id: one.name for one in gradebook.enrolled()}
    found = []
    for student, grades in sorted(all_grades.items()):
        wanted = {
            cell: grade
            for cell, grade in grades.items()
            if grade.needs_person or grade.manual_score is not None
        }
        if not wanted:
            continue
        try:
            sections = sections_of(
                course, assignment, student, grades, {*wanted, OWN_PROJECT}
            )
        except Refused:
            continue  # Grading says why.
        project = next((one for one in sections if one.name == OWN_PROJECT), None)
        found += [
            ToMark(
                student=student,
                name=called.get(student, ""),
                section=section,
                grade=wanted[section.name],
                project=project if section.name != OWN_PROJECT else None,
            )
            for section in sections
            if section.name in wanted
        ]
    return found


def enter_marks(
    course: CourseDirectory,
    name: str,
    marks: Collection[Given],
    waiting: Callable[[], None],
) -> None:
    """Enter what a person gave, all of it or none.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.
    marks : collection of Given
    waiting : callable
        Called once if a grader is at work; unless it raises, this waits for the grader.

    Raises
    ------
    GradebookUnusable
        If points have changed since they were read, or the gradebook did not take them.
    """
    entries = [
        Entry(one.student, one.cell, one.before, one.points, one.comment)
        for one in marks
    ]
    with GradebookRows(course.db_url) as gradebook, alone(course, waiting):
        gradebook.enter(gradebook.assignment(name), entries)
