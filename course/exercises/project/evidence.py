"""What the data of a project say, before anybody says it in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from course.charts import Chart, find_shifts
from course.charts.control import ControlChart
from course.charts.funnel import FunnelPlot
from course.charts.own_data.calls import Decisions
from course.charts.own_data.chart import own_control_chart, own_picture, own_reading
from course.charts.own_data.dates import read_periods
from course.charts.own_data.kept import KeptChart
from course.charts.own_data.look import decide
from course.charts.own_data.unreadable import UnreadableData
from course.charts.runs import (
    POINTS_IN_A_SHIFT,
    longest_run_allowed,
    runs_about,
    sides_of,
)
from course.exercises.project.parts import PARTS
from course.exercises.project.project import Project, day_of

# A median of fewer points before, or fewer points after, says little. Our own choice.
FEWEST_BEFORE = 8
# Months of work can be judged on limits from about twelve points: as the workbench.
ENOUGH_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A measure's chart, and what it tells about before and after the first test.

    Attributes
    ----------
    chart : Chart
        To be drawn: with the changes of the project marked.
    reading : str
        What the chart says, in sentences.
    points : int
        Values that are there.
    before, after : float or None
        Median of the points before the first test began, and of the last third of
        those after it; None where there is none.
    verdict : {"better", "no-signal", "worse", "too-few"}
        Whether a shift followed the first test, and which way.
    unit : str
        What is plotted.
    """

    chart: Chart
    reading: str
    points: int
    before: float | None
    after: float | None
    verdict: str
    unit: str


def evidence_for(project: Project, measure: str) -> Evidence | None:
    """Return what the chart of a measure tells.

    Parameters
    ----------
    project : Project
    measure : str
        Its id.

    Returns
    -------
    Evidence or None
        None where the measure has no chart, or one that cannot be drawn.
    """
    kept = project.charts.get(measure)
    entry = project.entry("measures", measure)
    if kept is None or entry is None:
        return None
    field = PARTS["tests"].field("follows")
    changes = sorted(
        (day, project.named(field, test["id"]))
        for test in project.logs["tests"]
        if test["locked"] and (day := day_of(test["day"])) is not None
    )
    try:
        target = project.figure("to") if measure == project.aimed else None
        return _evidence(kept, entry["better"], tuple(changes), target)
    except UnreadableData:
        return None


@lru_cache(maxsize=64)
def _evidence(
    kept: KeptChart,
    better: str,
    changes: tuple[tuple[date, str], ...],
    target: float | None,
) -> Evidence:
    series, decisions, _ = decide(kept.look, kept.figures)
    chart = own_control_chart(series, decisions)
    days = _starts(series.labels)
    decisions = _with_changes(decisions, days, changes)
    if target is not None:
        # The level of the aim stands on its chart, whatever was typed at the workbench.
        decisions = replace(decisions, target=target)
    picture = own_picture(series, decisions, chart, id=f"project-{kept.name}")
    values = np.asarray(chart.values, dtype=float)
    first = _place_of(days, changes[0][0]) if changes else None
    known = values[~np.isnan(values)]
    before = after = None
    verdict = "too-few"
    if first is not None and isinstance(chart, ControlChart):
        earlier = _known(values[:first])
        later = _known(values[first:])
        before = float(np.median(earlier)) if earlier.size else None
        if later.size:
            after = float(np.median(later[-max(1, math.ceil(later.size / 3)) :]))
        if earlier.size >= FEWEST_BEFORE <= later.size:
            verdict = shift_verdict(values, first, before, better)
    return Evidence(
        chart=picture,
        reading=own_reading(chart, picture),
        points=int(known.size),
        before=before,
        after=after,
        verdict=verdict,
        unit=picture.y_label,
    )


def _known(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values)]


def shift_verdict(values: np.ndarray, first: int, before: float, better: str) -> str:
    """Return whether a shift lies after the first test, and which way.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
    first : int
        Place of the point in whose time the first test began.
    before : float
        Median of the points before it; a shift lies on one side of this.
    better : {"lower", "higher", "steady"}

    Returns
    -------
    {"better", "no-signal", "worse"}
        The last shift counts, if there are several.

    Notes
    -----
    A shift is a run after the first test that is longer than chance allows in a series
    of so many points (Anhøj). Of unchanged Poisson series with 14 points before and 24
    after, 9 in 100 show one; with six points in a row it would be 43 in 100, since the
    median before is drawn on for long.
    """
    allowed = longest_run_allowed(int(np.count_nonzero(sides_of(values, before))))
    sides = []
    for run in runs_about(values, before):
        later = [place for place in run if place > first]
        if len(later) > allowed:
            # Points of a run all lie on one side: any of them tells which.
            sides.append("higher" if values[later[-1] - 1] > before else "lower")
    if not sides:
        return "no-signal"
    if better == "steady":
        return "worse"
    return "better" if sides[-1] == better else "worse"


def is_doubtful(values: np.ndarray, first: int, before: float) -> bool:
    """Return whether another rule would call a shift where this one calls none.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
    first : int
    before : float
        As in `shift_verdict`.

    Returns
    -------
    bool
        Six points in a row, which Perla and colleagues call a shift, and no more than
        chance allows: what is made up for learners should not hang on the rule.
    """
    return shift_verdict(values, first, before, "lower") == "no-signal" and any(
        sum(place > first for place in shift) >= POINTS_IN_A_SHIFT
        for shift in find_shifts(values, before)
    )


def _with_changes(
    decisions: Decisions,
    days: Sequence[date | None],
    changes: Sequence[tuple[date, str]],
) -> Decisions:
    """Note at each point the tests that began in its time."""
    notes: dict[int, list[str]] = {place: [text] for place, text in decisions.notes}
    for day, words in changes:
        place = _place_of(days, day)
        if place is not None:
            notes.setdefault(place + 1, []).append(words)
    told = tuple((place, ", ".join(texts)) for place, texts in sorted(notes.items()))
    return replace(decisions, notes=told)


def _starts(labels: Sequence[str]) -> list[date | None]:
    """The first day of each point's time, where its label is one."""
    read = read_periods(list(labels))
    return [None if period is None else period.start for period in read.periods]


def _place_of(days: Sequence[date | None], day: date) -> int | None:
    """Return the place of the point in whose time a day lies, or None."""
    if not days or any(start is None for start in days) or day < days[0]:
        return None
    place = max(at for at, start in enumerate(days) if start <= day)
    step = (days[-1] - days[0]) / max(len(days) - 1, 1)
    if place == len(days) - 1 and day > days[-1] + 1.5 * step + timedelta(days=1):
        return None
    return place


def is_plottable(kept: KeptChart) -> bool:
    """Whether a kept chart is one in time that a project can use.

    Parameters
    ----------
    kept : KeptChart

    Returns
    -------
    bool
        False for units side by side, and for figures whose times are no dates.
    """
    try:
        series, decisions, _ = decide(kept.look, kept.figures)
        chart = own_control_chart(series, decisions)
    except UnreadableData:
        return False
    return not isinstance(chart, FunnelPlot) and None not in _starts(series.labels)
