"""The same patients counted together and apart, and when to believe which.

Two units can differ one way in all their patients and the other way in every group of
them (Simpson's paradox). The figures cannot say which is right. It depends on what
comes first. Where the groups differ before care begins, as by severity on arrival,
patients must be compared with their like. Where the groups are a result of the care,
as by complications on the ward, taking them apart hides what the care did.

References
----------
.. [1] Simpson, E. H. (1951). The interpretation of interaction in contingency tables.
   Journal of the Royal Statistical Society, Series B 13(2): 238-241.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# What the groups are to the care: there before it, or a result of it.
ROLES = ("confounder", "mediator")

# What divides the patients, by its role; the second group is the one at higher risk.
STRATA = {
    "confounder": {
        "severity": ("mild", "severe"),
        "age": ("under-80", "80-or-older"),
        "arrival": ("day", "night"),
    },
    "mediator": {
        "complication": ("none", "complication"),
        "transfer": ("stayed", "intensive-care"),
        "first-day": ("out-of-bed", "in-bed"),
    },
}

# Every difference to be read is so large: in shares, and in its standard errors.
_LEAST_DIFFERENCE = 0.03
_LEAST_ERRORS = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedTable:
    """Events among patients of two units or treatments, by group of patients.

    Attributes
    ----------
    names : tuple of str
        The two units.
    strata : tuple of str
        The groups.
    events, patients : ndarray of int, shape (2, groups)
        A row for each unit.

    Raises
    ------
    ValueError
        If the shapes do not fit, or there are more events than patients, or no
        patients at all in a group.
    """

    names: tuple[str, str]
    strata: tuple[str, ...]
    events: np.ndarray
    patients: np.ndarray

    def __post_init__(self):
        shape = (2, len(self.strata))
        if self.events.shape != shape or self.patients.shape != shape:
            raise ValueError(
                f"A table of {len(self.strata)} groups needs counts for two units in "
                "each of them."
            )
        bad = (self.patients < 1) | (self.events < 0) | (self.events > self.patients)
        if bad.any():
            row, column = np.argwhere(bad)[0]
            raise ValueError(
                f"{self.events[row, column]} events among {self.patients[row, column]} "
                f"patients cannot be ({self.names[row]}, {self.strata[column]})."
            )
        # Published tables are shared by all who import them.
        self.events.flags.writeable = self.patients.flags.writeable = False

    @property
    def crude_rates(self) -> np.ndarray:
        """Events per patient of each unit, all groups together, shape (2,)."""
        return self.events.sum(axis=1) / self.patients.sum(axis=1)

    @property
    def rates(self) -> np.ndarray:
        """Events per patient of each unit in each group, shape (2, groups)."""
        return self.events / self.patients

    @property
    def mix(self) -> np.ndarray:
        """Share of each unit's patients in each group, shape (2, groups)."""
        return self.patients / self.patients.sum(axis=1, keepdims=True)

    @property
    def standardised_rates(self) -> np.ndarray:
        """Rate each unit would have with the mix of both together, shape (2,)."""
        together = self.patients.sum(axis=0) / self.patients.sum()
        return self.rates @ together

    @property
    def crude_difference(self) -> float:
        """Crude rate of the first unit minus that of the second."""
        first, second = self.crude_rates
        return float(first - second)

    @property
    def differences(self) -> np.ndarray:
        """Rate of the first unit minus that of the second in each group."""
        return self.rates[0] - self.rates[1]

    @property
    def reversed(self) -> bool:
        """Whether every group says the opposite of all patients together."""
        opposite = np.sign(self.differences) == -np.sign(self.crude_difference)
        return bool(self.crude_difference) and bool(opposite.all())


# Success of two treatments of kidney stones, as published. "Small" is a diameter
# below 2 cm. Larger stones were more often operated on: severity came before.
# Charig, C. R. et al. (1986). Comparison of treatment of renal calculi by open
# surgery, percutaneous nephrolithotomy, and extracorporeal shockwave lithotripsy.
# British Medical Journal 292: 879-882. Discussed as Simpson's paradox by
# Julious, S. A. and Mullee, M. A. (1994). Confounding and Simpson's paradox.
# British Medical Journal 309: 1480-1481.
KIDNEY_STONES = StratifiedTable(
    names=("open-surgery", "percutaneous"),
    strata=("small", "large"),
    events=np.array([[81, 192], [234, 55]]),
    patients=np.array([[87, 263], [270, 80]]),
)

# Admissions to the six largest departments of a university in 1973. Women applied more
# to those that admitted few. The department comes after the applicant's sex, and the
# figures are not opposite in every one of them.
# Bickel, P. J., Hammel, E. A. and O'Connell, J. W. (1975). Sex bias in graduate
# admissions: data from Berkeley. Science 187: 398-404. The six departments are those
# of Freedman, D., Pisani, R. and Purves, R., Statistics, chapter 2.
BERKELEY = StratifiedTable(
    names=("men", "women"),
    strata=("A", "B", "C", "D", "E", "F"),
    events=np.array([[512, 353, 120, 138, 53, 22], [89, 17, 202, 131, 94, 24]]),
    patients=np.array([[825, 560, 325, 417, 191, 373], [108, 25, 593, 375, 393, 341]]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StratifiedPlan:
    """What two units are like, and what the groups are to the care.

    Attributes
    ----------
    role : {"confounder", "mediator"}
    stratum : str
        What divides the patients, one of the role's in `STRATA`.
    reverses : bool
        Whether each group says the opposite of all patients together.
    first_is_better : bool
        Whether the first unit's care is the better, read as the role demands.
    events_are_good : bool
        Whether an event is what is hoped for, such as walking at discharge, or
        feared, such as readmission.

    Raises
    ------
    ValueError
        If the role is unknown, or has no such stratum.
    """

    role: str
    stratum: str
    reverses: bool
    first_is_better: bool
    events_are_good: bool

    def __post_init__(self):
        _refuse_unknown_role(self.role)
        if self.stratum not in STRATA[self.role]:
            raise ValueError(
                f"{self.stratum!r} is not one of {', '.join(STRATA[self.role])}."
            )

    @property
    def right_reading(self) -> str:
        """Which figures tell whose care is better, "stratified" or "crude"."""
        return "stratified" if self.role == "confounder" else "crude"

    @property
    def crude_says_first(self) -> bool:
        """Whether all patients together make the first unit look better."""
        misleads = self.reverses and self.right_reading == "stratified"
        return self.first_is_better != misleads

    @property
    def strata_say_first(self) -> bool:
        """Whether each group makes the first unit look better."""
        misleads = self.reverses and self.right_reading == "crude"
        return self.first_is_better != misleads


def crude_difference_at(
    table: StratifiedTable, share: ArrayLike, unit: int = 0
) -> np.ndarray:
    """Crude difference if one unit had another mix of patients.

    The rates in each group stay as they are, and so does the other unit.

    Parameters
    ----------
    table : StratifiedTable
        Of two groups.
    share : array_like
        Of the unit's patients who belong to the second group, 0 to 1.
    unit : {0, 1}
        Whose mix is changed.

    Returns
    -------
    ndarray of float
        Crude rate of the first unit minus that of the second, for each share.

    Raises
    ------
    ValueError
        If there are not two groups or a share lies outside 0 to 1.

    Examples
    --------
    >>> crude_difference_at(KIDNEY_STONES, [80 / 350, 263 / 350]).round(3)
    array([ 0.059, -0.046])
    """
    share = np.asarray(share, dtype=float)
    _refuse_impossible_mix(table, share)
    low, high = table.rates[unit]
    mixed = low + share * (high - low)
    other = table.crude_rates[1 - unit]
    return mixed - other if unit == 0 else other - mixed


def crude_rates_at(table: StratifiedTable, shares: ArrayLike) -> np.ndarray:
    """Crude rate of each unit if its mix of patients were another.

    The rates in each group stay as they are.

    Parameters
    ----------
    table : StratifiedTable
        Of two groups.
    shares : array_like, shape (2,)
        Of each unit's patients who belong to the second group, 0 to 1.

    Returns
    -------
    ndarray of float, shape (2,)

    Raises
    ------
    ValueError
        If there are not two groups or a share lies outside 0 to 1.

    Examples
    --------
    >>> crude_rates_at(KIDNEY_STONES, [263 / 350, 80 / 350]).round(3)
    array([0.78 , 0.826])
    """
    shares = np.asarray(shares, dtype=float)
    _refuse_impossible_mix(table, shares)
    low, high = table.rates.T
    return low + shares * (high - low)


def share_at_reversal(table: StratifiedTable, unit: int = 0) -> float:
    """Mix of one unit at which the two would look alike.

    Parameters
    ----------
    table : StratifiedTable
        Of two groups.
    unit : {0, 1}
        Whose mix is changed.

    Returns
    -------
    float
        Share of its patients in the second group; NaN where no mix does it.

    Raises
    ------
    ValueError
        If there are not two groups.

    Examples
    --------
    >>> round(share_at_reversal(KIDNEY_STONES), 3)
    0.524
    """
    at_none, at_all = crude_difference_at(table, [0.0, 1.0], unit)
    if at_none == at_all:
        return math.nan
    share = float(at_none / (at_none - at_all))
    return share if 0 <= share <= 1 else math.nan


def draw_stratified_plan(
    role: str, reverses: bool, rng: np.random.Generator
) -> StratifiedPlan:
    """Draw what two units are like.

    Parameters
    ----------
    role : {"confounder", "mediator"}
    reverses : bool
    rng : numpy.random.Generator

    Returns
    -------
    StratifiedPlan

    Raises
    ------
    ValueError
        If there is no such role.

    Examples
    --------
    >>> draw_stratified_plan("mediator", True, np.random.default_rng(1)).right_reading
    'crude'
    """
    _refuse_unknown_role(role)
    strata = list(STRATA[role])
    return StratifiedPlan(
        role=role,
        stratum=strata[rng.integers(len(strata))],
        reverses=reverses,
        first_is_better=bool(rng.random() < 0.5),
        events_are_good=bool(rng.random() < 0.5),
    )


def draw_table(plan: StratifiedPlan, rng: np.random.Generator) -> StratifiedTable:
    """Draw the counts of a plan, as they fall.

    Parameters
    ----------
    plan : StratifiedPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    StratifiedTable
        Units are called "A" and "B"; the second group is the one at higher risk.

    Notes
    -----
    Where the readings are opposite, the unit that is better in each group has most of
    the patients at risk. Where they agree, the two have nearly the same mix, or
    the unit that is better in each group has fewer at risk. The counts do not know
    the role: the same table can be had from units that receive such patients, and
    from units that make them so.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draw_table(draw_stratified_plan("confounder", True, rng), rng).names
    ('A', 'B')
    """
    low = rng.uniform(0.08, 0.18)
    risk = np.array([low, low + rng.uniform(0.25, 0.40)])
    # Rates in the groups, of what is feared; the unit in the first row, better in
    # each of them, avoids a part of it.
    avoided = rng.uniform(0.25, 0.45, 2)
    feared = np.array([risk * (1 - avoided), risk])
    if plan.reverses:
        at_risk = np.array([rng.uniform(0.62, 0.85), rng.uniform(0.12, 0.30)])
    else:
        at_risk = rng.uniform(0.30, 0.55) + np.array([-rng.uniform(0, 0.15), 0.0])
    totals = rng.integers(500, 1400, 2)
    second = np.rint(at_risk * totals).astype(int)
    patients = np.stack([totals - second, second], axis=1)
    events = rng.binomial(patients, feared)
    if plan.events_are_good:
        events = patients - events
    if not plan.strata_say_first:
        patients, events = patients[::-1], events[::-1]
    strata = STRATA[plan.role][plan.stratum]
    return StratifiedTable(("A", "B"), strata, events, patients)


def draw_read_table(
    plan: StratifiedPlan, rng: np.random.Generator, tries: int = 4000
) -> StratifiedTable:
    """Draw counts until they say what the plan says.

    Parameters
    ----------
    plan : StratifiedPlan
    rng : numpy.random.Generator
    tries : int
        How many tables to draw at most.

    Returns
    -------
    StratifiedTable
        All patients together and each group point as planned, each by three per cent
        of the patients and two standard errors at least. The standardised rates point
        as the groups do.

    Raises
    ------
    ValueError
        If no table in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_stratified_plan("confounder", True, rng)
    >>> draw_read_table(plan, rng).reversed
    True
    """
    for _ in range(tries):
        table = draw_table(plan, rng)
        if _reads_as_planned(plan, table):
            return table
    raise ValueError(f"None of {tries} tables could be read as planned: {plan}")


def _refuse_impossible_mix(table: StratifiedTable, shares: np.ndarray) -> None:
    if len(table.strata) != 2:
        raise ValueError(
            f"A mix has one share for two groups, not {len(table.strata)}."
        )
    if not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("A share of patients lies from 0 to 1.")


def _refuse_unknown_role(role: str) -> None:
    if role not in ROLES:
        raise ValueError(f"{role!r} is not one of {', '.join(ROLES)}.")


def _reads_as_planned(plan: StratifiedPlan, table: StratifiedTable) -> bool:
    # Turned so that above zero always means: the first unit looks better.
    good = 1 if plan.events_are_good else -1
    crude_way = good * (1 if plan.crude_says_first else -1)
    strata_way = good * (1 if plan.strata_say_first else -1)
    first, second = table.standardised_rates
    differences = np.append(
        strata_way * table.differences, crude_way * table.crude_difference
    )
    events = np.column_stack((table.events, table.events.sum(axis=1)))
    patients = np.column_stack((table.patients, table.patients.sum(axis=1)))
    shares = events / patients
    errors = np.sqrt((shares * (1 - shares) / patients).sum(axis=0))
    clear = (differences >= _LEAST_DIFFERENCE) & (differences >= _LEAST_ERRORS * errors)
    return bool(clear.all() and strata_way * (first - second) > 0)
