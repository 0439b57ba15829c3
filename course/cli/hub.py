"""``fourlenses hub``: make a hub's accounts and folders ready, and serve."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def hub(
    folder: Annotated[Path, typer.Argument(help=say("cli.hub.folder"))],
    root: Annotated[Path, typer.Option(help=say("cli.hub.root"))] = Path("."),
    serve: Annotated[bool, typer.Option(help=say("cli.hub.serve"))] = True,
) -> None:
    """Make ready what is lacking, say what was made, and become JupyterHub.

    Parameters
    ----------
    folder : Path
        The hub's, with its environment in it.
    root : Path
        The checkout of the course.
    serve : bool
        Whether to go on and start the hub.

    Raises
    ------
    typer.Exit
        With 1, after a sentence, if the hub cannot be made ready.
    """
    from course.classroom.course_runs import NotMade
    from course.classroom.hub.accounts import AccountRefused, make_accounts
    from course.classroom.hub.class_list import ClassListUnusable, read_class_list
    from course.classroom.hub.course_directory import (
        enrol_class,
        track_not_taken_up,
    )
    from course.classroom.hub.places import Places
    from course.classroom.hub.preparing import make_folders, make_settings
    from course.classroom.tracks import NoTrack

    if os.geteuid() != 0:
        typer.echo(say("hub.not-root"), err=True)
        raise typer.Exit(1)
    places = Places(folder.absolute())
    for made in make_settings(places, root / "deploy" / "hub"):
        typer.echo(say("hub.settings-made", path=made))
    try:
        people = read_class_list(places.class_list)
        if people.run and not places.course_directory(people.course).exists():
            # A track that does not fit the lessons is refused before anything is made.
            people.run.plan(people.course, root / "source")
        _tell_passwords(make_accounts(people, places))
        make_folders(people, places, root)
    except (ClassListUnusable, AccountRefused, NotMade, NoTrack) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    if sentence := track_not_taken_up(people, places):
        typer.echo(sentence, err=True)
    if reason := enrol_class(people, places):
        typer.echo(say("hub.not-enrolled", reason=reason), err=True)
    typer.echo(
        say(
            "hub.ready",
            course=people.course,
            instructors=len(people.instructors),
            students=len(people.students),
            directory=places.course_directory(people.course),
        )
    )
    if serve:
        _become_jupyterhub(places)


def _tell_passwords(passwords: dict[str, str]) -> None:
    if passwords:
        typer.echo(say("hub.new-passwords"))
    for name, password in passwords.items():
        typer.echo(say("hub.password", name=name, password=password))


def _become_jupyterhub(places) -> None:
    from course.classroom.hub.ended_processes import forget_ended_processes

    forget_ended_processes(places)
    programs = places.environment / "bin"
    environment = os.environ | {
        "FOURLENSES_HUB": str(places.folder),
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    # What JupyterHub writes besides lies with what it remembers.
    os.chdir(places.state)
    sys.stdout.flush()
    # A background job of a shell ignores it, and so would all that the hub starts and
    # later asks to end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    command = [shutil.which("jupyterhub", path=programs), "-f", places.hub_settings]
    os.execve(command[0], command, environment)
