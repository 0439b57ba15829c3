"""Words in a chart: how long they are, and where they do not meet.

Lengths are in pixels of a drawing at its full size.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

TEXT_SIZE = 13
# Mean width of a letter in the sans serif faces of common systems, per unit of size.
_LETTER = 0.56
LINE = TEXT_SIZE + 4

# Left, top, right and bottom; down is more.
Box = tuple[float, float, float, float]


def text_width(text: str) -> float:
    """Estimate how long words are in the drawing; a little too much, never too little.

    Parameters
    ----------
    text : str

    Returns
    -------
    float

    Examples
    --------
    >>> text_width("Week") < text_width("Weeks")
    True
    """
    return len(text) * TEXT_SIZE * _LETTER


# Most charts have their title and labels in common with others.
@lru_cache(maxsize=256)
def wrap(text: str, width: float) -> tuple[str, ...]:
    """Break a sentence into lines.

    Parameters
    ----------
    text : str
    width : float
        Of the longest line; one long word may be longer.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> wrap("Three words more", width=90)
    ('Three words', 'more')
    """
    words = text.split()
    whole = " ".join(words)
    if text_width(whole) <= width:
        return (whole,) if words else ()
    lines: list[str] = []
    for word in words:
        if lines and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def shorten(text: str, width: float) -> str:
    """Cut words short where they are too long, and show that they are.

    Parameters
    ----------
    text : str
    width : float

    Returns
    -------
    str

    Examples
    --------
    >>> shorten("Three words more", width=90)
    'Three words…'
    """
    if text_width(text) <= width:
        return text
    return text[: max(0, int(width / text_width("…")) - 1)] + "…"


def spread_apart(
    wanted: Sequence[float], low: float, high: float, line: float = LINE
) -> list[float]:
    """Heights for words beside lines, as near as can be without touching.

    Parameters
    ----------
    wanted : sequence of float
    low, high : float
        They stay between these, if there is room.
    line : float
        From one line of words to the next.

    Returns
    -------
    list of float
        In the order of `wanted`.

    Examples
    --------
    >>> spread_apart([50, 52], low=0, high=100)
    [50, 67]
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = dict.fromkeys(order, 0.0)
    floor = low
    for index in order:
        placed[index] = floor = max(wanted[index], floor)
        floor += line
    ceiling = high
    for index in reversed(order):
        placed[index] = ceiling = min(placed[index], ceiling)
        ceiling -= line
    return [placed[index] for index in range(len(wanted))]


def place_note(x: float, text: str, right: float) -> tuple[str, float, float]:
    """From where to where a note reads: after its line, or before it at the edge.

    One too long for either begins at the left edge of the drawing, and is cut short
    where it would leave it at the right.

    Parameters
    ----------
    x : float
        The place of its line.
    text : str
    right : float
        The edge of the plot.

    Returns
    -------
    words : str
    start, end : float

    Examples
    --------
    >>> place_note(90, "Rota", right=100)[2]
    90
    """
    text = shorten(text, right)
    length = text_width(text)
    if x + length <= right:
        return text, x, x + length
    start = x - length if x >= length else 2.0
    return text, start, x if x >= length else start + length


def least_crowded(boxes: Sequence[Box], taken: Sequence[Box]) -> Box:
    """Choose the place where words cover least of what is there already.

    Parameters
    ----------
    boxes : sequence of (left, top, right, bottom)
        Places that would do, best first.
    taken : sequence of (left, top, right, bottom)

    Returns
    -------
    (left, top, right, bottom)

    Examples
    --------
    >>> least_crowded([(0, 0, 9, 9), (20, 0, 29, 9)], taken=[(5, 5, 6, 6)])
    (20, 0, 29, 9)
    """
    if not taken:
        return boxes[0]
    places = np.array(boxes, dtype=float)[:, np.newaxis]
    others = np.array(taken, dtype=float)
    # Left and top from the larger, right and bottom from the smaller of each two.
    sides = np.minimum(places[..., 2:], others[:, 2:]) - np.maximum(
        places[..., :2], others[:, :2]
    )
    covered = np.where((sides > 0).all(axis=-1), sides.prod(axis=-1), 0.0)
    return boxes[int(covered.sum(axis=-1).argmin())]
