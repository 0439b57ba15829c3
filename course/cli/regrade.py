"""``fourlenses regrade``: what a corrected key or rule would change, and change it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def regrade(
    assignment: Annotated[str, typer.Argument(help=say("cli.regrade.assignment"))],
    apply: Annotated[
        bool, typer.Option("--apply", help=say("cli.regrade.apply"))
    ] = False,
    student: Annotated[
        list[str] | None, typer.Option(help=say("cli.grade.student"))
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help=say("cli.grade.unsafe"))
    ] = False,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Mark the saved answers again; show who would change, or write it.

    Parameters
    ----------
    assignment : str
    apply : bool
        Write the new marks.
    student : list of str
        Only these learners.
    unsafe : bool
        Run a teacher's own code tests also where there is no sandbox for them.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 1 where somebody's work could not be marked again, with 2 where regrading
        could not go on.
    """
    from course.cli.course_problems import or_one_sentence
    from course.cli.progress_bar import counting
    from course.grading.course_directory import open_course_directory
    from course.grading.grader import graded_folders
    from course.grading.regrade import regrade as mark_again
    from course.grading.told import told_of_change

    with or_one_sentence():
        course = open_course_directory(root)
        count = len(graded_folders(course, assignment, student))
        with counting(say("cli.regrade.doing", name=assignment), count) as tick:
            found = mark_again(
                course,
                assignment,
                students=student,
                apply=apply,
                unsafe=unsafe,
                tick=tick,
                waiting=lambda: typer.echo(say("cli.grade.waiting"), err=True),
            )
    for change in found.changes:
        typer.echo(f"  {told_of_change(change)}")
    changed = {change.student for change in found.changes}
    typer.echo(
        say(
            "cli.regrade.applied" if apply else "cli.regrade.would",
            looked_at=found.looked_at,
            changed=len(changed),
            name=assignment,
        )
    )
    for learner, why in found.refused.items():
        typer.echo(f"  {learner}: {why}", err=True)
    if found.refused:
        raise typer.Exit(1)
