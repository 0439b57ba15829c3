"""Judging events one by one: Wald's sequential test and the Bernoulli CUSUM.

Both add up, patient by patient, how much better one rate explains what happened than
another does: the logarithm of their likelihood ratio. The test stops when it has
enough evidence either way. The CUSUM never stops, and forgets evidence that all is
well, so that it is ready when that changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import TIE


class Decision(StrEnum):
    """What a sequential test came to."""

    P0 = "p0"
    P1 = "p1"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SequentialTest:
    """A sequential test of one stream of events.

    Attributes
    ----------
    path : ndarray of float, shape (n,)
        Log likelihood ratio of p1 against p0 after each outcome, also after the
        decision. Read-only.
    lower, upper : float
        Where p0 and where p1 is decided for.
    decision : Decision
    step : int or None
        The outcome, from 1, at which it was decided.
    """

    path: np.ndarray
    lower: float
    upper: float
    decision: Decision
    step: int | None

    def __post_init__(self):
        self.path.setflags(write=False)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BernoulliCusum:
    """A Bernoulli CUSUM of one stream of events.

    Attributes
    ----------
    path : ndarray of float, shape (n,)
        The sum after each outcome, never below zero. Read-only.
    threshold : float
        The sum that gives an alarm.
    alarms : tuple of int
        Outcomes, from 1, at which there was one; after each the sum starts from zero.
    """

    path: np.ndarray
    threshold: float
    alarms: tuple[int, ...]

    def __post_init__(self):
        self.path.setflags(write=False)


def sequential_test(
    outcomes: ArrayLike,
    p0: float,
    p1: float,
    *,
    alpha: float = 0.05,
    beta: float = 0.05,
) -> SequentialTest:
    """Decide between two rates as early as the outcomes allow (Wald's SPRT).

    Looking after each outcome does no harm here: the boundaries are made for it.

    Parameters
    ----------
    outcomes : array_like of {0, 1}, shape (n,)
        1 for an event, in the order they happened.
    p0, p1 : float
        Probability of an event under either hypothesis, between 0 and 1.
    alpha, beta : float
        Risk to decide for p1 where p0 is true, and for p0 where p1 is.

    Returns
    -------
    SequentialTest

    Raises
    ------
    ValueError
        If an outcome is neither 0 nor 1, or probabilities or risks cannot be.

    References
    ----------
    .. [1] Wald, A. (1945). Sequential tests of statistical hypotheses. Annals of
       Mathematical Statistics 16(2): 117-186.

    Examples
    --------
    >>> test = sequential_test([0, 1, 0, 1, 1, 1], p0=0.1, p1=0.4)
    >>> test.decision.value, test.step
    ('p1', 5)
    """
    lower, upper = wald_boundaries(alpha, beta)
    path = log_likelihood_ratios(_one_stream(outcomes), p0, p1)
    step, side = (int(found) for found in first_crossings(path, lower, upper))
    return SequentialTest(
        path=path,
        lower=lower,
        upper=upper,
        decision={1: Decision.P1, -1: Decision.P0, 0: Decision.UNDECIDED}[side],
        step=step or None,
    )


def wald_boundaries(alpha: float, beta: float) -> tuple[float, float]:
    """Where a sequential test decides: ln(β / (1 - α)) and ln((1 - β) / α).

    The true risks differ a little from those asked for, since the path steps over a
    boundary rather than on it: they are at most alpha / (1 - beta) and
    beta / (1 - alpha), and together at most alpha + beta.

    Parameters
    ----------
    alpha, beta : float
        As in `sequential_test`; together below 1.

    Returns
    -------
    lower, upper : float

    Raises
    ------
    ValueError
        If a risk lies outside 0 to 1, or they are 1 or more together.

    Examples
    --------
    >>> lower, upper = wald_boundaries(alpha=0.05, beta=0.1)
    >>> round(lower, 3), round(upper, 3)
    (-2.251, 2.89)
    """
    if not (alpha > 0 and beta > 0 and alpha + beta < 1):
        raise ValueError(
            "The two risks must lie above 0 and be below 1 together; these are "
            f"{alpha:g} and {beta:g}."
        )
    return math.log(beta / (1 - alpha)), math.log((1 - beta) / alpha)


def log_likelihood_ratios(outcomes: ArrayLike, p0: float, p1: float) -> np.ndarray:
    """How much better p1 explains the outcomes so far than p0 does.

    Parameters
    ----------
    outcomes : array_like of {0, 1}, shape (..., n)
        Many streams at once, if they are as long; time is the last axis.
    p0, p1 : float

    Returns
    -------
    ndarray of float, shape (..., n)
        Natural logarithms; above zero where p1 explains better.

    Raises
    ------
    ValueError
        If an outcome is neither 0 nor 1, or the probabilities are equal or not
        between 0 and 1.

    Examples
    --------
    >>> log_likelihood_ratios([1, 0, 0], p0=0.25, p1=0.5).round(3)
    array([ 0.693,  0.288, -0.118])
    """
    outcomes = _read_outcomes(outcomes)
    no_event, event = _increments(p0, p1)
    # From counts rather than as a sum of steps: no rounding can pile up.
    events = np.cumsum(outcomes, axis=-1)
    others = np.arange(1, outcomes.shape[-1] + 1) - events
    return event * events + no_event * others


def first_crossings(
    path: ArrayLike, lower: float, upper: float
) -> tuple[np.ndarray, np.ndarray]:
    """Where paths first reach a boundary.

    Parameters
    ----------
    path : array_like of float, shape (..., n)
        Of one stream, or of many.
    lower, upper : float

    Returns
    -------
    step : ndarray of int, shape (...)
        From 1; 0 where neither boundary was reached.
    side : ndarray of int, shape (...)
        1 for the upper, -1 for the lower, 0 for neither.

    Examples
    --------
    >>> step, side = first_crossings([[1, 2, -2], [0, 1, 1]], lower=-2, upper=2)
    >>> step, side
    (array([2, 0]), array([1, 0]))
    """
    path = np.asarray(path, dtype=float)
    # To reach a boundary is to cross it, also when float noise says nearly.
    over = (path >= upper * (1 - TIE)).astype(int)
    reached = over - (path <= lower * (1 - TIE))
    first = np.argmax(reached != 0, axis=-1)
    side = np.take_along_axis(reached, first[..., np.newaxis], axis=-1)[..., 0]
    return np.where(side != 0, first + 1, 0), side


def expected_outcomes(
    p0: float, p1: float, *, alpha: float = 0.05, beta: float = 0.05
) -> tuple[float, float]:
    """How many outcomes a sequential test takes on average, by Wald's approximation.

    Parameters
    ----------
    p0, p1, alpha, beta : float
        As in `sequential_test`.

    Returns
    -------
    under_p0, under_p1 : float
        Where p0 and where p1 is true. A little less than in truth: the path is taken
        to stop on a boundary and not beyond it.

    Raises
    ------
    ValueError
        As `sequential_test`.

    References
    ----------
    .. [1] Wald, A. (1945). Sequential tests of statistical hypotheses. Annals of
       Mathematical Statistics 16(2): 117-186.

    Examples
    --------
    >>> under_p0, under_p1 = expected_outcomes(0.1, 0.3, alpha=0.05, beta=0.1)
    >>> round(under_p0), round(under_p1)
    (17, 15)
    """
    lower, upper = wald_boundaries(alpha, beta)
    no_event, event = _increments(p0, p1)
    return (
        ((1 - alpha) * lower + alpha * upper) / (p0 * event + (1 - p0) * no_event),
        (beta * lower + (1 - beta) * upper) / (p1 * event + (1 - p1) * no_event),
    )


def bernoulli_cusum(
    outcomes: ArrayLike, p0: float, odds_ratio: float, threshold: float
) -> BernoulliCusum:
    """Watch a stream of events for a change of its rate.

    Parameters
    ----------
    outcomes : array_like of {0, 1}, shape (n,)
        1 for an event, in the order they happened.
    p0 : float
        Probability of an event as it should be, between 0 and 1.
    odds_ratio : float
        The change to look for, as a ratio of odds: 2 for doubled odds, 0.5 for halved.
    threshold : float
        The sum that gives an alarm. A higher one gives fewer false alarms, and later
        true ones.

    Returns
    -------
    BernoulliCusum

    Raises
    ------
    ValueError
        If an outcome is neither 0 nor 1, or a number cannot be.

    Notes
    -----
    S[t] = max(0, S[t-1] + w[t]), where w is ln(p1 / p0) for an event and
    ln((1 - p1) / (1 - p0)) for none, p1 being p0 with its odds multiplied.

    References
    ----------
    .. [1] Neuburger, J., Walker, K., Sherlaw-Johnson, C., van der Meulen, J. and
       Cromwell, D. A. (2017). Comparison of control charts for monitoring clinical
       performance using binary data. BMJ Quality & Safety 26: 919-928.

    Examples
    --------
    >>> cusum = bernoulli_cusum([0, 0, 1, 1, 0, 1], p0=0.2, odds_ratio=2, threshold=1)
    >>> cusum.path.round(2), cusum.alarms
    (array([0.  , 0.  , 0.51, 1.02, 0.  , 0.51]), (4,))
    """
    if not 0 < threshold < math.inf:
        raise ValueError(f"A threshold must lie above 0, not at {threshold:g}.")
    outcomes = _one_stream(outcomes)
    sums = log_likelihood_ratios(outcomes, p0, multiply_odds(p0, odds_ratio))
    path = np.empty_like(sums)
    alarms: list[int] = []
    start, level = 0, 0.0
    # One turn for each alarm: in between, the sum is the walk above its own minimum.
    while start < sums.size:
        walk = sums[start:] - level
        path[start:] = walk - np.minimum.accumulate(np.minimum(walk, 0.0))
        over = path[start:] >= threshold * (1 - TIE)
        if not over.any():
            break
        start += int(np.argmax(over)) + 1
        level = sums[start - 1]
        alarms.append(start)
    return BernoulliCusum(path=path, threshold=threshold, alarms=tuple(alarms))


def multiply_odds(p: float, odds_ratio: float) -> float:
    """The probability whose odds are so many times those of another.

    Parameters
    ----------
    p : float
        Between 0 and 1.
    odds_ratio : float
        Above 0.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a number cannot be.

    Examples
    --------
    >>> round(multiply_odds(0.2, 2), 4)
    0.3333
    """
    _refuse_impossible(p)
    if not 0 < odds_ratio < math.inf:
        raise ValueError(f"A ratio of odds must lie above 0, not at {odds_ratio:g}.")
    odds = odds_ratio * p / (1 - p)
    return odds / (1 + odds)


def _increments(p0: float, p1: float) -> tuple[float, float]:
    """What one outcome adds: without an event, with one."""
    _refuse_impossible(p0)
    _refuse_impossible(p1)
    if p0 == p1:
        raise ValueError(f"There is nothing to decide: both rates are {p0:g}.")
    return math.log((1 - p1) / (1 - p0)), math.log(p1 / p0)


def _refuse_impossible(p: float) -> None:
    if not 0 < p < 1:
        raise ValueError(f"A probability of an event lies between 0 and 1, not at {p}.")


def _one_stream(outcomes: ArrayLike) -> np.ndarray:
    outcomes = np.asarray(outcomes)
    if outcomes.ndim != 1 or outcomes.size == 0:
        raise ValueError("There must be one stream, of one outcome or more.")
    return outcomes


def _read_outcomes(outcomes: ArrayLike) -> np.ndarray:
    try:
        outcomes = np.asarray(outcomes, dtype=float)
    except (TypeError, ValueError):
        raise ValueError("An outcome is 1 for an event or 0 for none.") from None
    wrong = (outcomes != 0) & (outcomes != 1)
    if wrong.any():
        place = int(np.argwhere(wrong)[0][-1])
        raise ValueError(
            f"An outcome is 1 for an event or 0 for none; number {place + 1} is "
            f"{outcomes[wrong][0]:g}."
        )
    return outcomes
