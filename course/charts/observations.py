"""What was observed, made ready for a chart, or refused in one sentence.

A missing number is NaN. A share or a rate that lacks its numerator, its denominator or
both is missing as a whole: half of it must not enter a sum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def read_values(values: ArrayLike) -> np.ndarray:
    """Read measurements, one per period.

    Parameters
    ----------
    values : array_like, shape (n,)
        None or NaN where nothing was measured.

    Returns
    -------
    ndarray of float, shape (n,)

    Raises
    ------
    ValueError
        If the values are not one series of numbers, or one of them is infinite.

    Examples
    --------
    >>> read_values([4, None, 6])
    array([ 4., nan,  6.])
    """
    try:
        read = np.array(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            "A chart needs numbers, with None for a missing one."
        ) from None
    if read.ndim != 1:
        raise ValueError(f"A chart needs one series; this has {read.ndim} dimensions.")
    infinite = np.isinf(read)
    if np.count_nonzero(infinite):
        _refuse(infinite, read, "is {value}, which is not a measurement")
    return read


def read_measures(
    values: ArrayLike, sizes: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Read measurements, or what is measured out of a size that may vary.

    Parameters
    ----------
    values : array_like, shape (n,)
    sizes : array_like, shape (n,), or None
        Denominators; without them the values are shown as they are.

    Returns
    -------
    measures : ndarray of float, shape (n,)
        The values, over their sizes where there are any; NaN where either is missing
        or the size is zero.
    sizes : ndarray of float, shape (n,), or None
        0 where the measure is missing.

    Raises
    ------
    ValueError
        As `read_values` and `read_sizes`, or if a size is negative.

    Examples
    --------
    >>> read_measures([2, None, 3], [10, 12, 0])
    (array([0.2, nan, nan]), array([10.,  0.,  0.]))
    """
    values = read_values(values)
    if sizes is None:
        return values, None
    sizes = read_sizes(sizes, values)
    _refuse(sizes < 0, sizes, "has a denominator of {value}; it cannot be negative")
    measured = ~np.isnan(values) & (sizes > 0)
    return (
        values / np.where(measured, sizes, np.nan),
        np.where(measured, sizes, 0.0),
    )


def read_counts(counts: ArrayLike) -> np.ndarray:
    """Read counts of events, one per period.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        None or NaN where nobody counted.

    Returns
    -------
    ndarray of float, shape (n,)

    Raises
    ------
    ValueError
        If one is negative or not whole: often a percentage in the place of a count.

    Examples
    --------
    >>> read_counts([4, 6.5])
    Traceback (most recent call last):
    ValueError: Period 2 is 6.5; events are counted in whole numbers.
    """
    read = read_values(counts)
    # All in one where all is well, as it nearly always is.
    if np.count_nonzero((read >= 0) & (read == np.floor(read))) < read.size:
        _refuse(read < 0, read, "is {value}; a count cannot be negative")
        parts = read - np.floor(read)
        _refuse(parts > 0, read, "is {value}; events are counted in whole numbers")
    return read


def read_counts_of(
    counts: ArrayLike, sizes: ArrayLike, *, one_each: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Read counts of events and what they are counted out of.

    Parameters
    ----------
    counts, sizes : array_like, shape (n,)
        The size of a period is its cases or its exposure, as in bed days.
    one_each : bool
        Whether each case counts at most once, as in a share.

    Returns
    -------
    counts : ndarray of float, shape (n,)
        NaN where either was missing, or the size is zero.
    sizes : ndarray of float, shape (n,)
        0 there, so that sums over periods leave it out.

    Raises
    ------
    ValueError
        If there is not one size for each count, a size is negative, there are events
        in a period without size, or more events than cases where each counts once.

    Examples
    --------
    >>> read_counts_of([2, None, 0], [10, 12, 0])
    (array([ 2., nan, nan]), array([10.,  0.,  0.]))
    >>> read_counts_of([3], [2], one_each=True)
    Traceback (most recent call last):
    ValueError: Period 1 has 3 events among 2 cases; a u chart allows several events...
    """
    counts = read_counts(counts)
    sizes = read_sizes(sizes, counts)
    counted = (counts >= 0) & (sizes > 0)
    if one_each:
        counted &= counts <= sizes
    if np.count_nonzero(counted) == counted.size:
        return counts, sizes
    # Something is missing or wrong: which of the two?
    _refuse(sizes < 0, sizes, "has a denominator of {value}; it cannot be negative")
    nobody = (counts > 0) & (sizes == 0)
    _refuse(nobody, counts, "has {value} events but nothing they could happen to")
    if one_each:
        refuse_more_events_than_cases(counts, sizes)
    return np.where(counted, counts, np.nan), np.where(counted, sizes, 0.0)


def read_sizes(sizes: ArrayLike, values: np.ndarray) -> np.ndarray:
    """Read the denominators of a series.

    Parameters
    ----------
    sizes : array_like, shape (n,)
    values : ndarray, shape (n,)
        The numerators they belong to.

    Returns
    -------
    ndarray of float, shape (n,)

    Raises
    ------
    ValueError
        If their numbers differ, or a size is infinite.

    Examples
    --------
    >>> read_sizes([10, 12], np.array([1.0, 2.0, 3.0]))
    Traceback (most recent call last):
    ValueError: There are 3 values but 2 denominators.
    """
    read = read_values(sizes)
    if read.size != values.size:
        raise ValueError(
            f"There are {values.size} values but {read.size} denominators."
        )
    return read


def refuse_more_events_than_cases(counts: np.ndarray, sizes: np.ndarray) -> None:
    """Refuse a share above one.

    Parameters
    ----------
    counts, sizes : ndarray of float, shape (n,)

    Raises
    ------
    ValueError
        If a period has more events than cases.

    Examples
    --------
    >>> refuse_more_events_than_cases(np.array([3.0]), np.array([2.0]))
    Traceback (most recent call last):
    ValueError: Period 1 has 3 events among 2 cases; a u chart allows several events...
    """
    more = counts > sizes
    if more.any():
        place = int(np.argmax(more))
        raise ValueError(
            f"Period {place + 1} has {counts[place]:g} events among {sizes[place]:g} "
            "cases; a u chart allows several events a case, a p chart one."
        )


def _refuse(wrong: np.ndarray, read: np.ndarray, complaint: str) -> None:
    if np.count_nonzero(wrong):
        place = int(np.argmax(wrong))
        value = f"{read[place]:g}"
        raise ValueError(f"Period {place + 1} {complaint.format(value=value)}.")
