"""The lines of a chart and the states of its points, as every drawing shows them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from course.charts.pictures import Chart, format_measure
from course.messages import say

# Lines stop this share of a period before the border of their part, so that two parts
# are seen to be two.
_GAP = 0.3


def all_that_is_shown(chart: Chart) -> list[float]:
    """Every height at which a chart shows anything.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of float

    Examples
    --------
    >>> all_that_is_shown(Chart(id="a", values=(3, None), centre=4))
    [3.0, 4]
    """
    shown = [value for value in chart.values if value is not None]
    shown += [value for _, value in straight_values(chart)]
    for line in filter(None, (chart.centres, chart.lowers, chart.uppers)):
        shown += [value for value in line if value is not None]
    return shown + [value for _, curve in chart.curves for _, value in curve]


def straight_values(chart: Chart) -> list[tuple[str, float]]:
    """Lines that are the same from end to end: what they are, and their value.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (str, float)
        What a line is: "centre", "limit" or "target". Of limits the lower is first.

    Examples
    --------
    >>> straight_values(Chart(id="a", values=(3, 5), limits=(1, 9)))
    [('limit', 1), ('limit', 9)]
    """
    lower, upper = chart.limits or (None, None)
    lines = [
        ("centre", chart.centre),
        ("limit", lower),
        ("limit", upper),
        ("target", chart.target),
    ]
    return [(what, value) for what, value in lines if value is not None]


def straight_lines(chart: Chart) -> list[tuple[str, str, float]]:
    """Lines that are the same from end to end: what they are, their name and value.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (str, str, float)
        What a line is: "centre", "limit" or "target".

    Examples
    --------
    >>> straight_lines(Chart(id="a", values=(3, 5), centre=4))
    [('centre', 'Median', 4)]
    """
    lines = []
    if chart.centre is not None:
        label = chart.centre_label or say("chart.median")
        lines.append(("centre", label, chart.centre))
    if chart.limits is not None:
        lower, upper = chart.limits
        lines.append(("limit", say("chart.lower-limit"), lower))
        lines.append(("limit", say("chart.upper-limit"), upper))
    if chart.target is not None:
        lines.append(("target", say("chart.target"), chart.target))
    return lines


def stepped_lines(chart: Chart) -> list[tuple[str, str, tuple[float | None, ...]]]:
    """Lines that may differ from period to period: what they are, name and values.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (str, str, tuple of float or None)
        Only those with a value anywhere.

    Examples
    --------
    >>> stepped_lines(Chart(id="a", values=(3, 5), centres=(4, 4)))
    [('centre', 'Median', (4.0, 4.0))]
    """
    if not (chart.centres or chart.lowers or chart.uppers):
        return []
    centre_label = chart.centre_label or say("chart.median")
    return [
        (what, label, line)
        for what, label, line in (
            ("centre", centre_label, chart.centres),
            ("limit", say("chart.lower-limit"), chart.lowers),
            ("limit", say("chart.upper-limit"), chart.uppers),
        )
        if any(value is not None for value in line)
    ]


@dataclass(frozen=True, slots=True)
class Steps:
    """A stretch of a stepped line without a break.

    Attributes
    ----------
    places : tuple of (float, float)
        Corners as period and value; each period reaches half a period to both sides.
    drawn_on : bool
        Whether it lies beyond the baseline it comes from.
    """

    places: tuple[tuple[float, float], ...]
    drawn_on: bool = False


def steps_of(chart: Chart, line: Sequence[float | None]) -> list[Steps]:
    """Divide a stepped line where a part ends, it has no value, or is drawn on.

    Parameters
    ----------
    chart : Chart
    line : sequence of float or None
        One of `centres`, `lowers` and `uppers`.

    Returns
    -------
    list of Steps

    Examples
    --------
    >>> chart = Chart(id="a", values=(1, 2, 3), lowers=(0, 0, 1))
    >>> steps_of(chart, chart.lowers)[0].places
    ((0.5, 0.0), (2.5, 0.0), (2.5, 1.0), (3.5, 1.0))
    """
    stretches: list[Steps] = []
    places: list[tuple[float, float]] = []
    begins = set(chart.part_starts)
    drawn_on_from = math.inf if chart.baseline is None else chart.baseline + 1

    def end(period: int) -> None:
        if places:
            stretches.append(Steps(tuple(places), period >= drawn_on_from))
            places.clear()

    for period, value in enumerate(line, start=1):
        if period in begins or period == drawn_on_from or value is None:
            end(period - 1)
        if value is None:
            continue
        left = period - 0.5 + (_GAP if period in begins else 0)
        right = period + 0.5 - (_GAP if period + 1 in begins else 0)
        if places and places[-1][1] == value:
            places[-1] = (right, value)
        else:
            # A step is drawn where it lies: upright, between its two periods.
            places += [(left, value), (right, value)]
    end(len(line))
    return stretches


def spans_of(chart: Chart) -> list[tuple[int, int]]:
    """First and last period of each part of a picture.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (int, int)

    Examples
    --------
    >>> spans_of(Chart(id="a", values=(1, 2, 3), part_starts=(3,)))
    [(1, 2), (3, 3)]
    """
    starts = [1, *chart.part_starts]
    ends = [start - 1 for start in chart.part_starts] + [len(chart.values)]
    return list(zip(starts, ends, strict=True))


def last_value(line: Sequence[float | None]) -> float | None:
    """Value of a line where it ends.

    Parameters
    ----------
    line : sequence of float or None

    Returns
    -------
    float or None

    Examples
    --------
    >>> last_value([3.0, 4.0, None])
    4.0
    """
    return next((value for value in reversed(line) if value is not None), None)


def line_ends(chart: Chart) -> list[tuple[str, str, float]]:
    """What stands beside the right end of each line: what it is, words and value.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (str, str, float)

    Examples
    --------
    >>> line_ends(Chart(id="a", values=(3, 5), centre=4))
    [('centre', 'Median 4', 4)]
    """
    ends = [
        (what, label, last_value(line)) for what, label, line in stepped_lines(chart)
    ]
    # In a funnel plot every unit has its limits, and the curves are their line.
    ends = [] if chart.by_size else ends
    ends = [
        (
            what,
            say("chart.line", label=label, value=format_measure(chart, value)),
            value,
        )
        for what, label, value in [*ends, *straight_lines(chart)]
    ]
    return ends + [("limit", name, curve[-1][1]) for name, curve in chart.curves]


def words_in_parts(chart: Chart) -> list[tuple[str, str, int, int, float]]:
    """Values to write beside the lines of the parts that have ended.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (str, str, int, int, float)
        "centre", "lower" or "upper"; the words; first and last period of the part; the
        value. A limit that varies has none.

    Examples
    --------
    >>> chart = Chart(id="a", values=(1, 2, 3), centres=(1, 1, 3), part_starts=(3,))
    >>> words_in_parts(chart)
    [('centre', '1', 1, 2, 1.0)]
    """
    if not chart.part_starts:
        return []
    words = []
    for first, last in spans_of(chart)[:-1]:
        for what, line in (
            ("centre", chart.centres),
            ("lower", chart.lowers),
            ("upper", chart.uppers),
        ):
            values = set(line[first - 1 : last]) - {None}
            if len(values) == 1:
                (value,) = values
                words.append((what, format_measure(chart, value), first, last, value))
    return words


def lies_above(chart: Chart, period: int) -> bool:
    """Whether a point lies above its middle line.

    Parameters
    ----------
    chart : Chart
        With `centres`.
    period : int
        Counted from 1.

    Returns
    -------
    bool

    Examples
    --------
    >>> lies_above(Chart(id="a", values=(3, 5), centres=(4, 4)), 2)
    True
    """
    return chart.values[period - 1] > chart.centres[period - 1]


def shapes_used(chart: Chart) -> list[tuple[str, str]]:
    """The shapes of points that a reader needs explained, with the words for it.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    list of (str, str)
        "signal", "run" or "ghosted".

    Examples
    --------
    >>> shapes_used(Chart(id="a", values=(3, 9), uppers=(5, 5), signals=(2,)))
    [('signal', 'outside the limits')]
    """
    shapes = []
    if chart.signals:
        outside = all(side_outside(chart, period) for period in chart.signals)
        key = "chart.key.outside" if outside else "chart.key.signal"
        if outside and len(chart.curves) > 2:
            key = "chart.key.outside-998"
        shapes.append(("signal", say(key)))
    if chart.runs:
        shapes.append(("run", say("chart.key.run")))
    if chart.ghosted:
        shapes.append(("ghosted", say("chart.key.ghosted")))
    return shapes


def side_outside(chart: Chart, period: int) -> int:
    """On which side a point lies outside its limits.

    Parameters
    ----------
    chart : Chart
    period : int
        Counted from 1.

    Returns
    -------
    int
        1 above the upper, -1 below the lower, 0 inside.

    Examples
    --------
    >>> side_outside(Chart(id="a", values=(3, 9), uppers=(5, 5)), 2)
    1
    """
    value = chart.values[period - 1]
    lower = chart.lowers[period - 1] if chart.lowers else None
    upper = chart.uppers[period - 1] if chart.uppers else None
    if value is not None and upper is not None and value > upper:
        return 1
    return -int(value is not None and lower is not None and value < lower)
