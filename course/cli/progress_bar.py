"""A bar for work that takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(doing: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on the terminal's error stream, where there is a terminal.

    Parameters
    ----------
    doing : str
        What is being done.
    total : int
        How many steps there are.

    Yields
    ------
    callable
        To be called after each step.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        shown = bar.add_task(doing, total=total)
        yield lambda: bar.advance(shown)
