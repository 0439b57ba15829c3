"""What a run chart says, in words that claim no more than the chart does."""

from __future__ import annotations

import numpy as np

from course.charts.constants import (
    FEWEST_USEFUL_POINTS,
    SIGMAS_TO_BLATANT,
    SIGMAS_TO_LIMIT,
)
from course.charts.limits import individuals_limits
from course.charts.pictures import Chart, format_value, name_period
from course.charts.runs import (
    RunSignals,
    find_run_signals,
    find_shifts,
    run_centre,
    sides_of,
)
from course.messages import say


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
        sentences += _long_runs(chart, values, centre, signals)
    elif signals.few_crossings:
        sentences.append(
            say(
                _counted("reading.crossings", signals.crossings),
                crossings=signals.crossings,
                required=signals.crossings_required,
            )
        )
    far = [name_period(chart, period) for period in _far_periods(values)]
    if far:
        key = "reading.far.one" if len(far) == 1 else "reading.far"
        sentences.append(say(key, periods=", ".join(far)))
    return " ".join(sentences) or say("reading.stable", centre=format_value(centre))


def _long_runs(
    chart: Chart, values: list[float], centre: float, signals: RunSignals
) -> list[str]:
    sides = sides_of(values, centre)
    sentences = [
        say(
            "reading.run.above" if sides[run[0] - 1] > 0 else "reading.run.below",
            count=len(run),
            first=name_period(chart, run[0], in_sentence=True),
            last=name_period(chart, run[-1], in_sentence=True),
        )
        for run in find_shifts(values, centre, signals.longest_run_allowed + 1)
    ]
    return [*sentences, say("reading.run.seldom")]


def _far_periods(values: list[float]) -> list[int]:
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


def _counted(key: str, count: int) -> str:
    """Choose the sentence for none or one, where a number would read badly."""
    return key + {0: ".none", 1: ".one"}.get(count, "")
