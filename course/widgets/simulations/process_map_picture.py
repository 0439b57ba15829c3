"""The picture of a process map: its boxes in rows, and its time as one long bar."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten, wrap

from course.charts.elements import Written
from course.charts.pictures import format_value
from course.charts.sketch import (
    BLUE,
    BROWN,
    GREEN,
    INK,
    LEAF,
    SAND,
    SKY,
    SOFT,
    VIOLET,
    WHITE,
    box,
    path,
    sketch,
    text,
)
from course.messages import say
from course.simulations.flow.process_map import WORKED, ProcessStep

WIDTH = 640
_IN_A_ROW = 4
_BOX_WIDTH, _BOX_HEIGHT = 132, 62
_GAP = (WIDTH - _IN_A_ROW * _BOX_WIDTH) / (_IN_A_ROW + 1)
_ROW_HEIGHT = 112
_TOP = 34
_BAR_HEIGHT = 26
# What fits into a box, at 12 px.
_LINE_LETTERS, _LINES = 19, 3
# Shapes tell the kinds apart; the colours repeat it.
_LOOKS = {
    "start": (WHITE, INK),
    "step": (SKY, BLUE),
    "decision": (SAND, BROWN),
    "handoff": (WHITE, VIOLET),
    "wait": (WHITE, SOFT),
}


def draw_process_map(
    title: str, steps: Sequence[ProcessStep], names: Sequence[str], chosen: int = -1
) -> Written:
    """Draw a map.

    Parameters
    ----------
    title : str
    steps : sequence of ProcessStep
    names : sequence of str
        What stands in each box.
    chosen : int
        The place of the box that is being written in; it has a thick edge.

    Returns
    -------
    Written
    """
    rows = -(-len(steps) // _IN_A_ROW)
    bar_top = _TOP + rows * _ROW_HEIGHT + 18
    strokes = [box(0, 0, WIDTH, bar_top + 74, edge=WHITE)]
    for place, (step, name) in enumerate(zip(steps, names, strict=True)):
        if place:
            strokes.append(_arrow(place))
        strokes += _drawn(place, step, name, thick=place == chosen)
    strokes += _time_bar(steps, bar_top)
    return sketch(WIDTH, bar_top + 74, title, strokes)


def _corner(place: int) -> tuple[float, float]:
    row, column = divmod(place, _IN_A_ROW)
    x = _GAP + column * (_BOX_WIDTH + _GAP)
    return x, _TOP + row * _ROW_HEIGHT


def _drawn(place: int, step: ProcessStep, name: str, thick: bool) -> list[Written]:
    x, y = _corner(place)
    fill, edge = _LOOKS[step.kind]
    if step.kind == "step" and step.adds_value:
        fill, edge = LEAF, GREEN
    line = 3.5 if thick else 1.5
    middle = x + _BOX_WIDTH / 2
    if step.kind == "decision":
        # A diamond as wide as a box would have no room for words: its sides are cut.
        side = _BOX_HEIGHT / 2
        outline = path(
            f"M{x:.1f} {y + side:.1f} l14 {-side:.1f} h{_BOX_WIDTH - 28} "
            f"l14 {side:.1f} l-14 {side:.1f} h{-(_BOX_WIDTH - 28)} z",
            edge,
            line,
            fill,
        )
    else:
        outline = box(
            x,
            y,
            _BOX_WIDTH,
            _BOX_HEIGHT,
            fill,
            edge,
            line,
            corner=_BOX_HEIGHT / 2 if step.kind == "start" else 3,
            dashed=step.kind == "wait",
        )
    lines = in_lines(name)
    first = y + _BOX_HEIGHT / 2 + 4 - 7.5 * (len(lines) - 1)
    strokes = [
        outline,
        text(x, y - 6, _kind_words(place, step), 11.5, SOFT, "start"),
        *(text(middle, first + 15 * i, each, 12) for i, each in enumerate(lines)),
    ]
    if step.kind != "start":
        strokes.append(
            text(middle, y + _BOX_HEIGHT + 16, _below(step), 12, edge, bold=True)
        )
    return strokes


def in_lines(name: str) -> list[str]:
    """Cut a name into lines that fit into a box.

    Examples
    --------
    >>> in_lines("Until somebody has time to call back")
    ['Until somebody has', 'time to call back']
    """
    short = shorten(name, _LINE_LETTERS * _LINES - 6, placeholder=" …")
    return wrap(short, _LINE_LETTERS)[:_LINES]


def _kind_words(place: int, step: ProcessStep) -> str:
    number, kind = place + 1, say(f"process-map.kind.{step.kind}")
    if step.kind == "step" and step.adds_value:
        return say("process-map.box.value", number=number, kind=kind)
    return say("process-map.box", number=number, kind=kind)


def _below(step: ProcessStep) -> str:
    minutes = say("process-map.minutes", minutes=format_value(step.minutes))
    if step.first_pass == 100 or step.kind == "wait":
        return minutes
    return say(
        "process-map.below", minutes=minutes, share=format_value(step.first_pass)
    )


def _arrow(place: int) -> Written:
    x, y = _corner(place)
    level = y + _BOX_HEIGHT / 2
    if place % _IN_A_ROW:
        start = f"M{x - _GAP + 2:.1f} {level:.1f} H{x - 3:.1f}"
    else:
        # From the end of one row to the beginning of the next.
        before_x, before_y = _corner(place - 1)
        turn = before_y + _BOX_HEIGHT + 27
        start = (
            f"M{before_x + _BOX_WIDTH + 2:.1f} {before_y + _BOX_HEIGHT / 2:.1f} h10 "
            f"V{turn:.1f} H8 V{level:.1f} H{x - 3:.1f}"
        )
    return path(f"{start} m-6 -5 l6 5 l-6 5", SOFT)


def _time_bar(steps: Sequence[ProcessStep], top: float) -> list[Written]:
    """The whole lead time as one bar: high where somebody works, low where not."""
    total = sum(step.minutes for step in steps)
    strokes = [text(_GAP, top - 6, say("process-map.bar"), 12, INK, "start", True)]
    if not total:
        return strokes
    x, scale = _GAP, (WIDTH - 2 * _GAP) / total
    for step in steps:
        if not step.minutes:
            continue
        width = step.minutes * scale
        worked = step.kind in WORKED
        value = step.kind == "step" and step.adds_value
        fill, edge = (
            (LEAF, GREEN) if value else (SKY, BLUE) if worked else (WHITE, SOFT)
        )
        low = 0 if worked else _BAR_HEIGHT / 2
        strokes.append(
            box(x, top + low, width, _BAR_HEIGHT - low, fill, edge, 1.2, 0, not worked)
        )
        x += width
    strokes.append(
        text(
            _GAP, top + _BAR_HEIGHT + 20, say("process-map.bar.key"), 12, SOFT, "start"
        )
    )
    return strokes
