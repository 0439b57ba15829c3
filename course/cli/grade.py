"""``fourlenses grade``: mark what was handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
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
    from course.grading.told import told_of_grading

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
    for sentence in told_of_grading(summary):
        typer.echo(sentence)
    if summary.by_earlier_key:
        typer.echo(
            say("cli.grade.earlier-key", count=summary.by_earlier_key, name=name)
        )
