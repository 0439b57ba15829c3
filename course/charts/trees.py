"""A tree drawn from left to right: an aim, what drives it, and what drives that.

Layout and ink stand apart, so that the place of a card can be tested without a picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written

ROOT = "aim"

# Pixels. Four columns of this width can be read at 640 pixels.
BOX_WIDTH = 184
COLUMN_GAP = 30
LINE_HEIGHT = 15
BOX_PADDING = 7
ROW_GAP = 10
HEAD_HEIGHT = 26
MARGIN = 6
# Characters of the small type that surely fit into a box.
LETTERS_IN_A_LINE = 24

_LINE = Element("text", WORDS, x=NUMBER, y=NUMBER, font_size="12.5", fill="#1d2b36")
_BOX = Element(
    "rect",
    x=NUMBER,
    y=NUMBER,
    width=NUMBER,
    height=NUMBER,
    rx=6,
    fill=WORDS,
    stroke="#1b5a85",
    stroke_width=WORDS,
)
_EDGE = Element("path", d=WORDS, fill="none", stroke="#4a5966", stroke_width="1.5")
_HEAD = Element(
    "text",
    WORDS,
    x=NUMBER,
    y=NUMBER,
    font_size="12.5",
    font_weight="600",
    fill="#4a5966",
)
_SVG = Element(
    "svg",
    Element("title", WORDS),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    viewBox=WORDS,
    role="img",
    aria_label=WORDS,
    font_family="system-ui, sans-serif",
)
_FILLS = ("#e8f1f7", "#ffffff", "#f3f6f8", "#ffffff")


@dataclass(frozen=True, slots=True)
class Placed:
    """A card in its place.

    Attributes
    ----------
    card : str
    depth : int
        Steps from the aim, which has 0.
    x, y : float
        Upper left corner, in pixels.
    height : float
    lines : tuple of str
        Its text, wrapped.
    """

    card: str
    depth: int
    x: float
    y: float
    height: float
    lines: tuple[str, ...]


def children_of(parents: Mapping[str, str], order: Sequence[str]) -> dict[str, list]:
    """Children by parent, each row in the order the cards were shown.

    Parameters
    ----------
    parents : mapping of card to parent
    order : sequence of str

    Returns
    -------
    dict of str to list of str

    Examples
    --------
    >>> children_of({"a": "aim", "b": "a", "c": "aim"}, "abc")
    {'aim': ['a', 'c'], 'a': ['b']}
    """
    children: dict[str, list] = {}
    for card in order:
        if card in parents:
            children.setdefault(parents[card], []).append(card)
    return children


def outline(
    parents: Mapping[str, str], order: Sequence[str], root: str = ROOT
) -> list[tuple[int, str]]:
    """Cards below a root, depth first.

    Parameters
    ----------
    parents : mapping of card to parent
        Without circles.
    order : sequence of str
    root : str

    Returns
    -------
    list of (depth, card)
        The root has depth 0 and comes first.

    Examples
    --------
    >>> outline({"a": "aim", "b": "a", "c": "aim"}, "abc")
    [(0, 'aim'), (1, 'a'), (2, 'b'), (1, 'c')]
    """
    children = children_of(parents, order)
    found, waiting = [], [(0, root)]
    while waiting:
        depth, card = waiting.pop()
        found.append((depth, card))
        waiting += [(depth + 1, child) for child in reversed(children.get(card, []))]
    return found


def circle_in(parents: Mapping[str, str]) -> str:
    """Name a card that lies below itself.

    Parameters
    ----------
    parents : mapping of card to parent

    Returns
    -------
    str
        "" where there is none.

    Examples
    --------
    >>> circle_in({"a": "b", "b": "a"}), circle_in({"a": "b", "b": "aim"})
    ('a', '')
    """
    for card in parents:
        seen, above = {card}, parents[card]
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == card:
            return card
    return ""


def place_tree(
    parents: Mapping[str, str], texts: Mapping[str, str], order: Sequence[str]
) -> list[Placed]:
    """Find a place for every card that hangs on the aim.

    Parameters
    ----------
    parents : mapping of card to parent
        Without circles.
    texts : mapping of card to text
        With that of the aim.
    order : sequence of str

    Returns
    -------
    list of Placed
        The aim first, then depth first. A parent stands half-way between its first
        child and its last.
    """
    children = children_of(parents, order)
    rows = outline(parents, order)
    lines = {
        card: tuple(wrap(texts[card], LETTERS_IN_A_LINE) or [""]) for _, card in rows
    }
    height = {
        card: len(lines[card]) * LINE_HEIGHT + 2 * BOX_PADDING for _, card in rows
    }
    middle: dict[str, float] = {}
    next_free: dict[int, float] = {}
    depths = {card: depth for depth, card in rows}
    leaf_y = MARGIN + HEAD_HEIGHT

    # From the last row to the first every child is placed before its parent; the
    # leaves have to be met from the top, so they are placed beforehand.
    for _, card in rows:
        if not children.get(card):
            middle[card] = leaf_y + height[card] / 2
            leaf_y += height[card] + ROW_GAP
    for _, card in reversed(rows):
        below = children.get(card)
        if below:
            middle[card] = (middle[below[0]] + middle[below[-1]]) / 2
    # A tall parent of one small child would reach into its neighbour: push it down.
    placed = []
    for _, card in rows:
        depth = depths[card]
        top = max(
            middle[card] - height[card] / 2,
            next_free.get(depth, MARGIN + HEAD_HEIGHT),
        )
        next_free[depth] = top + height[card] + ROW_GAP
        x = MARGIN + depth * (BOX_WIDTH + COLUMN_GAP)
        placed.append(Placed(card, depth, x, top, height[card], lines[card]))
    return placed


def draw_tree(
    parents: Mapping[str, str],
    texts: Mapping[str, str],
    order: Sequence[str],
    heads: Sequence[str],
    name: str,
) -> Written:
    """Draw what hangs on the aim.

    Parameters
    ----------
    parents : mapping of card to parent
        Without circles; cards that do not hang on the aim are not drawn.
    texts : mapping of card to text
        With that of the aim.
    order : sequence of str
    heads : sequence of str
        What stands above each column.
    name : str
        Of the picture.

    Returns
    -------
    Written
        One ``<svg>``.

    Examples
    --------
    >>> svg = draw_tree({"a": "aim"}, {"aim": "Less", "a": "More"}, "a", ["Aim"], "T")
    >>> str(svg).count("<rect")
    2
    """
    placed = place_tree(parents, texts, order)
    at = {each.card: each for each in placed}
    columns = max(each.depth for each in placed) + 1
    width = 2 * MARGIN + columns * BOX_WIDTH + (columns - 1) * COLUMN_GAP
    height = max(each.y + each.height for each in placed) + MARGIN
    drawn = [
        _HEAD(MARGIN + column * (BOX_WIDTH + COLUMN_GAP), MARGIN + 13, head)
        for column, head in enumerate(heads[:columns])
    ]
    for each in placed:
        if each.card != ROOT:
            drawn.append(_EDGE(_curve(at[parents[each.card]], each)))
    for each in placed:
        drawn.append(
            _BOX(
                each.x,
                each.y,
                BOX_WIDTH,
                each.height,
                _FILLS[min(each.depth, len(_FILLS) - 1)],
                "2.5" if each.depth == 0 else "1.2",
            )
        )
        drawn += [
            _LINE(each.x + 9, each.y + BOX_PADDING + 11.5 + row * LINE_HEIGHT, text)
            for row, text in enumerate(each.lines)
        ]
    return _SVG(f"0 0 {width:.0f} {height:.0f}", name, name, drawn)


def _curve(parent: Placed, child: Placed) -> str:
    x, y = parent.x + BOX_WIDTH, parent.y + parent.height / 2
    to_x, to_y = child.x, child.y + child.height / 2
    half = (x + to_x) / 2
    bend = f"{half:.1f} {y:.1f} {half:.1f} {to_y:.1f}"
    return f"M{x:.1f} {y:.1f}C{bend} {to_x:.1f} {to_y:.1f}"
