"""What desks with several pages share: where one is, and what is still to do there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from course.messages import say
from course.widgets.simulations.blocks import Block, button, buttons, heading, words


def contents(pages: Iterable[tuple[str, str, Sequence[bool]]], page: str) -> Block:
    """Return a button for each page, with a sign for what is done there.

    Parameters
    ----------
    pages : iterable of (name, title, done)
        In order; `done` of each thing that can be seen there, empty for a page on which
        nothing can.
    page : str
        The one that is open. A button is the deed ``open``, with the name as `page`.

    Returns
    -------
    dict
    """
    return buttons(
        *(
            button(
                f"page-{name}",
                say(f"project.contents.{_state(done)}", number=number, page=title),
                "open",
                primary=name == page,
                kept=False,
                moves_on=True,
                page=name,
            )
            for number, (name, title, done) in enumerate(pages, start=1)
        )
    )


def still_to_do(told: Sequence[str], page: str) -> Iterator[Block]:
    """Say what is missing on a page, or that nothing is.

    Parameters
    ----------
    told : sequence of str
        A sentence for each thing.
    page : str

    Yields
    ------
    dict
    """
    if told:
        yield heading(say("project.missing"))
        yield words(*told, tone="quiet", key=f"missing-{page}")
    else:
        yield words(say("project.nothing-missing"), tone="quiet")


def _state(done: Sequence[bool]) -> str:
    if not done:
        return "plain"
    return "done" if all(done) else "open"
