"""What a chart shows, as plain data, and how its numbers and periods are said.

`Chart` holds what is shown, and nothing of how: `course.charts.svg` draws it on a
page, `course.charts.drawing` for print, and `course.charts.twins` says the same in a
table and in a few sentences for who reads rather than looks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np

from course.charts.control import ControlChart
from course.charts.funnel import FunnelPlot, limit_curves
from course.charts.part_runs import crosses_too_seldom, long_runs_of, spans_of_parts
from course.messages import say

# The sign itself: a hyphen is half as long, and a line may break after it.
MINUS = "\u2212"

# One value for each period.
_PER_PERIOD = ("values", "centres", "lowers", "uppers", "sizes")
_NESTED = ("changes", "runs", "remarks", "curves")
_WORDS = (
    *("title", "y_label", "x_label", "labels", "centre_label", "left_out"),
    "size_label",
)
# Most that a chart could show is left out, and then is this very tuple. Any other empty
# one is looked through for nothing, and no harm done.
_LEFT_OUT = ()
# Whatever XML 1.0 allows in no document, not even escaped.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Kinds that show the spread within subgroups.
SPREADS = ("s", "r")

# The middle line of the others is a mean; that of a g chart may be any, that of a
# t chart is none.
_OTHER_CENTRES = {"run": "chart.median", "g": "chart.centre", "t": "chart.centre"}


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
    kind : str
        What kind of control chart it is ("p"), or "funnel"; empty for none.
    centres, lowers, uppers : tuple of float or None
        Middle line and control limits at each period, where they may differ; None
        where there is none. Empty: `centre` and `limits` say it all.
    part_starts : tuple of int
        Periods with which a new part begins; the first period is not among them.
    ghosted : tuple of int
        Periods shown, but in no calculation.
    signals : tuple of int
        Periods that signal each by itself, as one outside its limits does.
    runs : tuple of tuple of int
        The periods of each run that is longer than chance would often make it.
    remarks : tuple of (int, str)
        What else is to be said, as a sentence, and up to which period.
    left_out : str
        A sentence on what is not shown, or shown but not counted.
    sizes : tuple of float or None
        What each value was counted out of; empty for nothing.
    size_label : str
        Its name, as "Bed days".
    curves : tuple of (str, tuple of (float, float))
        Limits of a funnel: a name, and places as size and value. With curves the
        points stand at their sizes, and are not joined.

    Raises
    ------
    ValueError
        If there are labels, or lines, but not one for each value, if something stands
        at a period that is not on the chart, or a number is infinite.

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
    kind: str = ""
    centres: tuple[float | None, ...] = ()
    lowers: tuple[float | None, ...] = ()
    uppers: tuple[float | None, ...] = ()
    part_starts: tuple[int, ...] = ()
    ghosted: tuple[int, ...] = ()
    signals: tuple[int, ...] = ()
    runs: tuple[tuple[int, ...], ...] = ()
    remarks: tuple[tuple[int, str], ...] = ()
    left_out: str = ""
    sizes: tuple[float | None, ...] = ()
    size_label: str = ""
    curves: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()

    def __post_init__(self):
        count = len(self.values)
        for name in _PER_PERIOD:
            given = getattr(self, name)
            if given is _LEFT_OUT:
                continue
            # NaN is how arrays say None; a NaN in JSON could not be read elsewhere.
            series = tuple(
                [None if v is None or math.isnan(v) else float(v) for v in given]
            )
            object.__setattr__(self, name, series)
            if series and len(series) != count:
                raise ValueError(
                    f"Chart {self.id!r} has {count} values but {len(series)} {name}."
                )
        for name in (*_WORDS, *_NESTED):
            given = getattr(self, name)
            # From JSON they come as lists, and from other programs with signs that no
            # page can hold; what can be printed, any page holds.
            if given is _LEFT_OUT or (type(given) is str and given.isprintable()):
                continue
            object.__setattr__(self, name, _as_tuples(given))
        if not self.labels:
            object.__setattr__(self, "labels", numbered(count))
        if len(self.labels) != count:
            raise ValueError(
                f"Chart {self.id!r} has {count} values but {len(self.labels)} labels."
            )
        self._refuse_what_has_no_place()

    def _refuse_what_has_no_place(self) -> None:
        count = len(self.values)
        periods = [period for period, _ in (*self.changes, *self.remarks)]
        periods += [*self.signals, *self.ghosted]
        for period in chain(periods, *self.runs):
            if not 1 <= period <= count:
                raise ValueError(
                    f"Chart {self.id!r} has {count} periods; it cannot show period "
                    f"{period}."
                )
        for name in (*_PER_PERIOD, "centre", "limits", "target"):
            numbers = getattr(self, name)
            if numbers is None or numbers is _LEFT_OUT:
                continue
            if not isinstance(numbers, (list, tuple)):
                numbers = (numbers,)
            for infinite in (math.inf, -math.inf):
                if infinite in numbers:
                    place = numbers.index(infinite) + 1
                    at = f" at period {place}" if name in _PER_PERIOD else ""
                    raise ValueError(
                        f"Chart {self.id!r} cannot show the infinite number in its "
                        f"{name}{at}."
                    )

    @property
    def by_size(self) -> bool:
        """Whether the points stand at their sizes, as in a funnel plot."""
        return bool(self.curves)


def picture_of(
    chart: ControlChart,
    *,
    id: str,
    title: str = "",
    y_label: str = "",
    x_label: str = "",
    labels: Sequence[str] = (),
    size_label: str = "",
    centre_label: str = "",
    target: float | None = None,
    changes: Iterable[tuple[int, str]] = (),
    signals: Collection[int] | None = None,
    left_out: str = "",
) -> Chart:
    """Make the picture of a control chart.

    Parameters
    ----------
    chart : ControlChart
    id, title, y_label, x_label : str
        As in `Chart`. A "%" in the label of the values writes it beside the lines.
    labels : sequence of str
        The name of each period; without them the periods are numbered.
    size_label : str
        What the denominators are, as "Bed days".
    centre_label : str
        The name of the middle line; without one it is that of its kind of chart.
    target : float, optional
    changes : iterable of (int, str)
    signals : collection of int, optional
        Periods to mark; none, if it is empty. By default those outside their limits
        and those of runs too long for chance.
    left_out : str
        A sentence on data that are not on the chart at all. What is on it and not
        counted is said in any case.

    Returns
    -------
    Chart

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> falls = run_chart([4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3], freeze=8)
    >>> picture = picture_of(falls, id="falls", y_label="Falls", x_label="Week")
    >>> picture.centres[-1], picture.baseline
    (4.5, 8)
    """
    picture = Chart(
        id=id,
        title=title,
        y_label=y_label,
        x_label=x_label,
        values=chart.values,
        labels=tuple(labels),
        centre_label=centre_label or say(_OTHER_CENTRES.get(chart.kind, "chart.mean")),
        target=_none_for_nan(target),
        changes=tuple(changes),
        baseline=_baseline_of(chart),
        kind=chart.kind,
        centres=chart.centre,
        lowers=chart.lower,
        uppers=chart.upper,
        part_starts=tuple(first for first, _ in spans_of_parts(chart)[1:]),
        ghosted=_periods_where(chart.ghosted),
        signals=_periods_where(chart.outside)
        if signals is None
        else tuple(sorted(signals)),
        runs=_long_runs(chart) if signals is None else (),
        sizes=_sizes_of(chart),
        size_label=size_label,
    )
    return replace(
        picture,
        remarks=_few_crossings(picture, chart) if signals is None else (),
        left_out=" ".join(filter(None, (left_out, _not_counted(chart)))),
    )


def picture_of_funnel(
    plot: FunnelPlot,
    *,
    id: str,
    title: str = "",
    y_label: str = "",
    x_label: str = "",
    size_label: str = "",
    centre_label: str = "",
    percentiles: bool = False,
    signals: Collection[int] | None = None,
    left_out: str = "",
) -> Chart:
    """Make the picture of a funnel plot: units by size, not joined.

    Parameters
    ----------
    plot : FunnelPlot
    id, title, y_label : str
        As in `Chart`.
    x_label : str
        What the units are, as "Ward".
    size_label : str
        What stands along the axis, as "Patients".
    centre_label : str
        The name of the middle line; without one, all units together or the target.
    percentiles : bool
        Draw the limits for 95 and 99.8 % of units instead of those at three sigma.
    signals : collection of int
        Units to mark, as numbers from 1 in the order of the plot; by default those
        outside three sigma, or outside the limits for 99.8 %.
    left_out : str
        A sentence on units that are not in the plot.

    Returns
    -------
    Chart
        Its `lowers` and `uppers` are the widest limits, at the size of each unit.

    Examples
    --------
    >>> from course.charts.funnel import p_funnel
    >>> plot = p_funnel([9, 60, 10], [100, 300, 100], units=["Moss", "Odda", "Vik"])
    >>> picture = picture_of_funnel(plot, id="units", y_label="Readmitted")
    >>> picture.labels, picture.by_size
    (('Moss', 'Vik', 'Odda'), True)
    """
    limits, curves = plot.limits, limit_curves(plot)
    widest = ("lower_998", "upper_998") if percentiles else ("lower", "upper")
    drawn = (
        {
            "lower_998": say("chart.limit-998"),
            "lower_95": say("chart.limit-95"),
            "upper_95": say("chart.limit-95"),
            "upper_998": say("chart.limit-998"),
        }
        if percentiles
        else {"lower": say("chart.lower-limit"), "upper": say("chart.upper-limit")}
    )
    if signals is None:
        outside = plot.outside_998 if percentiles else plot.outside
        signals = _periods_where(outside)
    overall = plot.counts.sum() / plot.sizes.sum() * plot.multiply
    centre_key = (
        "chart.overall" if math.isclose(plot.target, overall) else "chart.target"
    )
    return Chart(
        id=id,
        title=title,
        y_label=y_label,
        x_label=x_label or say("chart.unit"),
        values=plot.values,
        labels=plot.units,
        centre=plot.target,
        centre_label=centre_label or say(centre_key),
        kind="funnel",
        lowers=getattr(limits, widest[0]),
        uppers=getattr(limits, widest[1]),
        signals=tuple(sorted(signals)),
        left_out=left_out,
        sizes=plot.sizes,
        size_label=size_label or say("chart.size"),
        curves=tuple(
            (words, tuple(zip(curves.sizes.tolist(), line.tolist(), strict=True)))
            for words, line in (
                (words, getattr(curves, name)) for name, words in drawn.items()
            )
        ),
    )


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
    if not label.isdecimal():
        return label
    return f"{chart.x_label.lower() if in_sentence else chart.x_label} {label}".strip()


# Typed, because numbers of numpy round a tie as numpy does.
@lru_cache(maxsize=4096, typed=True)
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
    >>> [format_value(value) for value in (12.0, 118.756, 0.03456, 0, -3)]
    ['12', '118.76', '0.0346', '0', '−3']
    """
    if value < 0:
        return MINUS + format_value(-value)
    digits = 3
    if 1e-4 <= value < 1:
        return f"{value:.3g}"
    if not 0 < value < 1:
        # Zero is added for its sign: nobody says minus zero.
        value, digits = float(round(value, 2)) + 0.0, 15
        if value < 1e12:
            # All digits are significant, and the shortest that say it are enough.
            return repr(value).removesuffix(".0")
    # Written out, where "g" would come to powers of ten.
    return np.format_float_positional(
        value, precision=digits, unique=False, fractional=False, trim="-"
    )


def format_measure(chart: Chart, value: float) -> str:
    """Write a number of a control chart, with its "%" where the chart has one.

    Parameters
    ----------
    chart : Chart
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> chart = Chart(id="a", kind="p", y_label="Washed hands, %", values=(71.25,))
    >>> format_measure(chart, 71.25)
    '71.25 %'
    """
    text = format_value(value)
    if chart.kind and "%" in chart.y_label:
        return say("chart.per-cent", value=text)
    return text


# What a control chart says of its points


def _sizes_of(chart: ControlChart) -> np.ndarray | tuple[()]:
    if chart.sizes is None:
        return ()
    return np.where(chart.sizes > 0, chart.sizes, np.nan)


def _baseline_of(chart: ControlChart) -> int | None:
    frozen = int(np.count_nonzero(chart.in_baseline))
    return frozen if frozen < chart.values.size else None


def _periods_where(flags: np.ndarray) -> tuple[int, ...]:
    return tuple((np.flatnonzero(flags) + 1).tolist())


def _long_runs(chart: ControlChart) -> tuple[tuple[int, ...], ...]:
    parts = range(1, len(chart.runs) + 1)
    return tuple(run for part in parts for run in long_runs_of(chart, part))


def _few_crossings(picture: Chart, chart: ControlChart) -> tuple[tuple[int, str], ...]:
    """A remark on each part whose runs are all short, but too few."""
    spans = spans_of_parts(chart)
    key = "chart.few-crossings" if len(spans) == 1 else "chart.few-crossings.part"
    return tuple(
        (
            last,
            say(
                key,
                first=name_period(picture, first),
                last=name_period(picture, last, in_sentence=True),
                crossings=chart.runs[part - 1].crossings,
                required=chart.runs[part - 1].crossings_required,
            ),
        )
        for part, (first, last) in enumerate(spans, start=1)
        if crosses_too_seldom(chart, part)
    )


def _not_counted(chart: ControlChart) -> str:
    """How many points are shown and not counted, and how many could not be shown."""
    missing = np.isnan(chart.values)
    missing_key = "missing" if chart.runs_judged else "units"
    # A standard deviation or a range takes two.
    single = missing & (chart.kind in SPREADS) & (chart.sizes == 1)
    missing &= ~single
    if chart.kind == "mr":
        # The first of each part has no step that leads to it: nothing is missing.
        missing[[first - 1 for first, _ in spans_of_parts(chart)]] = False
        missing_key = "steps"
    sentences = []
    shown_only = chart.ghosted & ~np.isnan(chart.values)
    for name, flags in (
        ("ghosted", shown_only),
        ("single", single),
        (missing_key, missing),
    ):
        if count := np.count_nonzero(flags):
            key = f"chart.left-out.{name}"
            sentences.append(say(f"{key}.one" if count == 1 else key, count=count))
    return " ".join(sentences)


@cache
def numbered(count: int) -> tuple[str, ...]:
    """Return the labels of periods without names.

    Parameters
    ----------
    count : int

    Returns
    -------
    tuple of str
        Always the same one.

    Examples
    --------
    >>> numbered(3)
    ('1', '2', '3')
    """
    return tuple(str(period) for period in range(1, count + 1))


def _none_for_nan(value: float | None) -> float | None:
    if value is None or math.isnan(value):
        return None
    return float(value)


def _as_tuples(nested: Any) -> Any:
    if isinstance(nested, str):
        return _NOT_IN_XML.sub("", nested)
    if isinstance(nested, (list, tuple)):
        return tuple(_as_tuples(one) for one in nested)
    return nested
