"""Where things go in a chart, whatever ink draws them.

Lengths are in pixels of a drawing at its full size; in print a pixel is a hundredth of
an inch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course.charts.drawn_lines import (
    all_that_is_shown,
    line_ends,
    shapes_used,
    stepped_lines,
    steps_of,
    straight_lines,
    words_in_parts,
)
from course.charts.pictures import Chart
from course.charts.placing import (
    LINE,
    TEXT_SIZE,
    Box,
    least_crowded,
    place_note,
    shorten,
    spread_apart,
    text_width,
    wrap,
)
from course.messages import say

# Narrower than this, words beside the plot would take most of its room: they go below.
_NARROW = 480
# Nor may they take more than this share of the width, or the plot be smaller.
_WIDEST_NAME, _LEAST_PLOT = 0.4, 80.0

# Values this near to each other, as a share of the larger, differ by float noise.
_NO_RANGE = 1e-9

TITLE_SIZE = 15

# Room for a shape before its words, and for what follows them.
KEY_INDENT, _KEY_GAP = 16.0, 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The plotting area, and the way from values to places in the drawing.

    Attributes
    ----------
    width, height : float
        Of the whole drawing; higher than was asked for where the plot would have no
        room.
    left, right, top, bottom : float
        Edges of the plotting area; down is more.
    ticks : tuple of float
        Of the values, lowest first.
    size_ticks : tuple of float
        Of the sizes, in a funnel plot; else empty.
    largest_size : float
        At the right edge of a funnel plot; the axis begins at 0.
    periods : int
    sizes : tuple of float or None
        Of each point, as in `Chart`.
    title, y_label, x_label : tuple of str
        In lines.
    note_rows : tuple of int
        The row above the plot of each change, 0 the lowest.
    key : tuple of tuple of (str, str)
        Rows below the plot that say what a shape or a line means.
    footer : tuple of str
        Lines of sentences below them.
    names_below : bool
        Whether the names of the lines are in the key, for want of room.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[float, ...]
    size_ticks: tuple[float, ...]
    largest_size: float
    periods: int
    sizes: tuple[float | None, ...]
    title: tuple[str, ...]
    y_label: tuple[str, ...]
    x_label: tuple[str, ...]
    note_rows: tuple[int, ...]
    key: tuple[tuple[tuple[str, str], ...], ...]
    footer: tuple[str, ...]
    names_below: bool

    @classmethod
    def around(cls, chart: Chart, width: float, height: float) -> Frame:
        """Lay a chart out in a drawing of a size.

        Parameters
        ----------
        chart : Chart
        width, height : float

        Returns
        -------
        Frame
        """
        ticks = ticks_around(all_that_is_shown(chart), bars=chart.bars)
        tick_width = max(map(text_width, tick_labels(ticks)))
        narrow = width < _NARROW and bool(chart.kind)
        beside = [] if narrow else _names_beside(chart, width)
        line_width = max(map(text_width, beside), default=0)
        left = tick_width + 14
        right = max(width - max(line_width + 12, 16), left + _LEAST_PLOT)
        share = (right - left) / max(len(chart.values), 1)
        rows = note_rows(
            chart, lambda period: left + (period - 0.5) * share, left, right
        )
        title = wrap(chart.title, (width - left) * TEXT_SIZE / TITLE_SIZE)
        y_label = wrap(chart.y_label, width - left)
        heads = len(title) + len(y_label) + max(rows, default=-1) + 1
        has_note_line = chart.baseline is not None and not rows
        top = 14 + LINE * (heads + has_note_line)
        key = _key(chart, width - left, with_lines=narrow)
        footer = _footer(chart, width - left - 8)
        middle = (left + right) / 2
        x_label = wrap(x_label_of(chart), 2 * min(middle, width - middle))
        feet = 10 + LINE * (1 + len(x_label) + len(key) + len(footer))
        height = max(height, top + _LEAST_PLOT + feet)
        bottom = height - feet
        return cls(
            width=width,
            height=height,
            left=left,
            right=right,
            top=top,
            bottom=bottom,
            ticks=ticks,
            size_ticks=_size_ticks(chart),
            largest_size=_largest_size(chart),
            periods=len(chart.values),
            sizes=chart.sizes,
            title=tuple(title),
            y_label=tuple(y_label),
            x_label=tuple(x_label),
            note_rows=rows,
            key=key,
            footer=footer,
            names_below=narrow,
        )

    @property
    def share(self) -> float:
        """Width that belongs to one period."""
        return (self.right - self.left) / max(self.periods, 1)

    def x(self, period: float) -> float:
        """Place of a period counted from 1; each stands in the middle of its share."""
        return self.left + (period - 0.5) * self.share

    def x_of_size(self, size: float) -> float:
        """Place of a size, in a funnel plot."""
        return self.left + size / self.largest_size * (self.right - self.left)

    def x_of_point(self, period: int) -> float:
        """Place of a point: in time, or by its size."""
        if not self.size_ticks:
            return self.x(period)
        return self.x_of_size(self.sizes[period - 1])

    def y(self, value: float) -> float:
        """Height of a value, from the top."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    def holds(self, box: Box) -> bool:
        """Whether words in a box stay inside the plot."""
        left, top, right, bottom = box
        inside = self.left <= left and right <= self.right + 4
        return inside and self.top - 4 <= top and bottom <= self.bottom


def _largest_size(chart: Chart) -> float:
    """A little beyond the largest unit, which must not stand on the edge."""
    sizes = [size for size in chart.sizes if size is not None]
    sizes += [size for _, curve in chart.curves for size, _ in curve]
    return 1.04 * max(sizes, default=1.0)


def _size_ticks(chart: Chart) -> tuple[float, ...]:
    if not chart.by_size:
        return ()
    largest = _largest_size(chart)
    return tuple(tick for tick in ticks_around([0.0, largest]) if tick <= largest)


def x_label_of(chart: Chart) -> str:
    """What stands below the axis: what a period is, or what the sizes are.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    str

    Examples
    --------
    >>> x_label_of(Chart(id="a", x_label="Week", values=(3, 5)))
    'Week'
    """
    return chart.size_label if chart.by_size else chart.x_label


def _footer(chart: Chart, width: float) -> tuple[str, ...]:
    """Sentences under the chart, in lines."""
    sentences = [remark for _, remark in chart.remarks] + [chart.left_out]
    return tuple(line for sentence in sentences for line in wrap(sentence, width))


def _key(
    chart: Chart, width: float, *, with_lines: bool
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What the shapes, and perhaps the lines, mean: rows of shape and words."""
    lines = [(what, words) for what, words, _ in line_ends(chart)]
    rows: list[list[tuple[str, str]]] = []
    taken = 0.0
    for shape, words in (lines if with_lines else []) + shapes_used(chart):
        words = shorten(words, width - KEY_INDENT)
        if not rows or taken + key_width(words) > width:
            rows.append([])
            taken = 0.0
        rows[-1].append((shape, words))
        taken += key_width(words)
    return tuple(map(tuple, rows))


def _names_beside(chart: Chart, width: float) -> list[str]:
    return [shorten(words, _WIDEST_NAME * width) for _, words, _ in line_ends(chart)]


def line_names(chart: Chart, frame: Frame) -> list[tuple[str, float]]:
    """Names of the lines, beside the plot.

    Parameters
    ----------
    chart : Chart
    frame : Frame

    Returns
    -------
    list of (str, float)
        With the height of each, from the top; none where they are in the key.

    Examples
    --------
    >>> chart = Chart(id="a", values=(3, 5), centre=4)
    >>> line_names(chart, Frame.around(chart, 720, 260))
    [('Median 4', ...)]
    """
    if frame.names_below:
        return []
    wanted = [frame.y(value) + 4.5 for _, _, value in line_ends(chart)]
    heights = spread_apart(wanted, frame.top + 4, frame.bottom + 4)
    return list(zip(_names_beside(chart, frame.width), heights, strict=True))


def key_width(words: str) -> float:
    """Room for a shape and what it means.

    Parameters
    ----------
    words : str

    Returns
    -------
    float

    Examples
    --------
    >>> key_width("signal") > text_width("signal") + KEY_INDENT
    True
    """
    return KEY_INDENT + text_width(words) + _KEY_GAP


def places_of(chart: Chart, frame: Frame) -> list[tuple[float, float]]:
    """Where the points of a chart stand.

    Parameters
    ----------
    chart : Chart
    frame : Frame

    Returns
    -------
    list of (float, float)
        From the left and from the top, one for each of `measured_points`.

    Examples
    --------
    >>> chart = Chart(id="a", values=(3, None, 5))
    >>> len(places_of(chart, Frame.around(chart, 720, 260)))
    2
    """
    return [
        (frame.x_of_point(p), frame.y(value)) for p, value in measured_points(chart)
    ]


def measured_points(chart: Chart) -> list[tuple[int, float]]:
    """Periods with a point, and its value.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (int, float)

    Examples
    --------
    >>> measured_points(Chart(id="a", values=(3, None, 5)))
    [(1, 3.0), (3, 5.0)]
    """
    return [
        (period, value)
        for period, value in enumerate(chart.values, start=1)
        if value is not None and not (chart.by_size and chart.sizes[period - 1] is None)
    ]


def marks_below(chart: Chart, frame: Frame) -> list[tuple[float, str]]:
    """Where the axis below the plot has marks, and what they say.

    Parameters
    ----------
    chart : Chart
    frame : Frame

    Returns
    -------
    list of (float, str)
        From the left; as many labels as can be read side by side.

    Examples
    --------
    >>> chart = Chart(id="a", values=(3, 5))
    >>> [label for _, label in marks_below(chart, Frame.around(chart, 720, 260))]
    ['1', '2']
    """
    if chart.by_size:
        labels = tick_labels(frame.size_ticks)
        places = map(frame.x_of_size, frame.size_ticks)
        return list(zip(places, labels, strict=True))
    return [
        (frame.x(period), chart.labels[period - 1])
        for period in labelled_periods(chart, frame.share)
    ]


# The axes


def ticks_around(shown: Sequence[float], *, bars: bool = False) -> tuple[float, ...]:
    """Round numbers, 1, 2 or 5 times a power of ten apart, around all that is shown.

    Parameters
    ----------
    shown : sequence of float
    bars : bool
        Whether bars with a number on them stand on zero.

    Returns
    -------
    tuple of float
        At least two, lowest first.

    Examples
    --------
    >>> ticks_around([3, 9])
    (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    """
    low, high = min(shown, default=0.0), max(shown, default=1.0)
    # Near enough to zero, zero belongs in the picture; bars stand on it always.
    if bars or 0 <= low <= 0.5 * high:
        low = min(low, 0.0)
        high = max(high, 0.0)
    if bars:
        # Room for the number that stands on each bar.
        low, high = 1.12 * low, 1.12 * high
    if high - low <= _NO_RANGE * max(abs(low), abs(high)):
        # Nothing varies, but for float noise.
        room = 0.5 * abs(low) or 1.0
        low, high = low - room, high + room
    rough = (high - low) / 5
    exponent = math.floor(math.log10(rough))
    power = 10.0**exponent
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(index * step, -exponent) for index in range(first, last + 1))


def tick_labels(ticks: Sequence[float]) -> list[str]:
    """Ticks with as many decimals as it takes to tell them apart, and no more.

    Parameters
    ----------
    ticks : sequence of float

    Returns
    -------
    list of str

    Examples
    --------
    >>> tick_labels([0.0, 0.5, 1.0])
    ['0.0', '0.5', '1.0']
    """
    decimals = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    return [f"{tick:.{decimals}f}" for tick in ticks]


def labelled_periods(chart: Chart, room: float) -> list[int]:
    """As many periods as can have their label side by side, at round steps.

    Parameters
    ----------
    chart : Chart
    room : float
        Each period's share of the width.

    Returns
    -------
    list of int

    Examples
    --------
    >>> labelled_periods(Chart(id="a", values=10 * (1,)), room=20)
    [2, 4, 6, 8, 10]
    """
    widest = max((text_width(label) for label in chart.labels), default=0)
    periods = list(range(1, len(chart.values) + 1))
    if chart.bars:
        return periods
    steps = (1, 2, 5, 10, 20, 50, 100)
    numbered = all(label.isdecimal() for label in chart.labels)
    if not numbered:
        steps = (1, 2, 3, 6, 12, 24, 48, 96)
    step = next((step for step in steps if step * room >= widest + 14), steps[-1])
    # 5, 10, 15 and not 1, 6, 11: those are the numbers people look for.
    round_ones = [
        period
        for period in periods
        if numbered and int(chart.labels[period - 1]) % step == 0
    ]
    return round_ones if len(round_ones) > 1 else periods[::step]


def note_rows(
    chart: Chart, across: Callable[[float], float], left: float, right: float
) -> tuple[int, ...]:
    """Give each change the lowest row where its words meet no other's.

    The latest is placed first, so that an earlier one moves up and its line passes
    to the left of the words below.

    Parameters
    ----------
    chart : Chart
    across : callable
        The place of a period.
    left, right : float
        The edges of the plot.

    Returns
    -------
    tuple of int
        The row of each change, 0 the lowest.

    Examples
    --------
    >>> chart = Chart(id="a", values=(1, 2), changes=((1, "New beds"), (2, "Rota")))
    >>> note_rows(chart, lambda period: 10 * period, left=0, right=500)
    (1, 0)
    """
    taken: list[list[tuple[float, float]]] = []
    rows = [0] * len(chart.changes)
    if chart.baseline is not None and chart.changes:
        end = left + text_width(say("chart.baseline"))
        taken.append([(left, end)])
    latest_first = sorted(
        enumerate(chart.changes), key=lambda numbered: -numbered[1][0]
    )
    for index, (period, text) in latest_first:
        _, start, end = place_note(across(period), text, right)
        row = 0
        while row < len(taken) and any(
            start < other_end + 8 and other_start < end + 8
            for other_start, other_end in taken[row]
        ):
            row += 1
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        rows[index] = row
    return tuple(rows)


# Words inside the plot


def words_inside(chart: Chart, frame: Frame) -> list[tuple[str, float, float]]:
    """Words in the plot, each where it covers least of what is drawn there.

    Parameters
    ----------
    chart : Chart
    frame : Frame

    Returns
    -------
    list of (str, float, float)
        The values of lines that ended before the last part, and the names of units
        that signal; where their first letter stands, from the left and from the top.

    Examples
    --------
    >>> chart = Chart(id="a", values=(1, 2, 3), centres=(1, 1, 3), part_starts=(3,))
    >>> [words for words, _, _ in words_inside(chart, Frame.around(chart, 720, 260))]
    ['1']
    """
    wanted = [
        (words, _beside_line(frame, words, what, frame.y(value), first, last))
        for what, words, first, last, value in words_in_parts(chart)
    ]
    if chart.by_size:
        wanted += [
            (chart.labels[period - 1], _beside_point(frame, chart, period, value))
            for period, value in measured_points(chart)
            if period in chart.signals
        ]
    placed = []
    taken = _taken(chart, frame) if wanted else []
    for words, boxes in wanted:
        inside = [box for box in boxes if frame.holds(box)] or boxes[:1]
        left, top, right, bottom = least_crowded(inside, taken)
        taken.append((left, top, right, bottom))
        placed.append((words, left, bottom - 3))
    return placed


def _beside_line(
    frame: Frame, words: str, what: str, y: float, first: int, last: int
) -> list[Box]:
    """Places above and below a line, from the end of its part to the beginning."""
    width = text_width(words)
    left, right = frame.x(first - 0.5) + 4, frame.x(last + 0.5) - width - 4
    steps = 12
    places = [right + (left - right) * step / steps for step in range(steps + 1)]
    sides = (_below, _above) if what == "lower" else (_above, _below)
    return [side(x, y, width) for side in sides for x in places]


def _beside_point(frame: Frame, chart: Chart, period: int, value: float) -> list[Box]:
    width = text_width(chart.labels[period - 1])
    x, y = frame.x_of_point(period), frame.y(value)
    half = LINE / 2
    return [
        (x + 8, y - half, x + 8 + width, y + half),
        (x - 8 - width, y - half, x - 8, y + half),
        _above(x - width / 2, y - 5, width),
        _below(x - width / 2, y + 5, width),
    ]


def _above(x: float, y: float, width: float) -> Box:
    return (x, y - 1 - LINE, x + width, y - 1)


def _below(x: float, y: float, width: float) -> Box:
    return (x, y + 1, x + width, y + 1 + LINE)


def _taken(chart: Chart, frame: Frame) -> list[Box]:
    """Where points, lines and what joins them already lie."""
    places = places_of(chart, frame)
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in places]
    for (x, y), (next_x, next_y) in zip(places, places[1:], strict=False):
        for share in (0.2, 0.4, 0.6, 0.8):
            at, height = x + share * (next_x - x), y + share * (next_y - y)
            taken.append((at - 2, height - 2, at + 2, height + 2))
    for _, _, value in straight_lines(chart):
        y = frame.y(value)
        taken.append((frame.left, y - 1, frame.right, y + 1))
    for _, _, line in stepped_lines(chart):
        for steps in steps_of(chart, line):
            for (start, value), (end, _) in zip(
                steps.places[::2], steps.places[1::2], strict=True
            ):
                y = frame.y(value)
                taken.append((frame.x(start), y - 1, frame.x(end), y + 1))
    for period, _ in chart.changes:
        x = frame.x(period)
        taken.append((x - 1, frame.top, x + 1, frame.bottom))
    return taken
