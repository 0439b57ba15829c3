"""A waiting list, week by week: what comes in, what can be done, and what is lost.

Where demand and capacity are equal on average, a list still grows. A week with more
patients than slots leaves patients over, and they are kept on the list. A week with
more slots than patients leaves slots over, and nobody can keep those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# What capacity is to demand, on average: more than enough, just as much, too little.
BALANCES = ("spare", "even", "short")

# Mean slots as a share of mean demand; "even" is drawn to be equal, slot for slot.
CAPACITY_SHARES = {"spare": (1.18, 1.28), "even": (1.0, 1.0), "short": (0.88, 0.93)}

# A spare clinic works its list down; the list never fills more than so many weeks.
_SPARE_WEEKS = 0.6
# An even clinic ends with a list nobody would overlook: so much of a week's demand.
_GROWN_WEEKS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """What a waiting list is to show.

    Attributes
    ----------
    balance : {"spare", "even", "short"}
        What the slots are to the demand, on average.
    weeks : int
    demand : float
        Mean patients referred a week.
    slots : float
        Mean appointments a week.
    demand_variation, slots_variation : float
        Standard deviation as a share of the mean.

    Raises
    ------
    ValueError
        If there is no such balance or there are too few weeks to show it.
    """

    balance: str
    weeks: int
    demand: float
    slots: float
    demand_variation: float
    slots_variation: float

    def __post_init__(self):
        _refuse_unknown(self.balance)
        if self.weeks < 20:
            raise ValueError(
                f"A waiting list needs at least 20 weeks to show, not {self.weeks}."
            )


@dataclass(frozen=True, slots=True, eq=False)
class WaitingList:
    """A waiting list, and what came of every patient and every slot.

    Attributes
    ----------
    demand, slots, waiting, unused : ndarray of int, shape (weeks,)
        Patients referred and appointments there were in each week; patients still on
        the list at its end, and slots that nobody was there to fill.
    """

    demand: np.ndarray
    slots: np.ndarray
    waiting: np.ndarray
    unused: np.ndarray


def run_list(demand: ArrayLike, slots: ArrayLike, waiting: int = 0) -> WaitingList:
    """Run a waiting list week by week.

    Parameters
    ----------
    demand, slots : array_like of int, shape (weeks,)
        Patients referred and appointments in each week.
    waiting : int
        On the list at the start.

    Returns
    -------
    WaitingList

    Raises
    ------
    ValueError
        If there are no weeks, not as many of demand as of slots, or a number is
        below zero.

    Notes
    -----
    Patients are kept and slots are not, so exactly:
    list at the end = list at the start + demand - slots + unused slots.

    Examples
    --------
    >>> run_list(demand=[12, 8, 10], slots=[10, 10, 10]).waiting
    array([2, 0, 0])
    >>> run_list(demand=[8, 12, 10], slots=[10, 10, 10])
    WaitingList(demand=..., waiting=array([0, 2, 2]), unused=array([2, 0, 0]))
    """
    demand, slots = np.asarray(demand), np.asarray(slots)
    if demand.ndim != 1 or demand.shape != slots.shape or not demand.size:
        raise ValueError(
            "A waiting list needs demand and slots for each week, "
            f"not {demand.size} and {slots.size}."
        )
    for name, counts in (("demand", demand), ("slots", slots)):
        below = np.flatnonzero(counts < 0)
        if below.size:
            raise ValueError(
                f"Patients and slots cannot be below 0; {name} of week "
                f"{below[0] + 1} is {counts[below[0]]}."
            )
    if waiting < 0:
        raise ValueError(f"A list cannot begin with {waiting} patients.")
    # A walk that is pushed up whenever it would go below zero; the pushes are the
    # slots nobody filled.
    walk = waiting + np.cumsum(demand - slots)
    pushed = np.maximum(0, -np.minimum.accumulate(walk))
    return WaitingList(demand, slots, walk + pushed, np.diff(pushed, prepend=0))


def draw_list_plan(balance: str, rng: np.random.Generator, weeks: int = 52) -> ListPlan:
    """Draw a clinic's demand and capacity.

    Parameters
    ----------
    balance : {"spare", "even", "short"}
    rng : numpy.random.Generator
    weeks : int

    Returns
    -------
    ListPlan

    Raises
    ------
    ValueError
        If there is no such balance or there are too few weeks to show it.

    Examples
    --------
    >>> plan = draw_list_plan("even", np.random.default_rng(1))
    >>> plan.demand == plan.slots
    True
    """
    _refuse_unknown(balance)
    demand = float(rng.integers(30, 91))
    return ListPlan(
        balance=balance,
        weeks=weeks,
        demand=demand,
        slots=round(demand * rng.uniform(*CAPACITY_SHARES[balance]), 1),
        demand_variation=round(rng.uniform(0.10, 0.16), 3),
        slots_variation=round(rng.uniform(0.08, 0.14), 3),
    )


def draw_list(plan: ListPlan, rng: np.random.Generator) -> WaitingList:
    """Draw the weeks of a waiting list, as they fall.

    Parameters
    ----------
    plan : ListPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    WaitingList
        Independent weeks. Under an even plan the slots of all weeks together are as
        many as the patients: one slot is moved in or out of a week until they are.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_list(draw_list_plan("even", rng), rng)
    >>> bool(drawn.demand.sum() == drawn.slots.sum())
    True
    """
    demand = _draw_counts(plan.demand, plan.demand_variation, plan.weeks, rng)
    slots = _draw_counts(plan.slots, plan.slots_variation, plan.weeks, rng)
    if plan.balance == "even":
        lacking = int(demand.sum() - slots.sum())
        turns = rng.permutation(plan.weeks)[np.arange(abs(lacking)) % plan.weeks]
        np.add.at(slots, turns, np.sign(lacking))
    return run_list(demand, slots)


def draw_read_list(
    plan: ListPlan, rng: np.random.Generator, tries: int = 2000
) -> WaitingList:
    """Draw weeks from a plan until the list does what the plan says.

    Parameters
    ----------
    plan : ListPlan
    rng : numpy.random.Generator
    tries : int
        How many lists to draw at most.

    Returns
    -------
    WaitingList
        - *spare*: a list forms in some week and is gone at the end;
        - *even*: as many slots as patients, and a list at the end all the same;
        - *short*: fewer slots than patients, and a list that is longer at the end
          of each quarter of the weeks.

    Raises
    ------
    ValueError
        If no list in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_read_list(draw_list_plan("even", rng), rng)
    >>> bool(drawn.waiting[-1] == drawn.unused.sum() > 0)
    True
    """
    for _ in range(tries):
        drawn = draw_list(plan, rng)
        if _reads_as_planned(plan, drawn):
            return drawn
    raise ValueError(f"None of {tries} waiting lists could be read as planned: {plan}")


def _refuse_unknown(balance: str) -> None:
    if balance not in BALANCES:
        raise ValueError(f"{balance!r} is not one of {', '.join(BALANCES)}.")


def _draw_counts(
    mean: float, variation: float, weeks: int, rng: np.random.Generator
) -> np.ndarray:
    counts = np.rint(rng.normal(mean, variation * mean, weeks)).astype(int)
    return np.maximum(counts, 0)


def _reads_as_planned(plan: ListPlan, drawn: WaitingList) -> bool:
    grown = _GROWN_WEEKS * plan.demand
    if plan.balance == "spare":
        short_list = drawn.waiting.max() < _SPARE_WEEKS * plan.demand
        return bool(drawn.waiting.max() > 0 and drawn.waiting[-1] == 0 and short_list)
    if plan.balance == "even":
        return bool(drawn.waiting[-1] >= grown and drawn.unused.sum() >= grown)
    quarters = drawn.waiting[[plan.weeks * q // 4 - 1 for q in (1, 2, 3, 4)]]
    fewer = drawn.slots.sum() < drawn.demand.sum()
    return bool(fewer and quarters[-1] >= grown and (np.diff(quarters) > 0).all())
