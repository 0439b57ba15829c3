"""What a document is made of, before anybody has decided how it looks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from course.charts import Chart, draw_svg, table_rows


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs.

    Attributes
    ----------
    paragraphs : tuple of str
        Plain text, whoever wrote it; a line break in one is kept.
    """

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Short things with a name each, one below the other.

    Attributes
    ----------
    rows : tuple of (str, str)
        The name, and what is said of it.
    title : str
        A small heading above them, where there are several such lists.
    """

    rows: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts.

    Attributes
    ----------
    caption : str
    columns : tuple of str
    rows : tuple of tuple of str
        Each as long as `columns`; the first cell names the row.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, what it shows in a sentence, and a table that says the same.

    Attributes
    ----------
    svg : str
        One ``<svg>`` that brings its own colours, written by our own hand.
    said : str
        Read aloud where the picture cannot be seen, and printed below it.
    table : Grid or None
    """

    svg: str
    said: str
    table: Grid | None = None


Block = Words | Facts | Grid | Figure
_KINDS = {Words: "words", Facts: "facts", Grid: "grid", Figure: "figure"}


def kind_of(block: Block) -> str:
    """Name a block as the templates know it.

    Parameters
    ----------
    block : Block

    Returns
    -------
    {"words", "facts", "grid", "figure"}

    Examples
    --------
    >>> kind_of(Words(("Fewer falls.",)))
    'words'
    """
    return _KINDS[type(block)]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it.

    Attributes
    ----------
    title : str
    blocks : tuple of Block
    """

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as data.

    Attributes
    ----------
    title, subtitle : str
    facts : Facts
        Who, where, when: beside the title.
    sections : tuple of Section
    foot : str
        At the foot of each page.
    language : str
        As in HTML: "en".
    """

    title: str
    subtitle: str = ""
    facts: Facts = Facts(())
    sections: tuple[Section, ...] = ()
    foot: str = ""
    language: str = "en"


def figure_of(
    chart: Chart,
    said: str,
    signals: Collection[int] = (),
    marked: Collection[int] = (),
) -> Figure:
    """Return a chart as a figure, with its twin as a table.

    Parameters
    ----------
    chart : Chart
    said : str
        What it shows, in a sentence.
    signals, marked : collection of int
        Periods that signal, periods to be seen.

    Returns
    -------
    Figure

    Examples
    --------
    >>> falls = Chart(id="falls", title="Falls", y_label="Falls", values=(3, 5))
    >>> figure_of(falls, "Falls by month.").table.rows
    (('1', '3'), ('2', '5'))
    """
    columns, rows = table_rows(chart, signals=signals, marked=marked)
    return Figure(
        draw_svg(chart, signals=signals, marked=marked),
        said,
        Grid(
            chart.title or chart.y_label,
            tuple(columns),
            tuple(tuple(str(cell) for cell in row) for row in rows),
        ),
    )
