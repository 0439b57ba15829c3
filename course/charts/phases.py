"""Which periods belong together, and which of them the lines are calculated from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

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
    """

    part: np.ndarray
    in_baseline: np.ndarray
    ghosted: np.ndarray

    def each(self) -> Iterator[tuple[slice, np.ndarray]]:
        """Go through the parts, oldest first.

        Yields
        ------
        periods : slice
            Where the part lies in the series.
        base : ndarray of bool
            Which periods of the part its lines are calculated from.
        """
        base = self.in_baseline & ~self.ghosted
        ends = np.flatnonzero(np.diff(self.part, append=self.part[-1:] + 1)) + 1
        start = 0
        for end in ends.tolist():
            yield slice(start, end), base[start:end]
            start = end


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
    >>> [base.tolist() for _, base in phases.each()]
    [[True, True], [True, False, True]]
    """
    ends = list(parts)
    if periods < 1:
        raise ValueError("A chart needs at least one period.")
    if freeze is not None and ends:
        raise ValueError(
            "Freeze a baseline or divide into parts; each part has lines of its own."
        )
    if freeze is not None and not 1 <= freeze <= periods:
        raise ValueError(f"A baseline of {freeze} periods does not fit into {periods}.")
    if ends != sorted(set(ends)) or any(not 1 <= end < periods for end in ends):
        raise ValueError(
            f"Parts end at periods 1 to {periods - 1}, in order; these are {ends}."
        )
    out = sorted(period for period in ghosted if not 1 <= period <= periods)
    if out:
        raise ValueError(f"Period {out[0]} cannot be ghosted: there are {periods}.")

    numbers = np.arange(1, periods + 1)
    return Phases(
        part=np.searchsorted(np.array(ends, dtype=int), numbers) + 1,
        in_baseline=numbers <= (periods if freeze is None else freeze),
        ghosted=np.isin(numbers, np.array(sorted(ghosted), dtype=int)),
    )
