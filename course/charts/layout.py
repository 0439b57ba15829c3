"""Where things go in a chart, whatever ink draws them.

Lengths are in pixels of a drawing at its full size; in print a pixel is a hundredth of
an inch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from course.charts.drawn_lines import (
    all_that_is_shown,
    line_ends,
    shapes_used,
    stepped_lines,
    steps_of,
    straight_lines,
    words_in_parts,
)
from course.charts.pictures import MINUS, Chart
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
# How much wider the letters of a title are, being bold.
_BOLD = 1.12

# Room for a shape before its words, and for what follows them.
KEY_INDENT, _KEY_GAP = 16.0, 12.0


class Frame(NamedTuple):
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
    names_beside : tuple of (str, float)
        What is written beside the right end of each line, and its value; empty where
        the names of the lines are in the key, for want of room.
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
    names_beside: tuple[tuple[str, float], ...]

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
        tick_width = _tick_width(ticks)
        narrow = width < _NARROW and bool(chart.kind)
        ends = line_ends(chart)
        beside = [] if narrow else _names_beside(ends, width)
        line_width = _widest([words for words, _ in beside])
        left = tick_width + 14
        right = max(width - max(line_width + 12, 16), left + _LEAST_PLOT)
        share = (right - left) / max(len(chart.values), 1)
        rows = note_rows(
            chart, lambda period: left + (period - 0.5) * share, left, right
        )
        title = wrap(chart.title, (width - left) * TEXT_SIZE / (TITLE_SIZE * _BOLD))
        y_label = wrap(chart.y_label, width - left)
        heads = len(title) + len(y_label) + max(rows, default=-1) + 1
        has_note_line = chart.baseline is not None and not rows
        top = 14 + LINE * (heads + has_note_line)
        key = _key(chart, ends if narrow else [], width - left)
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
            title=title,
            y_label=y_label,
            x_label=x_label,
            note_rows=rows,
            key=key,
            footer=footer,
            names_beside=tuple(beside),
        )

    @property
    def share(self) -> float:
        """Width that belongs to one period."""
        return (self.right - self.left) / max(self.periods, 1)

    def x(self, period: float) -> float:
        """Place of a period counted from 1; each stands in the middle of its share."""
        return self.left + (period - 0.5) * self.share

    def across(self, periods: Iterable[float]) -> list[float]:
        """Place of each of many periods."""
        left, share = self.left, self.share
        return [left + (period - 0.5) * share for period in periods]

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

    def places(
        self, points: Iterable[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """Place of each of many points that are told as period and value."""
        left, share, low, bottom = self.left, self.share, self.ticks[0], self.bottom
        spread, room = self.ticks[-1] - low, bottom - self.top
        return [
            (left + (period - 0.5) * share, bottom - (value - low) / spread * room)
            for period, value in points
        ]

    def heights(self, values: Iterable[float]) -> list[float]:
        """Height of each of many values, from the top."""
        return heights_between(self.ticks, self.top, self.bottom, values)

    def holds(self, box: Box) -> bool:
        """Whether words in a box stay inside the plot."""
        left, top, right, bottom = box
        inside = self.left <= left and right <= self.right + 4
        return inside and self.top - 4 <= top and bottom <= self.bottom


def heights_between(
    ticks: Sequence[float], top: float, bottom: float, values: Iterable[float]
) -> list[float]:
    """Height of each of many values, from the top of a drawing.

    Parameters
    ----------
    ticks : sequence of float
        The lowest stands at the bottom of the plot, the highest at its top.
    top, bottom : float
        Edges of the plot.
    values : iterable of float

    Returns
    -------
    list of float

    Examples
    --------
    >>> heights_between([0, 10], top=20, bottom=220, values=[0, 5, 10])
    [220.0, 120.0, 20.0]
    """
    low, spread, room = ticks[0], ticks[-1] - ticks[0], bottom - top
    return [bottom - (value - low) / spread * room for value in values]


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
    if not (chart.remarks or chart.left_out):
        return ()
    sentences = [remark for _, remark in chart.remarks] + [chart.left_out]
    return tuple(line for sentence in sentences for line in wrap(sentence, width))


def _key(
    chart: Chart, ends: Sequence[tuple[str, str, float]], width: float
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What the lines and the shapes mean: rows of shape and words."""
    if not (ends or chart.signals or chart.runs or chart.ghosted):
        return ()
    lines = [(what, words) for what, words, _ in ends]
    rows: list[list[tuple[str, str]]] = []
    taken = 0.0
    for shape, words in lines + shapes_used(chart):
        words = shorten(words, width - KEY_INDENT)
        if not rows or taken + key_width(words) > width:
            rows.append([])
            taken = 0.0
        rows[-1].append((shape, words))
        taken += key_width(words)
    return tuple(map(tuple, rows))


def _names_beside(
    ends: Sequence[tuple[str, str, float]], width: float
) -> list[tuple[str, float]]:
    longest = _WIDEST_NAME * width
    return [(shorten(words, longest), value) for _, words, value in ends]


def _widest(texts: Sequence[str]) -> float:
    return text_width(max(texts, key=len, default=""))


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
    names = [words for words, _ in frame.names_beside]
    wanted = [frame.y(value) + 4.5 for _, value in frame.names_beside]
    heights = spread_apart(wanted, frame.top + 4, frame.bottom + 4)
    return list(zip(names, heights, strict=True))


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
    measured = measured_points(chart)
    if frame.size_ticks:
        return [(frame.x_of_point(p), frame.y(value)) for p, value in measured]
    return frame.places(measured)


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
    measured = [
        (period, value)
        for period, value in enumerate(chart.values, start=1)
        if value is not None
    ]
    if chart.by_size:
        sizes = chart.sizes
        return [place for place in measured if sizes[place[0] - 1] is not None]
    return measured


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
    return list(marks_in_time(chart.labels, frame.left, frame.share, bars=chart.bars))


def marks_in_time(
    labels: tuple[str, ...], left: float, share: float, *, bars: bool = False
) -> tuple[tuple[float, str], ...]:
    """Where an axis of periods has marks, and what they say.

    Parameters
    ----------
    labels : tuple of str
        The name of each period.
    left : float
        Where the axis begins.
    share : float
        Width that belongs to one period.
    bars : bool
        Whether each has its label, as bars have.

    Returns
    -------
    tuple of (float, str)
        As of `marks_below`.

    Examples
    --------
    >>> marks_in_time(("Before", "After"), left=0, share=100, bars=True)
    ((50.0, 'Before'), (150.0, 'After'))
    """
    periods = range(1, len(labels) + 1) if bars else labelled_periods(labels, share)
    return tuple(
        (left + (period - 0.5) * share, labels[period - 1]) for period in periods
    )


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
    return _ticks_between(min(shown, default=0.0), max(shown, default=1.0), bars)


# Many charts show the same range, and more have the same ticks.
@lru_cache(maxsize=512)
def _ticks_between(low: float, high: float, bars: bool) -> tuple[float, ...]:
    # Near enough to zero, zero belongs in the picture; bars stand on it always.
    if bars or 0 <= low <= 0.5 * high:
        low = min(low, 0.0)
        high = max(high, 0.0)
    if bars:
        # Room for the number that stands on each bar.
        low, high = 1.07 * low, 1.07 * high
    if high - low <= _NO_RANGE * max(abs(low), abs(high)):
        # Nothing varies, but for float noise.
        room = 0.5 * abs(low) or 1.0
        low, high = low - room, high + room
    rough = (high - low) / 5
    exponent = math.floor(math.log10(rough))
    power = 10.0**exponent
    step = next(filter(rough.__le__, (power, 2 * power, 5 * power, 10 * power)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple([round(index * step, -exponent) for index in range(first, last + 1)])


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
    >>> tick_labels([-0.5, 0.0, 0.5])
    ['−0.5', '0.0', '0.5']
    """
    decimals = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    return [f"{tick:.{decimals}f}".replace("-", MINUS) for tick in ticks]


@lru_cache(maxsize=256)
def _tick_width(ticks: tuple[float, ...]) -> float:
    return _widest(tick_labels(ticks))


def labelled_periods(labels: Sequence[str], room: float) -> list[int]:
    """As many periods as can have their label side by side, at round steps.

    Parameters
    ----------
    labels : sequence of str
        The name of each period.
    room : float
        Each period's share of the width.

    Returns
    -------
    list of int

    Examples
    --------
    >>> labelled_periods("1 2 3 4 5 6 7 8 9 10".split(), room=20)
    [2, 4, 6, 8, 10]
    """
    widest = _widest(labels)
    periods = list(range(1, len(labels) + 1))
    steps = (1, 2, 5, 10, 20, 50, 100)
    numbered = all(label.isdecimal() for label in labels)
    if not numbered:
        steps = (1, 2, 3, 6, 12, 24, 48, 96)
    step = next((step for step in steps if step * room >= widest + 14), steps[-1])
    # 5, 10, 15 and not 1, 6, 11: those are the numbers people look for.
    round_ones = [
        period for period in periods if numbered and int(labels[period - 1]) % step == 0
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
    if not chart.changes:
        return ()
    taken: list[list[tuple[float, float]]] = []
    rows = [0] * len(chart.changes)
    if chart.baseline is not None:
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
