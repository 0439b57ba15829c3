"""What grading has done, in sentences: for the terminal and for the teacher's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from course.grading.grader import Summary
from course.grading.marks import Marks
from course.grading.regrade import Change
from course.messages import say
from course.tasks.quoting import quoted


def told_of_grading(summary: Summary) -> Iterator[str]:
    """Say whom to look at, who was late, and what was left out or refused.

    Parameters
    ----------
    summary : Summary

    Yields
    ------
    str
        A heading, or a line beneath one, which begins with two spaces.
    """
    for heading, found in (
        ("cli.grade.flagged", summary.flagged),
        ("cli.grade.late", {s: [how_late(by)] for s, by in summary.late.items()}),
        ("cli.grade.left-out", summary.remarks),
        ("cli.grade.refused", {s: [why] for s, why in summary.refused.items()}),
    ):
        if found:
            yield say(heading)
            for student, sentences in found.items():
                yield f"  {student}: {' '.join(sentences)}"


def how_late(by: timedelta) -> str:
    """Say how long after the due date something was handed in.

    Examples
    --------
    >>> from datetime import timedelta
    >>> for hours in (0.5, 1.5, 30, 50):
    ...     how_late(timedelta(hours=hours))
    'less than an hour late.'
    'more than an hour late.'
    'more than 30 hours late.'
    'more than 2 days late.'
    """
    hours = int(by.total_seconds() // 3600)
    if hours < 2:
        return say("cli.grade.late-hour" if hours else "cli.grade.late-minutes")
    if hours < 48:
        return say("cli.grade.late-hours", count=hours)
    return say("cli.grade.late-days", count=by.days)


def told_of_change(change: Change) -> str:
    """Say what marking again makes of one exercise of one learner.

    Examples
    --------
    >>> told_of_change(Change("amira", "signals", 4.0, 6.0, by_person=False))
    'amira, Mark the signals: 4 becomes 6'
    """
    words = say(
        "cli.regrade.change",
        student=change.student,
        title=say(f"{change.task}.title"),
        before=_points(change.before),
        after=_points(change.after),
    )
    return f"{words} {say('cli.regrade.by-person')}" if change.by_person else words


def _points(points: float | None) -> str:
    return say("cli.regrade.person") if points is None else f"{points:g}"


def told_of_marks(marks: Marks, platform: str) -> Iterator[str]:
    """Say whose mark is left empty, and whom a platform will not find by name.

    Parameters
    ----------
    marks : Marks
    platform : str
        One of `course.grading.marks_file.FORMS`.

    Yields
    ------
    str
        A sentence, or a line beneath one, which begins with two spaces.
    """
    if any(one.waiting for one in marks.assignments):
        yield say("cli.marks.waiting")
        for one in marks.assignments:
            if one.waiting:
                yield f"  {one.name}: {', '.join(map(quoted, one.waiting))}"
    for one in marks.assignments:
        if one.missing:
            yield say("cli.marks.missing", name=one.name, count=len(one.missing))
    if platform == "moodle":
        key = "cli.marks.no-email"
        without = [quoted(one.id) for one in marks.learners if not one.email]
    else:
        key = "cli.marks.no-name"
        without = [quoted(one.id) for one in marks.learners if not one.name]
    if without:
        yield say(key, names=", ".join(without))
