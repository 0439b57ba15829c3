"""``fourlenses grade``: mark what was handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
    from datetime import timedelta

    from course.grading.grader import Summary


def grade(
    assignments: Annotated[
        list[str] | None, typer.Argument(help=say("cli.grade.assignments"))
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option(help=say("cli.grade.student"))
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=say("cli.grade.force"))
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help=say("cli.grade.workers"))] = 1,
    scheduler: Annotated[str, typer.Option(help=say("cli.grade.scheduler"))] = "",
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help=say("cli.grade.unsafe"))
    ] = False,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Grade all, or some, of what was handed in.

    Parameters
    ----------
    assignments : list of str
        All that anybody has handed in where none is named.
    student : list of str
        Only these learners.
    force : bool
        Grade also what has not changed.
    workers : int
        Processes that mark.
    scheduler : str
        Address of a Dask scheduler, to mark on other machines.
    unsafe : bool
        Run a teacher's own code tests also where there is no sandbox for them.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 1 where somebody was refused, with 2 where grading could not go on.
    """
    from course.cli.course_problems import or_one_sentence
    from course.cli.progress_bar import counting
    from course.grading.assignments import assignment_names
    from course.grading.course_directory import open_course_directory
    from course.grading.grader import grade as grade_all
    from course.grading.grader import submitted_folders
    from course.grading.workers import processes
    from course.grading.workers import scheduler as dask_scheduler

    refused = False
    with or_one_sentence():
        course = open_course_directory(root)
        handed_in = {
            name: len(submitted_folders(course, name, student))
            for name in assignments or assignment_names(course)
        }
        if not assignments:
            handed_in = {name: count for name, count in handed_in.items() if count}
        if not handed_in:
            typer.echo(say("cli.grade.nothing"))
        who = dask_scheduler(scheduler) if scheduler else processes(workers)
        for name, count in handed_in.items():
            with counting(say("cli.grade.doing", name=name), count) as tick:
                summary = grade_all(
                    course,
                    name,
                    students=student,
                    force=force,
                    unsafe=unsafe,
                    workers=who,
                    tick=tick,
                    waiting=lambda: typer.echo(say("cli.grade.waiting"), err=True),
                )
            _tell(name, summary)
            refused = refused or bool(summary.refused)
    if refused:
        raise typer.Exit(1)


def _tell(name: str, summary: Summary) -> None:
    typer.echo(
        say(
            "cli.grade.done",
            name=name,
            graded=len(summary.graded),
            unchanged=len(summary.unchanged),
            flagged=len(summary.flagged),
            refused=len(summary.refused),
        )
    )
    for heading, found in (
        ("cli.grade.flagged", summary.flagged),
        ("cli.grade.late", {s: [how_late(by)] for s, by in summary.late.items()}),
        ("cli.grade.left-out", summary.remarks),
        ("cli.grade.refused", {s: [why] for s, why in summary.refused.items()}),
    ):
        if found:
            typer.echo(say(heading))
            for student, sentences in found.items():
                typer.echo(f"  {student}: {' '.join(sentences)}")
    if summary.by_earlier_key:
        typer.echo(
            say("cli.grade.earlier-key", count=summary.by_earlier_key, name=name)
        )


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
