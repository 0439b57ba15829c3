"""The drawing of a chart on a page.

The same ink serves the interactive chart and the printed one: whoever operates a chart
only switches the class ``marked`` of a point on and off.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from course.charts.drawn_lines import (
    lies_above,
    stepped_lines,
    steps_of,
    straight_values,
)
from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written
from course.charts.layout import (
    KEY_INDENT,
    Frame,
    key_width,
    line_names,
    marks_below,
    measured_points,
    places_of,
    tick_labels,
    words_inside,
)
from course.charts.pictures import Chart, format_measure, format_value, name_period
from course.charts.placing import LINE, place_note, text_width
from course.charts.twins import describe, name_state
from course.messages import say

# Radius of a point.
MARKER = 4.5
# WCAG 2.2, 2.5.8: a target is 24 px across, or as far from others as they allow.
_HIT_LARGEST, _HIT_SMALLEST = 14.0, 6.0

# How what is drawn looks, by its class; that of `course.charts.still` too.
CHART_STYLE = """
.fl-chart { display: block; width: 100%; height: auto; background: #fff;
  font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.fl-chart text { font-size: 13px; fill: #333; forced-color-adjust: none; }
.fl-chart .fl-title { font-size: 15px; font-weight: 600; fill: #1a1a1a; }
.fl-chart .fl-card { fill: #fff; }
.fl-chart .fl-baseline { fill: #eef1f4; }
.fl-chart .fl-grid { stroke: #e3e3e3; stroke-width: 1; }
.fl-chart .fl-axis { stroke: #767676; stroke-width: 1; }
.fl-chart .fl-series { fill: none; stroke: #6f8499; stroke-width: 1.5;
  stroke-linejoin: round; }
.fl-chart .fl-centre { stroke: #1a1a1a; stroke-width: 1.5; }
.fl-chart .fl-drawn-on { stroke-dasharray: 7 4; }
.fl-chart .fl-limit { stroke: #6b4a86; stroke-width: 1.5; stroke-dasharray: 3 3; }
.fl-chart .fl-target { stroke: #2e6b3e; stroke-width: 1.5;
  stroke-dasharray: 10 3 2 3; }
.fl-chart .fl-change { stroke: #555; stroke-width: 1; stroke-dasharray: 2 3; }
.fl-chart .fl-marker { fill: #2f4f6f; stroke: #fff; stroke-width: 1; }
.fl-chart .fl-bar { fill: #8ba0b5; stroke: #2f4f6f; stroke-width: 1; }
.fl-chart .fl-ring, .fl-chart .fl-square { display: none; }
.fl-chart .fl-ring { fill: none; stroke: #1f5fbf; stroke-width: 2.5; }
.fl-chart .fl-square { fill: #b3400f; stroke: #fff; stroke-width: 1; }
.fl-chart .marked .fl-ring, .fl-chart .signal .fl-square { display: inline; }
.fl-chart .signal .fl-marker { display: none; }
.fl-chart .fl-run { fill: #e8a33d; fill-opacity: 0.16; }
.fl-chart .fl-zone { fill: none; stroke: #cdbfd9; stroke-width: 1; }
.fl-chart path.fl-centre, .fl-chart path.fl-limit { fill: none; }
.fl-chart path.fl-limit { stroke-width: 1.25; stroke-dasharray: none; }
.fl-chart path.fl-drawn-on { stroke-dasharray: 7 4; }
.fl-chart .fl-halo { paint-order: stroke; stroke: #fff; stroke-width: 3.5px;
  stroke-linejoin: round; }
.fl-chart .fl-triangle { fill: #8a5a00; stroke: #fff; stroke-width: 1; }
.fl-chart .in-run .fl-marker { display: none; }
.fl-chart .ghosted .fl-marker { fill: #fff; stroke: #5b7085; stroke-width: 1.5; }
.fl-chart .ghosted .fl-square { fill: #fff; stroke: #b3400f; stroke-width: 1.75; }
.fl-chart .fl-hit { fill: transparent; stroke: none; }
"""


# How far a square, a diamond and a triangle reach from the middle of their point.
_HALF, _REACH, _TIP = 1.2 * MARKER, 2.2 * MARKER, 1.35 * MARKER
_SQUARE = f"h{2 * _HALF:.1f}v{2 * _HALF:.1f}h{-2 * _HALF:.1f}z"
_DIAMOND = (
    f"l{_REACH:.1f} {_REACH:.1f}l{-_REACH:.1f} {_REACH:.1f}"
    f"l{-_REACH:.1f} {-_REACH:.1f}z"
)


def _rect(cls: str) -> Element:
    place = {"x": NUMBER, "y": NUMBER, "width": NUMBER, "height": NUMBER}
    return Element("rect", class_=cls, **place)


def _words(cls: str) -> Element:
    place = {"x": NUMBER, "y": NUMBER, "text_anchor": WORDS}
    return Element("text", WORDS, class_=cls, **place)


_BASELINE, _RUN = _rect("fl-baseline"), _rect("fl-run")
_TITLE, _HALO = _words("fl-title"), _words("fl-halo")
_TEXT = Element("text", WORDS, x=NUMBER, y=NUMBER, text_anchor=WORDS)
_LINE = Element("line", class_=WORDS, x1=NUMBER, y1=NUMBER, x2=NUMBER, y2=NUMBER)
_PATH = Element("path", class_=WORDS, d=WORDS)
_GROUP = Element("g", ELEMENTS, class_=WORDS)


def _circle(cls: str) -> Element:
    return Element("circle", class_=cls, cx=NUMBER, cy=NUMBER, r=NUMBER)


_DISC = _circle("fl-marker")
_BAR = _rect("fl-bar")
_POINT = Element(
    "g",
    Element("title", WORDS),
    # What is seen of it at first.
    ELEMENTS,
    Element("path", class_="fl-square", d=WORDS),
    Element("path", class_="fl-ring", d=WORDS),
    _circle("fl-hit"),
    class_=WORDS,
    data_period=WORDS,
)
_SVG = Element(
    "svg",
    Element("title", WORDS, id=WORDS),
    Element("desc", WORDS, id=WORDS),
    Element("style", CHART_STYLE),
    Element("rect", class_="fl-card", width=NUMBER, height=NUMBER),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    class_="fl-chart",
    viewBox=WORDS,
    style=WORDS,
    role="img",
    aria_labelledby=WORDS,
)


def draw_svg(
    chart: Chart,
    *,
    marked: Collection[int] = (),
    signals: Collection[int] = (),
    width: int = 720,
    height: int = 260,
) -> str:
    """Draw a chart as SVG that stands alone, on a page or in print.

    Parameters
    ----------
    chart : Chart
    marked : collection of int
        Periods somebody marked; each gets a diamond around its point.
    signals : collection of int
        Periods that signal, besides the chart's own; their points are squares.
    width, height : int
        Size in pixels when there is room; the drawing shrinks with the page, and grows
        in height where words would leave the plot none.

    Returns
    -------
    str
        One ``<svg>`` element. Each point is ``<g class="point" data-period="7">``
        with its diamond inside, shown when the group has the class ``marked``.

    Examples
    --------
    >>> chart = Chart(id="falls", y_label="Falls", x_label="Week", values=(3, 5, 2))
    >>> draw_svg(chart, marked=[2]).count('class="point marked"')
    1
    """
    frame = Frame.around(chart, width, height)
    drawn = [
        *_drawn_baseline(chart, frame),
        *_drawn_runs(chart, frame),
        *_drawn_axes(chart, frame),
        *_drawn_changes(chart, frame),
        *_drawn_steps(chart, frame),
        *_drawn_straight_lines(chart, frame),
        *_drawn_line_names(chart, frame),
        *_drawn_series(chart, frame),
        *_drawn_points(chart, frame, marked, signals),
        *(_HALO(x, y, "start", words) for words, x, y in words_inside(chart, frame)),
        *_drawn_footer(frame),
    ]
    title, desc = f"{chart.id}-title", f"{chart.id}-desc"
    return str(
        _SVG(
            f"0 0 {width} {frame.height:g}",
            f"max-width: {width}px",
            f"{title} {desc}",
            title,
            chart.title or chart.y_label,
            desc,
            describe(chart, marked=marked, signals=signals),
            width,
            frame.height,
            drawn,
        )
    )


def _hit_radii(places: Sequence[tuple[float, float]]) -> list[float]:
    """Half-way to the nearest other point, so that no two targets overlap."""
    reach = 2 * _HIT_LARGEST
    nearest = [reach] * len(places)
    # From left to right, only as far as a neighbour can matter.
    order = sorted(range(len(places)), key=places.__getitem__)
    for rank, index in enumerate(order):
        for other in order[rank + 1 :]:
            if places[other][0] - places[index][0] >= reach:
                break
            distance = math.dist(places[index], places[other])
            nearest[index] = min(nearest[index], distance)
            nearest[other] = min(nearest[other], distance)
    return [max(distance / 2, _HIT_SMALLEST) for distance in nearest]


# Ink


def _drawn_baseline(chart: Chart, frame: Frame) -> list[Written]:
    if chart.baseline is None:
        return []
    width = frame.x(chart.baseline + 0.5) - frame.left
    return [
        _BASELINE(frame.left, frame.top, width, frame.bottom - frame.top),
        _TEXT(frame.left, frame.top - 6, "start", say("chart.baseline")),
    ]


def _drawn_runs(chart: Chart, frame: Frame) -> list[Written]:
    drawn = []
    for run in chart.runs:
        centre = frame.y(chart.centres[run[0] - 1])
        edge = frame.top if lies_above(chart, run[0]) else frame.bottom
        top, bottom = sorted((edge, centre))
        left, right = frame.x(run[0] - 0.5), frame.x(run[-1] + 0.5)
        drawn.append(_RUN(left, top, right - left, bottom - top))
    return drawn


def _drawn_axes(chart: Chart, frame: Frame) -> list[Written]:
    drawn = []
    left, right, bottom = frame.left, frame.right, frame.bottom
    y = 20.0
    for words in frame.title:
        drawn.append(_TITLE(left, y, "start", words))
        y += LINE + 1
    for words in frame.y_label:
        drawn.append(_TEXT(left, y, "start", words))
        y += LINE
    for height, label in zip(
        frame.heights(frame.ticks), tick_labels(frame.ticks), strict=True
    ):
        drawn.append(_LINE("fl-grid", left, height, right, height))
        drawn.append(_TEXT(left - 6, height + 4.5, "end", label))
    drawn.append(_LINE("fl-axis", left, bottom, right, bottom))
    for at, label in marks_below(chart, frame):
        drawn.append(_LINE("fl-axis", at, bottom, at, bottom + 4))
        # The first and last labels must not be cut off at the edge of the drawing.
        x = max(at, text_width(label) / 2 + 2)
        drawn.append(_TEXT(x, bottom + LINE, "middle", label))
    middle, y = (left + right) / 2, bottom + LINE
    for words in frame.x_label:
        y += LINE
        drawn.append(_TEXT(middle, y, "middle", words))
    return drawn


def _drawn_changes(chart: Chart, frame: Frame) -> list[Written]:
    drawn = []
    for (period, text), row in zip(chart.changes, frame.note_rows, strict=True):
        x = frame.x(period)
        y = frame.top - 6 - LINE * row
        drawn.append(_LINE("fl-change", x, y + 4, x, frame.bottom))
        words, start, end = place_note(x, text, frame.right)
        at, anchor = (x, "end") if end == x else (start, "start")
        drawn.append(_TEXT(at, y, anchor, words))
    return drawn


def _drawn_steps(chart: Chart, frame: Frame) -> list[Written]:
    drawn = []
    for _, curve in chart.curves:
        places = [(frame.x_of_size(size), frame.y(value)) for size, value in curve]
        drawn.append(_PATH("fl-limit", _path(places)))
    if chart.by_size:
        return drawn
    for what, _, line in stepped_lines(chart):
        for steps in steps_of(chart, line):
            cls = f"fl-{what} fl-drawn-on" if steps.drawn_on else f"fl-{what}"
            drawn.append(_PATH(cls, _path(frame.places(steps.places))))
    return drawn


def _drawn_straight_lines(chart: Chart, frame: Frame) -> list[Written]:
    drawn = []
    for what, value in straight_values(chart):
        cls, y, start = f"fl-{what}", frame.y(value), frame.left
        if what == "centre" and chart.baseline is not None:
            start = frame.x(chart.baseline + 0.5)
            drawn.append(_LINE(cls, frame.left, y, start, y))
            cls += " fl-drawn-on"
        drawn.append(_LINE(cls, start, y, frame.right, y))
    return drawn


def _drawn_line_names(chart: Chart, frame: Frame) -> list[Written]:
    x = frame.right + 6
    return [_TEXT(x, y, "start", words) for words, y in line_names(chart, frame)]


def _drawn_series(chart: Chart, frame: Frame) -> list[Written]:
    if chart.bars or chart.by_size:
        return []
    moves, before = [], None
    for (period, _), (x, y) in zip(
        measured_points(chart), places_of(chart, frame), strict=True
    ):
        if period not in chart.ghosted:
            moves.append(f"{'L' if before == period - 1 else 'M'}{x:.1f} {y:.1f}")
            before = period
    return [_PATH("fl-series", " ".join(moves))]


def _drawn_points(
    chart: Chart, frame: Frame, marked: Collection[int], signals: Collection[int]
) -> list[Written]:
    drawn = []
    places = places_of(chart, frame)
    states = {
        "marked": set(marked),
        "signal": {*chart.signals, *signals},
        "in-run": {period for run in chart.runs for period in run},
        "ghosted": set(chart.ghosted),
    }
    for (period, value), (x, y), radius in zip(
        measured_points(chart), places, _hit_radii(places), strict=True
    ):
        held = [state for state, periods in states.items() if period in periods]
        shapes = _drawn_bar(frame, x, y, value) if chart.bars else [_DISC(x, y, MARKER)]
        if "in-run" in held and "signal" not in held:
            shapes.append(_drawn_triangle(x, y, up=lies_above(chart, period)))
        drawn.append(
            _POINT(
                " ".join(["point", *held]),
                str(period),
                _point_name(chart, period, value),
                shapes,
                _square(x, y),
                _diamond(x, y),
                x,
                y,
                radius,
            )
        )
    return drawn


def _drawn_bar(frame: Frame, x: float, y: float, value: float) -> list[Written]:
    """A bar from zero, with its number on it."""
    half, zero = 0.3 * frame.share, frame.y(0)
    top, bottom = sorted((y, zero))
    return [
        _BAR(x - half, top, 2 * half, bottom - top),
        _TEXT(x, top - 5, "middle", format_value(value)),
    ]


def _drawn_footer(frame: Frame) -> list[Written]:
    drawn = []
    y = frame.bottom + LINE * (1 + len(frame.x_label))
    for row in frame.key:
        y += LINE
        x = frame.left
        for shape, words in row:
            drawn.append(_drawn_shape(shape, x + MARKER, y - 4.5))
            drawn.append(_TEXT(x + KEY_INDENT, y, "start", words))
            x += key_width(words)
    for line in frame.footer:
        y += LINE
        drawn.append(_TEXT(frame.left, y, "start", line))
    return drawn


def _drawn_shape(shape: str, x: float, y: float) -> Written:
    """One of the shapes of points, or a piece of a line, to explain it."""
    if shape in ("centre", "limit", "target"):
        return _PATH(f"fl-{shape}", _path([(x - MARKER, y), (x + MARKER, y)]))
    if shape == "ghosted":
        return _GROUP("ghosted", _DISC(x, y, MARKER))
    if shape == "run":
        return _drawn_triangle(x, y, up=True)
    return _GROUP("signal", _PATH("fl-square", _square(x, y)))


def _square(x: float, y: float) -> str:
    return f"M{x - _HALF:.1f} {y - _HALF:.1f}{_SQUARE}"


def _diamond(x: float, y: float) -> str:
    return f"M{x:.1f} {y - _REACH:.1f}{_DIAMOND}"


def _drawn_triangle(x: float, y: float, *, up: bool) -> Written:
    """Pointing to the side of the middle line it lies on."""
    tip = -_TIP if up else _TIP
    shape = f"M{x:.1f} {y + tip:.1f}l{_TIP:.1f} {-1.8 * tip:.1f}h{-2 * _TIP:.1f}z"
    return _PATH("fl-triangle", shape)


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


# Words


def _point_name(chart: Chart, period: int, value: float) -> str:
    state = name_state(chart, period)
    return say(
        "chart.point-state" if state else "chart.point",
        period=name_period(chart, period),
        value=format_measure(chart, value),
        state=state,
    )
