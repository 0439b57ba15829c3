"""A staff on paper: who works where, who leads, and who asks whom."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written
from course.messages import say
from course.simulations.spread.staff_network import Staff
from course.tasks import Table

_WIDTH, _HEIGHT = 720, 570
_COLUMNS = 3
_CENTRES = ((120, 190), (360, 190), (600, 190), (120, 440), (360, 440), (600, 440))
_RADIUS = 88
_DIRECTOR = (360, 30)
_INK, _QUIET = "#1f2d3d", "#8d99a6"
_PAPER, _ON = "#ffffff", "#1d6a45"

_THIN = Element("line", x1=NUMBER, y1=NUMBER, x2=NUMBER, y2=NUMBER)
_LINES = Element("g", ELEMENTS, stroke=_QUIET, stroke_width=0.8)
_ENDS = Element("g", ELEMENTS, stroke="#4d5d6e", stroke_width=2.6)
_FORMAL = Element(
    "g", ELEMENTS, stroke="#7a4b12", stroke_width=1.4, stroke_dasharray="5 3"
)
_ROUND = Element("circle", cx=NUMBER, cy=NUMBER, r=8, fill=WORDS, stroke=_INK)
_SQUARE = Element(
    "rect", x=NUMBER, y=NUMBER, width=16, height=16, fill=WORDS, stroke=_INK
)
_RING = Element(
    "circle", cx=NUMBER, cy=NUMBER, r=12.5, fill="none", stroke=_INK, stroke_width=2
)
_TICK = Element(
    "path", d=WORDS, fill="none", stroke=_PAPER, stroke_width=2, stroke_linecap="round"
)
# Where a person can be pressed: shape and name, and what lies between them.
_PRESSED = Element(
    "rect", x=NUMBER, y=NUMBER, width=36, height=40, fill=_PAPER, fill_opacity=0
)
_NAME = Element(
    "text",
    WORDS,
    x=NUMBER,
    y=NUMBER,
    text_anchor="middle",
    font_size=11,
    fill=_INK,
    stroke=_PAPER,
    stroke_width=3,
    paint_order="stroke",
)
_PLACE = Element(
    "text",
    WORDS,
    x=NUMBER,
    y=NUMBER,
    text_anchor="middle",
    font_size=14,
    font_weight="bold",
    fill=_INK,
    stroke=_PAPER,
    stroke_width=4,
    paint_order="stroke",
)
# A spot of a task, and a point that may be pressed in a simulation.
_SPOT = Element("g", ELEMENTS, data_item=WORDS)
_POINT = Element("g", ELEMENTS, class_="point", data_period=WORDS)
_MAP = Element(
    "svg",
    Element("rect", width=_WIDTH, height=_HEIGHT, fill=_PAPER),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
    style=f"width: 100%; max-width: {_WIDTH}px; font-family: sans-serif",
    role="img",
    aria_label=WORDS,
)


def in_order(staff: Staff) -> tuple[int, ...]:
    """Return everybody by unit and then by name, the director first.

    Parameters
    ----------
    staff : Staff

    Returns
    -------
    tuple of int
    """
    people = range(len(staff.names))
    return tuple(sorted(people, key=lambda p: (staff.units[p], staff.names[p])))


def ids_of(staff: Staff) -> dict[str, int]:
    """Return an id for each person, which tells neither rank nor who is asked.

    Parameters
    ----------
    staff : Staff

    Returns
    -------
    dict of str to int
        From "p01" on, in the order of `in_order`.
    """
    return {f"p{place:02d}": p for place, p in enumerate(in_order(staff), start=1)}


def who(staff: Staff, person: int) -> str:
    """Say who somebody is: name, place, and what they lead.

    Parameters
    ----------
    staff : Staff
    person : int

    Returns
    -------
    str
    """
    role = "director" if person == 0 else "member"
    if person in staff.leaders and person:
        role = "leader"
    return say(f"staff-map.{role}", name=staff.names[person], unit=staff.units[person])


def draw_staff_map(
    staff: Staff,
    *,
    pressed: bool = False,
    begun: Collection[int] = (),
    seeds: Collection[int] = (),
    informal: bool = True,
    formal: bool = False,
) -> Written:
    """Draw six units in circles, with the lines between people.

    Parameters
    ----------
    staff : Staff
    pressed : bool
        Whether people are points of a simulation, rather than spots of a task.
    begun, seeds : collection of int
        Who works in the new way, and who was freed to begin.
    informal, formal : bool
        Whether to draw who asks whom, and who leads whom.

    Returns
    -------
    Written
        One ``<svg>``. A line is thick at the end of the one who is asked.
    """
    at = _places(staff)
    parts = []
    if informal:
        pairs = [(at[asker], at[asked]) for asker, asked in staff.asks]
        parts += [
            _LINES([_THIN(*a, *b) for a, b in pairs]),
            _ENDS([_THIN(*_towards(b, a, 24), *_towards(b, a, 9)) for a, b in pairs]),
        ]
    if formal:
        led = [(at[p], at[b]) for p, b in enumerate(staff.managers) if b is not None]
        parts.append(_FORMAL([_THIN(*a, *b) for a, b in led]))
    for (x, y), place in zip(_CENTRES, _units(staff), strict=True):
        parts.append(_PLACE(x, y - _RADIUS - 22, place))
    spot = _POINT if pressed else _SPOT
    for id_, person in ids_of(staff).items():
        x, y = at[person]
        fill = _ON if person in begun else _PAPER
        leads = person in staff.leaders
        shape = _SQUARE(x - 8, y - 8, fill) if leads else _ROUND(x, y, fill)
        marks = [shape]
        if person in seeds:
            marks.append(_RING(x, y))
        if person in begun:
            marks.append(_TICK(f"M{x - 4:.1f} {y:.1f} l3 3.5 l5 -7"))
        marks += [_NAME(x, y + 22, staff.names[person]), _PRESSED(x - 18, y - 13)]
        parts.append(spot(id_, marks))
    return _MAP(say("staff-map.label", people=len(staff.names)), parts)


def staff_table(staff: Staff, states: Mapping[int, str] | None = None) -> Table:
    """Return what the map shows, person by person.

    Parameters
    ----------
    staff : Staff
    states : mapping of int to str, optional
        What else is to be said of each person, in a last column.

    Returns
    -------
    Table
    """
    asked_by = staff.asked_by().tolist()
    asks: dict[int, list[str]] = {}
    for asker, asked in staff.asks:
        asks.setdefault(asker, []).append(staff.names[asked])
    columns = ["person", "asked-by", "asks", *(["state"] if states else [])]
    rows = []
    for person in in_order(staff):
        row = [who(staff, person), str(asked_by[person]), ", ".join(asks[person])]
        rows.append((*row, *([states[person]] if states else [])))
    return Table(
        caption=say("staff-map.table"),
        columns=tuple(say(f"staff-map.column.{column}") for column in columns),
        rows=tuple(rows),
    )


def _units(staff: Staff) -> list[str]:
    return sorted({unit for unit in staff.units if unit})


def _places(staff: Staff) -> dict[int, tuple[float, float]]:
    """Where everybody stands: those who lead a unit in its middle."""
    at = {0: _DIRECTOR}
    for (x, y), unit in zip(_CENTRES, _units(staff), strict=True):
        members = [p for p in in_order(staff) if staff.units[p] == unit]
        around = [p for p in members if p not in staff.leaders]
        for place, person in enumerate(around):
            angle = 2 * math.pi * place / len(around) - math.pi / 2
            at[person] = (
                x + 1.05 * _RADIUS * math.cos(angle),
                y + _RADIUS * math.sin(angle),
            )
        at |= {p: (x, y) for p in members if p in staff.leaders}
    return at


def _towards(
    start: tuple[float, float], end: tuple[float, float], pixels: float
) -> tuple[float, float]:
    """Return the place so many pixels from `start` on the way to `end`."""
    way = math.dist(start, end)
    return tuple(s + (e - s) * pixels / way for s, e in zip(start, end, strict=True))
