"""``fourlenses validity``: what simulated learners earn, and whether that is fair."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def validity(
    modules: Annotated[
        list[str] | None, typer.Argument(help=say("cli.validity.modules"))
    ] = None,
    learners: Annotated[
        int, typer.Option(min=1, help=say("cli.validity.learners"))
    ] = 300,
    seed: Annotated[int, typer.Option(help=say("cli.validity.seed"))] = 1,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Print a table of what each kind of learner earns; fail where a bound is broken.

    Parameters
    ----------
    modules : list of str
        Names of modules; those of the course directory where none is named.
    learners : int
    seed : int
    root : Path
        The course directory, for its keys.

    Raises
    ------
    typer.Exit
        With 1 where a bound is broken or a module is not known.
    """
    from course.cli.progress_bar import counting
    from course.exercises import MODULES
    from course.grading.validity import as_table, check_task
    from course.tasks.keys import read_all_keys

    unknown = sorted(set(modules or ()) - set(MODULES))
    if unknown:
        typer.echo(
            say(
                "cli.validity.unknown",
                names=", ".join(unknown),
                known=", ".join(MODULES),
            ),
            err=True,
        )
        raise typer.Exit(1)
    modules = modules or _modules_in(root / "source") or list(MODULES)
    try:
        keys = read_all_keys(root / "source")
    except (OSError, ValueError) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from None
    tasks = [
        task
        for module in modules
        for task in MODULES[module].values()
        if task.points and not task.kind.by_hand
    ]
    missing = [task.name for task in tasks if task.needs_key and task.name not in keys]
    if missing:
        typer.echo(say("cli.validity.no-key", names=", ".join(missing)), err=True)
        raise typer.Exit(1)
    with counting(say("cli.validity.doing"), len(tasks) * learners) as tick:
        results = [
            check_task(task, keys.get(task.name), learners, seed, tick)
            for task in tasks
        ]
    typer.echo(as_table(results))
    broken = [sentence for result in results for sentence in result.broken()]
    for sentence in broken:
        typer.echo(sentence, err=True)
    if broken:
        raise typer.Exit(1)


def _modules_in(source: Path) -> list[str]:
    """Return the modules whose lessons lie in a course directory, in their order."""
    from course.exercises import MODULES

    there = {folder.name.partition("-")[2] for folder in source.glob("[0-9][0-9]-*/")}
    return [module for module in MODULES if module in there]
