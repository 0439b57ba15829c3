"""Two people mark the same texts: what the second reads, and how far they agree.

The first marks in formgrader, as ever. The second is given the texts without names and
without the first one's points, so that neither leans on the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from course.exercises.rubric import Levels, levels_of
from course.grading.assignments import Assignment, read_assignment
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import (
    NO_GRADE,
    AssignmentRow,
    Entry,
    GradebookRows,
)
from course.grading.grader import alone, graded_folders
from course.grading.intake import Refused, take_in
from course.grading.marking import mark_answer
from course.grading.records import read_record
from course.messages import say
from course.tasks import Task
from course.tasks.answers import parse_answer
from course.tasks.scoring import weighted_kappa

# No vowels: no code is a word. No digits: no spreadsheet takes it for a number.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class CoveredText:
    """A learner's text, and the code that stands for who wrote it.

    Attributes
    ----------
    code, student : str
    task : Task
    words : str
        What was asked and what was written, box by box.
    """

    code: str
    student: str
    task: Task
    words: str


@dataclass(frozen=True, slots=True)
class TwoMarks:
    """The points that two markers gave one text."""

    code: str
    student: str
    first: float
    second: float


@dataclass(slots=True)
class Agreement:
    """How far two markers agree on the texts of one task.

    Attributes
    ----------
    task : Task
    levels : Levels
    marks : list of TwoMarks
        Of the texts that both have marked.
    only_first, only_second : int
        Texts that one of them has marked.
    settled : int
        Texts on which they agreed before, by `agree`; left out, since the first
        marker's own points no longer stand there.
    """

    task: Task
    levels: Levels
    marks: list[TwoMarks] = field(default_factory=list)
    only_first: int = 0
    only_second: int = 0
    settled: int = 0

    @property
    def same(self) -> int:
        """Texts on one level for both."""
        return sum(self.apart(one) == 0 for one in self.marks)

    @property
    def within_one(self) -> int:
        """Texts on the same level or on two next to each other."""
        return sum(self.apart(one) <= 1 for one in self.marks)

    @property
    def kappa(self) -> float | None:
        """Weighted kappa; None where it cannot be worked out."""
        level_of = self.levels.level_of
        try:
            return weighted_kappa(
                [level_of(one.first) for one in self.marks],
                [level_of(one.second) for one in self.marks],
            )
        except ValueError:
            return None

    def apart(self, marks: TwoMarks) -> int:
        """How many levels lie between the two marks of a text."""
        level_of = self.levels.level_of
        return abs(level_of(marks.first) - level_of(marks.second))


def covered_texts(course: CourseDirectory, name: str) -> list[CoveredText]:
    """Return all texts of an assignment that a person marks, in order of their codes.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.

    Returns
    -------
    list of CoveredText
        A code comes from a row of the gradebook, which the second marker has not. So
        the order tells nothing either, and the first few are a sample.

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    assignment = read_assignment(course, name)
    with GradebookRows(course.db_url) as gradebook:
        ids = gradebook.submission_ids(gradebook.assignment(name))
    texts = []
    for folder in graded_folders(course, name):
        student = folder.parent.name
        answers = _answers(folder, assignment) if student in ids else {}
        for task in _by_hand(assignment):
            words = _words(assignment, task, student, answers.get(task.name))
            if words:
                code = _code(ids[student], task.name)
                texts.append(CoveredText(code, student, task, words))
    return sorted(texts, key=lambda text: text.code)


def compare(
    course: CourseDirectory,
    name: str,
    texts: Sequence[CoveredText],
    second: Mapping[str, float],
) -> list[Agreement]:
    """Hold the second marker's points against those in the gradebook.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.
    texts : sequence of CoveredText
        All of them.
    second : mapping of str to float
        Points by code.

    Returns
    -------
    list of Agreement
        One for each task, in the order of the lesson.

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    found = {
        task.name: Agreement(task, levels_of(task.name))
        for task in _by_hand(read_assignment(course, name))
    }
    with GradebookRows(course.db_url) as gradebook:
        grades = gradebook.grades(gradebook.assignment(name))
    for text in texts:
        agreement = found[text.task.name]
        grade = grades.get(text.student, {}).get(text.task.name, NO_GRADE)
        points = second.get(text.code)
        if say("second-marks.comment") in grade.comment:
            agreement.settled += 1
        elif grade.manual_score is None or points is None:
            agreement.only_first += grade.manual_score is not None
            agreement.only_second += points is not None
        else:
            agreement.marks.append(
                TwoMarks(text.code, text.student, grade.manual_score, points)
            )
    return list(found.values())


def agreed_points(marks: TwoMarks, by: Literal["mean", "second"]) -> float:
    """Return what a text is worth when the two have agreed.

    Examples
    --------
    >>> marks = TwoMarks("BCDF-GHJK", "amira", 3.0, 6.0)
    >>> agreed_points(marks, "mean"), agreed_points(marks, "second")
    (4.5, 6.0)
    """
    return marks.second if by == "second" else (marks.first + marks.second) / 2


def agree(
    course: CourseDirectory,
    name: str,
    agreements: list[Agreement],
    by: Literal["mean", "second"],
    waiting: Callable[[], None] = lambda: None,
) -> None:
    """Enter what two markers have agreed on, for every text that both have marked.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.
    agreements : list of Agreement
    by : {"mean", "second"}
        Whether the mean of the two counts, or the second marker's points.
    waiting : callable
        Called once if a grader is at work and this waits for it.

    Raises
    ------
    GradebookUnusable
        If the gradebook did not take them; then none is entered.
    """
    with GradebookRows(course.db_url) as gradebook, alone(course, waiting):
        row = gradebook.assignment(name)
        gradebook.enter(row, list(_entries(gradebook, row, agreements, by)))


def _entries(
    gradebook: GradebookRows,
    row: AssignmentRow,
    agreements: list[Agreement],
    by: Literal["mean", "second"],
) -> Iterator[Entry]:
    grades = gradebook.grades(row)
    for agreement in agreements:
        for marks in agreement.marks:
            grade = grades[marks.student][agreement.task.name]
            said = [grade.comment.strip(), say("second-marks.comment")]
            yield Entry(
                marks.student,
                agreement.task.name,
                marks.first,
                agreed_points(marks, by),
                "\n\n".join(filter(None, said)),
            )


def _by_hand(assignment: Assignment) -> list[Task]:
    return [
        task
        for notebook in assignment.notebooks
        for task in notebook.tasks
        if task.kind.by_hand
    ]


def _answers(folder: Path, assignment: Assignment) -> Mapping[str, bytes]:
    """What a learner had answered when they were graded last."""
    record = read_record(folder)
    if record is not None:
        return record.answers
    try:
        return take_in(folder, assignment).answers
    except Refused:
        return {}


def _words(
    assignment: Assignment, task: Task, student: str, answer: bytes | None
) -> str:
    """A text box by box; "" where there is nothing for a person to mark."""
    if answer is None:
        return ""
    judged = mark_answer(
        task,
        parse_answer(answer, task.name),
        learner=student,
        run=assignment.run,
        keys=assignment.keys,
    )
    if not judged.mark.by_hand:
        return ""
    said = task.kind.said(judged.case, judged.saved.answer)
    return "\n\n".join(f"{one.asked}\n{one.words.strip()}" for one in said)


def _code(submission: str, task: str) -> str:
    """Eight letters that stand for one text.

    Examples
    --------
    >>> _code("0f3a", "own-measure")
    'WWPV-SGVS'
    """
    number = int.from_bytes(sha256(f"{submission} {task}".encode()).digest())
    letters = ""
    for _ in range(8):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"
