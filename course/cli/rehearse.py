"""``fourlenses rehearse``: let simulated learners hand in, to try a whole term."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def rehearse(
    assignment: Annotated[
        str, typer.Argument(help=say("cli.rehearse.assignment"))
    ] = "04-variation",
    learners: Annotated[
        int, typer.Option(min=1, max=999, help=say("cli.rehearse.learners"))
    ] = 40,
    seed: Annotated[
        int, typer.Option(min=0, max=99, help=say("cli.rehearse.seed"))
    ] = 1,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Fill ``submitted/`` with the work of simulated learners.

    Parameters
    ----------
    assignment : str
    learners : int
    seed : int
        The same seed gives the same learners and answers.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 1, after a sentence, if the rehearsal cannot begin.
    """
    from course.cli.progress_bar import counting
    from course.grading.rehearsal import NotRehearsed
    from course.grading.rehearsal import rehearse as fill
    from course.tasks.keys import read_all_keys

    try:
        keys = read_all_keys(root / "source")
        with counting(say("cli.rehearse.doing"), learners) as tick:
            ways = fill(root, assignment, learners, seed, keys, tick)
    except (NotRehearsed, OSError, ValueError) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    typer.echo(say("cli.rehearse.done", count=len(ways), assignment=assignment))
    for way, count in Counter(ways.values()).most_common():
        typer.echo(f"{count:4d}  {way}")
