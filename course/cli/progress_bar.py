"""A bar for work that takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS_BETWEEN_DRAWINGS = 0.1


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
    from time import monotonic

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
    # Drawn by the steps themselves: a thread that draws could not be forked safely.
    with Progress(
        *columns,
        console=console,
        disable=not console.is_terminal,
        auto_refresh=False,
    ) as bar:
        shown, drawn_at = bar.add_task(doing, total=total), 0.0

        def step() -> None:
            nonlocal drawn_at
            bar.advance(shown)
            if monotonic() - drawn_at > _SECONDS_BETWEEN_DRAWINGS:
                drawn_at = monotonic()
                bar.refresh()

        yield step
        bar.refresh()
