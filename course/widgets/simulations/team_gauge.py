"""How a team is, as three bars: a small picture, and a table that says the same."""

from __future__ import annotations

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written
from course.messages import say
from course.simulations.coaching.dialogue import MOST, TRAITS, Meeting
from course.widgets.simulations.blocks import Block, table

_WIDTH, _ROW, _LEFT, _RIGHT = 640, 40, 130, 105
_UNIT = (_WIDTH - _LEFT - _RIGHT) / MOST
_BAR = 18

_GAUGE = Element(
    "svg",
    Element("title", WORDS),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    role="img",
    aria_label=WORDS,
    viewBox=f"0 0 {_WIDTH} {_ROW * len(TRAITS) + 8}",
    width=_WIDTH,
    height=_ROW * len(TRAITS) + 8,
    style="max-width: 100%; height: auto",
    font_family="system-ui, sans-serif",
    font_size=16,
)
_NAME = Element("text", WORDS, x=0, y=NUMBER, fill="#1d2b36")
_ROOM = Element(
    "rect",
    x=_LEFT,
    y=NUMBER,
    width=MOST * _UNIT,
    height=_BAR,
    rx=4,
    fill="#f3f6f8",
    stroke="#73828e",
)
_FILLED = Element(
    "rect", x=_LEFT, y=NUMBER, width=NUMBER, height=_BAR, rx=4, fill="#1b5a85"
)
# Where the bar ended before the last reply.
_BEFORE = Element(
    "line",
    x1=NUMBER,
    x2=NUMBER,
    y1=NUMBER,
    y2=NUMBER,
    stroke="#8c2a19",
    stroke_width=3,
    stroke_dasharray="4 3",
)
_VALUE = Element(
    "text", WORDS, x=_WIDTH - _RIGHT + 12, y=NUMBER, fill="#1d2b36", font_weight=650
)


def team_gauge(before: Meeting, now: Meeting) -> Block:
    """Return the team's energy, ownership and trust, and how they have changed.

    Parameters
    ----------
    before, now : Meeting
        Before the last reply, and after it; the same at the beginning.

    Returns
    -------
    dict
        A block.
    """
    rows = [
        [
            say(f"dialogue.trait.{trait}"),
            getattr(before, trait),
            getattr(now, trait),
            _change(getattr(now, trait) - getattr(before, trait)),
        ]
        for trait in TRAITS
    ]
    caption = say("team-meeting.gauge", most=MOST)
    shapes = [
        shape
        for number, (name, was, is_, change) in enumerate(rows)
        for shape in _bar(number, name, was, is_, change)
    ]
    columns = ("trait", "before", "now", "change")
    return {
        "kind": "picture",
        "key": "gauge",
        "picks": "",
        "svg": str(_GAUGE(caption, caption, shapes)),
        "table": table(
            caption, [say(f"team-meeting.gauge.{each}") for each in columns], rows
        ),
    }


def _bar(number: int, name: str, was: int, is_: int, change: str) -> list[Written]:
    top = number * _ROW + 12.0
    base = top + _BAR - 4
    shapes = [_NAME(base, name), _ROOM(top), _FILLED(top, is_ * _UNIT)]
    if was != is_:
        x = _LEFT + was * _UNIT
        shapes.append(_BEFORE(x, x, top - 5, top + _BAR + 5))
    value = str(is_) if was == is_ else f"{is_} ({change})"
    return [*shapes, _VALUE(base, value)]


def _change(by: int) -> str:
    if by == 0:
        return "0"
    return f"+{by}" if by > 0 else f"\N{MINUS SIGN}{-by}"
