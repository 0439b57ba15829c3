"""Deming's funnel: what becomes of a stable process that is corrected by its results.

A marble is dropped through a funnel at a target, the origin. It lands where the
funnel points, plus chance. The four rules say what is done with the funnel before the
next drop.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

RULES = (1, 2, 3, 4)


def move_funnel(rule: int, setting: ArrayLike, landed: ArrayLike) -> np.ndarray:
    """Where the funnel points next.

    Parameters
    ----------
    rule : {1, 2, 3, 4}
        1. Leave the funnel alone.
        2. Move it from where it is, by as much as the marble missed, the other way.
        3. Set it as far beyond the target as the marble missed, on the other side.
        4. Set it over the place where the marble came to rest.
    setting, landed : array_like
        Where the funnel points and where the marble came to rest, as seen from
        the target.

    Returns
    -------
    ndarray of float
        The next setting.

    Raises
    ------
    ValueError
        If there is no such rule.

    References
    ----------
    .. [1] Deming, W. E. (1993). The New Economics for Industry, Government,
       Education, chapter 9.

    Examples
    --------
    >>> [move_funnel(rule, setting=1, landed=3).tolist() for rule in RULES]
    [1.0, -2.0, -3.0, 3.0]
    """
    _refuse_unknown(rule)
    setting, landed = np.asarray(setting, dtype=float), np.asarray(landed, dtype=float)
    return {1: setting, 2: setting - landed, 3: -landed, 4: landed}[rule]


def drop_marbles(
    rule: int, drops: int, sigma: float, rng: np.random.Generator
) -> np.ndarray:
    """Where each marble comes to rest under one of the four rules.

    Parameters
    ----------
    rule : {1, 2, 3, 4}
        As in `move_funnel`; the first marble is dropped straight at the target.
    drops : int
    sigma : float
        Standard deviation of chance along each axis, in the unit of the positions.
    rng : numpy.random.Generator
        The only source of chance; the same state gives the same chance to each rule.

    Returns
    -------
    ndarray of float, shape (drops, 2)
        Positions as seen from the target.

    Raises
    ------
    ValueError
        If there is no such rule.

    Notes
    -----
    With chance e and position y of drop t, along each axis:

    - rule 1: y[t] = e[t], variance sigma²;
    - rule 2: y[t] = e[t] - e[t-1], variance 2 sigma² from the second drop;
    - rule 3: y[t] = e[t] - y[t-1], variance t sigma², from side to side;
    - rule 4: y[t] = e[t] + y[t-1], variance t sigma², a random walk.

    Examples
    --------
    >>> drop_marbles(1, drops=50, sigma=2, rng=np.random.default_rng(1)).shape
    (50, 2)
    """
    _refuse_unknown(rule)
    chance = rng.normal(0, sigma, (drops, 2))
    if rule == 1:
        return chance
    if rule == 2:
        return np.diff(chance, axis=0, prepend=0)
    if rule == 3:
        # Seen in a mirror at every other drop, rule 3 is rule 4.
        mirror = np.where(np.arange(drops) % 2, -1.0, 1.0)[:, np.newaxis]
        return mirror * np.cumsum(mirror * chance, axis=0)
    return np.cumsum(chance, axis=0)


def correct_by_fraction(
    fraction: float, steps: int, sigma: float, rng: np.random.Generator
) -> np.ndarray:
    """Outcomes of a stable process that is corrected after each of them.

    After each outcome the setting moves against its deviation from the target, by a
    fraction of it: none is Deming's rule 1, all of it his rule 2.

    Parameters
    ----------
    fraction : float
        0 up to 2; from 2 on the outcomes would grow without end.
    steps : int
    sigma : float
        Standard deviation of chance, in the unit of the outcomes.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of float, shape (steps,)
        Deviations from the target. The first setting is right on it.

    Raises
    ------
    ValueError
        If the fraction lies outside 0 to 2.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> correct_by_fraction(0.5, steps=30, sigma=2, rng=rng).shape
    (30,)
    """
    _refuse_unstable(fraction)
    chance = rng.normal(0, sigma, steps)
    outcomes = np.empty(steps)
    setting = 0.0
    for step, push in enumerate(chance):
        outcomes[step] = setting + push
        setting -= fraction * outcomes[step]
    return outcomes


def spread_ratio(fraction: float) -> float:
    """Variance of the outcomes, in the long run, against leaving the process alone.

    Parameters
    ----------
    fraction : float
        Of each deviation that is corrected; see `correct_by_fraction`.

    Returns
    -------
    float
        2 / (2 - fraction): 1 for leaving alone, 2 for correcting all of it.

    Raises
    ------
    ValueError
        If the fraction lies outside 0 to 2.

    Notes
    -----
    The setting s follows s[t+1] = (1 - f) s[t] - f e[t], so its variance settles where
    v = (1 - f)² v + f² sigma², at v = sigma² f / (2 - f). The outcome s + e adds sigma²
    of its own chance, which is independent of the setting.

    Examples
    --------
    >>> [round(spread_ratio(fraction), 2) for fraction in (0, 0.5, 1)]
    [1.0, 1.33, 2.0]
    """
    _refuse_unstable(fraction)
    return 2 / (2 - fraction)


def _refuse_unknown(rule: int) -> None:
    if rule not in RULES:
        raise ValueError(f"The funnel has rules 1 to 4, not {rule!r}.")


def _refuse_unstable(fraction: float) -> None:
    if not 0 <= fraction < 2:
        raise ValueError(
            f"The fraction corrected must be from 0 to below 2, not {fraction!r}."
        )
