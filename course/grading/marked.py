"""From a submission to everything that is kept of it; no files, no gradebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from course.grading.assignments import Assignment, Cell, LessonNotebook, about_of
from course.grading.cell_scores import CellScore
from course.grading.intake import SECRET, TIMESTAMP, Submission
from course.grading.marking import mark_answer
from course.grading.own_cells import TakenCells, take_cells
from course.grading.own_exercises import mark_own_exercises
from course.grading.rebuilding import cell_of, rebuild
from course.grading.records import RECORD_FILE, Record, TaskRecord
from course.tasks import Judged, Saved
from course.tasks.answers import parse_answer

_Any = TypeVar("_Any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A submission, graded.

    Attributes
    ----------
    student : str
    handed_in : datetime or None
    scores : mapping of str to tuple of CellScore
        By notebook.
    files : mapping of str to bytes
        What lies in the folder of the graded submission, by path.
    record : Record
    ready : Path or None
        Where the files are written already, beside their place; `files` is empty then.
    """

    student: str
    handed_in: datetime | None
    scores: Mapping[str, tuple[CellScore, ...]]
    files: Mapping[str, bytes]
    record: Record
    ready: Path | None = None


def grade_submission(
    assignment: Assignment,
    submission: Submission,
    members: Collection[str] = (),
    *,
    rebuilt: bool = False,
) -> Graded:
    """Mark everything in a submission and rebuild its notebooks.

    Parameters
    ----------
    assignment, members, rebuilt
        As for `grade_submissions`.
    submission : Submission

    Returns
    -------
    Graded
        The same, always, for the same submission and assignment.
    """
    (graded,) = grade_submissions(assignment, [submission], members, rebuilt=rebuilt)
    return graded


def grade_submissions(
    assignment: Assignment,
    submissions: Sequence[Submission],
    members: Collection[str] = (),
    *,
    rebuilt: bool = False,
) -> list[Graded]:
    """Mark some submissions together, exercise by exercise.

    What one exercise works with stays at hand in the processor's cache that way, which
    is a tenth cheaper than learner by learner.

    Parameters
    ----------
    assignment : Assignment
    submissions : sequence of Submission
    members : collection of str
        Everybody in the course run.
    rebuilt : bool
        Whether the submissions' notebooks are the grader's own, to be marked again.

    Returns
    -------
    list of Graded
        One for each, in order.
    """
    parts: list[list[_Part]] = [[] for _ in submissions]
    for notebook in assignment.notebooks:
        judged = mark_notebooks(assignment, notebook, submissions, members)
        cells = _for_each_learner(
            len(submissions),
            (
                [cell_of(one, notebook.graded[one.task.name]) for one in of_task]
                for of_task in zip(*judged, strict=True)
            ),
        )
        for submission, mine, filled, part in zip(
            submissions, judged, cells, parts, strict=True
        ):
            shown = {
                one.task.name: cell for one, cell in zip(mine, filled, strict=True)
            }
            taken = take_cells(
                notebook, submission.notebooks.get(notebook.name), rebuilt=rebuilt
            )
            part.append(_part(assignment, notebook, submission, taken, mine, shown))
    return [
        _gathered(assignment, submission, part)
        for submission, part in zip(submissions, parts, strict=True)
    ]


def mark_notebooks(
    assignment: Assignment,
    notebook: LessonNotebook,
    submissions: Sequence[Submission],
    members: Collection[str] = (),
) -> list[list[Judged]]:
    """Mark the course's own tasks in one notebook, for some learners.

    Parameters
    ----------
    assignment : Assignment
    notebook : LessonNotebook
    submissions : sequence of Submission
    members : collection of str

    Returns
    -------
    list of list of Judged
        For each submission, in the order of the notebook.
    """
    return _for_each_learner(
        len(submissions),
        (
            [
                mark_answer(
                    task,
                    _saved(submission, task.name),
                    learner=submission.student,
                    run=assignment.run,
                    keys=assignment.keys,
                    members=members,
                )
                for submission in submissions
            ]
            for task in notebook.tasks
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What one notebook adds to a graded submission."""

    notebook: LessonNotebook
    content: bytes
    scores: tuple[CellScore, ...]
    tasks: Mapping[str, TaskRecord]
    remarks: tuple[str, ...]


def _part(
    assignment: Assignment,
    notebook: LessonNotebook,
    submission: Submission,
    taken: TakenCells,
    judged: Sequence[Judged],
    filled: Mapping[str, Cell],
) -> _Part:
    own = mark_own_exercises(assignment, notebook, submission, taken)
    by_cell = {
        one.task.name: _score(one, about_of(notebook.graded[one.task.name])["points"])
        for one in judged
    }
    by_cell |= own.scores
    return _Part(
        notebook=notebook,
        content=rebuild(notebook, own.taken, {**filled, **own.filled}),
        scores=tuple(by_cell[name] for name in notebook.graded),
        tasks={one.task.name: TaskRecord.of(one) for one in judged},
        remarks=taken.remarks + own.remarks,
    )


def _gathered(
    assignment: Assignment, submission: Submission, parts: Sequence[_Part]
) -> Graded:
    files: dict[str, bytes] = {**assignment.files, **submission.files}
    if submission.timestamp:
        files[TIMESTAMP] = submission.timestamp
    if submission.secret:
        files[SECRET] = submission.secret
    files |= {f"{part.notebook.name}.ipynb": part.content for part in parts}
    record = Record(
        submission=submission.fingerprint,
        marked_by=assignment.marked_by,
        remarks=submission.remarks + tuple(r for part in parts for r in part.remarks),
        tasks={name: task for part in parts for name, task in part.tasks.items()},
        answers=submission.answers,
    )
    files[RECORD_FILE] = record.as_bytes()
    return Graded(
        student=submission.student,
        handed_in=submission.handed_in,
        scores={part.notebook.name: part.scores for part in parts},
        files=files,
        record=record,
    )


def _saved(submission: Submission, task: str) -> Saved:
    if task not in submission.answers:
        return Saved()
    return parse_answer(submission.answers[task], task)


def _for_each_learner(learners: int, by_task: Iterable[list[_Any]]) -> list[list[_Any]]:
    """Turn what is listed task by task, if there are any, into a list for each."""
    mine = [list(one) for one in zip(*by_task, strict=True)]
    return mine or [[] for _ in range(learners)]


def _score(judged: Judged, max_points: float) -> CellScore:
    """What nbgrader would write for a cell with this mark in it."""
    kind_by_hand, mark = judged.task.kind.by_hand, judged.mark
    return CellScore(
        name=judged.task.name,
        auto_score=None if mark.by_hand else min(mark.points, float(max_points)),
        needs_person=mark.by_hand or bool(judged.flag),
        is_empty=kind_by_hand and not mark.by_hand,
    )
