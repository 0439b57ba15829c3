"""Whether a series can be read in one way only: many series judged at once.

A registry's series are drawn again until what was planned can be read from them by
every rule set the course teaches: the Anhøj rules, Perla's shift and trend, three
sigma, and the patterns of Western Electric and of Nelson. Runs are judged about the
centre line of the chart and about the median, so that it does not matter which of them
a reader draws.

References
----------
.. [1] Western Electric Company (1956). Statistical Quality Control Handbook.
.. [2] Nelson, L. S. (1984). The Shewhart control chart - tests for special causes.
   Journal of Quality Technology 16(4): 237-239.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from course.charts.constants import (
    MEAN_RANGE_OF_TWO,
    POINTS_IN_A_SHIFT,
    POINTS_IN_A_TREND,
    SIGMAS_TO_BLATANT,
    SIGMAS_TO_LIMIT,
)
from course.charts.control import ControlChart
from course.charts.runs import (
    crossings_required,
    find_shifts,
    longest_run_allowed,
    number_runs,
    run_lengths,
    sides_of,
    steps_of,
)

PATTERNS = ("stable", "shift", "fade", "event")

# Inside or outside must be plain to the eye, whatever a reader rounds to.
_CLEAR_OF_LIMIT = 0.05 * SIGMAS_TO_LIMIT
# How far from the line, in sigmas, the points must be where a run begins.
_CLEAR_OF_LINE = 0.2
# After a change that faded, the chart must have time to show the old level.
PERIODS_BACK = 6
# Nelson's rules 8, 7 and 4: so many points in a row more than a sigma out, on both
# sides; within a sigma; or up and down by turns.
_OUT_ON_BOTH_SIDES, _HUGGING, _ALTERNATING = 8, 15, 14
# Drawn and judged together: more and more of them while none can be read.
_CANDIDATES, _MOST_CANDIDATES = 64, 1024

# `score(base)` judges all series by lines that rest on the points `base` alone: the
# centre lines, shape (series, 1), and distances from them in sigmas, (series, n).
Score = Callable[[slice | np.ndarray], tuple[np.ndarray, np.ndarray]]


def draw_until_read(
    draw: Callable[[int], np.ndarray],
    reads: Callable[[np.ndarray], np.ndarray],
    tries: int,
    intended: object,
) -> np.ndarray:
    """Draw series until one can be read as intended.

    Parameters
    ----------
    draw : callable
        ``(count) -> ndarray, shape (count, ...)``: so many series.
    reads : callable
        ``(series) -> ndarray of bool, shape (count,)``: which of them read so.
    tries : int
        How many series to draw at most.
    intended : object
        The plan, named when nothing can be read so.

    Returns
    -------
    ndarray, shape (...)
        The first that can.

    Raises
    ------
    ValueError
        If no series in `tries` could be read as intended: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draw_until_read(
    ...     lambda count: rng.integers(1, 7, count), lambda dice: dice == 6, 64, "a six"
    ... )
    np.int64(6)
    """
    drawn, count = 0, min(_CANDIDATES, tries)
    while drawn < tries:
        candidates = draw(count)
        found = np.flatnonzero(reads(candidates))
        if found.size:
            return candidates[found[0]].copy()
        drawn += count
        count = max(1, min(2 * count, _MOST_CANDIDATES, tries - drawn))
    raise ValueError(f"None of {drawn} series could be read as planned: {intended}")


def reads_as(
    pattern: str,
    values: np.ndarray,
    score: Score,
    *,
    first: int = 0,
    after: int = 0,
    upwards: bool = True,
) -> np.ndarray:
    """Tell which series read as a pattern, and in no other way.

    Parameters
    ----------
    pattern : {"stable", "shift", "fade", "event"}
    values : ndarray of float, shape (series, n)
        Measured points only, oldest first.
    score : callable
        See `Score`.
    first : int
        Index of the first point of what happens; of the point itself in an event.
    after : int
        Index of the first point after a change that faded; 0 if it lasts.
    upwards : bool
        Which way it goes.

    Returns
    -------
    ndarray of bool, shape (series,)

        - *stable*: no rule signals, no point is near a limit;
        - *shift*: calm up to `first` and calm after it about a level of its own. By
          lines frozen before `first`, a run too long for chance begins exactly there,
          no run of six or more lies elsewhere or on the other side, and only points
          on that side from there on are outside. There is no trend. About lines that
          rest on all points, the Anhøj rules signal too;
        - *fade*: as a shift by the frozen lines, with one long run that is over by
          `after` or one point later, and nothing outside from there on; calm before
          `first` and from `after` on;
        - *event*: the one point is far outside, nothing else signals, and nothing
          does when it is left out.

    Examples
    --------
    >>> values = np.array([[4.0, 6.0, 5.5, 4.5, 5.2, 4.8]])
    >>> reads_as("stable", values, lambda base: (np.array([[5.0]]), values - 5.0))
    array([ True])
    """
    if pattern == "stable":
        return _calm(values, *score(slice(None)))
    if pattern == "event":
        return _event(values, score, first, upwards)
    read = _steps_away(values, score, first, after, upwards)
    # The dearer questions are asked of the few that are left.
    left = np.flatnonzero(read)
    if left.size:
        read[left] = _holds_about_own_lines(
            pattern, values, score, first, after, left, upwards
        )
    return read


def score_individuals(values: np.ndarray, periods: np.ndarray | None = None) -> Score:
    """Judge series of single measurements, as an individuals chart does.

    Parameters
    ----------
    values : ndarray of float, shape (series, n)
        Measured points only, oldest first.
    periods : ndarray of int, shape (n,), optional
        When they were measured; a moving range does not bridge a gap.

    Returns
    -------
    callable
        See `Score`.

    Examples
    --------
    >>> centres, scores = score_individuals(np.array([[10.0, 12, 11, 13]]))(slice(None))
    >>> centres, scores.round(2)
    (array([[11.5]]), array([[-1.02,  0.34, -0.34,  1.02]]))
    """
    places = np.arange(values.shape[1])
    neighbours = np.diff(places if periods is None else periods) == 1

    def score(base: slice | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        centres = values[:, base].mean(axis=1, keepdims=True)
        inside = np.isin(places, places[base])
        pairs = neighbours & inside[1:] & inside[:-1]
        ranges = np.abs(np.diff(values, axis=1))[:, pairs]
        sigmas = ranges.mean(axis=1, keepdims=True) / MEAN_RANGE_OF_TWO
        return centres, (values - centres) / sigmas

    return score


def marked_periods(chart: ControlChart) -> tuple[int, ...]:
    """Periods that a careful reader marks on a chart: outside, or in a long run.

    Parameters
    ----------
    chart : ControlChart

    Returns
    -------
    tuple of int
        Counted from 1: points beyond a limit, and runs of six or more about the
        centre line, within each part.

    Examples
    --------
    >>> from course.charts import run_chart
    >>> marked_periods(run_chart([1, 1, 1, 1, 1, 1, 3, 5, 5, 5, 5, 5, 5]))
    (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13)
    """
    marked = set((np.flatnonzero(chart.outside & ~chart.ghosted) + 1).tolist())
    shown = np.where(chart.ghosted, np.nan, chart.values)
    for part in range(1, len(chart.runs) + 1):
        within = np.where(chart.part == part, shown, np.nan)
        centre = chart.centre[np.argmax(chart.part == part)]
        for run in find_shifts(within, float(centre)):
            marked.update(run)
    return tuple(sorted(marked))


def _calm(values: np.ndarray, centres: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Whether nothing signals, by any rule."""
    calm = (np.abs(scores) < SIGMAS_TO_LIMIT - _CLEAR_OF_LIMIT).all(axis=1)
    calm &= ~_zones_signal(values, scores)
    left = np.flatnonzero(calm)
    if left.size:
        values, centres = values[left], centres[left]
        medians = np.median(values, axis=1, keepdims=True)
        calm[left] = (
            ~_trends(values)
            & _ordinary_runs(values, centres)
            & _ordinary_runs(values, medians)
        )
    return calm


def _event(values: np.ndarray, score: Score, first: int, upwards: bool) -> np.ndarray:
    """Whether one point is far out and the rest calm, with it and without it."""
    others = np.delete(np.arange(values.shape[1]), first)
    centres, scores = score(slice(None))
    ahead = scores if upwards else -scores
    read = ahead[:, first] > SIGMAS_TO_BLATANT
    read &= (np.abs(scores[:, others]) < SIGMAS_TO_LIMIT - _CLEAR_OF_LIMIT).all(axis=1)
    left = np.flatnonzero(read)
    if left.size:
        seen = values[left]
        centres_without, scores_without = score(others)
        read[left] = (
            ~_trends(seen)
            & _ordinary_runs(seen, centres[left])
            & _ordinary_runs(seen, np.median(seen, axis=1, keepdims=True))
            & _calm(
                seen[:, others], centres_without[left], scores_without[left][:, others]
            )
        )
    return read


def _steps_away(
    values: np.ndarray, score: Score, first: int, after: int, upwards: bool
) -> np.ndarray:
    """Whether the run that signals begins at `first` by lines frozen before it."""
    centres, scores = score(slice(0, first))
    ahead = scores if upwards else -scores
    read = (ahead[:, first] > _CLEAR_OF_LINE) & (ahead[:, first - 1] < -_CLEAR_OF_LINE)
    near = np.abs(np.abs(scores) - SIGMAS_TO_LIMIT) < _CLEAR_OF_LIMIT
    read &= ~near.any(axis=1)
    read &= (np.abs(scores[:, :first]) < SIGMAS_TO_LIMIT).all(axis=1)
    read &= (ahead[:, first:] > -SIGMAS_TO_LIMIT).all(axis=1)
    if after:
        read &= (ahead[:, after:] < SIGMAS_TO_LIMIT).all(axis=1)
    left = np.flatnonzero(read)
    if left.size:
        seen = values[left]
        medians = np.median(seen[:, :first], axis=1, keepdims=True)
        read[left] = (
            ~_trends(seen)
            & _one_way_runs(seen, centres[left], first, after, upwards)
            & _one_way_runs(seen, medians, first, after, upwards)
        )
    return read


def _one_way_runs(
    values: np.ndarray, lines: np.ndarray, first: int, after: int, upwards: bool
) -> np.ndarray:
    """Whether long runs lie from `first` on, on one side, the first one too long."""
    sides = sides_of(values, lines)
    numbers = number_runs(sides)
    lengths = run_lengths(numbers)
    useful = np.count_nonzero(sides, axis=1)
    long = lengths >= POINTS_IN_A_SHIFT
    planned = sides == (1 if upwards else -1)
    planned[:, :first] = False
    too_long = lengths[:, first] > _allowed()[useful]
    read = planned[:, first] & too_long & ~(long & ~planned).any(axis=1)
    if after:
        read &= ~long[:, after + 1 :].any(axis=1)
        read &= (~long | (numbers == numbers[:, [first]])).all(axis=1)
    return read


def _holds_about_own_lines(
    pattern: str,
    values: np.ndarray,
    score: Score,
    first: int,
    after: int,
    left: np.ndarray,
    upwards: bool,
) -> np.ndarray:
    """Whether the parts are calm each by its own lines."""

    def calm(part: slice) -> np.ndarray:
        centres, scores = score(part)
        return _calm(values[left, part], centres[left], scores[left, part])

    held = calm(slice(0, first))
    if pattern == "fade":
        return held & calm(slice(after, None))
    held &= calm(slice(first, None))
    centres, _ = score(slice(None))
    for lines in (centres[left], np.median(values[left], axis=1, keepdims=True)):
        held &= ~_chance_allows(values[left], lines)
    return held


def _chance_allows(values: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Whether the Anhøj rules are silent."""
    numbers = number_runs(sides_of(values, lines))
    useful = np.count_nonzero(numbers, axis=1)
    longest = run_lengths(numbers).max(axis=1)
    return (longest <= _allowed()[useful]) & (
        numbers.max(axis=1) - 1 >= _required()[useful]
    )


def _ordinary_runs(values: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Whether neither the Anhøj rules nor a run of six signal."""
    numbers = number_runs(sides_of(values, lines))
    useful = np.count_nonzero(numbers, axis=1)
    longest = run_lengths(numbers).max(axis=1)
    return (
        (longest < POINTS_IN_A_SHIFT)
        & (longest <= _allowed()[useful])
        & (numbers.max(axis=1) - 1 >= _required()[useful])
    )


def _trends(values: np.ndarray) -> np.ndarray:
    climbs = run_lengths(number_runs(steps_of(values))).max(axis=1)
    return climbs + 1 >= POINTS_IN_A_TREND


def _zones_signal(values: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Whether points make a pattern between the limits, by any set of rules."""
    distances = np.abs(scores)
    turns = np.diff(steps_of(values)[:, 1:], axis=1)
    signal = np.zeros(scores.shape[0], dtype=bool)
    for marked, needed, of in (
        (scores > 2, 2, 3),
        (scores < -2, 2, 3),
        (scores > 1, 4, 5),
        (scores < -1, 4, 5),
        (distances > 1, _OUT_ON_BOTH_SIDES, _OUT_ON_BOTH_SIDES),
        (distances < 1, _HUGGING, _HUGGING),
        # A turn lies between two steps, and a step between two points.
        (np.abs(turns) == 2, _ALTERNATING - 2, _ALTERNATING - 2),
    ):
        if marked.shape[1] < of:
            continue
        counts = np.cumsum(marked, axis=1)
        within = counts[:, of - 1 :].copy()
        within[:, 1:] -= counts[:, :-of]
        signal |= (within >= needed).any(axis=1)
    return signal


@cache
def _allowed(most: int = 200) -> np.ndarray:
    """Longest run allowed for 0, 1, ... useful points."""
    return np.array([longest_run_allowed(useful) for useful in range(most)])


@cache
def _required(most: int = 200) -> np.ndarray:
    """Crossings required for 0, 1, ... useful points."""
    return np.array([crossings_required(useful) for useful in range(most)])
