"""Sketches: pictures that are not charts, of boxes, rounds, lines and words.

A sketch is a list of strokes, written in the order in which they lie on each other. It
brings its own colours and has no ids, so that it can stand on a page twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written

_FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

# Contrast of all of these with white is at least 4.5 : 1, as of a word or a thin line.
INK, SOFT, BLUE, GREEN, BROWN, RED, VIOLET = (
    "#1d2b36",
    "#52606b",
    "#1b5a85",
    "#2e6b3e",
    "#7a4a12",
    "#a12a12",
    "#6b4a86",
)
# To fill with; ink can be read on each.
WHITE, PALE, WOOD, SKY, LEAF, SAND, ROSE = (
    "#ffffff",
    "#e9edf0",
    "#eadfcd",
    "#d6e6f2",
    "#d9ecd9",
    "#fbe9c4",
    "#f7d9d2",
)

_SVG = Element(
    "svg",
    Element("title", WORDS),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    viewBox=WORDS,
    role="img",
    aria_label=WORDS,
    font_family=_FONT,
)
_BOX = Element(
    "rect",
    x=NUMBER,
    y=NUMBER,
    width=NUMBER,
    height=NUMBER,
    rx=NUMBER,
    fill=WORDS,
    stroke=WORDS,
    stroke_width=NUMBER,
)
_DASHED_BOX = Element(
    "rect",
    x=NUMBER,
    y=NUMBER,
    width=NUMBER,
    height=NUMBER,
    rx=NUMBER,
    fill=WORDS,
    stroke=WORDS,
    stroke_width=NUMBER,
    stroke_dasharray="5 4",
)
_ROUND = Element(
    "ellipse",
    cx=NUMBER,
    cy=NUMBER,
    rx=NUMBER,
    ry=NUMBER,
    fill=WORDS,
    stroke=WORDS,
    stroke_width=NUMBER,
)
_PATH = Element(
    "path",
    d=WORDS,
    fill=WORDS,
    stroke=WORDS,
    stroke_width=NUMBER,
    stroke_linecap="round",
    stroke_linejoin="round",
)
_TEXT = Element(
    "text",
    WORDS,
    x=NUMBER,
    y=NUMBER,
    font_size=NUMBER,
    fill=WORDS,
    text_anchor=WORDS,
    font_weight=WORDS,
)
_SPOT = Element("g", ELEMENTS, data_item=WORDS)


def sketch(width: int, height: int, label: str, strokes: Iterable[Written]) -> Written:
    """Return a whole picture.

    Parameters
    ----------
    width, height : int
        Of the drawing's own units; it fills the room it is given.
    label : str
        What it shows, for those who do not see it.
    strokes : iterable of Written
        From the other functions here.

    Returns
    -------
    Written

    Examples
    --------
    >>> print(sketch(40, 20, "A bed", [box(2, 2, 36, 16)]))
    <svg ... viewBox="0 0 40 20" role="img" aria-label="A bed"...<title>A bed</title>...
    """
    return _SVG(f"0 0 {width} {height}", label, label, list(strokes))


def spot(item: str, strokes: Iterable[Written]) -> Written:
    """Return what stands for an item, and can be pressed.

    Parameters
    ----------
    item : str
        Its id.
    strokes : iterable of Written
        The first shows, by its edge, whether the item is chosen.

    Returns
    -------
    Written
    """
    return _SPOT(item, list(strokes))


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str = WHITE,
    edge: str = INK,
    line: float = 1.5,
    corner: float = 2,
    dashed: bool = False,
) -> Written:
    """Return a box; `corner` is how round its corners are."""
    element = _DASHED_BOX if dashed else _BOX
    return element(x, y, width, height, corner, fill, edge, line)


def round_(
    x: float,
    y: float,
    across: float,
    fill: str = WHITE,
    edge: str = INK,
    line: float = 1.5,
    height: float | None = None,
) -> Written:
    """Return a round about a point; with a `height` of its own it is an ellipse."""
    tall = across if height is None else height
    return _ROUND(x, y, across / 2, tall / 2, fill, edge, line)


def path(d: str, edge: str = INK, line: float = 1.5, fill: str = "none") -> Written:
    """Return a line, as SVG writes the way of a pen."""
    return _PATH(d, fill, edge, line)


def text(
    x: float,
    y: float,
    words: str,
    size: float = 13,
    colour: str = INK,
    anchor: str = "middle",
    bold: bool = False,
) -> Written:
    """Return words; `anchor` is the part of them that stands at the point."""
    return _TEXT(x, y, size, colour, anchor, "600" if bold else "400", words)
