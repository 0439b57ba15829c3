"""The drawing of a chart that nobody operates: the same ink, in a tenth of the page.

To the eye it is what `draw_svg` draws. But there is one path for all points of a shape,
nothing to hit and nothing hidden, and the style is not inside: a page with many charts
has `CHART_STYLE` once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain

from course.charts.drawn_lines import (
    lies_above,
    stepped_lines,
    steps_of,
    straight_values,
)
from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Place, Written
from course.charts.layout import (
    KEY_INDENT,
    Frame,
    heights_between,
    key_width,
    line_names,
    marks_below,
    marks_in_time,
    measured_points,
    places_of,
    tick_labels,
    words_inside,
)
from course.charts.pictures import Chart, format_value
from course.charts.placing import LINE, place_note, text_width
from course.charts.svg import MARKER
from course.charts.twins import describe
from course.messages import say


def _shape(*moves: float) -> str:
    """Straight sides from the middle of a point, as across and down in turn."""
    sides = zip(moves[::2], moves[1::2], strict=True)
    return "m" + "l".join(f"{across:.3g} {down:.3g}" for across, down in sides) + "z"


def _disc(radius: float) -> str:
    # An arc that is a hundredth short of a circle: a whole one has no direction.
    return f"m0-{radius}a{radius} {radius} 0 1 0 .01 0z"


_HALF, _REACH, _TIP = 1.2 * MARKER, 2.2 * MARKER, 1.35 * MARKER
_DISC = _disc(MARKER)
_SQUARE = _shape(-_HALF, -_HALF, 2 * _HALF, 0, 0, 2 * _HALF, -2 * _HALF, 0)
_DIAMOND = _shape(0, -_REACH, _REACH, _REACH, -_REACH, _REACH, -_REACH, -_REACH)
_UP = _shape(0, -_TIP, _TIP, 1.8 * _TIP, -2 * _TIP, 0)
_DOWN = _shape(0, _TIP, _TIP, -1.8 * _TIP, -2 * _TIP, 0)


def _path(cls: str, *groups: str) -> Element:
    """A path of a class, in groups that say the state of what it shows."""
    element = Element("path", class_=cls, d=WORDS)
    return Element("g", element, class_=" ".join(groups)) if groups else element


def _rect(cls: str) -> Element:
    place = {"x": NUMBER, "y": NUMBER, "width": NUMBER, "height": NUMBER}
    return Element("rect", class_=cls, **place)


# One part of a drawing: its element, or `ELEMENTS` for what is written already, and
# then what fills its places.
_Part = tuple


# A drawing is written at one go, and most have the same parts.
@lru_cache(maxsize=256)
def _svg(*parts: Element | Place) -> Element:
    return Element(
        "svg",
        Element("title", WORDS, id=WORDS),
        Element("desc", WORDS, id=WORDS),
        Element("rect", class_="fl-card", width="100%", height="100%"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="fl-chart",
        viewBox=WORDS,
        style=WORDS,
        role="img",
        aria_labelledby=WORDS,
    )


_BASELINE, _RUN, _BAR = _rect("fl-baseline"), _rect("fl-run"), _rect("fl-bar")
_GRID, _AXIS, _CHANGE = _path("fl-grid"), _path("fl-axis"), _path("fl-change")
_SERIES = _path("fl-series")
_LINES = {
    cls: _path(cls)
    for what in ("fl-centre", "fl-limit", "fl-target")
    for cls in (what, f"{what} fl-drawn-on")
}
_STRAIGHT = {
    cls: Element("line", class_=cls, x1=NUMBER, y1=NUMBER, x2=NUMBER, y2=NUMBER)
    for cls in _LINES
}
_PLAIN, _GHOSTED = _path("fl-marker"), _path("fl-marker", "ghosted")
_TRIANGLES, _RINGS = _path("fl-triangle"), _path("fl-ring", "marked")
_SQUARES = _path("fl-square", "signal")
_GHOSTED_SQUARES = _path("fl-square", "signal", "ghosted")
_TEXT = Element("text", WORDS, x=NUMBER, y=NUMBER)
_MARK, _AT_HEIGHT = (
    Element("text", WORDS, x=NUMBER),
    Element("g", ELEMENTS, transform=WORDS),
)
_TITLE = Element("text", WORDS, class_="fl-title", x=NUMBER, y=NUMBER)
_HALO = Element("text", WORDS, class_="fl-halo", x=NUMBER, y=NUMBER)
_GROUP = Element("g", ELEMENTS)
_ENDING, _CENTRED = (
    Element("g", ELEMENTS, text_anchor=anchor) for anchor in ("end", "middle")
)
_ENDING_TEXT = Element("g", _TEXT, text_anchor="end")


def draw_still(
    chart: Chart,
    *,
    id: str = "",
    marked: Collection[int] = (),
    signals: Collection[int] = (),
    width: int = 720,
    height: int = 260,
) -> Written:
    """Draw a chart as SVG to be looked at, for a page that has `CHART_STYLE`.

    Parameters
    ----------
    chart : Chart
    id : str
        Begins the ids inside, where the chart's own stands on the page already.
    marked, signals : collection of int
        As in `draw_svg`. A period that is not on the chart is not drawn.
    width, height : int
        As in `draw_svg`.

    Returns
    -------
    Written
        One ``<svg>`` element, with title and description.

    Examples
    --------
    >>> chart = Chart(id="falls", y_label="Falls", x_label="Week", values=(3, 5, 2))
    >>> drawing = str(draw_still(chart, marked=[2]))
    >>> drawing.count('class="marked"'), drawing.count("<style>")
    (1, 0)
    """
    frame = Frame.around(chart, width, height)
    id = id or chart.id
    at = _written_places(chart, frame)
    parts: list[_Part] = [
        *_drawn_shades(chart, frame),
        (ELEMENTS, _drawn_head(frame.left, frame.title, frame.y_label)),
        (ELEMENTS, _drawn_axes(chart, frame)),
        *_drawn_changes(chart, frame),
        *_drawn_lines(chart, frame),
        (_SERIES, _series(chart, at)),
        *(_drawn_bars(chart, frame) if chart.bars else ()),
        *_drawn_points(chart, frame, at, marked, signals),
        *_drawn_words_inside(chart, frame),
        *_drawn_footer(frame),
    ]
    return _svg(*[element for element, *_ in parts])(
        f"0 0 {width} {frame.height:g}",
        f"max-width: {width}px",
        f"{id}-title {id}-desc",
        f"{id}-title",
        chart.title or chart.y_label,
        f"{id}-desc",
        describe(chart, marked=marked, signals=signals),
        *[value for _, *values in parts for value in values],
    )


# Ink


def _drawn_shades(chart: Chart, frame: Frame) -> list[_Part]:
    """What lies below all else: the baseline and the runs."""
    drawn = []
    if chart.baseline is not None:
        width = frame.x(chart.baseline + 0.5) - frame.left
        height = frame.bottom - frame.top
        drawn.append((_BASELINE, frame.left, frame.top, width, height))
        drawn.append((_TEXT, frame.left, frame.top - 6, say("chart.baseline")))
    for run in chart.runs:
        centre = frame.y(chart.centres[run[0] - 1])
        edge = frame.top if lies_above(chart, run[0]) else frame.bottom
        top, bottom = sorted((edge, centre))
        left, right = frame.across((run[0] - 0.5, run[-1] + 0.5))
        drawn.append((_RUN, left, top, right - left, bottom - top))
    return drawn


# Charts of one kind have their title and axes in common, more often than not.
@lru_cache(maxsize=256)
def _drawn_head(
    left: float, title: tuple[str, ...], y_label: tuple[str, ...]
) -> list[Written]:
    """Title, and what was measured."""
    titles = _below_each_other(left, 20.0, title, LINE + 1)
    labels = _below_each_other(left, 20.0 + len(title) * (LINE + 1), y_label)
    return [*_written(_TITLE, titles), *_written(_TEXT, labels)]


def _drawn_axes(chart: Chart, frame: Frame) -> list[Written]:
    left, right, top, bottom = frame.left, frame.right, frame.top, frame.bottom
    if chart.by_size:
        marks = marks_below(chart, frame)
        below = _axis_below(left, right, bottom, marks, frame.x_label)
    else:
        below = _time_axis(left, right, bottom, chart.labels, chart.bars, frame.x_label)
    return [_value_axis(left, right, top, bottom, frame.ticks), below]


@lru_cache(maxsize=512)
def _value_axis(
    left: float, right: float, top: float, bottom: float, ticks: tuple[float, ...]
) -> Written:
    heights = heights_between(ticks, top, bottom, ticks)
    grid = [f"M{left:.1f} {height:.1f}H{right:.1f}" for height in heights]
    labels = [
        (left - 6, height + 4.5, label)
        for height, label in zip(heights, tick_labels(ticks), strict=True)
    ]
    return _GROUP([_GRID("".join(grid)), _ENDING(_written(_TEXT, labels))])


@lru_cache(maxsize=512)
def _time_axis(
    left: float,
    right: float,
    bottom: float,
    labels: tuple[str, ...],
    bars: bool,
    x_label: tuple[str, ...],
) -> Written:
    share = (right - left) / max(len(labels), 1)
    marks = marks_in_time(labels, left, share, bars=bars)
    return _axis_below(left, right, bottom, marks, x_label)


def _axis_below(
    left: float,
    right: float,
    bottom: float,
    marks: Sequence[tuple[float, str]],
    x_label: tuple[str, ...],
) -> Written:
    ticks = "".join([f"M{at:.1f} {bottom:.1f}v4" for at, _ in marks])
    below = bottom + LINE
    # The first and last labels must not be cut off at the edge of the drawing.
    names = [(max(at, text_width(name) / 2 + 2), name) for at, name in marks]
    label = _below_each_other((left + right) / 2, below + LINE, x_label)
    axis = _AXIS(f"M{left:.1f} {bottom:.1f}H{right:.1f}{ticks}")
    words = [_AT_HEIGHT(f"translate(0 {below:.1f})", _written(_MARK, names))]
    return _GROUP([axis, _CENTRED([*words, *_written(_TEXT, label)])])


def _drawn_changes(chart: Chart, frame: Frame) -> list[_Part]:
    drawn = []
    for (period, text), row in zip(chart.changes, frame.note_rows, strict=True):
        x, y = frame.x(period), frame.top - 6 - LINE * row
        drawn.append((_CHANGE, f"M{x:.1f} {y + 4:.1f}V{frame.bottom:.1f}"))
        words, start, end = place_note(x, text, frame.right)
        if end == x:
            drawn.append((_ENDING_TEXT, x, y, words))
        else:
            drawn.append((_TEXT, start, y, words))
    return drawn


def _drawn_lines(chart: Chart, frame: Frame) -> list[_Part]:
    """Limits, middle line and target, and their names."""
    drawn = []
    for _, curve in chart.curves:
        sizes, values = zip(*curve, strict=True)
        places = zip(map(frame.x_of_size, sizes), frame.heights(values), strict=True)
        drawn.append((_LINES["fl-limit"], _joined(places)))
    for what, _, line in () if chart.by_size else stepped_lines(chart):
        for steps in steps_of(chart, line):
            periods, values = zip(*steps.places, strict=True)
            cls = f"fl-{what} fl-drawn-on" if steps.drawn_on else f"fl-{what}"
            places = zip(frame.across(periods), frame.heights(values), strict=True)
            drawn.append((_LINES[cls], _joined(places)))
    for what, value in straight_values(chart):
        cls, y, start = f"fl-{what}", frame.y(value), frame.left
        if what == "centre" and chart.baseline is not None:
            start = frame.x(chart.baseline + 0.5)
            drawn.append((_STRAIGHT[cls], frame.left, y, start, y))
            cls += " fl-drawn-on"
        drawn.append((_STRAIGHT[cls], start, y, frame.right, y))
    beside = frame.right + 6
    return drawn + [(_TEXT, beside, y, words) for words, y in line_names(chart, frame)]


def _written_places(chart: Chart, frame: Frame) -> dict[int, str]:
    """Where the point of each measured period stands."""
    if chart.values and None not in chart.values and not chart.by_size:
        periods = range(1, len(chart.values) + 1)
        heights = tuple(frame.heights(chart.values))
        # Written at one go: one by one they take half as long again.
        places = _places_across(frame.left, frame.share, len(periods)) % heights
        return dict(zip(periods, places.split(","), strict=True))
    places = [f"{x:.1f} {y:.1f}" for x, y in places_of(chart, frame)]
    periods = [period for period, _ in measured_points(chart)]
    return dict(zip(periods, places, strict=True))


@lru_cache(maxsize=256)
def _places_across(left: float, share: float, periods: int) -> str:
    """Where points stand from the left, with a place for the height of each."""
    across = [left + (period - 0.5) * share for period in range(1, periods + 1)]
    return ",".join([f"{x:.1f} %.1f" for x in across])


def _series(chart: Chart, at: dict[int, str]) -> str:
    """Points joined in time, with a break where one is missing or not counted."""
    if chart.bars or chart.by_size:
        return ""
    if at and not chart.ghosted and len(at) == len(chart.values):
        return "M" + "L".join(at.values())
    moves, before = [], None
    for period, place in at.items():
        if period not in chart.ghosted:
            moves.append(f"L{place}" if before == period - 1 else f"M{place}")
            before = period
    return "".join(moves)


def _drawn_bars(chart: Chart, frame: Frame) -> list[_Part]:
    """Bars from zero, each with its number on it."""
    width, zero = 0.6 * frame.share, frame.y(0)
    bars, numbers = [], []
    for (_, value), (x, y) in zip(
        measured_points(chart), places_of(chart, frame), strict=True
    ):
        top = min(y, zero)
        bars.append((x - width / 2, top, width, abs(y - zero)))
        numbers.append((x, top - 5, format_value(value)))
    return [(ELEMENTS, _written(_BAR, bars)), (_CENTRED, _written(_TEXT, numbers))]


def _drawn_points(
    chart: Chart,
    frame: Frame,
    at: dict[int, str],
    marked: Collection[int],
    signals: Collection[int],
) -> list[_Part]:
    """Points, shape by shape; where they may overlap, each over the one before."""
    crowded = chart.by_size or frame.share < 2 * MARKER + 1
    drawn = []
    for element, shape, periods in _shapes_of(chart, at, marked, signals):
        places = [place for period, place in at.items() if period in periods]
        if crowded and places:
            one_by_one = [f"M{place}{shape}" for place in places]
            drawn.append((ELEMENTS, element.each(one_by_one)))
        elif places:
            drawn.append((element, "M" + f"{shape}M".join(places) + shape))
    return drawn


def _shapes_of(
    chart: Chart, at: dict[int, str], marked: Collection[int], signals: Collection[int]
) -> list[tuple[Element, str, Collection[int]]]:
    """Which shape each point has: its element, its path, and the periods."""
    plain = () if chart.bars else at.keys()
    if not (marked or signals or chart.signals or chart.ghosted or chart.runs):
        return [(_PLAIN, _DISC, plain)]
    signalling, ghosted = {*chart.signals, *signals}, set(chart.ghosted)
    in_run = (at.keys() & chain(*chart.runs)) - signalling
    above = {period for period in in_run if lies_above(chart, period)}
    hollow = ghosted.intersection(plain) - signalling - in_run
    return [
        (_PLAIN, _DISC, set(plain) - signalling - ghosted - in_run),
        (_GHOSTED, _DISC, hollow),
        (_TRIANGLES, _UP, above),
        (_TRIANGLES, _DOWN, in_run - above),
        (_SQUARES, _SQUARE, signalling - ghosted),
        (_GHOSTED_SQUARES, _SQUARE, signalling & ghosted),
        (_RINGS, _DIAMOND, set(marked)),
    ]


def _drawn_footer(frame: Frame) -> list[_Part]:
    """What the shapes and lines mean, and sentences."""
    drawn = []
    y = frame.bottom + LINE * (1 + len(frame.x_label))
    for row in frame.key:
        x, y = frame.left, y + LINE
        for shape, words in row:
            drawn.append(_drawn_shape(shape, x + MARKER, y - 4.5))
            drawn.append((_TEXT, x + KEY_INDENT, y, words))
            x += key_width(words)
    lines = _below_each_other(frame.left, y + LINE, frame.footer)
    return drawn + [(_TEXT, *line) for line in lines]


def _drawn_shape(shape: str, x: float, y: float) -> _Part:
    """One of the shapes of points, or a piece of a line, to explain it."""
    at = f"M{x:.1f} {y:.1f}"
    if shape in ("centre", "limit", "target"):
        return _LINES[f"fl-{shape}"], _joined([(x - MARKER, y), (x + MARKER, y)])
    if shape == "ghosted":
        return _GHOSTED, at + _DISC
    if shape == "run":
        return _TRIANGLES, at + _UP
    return _SQUARES, at + _SQUARE


def _joined(places: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in places])


def _drawn_words_inside(chart: Chart, frame: Frame) -> list[_Part]:
    return [(_HALO, x, y, words) for words, x, y in words_inside(chart, frame)]


# Words


def _written(element: Element, rows: Sequence[tuple]) -> list[Written]:
    """The element once for each row, if there is any."""
    return [element.each(*zip(*rows, strict=True))] if rows else []


def _below_each_other(
    x: float, y: float, lines: Sequence[str], height: float = LINE
) -> list[tuple[float, float, str]]:
    return [(x, y + height * row, line) for row, line in enumerate(lines)]
