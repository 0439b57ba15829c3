"""The drawing of a chart on a page.

The same ink serves the interactive chart and the printed one: whoever operates a chart
only switches the class ``marked`` of a point on and off.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from xml.etree import ElementTree

from course.charts.drawn_lines import (
    lies_above,
    stepped_lines,
    steps_of,
    straight_lines,
)
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
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "fl-chart",
            "viewBox": f"0 0 {width} {frame.height:g}",
            "style": f"max-width: {width}px",
            "role": "img",
            "aria-labelledby": f"{chart.id}-title {chart.id}-desc",
        },
    )
    _add(svg, "title", id=f"{chart.id}-title").text = chart.title or chart.y_label
    _add(svg, "desc", id=f"{chart.id}-desc").text = describe(
        chart, marked=marked, signals=signals
    )
    _add(svg, "style").text = CHART_STYLE
    _add(svg, "rect", cls="fl-card", width=width, height=frame.height)

    _draw_baseline(svg, chart, frame)
    _draw_runs(svg, chart, frame)
    _draw_axes(svg, chart, frame)
    _draw_changes(svg, chart, frame)
    _draw_steps(svg, chart, frame)
    _draw_straight_lines(svg, chart, frame)
    _draw_line_names(svg, chart, frame)
    if not (chart.bars or chart.by_size):
        _draw_series(svg, chart, frame)
    _draw_points(svg, chart, frame, marked, signals)
    for words, x, y in words_inside(chart, frame):
        _text(svg, x, y, words, cls="fl-halo")
    _draw_footer(svg, chart, frame)
    return ElementTree.tostring(svg, encoding="unicode")


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


def _draw_baseline(svg, chart: Chart, frame: Frame) -> None:
    if chart.baseline is None:
        return
    end = frame.x(chart.baseline + 0.5)
    _rect(svg, "fl-baseline", frame.left, frame.top, end, frame.bottom)
    _text(svg, frame.left, frame.top - 6, say("chart.baseline"))


def _draw_runs(svg, chart: Chart, frame: Frame) -> None:
    for run in chart.runs:
        centre = frame.y(chart.centres[run[0] - 1])
        edge = frame.top if lies_above(chart, run[0]) else frame.bottom
        top, bottom = sorted((edge, centre))
        left, right = frame.x(run[0] - 0.5), frame.x(run[-1] + 0.5)
        _rect(svg, "fl-run", left, top, right, bottom)


def _draw_axes(svg, chart: Chart, frame: Frame) -> None:
    y = 20.0
    for words in frame.title:
        _text(svg, frame.left, y, words, cls="fl-title")
        y += LINE + 1
    for words in frame.y_label:
        _text(svg, frame.left, y, words)
        y += LINE
    for tick, label in zip(frame.ticks, tick_labels(frame.ticks), strict=True):
        _line(svg, "fl-grid", frame.left, frame.y(tick), frame.right, frame.y(tick))
        _text(svg, frame.left - 6, frame.y(tick) + 4.5, label, anchor="end")
    _line(svg, "fl-axis", frame.left, frame.bottom, frame.right, frame.bottom)
    for at, label in marks_below(chart, frame):
        _line(svg, "fl-axis", at, frame.bottom, at, frame.bottom + 4)
        # The first and last labels must not be cut off at the edge of the drawing.
        x = max(at, text_width(label) / 2 + 2)
        _text(svg, x, frame.bottom + LINE, label, anchor="middle")
    middle, y = (frame.left + frame.right) / 2, frame.bottom + LINE
    for words in frame.x_label:
        y += LINE
        _text(svg, middle, y, words, anchor="middle")


def _draw_changes(svg, chart: Chart, frame: Frame) -> None:
    for (period, text), row in zip(chart.changes, frame.note_rows, strict=True):
        x = frame.x(period)
        y = frame.top - 6 - LINE * row
        _line(svg, "fl-change", x, y + 4, x, frame.bottom)
        words, start, end = place_note(x, text, frame.right)
        if end == x:
            _text(svg, x, y, words, anchor="end")
        else:
            _text(svg, start, y, words)


def _draw_steps(svg, chart: Chart, frame: Frame) -> None:
    for _, curve in chart.curves:
        places = [(frame.x_of_size(size), frame.y(value)) for size, value in curve]
        _add(svg, "path", cls="fl-limit", d=_path(places))
    if chart.by_size:
        return
    for what, _, line in stepped_lines(chart):
        for steps in steps_of(chart, line):
            cls = f"fl-{what} fl-drawn-on" if steps.drawn_on else f"fl-{what}"
            places = [(frame.x(x), frame.y(value)) for x, value in steps.places]
            _add(svg, "path", cls=cls, d=_path(places))


def _draw_straight_lines(svg, chart: Chart, frame: Frame) -> None:
    for what, _, value in straight_lines(chart):
        cls, y, start = f"fl-{what}", frame.y(value), frame.left
        if what == "centre" and chart.baseline is not None:
            start = frame.x(chart.baseline + 0.5)
            _line(svg, cls, frame.left, y, start, y)
            cls += " fl-drawn-on"
        _line(svg, cls, start, y, frame.right, y)


def _draw_line_names(svg, chart: Chart, frame: Frame) -> None:
    for words, height in line_names(chart, frame):
        _text(svg, frame.right + 6, height, words)


def _draw_series(svg, chart: Chart, frame: Frame) -> None:
    moves, pen = [], "M"
    for period, value in enumerate(chart.values, start=1):
        if value is None or period in chart.ghosted:
            pen = "M"
            continue
        moves.append(f"{pen}{frame.x(period):.1f} {frame.y(value):.1f}")
        pen = "L"
    _add(svg, "path", cls="fl-series", d=" ".join(moves))


def _draw_points(
    svg,
    chart: Chart,
    frame: Frame,
    marked: Collection[int],
    signals: Collection[int],
) -> None:
    measured = measured_points(chart)
    places = places_of(chart, frame)
    signals, ghosted = {*chart.signals, *signals}, set(chart.ghosted)
    in_run = {period for run in chart.runs for period in run}
    for (period, value), (x, y), radius in zip(
        measured, places, _hit_radii(places), strict=True
    ):
        states = [
            state
            for state, holds in (
                ("marked", period in marked),
                ("signal", period in signals),
                ("in-run", period in in_run),
                ("ghosted", period in ghosted),
            )
            if holds
        ]
        point = _add(
            svg, "g", cls=" ".join(["point", *states]), **{"data-period": period}
        )
        _add(point, "title").text = _point_name(chart, period, value)
        if chart.bars:
            half = 0.3 * frame.share
            zero = frame.y(0)
            _rect(point, "fl-bar", x - half, min(y, zero), x + half, max(y, zero))
            _text(point, x, min(y, zero) - 5, format_value(value), anchor="middle")
        else:
            _add(point, "circle", cls="fl-marker", cx=x, cy=y, r=MARKER)
        if period in in_run and period not in signals:
            shape = _triangle(x, y, 1.35 * MARKER, up=lies_above(chart, period))
            _add(point, "path", cls="fl-triangle", d=shape)
        _add(point, "path", cls="fl-square", d=_square(x, y, 1.2 * MARKER))
        _add(point, "path", cls="fl-ring", d=_diamond(x, y, 2.2 * MARKER))
        _add(point, "circle", cls="fl-hit", cx=x, cy=y, r=radius)


def _draw_footer(svg, chart: Chart, frame: Frame) -> None:
    y = frame.bottom + LINE * (1 + len(frame.x_label))
    for row in frame.key:
        y += LINE
        x = frame.left
        for shape, words in row:
            _draw_shape(svg, shape, x + MARKER, y - 4.5)
            _text(svg, x + KEY_INDENT, y, words)
            x += key_width(words)
    for line in frame.footer:
        y += LINE
        _text(svg, frame.left, y, line)


def _draw_shape(svg, shape: str, x: float, y: float) -> None:
    """One of the shapes of points, or a piece of a line, to explain it."""
    if shape in ("centre", "limit", "target"):
        places = [(x - MARKER, y), (x + MARKER, y)]
        _add(svg, "path", cls=f"fl-{shape}", d=_path(places))
    elif shape == "ghosted":
        group = _add(svg, "g", cls="ghosted")
        _add(group, "circle", cls="fl-marker", cx=x, cy=y, r=MARKER)
    elif shape == "run":
        _add(svg, "path", cls="fl-triangle", d=_triangle(x, y, 1.35 * MARKER, up=True))
    else:
        group = _add(svg, "g", cls="signal")
        _add(group, "path", cls="fl-square", d=_square(x, y, 1.2 * MARKER))


def _square(x: float, y: float, half: float) -> str:
    return f"M{x - half:.1f} {y - half:.1f}h{2 * half:.1f}v{2 * half:.1f}" + (
        f"h{-2 * half:.1f}z"
    )


def _diamond(x: float, y: float, half: float) -> str:
    return f"M{x:.1f} {y - half:.1f}l{half:.1f} {half:.1f}" + (
        f"l{-half:.1f} {half:.1f}l{-half:.1f} {-half:.1f}z"
    )


def _triangle(x: float, y: float, half: float, *, up: bool) -> str:
    """Pointing to the side of the middle line it lies on."""
    reach = -half if up else half
    return f"M{x:.1f} {y + reach:.1f}l{half:.1f} {-1.8 * reach:.1f}h{-2 * half:.1f}z"


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


# Elements


def _add(parent, tag: str, cls: str = "", **attributes) -> ElementTree.Element:
    written = {"class": cls} if cls else {}
    for name, value in attributes.items():
        written[name] = f"{value:.1f}" if isinstance(value, float) else str(value)
    return ElementTree.SubElement(parent, tag, written)


def _line(svg, cls: str, x1: float, y1: float, x2: float, y2: float) -> None:
    _add(svg, "line", cls=cls, x1=x1, y1=y1, x2=x2, y2=y2)


def _rect(svg, cls: str, left: float, top: float, right: float, bottom: float) -> None:
    _add(svg, "rect", cls=cls, x=left, y=top, width=right - left, height=bottom - top)


def _text(
    svg, x: float, y: float, words: str, cls: str = "", anchor: str = "start"
) -> None:
    _add(svg, "text", cls=cls, x=x, y=y, **{"text-anchor": anchor}).text = words
