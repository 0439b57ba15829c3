"""Whether a gain holds once the project that won it is over.

A gain lasts as long as people work in the new way. Every month some of them leave and
newcomers take their place, and some drift back to what they did before. A control plan
works against both: newcomers are trained, the new way is standard work, a coach brings
people back, and somebody who owns the measure goes on looking at it and acts.

All effects are invented, of a size that makes the difference plain within two years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.charts.constants import POINTS_IN_A_SHIFT, SIGMAS_TO_LIMIT

# Share of those working in the new way who drift back, per month.
DRIFT = 0.06
DRIFT_WITH_STANDARD_WORK = 0.01
# Share of newcomers who work in the new way: they copy what they happen to see, or
# they are trained.
NEWCOMERS_WHO_COPY = 0.3
NEWCOMERS_TRAINED = 0.95
# Share of those working in the old way whom a coach brings back, per month.
COACHED_BACK = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPlan:
    """What is left in place when a project is over.

    Attributes
    ----------
    measured : bool
        The measurement goes on.
    owned : bool
        Somebody is to look at it, and to act.
    newcomers_trained : bool
    standard_work : bool
        The new way is the written and only way of doing it.
    coached : bool
        A coach visits every month.
    """

    measured: bool = False
    owned: bool = False
    newcomers_trained: bool = False
    standard_work: bool = False
    coached: bool = False

    @property
    def watched(self) -> bool:
        """Whether a loss would be noticed: it takes both a measure and its owner."""
        return self.measured and self.owned


NO_PLAN = ControlPlan()
FULL_PLAN = ControlPlan(
    measured=True, owned=True, newcomers_trained=True, standard_work=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a project won, and where.

    Attributes
    ----------
    before, after : float
        Mean of the measure when all work in the old way, and in the new.
    spread : float
        Standard deviation of a month's value, from common causes.
    staff : int
    yearly_turnover : float
        Share of the staff who leave within a year.

    Raises
    ------
    ValueError
        If nothing was won, or the turnover is not from 0 to below 1.

    Examples
    --------
    >>> gain = Gain(before=60, after=85, spread=5, staff=30, yearly_turnover=0.2)
    >>> round(gain.monthly_turnover, 4)
    0.0184
    """

    before: float
    after: float
    spread: float
    staff: int
    yearly_turnover: float

    def __post_init__(self):
        if self.before == self.after:
            raise ValueError("Before and after are equal: there is no gain to hold.")
        if not 0 <= self.yearly_turnover < 1:
            raise ValueError(
                "The turnover of a year must be from 0 to below 1, "
                f"not {self.yearly_turnover!r}."
            )

    @property
    def monthly_turnover(self) -> float:
        """Share who leave in a month, so that twelve months make up the year."""
        return 1 - (1 - self.yearly_turnover) ** (1 / 12)


@dataclass(frozen=True, slots=True, eq=False)
class GainHistory:
    """What became of a gain, in several runs of the same months.

    Attributes
    ----------
    shares : ndarray of float, shape (runs, months)
        Of the staff who work in the new way in each month.
    values : ndarray of float, shape (runs, months)
        The measure, whether anybody looked at it or not.
    responses : ndarray of bool, shape (runs, months)
        Months after which the owner brought everybody back to the new way.
    """

    shares: np.ndarray
    values: np.ndarray
    responses: np.ndarray


def expected_shares(gain: Gain, control: ControlPlan, months: int) -> np.ndarray:
    """Share of the gain that is left after each month, if nobody responds.

    Parameters
    ----------
    gain : Gain
    control : ControlPlan
        Whether it is watched does not matter here; see `follow_gain`.
    months : int

    Returns
    -------
    ndarray of float, shape (months,)

    Notes
    -----
    Of a share s, after a month, s (1 - turnover)(1 - drift) are left, and newcomers
    add turnover times their share. Of the rest the coach brings back a share c. So
    s' = a s + b, with a = (1 - c)(1 - turnover)(1 - drift) and
    b = (1 - c) turnover · newcomers + c, and from 1 at the start

        s[t] = s* + (1 - s*) aᵗ,  s* = b / (1 - a).

    Examples
    --------
    >>> gain = Gain(before=60, after=85, spread=5, staff=30, yearly_turnover=0.2)
    >>> expected_shares(gain, NO_PLAN, months=24)[[5, 11, 23]].round(2)
    array([0.64, 0.43, 0.21])
    >>> expected_shares(gain, FULL_PLAN, months=24)[[5, 11, 23]].round(2)
    array([0.94, 0.89, 0.81])
    """
    kept, added = _monthly(gain, control)
    settled = added / (1 - kept)
    return settled + (1 - settled) * kept ** np.arange(1, months + 1)


def settled_share(gain: Gain, control: ControlPlan) -> float:
    """Share of the gain that is left in the long run, if nobody responds.

    Parameters
    ----------
    gain : Gain
    control : ControlPlan

    Returns
    -------
    float

    Examples
    --------
    >>> gain = Gain(before=60, after=85, spread=5, staff=30, yearly_turnover=0.2)
    >>> round(settled_share(gain, ControlPlan(coached=True)), 2)
    0.62
    """
    kept, added = _monthly(gain, control)
    return added / (1 - kept)


def follow_gain(
    gain: Gain,
    control: ControlPlan,
    months: int,
    rng: np.random.Generator,
    runs: int = 1,
) -> GainHistory:
    """Follow a gain, person by person, through the months after a project.

    Parameters
    ----------
    gain : Gain
    control : ControlPlan
    months : int
    rng : numpy.random.Generator
        The only source of chance.
    runs : int

    Returns
    -------
    GainHistory
        At the start all work in the new way. Where the measure is watched, its owner
        keeps a chart with centre and limits frozen at the level that was won. When a
        point falls outside on the worse side, or six in a row lie on it, everybody is
        brought back to the new way before the next month, and the count of points in
        a row begins anew.

    Examples
    --------
    >>> gain = Gain(before=60, after=85, spread=5, staff=30, yearly_turnover=0.2)
    >>> followed = follow_gain(gain, NO_PLAN, months=24, rng=np.random.default_rng(1))
    >>> followed.values.shape, bool(followed.responses.any())
    ((1, 24), False)
    """
    newcomers, drift, coached_back = _effects(control)
    turnover, staff = gain.monthly_turnover, gain.staff
    better = np.sign(gain.after - gain.before)

    working = np.full(runs, staff)
    worse_in_a_row = np.zeros(runs, dtype=int)
    shares, values = np.empty((2, runs, months))
    responses = np.zeros((runs, months), dtype=bool)
    for month in range(months):
        left = rng.binomial(working, turnover)
        left_besides = rng.binomial(staff - working, turnover)
        drifted = rng.binomial(working - left, drift)
        working = working - left - drifted
        working = working + rng.binomial(left + left_besides, newcomers)
        working = working + rng.binomial(staff - working, coached_back)
        shares[:, month] = working / staff

        level = gain.before + (gain.after - gain.before) * shares[:, month]
        values[:, month] = rng.normal(level, gain.spread)
        if not control.watched:
            continue
        lost = better * (gain.after - values[:, month])
        worse_in_a_row = np.where(lost > 0, worse_in_a_row + 1, 0)
        noticed = lost > SIGMAS_TO_LIMIT * gain.spread
        noticed |= worse_in_a_row >= POINTS_IN_A_SHIFT
        responses[:, month] = noticed
        working = np.where(noticed, staff, working)
        worse_in_a_row = np.where(noticed, 0, worse_in_a_row)
    return GainHistory(shares, values, responses)


def _effects(control: ControlPlan) -> tuple[float, float, float]:
    """Share of newcomers in the new way; drift; share brought back by a coach."""
    return (
        NEWCOMERS_TRAINED if control.newcomers_trained else NEWCOMERS_WHO_COPY,
        DRIFT_WITH_STANDARD_WORK if control.standard_work else DRIFT,
        COACHED_BACK if control.coached else 0.0,
    )


def _monthly(gain: Gain, control: ControlPlan) -> tuple[float, float]:
    """The share kept of what was there, and what is added besides, each month."""
    newcomers, drift, coached_back = _effects(control)
    turnover = gain.monthly_turnover
    kept = (1 - coached_back) * (1 - turnover) * (1 - drift)
    added = (1 - coached_back) * turnover * newcomers + coached_back
    return kept, added
