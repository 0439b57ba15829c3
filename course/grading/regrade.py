"""Mark again what was handed in, by a corrected key or rule; look before it counts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from course.grading.assignments import Assignment, read_assignment
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import (
    NO_GRADE,
    AssignmentRow,
    GradebookRows,
    GradeRow,
)
from course.grading.grader import (
    Place,
    alone,
    graded_folders,
    lay_graded,
    refuse_without_sandbox,
)
from course.grading.intake import Refused
from course.grading.late import late_penalty
from course.grading.marked import Graded, grade_submission
from course.grading.placing import placing
from course.grading.records import RECORD_FILE
from course.grading.taking_back import take_back


@dataclass(frozen=True, slots=True)
class Change:
    """One exercise of one learner that is worth something else now.

    Attributes
    ----------
    student, task : str
    before, after : float or None
        Points by machine; None where a person decides.
    by_person : bool
        Whether a person's points stand there, which stay.
    """

    student: str
    task: str
    before: float | None
    after: float | None
    by_person: bool


@dataclass(slots=True)
class Regraded:
    """What marking again has shown.

    Attributes
    ----------
    looked_at : int
        Submissions marked again.
    changes : list of Change
    refused : dict of str to str
        Learner to why their work could not be marked again.
    """

    looked_at: int = 0
    changes: list[Change] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def regrade(
    course: CourseDirectory,
    name: str,
    *,
    students: Collection[str] | None = None,
    apply: bool = False,
    unsafe: bool = False,
    tick: Callable[[], None] = lambda: None,
    waiting: Callable[[], None] = lambda: None,
) -> Regraded:
    """Mark the saved answers of everybody graded once more.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.
    students : collection of str, optional
        Only these learners.
    apply : bool
        Whether the new marks are written; otherwise nothing is.
    unsafe : bool
        Whether code may be run also where there is no sandbox for it.
    tick : callable
        Called after each submission.
    waiting : callable
        Called once if another grader is at work and this one waits for it.

    Returns
    -------
    Regraded
        A person's marks and comments stay in any case. Where the machine's points
        change beneath a person's, that person is asked to look again.

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    assignment = read_assignment(course, name, unsafe=unsafe)
    refuse_without_sandbox(course, assignment)
    found = Regraded()
    penalty = late_penalty(course.config)
    with GradebookRows(course.db_url, penalty) as gradebook, alone(course, waiting):
        row = gradebook.assignment(name)
        grades, members = gradebook.grades(row), gradebook.students()
        for folder in graded_folders(course, name, students):
            student = folder.parent.name
            try:
                graded = _mark_again(assignment, folder, members)
            except Refused as refused:
                found.refused[student] = str(refused)
                tick()
                continue
            found.looked_at += 1
            found.changes += _changes(graded, grades.get(student, {}))
            if apply:
                _write(course, gradebook, row, folder, graded)
            tick()
    return found


def _mark_again(
    assignment: Assignment, folder: Path, members: Collection[str]
) -> Graded:
    submission, earlier = take_back(folder, assignment)
    graded = grade_submission(assignment, submission, members, rebuilt=True)
    # It is still the same hand-in, with the same things left out of it.
    record = replace(
        graded.record, submission=earlier.submission, remarks=earlier.remarks
    )
    files = {**graded.files, RECORD_FILE: record.as_bytes()}
    return replace(graded, record=record, files=files)


def _changes(graded: Graded, grades: dict[str, GradeRow]) -> list[Change]:
    return [
        Change(
            graded.student,
            score.name,
            before.auto_score,
            score.auto_score,
            before.manual_score is not None,
        )
        for scores in graded.scores.values()
        for score in scores
        if (before := grades.get(score.name, NO_GRADE)).auto_score != score.auto_score
    ]


def _write(
    course: CourseDirectory,
    gradebook: GradebookRows,
    row: AssignmentRow,
    folder: Path,
    graded: Graded,
) -> None:
    place = Place.of(course, folder.name)
    with placing(folder, lay_graded(place, graded).ready):
        gradebook.write(row, graded, again=True)
