"""What the data of a project say, before anybody says it in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np

from course.charts import Chart
from course.charts.funnel import FunnelPlot
from course.charts.own_data.calls import Decisions, point_labels
from course.charts.own_data.chart import own_control_chart, own_picture, own_reading
from course.charts.own_data.dates import Period, read_periods
from course.charts.own_data.kept import KeptChart
from course.charts.own_data.look import decide
from course.charts.own_data.rebasing import FEWEST_POINTS_IN_A_PART
from course.charts.own_data.unreadable import UnreadableData
from course.charts.pictures import format_value
from course.charts.runs import (
    POINTS_IN_A_SHIFT,
    find_shifts,
    longest_run_allowed,
    runs_about,
    sides_of,
)
from course.exercises.project.parts import PARTS
from course.exercises.project.project import Project, day_of
from course.messages import say

# A median of fewer points says little. Our own choice.
FEWEST_BEFORE = 8
# Of seven, all would have to lie on one side. As the workbench asks of new lines.
FEWEST_AFTER = FEWEST_POINTS_IN_A_PART
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
        Values that are there, and are not left out of the calculations.
    before, after : float or None
        Median of the points before the first test began, or of all where none has
        begun in their time; and of the last third of those after it. None where there
        is none.
    verdict : {"better", "no-signal", "worse", "too-few"}
        Whether a shift followed the first test, and which way: see `shift_verdict`.
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

    def said(self, where: str) -> str:
        """Say what it was before the first test, and what lately.

        Parameters
        ----------
        where : {"project.data", "paper.evidence"}
            Whose words.

        Returns
        -------
        str
            "" where nothing was counted before.
        """
        if self.before is None:
            return ""
        before = format_value(self.before)
        if self.after is None:
            return say(f"{where}.before", before=before)
        after = format_value(self.after)
        return say(f"{where}.{self.verdict}", before=before, after=after)


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
) -> Evidence | None:
    series, decisions, _ = decide(kept.look, kept.figures)
    chart = own_control_chart(series, decisions)
    periods = _periods(point_labels(series, decisions.kind))
    if isinstance(chart, FunnelPlot) or None in periods:
        return None
    decisions = _with_changes(decisions, periods, changes)
    if target is not None:
        # The level of the aim stands on its chart, whatever was typed at the workbench.
        decisions = replace(decisions, target=target)
    picture = own_picture(series, decisions, chart, id=f"project-{kept.name}")
    values = np.where(chart.ghosted, np.nan, chart.values)
    first = _first_place(periods, [day for day, _ in changes])
    earlier, later = _known(values[:first]), _known(values[first:])
    verdict = "too-few"
    if earlier.size >= FEWEST_BEFORE and later.size >= FEWEST_AFTER:
        verdict = shift_verdict(values, first, float(np.median(earlier)), better)
    return Evidence(
        chart=picture,
        reading=own_reading(chart, picture),
        points=earlier.size + later.size,
        before=float(np.median(earlier)) if earlier.size else None,
        after=float(np.median(later[-math.ceil(later.size / 3) :]))
        if later.size
        else None,
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
    periods: Sequence[Period],
    changes: Sequence[tuple[date, str]],
) -> Decisions:
    """Note at each point the tests that began in its time."""
    notes: dict[int, list[str]] = {place: [text] for place, text in decisions.notes}
    for day, words in changes:
        place = _place_of(periods, day)
        if place is not None:
            notes.setdefault(place + 1, []).append(words)
    told = tuple((place, ", ".join(texts)) for place, texts in sorted(notes.items()))
    return replace(decisions, notes=told)


def _periods(labels: Sequence[str]) -> tuple[Period | None, ...]:
    """The time of each point, where its label is one."""
    return read_periods(list(labels)).periods


def _first_place(periods: Sequence[Period], days: Sequence[date]) -> int:
    """Return how many points lie before the first test; all, while none has begun."""
    return sum(end <= min(days, default=date.max) for end in _ends(periods))


def _place_of(periods: Sequence[Period], day: date) -> int | None:
    """Return the place of the first point that tells of a day or later, or None."""
    if day < periods[0].start:
        return None
    ends = _ends(periods)
    return next((at for at, end in enumerate(ends) if end > day), None)


def _ends(periods: Sequence[Period]) -> list[date]:
    """The day on which the time of each point is over.

    Days at equal distances, but for some that are missing, stand for the days until the
    next one: a row for each week often has the week's Monday.
    """
    starts = [period.start for period in periods]
    steps = {later - earlier for earlier, later in pairwise(starts)}
    step = min(steps, default=timedelta(0))
    if periods[0].span == "day" and step and not any(each % step for each in steps):
        return [start + step for start in starts]
    return [period.following().start for period in periods]


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
        return _evidence(kept, "", (), None) is not None
    except UnreadableData:
        return False
