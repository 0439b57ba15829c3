"""The call that makes a chart of one's own figures, and the words that go with it.

A chart is made by a call, `ChartCall`, of one of the functions of `course.charts`. The
page makes the call, and `course.charts.own_data.code` writes it down, so that both give
the same lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from course.charts.control import ControlChart, run_chart
from course.charts.funnel import FunnelPlot, p_funnel, u_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.own_data.choice import FEWEST_EXPECTED
from course.charts.own_data.series import OwnSeries
from course.charts.proportions import np_chart, p_chart, p_prime_chart
from course.charts.rare_events import g_chart, t_chart
from course.charts.rates import c_chart, u_chart, u_prime_chart
from course.charts.subgroups import r_chart, s_chart, xbar_chart
from course.messages import say

FUNCTIONS = {
    "run": run_chart,
    "i": individuals_chart,
    "mr": moving_range_chart,
    "p": p_chart,
    "p-prime": p_prime_chart,
    "np": np_chart,
    "c": c_chart,
    "u": u_chart,
    "u-prime": u_prime_chart,
    "g": g_chart,
    "t": t_chart,
    "xbar": xbar_chart,
    "s": s_chart,
    "r": r_chart,
    "funnel-p": p_funnel,
    "funnel-p-wide": p_funnel,
    "funnel-u": u_funnel,
    "funnel-u-wide": u_funnel,
}
KINDS = tuple(FUNCTIONS)
# Drawn from several measurements in each period.
OF_SUBGROUPS = ("xbar", "s", "r")
# Drawn of units side by side.
OF_UNITS = ("funnel-p", "funnel-p-wide", "funnel-u", "funnel-u-wide")
# Drawn from counts and what they are counted out of.
OF_SHARES = ("p", "p-prime", "funnel-p", "funnel-p-wide")
OF_SIZES = (*OF_SHARES, "u", "u-prime", "funnel-u", "funnel-u-wide")
OF_COUNTS = (*OF_SIZES, "np", "c", "g")
MULTIPLIERS = (1, 100, 1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What somebody decided about the chart of a series.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    title, y_label : str
        "" for the words that the figures give.
    multiply : int
        One of `MULTIPLIERS`; what one is shown as, 100 for per cent.
    exact : bool
        Limits of units from the distribution itself, where few are expected.
    target : float or None
        In the unit shown.
    freeze : int or None
        The baseline is the first so many points.
    parts : tuple of int
        The last point of each part but the last.
    ghosted : tuple of (int, str)
        Points left out of every calculation, each with its reason.
    notes : tuple of (int, str)
        Words at a point.
    """

    kind: str
    title: str = ""
    y_label: str = ""
    multiply: int = 1
    exact: bool = False
    target: float | None = None
    freeze: int | None = None
    parts: tuple[int, ...] = ()
    ghosted: tuple[tuple[int, str], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartCall:
    """A call of a chart function: its name, the figures, and what is not the default.

    Attributes
    ----------
    kind : str
    function : str
        Its name in `course.charts`.
    figures : tuple of (str, tuple or number)
        The figures, each with the name they are called by.
    options : dict of str to object
    """

    kind: str
    function: str
    figures: tuple[tuple[str, object], ...]
    options: dict[str, object] = field(default_factory=dict)

    def make(self) -> ControlChart | FunnelPlot:
        """Make the call."""
        figures = (value for _, value in self.figures)
        return FUNCTIONS[self.kind](*figures, **self.options)


def call_for(series: OwnSeries, decisions: Decisions) -> ChartCall:
    """Say which call makes the chart of a series.

    Parameters
    ----------
    series : OwnSeries
        For several measurements in a period, all of them, from `gather_series`.
    decisions : Decisions

    Returns
    -------
    ChartCall

    Examples
    --------
    >>> falls = OwnSeries(
    ...     x_label="Week", y_label="Falls", labels=("1", "2"), values=(3.0, 5.0)
    ... )
    >>> call_for(falls, Decisions(kind="c", freeze=1))
    ChartCall(kind='c', function='c_chart', figures=(('counts', (3.0, 5.0)),),
              options={'freeze': 1})
    """
    kind = decisions.kind
    options: dict[str, object] = {}
    if decisions.freeze is not None:
        options["freeze"] = decisions.freeze
    if decisions.parts:
        options["parts"] = list(decisions.parts)
    if decisions.ghosted:
        options["ghosted"] = [period for period, _ in decisions.ghosted]
    if decisions.multiply != 1:
        options["multiply"] = decisions.multiply
    figures: list[tuple[str, object]]
    if kind in OF_UNITS:
        figures = [("counts", series.values), ("sizes", series.sizes)]
        options = {"units": series.labels, **options}
        if decisions.target is not None:
            options["target"] = decisions.target
        if kind.endswith("-wide"):
            options["overdispersion"] = "additive"
        elif decisions.exact:
            options["exact"] = True
    elif kind in OF_SUBGROUPS:
        figures = [("measurements", series.values), ("subgroups", series.labels)]
    elif kind == "np":
        size = next(size for size in series.sizes if size is not None)
        figures = [("counts", series.values), ("size", int(size))]
    elif kind in OF_SIZES or (kind == "run" and series.sizes):
        name = "values" if kind == "run" else "counts"
        figures = [(name, series.values), ("sizes", series.sizes)]
    else:
        name = {"c": "counts", "g": "between", "t": "times"}.get(kind, "values")
        figures = [(name, series.values)]
    return ChartCall(
        kind=kind,
        function=FUNCTIONS[kind].__name__,
        figures=tuple(figures),
        options=options,
    )


def point_labels(series: OwnSeries, kind: str) -> tuple[str, ...]:
    """Name each point of a chart.

    Parameters
    ----------
    series : OwnSeries
    kind : str

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> waits = OwnSeries(
    ...     x_label="", y_label="Wait", labels=("May", "May"), values=(3.0, 5.0)
    ... )
    >>> point_labels(waits, "xbar"), point_labels(waits, "i")
    (('May',), ('May', 'May'))
    """
    if kind in OF_SUBGROUPS:
        return tuple(dict.fromkeys(series.labels))
    return series.labels


def default_y_label(series: OwnSeries, decisions: Decisions) -> str:
    """Say what is shown, from the headings of the columns.

    Parameters
    ----------
    series : OwnSeries
    decisions : Decisions

    Returns
    -------
    str

    Examples
    --------
    >>> falls = OwnSeries(
    ...     x_label="",
    ...     y_label="Falls",
    ...     labels=("1",),
    ...     values=(3.0,),
    ...     sizes=(410.0,),
    ...     size_label="bed days",
    ... )
    >>> default_y_label(falls, Decisions(kind="u", multiply=1000))
    'Falls per 1,000 bed days'
    """
    kind, times = decisions.kind, decisions.multiply
    of_sizes = kind in OF_SIZES or (kind == "run" and bool(series.sizes))
    if not of_sizes:
        key = kind if kind in ("mr", "xbar", "s", "r") else "plain"
    elif times == 100:
        key = "per-cent" if kind in (*OF_SHARES, "run") else "per"
    else:
        key = "share" if times == 1 else "per"
    return say(
        f"own-chart.y.{key}",
        measure=series.y_label,
        size=series.size_label or say("own-data.every-row"),
        times=f"{times:,}",
    )


def usual_multiplier(series: OwnSeries, kind: str) -> int:
    """Per what the figures are usually said: per cent, or so that they begin above one.

    Parameters
    ----------
    series : OwnSeries
    kind : str

    Returns
    -------
    int
        One of `MULTIPLIERS`.

    Examples
    --------
    >>> falls = OwnSeries(
    ...     x_label="", y_label="Falls", labels=("1",), values=(3.0,), sizes=(410.0,)
    ... )
    >>> usual_multiplier(falls, "p"), usual_multiplier(falls, "u")
    (100, 1000)
    """
    if not series.sizes or kind not in (*OF_SIZES, "run"):
        return 1
    if kind in OF_SHARES:
        return 100
    both = [
        (value, size)
        for value, size in zip(series.values, series.sizes, strict=True)
        if value is not None and size
    ]
    count = math.fsum(value for value, _ in both)
    size = math.fsum(size for _, size in both)
    fitting = (times for times in MULTIPLIERS[:-1] if count * times >= size)
    return next(fitting, 1000)


def needs_exact_limits(series: OwnSeries, kind: str) -> bool:
    """Whether a unit is so small that limits are to be those of the distribution.

    Parameters
    ----------
    series : OwnSeries
        Units with their sizes.
    kind : str

    Returns
    -------
    bool
        Where fewer than five are expected in some unit, with what was counted or, for
        a share, without it.

    Examples
    --------
    >>> units = OwnSeries(
    ...     x_label="",
    ...     y_label="Late",
    ...     labels=("Moss", "Odda"),
    ...     values=(3.0, 40.0),
    ...     sizes=(20.0, 300.0),
    ... )
    >>> needs_exact_limits(units, "funnel-p"), needs_exact_limits(units, "p")
    (True, False)
    """
    if kind not in OF_UNITS or kind.endswith("-wide") or not series.values:
        return False
    share = math.fsum(series.values) / math.fsum(series.sizes)
    rarer = min(share, 1 - share) if kind in OF_SHARES else share
    return min(series.sizes) * rarer < FEWEST_EXPECTED
