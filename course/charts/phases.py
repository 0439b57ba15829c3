"""Which periods belong together, and which of them the lines are calculated from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import index, length_hint

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """How a series is divided.

    Attributes
    ----------
    part : ndarray of int, shape (n,)
        The part each period belongs to, from 1; each has lines of its own.
    in_baseline : ndarray of bool, shape (n,)
        Whether the lines of its part are calculated from this period.
    ghosted : ndarray of bool, shape (n,)
        Shown, but in no calculation.
    sections : tuple of (slice, ndarray of bool, ndarray of bool)
        Where each part lies in the series, which of its periods its lines are
        calculated from, and which are not ghosted.
    """

    part: np.ndarray
    in_baseline: np.ndarray
    ghosted: np.ndarray
    sections: tuple[tuple[slice, np.ndarray, np.ndarray], ...]


def divide_phases(
    periods: int,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
) -> Phases:
    """Divide a series into parts, and say what each is judged by.

    Parameters
    ----------
    periods : int
    freeze : int, optional
        Calculate the lines from the first `freeze` periods and draw them on.
    parts : sequence of int
        The last period of each part but the last, from 1.
    ghosted : collection of int
        Periods left out of every calculation, from 1.

    Returns
    -------
    Phases

    Raises
    ------
    ValueError
        If a number lies outside the series, the parts are not in order, or a frozen
        baseline is asked for together with parts: each part has its own.

    Examples
    --------
    >>> phases = divide_phases(5, parts=[2], ghosted=[4])
    >>> phases.part
    array([1, 1, 2, 2, 2])
    >>> [base.tolist() for _, base, _ in phases.sections]
    [[True, True], [True, False, True]]
    """
    if freeze is None and length_hint(parts, 1) == length_hint(ghosted, 1) == 0:
        return _divide(periods, None, (), ())
    first = None if freeze is None else whole_periods([freeze])[0]
    return _divide(periods, first, whole_periods(parts), whole_periods(ghosted))


def whole_periods(periods: Iterable[int]) -> tuple[int, ...]:
    """Read numbers of periods.

    Parameters
    ----------
    periods : iterable of int

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        If one is not an integer.

    Examples
    --------
    >>> whole_periods([3, 8])
    (3, 8)
    """
    try:
        return tuple(map(index, periods))
    except TypeError:
        raise ValueError("Periods are whole numbers, counted from 1.") from None


# Thousands of charts of a course are of a few lengths: dividing would be a quarter of
# what each costs. The arrays are read-only, so that charts can share them.
@lru_cache(maxsize=256)
def _divide(
    periods: int, freeze: int | None, ends: tuple[int, ...], ghosts: tuple[int, ...]
) -> Phases:
    if periods < 1:
        raise ValueError("A chart needs at least one period.")
    if freeze is not None and ends:
        raise ValueError(
            "Freeze a baseline or divide into parts; each part has lines of its own."
        )
    if freeze is not None and not 1 <= freeze <= periods:
        raise ValueError(f"A baseline of {freeze} periods does not fit into {periods}.")
    inside = all(1 <= end < periods for end in ends)
    if not inside or any(first >= second for first, second in pairwise(ends)):
        raise ValueError(
            f"Parts end at periods 1 to {periods - 1}, in order; these end at "
            f"{', '.join(map(str, ends))}."
        )
    for ghost in ghosts:
        if not 1 <= ghost <= periods:
            raise ValueError(f"Period {ghost} cannot be ghosted: there are {periods}.")

    part = np.ones(periods, dtype=int)
    for end in ends:
        part[end:] += 1
    in_baseline = np.ones(periods, dtype=bool)
    in_baseline[freeze:] = freeze is None
    ghosted = np.zeros(periods, dtype=bool)
    for ghost in ghosts:
        ghosted[ghost - 1] = True
    shown = ~ghosted
    base = in_baseline & shown
    for array in (part, in_baseline, ghosted, shown, base):
        array.flags.writeable = False
    sections = tuple(
        (slice(start, end), base[start:end], shown[start:end])
        for start, end in pairwise((0, *ends, periods))
    )
    return Phases(part, in_baseline, ghosted, sections)
