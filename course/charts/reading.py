"""What a chart says, in words that claim no more than the chart does."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from course.charts.constants import (
    FEWEST_USEFUL_POINTS,
    SIGMAS_TO_BLATANT,
    SIGMAS_TO_LIMIT,
)
from course.charts.control import ControlChart
from course.charts.funnel import FunnelPlot, Overdispersion
from course.charts.limits import individuals_limits
from course.charts.part_runs import (
    crosses_too_seldom,
    has_judged_runs,
    long_runs_of,
    spans_of_parts,
)
from course.charts.pictures import (
    Chart,
    format_measure,
    format_value,
    name_period,
)
from course.charts.rebasing import BETTER_POINTS_IN_A_PART, FEWEST_POINTS_IN_A_PART
from course.charts.runs import (
    RunSignals,
    find_run_signals,
    find_shifts,
    run_centre,
    sides_of,
)
from course.messages import say

_RARE = ("g", "t")
_SPREADS = ("s", "r")
# Nothing of what they show can be below zero.
_NEVER_NEGATIVE = ("p", "p-prime", "np", "c", "u", "u-prime", *_RARE)
_SHARES = ("p", "p-prime")
# Their middle line is often a value that was measured, and is said as it is.
_MEDIANS = ("run", "g")


def read_run_chart(chart: Chart, centre: float | None = None) -> str:
    """Say what a run chart tells: its runs (the Anhøj rules) and blatant points.

    Parameters
    ----------
    chart : Chart
    centre : float, optional
        The middle line. By default the chart's own, and without one the median,
        of the baseline where there is one.

    Returns
    -------
    str
        Long runs, or else too few crossings; points far from all the others; or that
        nothing signals; or that there are too few points to judge.

    Examples
    --------
    >>> falls = (4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3)
    >>> read_run_chart(Chart(id="falls", x_label="Week", values=falls))
    'Stable around 4.5. Nothing here asks for its own explanation.'
    """
    values = [float("nan") if value is None else value for value in chart.values]
    if all(value is None for value in chart.values):
        return say("reading.too-few.none")
    if centre is None:
        centre = chart.centre
    if centre is None:
        centre = run_centre(values, chart.baseline)

    signals = find_run_signals(values, centre)
    if signals.useful < FEWEST_USEFUL_POINTS:
        return say(_counted("reading.too-few", signals.useful), useful=signals.useful)
    sentences = []
    if signals.long_run:
        runs = find_shifts(values, centre, signals.longest_run_allowed + 1)
        sentences += _long_runs(chart, runs, sides_of(values, centre))
    elif signals.few_crossings:
        sentences.append(_few_crossings(signals))
    sentences += _far_out(chart, values)
    return " ".join(sentences) or say("reading.stable", centre=format_value(centre))


def read_control_chart(chart: ControlChart, picture: Chart) -> str:
    """Say what a control chart tells, and where it does not tell.

    Parameters
    ----------
    chart : ControlChart
    picture : Chart
        Of the same chart: it has the names of the periods and the unit.

    Returns
    -------
    str
        Where the level of a new part lies, and whether the chart shows that it moved;
        points outside their limits; runs; or that nothing signals. Then what limits
        what can be said: too few points, limits that no point can pass, points left
        out.

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> from course.charts.pictures import picture_of
    >>> falls = run_chart([4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3])
    >>> read_control_chart(falls, picture_of(falls, id="falls", x_label="Week"))
    'Stable around 4.5. Nothing here asks for its own explanation.'
    """
    if not chart.runs_judged and chart.kind != "mr":
        return _joined(
            *_units(picture, chart.outside & ~chart.ghosted, chart),
            picture.left_out,
        )
    moved, signals = _moved(chart, picture), _signals(chart, picture)
    return _joined(
        *moved,
        *signals,
        "" if signals else _nothing(chart, picture),
        *_too_few(chart, picture),
        _no_limits(chart),
        *_provisional(chart, picture),
        _one_sided(chart, picture),
        picture.left_out,
    )


def read_funnel_plot(plot: FunnelPlot, picture: Chart) -> str:
    """Say what a funnel plot tells, and what it does not.

    Parameters
    ----------
    plot : FunnelPlot
    picture : Chart
        Of the same plot: it has the limits that are drawn.

    Returns
    -------
    str
        Which units lie outside, what being inside means, and whether all of them
        scatter more than the limits allow for.

    Examples
    --------
    >>> from course.charts.funnel import p_funnel
    >>> from course.charts.pictures import picture_of_funnel
    >>> plot = p_funnel([9, 60, 10], [100, 300, 100])
    >>> read_funnel_plot(plot, picture_of_funnel(plot, id="units"))
    'None of 3 units lies outside the limits. A unit inside is not shown to differ...'
    """
    percentiles = len(picture.curves) > 2
    outside = plot.outside_998 if percentiles else plot.outside
    scatter = ""
    # A mean of k squared normal scores has the standard deviation sqrt(2 / k).
    chance = 1 + 2 * math.sqrt(2 / plot.values.size)
    if plot.overdispersion is Overdispersion.NONE and plot.phi > chance:
        scatter = say("reading.units.scatter", phi=format_value(round(plot.phi, 1)))
    return _joined(*_units(picture, outside), scatter, picture.left_out)


# Runs, and points far out


def _long_runs(
    chart: Chart, runs: Sequence[Sequence[int]], sides: np.ndarray
) -> list[str]:
    sentences = [
        say(
            "reading.run.above" if sides[run[0] - 1] > 0 else "reading.run.below",
            count=len(run),
            first=name_period(chart, run[0], in_sentence=True),
            last=name_period(chart, run[-1], in_sentence=True),
        )
        for run in runs
    ]
    return [*sentences, say("reading.run.seldom")]


def _few_crossings(signals: RunSignals) -> str:
    return say(
        _counted("reading.crossings", signals.crossings),
        crossings=signals.crossings,
        required=signals.crossings_required,
    )


def _far_out(chart: Chart, values: Sequence[float]) -> list[str]:
    far = [name_period(chart, period) for period in _far_periods(values)]
    if not far:
        return []
    key = "reading.far.one" if len(far) == 1 else "reading.far"
    return [say(key, periods=", ".join(far))]


def _far_periods(values: Sequence[float]) -> list[int]:
    """Periods so far out that all who look agree."""
    if np.isnan(np.diff(values)).all():
        return []
    limits = individuals_limits(values)
    reach = (limits.upper - limits.centre) * SIGMAS_TO_BLATANT / SIGMAS_TO_LIMIT
    return [
        period
        for period, value in enumerate(values, start=1)
        if abs(value - limits.centre) > reach
    ]


# What signals on a control chart


def _signals(chart: ControlChart, picture: Chart) -> list[str]:
    sentences = _outside(chart, picture)
    runs = _runs(chart, picture)
    if runs and picture.baseline is not None:
        runs.append(
            say(
                "reading.baseline",
                first=name_period(picture, 1, in_sentence=True),
                last=name_period(picture, picture.baseline, in_sentence=True),
            )
        )
    sentences += runs
    if chart.kind == "run" and len(chart.runs) == 1:
        sentences += _far_out(picture, _counted_values(chart))
    if sentences and chart.kind in _RARE:
        sentences.append(say("reading.rare.high"))
    return sentences


def _outside(chart: ControlChart, picture: Chart) -> list[str]:
    outside = chart.outside & ~chart.ghosted
    above = np.flatnonzero(outside & (chart.values > chart.upper)) + 1
    below = np.flatnonzero(outside & (chart.values < chart.lower)) + 1
    sentences = []
    for side, periods in (("above", above.tolist()), ("below", below.tolist())):
        if not periods:
            continue
        one = ".one" if len(periods) == 1 else ""
        if chart.kind == "mr":
            key, starts = f"reading.steps{one}", False
        elif chart.kind in _SPREADS:
            key, starts = f"reading.spread.{side}", False
        elif chart.kind in _RARE:
            key, starts = f"reading.rare.{side}", False
        else:
            key, starts = f"reading.{side}{one}", True
        sentences.append(say(key, periods=_named(picture, periods, starts=starts)))
    return [*sentences, say("reading.ask")] if sentences else []


def _runs(chart: ControlChart, picture: Chart) -> list[str]:
    """Long runs of all parts, and parts that cross their line too seldom."""
    spans = dict(enumerate(spans_of_parts(chart), start=1))
    sentences = []
    if runs := [run for part in spans for run in long_runs_of(chart, part)]:
        sentences = _long_runs(picture, runs, sides_of(chart.values, chart.centre))
    for part, (first, last) in spans.items():
        signals = chart.runs[part - 1]
        if not crosses_too_seldom(chart, part):
            continue
        if len(spans) == 1:
            sentences.append(_few_crossings(signals))
            continue
        sentences.append(
            say(
                "reading.part.crossings",
                first=name_period(picture, first),
                last=name_period(picture, last, in_sentence=True),
                crossings=signals.crossings,
                required=signals.crossings_required,
            )
        )
    return sentences


def _nothing(chart: ControlChart, picture: Chart) -> str:
    """What a chart says when nothing on it signals."""
    if chart.kind == "mr":
        return say("reading.steps.stable", centre=_about(chart, picture, 0))
    parts = range(1, len(chart.runs) + 1)
    if not all(has_judged_runs(chart, part) for part in parts):
        return "" if np.isnan(chart.upper).all() else say("reading.inside")
    if len(parts) > 1:
        return say("reading.parts.stable")
    key = "reading.spread.stable" if chart.kind in _SPREADS else "reading.stable"
    return say(key, centre=_about(chart, picture, 0))


# Parts with lines of their own


def _moved(chart: ControlChart, picture: Chart) -> list[str]:
    """Where the level lay and lies, and whether the chart shows that it moved."""
    if not chart.runs_judged:
        return []
    spans = spans_of_parts(chart)
    values = _counted_values(chart)
    sentences = []
    moved = False
    for (earlier, _), (first, last) in zip(spans, spans[1:], strict=False):
        old_centre = chart.centre[earlier - 1]
        both, new = values[earlier - 1 : last], values[first - 1 : last]
        count = int(np.count_nonzero(~np.isnan(new)))
        if count < FEWEST_POINTS_IN_A_PART:
            key = "reading.moved.too-early"
        elif (
            # As one would see it who had drawn the earlier line on; and in the new
            # part too, so that the earlier one does not signal for it.
            find_run_signals(both, old_centre).shifted
            and find_run_signals(new, old_centre).shifted
        ):
            moved = True
            ends_here = last == chart.values.size
            key = "reading.moved" if ends_here else "reading.moved.then"
        else:
            key = "reading.moved.not-shown"
        sentences.append(
            say(
                key,
                first=name_period(picture, first, in_sentence=True),
                last=name_period(picture, last, in_sentence=True),
                now=_about(chart, picture, first - 1),
                before=_about(chart, picture, earlier - 1),
                count=count,
            )
        )
    return [*sentences, say("reading.moved.why")] if moved else sentences


# What limits what can be said


def _too_few(chart: ControlChart, picture: Chart) -> list[str]:
    """Parts with too few points to judge their runs."""
    if not chart.runs_judged:
        return []
    sentences = []
    for runs, (first, last) in zip(chart.runs, spans_of_parts(chart), strict=True):
        if runs.useful >= FEWEST_USEFUL_POINTS:
            continue
        if len(chart.runs) == 1:
            key = _counted("reading.too-few", runs.useful)
        else:
            key = "reading.part.too-few"
        sentences.append(
            say(
                key,
                useful=runs.useful,
                first=name_period(picture, first),
                last=name_period(picture, last, in_sentence=True),
            )
        )
    return sentences


def _no_limits(chart: ControlChart) -> str:
    if chart.kind == "run" or not np.isnan(chart.upper).all():
        return ""
    return say("reading.no-limits")


def _provisional(chart: ControlChart, picture: Chart) -> list[str]:
    """Parts whose lines rest on few points."""
    base = chart.in_baseline & ~chart.ghosted & ~np.isnan(chart.values)
    sentences = []
    for first, last in spans_of_parts(chart):
        count = int(np.count_nonzero(base[first - 1 : last]))
        if count < BETTER_POINTS_IN_A_PART:
            alone = len(chart.runs) == 1
            sentences.append(
                say(
                    "reading.provisional" if alone else "reading.provisional.part",
                    count=count,
                    first=name_period(picture, first, in_sentence=True),
                    last=name_period(picture, last, in_sentence=True),
                )
            )
    return sentences


def _one_sided(chart: ControlChart, picture: Chart) -> str:
    """A limit that no single point can pass; the fact only, good or bad."""
    lower, upper = (line[~np.isnan(line)] for line in (chart.lower, chart.upper))
    if lower.size and (lower <= 0).all():
        if chart.kind in _RARE:
            return say("reading.no-low.rare")
        if chart.kind in _NEVER_NEGATIVE:
            return say("reading.no-low")
        never_seen = not (chart.values < 0).any()
        if chart.kind in ("i", "xbar") and (lower < 0).any() and never_seen:
            return say("reading.no-low.perhaps")
    in_per_cent = chart.kind in _SHARES and "%" in picture.y_label
    if in_per_cent and upper.size and (upper >= 100).all():
        return say("reading.no-high", limit=format_measure(picture, 100.0))
    return ""


# Units side by side


def _units(
    picture: Chart, outside: np.ndarray, chart: ControlChart | None = None
) -> list[str]:
    shown = [value is not None for value in picture.values]
    if chart is not None:
        shown = ~np.isnan(chart.values) & ~chart.ghosted
    total = int(np.count_nonzero(shown))
    names = []
    for place in np.flatnonzero(outside).tolist():
        above = picture.values[place] > (picture.uppers[place] or -math.inf)
        key = "reading.unit.above" if above else "reading.unit.below"
        names.append(say(key, unit=name_period(picture, place + 1)))
    sentences = [
        say(
            _counted("reading.units", len(names)),
            count=len(names),
            total=total,
            units=", ".join(names),
        )
    ]
    if names:
        sentences.append(say("reading.units.ask"))
    return [*sentences, say("reading.units.inside")]


# Words


def _about(chart: ControlChart, picture: Chart, place: int) -> str:
    """A middle line, no finer than the points about it can tell it."""
    centre = float(chart.centre[place])
    sigma = float(chart.sigma[place])
    if chart.kind in _MEDIANS:
        return format_measure(picture, centre)
    if not sigma > 0:
        sigma = float(chart.upper[place] - centre) / SIGMAS_TO_LIMIT
    if sigma > 0:
        # Half a sigma is finer than the points can tell.
        centre = round(centre, max(0, math.ceil(-math.log10(sigma / 2))))
    return format_measure(picture, centre)


def _counted_values(chart: ControlChart) -> np.ndarray:
    return np.where(chart.ghosted, np.nan, chart.values)


def _named(picture: Chart, periods: Sequence[int], *, starts: bool) -> str:
    """Names of periods, as one says them in a sentence or at its beginning."""
    names = [
        name_period(picture, period, in_sentence=not (starts and place == 0))
        for place, period in enumerate(periods)
    ]
    if len(names) == 1:
        return names[0]
    return say("reading.list", first=", ".join(names[:-1]), last=names[-1])


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _counted(key: str, count: int) -> str:
    """Choose the sentence for none or one, where a number would read badly."""
    return key + {0: ".none", 1: ".one"}.get(count, "")
