"""What a few cases can and cannot show."""

from __future__ import annotations

import math
from statistics import NormalDist

from course.charts.constants import TIE

# Hanley and Lippman-Hand (1983), JAMA 249(13): 1743-1745: minus ln 0.05, 2.996,
# rounded up.
_THREE = 3


# So seldom that the cases needed could not be counted.
_NEVER = 1e-300


def chance_of_failure(p: float, cases: int) -> float:
    """Probability that at least one of so many cases fails: 1 - (1 - p)^n.

    Parameters
    ----------
    p : float
        Probability that a case fails, the same for each.
    cases : int

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the probability lies outside 0 to 1, or there are fewer than no cases.

    Examples
    --------
    >>> round(chance_of_failure(0.1, cases=5), 4)
    0.4095
    """
    _refuse_outside(p, "A probability")
    if cases < 0:
        raise ValueError(f"There cannot be {cases} cases.")
    return 1 - (1 - p) ** cases


def cases_to_see_failure(p: float, power: float = 0.95) -> int:
    """Fewest cases that show at least one failure with a given probability.

    Parameters
    ----------
    p : float
        Probability that a case fails, above 0.
    power : float
        Between 0 and 1.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If either lies outside its bounds.

    Notes
    -----
    ln(1 - power) / ln(1 - p), rounded up.

    Examples
    --------
    >>> cases_to_see_failure(0.1), cases_to_see_failure(0.01)
    (29, 299)
    """
    _refuse_outside(p, "A probability")
    _refuse_outside(power, "A power", open_ended=True)
    if p < _NEVER:
        raise ValueError("What never fails is never seen to fail.")
    if p == 1:
        return 1
    return _rounded_up(math.log1p(-power) / math.log1p(-p))


def rule_of_three(cases: int) -> float:
    """Highest rate that no failure in so many cases still allows, roughly: 3 / n.

    Parameters
    ----------
    cases : int
        At least 1, none of which failed.

    Returns
    -------
    float
        Upper 95 % bound, and never above 1. Close from some thirty cases on;
        `highest_rate_after_none` is exact.

    Raises
    ------
    ValueError
        If there are no cases.

    References
    ----------
    .. [1] Hanley, J. A. and Lippman-Hand, A. (1983). If nothing goes wrong, is
       everything all right? JAMA 249(13): 1743-1745.

    Examples
    --------
    >>> rule_of_three(60)
    0.05
    """
    _refuse_none(cases)
    return min(1.0, _THREE / cases)


def highest_rate_after_none(cases: int, confidence: float = 0.95) -> float:
    """Highest rate that no failure in so many cases still allows, exactly.

    Parameters
    ----------
    cases : int
        At least 1, none of which failed.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    float
        The one-sided upper bound: at this rate, a row without failure would have a
        probability of 1 - confidence.

    Raises
    ------
    ValueError
        If there are no cases, or the confidence lies outside 0 to 1.

    Notes
    -----
    1 - (1 - confidence)^(1 / n).

    Examples
    --------
    >>> round(highest_rate_after_none(5), 3), round(highest_rate_after_none(60), 3)
    (0.451, 0.049)
    """
    _refuse_none(cases)
    _refuse_outside(confidence, "A confidence", open_ended=True)
    return -math.expm1(math.log1p(-confidence) / cases)


def cases_to_compare(
    p1: float, p2: float, *, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Cases needed in each of two groups to tell their rates apart.

    Parameters
    ----------
    p1, p2 : float
        The rates, different from each other.
    alpha : float
        Two-sided risk to see a difference where there is none.
    power : float
        Probability to see this difference.

    Returns
    -------
    int
        In each group, by the normal approximation, rounded up.

    Raises
    ------
    ValueError
        If the rates are equal, or a number lies outside its bounds.

    Notes
    -----
    (z₁ √(2 p̄ (1 - p̄)) + z₂ √(p1 (1 - p1) + p2 (1 - p2)))² / (p1 - p2)², where p̄ is the
    mean of the rates and z₁, z₂ are normal quantiles of 1 - alpha / 2 and of the power.

    Examples
    --------
    >>> cases_to_compare(0.5, 0.75, power=0.9)
    77
    """
    _refuse_outside(p1, "A rate")
    _refuse_outside(p2, "A rate")
    _refuse_outside(alpha, "A risk", open_ended=True)
    _refuse_outside(power, "A power", open_ended=True)
    if p1 == p2:
        raise ValueError(f"No number of cases tells {p1:g} from {p2:g}.")
    quantile = NormalDist().inv_cdf
    mean = (p1 + p2) / 2
    reach = quantile(1 - alpha / 2) * math.sqrt(2 * mean * (1 - mean)) + quantile(
        power
    ) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    # A power below the risk itself needs no cases at all, and squares to many.
    return _rounded_up((max(0.0, reach) / (p1 - p2)) ** 2)


def _rounded_up(cases: float) -> int:
    """Whole cases; float noise above a whole number does not cost another case."""
    return max(1, math.ceil(cases * (1 - TIE)))


def _refuse_none(cases: int) -> None:
    if cases < 1:
        raise ValueError(f"A row without failure needs at least one case, not {cases}.")


def _refuse_outside(share: float, what: str, *, open_ended: bool = False) -> None:
    inside = 0 < share < 1 if open_ended else 0 <= share <= 1
    if not inside:
        raise ValueError(f"{what} lies between 0 and 1, not at {share:g}.")
