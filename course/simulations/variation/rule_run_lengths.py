"""How long until a rule speaks: on a process that never changes, and after a shift.

The number of points from the start to the first signal is called a run length, and its
mean over many series the average run length. With known lines it can be simulated
without estimating anything: each point is a normal number, so many sigma off.
"""

from __future__ import annotations

import numpy as np

from course.charts import WESTERN_ELECTRIC
from course.charts.zone_rules import Rule, completed

# Rules that are used together, by the numbers of Western Electric.
RULES = {
    "one": (1,),
    "one-and-four": (1, 4),
    "one-two-three": (1, 2, 3),
    "all-four": (1, 2, 3, 4),
}
# Longer series are cut off. Of a process that never changes, rule 1 alone has been
# silent for so long in fewer than 5 of 1000 series.
MOST_POINTS = 2000


def rules_of(name: str) -> tuple[Rule, ...]:
    """Return the rules that go by a name.

    Parameters
    ----------
    name : str
        One of `RULES`.

    Returns
    -------
    tuple of Rule

    Raises
    ------
    ValueError
        If there is no such name.

    Examples
    --------
    >>> [rule.name for rule in rules_of("one-and-four")]
    ['western-electric-1', 'western-electric-4']
    """
    if name not in RULES:
        raise ValueError(f"{name!r} is not one of {', '.join(RULES)}.")
    return tuple(WESTERN_ELECTRIC.rules[number - 1] for number in RULES[name])


def run_lengths_until_signal(
    name: str,
    shift: float,
    series: int,
    rng: np.random.Generator,
    most: int = MOST_POINTS,
) -> np.ndarray:
    """Count the points until the first signal, in many series.

    Parameters
    ----------
    name : str
        One of `RULES`.
    shift : float
        How far the process lies from its centre line all the time, in sigma.
    series : int
    rng : numpy.random.Generator
        The only source of chance.
    most : int
        Points after which a series is cut off.

    Returns
    -------
    ndarray of int, shape (series,)
        1 for a signal at the first point; `most` where there was none until then.

    Raises
    ------
    ValueError
        If there is no such name, or nothing to simulate.

    References
    ----------
    .. [1] Champ, C. W. and Woodall, W. H. (1987). Exact results for Shewhart control
       charts with supplementary runs rules. Technometrics 29(4): 393-399.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> run_lengths_until_signal("one", 3.0, 4000, rng).mean().round(1)
    np.float64(2.0)
    """
    rules = rules_of(name)
    if series < 1 or most < 1:
        raise ValueError("A run length needs at least one series and one point.")
    values = rng.standard_normal((series, most)) + shift
    signals = np.logical_or.reduce(
        [completed(values, 0.0, 1.0, rule) for rule in rules]
    )
    first = np.argmax(signals, axis=1) + 1
    return np.where(signals.any(axis=1), first, most)


def share_that_signal(
    name: str, shift: float, points: int, series: int, rng: np.random.Generator
) -> float:
    """Share of series that give a signal within so many points.

    Parameters
    ----------
    name : str
        One of `RULES`.
    shift : float
        In sigma.
    points, series : int
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> share_that_signal("one", 6.0, 12, 500, np.random.default_rng(1))
    1.0
    """
    lengths = run_lengths_until_signal(name, shift, series, rng, most=points + 1)
    return float((lengths <= points).mean())
