"""A chart as data, and the one drawing of it.

`Chart` holds what is shown; `draw_svg` turns it into ink, `table_rows` into its twin
for who reads rather than looks, and `describe` into a few sentences. The same ink
serves the interactive chart and the printed one: whoever operates a chart only
switches the class ``marked`` of a point on and off.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from course.messages import say

TEXT_SIZE = 13
# Mean width of a letter in the sans serif faces of common systems, per unit of size.
_LETTER = 0.56
_LINE = TEXT_SIZE + 4
_MARKER = 4.5
# WCAG 2.2, 2.5.8: a target is 24 px across, or as far from others as they allow.
_HIT_LARGEST, _HIT_SMALLEST = 14.0, 6.0

_STYLE = """
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
.fl-chart .fl-hit { fill: transparent; stroke: none; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a chart shows, as plain data: `dataclasses.asdict` makes it JSON.

    Attributes
    ----------
    id : str
        Unique among the charts of a page; begins every id inside the drawing.
    title : str
    y_label, x_label : str
        What was measured, with its unit, and what one period is ("Week").
    values : tuple of float or None
        One value per period, oldest first; None where nothing was measured.
    labels : tuple of str
        The name of each period. Empty: the periods are numbered from 1.
    centre : float or None
        The middle line.
    centre_label : str
        Its name; empty for the word for a median.
    limits : tuple of two floats or None
        Lower and upper control limit.
    target : float or None
    changes : tuple of (int, str)
        A note at a period (counted from 1): something done or changed then.
    baseline : int or None
        The middle line comes from this many first periods and is drawn on.
    bars : bool
        Bars from zero instead of points joined in time, as in before and after.

    Raises
    ------
    ValueError
        If there are labels but not one for each value.

    Examples
    --------
    >>> Chart(id="falls", y_label="Falls", x_label="Week", values=(3, 5, 2)).labels
    ('1', '2', '3')
    """

    id: str
    title: str = ""
    y_label: str = ""
    x_label: str = ""
    values: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()
    centre: float | None = None
    centre_label: str = ""
    limits: tuple[float, float] | None = None
    target: float | None = None
    changes: tuple[tuple[int, str], ...] = ()
    baseline: int | None = None
    bars: bool = False

    def __post_init__(self):
        # NaN is how arrays say None; a NaN in JSON could not be read back elsewhere.
        values = tuple(_none_for_nan(value) for value in self.values)
        object.__setattr__(self, "values", values)
        if not self.labels:
            labels = tuple(str(period) for period in range(1, len(values) + 1))
            object.__setattr__(self, "labels", labels)
        if len(self.labels) != len(values):
            raise ValueError(
                f"Chart {self.id!r} has {len(values)} values "
                f"but {len(self.labels)} labels."
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
        Periods that signal; their points are squares instead of discs.
    width, height : int
        Size in pixels when there is room; the drawing shrinks with the page.

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
    frame = _Frame.around(chart, width, height)
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "fl-chart",
            "viewBox": f"0 0 {width} {height}",
            "style": f"max-width: {width}px",
            "role": "img",
            "aria-labelledby": f"{chart.id}-title {chart.id}-desc",
        },
    )
    _add(svg, "title", id=f"{chart.id}-title").text = chart.title or chart.y_label
    _add(svg, "desc", id=f"{chart.id}-desc").text = describe(
        chart, marked=marked, signals=signals
    )
    _add(svg, "style").text = _STYLE
    _add(svg, "rect", cls="fl-card", width=width, height=height)

    _draw_baseline(svg, chart, frame)
    _draw_axes(svg, chart, frame)
    _draw_changes(svg, chart, frame)
    _draw_lines(svg, chart, frame)
    if not chart.bars:
        _draw_series(svg, chart, frame)
    _draw_points(svg, chart, frame, marked, signals)
    return ElementTree.tostring(svg, encoding="unicode")


def table_rows(
    chart: Chart, *, marked: Collection[int] = (), signals: Collection[int] = ()
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the chart's twin as a table: everything its points say, as text.

    Parameters
    ----------
    chart : Chart
    marked, signals : collection of int
        As in `draw_svg`; they are named in a column of notes.

    Returns
    -------
    header : tuple of str
    rows : tuple of tuple of str
        One per period. There is a column of notes only when there is a note.

    Examples
    --------
    >>> chart = Chart(id="a", y_label="Falls", x_label="Week", values=(3, None))
    >>> table_rows(chart)
    (('Week', 'Falls'), (('1', '3'), ('2', 'not measured')))
    >>> table_rows(chart, marked=[1])[1]
    (('1', '3', 'marked'), ('2', 'not measured', ''))
    """
    notes = [_notes(chart, period, marked, signals) for period in _periods(chart)]
    header = (chart.x_label or say("chart.period"), chart.y_label or say("chart.value"))
    rows = tuple(
        (label, say("chart.no-measurement") if value is None else format_value(value))
        for label, value in zip(chart.labels, chart.values, strict=True)
    )
    if not any(notes):
        return header, rows
    return (*header, say("chart.note")), tuple(
        (*row, note) for row, note in zip(rows, notes, strict=True)
    )


def describe(
    chart: Chart, *, marked: Collection[int] = (), signals: Collection[int] = ()
) -> str:
    """Say in a few sentences what the drawing shows.

    Parameters
    ----------
    chart : Chart
    marked, signals : collection of int
        As in `draw_svg`.

    Returns
    -------
    str

    Examples
    --------
    >>> describe(Chart(id="a", y_label="Falls", values=(3, 5, 2), centre=3))
    'Falls. 3 values, from 1 to 3, between 2 and 5. Median: 3.'
    """
    measured = [value for value in chart.values if value is not None]
    y_label = chart.y_label or say("chart.value")
    if not measured:
        return say("chart.described.empty", y_label=y_label)

    sentences = [
        say(
            "chart.described",
            y_label=y_label,
            points=len(measured),
            first=name_period(chart, 1),
            last=name_period(chart, len(chart.values)),
            lowest=format_value(min(measured)),
            highest=format_value(max(measured)),
        )
    ]
    gaps = [period for period in _periods(chart) if chart.values[period - 1] is None]
    for key, periods in (
        ("chart.described.gaps", gaps),
        ("chart.described.marked", sorted(marked)),
        ("chart.described.signals", sorted(signals)),
    ):
        if periods:
            names = ", ".join(chart.labels[period - 1] for period in periods)
            sentences.append(say(key, periods=names))
    sentences += [
        say("chart.described.line", label=label, value=format_value(value))
        for _, label, value in _lines(chart)
    ]
    if chart.baseline is not None:
        sentences.append(say("chart.described.baseline", count=chart.baseline))
    sentences += [
        say("chart.described.change", period=name_period(chart, period), text=text)
        for period, text in chart.changes
    ]
    return " ".join(sentences)


def name_period(chart: Chart, period: int, *, in_sentence: bool = False) -> str:
    """Name a period as it is spoken.

    Parameters
    ----------
    chart : Chart
    period : int
        Counted from 1.
    in_sentence : bool
        Inside a sentence "week 7", at the beginning of one "Week 7".

    Returns
    -------
    str
        The label alone where it says it all, as "May 1847" does.

    Examples
    --------
    >>> name_period(Chart(id="a", x_label="Week", values=(3, 5)), 2)
    'Week 2'
    """
    label = chart.labels[period - 1]
    if not label.isdigit():
        return label
    return f"{chart.x_label.lower() if in_sentence else chart.x_label} {label}".strip()


def format_value(value: float) -> str:
    """Write a number as short as it can be said.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
        At most two decimals, or three significant figures below one.

    Examples
    --------
    >>> [format_value(value) for value in (12.0, 118.756, 0.03456, 0)]
    ['12', '118.76', '0.0346', '0']
    """
    if 0 < abs(value) < 1:
        return f"{value:.3g}"
    return f"{round(value, 2):.15g}"


# Where things go


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plotting area, and the way from values to places in it."""

    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[float, ...]
    count: int
    note_rows: tuple[int, ...]

    @classmethod
    def around(cls, chart: Chart, width: int, height: int) -> _Frame:
        ticks = _ticks(chart)
        tick_width = max(map(_text_width, _tick_labels(ticks)))
        line_width = max((_text_width(text) for text in _line_texts(chart)), default=0)
        left, right = tick_width + 14, width - max(line_width + 12, 16)
        note_rows = _note_rows(chart, left, right)
        heads = bool(chart.title) + bool(chart.y_label) + max(note_rows, default=-1) + 1
        has_note_line = chart.baseline is not None and not note_rows
        top = 14 + _LINE * (heads + has_note_line)
        bottom = height - 10 - _LINE * (1 + bool(chart.x_label))
        return cls(left, right, top, bottom, ticks, len(chart.values), note_rows)

    def x(self, period: float) -> float:
        """Place of a period counted from 1; each stands in the middle of its share."""
        share = (self.right - self.left) / max(self.count, 1)
        return self.left + (period - 0.5) * share

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def _ticks(chart: Chart) -> tuple[float, ...]:
    """Round numbers, 1, 2 or 5 times a power of ten apart, around all that is shown."""
    shown = [value for value in chart.values if value is not None]
    shown += [value for _, _, value in _lines(chart)]
    low, high = min(shown, default=0.0), max(shown, default=1.0)
    # Near enough to zero, zero belongs in the picture; bars stand on it always.
    if chart.bars or 0 <= low <= 0.5 * high:
        low = min(low, 0.0)
        high = max(high, 0.0)
    if chart.bars:
        # Room for the number that stands on each bar.
        low, high = 1.12 * low, 1.12 * high
    if low == high:
        low, high = low - 1, high + 1
    rough = (high - low) / 5
    exponent = math.floor(math.log10(rough))
    power = 10.0**exponent
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(index * step, -exponent) for index in range(first, last + 1))


def _tick_labels(ticks: Sequence[float]) -> list[str]:
    """Ticks with as many decimals as it takes to tell them apart, and no more."""
    decimals = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    return [f"{tick:.{decimals}f}" for tick in ticks]


def _lines(chart: Chart) -> list[tuple[str, str, float]]:
    """Horizontal lines of a chart: class, name and value."""
    lines = []
    if chart.centre is not None:
        label = chart.centre_label or say("chart.median")
        lines.append(("fl-centre", label, chart.centre))
    if chart.limits is not None:
        lower, upper = chart.limits
        lines.append(("fl-limit", say("chart.lower-limit"), lower))
        lines.append(("fl-limit", say("chart.upper-limit"), upper))
    if chart.target is not None:
        lines.append(("fl-target", say("chart.target"), chart.target))
    return lines


def _line_texts(chart: Chart) -> list[str]:
    return [
        say("chart.line", label=label, value=format_value(value))
        for _, label, value in _lines(chart)
    ]


def _note_rows(chart: Chart, left: float, right: float) -> tuple[int, ...]:
    """Give each change the lowest row where its words meet no other's.

    The latest is placed first, so that an earlier one moves up and its line passes
    to the left of the words below.
    """
    share = (right - left) / max(len(chart.values), 1)
    taken: list[list[tuple[float, float]]] = []
    rows = [0] * len(chart.changes)
    if chart.baseline is not None and chart.changes:
        end = left + _text_width(say("chart.baseline"))
        taken.append([(left, end)])
    latest_first = sorted(
        enumerate(chart.changes), key=lambda numbered: -numbered[1][0]
    )
    for index, (period, text) in latest_first:
        start, end = _note_span(left + (period - 0.5) * share, text, right)
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


def _note_span(x: float, text: str, right: float) -> tuple[float, float]:
    """From where to where a note reads: after its line, or before it at the edge."""
    length = _text_width(text)
    return (x, x + length) if x + length <= right else (x - length, x)


def _hit_radii(places: Sequence[tuple[float, float]]) -> list[float]:
    """Half-way to the nearest other point, so that no two targets overlap."""
    radii = []
    for index, place in enumerate(places):
        nearest = min(
            (
                math.dist(place, other)
                for number, other in enumerate(places)
                if number != index
            ),
            default=math.inf,
        )
        radii.append(min(max(nearest / 2, _HIT_SMALLEST), _HIT_LARGEST))
    return radii


def _spread_apart(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Heights for words beside lines, as near as can be without touching."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    placed = dict.fromkeys(order, 0.0)
    floor = low
    for index in order:
        placed[index] = floor = max(wanted[index], floor)
        floor += _LINE
    ceiling = high
    for index in reversed(order):
        placed[index] = ceiling = min(placed[index], ceiling)
        ceiling -= _LINE
    return [placed[index] for index in range(len(wanted))]


# Ink


def _draw_baseline(svg, chart: Chart, frame: _Frame) -> None:
    if chart.baseline is None:
        return
    end = frame.x(chart.baseline + 0.5)
    _add(
        svg,
        "rect",
        cls="fl-baseline",
        x=frame.left,
        y=frame.top,
        width=end - frame.left,
        height=frame.bottom - frame.top,
    )
    _text(svg, frame.left, frame.top - 6, say("chart.baseline"))


def _draw_axes(svg, chart: Chart, frame: _Frame) -> None:
    y = 20.0
    if chart.title:
        _text(svg, frame.left, y, chart.title, cls="fl-title")
        y += _LINE + 1
    if chart.y_label:
        _text(svg, frame.left, y, chart.y_label)
    for tick, label in zip(frame.ticks, _tick_labels(frame.ticks), strict=True):
        _line(svg, "fl-grid", frame.left, frame.y(tick), frame.right, frame.y(tick))
        _text(svg, frame.left - 6, frame.y(tick) + 4.5, label, anchor="end")
    _line(svg, "fl-axis", frame.left, frame.bottom, frame.right, frame.bottom)
    for period in _labelled_periods(chart, frame):
        _line(
            svg,
            "fl-axis",
            frame.x(period),
            frame.bottom,
            frame.x(period),
            frame.bottom + 4,
        )
        label = chart.labels[period - 1]
        # The first and last labels must not be cut off at the edge of the drawing.
        x = max(frame.x(period), _text_width(label) / 2 + 2)
        _text(svg, x, frame.bottom + _LINE, label, anchor="middle")
    if chart.x_label:
        middle = (frame.left + frame.right) / 2
        _text(svg, middle, frame.bottom + 2 * _LINE, chart.x_label, anchor="middle")


def _draw_changes(svg, chart: Chart, frame: _Frame) -> None:
    for (period, text), row in zip(chart.changes, frame.note_rows, strict=True):
        x = frame.x(period)
        y = frame.top - 6 - _LINE * row
        _line(svg, "fl-change", x, y + 4, x, frame.bottom)
        start, _ = _note_span(x, text, frame.right)
        _text(svg, x, y, text, anchor="start" if start == x else "end")


def _draw_lines(svg, chart: Chart, frame: _Frame) -> None:
    lines = _lines(chart)
    heights = _spread_apart(
        [frame.y(value) + 4.5 for _, _, value in lines], frame.top + 4, frame.bottom + 4
    )
    for (cls, _, value), text, height in zip(
        lines, _line_texts(chart), heights, strict=True
    ):
        y, start = frame.y(value), frame.left
        if cls == "fl-centre" and chart.baseline is not None:
            start = frame.x(chart.baseline + 0.5)
            _line(svg, cls, frame.left, y, start, y)
            cls += " fl-drawn-on"
        _line(svg, cls, start, y, frame.right, y)
        _text(svg, frame.right + 6, height, text)


def _draw_series(svg, chart: Chart, frame: _Frame) -> None:
    moves, pen = [], "M"
    for period, value in enumerate(chart.values, start=1):
        if value is None:
            pen = "M"
            continue
        moves.append(f"{pen}{frame.x(period):.1f} {frame.y(value):.1f}")
        pen = "L"
    _add(svg, "path", cls="fl-series", d=" ".join(moves))


def _draw_points(
    svg,
    chart: Chart,
    frame: _Frame,
    marked: Collection[int],
    signals: Collection[int],
) -> None:
    measured = [
        (period, value)
        for period, value in enumerate(chart.values, start=1)
        if value is not None
    ]
    places = [(frame.x(period), frame.y(value)) for period, value in measured]
    for (period, value), (x, y), radius in zip(
        measured, places, _hit_radii(places), strict=True
    ):
        states = ["marked"] * (period in marked) + ["signal"] * (period in signals)
        point = _add(
            svg, "g", cls=" ".join(["point", *states]), **{"data-period": period}
        )
        _add(point, "title").text = _point_name(chart, period, value)
        if chart.bars:
            half = 0.3 * (frame.right - frame.left) / frame.count
            zero = frame.y(0)
            _add(
                point,
                "rect",
                cls="fl-bar",
                x=x - half,
                y=min(y, zero),
                width=2 * half,
                height=abs(zero - y),
            )
            _text(point, x, min(y, zero) - 5, format_value(value), anchor="middle")
        else:
            _add(point, "circle", cls="fl-marker", cx=x, cy=y, r=_MARKER)
        _add(point, "path", cls="fl-square", d=_square(x, y, 1.2 * _MARKER))
        _add(point, "path", cls="fl-ring", d=_diamond(x, y, 2.2 * _MARKER))
        _add(point, "circle", cls="fl-hit", cx=x, cy=y, r=radius)


def _square(x: float, y: float, half: float) -> str:
    return f"M{x - half:.1f} {y - half:.1f}h{2 * half:.1f}v{2 * half:.1f}" + (
        f"h{-2 * half:.1f}z"
    )


def _diamond(x: float, y: float, half: float) -> str:
    return f"M{x:.1f} {y - half:.1f}l{half:.1f} {half:.1f}" + (
        f"l{-half:.1f} {half:.1f}l{-half:.1f} {-half:.1f}z"
    )


def _labelled_periods(chart: Chart, frame: _Frame) -> list[int]:
    """As many period labels as can be read side by side, at round steps."""
    widest = max((_text_width(label) for label in chart.labels), default=0)
    share = (frame.right - frame.left) / max(frame.count, 1)
    periods = list(_periods(chart))
    if chart.bars:
        return periods
    steps = (1, 2, 5, 10, 20, 50, 100)
    if not all(label.isdigit() for label in chart.labels):
        steps = (1, 2, 3, 6, 12, 24, 48, 96)
    step = next((step for step in steps if step * share >= widest + 14), steps[-1])
    if all(label.isdigit() for label in chart.labels):
        # 5, 10, 15 and not 1, 6, 11: those are the numbers people look for.
        return [
            period for period in periods if int(chart.labels[period - 1]) % step == 0
        ]
    return periods[::step]


# Words


def _periods(chart: Chart) -> range:
    return range(1, len(chart.values) + 1)


def _point_name(chart: Chart, period: int, value: float) -> str:
    return say(
        "chart.point", period=name_period(chart, period), value=format_value(value)
    )


def _notes(
    chart: Chart, period: int, marked: Collection[int], signals: Collection[int]
) -> str:
    notes = [text for changed, text in chart.changes if changed == period]
    if chart.baseline is not None and period <= chart.baseline:
        notes.append(say("chart.in-baseline"))
    if period in marked:
        notes.append(say("chart.marked"))
    if period in signals:
        notes.append(say("chart.signal"))
    return "; ".join(notes)


def _none_for_nan(value: float | None) -> float | None:
    if value is None or math.isnan(value):
        return None
    return float(value)


def _text_width(text: str) -> float:
    return len(text) * TEXT_SIZE * _LETTER


# Elements


def _add(parent, tag: str, cls: str = "", **attributes) -> ElementTree.Element:
    written = {"class": cls} if cls else {}
    for name, value in attributes.items():
        written[name] = f"{value:.1f}" if isinstance(value, float) else str(value)
    return ElementTree.SubElement(parent, tag, written)


def _line(svg, cls: str, x1: float, y1: float, x2: float, y2: float) -> None:
    _add(svg, "line", cls=cls, x1=x1, y1=y1, x2=x2, y2=y2)


def _text(
    svg, x: float, y: float, words: str, cls: str = "", anchor: str = "start"
) -> None:
    _add(svg, "text", cls=cls, x=x, y=y, **{"text-anchor": anchor}).text = words
