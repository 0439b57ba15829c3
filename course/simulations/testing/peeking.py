"""What becomes of a five per cent risk when one looks at the results again and again.

Patients come one by one, and for each it is noted whether something happened. Nothing
has changed: the rate is the usual one. Somebody tests at every look whether it is,
with a test that was made for one look, and stops at the first that says no.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from course.charts.sequential import (
    first_crossings,
    log_likelihood_ratios,
    multiply_odds,
    wald_boundaries,
)

# The change that the sequential test looks for, as a ratio of odds.
ODDS_RATIO = 2.0
# Risk that the sequential test misses it.
BETA = 0.1

# Streams simulated at a time: arrays of some megabytes.
_BATCH = 4000
# A binomial count this near to a limit lies on it: float noise, no evidence.
_HAIR = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class PeekingDesign:
    """When the results are looked at.

    Attributes
    ----------
    rate : float
        The usual one: probability of an event for each patient.
    every : int
        Patients between two looks.
    looks : int
    alpha : float
        Risk of a false alarm that is meant at one look, both ways together.

    Raises
    ------
    ValueError
        If there is nothing to look at, or a probability cannot be.
    """

    rate: float
    every: int
    looks: int
    alpha: float = 0.05

    def __post_init__(self):
        if not 0 < self.rate < 1 or not 0 < self.alpha < 1:
            raise ValueError(
                "A rate and a risk must lie between 0 and 1; these are "
                f"{self.rate:g} and {self.alpha:g}."
            )
        if self.every < 1 or self.looks < 1:
            raise ValueError(
                "There must be one look or more, after one patient or more; these are "
                f"{self.looks} looks, one every {self.every} patients."
            )

    @property
    def patients(self) -> int:
        """All patients, if nothing stops the test."""
        return self.every * self.looks


@dataclass(frozen=True, slots=True)
class AlarmShares:
    """Of very many streams, how many give an alarm in each of three ways to look.

    Attributes
    ----------
    once : float
        One look, when all patients have come.
    every_look : float
        The same test at every look.
    sequential : float
        Wald's sequential test for doubled odds, looked at after each patient. One
        that has not decided when all patients have come gives no alarm.
    """

    once: float
    every_look: float
    sequential: float


def draw_design(rng: np.random.Generator) -> PeekingDesign:
    """Draw a rate and when to look.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    PeekingDesign
        5 to 20 looks, one every 8 to 25 patients: the risk grows to more than twice
        what was meant.

    Examples
    --------
    >>> design = draw_design(np.random.default_rng(1))
    >>> exact_alarm_shares(design).every_look > 2 * design.alpha
    True
    """
    while True:
        design = PeekingDesign(
            rate=round(rng.uniform(0.2, 0.6), 4),
            every=int(rng.integers(8, 26)),
            looks=int(rng.integers(5, 21)),
        )
        risk = _share_stopped_above(design.patients, design.rate, _tests(design))
        # Counts are whole, so a small first look can be tamer than it was meant.
        if risk > 2 * design.alpha:
            return design


def simulate_alarm_shares(
    design: PeekingDesign,
    streams: int,
    rng: np.random.Generator,
    *,
    true_rate: float | None = None,
) -> AlarmShares:
    """Shares of simulated streams that give an alarm, looked at in three ways.

    Parameters
    ----------
    design : PeekingDesign
    streams : int
        The same streams are looked at in all three ways.
    rng : numpy.random.Generator
        The only source of chance.
    true_rate : float, optional
        The usual rate when not given, so that each alarm is false.

    Returns
    -------
    AlarmShares
        The standard error of each is sqrt(share * (1 - share) / streams).

    Raises
    ------
    ValueError
        If there are no streams.

    Examples
    --------
    >>> design = PeekingDesign(rate=0.3, every=20, looks=10)
    >>> shares = simulate_alarm_shares(design, 2000, np.random.default_rng(1))
    >>> round(shares.once, 2), round(shares.every_look, 2), round(shares.sequential, 2)
    (0.05, 0.19, 0.04)
    """
    if streams < 1:
        raise ValueError("There must be one stream at least.")
    rate = design.rate if true_rate is None else true_rate
    boundaries = wald_boundaries(design.alpha, BETA)
    looks = np.arange(design.every, design.patients + 1, design.every)
    alarms = np.zeros(3)
    for start in range(0, streams, _BATCH):
        batch = min(_BATCH, streams - start)
        outcomes = rng.random((batch, design.patients)) < rate
        counts = np.cumsum(outcomes, axis=1)[:, looks - 1]
        far = far_from_usual(design, looks, counts)
        path = log_likelihood_ratios(
            outcomes, design.rate, multiply_odds(design.rate, ODDS_RATIO)
        )
        _, side = first_crossings(path, *boundaries)
        alarms += far[:, -1].sum(), far.any(axis=1).sum(), (side == 1).sum()
    return AlarmShares(*(alarms / streams).tolist())


def exact_alarm_shares(
    design: PeekingDesign, *, true_rate: float | None = None
) -> AlarmShares:
    """Shares of all possible streams that give an alarm, looked at in three ways.

    Parameters
    ----------
    design : PeekingDesign
    true_rate : float, optional
        The usual rate when not given, so that each alarm is false.

    Returns
    -------
    AlarmShares
        Exact: the chance of each count of events among the streams that have not
        stopped is carried on from patient to patient.

    References
    ----------
    .. [1] Armitage, P., McPherson, C. K. and Rowe, B. C. (1969). Repeated significance
       tests on accumulating data. Journal of the Royal Statistical Society A 132(2):
       235-244.

    Examples
    --------
    >>> shares = exact_alarm_shares(PeekingDesign(rate=0.3, every=20, looks=10))
    >>> round(shares.once, 3), round(shares.every_look, 3), round(shares.sequential, 3)
    (0.053, 0.189, 0.042)
    """
    rate = design.rate if true_rate is None else true_rate
    rules = (_tests(design, last_only=True), _tests(design), _sequential(design))
    return AlarmShares(
        *(_share_stopped_above(design.patients, rate, stops) for stops in rules)
    )


def far_from_usual(
    design: PeekingDesign, patients: np.ndarray | int, counts: np.ndarray
) -> np.ndarray:
    """Whether a test made for one look calls a count of events unusual.

    Parameters
    ----------
    design : PeekingDesign
    patients : int or ndarray of int
        How many have come.
    counts : ndarray of int
        Events among them; the last axis is that of `patients`.

    Returns
    -------
    ndarray of bool
        As `counts`.

    Examples
    --------
    >>> design = PeekingDesign(rate=0.5, every=10, looks=2)
    >>> far_from_usual(design, 20, np.array([10, 14, 15]))
    array([False, False,  True])
    """
    limit = NormalDist().inv_cdf(1 - design.alpha / 2)
    sigma = np.sqrt(patients * design.rate * (1 - design.rate))
    return np.abs(counts - patients * design.rate) > limit * sigma + _HAIR


# Says of each count of events after a patient whether it is an alarm (1), the end
# without one (-1), or neither (0).
_StoppingRule = Callable[[int, np.ndarray], np.ndarray]


def _tests(design: PeekingDesign, *, last_only: bool = False) -> _StoppingRule:
    """The test made for one look, at the last look or at every one."""
    every = design.patients if last_only else design.every

    def stops(patient: int, counts: np.ndarray) -> np.ndarray:
        if patient % every:
            return np.zeros(counts.size)
        return far_from_usual(design, patient, counts)

    return stops


def _sequential(design: PeekingDesign) -> _StoppingRule:
    """Wald's sequential test, after each patient."""
    p1 = multiply_odds(design.rate, ODDS_RATIO)
    event, no_event = np.log([p1 / design.rate, (1 - p1) / (1 - design.rate)])
    boundaries = wald_boundaries(design.alpha, BETA)

    def stops(patient: int, counts: np.ndarray) -> np.ndarray:
        path = event * counts + no_event * (patient - counts)
        return first_crossings(path[:, np.newaxis], *boundaries)[1]

    return stops


def _share_stopped_above(patients: int, rate: float, stops: _StoppingRule) -> float:
    """Chance that a stream is stopped with an alarm."""
    alarm = 0.0
    chances = np.ones(1)
    for patient in range(1, patients + 1):
        before, chances = chances, np.zeros(patient + 1)
        chances[:-1] = before * (1 - rate)
        chances[1:] += before * rate
        stopped = stops(patient, np.arange(patient + 1))
        alarm += chances[stopped == 1].sum()
        chances[stopped != 0] = 0.0
    return float(alarm)
