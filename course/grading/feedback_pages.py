"""Feedback pages for everybody who is graded, made anew from answers and gradebook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from course.grading.assignments import (
    Assignment,
    LessonNotebook,
    about_of,
    read_assignment,
    source_of,
)
from course.grading.course_directory import CourseDirectory
from course.grading.feedback import Section, feedback_page, section_of
from course.grading.gradebook import GradebookRows, GradeRow
from course.grading.grader import submitted_folders
from course.grading.intake import (
    TIMESTAMP,
    Refused,
    Submission,
    is_student,
    shown,
    take_in,
)
from course.grading.marked import mark_notebook
from course.grading.own_cells import take_cells
from course.grading.placing import placing
from course.grading.records import read_record
from course.messages import say


@dataclass(slots=True)
class FeedbackMade:
    """What a run has written.

    Attributes
    ----------
    pages : list of Path
    not_graded : dict of str to str
        Learner to why there are no marks on their page.
    """

    pages: list[Path] = field(default_factory=list)
    not_graded: dict[str, str] = field(default_factory=dict)


def write_feedback(
    course: CourseDirectory,
    name: str,
    *,
    students: Collection[str] | None = None,
    show_truth: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> FeedbackMade:
    """Write a page for each notebook of each graded submission.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.
    students : collection of str, optional
        Only these learners.
    show_truth : bool
        Whether learners may see the right answers.
    tick : callable
        Called after each learner.

    Returns
    -------
    FeedbackMade

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    assignment = read_assignment(course, name)
    with GradebookRows(course.db_url) as gradebook:
        grades = gradebook.grades(gradebook.assignment(name))
        members = gradebook.students()
    made = FeedbackMade()
    for folder in feedback_for(course, name, students):
        student = folder.parent.name
        graded = course.autograded / student / name
        try:
            if graded.is_dir():
                submission = take_in(graded, assignment)
                pages = _pages(
                    assignment,
                    submission,
                    members,
                    grades.get(student, {}),
                    _remarks(graded),
                    show_truth,
                )
            else:
                submission = take_in(folder, assignment)
                raise Refused(say("feedback.not-graded-yet"))
        except Refused as refused:
            made.not_graded[shown(student)] = str(refused)
            if not is_student(student):
                tick()
                continue
            pages = _page_of_refused(assignment, student, str(refused))
        target = course.feedback / student / name
        with placing(
            target,
            pages,
            mode=0o664 if course.group_shared else 0o644,
            shared=course.group_shared,
        ):
            pass
        made.pages += [target / page for page in pages if page != TIMESTAMP]
        tick()
    return made


def feedback_for(
    course: CourseDirectory, name: str, students: Collection[str] | None = None
) -> list[Path]:
    """Return a folder for everybody who gets a page, in order of learners.

    Parameters
    ----------
    course : CourseDirectory
    name : str
    students : collection of str, optional

    Returns
    -------
    list of Path
        The folder handed in, or else the graded one.
    """
    folders = {
        folder.parent.name: folder
        for folder in sorted(course.autograded.glob(f"*/{name}"))
        if students is None or folder.parent.name in students
    }
    folders |= {
        folder.parent.name: folder
        for folder in submitted_folders(course, name, students)
    }
    return [folders[student] for student in sorted(folders)]


def _remarks(graded: Path) -> tuple[str, ...]:
    record = read_record(graded)
    return record.remarks if record else ()


def _pages(
    assignment: Assignment,
    submission: Submission,
    members: Collection[str],
    grades: Mapping[str, GradeRow],
    remarks: tuple[str, ...],
    show_truth: bool,
) -> dict[str, bytes]:
    pages = {}
    for notebook in assignment.notebooks:
        judged = {
            one.task.name: one
            for one in mark_notebook(assignment, notebook, submission, members)
        }
        sections = []
        for name in notebook.graded:
            grade = grades.get(name, GradeRow(None, None, None, True))
            waits = grade.manual_score is None and grade.auto_score is None
            points = None if waits else grade.points
            if name in judged:
                section = section_of(
                    judged[name],
                    points=points,
                    comment=grade.comment,
                    show_truth=show_truth,
                    waits=waits,
                )
            else:
                section = _own_section(
                    notebook, name, points, grade.comment, submission
                )
            sections.append(section)
        page = feedback_page(notebook.title, submission.student, sections, remarks)
        pages[f"{notebook.name}.html"] = page.encode()
    if submission.timestamp:
        pages[TIMESTAMP] = submission.timestamp
    return pages


def _own_section(
    notebook: LessonNotebook,
    name: str,
    points: float | None,
    comment: str,
    submission: Submission,
) -> Section:
    """What a learner gave to an exercise of the teacher's own; never its tests."""
    cell = next(c for c in notebook.cells if about_of(c).get("grade_id") == name)
    given = take_cells(notebook, submission.notebooks.get(notebook.name)).given
    words = given.get(name, source_of(cell))
    return Section(
        name=name,
        title=say("feedback.own-cell"),
        points=points,
        max_points=about_of(cell)["points"],
        body=Markup("<pre>{}</pre>").format(words),
        comment=comment,
    )


def _page_of_refused(
    assignment: Assignment, student: str, reason: str
) -> dict[str, bytes]:
    return {
        f"{notebook.name}.html": feedback_page(
            notebook.title, student, [], (reason,)
        ).encode()
        for notebook in assignment.notebooks
    }
