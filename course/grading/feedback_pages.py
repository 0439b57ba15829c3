"""Feedback pages for everybody, from the graded notebooks and the gradebook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from markupsafe import Markup

from course.exercises import TASKS
from course.grading.assignments import (
    Assignment,
    LessonNotebook,
    about_of,
    read_assignment,
    source_of,
)
from course.grading.colleagues import colleagues_say
from course.grading.course_directory import CourseDirectory
from course.grading.feedback import Section, feedback_page
from course.grading.gradebook import NO_GRADE, GradebookRows, GradeRow
from course.grading.grader import graded_folders, submitted_folders
from course.grading.intake import (
    SECRET,
    TIMESTAMP,
    Refused,
    Submission,
    is_student,
    read_secret,
    take_in,
)
from course.grading.lasting import lasting
from course.grading.own_cells import take_cells
from course.grading.placing import lay_ready, placing
from course.grading.rebuilding import reviews_in
from course.grading.taking_back import take_back
from course.messages import say
from course.tasks.quoting import quoted

# The task on whose page stands what colleagues said.
OWN_PROJECT = "project"


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


@lasting()
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
    made = FeedbackMade()
    for folder in feedback_for(course, name, students):
        student = folder.parent.name
        try:
            pages = _pages(
                course, assignment, student, grades.get(student, {}), show_truth
            )
        except Refused as refused:
            made.not_graded[quoted(student)] = str(refused)
            if not is_student(student):
                tick()
                continue
            pages = _page_of_refused(assignment, student, str(refused))
            pages |= _for_release(secret=read_secret(folder))
        target = course.feedback / student / name
        mode = 0o664 if course.group_shared else 0o644
        ready = lay_ready(target, pages, mode=mode, shared=course.group_shared)
        with placing(target, ready):
            pass
        made.pages += [target / page for page in pages if page.endswith(".html")]
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
        for list_folders in (graded_folders, submitted_folders)
        for folder in list_folders(course, name, students)
    }
    return [folders[student] for student in sorted(folders)]


def sections_of(
    course: CourseDirectory,
    assignment: Assignment,
    student: str,
    grades: Mapping[str, GradeRow],
    names: Collection[str],
) -> list[Section]:
    """Return what a learner's page says of some exercises, for whoever marks them.

    Parameters
    ----------
    course : CourseDirectory
    assignment : Assignment
    student : str
        One whose work is graded.
    grades : mapping of str to GradeRow
        Their grades by cell.
    names : collection of str
        Of the exercises.

    Returns
    -------
    list of Section

    Raises
    ------
    Refused
        If what was graded cannot be read any more.
    """
    graded = course.autograded / student / assignment.name
    submission, _ = take_back(graded, assignment)
    return [
        section
        for notebook in assignment.notebooks
        for section in _sections(notebook, submission, grades, names, show_truth=True)
    ]


def _pages(
    course: CourseDirectory,
    assignment: Assignment,
    student: str,
    grades: Mapping[str, GradeRow],
    show_truth: bool,
) -> dict[str, bytes]:
    """One learner's pages by name of the file.

    Put together from what was said when it was marked: page and marks agree, also when
    the course has learnt better words since.
    """
    graded = course.autograded / student / assignment.name
    if not graded.is_dir():
        take_in(course.submitted / student / assignment.name, assignment)
        raise Refused(say("feedback.not-graded-yet"))
    submission, record = take_back(graded, assignment)
    pages = {}
    for notebook in assignment.notebooks:
        sections = _sections(
            notebook, submission, grades, notebook.graded, show_truth=show_truth
        )
        colleagues = ()
        if OWN_PROJECT in notebook.graded:
            colleagues = colleagues_say(course.root, student)
        page = feedback_page(
            notebook.title, student, sections, record.remarks, colleagues
        )
        pages[f"{notebook.name}.html"] = page.encode()
    return pages | _for_release(submission.timestamp, submission.secret)


def _sections(
    notebook: LessonNotebook,
    submission: Submission,
    grades: Mapping[str, GradeRow],
    names: Collection[str],
    *,
    show_truth: bool,
) -> list[Section]:
    handed_in = submission.notebooks.get(notebook.name)
    reviews = reviews_in(handed_in, names, show_truth=show_truth)
    given = {}
    if notebook.own:
        given = take_cells(notebook, handed_in, rebuilt=True).given
    return [
        _section(notebook, name, grades.get(name, NO_GRADE), reviews, given)
        for name in notebook.graded
        if name in names
    ]


def _for_release(timestamp: bytes = b"", secret: bytes = b"") -> dict[str, bytes]:
    """What nbgrader reads to release a page; one without stops everybody's."""
    return {TIMESTAMP: timestamp, SECRET: secret or token_hex(64).encode()}


def _section(
    notebook: LessonNotebook,
    name: str,
    grade: GradeRow,
    reviews: Mapping[str, str],
    given: Mapping[str, str],
) -> Section:
    cell = notebook.graded[name]
    if name in TASKS:
        title, body = TASKS[name].title, Markup(reviews.get(name, ""))
    else:
        # What the learner gave to an exercise of the teacher's own; never its tests.
        title = say("feedback.own-cell")
        body = Markup("<pre>{}</pre>").format(given.get(name, source_of(cell)))
    return Section(
        name=name,
        title=title,
        points=None if grade.waits else grade.points,
        max_points=about_of(cell)["points"],
        body=body,
        comment=grade.comment,
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
