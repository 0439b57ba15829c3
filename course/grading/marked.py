"""From a submission to everything that is kept of it; no files, no gradebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from course.grading.assignments import Assignment, LessonNotebook, about_of
from course.grading.cell_scores import CellScore
from course.grading.intake import TIMESTAMP, Submission
from course.grading.marking import mark_answers
from course.grading.own_cells import take_cells
from course.grading.own_exercises import mark_own_exercises
from course.grading.rebuilding import cell_of, rebuild
from course.grading.records import RECORD_FILE, Record, TaskRecord
from course.tasks import Judged, Saved
from course.tasks.answers import parse_answer


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
    """

    student: str
    handed_in: datetime | None
    scores: Mapping[str, tuple[CellScore, ...]]
    files: Mapping[str, bytes]
    record: Record


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
    assignment : Assignment
    submission : Submission
    members : collection of str
        Everybody in the course run.
    rebuilt : bool
        Whether the submission's notebooks are the grader's own, to be marked again.

    Returns
    -------
    Graded
        The same, always, for the same submission and assignment.
    """
    remarks = list(submission.remarks)
    files: dict[str, bytes] = dict(assignment.files)
    files |= submission.files
    if submission.timestamp:
        files[TIMESTAMP] = submission.timestamp
    scores, tasks = {}, {}
    for notebook in assignment.notebooks:
        handed_in = submission.notebooks.get(notebook.name)
        taken = take_cells(notebook, handed_in, rebuilt=rebuilt)
        remarks += taken.remarks
        judged = mark_notebook(assignment, notebook, submission, members)
        filled = {
            one.task.name: cell_of(one, notebook.graded[one.task.name])
            for one in judged
        }
        own = mark_own_exercises(assignment, notebook, submission, taken)
        remarks += own.remarks
        filled |= own.filled
        files[f"{notebook.name}.ipynb"] = rebuild(notebook, own.taken, filled)
        by_cell = {
            one.task.name: _score(
                one, about_of(notebook.graded[one.task.name])["points"]
            )
            for one in judged
        }
        by_cell |= own.scores
        scores[notebook.name] = tuple(by_cell[name] for name in notebook.graded)
        tasks |= {one.task.name: TaskRecord.of(one) for one in judged}
    record = Record(
        submission=submission.fingerprint,
        marked_by=assignment.marked_by,
        remarks=tuple(remarks),
        tasks=tasks,
        answers=submission.answers,
    )
    files[RECORD_FILE] = record.as_bytes()
    return Graded(
        student=submission.student,
        handed_in=submission.handed_in,
        scores=scores,
        files=files,
        record=record,
    )


def mark_notebook(
    assignment: Assignment,
    notebook: LessonNotebook,
    submission: Submission,
    members: Collection[str] = (),
) -> list[Judged]:
    """Mark the course's own tasks in one notebook.

    Parameters
    ----------
    assignment : Assignment
    notebook : LessonNotebook
    submission : Submission
    members : collection of str

    Returns
    -------
    list of Judged
        In the order of the notebook.
    """
    answers = {
        task.name: parse_answer(submission.answers[task.name], task.name)
        if task.name in submission.answers
        else Saved()
        for task in notebook.tasks
    }
    return mark_answers(
        notebook.tasks,
        answers,
        learner=submission.student,
        run=assignment.run,
        keys=assignment.keys,
        members=members,
    )


def _score(judged: Judged, max_points: float) -> CellScore:
    """What nbgrader would write for a cell with this mark in it."""
    kind_by_hand, mark = judged.task.kind.by_hand, judged.mark
    return CellScore(
        name=judged.task.name,
        auto_score=None if mark.by_hand else min(mark.points, float(max_points)),
        needs_person=mark.by_hand or bool(judged.flag),
        is_empty=kind_by_hand and not mark.by_hand,
    )
