"""``fourlenses teach``: open the teacher's page, in JupyterLab's own server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.cli.learn import attend, show, stop_when_told
from course.messages import say


def teach(
    folder: Annotated[Path, typer.Argument(help=say("cli.teach.folder"))] = Path("."),
    port: Annotated[
        int, typer.Option(min=1, max=65535, help=say("cli.learn.port"))
    ] = 8888,
    browser: Annotated[bool, typer.Option(help=say("cli.learn.browser"))] = True,
) -> None:
    """Open the teacher's page on a folder, and wait until it is closed.

    Parameters
    ----------
    folder : Path
        A course directory, or a folder of them; created if it is not there.
    port : int
        Where to begin looking for a free port.
    browser : bool
        Whether to open a browser, where there is a screen.

    Raises
    ------
    typer.Exit
        With 1, after a sentence, if it cannot be opened.
    """
    from course.classroom.lab_server import (
        TEACHING,
        TEACHING_PAGE,
        LabFailed,
        find_lab,
        start_teaching,
    )

    folder = folder.expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if running := find_lab(folder, TEACHING):
            show(running.at(TEACHING_PAGE), "teach.open-already", browser)
            return
        typer.echo(say("teach.starting"))
        stop_when_told()
        server, process = start_teaching(folder, port)
    except LabFailed as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        reason = f"{error.strerror or error} ({error.filename})"
        typer.echo(say("cli.disk", reason=reason), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(say("teach.stopped"))
        return
    attend(server, process, server.at(TEACHING_PAGE), "teach", browser)
    typer.echo(say("teach.stopped"))
