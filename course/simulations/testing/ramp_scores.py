"""What a ramp of tests was worth: right decisions, reached without waste or harm."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from course.simulations.testing.pdsa_ramp import CHANGES, SETTINGS, SHARES, Plan, Ramp

# A ramp may use so much of the budget and see so many harmed without losing by it.
_FREE_SHARE = 0.7
_FREE_HARM = 6
_LOSS_BY_HOURS = 0.5
_LOSS_BY_A_HARMED = 0.04
_LEAST_EFFICIENCY = 0.25


@dataclass(frozen=True, slots=True)
class RampScore:
    """How good the decisions were, and what they cost to reach.

    Attributes
    ----------
    agreement : float
        Cohen's kappa with the right decisions over each change in each setting; at
        most 1, and 0 for what chance gives. A change counts as used only where it
        has been tried: elsewhere it may do well, but nobody can be said to know.
    efficiency : float
        1 for a ramp that kept within a fair share of the hours, with few harmed;
        never below a quarter.
    regret : float
        Patients in 100 whose care goes less well than with the right decisions.
    """

    agreement: float
    efficiency: float
    regret: float

    @property
    def score(self) -> float:
        """Agreement, never below 0, times efficiency: from 0 to 1."""
        return max(0.0, self.agreement) * self.efficiency


def worth(plan: Plan, decisions: Mapping[str, Collection[str]]) -> float:
    """Share of all patients whose care goes well, less what the changes take.

    Parameters
    ----------
    plan : Plan
    decisions : mapping of change to collection of settings
        Where each change is to be used; a change left out is abandoned.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a change or a setting is unknown.
    """
    _refuse_unknown_decisions(decisions)
    return sum(
        share * plan.worth([c for c in CHANGES if s in decisions.get(c, ())], s)
        for s, share in SHARES.items()
    )


def regret(plan: Plan, decisions: Mapping[str, Collection[str]]) -> float:
    """Patients in 100 whose care goes less well than with the right decisions.

    Parameters
    ----------
    plan : Plan
    decisions : mapping of change to collection of settings

    Returns
    -------
    float
        0 for the right decisions, never below.

    Raises
    ------
    ValueError
        If a change or a setting is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> from course.simulations.testing.pdsa_ramp import draw_plan
    >>> plan = draw_plan(np.random.default_rng(1))
    >>> regret(plan, plan.best())
    0.0
    """
    return 100 * max(0.0, worth(plan, plan.best()) - worth(plan, decisions))


def efficiency(ramp: Ramp) -> float:
    """How sparing a ramp has been with hours and with patients.

    Parameters
    ----------
    ramp : Ramp

    Returns
    -------
    float
        1 while seven tenths of the budget are enough and few patients are harmed, less
        beyond, and never below a quarter.
    """
    spent = 1 - ramp.hours_left / ramp.budget_hours
    beyond = max(0.0, spent - _FREE_SHARE) / (1 - _FREE_SHARE)
    too_many = max(0, ramp.harmed - _FREE_HARM)
    lost = _LOSS_BY_HOURS * beyond + _LOSS_BY_A_HARMED * too_many
    return max(_LEAST_EFFICIENCY, 1 - lost)


def score_ramp(
    plan: Plan, ramp: Ramp, decisions: Mapping[str, Collection[str]]
) -> RampScore:
    """Compare decisions with the truth, and what they rest on with its cost.

    Parameters
    ----------
    plan : Plan
    ramp : Ramp
        As it was when the decisions were made.
    decisions : mapping of change to collection of settings
        Where each change is to be used; a change left out is abandoned.

    Returns
    -------
    RampScore

    Raises
    ------
    ValueError
        If a change or a setting is unknown.

    References
    ----------
    .. [1] Cohen, J. (1960). A coefficient of agreement for nominal scales.
       Educational and Psychological Measurement 20(1): 37-46.
    """
    _refuse_unknown_decisions(decisions)
    best = plan.best()
    cells = [(change, setting) for change in CHANGES for setting in SETTINGS]
    right = [setting in best[change] for change, setting in cells]
    given = [
        setting in decisions.get(change, ()) and setting in ramp.tried(change)
        for change, setting in cells
    ]
    return RampScore(
        agreement=_kappa(given, right),
        efficiency=efficiency(ramp),
        regret=regret(plan, decisions),
    )


def _kappa(given: list[bool], right: list[bool]) -> float:
    """Cohen's kappa of yes and no."""
    cells = len(right)
    observed = sum(map(operator.eq, given, right)) / cells
    expected = sum(
        given.count(answer) * right.count(answer) for answer in (True, False)
    )
    expected /= cells**2
    return 0.0 if expected == 1 else (observed - expected) / (1 - expected)


def _refuse_unknown_decisions(decisions: Mapping[str, Collection[str]]) -> None:
    for change, settings in decisions.items():
        if change not in CHANGES:
            raise ValueError(f"{change!r} is not one of {', '.join(CHANGES)}.")
        for setting in settings:
            if setting not in SETTINGS:
                raise ValueError(f"{setting!r} is not one of {', '.join(SETTINGS)}.")
