"""A submission read again from where the grader keeps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from course.grading.assignments import Assignment
from course.grading.intake import Refused, Submission, take_in
from course.grading.records import Record, read_record
from course.messages import say


def take_back(folder: Path, assignment: Assignment) -> tuple[Submission, Record]:
    """Read what was graded, as it was handed in.

    Parameters
    ----------
    folder : Path
        Such as ``autograded/amira/04-variation``.
    assignment : Assignment

    Returns
    -------
    Submission
        Its notebooks are the rebuilt ones.
    Record

    Raises
    ------
    Refused
        If there is no record, as after nbgrader's own autograde, or no notebook.
    """
    record = read_record(folder)
    if record is None:
        raise Refused(say("grading.no-record", name=assignment.name))
    submission = take_in(folder, assignment)
    return replace(submission, answers=record.answers), record
