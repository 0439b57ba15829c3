"""What shares and rates have in common: events over a size that varies."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course.charts.control import ControlChart, Lines, build_chart, lines_about
from course.charts.moving_ranges import sigma_from_ranges
from course.charts.phases import Phases


def build_ratio_chart(
    kind: str,
    counts: np.ndarray,
    sizes: np.ndarray,
    phases: Phases,
    chance_sigma: Callable[[float, np.ndarray], np.ndarray],
    highest: float,
    *,
    multiply: float,
    in_time: bool,
    prime: bool = False,
    screen: bool = False,
) -> ControlChart:
    """Put a p, p′, u or u′ chart together.

    Parameters
    ----------
    kind : str
    counts, sizes : ndarray of float, shape (n,)
        From `read_counts_of`.
    phases : Phases
    chance_sigma : callable
        ``(centre, sizes) -> sigmas`` of points that only chance moves.
    highest : float
        The largest value there can be.
    multiply : float
        100 shows per cent, 1000 "per 1000".
    in_time : bool
        False for units side by side.
    prime : bool
        Widen the limits as the points really scatter.
    screen : bool
        Leave extreme moving ranges out, once.

    Returns
    -------
    ControlChart

    Examples
    --------
    >>> from course.charts.phases import divide_phases
    >>> chart = build_ratio_chart(
    ...     "u",
    ...     np.array([2.0, 4.0, 3.0, 3.0]),
    ...     np.array([10.0, 10.0, 10.0, 10.0]),
    ...     divide_phases(4),
    ...     lambda centre, sizes: np.sqrt(centre / sizes),
    ...     np.inf,
    ...     multiply=1,
    ...     in_time=True,
    ... )
    >>> print(chart.centre[0])
    0.3
    """
    # Only a missing count has no size, and NaN / 0 is NaN without a warning.
    ratios = counts / sizes
    measured = sizes > 0
    complete = np.count_nonzero(measured) == sizes.size
    sizes_or_nan = sizes if complete else np.where(measured, sizes, np.nan)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        # A missing count has no size, so that it counts for nothing in either sum.
        used = base if complete else base & measured[periods]
        centre = float(counts[periods][used].sum() / sizes[periods][used].sum())
        sigmas = chance_sigma(centre, sizes_or_nan[periods])
        if prime:
            sigmas = sigmas * sigma_of_z(
                (ratios[periods] - centre)[base],
                sigmas[base],
                in_time=in_time,
                screen=screen,
            )
        return lines_about(centre, sigmas, lowest=0.0, highest=highest)

    return build_chart(
        kind,
        ratios,
        phases,
        lines_of,
        sizes=sizes,
        multiply=multiply,
        runs_judged=in_time,
    )


def sigma_of_z(
    distances: np.ndarray,
    sigmas: np.ndarray,
    *,
    in_time: bool = True,
    screen: bool = False,
) -> float:
    """Standard deviation of the points, each in units of its own chance sigma.

    Parameters
    ----------
    distances : ndarray of float, shape (n,)
        From the centre line; NaN for a missing point.
    sigmas : ndarray of float, shape (n,)
        By chance alone (binomial or Poisson).
    in_time : bool
        From the moving ranges; for units without an order, from the ordinary standard
        deviation.
    screen : bool
        Leave extreme moving ranges out, once.

    Returns
    -------
    float
        1 when chance alone explains the scatter. NaN when it cannot be told.

    References
    ----------
    .. [1] Laney, D. B. (2002). Improved control charts for attributes. Quality
       Engineering 14(4): 531-537.

    Examples
    --------
    >>> z = np.array([1.0, -1.0, 1.0, -1.0])
    >>> round(sigma_of_z(2 * z, np.full(4, 2.0)), 3)
    1.773
    """
    if not np.nan_to_num(sigmas).any():
        # All or none of the cases, in every period: there is no scatter to compare.
        return float("nan")
    scores = distances / sigmas
    if in_time:
        return sigma_from_ranges(scores, screen=screen)
    return float(np.nanstd(scores, ddof=1))
