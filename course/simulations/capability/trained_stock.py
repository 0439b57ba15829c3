"""How many trained people an organisation has, while some leave and some are trained.

The stock of trained people is like the water in a bath without a plug. Next year's is
what stays of this year's, and those who are trained: s' = s (1 - turnover) + places.
Training once fills the bath; only places every year keep it filled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

# Two numbers of years that differ by float noise alone are the same.
_YEAR_DECIMALS = 9


def stock_by_year(
    start: float,
    places: float,
    turnover: float,
    years: int,
    headcount: float = math.inf,
) -> np.ndarray:
    """Trained people at the beginning, and after each year.

    Parameters
    ----------
    start : float
        Trained people at the beginning.
    places : float
        People trained each year; they are there when the next year begins.
    turnover : float
        Share of the trained who leave in a year.
    years : int
    headcount : float
        All there are: when everybody is trained, places stay empty.

    Returns
    -------
    ndarray of float, shape (years + 1,)

    Raises
    ------
    ValueError
        If a number of people is below zero, or the turnover is not from 0 to 1.

    Notes
    -----
    The recursion s' = s (1 - turnover) + places gives, with s* = places / turnover,
    s[t] = s* + (start - s*)(1 - turnover)ᵗ.

    Examples
    --------
    >>> stock_by_year(start=100, places=0, turnover=0.2, years=3)
    array([100. ,  80. ,  64. ,  51.2])
    >>> stock_by_year(start=100, places=20, turnover=0.2, years=3)
    array([100., 100., 100., 100.])
    """
    _refuse(start, places, turnover)
    stock = np.empty(years + 1)
    stock[0] = start
    for year in range(years):
        stock[year + 1] = min(stock[year] * (1 - turnover) + places, headcount)
    return stock


def settled_stock(places: float, turnover: float) -> float:
    """Trained people in the long run: as many as are trained leave.

    Parameters
    ----------
    places : float
        People trained each year.
    turnover : float
        Share of the trained who leave in a year.

    Returns
    -------
    float
        places / turnover; without limit where nobody leaves.

    Raises
    ------
    ValueError
        If the places are below zero, or the turnover is not from 0 to 1.

    Examples
    --------
    >>> settled_stock(places=30, turnover=0.15)
    200.0
    """
    _refuse(0, places, turnover)
    if turnover == 0:
        return math.inf if places else 0.0
    return places / turnover


def places_to_hold(
    share: float, headcount: float, turnover: float, growth: float = 0.0
) -> float:
    """Places a year that keep a share of the staff trained.

    Parameters
    ----------
    share : float
        Of the staff who are trained, now and next year.
    headcount : float
        The staff this year.
    turnover : float
        Share of the trained who leave in a year.
    growth : float
        By what share the staff grows in the year; those who are new are untrained.

    Returns
    -------
    float
        share · headcount · (turnover + growth): those who leave, and their part of
        those who are added. Next year's headcount is larger, and so are its places.

    Raises
    ------
    ValueError
        If a share or the turnover is not from 0 to 1, or there is shrinkage.

    Examples
    --------
    >>> places_to_hold(share=0.6, headcount=500, turnover=0.12)
    36.0
    >>> places_to_hold(share=0.6, headcount=500, turnover=0.12, growth=0.03)
    45.0
    """
    _refuse(headcount, 0, turnover)
    if not 0 <= share <= 1:
        raise ValueError(f"A share must be from 0 to 1, not {share!r}.")
    if not growth >= 0:
        raise ValueError(f"Growth must be zero or more, not {growth!r}.")
    return share * headcount * (turnover + growth)


def years_to_reach(
    target: float, start: float, places: float, turnover: float
) -> int | None:
    """Whole years until there are enough trained people.

    Parameters
    ----------
    target, start : float
        Trained people, wanted and at the beginning.
    places : float
        People trained each year.
    turnover : float
        Share of the trained who leave in a year.

    Returns
    -------
    int or None
        None if it never happens: the stock settles below the target or nears it for
        ever.

    Raises
    ------
    ValueError
        If a number of people is below zero, or the turnover is not from 0 to 1.

    Examples
    --------
    >>> years_to_reach(target=300, start=100, places=60, turnover=0.12)
    6
    >>> years_to_reach(target=300, start=100, places=36, turnover=0.12) is None
    True
    """
    _refuse(start, places, turnover)
    if start >= target:
        return 0
    settled = settled_stock(places, turnover)
    if settled <= target:
        return None
    missing = target - start
    if turnover == 1:
        years = 1.0
    elif math.isinf(settled):
        years = missing / places
    else:
        # How far the way to the settled stock has shrunk, against one year's shrinking.
        years = math.log1p(-missing / (settled - start)) / math.log1p(-turnover)
    return math.ceil(round(years, _YEAR_DECIMALS))


def places_to_reach(target: float, start: float, turnover: float, years: int) -> float:
    """Places a year that bring a number of trained people about in some years.

    Parameters
    ----------
    target, start : float
        Trained people, wanted and at the beginning.
    turnover : float
        Share of the trained who leave in a year.
    years : int
        1 or more.

    Returns
    -------
    float
        0 where more are left than are wanted.

    Raises
    ------
    ValueError
        If a number of people is below zero, or the turnover is not from 0 to 1.

    Notes
    -----
    `stock_by_year` solved for the places: what stays of one year's places is a
    geometric series.

    Examples
    --------
    >>> round(places_to_reach(target=240, start=132, turnover=0.18, years=4), 1)
    59.2
    """
    _refuse(start, target, turnover)
    stays = 1 - turnover
    places = (target - start * stays**years) / sum(stays**k for k in range(years))
    return max(places, 0.0)


def draw_stocks(
    start: int,
    places: int,
    turnover: float,
    years: int,
    rng: np.random.Generator,
    runs: int = 1,
) -> np.ndarray:
    """Draw the trained people of each year, each of whom stays or leaves by chance.

    Parameters
    ----------
    start, places : int
        Trained people at the beginning, and people trained each year.
    turnover : float
        Chance of a trained person to leave in a year.
    years : int
    rng : numpy.random.Generator
        The only source of chance.
    runs : int

    Returns
    -------
    ndarray of int, shape (runs, years + 1)
        Their mean is `stock_by_year`.

    Raises
    ------
    ValueError
        If a number of people is below zero, or the turnover is not from 0 to 1.

    Examples
    --------
    >>> draw_stocks(100, 20, 0.2, years=3, rng=np.random.default_rng(1))
    array([[100, 100,  93,  98]])
    """
    _refuse(start, places, turnover)
    stocks = np.empty((runs, years + 1), dtype=int)
    stocks[:, 0] = start
    for year in range(years):
        stocks[:, year + 1] = rng.binomial(stocks[:, year], 1 - turnover) + places
    return stocks


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """An invented organisation that wants a share of its staff trained.

    Attributes
    ----------
    headcount : int
    turnover : float
        Share of the staff, trained or not, who leave in a year.
    growth : float
        By what share the staff grows in a year.
    trained : int
        People who are trained now.
    share : float
        Wanted.
    places : int
        Places a year that are on offer while the share is being reached.

    Examples
    --------
    >>> plan = TrainingPlan(
    ...     headcount=500, turnover=0.12, growth=0, trained=100, share=0.6, places=60
    ... )
    >>> plan.wanted, plan.places_to_hold, plan.years_to_reach
    (300.0, 36.0, 6)
    """

    headcount: int
    turnover: float
    growth: float
    trained: int
    share: float
    places: int

    @property
    def wanted(self) -> float:
        """Trained people who make up the share of today's staff."""
        return self.share * self.headcount

    @property
    def places_to_hold(self) -> float:
        """Places a year that hold the share once it is reached, with today's staff."""
        return places_to_hold(self.share, self.headcount, self.turnover, self.growth)

    @property
    def years_to_reach(self) -> int | None:
        """Whole years until so many are trained, with the places on offer."""
        return years_to_reach(self.wanted, self.trained, self.places, self.turnover)


def draw_training_plan(
    rng: np.random.Generator, *, growing: bool = False, tries: int = 256
) -> TrainingPlan:
    """Draw an organisation that wants a share of its staff trained.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    growing : bool
        Whether the staff grows, by 1 to 4 % a year.
    tries : int
        How many organisations to draw at most.

    Returns
    -------
    TrainingPlan
        From 400 to 4000 people, of whom 8 to 22 % leave in a year, and 5 to 20 % are
        trained; 50 to 70 % are wanted. The places on offer reach that within three to
        twelve years, and a tenth of a place more or less would not change the year.

    Raises
    ------
    ValueError
        If none in `tries` was like that.

    Examples
    --------
    >>> plan = draw_training_plan(np.random.default_rng(1))
    >>> 3 <= plan.years_to_reach <= 12
    True
    """
    for _ in range(tries):
        headcount = int(rng.integers(40, 401)) * 10
        share = int(rng.integers(10, 15)) * 5 / 100
        turnover = round(rng.uniform(0.08, 0.22), 3)
        needed = share * headcount * turnover
        plan = TrainingPlan(
            headcount=headcount,
            turnover=turnover,
            growth=round(rng.uniform(0.01, 0.04), 3) if growing else 0.0,
            trained=round(headcount * rng.uniform(0.05, 0.2)),
            share=share,
            places=round(needed * rng.uniform(1.15, 2.2)),
        )
        years = plan.years_to_reach
        if years is not None and 3 <= years <= 12 and _year_is_plain(plan, years):
            return plan
    raise ValueError(f"None of {tries} organisations had a plain year to reach.")


def _year_is_plain(plan: TrainingPlan, years: int) -> bool:
    """Whether counting a little differently gives the same year."""
    return all(
        years_to_reach(plan.wanted, plan.trained, places, plan.turnover) == years
        for places in (plan.places - 0.1, plan.places + 0.1)
    )


def _refuse(people: float, places: float, turnover: float) -> None:
    for number in (people, places):
        if not number >= 0:
            raise ValueError(f"A number of people cannot be below zero: {number!r}.")
    if not 0 <= turnover <= 1:
        raise ValueError(f"A turnover must be from 0 to 1, not {turnover!r}.")
