"""``fourlenses peers``: learners review each other's projects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say

app = typer.Typer(no_args_is_help=True)

Root = Annotated[Path, typer.Option(help=say("cli.root"))]


@app.command(help=say("cli.peers.assign"))
def assign(
    each: Annotated[
        int | None, typer.Option(min=2, max=3, help=say("cli.peers.assign.each"))
    ] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option(help=say("cli.peers.assign.withdraw"))
    ] = None,
    leaves: Annotated[
        list[str] | None, typer.Option(help=say("cli.peers.assign.leaves"))
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help=say("cli.peers.assign.everybody"))
    ] = False,
    zips: Annotated[
        Path | None, typer.Option("--zip", help=say("cli.peers.assign.zip"))
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help=say("cli.peers.assign.seed"))
    ] = None,
    root: Root = Path("."),
) -> None:
    """Deal out the projects that were handed in.

    Parameters
    ----------
    each : int
        Projects for each reviewer.
    withdraw, leaves : list of str
        Learners whose project is taken out, or who have left.
    everybody : bool
        Also those without a project review.
    zips : Path
        A folder for zip files, in the place of ``release/``.
    seed : int
        Decides who reviews whom.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 2 where it could not go on.
    """
    from course.classroom.peers.dealing import assign as deal_out
    from course.classroom.peers.handed_in import PEERS
    from course.cli.course_problems import or_one_sentence
    from course.grading.course_directory import open_course_directory

    with or_one_sentence():
        done = deal_out(
            open_course_directory(root),
            each=each,
            withdraw=withdraw or (),
            leaves=leaves or (),
            everybody=everybody,
            zips=zips,
            seed=seed,
        )
    round_, projects = done.round, len(done.round.live)
    if projects <= round_.each:
        typer.echo(say("peers.fewer", projects=projects, each=round_.each))
    typer.echo(
        say(
            "peers.assigned",
            projects=projects,
            reviewers=len(round_.dealt),
            new=len(done.changed),
            same=len(round_.dealt) - len(done.changed),
        )
    )
    if done.with_one_more:
        typer.echo(say("peers.one-more", names=", ".join(done.with_one_more)))
    if done.left_out:
        typer.echo(say("peers.left-out"))
        for learner, why in done.left_out.items():
            typer.echo(f"  {learner}: {why}")
    key = "peers.in-zips" if zips else "peers.in-release"
    typer.echo(say(key, folder=done.place, assignment=PEERS))


@app.command("return", help=say("cli.peers.return"))
def return_(
    moderate: Annotated[
        bool, typer.Option("--moderate", help=say("cli.peers.return.moderate"))
    ] = False,
    root: Root = Path("."),
) -> None:
    """Bring reviews to their authors.

    Parameters
    ----------
    moderate : bool
        First write all texts down for decision.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 2 where it could not go on.
    """
    from course.classroom.peers.handed_in import PROJECT
    from course.classroom.peers.moderation import moderation_file
    from course.classroom.peers.returning import bring_back, round_of
    from course.cli.course_problems import or_one_sentence
    from course.cli.progress_bar import counting
    from course.grading.colleagues import returned_folder
    from course.grading.course_directory import open_course_directory

    with or_one_sentence():
        course = open_course_directory(root)
        total = len(round_of(course).covers)
        with counting(say("cli.peers.return.doing"), total) as tick:
            brought = bring_back(course, moderate=moderate, tick=tick)
    typer.echo(
        say(
            "peers.returned",
            reviews=brought.reviews,
            authors=len(brought.authors),
            folder=returned_folder(course.root),
        )
    )
    if brought.waiting:
        file = moderation_file(course.root)
        typer.echo(say("peers.waiting", count=brought.waiting, file=file))
    if brought.held_back:
        typer.echo(say("peers.held-back", count=brought.held_back))
    if brought.pages:
        count = len(brought.pages)
        typer.echo(say("peers.pages", count=count, assignment=PROJECT))
    if brought.without_page:
        typer.echo(say("peers.no-page-yet", names=", ".join(brought.without_page)))


@app.command(help=say("cli.peers.status"))
def status(root: Root = Path(".")) -> None:
    """Show how far everybody is.

    Parameters
    ----------
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 2 where no round has begun.
    """
    from rich.console import Console
    from rich.table import Table

    from course.classroom.peers.returning import standing
    from course.cli.course_problems import or_one_sentence
    from course.grading.course_directory import open_course_directory

    with or_one_sentence():
        everybody = standing(open_course_directory(root))
    table = Table(box=None, pad_edge=False)
    for column in ("learner", "project", "dealt", "handed-in", "received", "returned"):
        table.add_column(say(f"peers.status.{column}"))
    for one in everybody:
        project = one.project or say("peers.status.none")
        if one.gone:
            project += f" ({say(f'peers.status.{one.gone}')})"
        table.add_row(
            one.learner,
            project,
            str(one.dealt),
            str(one.whole),
            str(one.received),
            "✓" if one.returned else "",
        )
    Console(highlight=False).print(table)
