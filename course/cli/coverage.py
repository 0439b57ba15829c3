"""``fourlenses coverage``: where what the course was founded for is taught."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def coverage(
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Print where each element is taught and graded; fail where one is missing.

    Parameters
    ----------
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 1 where an element is missing, or the lessons cannot be read.
    """
    from course.lessons.coverage import as_table, find_coverage

    try:
        covered = find_coverage(root / "source")
    except (OSError, ValueError) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    typer.echo(as_table(covered))
    there = sum(not one.is_missing for one in covered)
    typer.echo(say("coverage.sum", covered=there, total=len(covered)), err=True)
    if there < len(covered):
        raise typer.Exit(1)
