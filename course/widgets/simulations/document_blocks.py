"""A document on the page of a lesson: the same one as in print, in our own blocks."""

from __future__ import annotations

from collections.abc import Iterator

from course.documents import Document, Facts, Figure, Grid, Words
from course.messages import say
from course.widgets.simulations.blocks import Block, heading, table, words


def document_blocks(document: Document, key: str) -> Iterator[Block]:
    """Yield the blocks that show a document.

    Parameters
    ----------
    document : Document
    key : str
        Begins the keys of its pictures.

    Yields
    ------
    dict
    """
    yield heading(document.title)
    yield words(document.subtitle, tone="quiet")
    if document.facts.rows:
        yield _facts(document.facts, document.title)
    pictures = 0
    for section in document.sections:
        yield heading(section.title)
        for block in section.blocks:
            if isinstance(block, Words):
                yield words(*block.paragraphs)
            elif isinstance(block, Facts):
                yield _facts(block, section.title)
            elif isinstance(block, Grid):
                yield table(block.caption, block.columns, block.rows)
            else:
                pictures += 1
                yield from _figure(block, f"{key}-{pictures}")


def _facts(facts: Facts, caption: str) -> Block:
    columns = (say("reviews.facts.about"), say("reviews.facts.written"))
    return table(caption, columns, facts.rows)


def _figure(figure: Figure, key: str) -> Iterator[Block]:
    twin = figure.table or Grid(figure.said, (), ())
    yield {
        "kind": "picture",
        "key": key,
        "picks": "",
        "svg": figure.svg,
        "table": table(twin.caption, twin.columns, twin.rows),
    }
    yield words(figure.said, tone="quiet")
