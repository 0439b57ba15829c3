"""The marks of a course run: who has how many points for what, and who has none yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from course.exercises import TASKS
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import Enrolled, GradebookRows, GradeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentMarks:
    """Everybody's points for one assignment.

    Attributes
    ----------
    name : str
    most_points : float
    points : mapping of str to float
        By learner; only of those whose marking is finished.
    waiting : tuple of str
        Learners of whose work a person has something still to look at.
    missing : tuple of str
        Learners who have handed in nothing that is graded.
    comments : mapping of str to str
        By learner: what their teacher has said, exercise by exercise.
    """

    name: str
    most_points: float
    points: Mapping[str, float]
    waiting: tuple[str, ...]
    missing: tuple[str, ...]
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a course run.

    Attributes
    ----------
    learners : tuple of Enrolled
    assignments : tuple of AssignmentMarks
    """

    learners: tuple[Enrolled, ...]
    assignments: tuple[AssignmentMarks, ...]


def class_marks(course: CourseDirectory, names: Collection[str] = ()) -> Marks:
    """Read the marks of a course run.

    Parameters
    ----------
    course : CourseDirectory
    names : collection of str
        Assignments, in the order in which they are wanted; where none is named, all of
        which anybody's work is graded.

    Returns
    -------
    Marks

    Raises
    ------
    GradebookUnusable
        If there is no gradebook, or it does not know an assignment.
    """
    with GradebookRows(course.db_url) as gradebook:
        learners = tuple(gradebook.enrolled())
        wanted = names or sorted(gradebook.assignment_names())
        found = [_marks(gradebook, name, learners) for name in wanted]
    return Marks(
        learners, tuple(one for one in found if names or one.points or one.waiting)
    )


def _marks(
    gradebook: GradebookRows, name: str, learners: tuple[Enrolled, ...]
) -> AssignmentMarks:
    row = gradebook.assignment(name)
    grades, penalties = gradebook.grades(row), gradebook.penalties(row)
    waiting = {
        learner
        for learner, theirs in grades.items()
        if any(grade.waits or grade.needs_person for grade in theirs.values())
    }
    return AssignmentMarks(
        name=name,
        most_points=gradebook.most_points(row),
        points={
            learner: max(
                0.0,
                sum(grade.points for grade in theirs.values())
                - penalties.get(learner, 0.0),
            )
            for learner, theirs in grades.items()
            if learner not in waiting
        },
        waiting=tuple(sorted(waiting)),
        missing=tuple(one.id for one in learners if one.id not in grades),
        comments={learner: _comments(theirs) for learner, theirs in grades.items()},
    )


def _comments(grades: Mapping[str, GradeRow]) -> str:
    return "\n\n".join(
        f"{TASKS[cell].title if cell in TASKS else cell}: {grade.comment.strip()}"
        for cell, grade in grades.items()
        if grade.comment.strip()
    )
