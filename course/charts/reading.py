"""What a chart says, in words that claim no more than the chart does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from course.charts.constants import (
    FEWEST_USEFUL_POINTS,
    SIGMAS_TO_BLATANT,
    SIGMAS_TO_LIMIT,
    TIE,
)
from course.charts.control import ControlChart
from course.charts.funnel import FunnelPlot, Overdispersion, p_funnel, u_funnel
from course.charts.limits import individuals_limits
from course.charts.own_data.rebasing import (
    BETTER_POINTS_IN_A_PART,
    FEWEST_POINTS_IN_A_PART,
)
from course.charts.part_runs import (
    FAIR_SHARE_ABOUT_MEDIAN,
    FEWEST_EXPECTED,
    crosses_too_seldom,
    expected_count,
    has_judged_runs,
    lies_evenly,
    long_runs_of,
    points_beside,
    spans_of_parts,
)
from course.charts.pictures import (
    SPREADS,
    Chart,
    format_measure,
    format_value,
    name_period,
)
from course.charts.runs import (
    RunSignals,
    find_run_signals,
    find_shifts,
    run_centre,
    sides_of,
)
from course.messages import say

_RARE = ("g", "t")
# Nothing of what they show can be below zero.
_NEVER_NEGATIVE = ("p", "p-prime", "np", "c", "u", "u-prime", *_RARE)
_SHARES = ("p", "p-prime")
# Their middle line is often a value that was measured, and is said as it is.
_MEDIANS = ("run", "g")

# Our own choice: from fewer points a middle line is too uncertain for runs about it to
# be called seldom. Frozen on eight, it brings long runs to 15 of 100 stable charts.
_FEWEST_FOR_SELDOM = 20
# Of the points off the old line, those that must lie to the side of the new one for its
# level to have moved.
_SHARE_MOVED = 0.75
# After a frozen baseline: a lean that a reader sees before it is a signal.
_FEWEST_TO_ONE_SIDE = 3
# More are not read.
_MOST_NAMED = 8


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
        nothing signals; or that the points are too few to judge, or lie too unevenly
        about their median.

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
    far = _far_out(chart, values)
    sides = sides_of(values, centre)
    base = sides[: chart.baseline]
    above, below = np.count_nonzero(base > 0), np.count_nonzero(base < 0)
    measured = np.count_nonzero(~np.isnan(values[: chart.baseline]))
    # Where more than half lie on one side, the line is not theirs, but given.
    is_median = 2 * max(above, below) <= measured
    if is_median and min(above, below) < FAIR_SHARE_ABOUT_MEDIAN * (above + below):
        return _joined(say("reading.uneven", above=above, below=below), *far)
    few = _few_points(measured if chart.baseline else None)
    sentences = []
    if signals.long_run:
        runs = find_shifts(values, centre, signals.longest_run_allowed + 1)
        sentences += _long_runs(chart, runs, sides, few)
    elif signals.few_crossings:
        sentences.append(_few_crossings(signals, few))
    return _joined(*sentences, *far) or say(
        "reading.stable", centre=format_value(centre)
    )


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
        what can be said: too few points or too uneven ones, limits that no point can
        pass, points left out.

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> from course.charts.pictures import picture_of
    >>> falls = run_chart([4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3])
    >>> read_control_chart(falls, picture_of(falls, id="falls", x_label="Week"))
    'Stable around 4.5. Nothing here asks for its own explanation.'
    """
    if not chart.runs_judged and chart.kind != "mr":
        outside = chart.outside & ~chart.ghosted
        units = [_no_limits(chart)] if _has_no_limits(chart) else []
        return _joined(*(units or _units(picture, outside, chart)), picture.left_out)
    moved, signals = _moved(chart, picture), _signals(chart, picture)
    return _joined(
        *moved,
        *signals,
        *([] if signals else _nothing(chart, picture)),
        *_not_judged(chart, picture),
        _no_limits(chart),
        _provisional(chart, picture),
        *_one_sided(chart, picture),
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
    phi = _own_scatter(plot)
    if plot.overdispersion is Overdispersion.NONE and phi > chance:
        scatter = say("reading.units.scatter", phi=format_value(round(phi, 1)))
        if outside.any():
            scatter = _joined(scatter, say("reading.units.scatter.outside"))
    return _joined(*_units(picture, outside), scatter, picture.left_out)


# Runs, and points far out


def _long_runs(
    chart: Chart, runs: Sequence[Sequence[int]], sides: np.ndarray, few: int | None
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
    return [*sentences, say(f"reading.run.{'few' if few else 'seldom'}", count=few)]


def _few_crossings(signals: RunSignals, few: int | None) -> str:
    return _joined(
        say(
            _counted("reading.crossings", signals.crossings),
            crossings=signals.crossings,
        ),
        say(
            f"reading.crossings.{'few' if few else 'seldom'}",
            required=signals.crossings_required,
            count=few,
        ),
    )


def _few_points(frozen: int | None) -> int | None:
    """Points that a line is frozen on, if they are few."""
    return frozen if frozen is not None and frozen < _FEWEST_FOR_SELDOM else None


def _far_out(chart: Chart, values: Sequence[float]) -> list[str]:
    far = [name_period(chart, period) for period in _far_periods(values)]
    if not far:
        return []
    key = "reading.far.one" if len(far) == 1 else "reading.far"
    return [say(key, periods=", ".join(_first_of(far)))]


def _far_periods(values: Sequence[float]) -> list[int]:
    """Periods so far out that all who look agree."""
    if np.isnan(np.diff(values)).all():
        return []
    limits = individuals_limits(values)
    reach = (limits.upper - limits.centre) * SIGMAS_TO_BLATANT / SIGMAS_TO_LIMIT
    if reach <= TIE * abs(limits.centre):
        # Where no step has any length, none of them can measure what is far.
        return []
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
        elif chart.kind in SPREADS:
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
    few = _few_points(None if picture.baseline is None else _rests_on(chart))
    sentences = []
    if runs := [run for part in spans for run in long_runs_of(chart, part)]:
        sides = sides_of(chart.values, chart.centre)
        sentences = _long_runs(picture, runs, sides, few)
    for part, (first, last) in spans.items():
        signals = chart.runs[part - 1]
        if not crosses_too_seldom(chart, part):
            continue
        if len(spans) == 1:
            sentences.append(_few_crossings(signals, few))
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


def _nothing(chart: ControlChart, picture: Chart) -> list[str]:
    """What a chart says when nothing on it signals."""
    if chart.kind == "mr":
        return _quiet_steps(chart, picture)
    parts = range(1, len(chart.runs) + 1)
    if not all(has_judged_runs(chart, part) for part in parts):
        return [] if np.isnan(chart.upper).all() else [say("reading.inside")]
    # Without limits nobody has looked for single points.
    runs_only = ".runs" if _has_no_limits(chart) else ""
    if len(parts) > 1:
        return [say(f"reading.parts.stable{runs_only}")]
    if since := _all_to_one_side(chart, picture):
        return since
    key = "reading.spread.stable" if chart.kind in SPREADS else "reading.stable"
    return [say(key + runs_only, centre=_about(chart, picture, 0))]


def _all_to_one_side(chart: ControlChart, picture: Chart) -> list[str]:
    """What came after a frozen baseline and leans one way, if not yet far enough."""
    if picture.baseline is None:
        return []
    sides = sides_of(_counted_values(chart), chart.centre)[picture.baseline :]
    sides = sides[sides != 0]
    if sides.size < _FEWEST_TO_ONE_SIDE or abs(int(sides.sum())) < sides.size:
        return []
    return [
        say(
            "reading.since.above" if sides[0] > 0 else "reading.since.below",
            last=name_period(picture, picture.baseline, in_sentence=True),
            centre=_about(chart, picture, 0),
            count=sides.size,
            allowed=chart.runs[0].longest_run_allowed,
        )
    ]


def _quiet_steps(chart: ControlChart, picture: Chart) -> list[str]:
    spans = spans_of_parts(chart)
    key = "reading.steps.mean" if len(spans) == 1 else "reading.steps.mean.part"
    means = [
        say(
            key,
            first=name_period(picture, first, in_sentence=True),
            last=name_period(picture, last, in_sentence=True),
            centre=_about(chart, picture, first - 1),
        )
        for first, last in spans
    ]
    return [say("reading.steps.stable"), *means, say("reading.steps.not-level")]


# Parts with lines of their own


def _moved(chart: ControlChart, picture: Chart) -> list[str]:
    """Where the level lay and lies, and whether the chart shows that it moved."""
    if not chart.runs_judged:
        return []
    moved = "reading.spread-moved" if chart.kind in SPREADS else "reading.moved"
    spans = spans_of_parts(chart)
    told = []
    for part, ((earlier, _), (first, last)) in enumerate(
        zip(spans, spans[1:], strict=False), start=2
    ):
        now = _about(chart, picture, first - 1)
        before = _about(chart, picture, earlier - 1)
        new = _counted_values(chart)[first - 1 : last]
        count = int(np.count_nonzero(~np.isnan(new)))
        key, ending = "reading.anew", f"{moved}.not-shown"
        if now == before:
            key = "reading.anew.same"
        elif count >= FEWEST_POINTS_IN_A_PART and _has_moved(chart, part):
            ends_here = last == chart.values.size
            key, ending = moved if ends_here else f"{moved}.then", f"{moved}.why"
        if count < FEWEST_POINTS_IN_A_PART:
            ending = f"{moved}.too-early"
        sentence = say(
            key,
            first=name_period(picture, first, in_sentence=True),
            last=name_period(picture, last, in_sentence=True),
            now=now,
            before=before,
        )
        told.append((ending, count, sentence))
    sentences = []
    # What parts that follow each other have in common is said once.
    for ending, alike in groupby(told, key=lambda one: one[0]):
        _, counts, some = zip(*alike, strict=True)
        several = ending.endswith("too-early") and len(some) > 1
        key = f"{ending}.several" if several else ending
        sentences += [*some, say(key, count=counts[0])]
    return sentences


def _has_moved(chart: ControlChart, part: int) -> bool:
    """Whether a part signals by the line of the part before it, and to its side."""
    spans = spans_of_parts(chart)
    (earlier, _), (first, last) = spans[part - 2], spans[part - 1]
    old, now = chart.centre[earlier - 1], chart.centre[first - 1]
    values = _counted_values(chart)
    both, new = values[earlier - 1 : last], values[first - 1 : last]
    sides = sides_of(new, old)
    there = np.count_nonzero(sides == np.sign(now - old))
    return (
        lies_evenly(chart, part - 1)
        and there >= _SHARE_MOVED * np.count_nonzero(sides)
        # As one would see it who had drawn the earlier line on; and in the new part
        # too, so that the earlier one does not signal for it.
        and find_run_signals(both, old).shifted
        and find_run_signals(new, old).shifted
    )


# What limits what can be said


def _not_judged(chart: ControlChart, picture: Chart) -> list[str]:
    """Parts with too few points to judge their runs, or too uneven ones."""
    if not chart.runs_judged:
        return []
    spans = dict(enumerate(spans_of_parts(chart), start=1))
    useful = {part: chart.runs[part - 1].useful for part in spans}
    few = [part for part in spans if useful[part] < FEWEST_USEFUL_POINTS]
    uneven = [
        part for part in spans if part not in few and not lies_evenly(chart, part)
    ]
    sentences = []
    if len(few) == 1:
        key = "reading.too-few" if len(spans) == 1 else "reading.part.too-few"
        count = useful[few[0]]
        names = _spans(picture, [spans[few[0]]])
        sentences.append(say(_counted(key, count), useful=count, part=names))
    elif few:
        names = _spans(picture, [spans[part] for part in few])
        sentences.append(say("reading.parts.too-few", parts=names))
    if uneven and len(spans) == 1:
        above, below = points_beside(chart, 1)
        sentences.append(say("reading.uneven", above=above, below=below))
    elif uneven:
        names = _spans(picture, [spans[part] for part in uneven])
        sentences.append(say("reading.parts.uneven", parts=names))
    if any(expected_count(chart, part) < FEWEST_EXPECTED for part in uneven):
        sentences.append(say("reading.uneven.rare"))
    return sentences


def _has_no_limits(chart: ControlChart) -> bool:
    return chart.kind != "run" and bool(np.isnan(chart.upper).all())


def _no_limits(chart: ControlChart) -> str:
    if not _has_no_limits(chart):
        return ""
    if chart.kind == "xbar":
        return say("reading.no-limits.single")
    base = np.where(chart.in_baseline, _counted_values(chart), np.nan)
    for first, last in spans_of_parts(chart):
        values = base[first - 1 : last]
        if np.nanmax(values) - np.nanmin(values) > TIE * np.nanmax(np.abs(values)):
            return say("reading.no-limits")
    return say("reading.no-limits.same")


def _provisional(chart: ControlChart, picture: Chart) -> str:
    """Parts whose lines rest on few points."""
    spans = spans_of_parts(chart)
    counts = [_rests_on(chart, part) for part in range(1, len(spans) + 1)]
    few = [
        (span, count)
        for span, count in zip(spans, counts, strict=True)
        if count < BETTER_POINTS_IN_A_PART
    ]
    if not few:
        return ""
    if len(few) > 1:
        names = _spans(picture, [span for span, _ in few])
        return say("reading.provisional.parts", parts=names)
    ((first, last), count) = few[0]
    return say(
        "reading.provisional" if len(spans) == 1 else "reading.provisional.part",
        count=count,
        first=name_period(picture, first, in_sentence=True),
        last=name_period(picture, last, in_sentence=True),
    )


def _one_sided(chart: ControlChart, picture: Chart) -> list[str]:
    """A limit that no single point can pass; the fact only, good or bad."""
    lower, upper = (line[~np.isnan(line)] for line in (chart.lower, chart.upper))
    in_per_cent = chart.kind in _SHARES and "%" in picture.y_label
    key, room = "", chart.centre
    if lower.size and (lower <= 0).all():
        never_seen = not (chart.values < 0).any()
        if chart.kind in _NEVER_NEGATIVE:
            key = "reading.no-low"
        elif chart.kind in ("i", "xbar") and (lower < 0).any() and never_seen:
            key = "reading.no-low.perhaps"
    elif in_per_cent and upper.size and (upper >= 100).all():
        key, room = "reading.no-high", 100 - chart.centre
    if not key:
        return []
    sentences = [say(key, limit=format_measure(picture, 100.0))]
    parts = range(1, len(chart.runs) + 1)
    # Where no run can come either, or none would be judged, none is to be waited for.
    if (room > 0).all() and all(lies_evenly(chart, part) for part in parts):
        runs = "reading.no-high.runs" if "high" in key else "reading.no-low.runs"
        sentences.append(say(f"{runs}.rare" if chart.kind in _RARE else runs))
    return sentences


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
    key = _counted("reading.units", len(names))
    if total == 1:
        key = "reading.units.only.outside" if names else "reading.units.only"
    units = _listed(names) if names else ""
    sentences = [say(key, count=len(names), total=total, units=units)]
    if names:
        sentences.append(say("reading.units.ask"))
    if len(names) < total > 1:
        sentences.append(say("reading.units.inside"))
    return sentences


def _own_scatter(plot: FunnelPlot) -> float:
    """Scatter about all units together; at one distance from a target there is none."""
    overall = plot.counts.sum() / plot.sizes.sum()
    if overall == 0 or (plot.kind == "p" and overall == 1):
        return float("nan")
    funnel = p_funnel if plot.kind == "p" else u_funnel
    return funnel(plot.counts, plot.sizes).phi


# Words


def _about(chart: ControlChart, picture: Chart, place: int) -> str:
    """A middle line, no finer than the points about it can tell it."""
    centre = float(chart.centre[place])
    if chart.kind in _MEDIANS:
        return format_measure(picture, centre)
    within = chart.part == chart.part[place]
    reach = (chart.upper - chart.centre)[within] / SIGMAS_TO_LIMIT
    # The first may be missing, and its sigma with it.
    sigmas = [*chart.sigma[within][chart.sigma[within] > 0], *reach[reach > 0]]
    if sigmas:
        # A fifth of a sigma is finer than the points can tell.
        centre = round(centre, max(0, math.ceil(-math.log10(sigmas[0] / 5))))
    return format_measure(picture, centre)


def _rests_on(chart: ControlChart, part: int = 1) -> int:
    """Points that the lines of a part come from."""
    base = chart.in_baseline & ~chart.ghosted & ~np.isnan(chart.values)
    return int(np.count_nonzero(base & (chart.part == part)))


def _counted_values(chart: ControlChart) -> np.ndarray:
    return np.where(chart.ghosted, np.nan, chart.values)


def _named(picture: Chart, periods: Sequence[int], *, starts: bool) -> str:
    """Names of periods, as one says them in a sentence or at its beginning."""
    names = [
        name_period(picture, period, in_sentence=not (starts and place == 0))
        for place, period in enumerate(periods)
    ]
    return _listed(names)


def _spans(picture: Chart, spans: Sequence[tuple[int, int]]) -> str:
    """Names of parts, at the beginning of a sentence."""
    return _listed(
        [
            say(
                "reading.span",
                first=name_period(picture, first, in_sentence=place > 0),
                last=name_period(picture, last, in_sentence=True),
            )
            for place, (first, last) in enumerate(spans)
        ]
    )


def _listed(names: Sequence[str]) -> str:
    *others, last = _first_of(names)
    if not others:
        return last
    return say("reading.list", first=", ".join(others), last=last)


def _first_of(names: Sequence[str]) -> list[str]:
    """As many names as are read, and how many there are besides."""
    if len(names) <= _MOST_NAMED + 1:
        return list(names)
    more = say("reading.more", count=len(names) - _MOST_NAMED)
    return [*names[:_MOST_NAMED], more]


def _joined(*sentences: str) -> str:
    # One that begins with the name of a period ("week 7 2027") needs its capital.
    return " ".join(one[0].upper() + one[1:] for one in sentences if one)


def _counted(key: str, count: int) -> str:
    """Choose the sentence for none or one, where a number would read badly."""
    return key + {0: ".none", 1: ".one"}.get(count, "")
