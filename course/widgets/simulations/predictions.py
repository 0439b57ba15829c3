"""What was predicted beside what was seen, test by test, as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written
from course.messages import say
from course.widgets.simulations.blocks import Block, table

_WIDTH, _HEIGHT = 640, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 36, 46
_INK, _SEEN, _GRID = "#33404d", "#1f5f8b", "#d5dbe1"
# More would not be told apart; the table has them all.
_MOST_DRAWN = 16

_LINE = Element("line", x1=NUMBER, y1=NUMBER, x2=NUMBER, y2=NUMBER, stroke=_GRID)
_MISS = Element(
    "line",
    x1=NUMBER,
    y1=NUMBER,
    x2=NUMBER,
    y2=NUMBER,
    stroke=_INK,
    stroke_dasharray="3 3",
)
_DOT = Element("circle", cx=NUMBER, cy=NUMBER, r=NUMBER, fill=_SEEN)
# Twice, so that it can be seen on a circle as well as beside one.
_HALO = Element("path", d=WORDS, fill="none", stroke="#ffffff", stroke_width=5)
_DIAMOND = Element("path", d=WORDS, fill="none", stroke=_INK, stroke_width=2)
_TEXT = Element(
    "text", WORDS, x=NUMBER, y=NUMBER, font_size=12, text_anchor=WORDS, fill=_INK
)
_SVG = Element(
    "svg",
    Element("rect", width=_WIDTH, height=_HEIGHT, fill="#ffffff"),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
    width="100%",
    font_family="system-ui, sans-serif",
    role="img",
    aria_label=WORDS,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One test, as it was predicted and as it was seen.

    Attributes
    ----------
    name : str
        A few letters, for the axis.
    patients : int
    predicted, seen : float
        Shares, in per cent.
    """

    name: str
    patients: int
    predicted: float
    seen: float

    @property
    def missed_by(self) -> float:
        """Percentage points between prediction and what was seen."""
        return abs(self.predicted - self.seen)


def predictions_picture(key: str, caption: str, tests: Sequence[Compared]) -> Block:
    """Return a picture of predictions and of what was seen, with its table.

    Parameters
    ----------
    key, caption : str
    tests : sequence of Compared
        One at least, in the order they were made.

    Returns
    -------
    dict
    """
    drawn = list(enumerate(tests, start=1))[-_MOST_DRAWN:]
    step = (_WIDTH - _LEFT - _RIGHT) / len(drawn)
    pieces = []
    for level in (0, 25, 50, 75, 100):
        y = _height_of(level)
        pieces.append(_LINE(_LEFT, y, _WIDTH - _RIGHT, y))
        pieces.append(_TEXT(_LEFT - 8, y + 4, "end", f"{level}"))
    pieces += _legend()
    for place, (number, test) in enumerate(drawn):
        x = _LEFT + (place + 0.5) * step
        predicted, seen = _height_of(test.predicted), _height_of(test.seen)
        pieces.append(_MISS(x, predicted, x, seen))
        pieces.append(_DOT(x, seen, 3 + math.sqrt(test.patients)))
        pieces += [mark(_diamond(x, predicted)) for mark in (_HALO, _DIAMOND)]
        pieces.append(_TEXT(x, _HEIGHT - 28, "middle", f"{number}"))
        pieces.append(_TEXT(x, _HEIGHT - 12, "middle", test.name))
    columns = ("test", "what", "patients", "predicted", "seen", "missed")
    rows = [
        [
            number,
            test.name,
            test.patients,
            f"{test.predicted:.0f}",
            f"{test.seen:.0f}",
            f"{test.missed_by:.0f}",
        ]
        for number, test in enumerate(tests, start=1)
    ]
    return {
        "kind": "picture",
        "key": key,
        "picks": "",
        "svg": str(_SVG(say("test-predictions.label", tests=len(tests)), pieces)),
        "table": table(
            caption,
            [say(f"test-predictions.column.{column}") for column in columns],
            rows,
        ),
    }


def _legend() -> list[Written]:
    """What the axis counts, and which sign is which, above the drawing."""
    y = 14
    return [
        _TEXT(_LEFT - 8, y, "end", say("test-predictions.axis")),
        _DIAMOND(_diamond(_WIDTH - 190, y - 4)),
        _TEXT(_WIDTH - 176, y, "start", say("test-predictions.predicted")),
        _DOT(_WIDTH - 82, y - 4, 5),
        _TEXT(_WIDTH - 70, y, "start", say("test-predictions.seen")),
    ]


def _diamond(x: float, y: float) -> str:
    """Return the path of a diamond about a place."""
    return f"M{x:.1f} {y - 7:.1f}l7 7-7 7-7-7z"


def _height_of(per_cent: float) -> float:
    return _TOP + (100 - per_cent) / 100 * (_HEIGHT - _TOP - _BOTTOM)
