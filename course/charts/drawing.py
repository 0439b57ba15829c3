"""The drawing of a chart for print: PNG, SVG or PDF through matplotlib.

It shows what `course.charts.svg` shows, laid out by the same frame, one hundredth of an
inch to the pixel. Loading matplotlib takes long: this module is imported by whoever
prints, and by nobody else. Nothing is left changed in matplotlib's settings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from os import PathLike
from typing import BinaryIO

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

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
    tick_labels,
    words_inside,
)
from course.charts.pictures import Chart, format_value
from course.charts.placing import LINE, place_note
from course.charts.twins import describe
from course.messages import say

FORMATS = ("png", "svg", "pdf")
DOTS_PER_INCH = 200
_PIXELS_PER_INCH = 100

# Part of matplotlib, so that a chart is the same everywhere. It is a wide face: a
# little smaller than in a page, it needs no more room.
_FACE = "DejaVu Sans"
_TEXT, _TITLE = 8.4, 9.8

_INK, _QUIET, _PURPLE, _ORANGE = "#1a1a1a", "#333333", "#6b4a86", "#b3400f"
_GREEN, _BLUE, _OCHRE, _GREY = "#2e6b3e", "#2f4f6f", "#8a5a00", "#5b7085"

_DASHED = (5, 3)
_LINES = {
    "centre": {"color": _INK, "linewidth": 1.1},
    "limit": {"color": _PURPLE, "linewidth": 0.9},
    "target": {"color": _GREEN, "linewidth": 1.1, "dashes": (7, 2, 1.5, 2)},
}
# Told apart by shape as well as colour, so that a chart in grey still speaks.
_HOLLOW = {"markerfacecolor": "white", "markeredgewidth": 1.1}
_EDGED = {"markeredgecolor": "white", "markeredgewidth": 0.6}
_POINTS = {
    "points": {"marker": "o", "markersize": 5.6, "color": _BLUE, **_EDGED},
    "signals": {"marker": "s", "markersize": 7.0, "color": _ORANGE, **_EDGED},
    "run-above": {"marker": "^", "markersize": 7.6, "color": _OCHRE, **_EDGED},
    "run-below": {"marker": "v", "markersize": 7.6, "color": _OCHRE, **_EDGED},
    "ghosted": {"marker": "o", "markersize": 5.6, "color": _GREY, **_HOLLOW},
    "ghosted-signals": {"marker": "s", "markersize": 6.6, "color": _ORANGE, **_HOLLOW},
    "marked": {
        "marker": "D",
        "markersize": 9.0,
        "color": "#1f5fbf",
        "markerfacecolor": "none",
        "markeredgewidth": 1.6,
    },
}
_KEY_POINTS = {"signal": "signals", "run": "run-above", "ghosted": "ghosted"}


def draw_figure(
    picture: Chart,
    *,
    marked: Collection[int] = (),
    signals: Collection[int] = (),
    width_inches: float = 7.2,
    height_inches: float = 3.2,
) -> Figure:
    """Draw a chart as a matplotlib figure.

    Parameters
    ----------
    picture : Chart
    marked, signals : collection of int
        As in `draw_svg`.
    width_inches, height_inches : float

    Returns
    -------
    matplotlib.figure.Figure
        With one axes: periods (in a funnel plot, sizes) along it, values up it. Each
        artist says by its `gid` what it is: "series", "points", "signals",
        "run-above", "ghosted", "centre-1", "limit-2", "target-1" and so on.

    Examples
    --------
    >>> chart = Chart(id="falls", y_label="Falls", x_label="Week", values=(3, 5, 2))
    >>> (ax,) = draw_figure(chart).axes
    >>> [line.get_gid() for line in ax.lines]
    ['series', 'points']
    """
    with _own_settings():
        return _Sheet(picture, width_inches, height_inches).draw(marked, signals)


def save_figure(
    picture: Chart,
    target: str | PathLike[str] | BinaryIO,
    format: str = "png",
    *,
    marked: Collection[int] = (),
    signals: Collection[int] = (),
    width_inches: float = 7.2,
    height_inches: float = 3.2,
    dots_per_inch: int = DOTS_PER_INCH,
) -> None:
    """Draw a chart into a file, the same bytes every time.

    Parameters
    ----------
    picture : Chart
    target : path or binary file
    format : {"png", "svg", "pdf"}
        In SVG letters are shapes, in PDF their fonts are embedded: both look the same
        wherever they are opened.
    marked, signals, width_inches, height_inches
        As in `draw_figure`.
    dots_per_inch : int
        Of a PNG.

    Raises
    ------
    ValueError
        If the format is another.

    Examples
    --------
    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> save_figure(Chart(id="falls", values=(3, 5, 2)), file, "pdf")
    >>> file.getvalue()[:5]
    b'%PDF-'
    """
    if format not in FORMATS:
        raise ValueError(f"A chart is saved as {', '.join(FORMATS)}, not {format!r}.")
    figure = draw_figure(
        picture,
        marked=marked,
        signals=signals,
        width_inches=width_inches,
        height_inches=height_inches,
    )
    title = picture.title or picture.y_label
    told = describe(picture, marked=marked, signals=signals)
    # No date and no version: the same chart is the same file.
    metadata = {
        "png": {"Title": title, "Description": told, "Software": None},
        "svg": {"Title": title, "Description": told, "Date": None, "Creator": None},
        "pdf": {"Title": title, "Subject": told, "CreationDate": None}
        | {"Creator": None, "Producer": None},
    }[format]
    with _own_settings():
        matplotlib.rcParams["svg.hashsalt"] = picture.id
        matplotlib.rcParams["svg.fonttype"] = "path"
        # TrueType: Type 3 fonts, the default, are refused by some printers.
        matplotlib.rcParams["pdf.fonttype"] = 42
        figure.savefig(target, format=format, dpi=dots_per_inch, metadata=metadata)


@contextmanager
def _own_settings() -> Iterator[None]:
    """Matplotlib as it comes, whatever its user has set; theirs again afterwards."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        yield


class _Sheet:
    """One figure while it is drawn."""

    def __init__(self, chart: Chart, width_inches: float, height_inches: float):
        self.chart = chart
        self.frame = Frame.around(
            chart, width_inches * _PIXELS_PER_INCH, height_inches * _PIXELS_PER_INCH
        )
        # The frame may have grown to hold all words.
        size = (width_inches, self.frame.height / _PIXELS_PER_INCH)
        self.figure = Figure(figsize=size, facecolor="white")
        self.ax = self._axes()
        self._numbers: dict[str, Iterator[int]] = {}

    def draw(self, marked: Collection[int], signals: Collection[int]) -> Figure:
        self._draw_baseline()
        self._draw_runs()
        self._draw_heads()
        self._draw_changes()
        self._draw_lines()
        self._draw_series()
        self._draw_points(marked, {*self.chart.signals, *signals})
        self._draw_words()
        self._draw_footer()
        return self.figure

    def _axes(self) -> Axes:
        frame = self.frame
        ax = self.figure.add_axes(
            (
                frame.left / frame.width,
                1 - frame.bottom / frame.height,
                (frame.right - frame.left) / frame.width,
                (frame.bottom - frame.top) / frame.height,
            )
        )
        ax.set_gid("plot")
        if self.chart.by_size:
            ax.set_xlim(0, frame.largest_size)
        else:
            ax.set_xlim(0.5, max(frame.periods, 1) + 0.5)
        ax.set_ylim(frame.ticks[0], frame.ticks[-1])
        ax.spines[["left", "right", "top"]].set_visible(False)
        ax.spines["bottom"].set(color="#767676", linewidth=0.7)
        ax.grid(axis="y", color="#e3e3e3", linewidth=0.7)
        ax.set_axisbelow(True)
        words = {"labelsize": _TEXT, "labelcolor": _QUIET, "labelfontfamily": _FACE}
        ax.tick_params(axis="y", length=0, pad=4, **words)
        ax.tick_params(axis="x", length=3, pad=3, color="#767676", **words)
        ax.set_yticks(frame.ticks, tick_labels(frame.ticks))
        marks = marks_below(self.chart, frame)
        low, high = ax.get_xlim()
        share = (high - low) / (frame.right - frame.left)
        ax.set_xticks(
            [low + (x - frame.left) * share for x, _ in marks],
            [label for _, label in marks],
        )
        return ax

    def _draw_baseline(self) -> None:
        if self.chart.baseline is None:
            return
        self._shade("baseline", 0.5, self.chart.baseline + 0.5, 0, 1, "#eef1f4")
        self._write(self.frame.left, self.frame.top - 6, say("chart.baseline"))

    def _draw_runs(self) -> None:
        low, high = self.ax.get_ylim()
        for run in self.chart.runs:
            share = (self.chart.centres[run[0] - 1] - low) / (high - low)
            above = lies_above(self.chart, run[0])
            bottom, top = (share, 1) if above else (0, share)
            self._shade(
                "run-band", run[0] - 0.5, run[-1] + 0.5, bottom, top, "#e8a33d29"
            )

    def _draw_heads(self) -> None:
        y = 20.0
        for words in self.frame.title:
            style = {"size": _TITLE, "weight": "bold", "color": _INK}
            self._write(self.frame.left, y, words, gid=self._gid("title"), **style)
            y += LINE + 1
        for words in self.frame.y_label:
            self._write(self.frame.left, y, words, gid=self._gid("y-label"))
            y += LINE
        middle = (self.frame.left + self.frame.right) / 2
        y = self.frame.bottom + LINE
        for words in self.frame.x_label:
            y += LINE
            self._write(middle, y, words, gid=self._gid("x-label"), ha="center")

    def _draw_changes(self) -> None:
        frame = self.frame
        for (period, text), row in zip(
            self.chart.changes, frame.note_rows, strict=True
        ):
            x, y = frame.x(period), frame.top - 6 - LINE * row
            words, start, end = place_note(x, text, frame.right)
            at_end = end == x
            self._write(
                end if at_end else start, y, words, ha="right" if at_end else "left"
            )
            (line,) = self.ax.plot(
                [period, period],
                [0, (frame.bottom - y - 4) / (frame.bottom - frame.top)],
                transform=self.ax.get_xaxis_transform(),
                clip_on=False,
                color="#555555",
                linewidth=0.7,
                dashes=(2.5, 3.5),
                scalex=False,
                scaley=False,
            )
            line.set_gid(self._gid("change"))

    def _draw_lines(self) -> None:
        for _, curve in self.chart.curves:
            self._line("limit", curve)
        if not self.chart.by_size:
            for what, _, line in stepped_lines(self.chart):
                for steps in steps_of(self.chart, line):
                    self._line(what, steps.places, drawn_on=steps.drawn_on)
        low, high = self.ax.get_xlim()
        for what, _, value in straight_lines(self.chart):
            start = low
            if what == "centre" and self.chart.baseline is not None:
                start = self.chart.baseline + 0.5
                self._line(what, [(low, value), (start, value)])
            self._line(what, [(start, value), (high, value)], drawn_on=start != low)

    def _draw_series(self) -> None:
        chart = self.chart
        if chart.bars or chart.by_size:
            return
        joined = [
            float("nan") if value is None or period in chart.ghosted else value
            for period, value in enumerate(chart.values, start=1)
        ]
        (series,) = self.ax.plot(
            range(1, len(joined) + 1), joined, color="#6f8499", linewidth=1.1, zorder=3
        )
        series.set_gid("series")

    def _draw_points(self, marked: Collection[int], signals: Collection[int]) -> None:
        in_run = {period for run in self.chart.runs for period in run}
        kinds: dict[str, list[tuple[float, float]]] = {}
        for period, value in measured_points(self.chart):
            x = self.chart.sizes[period - 1] if self.chart.by_size else period
            if self.chart.bars:
                self._bar(period, value)
            if period in marked:
                kinds.setdefault("marked", []).append((x, value))
            if period in self.chart.ghosted:
                kind = "ghosted-signals" if period in signals else "ghosted"
            elif period in signals:
                kind = "signals"
            elif period in in_run:
                above = lies_above(self.chart, period)
                kind = "run-above" if above else "run-below"
            elif self.chart.bars:
                continue
            else:
                kind = "points"
            kinds.setdefault(kind, []).append((x, value))
        for kind, places in kinds.items():
            xs, ys = zip(*places, strict=True)
            (points,) = self.ax.plot(
                xs, ys, linestyle="none", clip_on=False, zorder=4, **_POINTS[kind]
            )
            points.set_gid(kind)

    def _bar(self, period: int, value: float) -> None:
        (bar,) = self.ax.bar(
            period, value, width=0.6, color="#8ba0b5", edgecolor=_BLUE, linewidth=0.7
        )
        bar.set_gid(self._gid("bar"))
        y = self.frame.y(max(value, 0)) - 5
        self._write(self.frame.x(period), y, format_value(value), ha="center")

    def _draw_words(self) -> None:
        frame = self.frame
        halo = [withStroke(linewidth=2.5, foreground="white")]
        for words, x, y in words_inside(self.chart, frame):
            self._write(x, y, words, gid=self._gid("inside"), path_effects=halo)
        for words, y in line_names(self.chart, frame):
            self._write(frame.right + 6, y, words, gid=self._gid("line-name"))

    def _draw_footer(self) -> None:
        frame = self.frame
        y = frame.bottom + LINE * (1 + len(frame.x_label))
        for row in frame.key:
            y += LINE
            x = frame.left
            for shape, words in row:
                self._draw_key(shape, x + 4.5, y - 4.5)
                self._write(x + KEY_INDENT, y, words, gid=self._gid("key"))
                x += key_width(words)
        for line in frame.footer:
            y += LINE
            self._write(frame.left, y, line, gid=self._gid("footer"))

    def _draw_key(self, shape: str, x: float, y: float) -> None:
        """One of the shapes of points, or a piece of a line, to explain it."""
        if shape in _LINES:
            xs, style = [x - 4.5, x + 4.5], _LINES[shape]
        else:
            xs, style = [x], _POINTS[_KEY_POINTS[shape]] | {"linestyle": "none"}
        (line,) = self.ax.plot(
            [x / self.frame.width for x in xs],
            len(xs) * [1 - y / self.frame.height],
            transform=self.figure.transFigure,
            clip_on=False,
            scalex=False,
            scaley=False,
            **style,
        )
        line.set_gid(self._gid(f"key-{shape}"))

    def _line(
        self, what: str, places: Iterable[tuple[float, float]], drawn_on: bool = False
    ) -> None:
        xs, ys = zip(*places, strict=True)
        style = _LINES[what] | ({"dashes": _DASHED} if drawn_on else {})
        (line,) = self.ax.plot(
            xs,
            ys,
            scalex=False,
            scaley=False,
            solid_capstyle="butt",
            # On the edge of the plot too, and over its axis.
            clip_on=False,
            zorder=2.6,
            **style,
        )
        line.set_gid(self._gid(what))

    def _shade(
        self, gid: str, left: float, right: float, low: float, high: float, colour: str
    ) -> None:
        """Shade some periods, over a share of the height."""
        shade = self.ax.axvspan(left, right, low, high, facecolor=colour, zorder=0)
        shade.set_gid(self._gid(gid))

    def _write(self, x: float, y: float, words: str, **style) -> None:
        if not words:
            return
        self.figure.text(
            x / self.frame.width,
            1 - y / self.frame.height,
            words,
            **{"size": _TEXT, "family": _FACE, "color": _QUIET} | style,
            # A dollar in a title is money, not mathematics.
            parse_math=False,
        )

    def _gid(self, name: str) -> str:
        """A name of which there may be several, numbered: ids in SVG are unique."""
        return f"{name}-{next(self._numbers.setdefault(name, count(1)))}"
