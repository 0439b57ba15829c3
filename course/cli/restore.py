"""``fourlenses restore``: a course run, from the file it was put into."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def restore(
    archive: Annotated[Path, typer.Argument(help=say("cli.restore.archive"))],
    to: Annotated[Path, typer.Option(help=say("cli.restore.to"))],
    db: Annotated[str, typer.Option(help=say("cli.restore.db"))] = "",
) -> None:
    """Unpack what ``fourlenses backup`` wrote.

    Parameters
    ----------
    archive : Path
    to : Path
        A folder that is empty, or not there.
    db : str
        URL of an empty PostgreSQL database, where it is not the one it was.

    Raises
    ------
    typer.Exit
        With 2, after a sentence, where nothing was restored.
    """
    from course.classroom.backups import restoring
    from course.cli.course_problems import or_one_sentence

    with or_one_sentence():
        manifest = restoring.restore(archive, to, db)
    typer.echo(
        say(
            "cli.restore.done",
            run=manifest.run,
            made=manifest.made,
            folder=to,
            count=len(manifest.digests),
        )
    )
