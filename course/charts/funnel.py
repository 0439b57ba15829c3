"""Funnel plots: units side by side, each judged by what its own size allows.

Deming's funnel is another: `course.simulations.variation.funnel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from numbers import Real
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import SIGMAS_TO_LIMIT, TIE

# Normal quantiles of 97.5 % and 99.9 % as Spiegelhalter (2005) prints them.
SIGMAS_95 = 1.960
SIGMAS_998 = 3.090

# Spiegelhalter (2005): before the scatter of all units is judged, the most extreme
# tenth at either end is drawn in to the next.
WINSORISED_SHARE = 0.1

# Our own choice: how far the limits are drawn where there is no smallest and largest.
_BESIDE_ONE_SIZE = 0.05

# Our own choice: with fewer, a tenth at either end is nobody.
FEWEST_UNITS_FOR_SCATTER = 10


class Overdispersion(StrEnum):
    """What is done when units scatter more than chance makes them."""

    NONE = "none"
    MULTIPLICATIVE = "multiplicative"
    ADDITIVE = "additive"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FunnelLimits:
    """Limits for units of given sizes. Its arrays are read-only.

    Attributes
    ----------
    sizes : ndarray of float, shape (n,)
    lower, upper : ndarray of float, shape (n,)
        Three sigma, in the unit plotted.
    lower_95, upper_95 : ndarray of float, shape (n,)
        95 of 100 units that do as the target says lie within.
    lower_998, upper_998 : ndarray of float, shape (n,)
        998 of 1000 do.
    """

    sizes: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    lower_95: np.ndarray
    upper_95: np.ndarray
    lower_998: np.ndarray
    upper_998: np.ndarray

    def __post_init__(self):
        _make_read_only(self)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FunnelPlot:
    """Units by size, smallest first, with the limits of each. Arrays are read-only.

    Attributes
    ----------
    kind : {"p", "u"}
        Shares of cases, or rates of events.
    units : tuple of str
    counts, sizes : ndarray of float, shape (n,)
        Events, and the cases or exposure they are counted out of.
    values : ndarray of float, shape (n,)
        What is plotted: counts / sizes times `multiply`.
    target : float
        The centre line, in the unit plotted.
    scores : ndarray of float, shape (n,)
        Distance from the target in sigmas of chance alone (z).
    phi : float
        How much more the units scatter than by chance alone: the mean of the squared
        scores, winsorised. 1 is chance alone. NaN with fewer than ten units.
    tau_squared : float
        Variance between units beyond chance, in the unit of counts / sizes, squared.
        NaN with fewer than ten units.
    overdispersion : Overdispersion
        How the limits allow for it.
    exact : bool
        Whether the limits are of the binomial or Poisson distribution itself.
    multiply : float
    """

    kind: str
    units: tuple[str, ...]
    counts: np.ndarray
    sizes: np.ndarray
    values: np.ndarray
    target: float
    scores: np.ndarray
    phi: float
    tau_squared: float
    overdispersion: Overdispersion
    exact: bool
    multiply: float

    def __post_init__(self):
        _make_read_only(self)

    @property
    def limits(self) -> FunnelLimits:
        """The limits of each unit."""
        return limits_at(self, self.sizes)

    @property
    def outside(self) -> np.ndarray:
        """Whether each unit lies beyond three sigma; on a limit is inside."""
        limits = self.limits
        return self._beyond(limits.lower, limits.upper)

    @property
    def outside_95(self) -> np.ndarray:
        """Whether each unit lies beyond the 95 % limits."""
        limits = self.limits
        return self._beyond(limits.lower_95, limits.upper_95)

    @property
    def outside_998(self) -> np.ndarray:
        """Whether each unit lies beyond the 99.8 % limits."""
        limits = self.limits
        return self._beyond(limits.lower_998, limits.upper_998)

    def _beyond(self, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        noise = TIE * self.values.max()
        return (self.values < lower - noise) | (self.values > upper + noise)


def p_funnel(
    counts: ArrayLike,
    sizes: ArrayLike,
    *,
    units: Sequence[str] = (),
    target: float | None = None,
    exact: bool = False,
    overdispersion: Overdispersion | str = Overdispersion.NONE,
    multiply: float = 1,
) -> FunnelPlot:
    """Funnel plot of shares: how many of how many in each unit.

    Parameters
    ----------
    counts, sizes : array_like of int, shape (n,)
        Cases with the property, and all cases, of each unit.
    units : sequence of str
        Their names; numbers from 1, in the order given, if there are none.
    target : float, optional
        In the unit plotted, as set by somebody; else the share of all cases together.
    exact : bool
        Take the limits from the binomial distribution: for small units, where fewer
        than some five cases with the property, or without, are to be expected.
    overdispersion : {"none", "multiplicative", "additive"}
        Let the limits allow for scatter that chance alone does not explain.
    multiply : float
        100 shows per cent.

    Returns
    -------
    FunnelPlot
        Limits stay within 0 and 1 (times `multiply`). Runs mean nothing here: units
        have no order in time.

    Raises
    ------
    ValueError
        If numbers are missing, negative or not whole, a unit has no cases or more
        events than cases, a target lies outside, there are fewer than ten units to
        judge overdispersion by, or exact limits are to allow for it.

    Notes
    -----
    With target θ and n cases, chance alone has the standard deviation
    s = √(θ(1 - θ) / n), and limits are θ ± z s with z = 3, 1.960 and 3.090.

    *Exact* limits are (r - a) / n at the levels Φ(-3) and Φ(3), 2.5 and 97.5 %, 0.1 and
    99.9 %: r is the smallest count with P(R ≤ r) of at least the level p, and
    a = (P(R ≤ r) - p) / P(R = r), so that the distribution is interpolated linearly
    between whole counts.

    *Overdispersion*: φ is the mean of the squared z scores, after the lowest and the
    highest tenth of them (rounded down) have been drawn in to the nearest that
    remains. Multiplicative limits are θ ± z s √φ, never narrower than by chance.
    Additive limits are θ ± z √(s² + τ²), as in a meta-analysis with random effects:
    τ² = (k φ - (k - 1)) / (Σw - Σw² / Σw) for k units and w = 1 / s², never below 0.

    References
    ----------
    .. [1] Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional
       performance. Statistics in Medicine 24(8): 1185-1202.
    .. [2] Spiegelhalter, D. J. (2005). Handling over-dispersion of performance
       indicators. Quality and Safety in Health Care 14(5): 347-351.

    Examples
    --------
    >>> plot = p_funnel([9, 60, 10], [100, 300, 100], units=["Moss", "Odda", "Vik"])
    >>> plot.units, plot.target
    (('Moss', 'Vik', 'Odda'), 0.158)
    >>> plot.limits.upper.round(3), plot.outside_95
    (array([0.267, 0.267, 0.221]), array([False, False,  True]))
    """
    return _funnel("p", counts, sizes, units, target, exact, overdispersion, multiply)


def u_funnel(
    counts: ArrayLike,
    sizes: ArrayLike,
    *,
    units: Sequence[str] = (),
    target: float | None = None,
    exact: bool = False,
    overdispersion: Overdispersion | str = Overdispersion.NONE,
    multiply: float = 1,
) -> FunnelPlot:
    """Funnel plot of rates: how many events in how much time, bed days or the like.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Events in each unit.
    sizes : array_like of float, shape (n,)
        The exposure of each.
    units, target, exact, overdispersion
        As in `p_funnel`, with the Poisson distribution in the place of the binomial:
        s = √(θ / n).
    multiply : float
        1000 shows events per 1000.

    Returns
    -------
    FunnelPlot
        Limits stay at 0 or above.

    Raises
    ------
    ValueError
        As `p_funnel`; there may be more events than exposure.

    References
    ----------
    .. [1] Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional
       performance. Statistics in Medicine 24(8): 1185-1202.

    Examples
    --------
    >>> plot = u_funnel([6, 30], [1000, 3000], multiply=1000)
    >>> plot.target, plot.limits.upper_95.round(2)
    (9.0, array([14.88, 12.39]))
    """
    return _funnel("u", counts, sizes, units, target, exact, overdispersion, multiply)


def limits_at(plot: FunnelPlot, sizes: ArrayLike) -> FunnelLimits:
    """Limits that a plot would have for units of other sizes.

    Parameters
    ----------
    plot : FunnelPlot
    sizes : array_like of float, shape (m,)
        Above 0; whole numbers for the exact limits of a share.

    Returns
    -------
    FunnelLimits

    Raises
    ------
    ValueError
        If a size cannot be.

    Examples
    --------
    >>> plot = p_funnel([9, 60, 10], [100, 300, 100])
    >>> limits_at(plot, [100, 400]).upper.round(3)
    array([0.267, 0.213])
    """
    sizes = _read_numbers(sizes, "A funnel has limits for sizes above 0 only.")
    if sizes.size == 0 or not (np.isfinite(sizes) & (sizes > 0)).all():
        raise ValueError("A funnel has limits for sizes above 0 only.")
    if plot.exact and plot.kind == "p" and (sizes != np.floor(sizes)).any():
        raise ValueError("Exact limits of a share are for whole numbers of cases.")
    target = plot.target / plot.multiply
    lines = (
        _exact_lines(plot.kind, target, sizes)
        if plot.exact
        else target + np.multiply.outer(_LINES, _reaches(plot, target, sizes))
    )
    highest = 1.0 if plot.kind == "p" else np.inf
    lines = np.clip(lines, 0.0, highest) * plot.multiply
    return FunnelLimits(sizes=sizes, **dict(zip(_LINE_NAMES, lines, strict=True)))


def limit_curves(plot: FunnelPlot, points: int = 200) -> FunnelLimits:
    """Limits from the smallest unit to the largest, close enough to draw as curves.

    Where all units are of one size, a little to both sides of it.

    Parameters
    ----------
    plot : FunnelPlot
    points : int
        At most; closer together where the funnel is narrow.

    Returns
    -------
    FunnelLimits

    Examples
    --------
    >>> plot = p_funnel([9, 60, 10], [100, 300, 100])
    >>> limit_curves(plot, points=5).sizes
    array([100., 132., 173., 228., 300.])
    """
    ends = plot.sizes[[0, -1]]
    if ends[0] == ends[1]:
        ends = ends * (1 - _BESIDE_ONE_SIZE, 1 + _BESIDE_ONE_SIZE)
        if plot.kind == "p":
            ends = np.array([max(1.0, np.floor(ends[0])), np.ceil(ends[1])])
    sizes = np.geomspace(*ends, points)
    sizes[[0, -1]] = ends
    if plot.kind == "p":
        sizes = np.round(sizes)
    return limits_at(plot, np.unique(sizes))


def winsorised_scatter(scores: ArrayLike) -> float:
    """How much more units scatter than by chance alone (phi).

    Parameters
    ----------
    scores : array_like of float, shape (n,)
        Distances from the target in sigmas of chance alone.

    Returns
    -------
    float
        Mean of the squared scores, after a tenth of them at either end (rounded down)
        has been drawn in to the nearest that remains. About 1 for chance alone.

    Raises
    ------
    ValueError
        If there are fewer than ten.

    Examples
    --------
    >>> winsorised_scatter([-9, -1, 1, -1, 1, -1, 1, -1, 1, 9])
    1.0
    """
    ordered = np.sort(np.asarray(scores, dtype=float))
    if ordered.size < FEWEST_UNITS_FOR_SCATTER:
        raise ValueError(
            f"Overdispersion is judged from {FEWEST_UNITS_FOR_SCATTER} units or more; "
            f"there are {ordered.size}."
        )
    drawn_in = int(WINSORISED_SHARE * ordered.size)
    drawn = np.clip(ordered, ordered[drawn_in], ordered[-1 - drawn_in])
    return float(np.mean(drawn**2))


def _funnel(
    kind: str,
    counts: ArrayLike,
    sizes: ArrayLike,
    units: Sequence[str],
    target: float | None,
    exact: bool,
    overdispersion: Overdispersion | str,
    multiply: float,
) -> FunnelPlot:
    overdispersion = _read_overdispersion(overdispersion)
    if exact and overdispersion is not Overdispersion.NONE:
        raise ValueError(
            "Exact limits are those of chance alone; they cannot also allow for "
            "overdispersion."
        )
    if not 0 < multiply < np.inf:
        raise ValueError(
            f"Values are multiplied by a number above 0, not {multiply:g}."
        )
    counts, sizes, units = _read_units(kind, counts, sizes, units)
    order = np.argsort(sizes, kind="stable")
    counts, sizes = counts[order], sizes[order]
    values = counts / sizes
    if target is None:
        centre = counts.sum() / sizes.sum()
    else:
        centre = _read_target(target) / multiply
    _refuse_target(kind, centre, multiply)

    sigmas = _sigmas(kind, centre, sizes)
    scores = (values - centre) / sigmas
    enough = scores.size >= FEWEST_UNITS_FOR_SCATTER
    judged = enough or overdispersion is not Overdispersion.NONE
    phi = winsorised_scatter(scores) if judged else float("nan")
    return FunnelPlot(
        kind=kind,
        units=tuple(units[place] for place in order.tolist()),
        counts=counts,
        sizes=sizes,
        values=values * multiply,
        target=float(centre * multiply),
        scores=scores,
        phi=phi,
        tau_squared=_variance_between(phi, sigmas),
        overdispersion=overdispersion,
        exact=exact,
        multiply=multiply,
    )


# Below and above the target, in sigmas; and what they are called in `FunnelLimits`.
_LINES = np.array(
    [
        -SIGMAS_TO_LIMIT,
        SIGMAS_TO_LIMIT,
        -SIGMAS_95,
        SIGMAS_95,
        -SIGMAS_998,
        SIGMAS_998,
    ]
)
_LINE_NAMES = ("lower", "upper", "lower_95", "upper_95", "lower_998", "upper_998")

# The share of all counts that lies below each, where the distribution itself is used.
_LEVELS = np.array(
    [
        NormalDist().cdf(-SIGMAS_TO_LIMIT),
        NormalDist().cdf(SIGMAS_TO_LIMIT),
        0.025,
        0.975,
        0.001,
        0.999,
    ]
)

# How far from the mean a distribution is summed up: what lies beyond is less than
# float noise, also where the distribution is short and skew.
_FAR = 10


def _sigmas(kind: str, target: float, sizes: np.ndarray) -> np.ndarray:
    """Standard deviations by chance alone."""
    variance = target * (1 - target) if kind == "p" else target
    return np.sqrt(variance / sizes)


def _reaches(plot: FunnelPlot, target: float, sizes: np.ndarray) -> np.ndarray:
    """Standard deviations that the limits rest on."""
    sigmas = _sigmas(plot.kind, target, sizes)
    if plot.overdispersion is Overdispersion.MULTIPLICATIVE:
        return sigmas * np.sqrt(max(1.0, plot.phi))
    if plot.overdispersion is Overdispersion.ADDITIVE:
        return np.sqrt(sigmas**2 + plot.tau_squared)
    return sigmas


def _variance_between(phi: float, sigmas: np.ndarray) -> float:
    """Variance between units beyond chance (tau squared), by the method of moments."""
    if np.isnan(phi):
        return phi
    weights = 1 / sigmas**2
    excess = sigmas.size * phi - (sigmas.size - 1)
    total = weights.sum()
    return max(0.0, float(excess / (total - (weights**2).sum() / total)))


def _exact_lines(kind: str, target: float, sizes: np.ndarray) -> np.ndarray:
    """Limits of each size from the binomial or Poisson distribution.

    Returns
    -------
    ndarray of float, shape (6, n)
        As `_LINES`; a little below 0 where no event at all is within the limits.
    """
    counts = [
        _interpolated_counts(*_distribution(kind, target, size))
        for size in sizes.tolist()
    ]
    return np.transpose(counts) / sizes


def _distribution(kind: str, target: float, size: float) -> tuple[int, np.ndarray]:
    """The lowest count that matters, and the probabilities from there on."""
    mean = target * size
    spread = _FAR * (np.sqrt(mean) + 1)
    lowest = max(0, int(mean - spread))
    highest = int(mean + spread) + 1
    if kind == "p":
        highest = min(highest, int(size))
    counts = np.arange(lowest, highest)
    # Each probability from the one before it, in logarithms so that none overflows.
    if kind == "p":
        ratios = (size - counts) / (counts + 1) * target / (1 - target)
    else:
        ratios = mean / (counts + 1)
    logarithms = np.concatenate(([0.0], np.cumsum(np.log(ratios))))
    chances = np.exp(logarithms - logarithms.max())
    return lowest, chances / chances.sum()


def _interpolated_counts(lowest: int, chances: np.ndarray) -> np.ndarray:
    """Counts at each of `_LEVELS`, interpolated between whole ones."""
    cumulative = np.cumsum(chances)
    place = np.searchsorted(cumulative, _LEVELS)
    over = (cumulative[place] - _LEVELS) / chances[place]
    return lowest + place - over


def _read_overdispersion(overdispersion: Overdispersion | str) -> Overdispersion:
    try:
        return Overdispersion(overdispersion)
    except ValueError:
        raise ValueError(
            f"Overdispersion is one of {', '.join(Overdispersion)}; "
            f"{overdispersion!r} is not."
        ) from None


def _read_units(
    kind: str, counts: ArrayLike, sizes: ArrayLike, units: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, Sequence[str]]:
    """Counts, sizes and names, or a refusal that names the unit."""
    complaint = "A funnel plot needs numbers of events and of sizes, one for each unit."
    counts, sizes = _read_numbers(counts, complaint), _read_numbers(sizes, complaint)
    if counts.ndim != 1 or counts.size == 0 or counts.shape != sizes.shape:
        raise ValueError(
            f"A funnel plot needs a count and a size for each unit; there are "
            f"{counts.size} and {sizes.size}."
        )
    units = list(units) or [str(number) for number in range(1, counts.size + 1)]
    if len(units) != counts.size or len(set(units)) != counts.size:
        raise ValueError(
            f"Each of the {counts.size} units needs a name of its own; there are "
            f"{len(set(units))} names."
        )

    size = "cases" if kind == "p" else "exposure"
    for wrong, complaint in (
        (~np.isfinite(counts), "has no count of events"),
        (~np.isfinite(sizes), f"has no number of {size}"),
        (counts < 0, "has fewer events than none"),
        (counts != np.floor(counts), "has events that are not whole"),
        (sizes <= 0, f"has no {size}; the denominator must be above 0"),
        ((kind == "p") & (sizes != np.floor(sizes)), "has cases that are not whole"),
        ((kind == "p") & (counts > sizes), "has more events than cases"),
    ):
        if wrong.any():
            place = int(np.argmax(wrong))
            raise ValueError(
                f"Unit {units[place]} {complaint}: {counts[place]:g} of "
                f"{sizes[place]:g}."
            )
    return counts, sizes, units


def _read_numbers(numbers: ArrayLike, complaint: str) -> np.ndarray:
    try:
        return np.array(numbers, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(complaint) from None


def _read_target(target: float) -> float:
    # Text that reads like a number is none: it says that something was not read.
    if isinstance(target, Real):
        return float(target)
    raise ValueError(f"A funnel's target is a number, not {target!r}.")


def _refuse_target(kind: str, target: float, multiply: float) -> None:
    highest = 1.0 if kind == "p" else np.inf
    if not 0 < target < highest:
        bounds = f"between 0 and {multiply:g}" if kind == "p" else "above 0"
        raise ValueError(
            f"A funnel needs a target {bounds}, not {target * multiply:g}: chance has "
            "no room otherwise."
        )


def _make_read_only(result: FunnelLimits | FunnelPlot) -> None:
    for field in fields(result):
        value = getattr(result, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
