"""``fourlenses backup``: a course run in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def backup(
    folder: Annotated[Path, typer.Argument(help=say("cli.backup.folder"))],
    to: Annotated[Path, typer.Option(help=say("cli.backup.to"))],
) -> None:
    """Put a course directory and its gradebook into one file.

    Parameters
    ----------
    folder : Path
        The course directory.
    to : Path
        The file to write.

    Raises
    ------
    typer.Exit
        With 2, after a sentence, where nothing was written.
    """
    from course.classroom.backups.making import back_up
    from course.cli.course_problems import or_one_sentence
    from course.grading.course_directory import open_course_directory
    from course.tasks.quoting import quoted

    with or_one_sentence():
        made = back_up(
            open_course_directory(folder),
            to,
            waiting=lambda: typer.echo(say("cli.grade.waiting"), err=True),
        )
    megabytes = f"{to.stat().st_size / 1e6:.1f}"
    typer.echo(say("cli.backup.done", file=to, count=made.files, size=megabytes))
    for path in made.left_out:
        typer.echo(say("cli.backup.left-out", path=quoted(path)))
