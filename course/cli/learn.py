"""``fourlenses learn``: open the course in JupyterLab, in the learner's own folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
    from course.classroom.lab_server import LabServer

_ROOT = "FOURLENSES_COURSE_ROOT"


def learn(
    workspace: Annotated[Path, typer.Option(help=say("cli.learn.workspace"))] = Path(
        "~/four-lenses"
    ),
    port: Annotated[
        int, typer.Option(min=1, max=65535, help=say("cli.learn.port"))
    ] = 8888,
    browser: Annotated[bool, typer.Option(help=say("cli.learn.browser"))] = True,
    name: Annotated[str, typer.Option(help=say("cli.learn.name"))] = "",
    course: Annotated[Path | None, typer.Option(help=say("cli.learn.course"))] = None,
) -> None:
    """Put the lessons in place, open JupyterLab on them, and wait until it is closed.

    Parameters
    ----------
    workspace : Path
        The learner's folder; created if it is not there.
    port : int
        Where to begin looking for a free port.
    browser : bool
        Whether to open a browser, where there is a screen.
    name : str
        The name answers are saved under; empty to leave that to the course.
    course : Path
        A course directory with ``release/``, such as that of a course run.

    Raises
    ------
    typer.Exit
        With 1, after a sentence, if the course cannot be opened.
    """
    from course.classroom.lab_server import LabFailed, find_lab, start_lab
    from course.classroom.workspace import (
        LessonsMissing,
        WorkspaceUnusable,
        course_root,
        prepare,
    )

    workspace = workspace.expanduser().absolute()
    try:
        root = course_root({_ROOT: str(course)}) if course else course_root()
        delivery = prepare(workspace, root, date.today())
        typer.echo(say("workspace.ready", workspace=workspace))
        for sentence in delivery.sentences():
            typer.echo(sentence)

        if running := find_lab(workspace):
            show(running.page(), "learn.open-already", browser)
            if name:
                typer.echo(say("learn.name-later", name=name))
            return
        typer.echo(say("learn.starting"))
        stop_when_told()
        server, process = start_lab(workspace, root, port, name)
    except (LessonsMissing, WorkspaceUnusable, LabFailed) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(say("learn.stopped", workspace=workspace))
        return
    attend(server, process, server.page(), "learn", browser)
    typer.echo(say("learn.stopped", workspace=workspace))


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a browser could be shown.

    Parameters
    ----------
    environment : mapping of str to str

    Returns
    -------
    bool
        Always true on Windows and macOS.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def attend(
    server: LabServer, process: subprocess.Popen, page: str, words: str, browser: bool
) -> None:
    """Show a page, wait until its JupyterLab has ended, and end it when told to stop.

    Parameters
    ----------
    server : LabServer
    process : subprocess.Popen
    page : str
        Its address.
    words : str
        How the keys of the sentences begin.
    browser : bool
        Whether to open a browser, where there is a screen.
    """
    from course.classroom.lab_server import stop_lab

    try:
        show(page, f"{words}.open", browser)
        typer.echo(say(f"{words}.how-to-stop"))
        while process.poll() is None:
            try:
                # In short waits: Windows does not hear Ctrl+C during a long one.
                process.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
    except KeyboardInterrupt:
        pass
    finally:
        stop_lab(server, process)


def show(address: str, key: str, browser: bool) -> None:
    """Say where a page is, and open a browser on it where there is a screen."""
    typer.echo(say(key, address=address))
    if browser and has_screen():
        webbrowser.open(address)


def stop_when_told() -> None:
    """Close the course also when its window is closed or the system shuts down."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
