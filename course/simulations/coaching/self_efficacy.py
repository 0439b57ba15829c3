"""A team's belief that it can, over some weeks: what feeds it and what wears it down.

The four sources are Bandura's: to succeed oneself, to see others like oneself succeed,
to be told that one can, and how body and mind feel. That one's own success weighs most,
and that words fade without it, is his as well. The numbers are the course's own: they
show how such a team may behave, and were fitted to nobody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

ACTIONS = ("small-step", "large-step", "see-others", "pep-talk", "lighten")
WEEKS = 8
HIGHEST = 100.0

# How difficult a step is, in points of ability.
_DIFFICULTY = {"small-step": 10.0, "large-step": 60.0}
# How steeply the chance rises with ability.
_SLOPE = 12.0
# Of what is missing to full belief, how much a success adds; of what is there, how
# much a failure takes.
_SUCCESS_ADDS = {"small-step": 0.20, "large-step": 0.40}
_FAILURE_TAKES = {"small-step": 0.10, "large-step": 0.30}
_FAILURE_STRAINS = {"small-step": 4.0, "large-step": 12.0}
_PRACTICE = {True: 7.0, False: 3.0}
# The first visit shows that it can be done; the third shows little that is new.
_SEEING_ADDS = (0.16, 0.08, 0.03)
_WORDS_ADD = 9.0
_LIGHTENING = 30.0
# Belief regained for each point of strain that is taken away.
_RELIEF = 0.1
_WEEKLY_STRAIN = 5.0
_TOO_MUCH, _WEARING = 70.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamBelief:
    """How a team stands in one week.

    Attributes
    ----------
    belief : float
        That it can do the new thing, from 0 to 100.
    skill : float
        What it has practised, in points of ability.
    strain : float
        From 0 to 100.
    visits : int
        Times it has seen others do it.
    borrowed : float
        Belief that rests on words alone, and is gone next week without a success.
    """

    belief: float = 35.0
    skill: float = 30.0
    strain: float = 55.0
    visits: int = 0
    borrowed: float = 0.0


@dataclass(frozen=True, slots=True)
class BeliefWeek:
    """What was done in a week, and what came of it.

    Attributes
    ----------
    action : str
        One of `ACTIONS`.
    success : bool or None
        None where nothing was tried.
    team : TeamBelief
        At the end of the week.
    """

    action: str
    success: bool | None
    team: TeamBelief


def chance_of_success(team: TeamBelief, action: str) -> float:
    """How likely a step is to succeed.

    Parameters
    ----------
    team : TeamBelief
    action : {"small-step", "large-step"}

    Returns
    -------
    float

    Examples
    --------
    >>> team = TeamBelief()
    >>> [round(chance_of_success(team, step), 2) for step in ACTIONS[:2]]
    [0.69, 0.03]
    """
    ability = team.skill + 0.4 * (team.belief - 50) - 0.3 * (team.strain - 40)
    return 1 / (1 + math.exp((_DIFFICULTY[action] - ability) / _SLOPE))


def live_week(team: TeamBelief, action: str, luck: float) -> BeliefWeek:
    """Let a week pass.

    Parameters
    ----------
    team : TeamBelief
        As it comes into the week.
    action : str
        One of `ACTIONS`.
    luck : float
        In [0, 1): a step succeeds if this lies below its chance.

    Returns
    -------
    BeliefWeek

    Raises
    ------
    ValueError
        If there is no such action.

    Examples
    --------
    >>> week = live_week(TeamBelief(), "small-step", luck=0.5)
    >>> week.success, round(week.team.belief, 1)
    (True, 48.0)
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is not one of {', '.join(ACTIONS)}.")
    success = None
    if action in _DIFFICULTY:
        success = luck < chance_of_success(team, action)
    belief = team.belief
    if not success:
        # Words wait for a success. Without one they are gone.
        belief -= team.borrowed
    after = replace(team, borrowed=0.0, strain=team.strain + _WEEKLY_STRAIN)
    if success is True:
        belief += _SUCCESS_ADDS[action] * (HIGHEST - belief)
    elif success is False:
        belief -= _FAILURE_TAKES[action] * belief
        after = replace(after, strain=after.strain + _FAILURE_STRAINS[action])
    elif action == "see-others":
        adds = _SEEING_ADDS[min(team.visits, len(_SEEING_ADDS) - 1)]
        belief += adds * (HIGHEST - belief)
        after = replace(after, visits=team.visits + 1)
    elif action == "pep-talk":
        # Nobody can lend more than there is room for.
        lent = min(_WORDS_ADD, HIGHEST - belief)
        belief += lent
        after = replace(after, borrowed=lent)
    else:
        taken = min(_LIGHTENING, after.strain)
        belief += _RELIEF * taken
        after = replace(after, strain=after.strain - taken)
    if success is not None:
        after = replace(after, skill=team.skill + _PRACTICE[success])
    if after.strain > _TOO_MUCH:
        belief -= _WEARING
    after = replace(
        after, belief=_within_bounds(belief), strain=_within_bounds(after.strain)
    )
    return BeliefWeek(action, success, after)


def live_weeks(
    actions: Sequence[str], luck: Sequence[float], team: TeamBelief | None = None
) -> tuple[BeliefWeek, ...]:
    """Let weeks pass, one action a week.

    Parameters
    ----------
    actions : sequence of str
    luck : sequence of float
        At least as many, from `draw_luck`.
    team : TeamBelief, optional
        As it is before the first week.

    Returns
    -------
    tuple of BeliefWeek
    """
    weeks, now = [], team or TeamBelief()
    for action, each in zip(actions, luck, strict=False):
        weeks.append(live_week(now, action, each))
        now = weeks[-1].team
    return tuple(weeks)


def draw_luck(rng: np.random.Generator, weeks: int = WEEKS) -> tuple[float, ...]:
    """Draw a team's luck, week by week.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    weeks : int

    Returns
    -------
    tuple of float
        Each in [0, 1).
    """
    return tuple(rng.random(weeks).tolist())


def grow(team: TeamBelief) -> str:
    """Choose as a careful coach would: lighten, look, small steps, then a large one.

    Parameters
    ----------
    team : TeamBelief

    Returns
    -------
    str
        One of `ACTIONS`.
    """
    if team.strain >= 60:
        return "lighten"
    if team.visits == 0:
        return "see-others"
    likely = chance_of_success(team, "large-step") >= 0.75
    return "large-step" if likely else "small-step"


def mean_belief_after(
    choose: Callable[[TeamBelief], str],
    teams: int,
    rng: np.random.Generator,
    weeks: int = WEEKS,
) -> float:
    """Belief after some weeks, on average over teams that differ in luck alone.

    Parameters
    ----------
    choose : callable
        ``(team) -> action``.
    teams : int
    rng : numpy.random.Generator
        The only source of chance.
    weeks : int

    Returns
    -------
    float
        From 0 to 100.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> words = mean_belief_after(lambda team: "pep-talk", 10, rng)
    >>> steps = mean_belief_after(lambda team: "small-step", 10, rng)
    >>> words < steps
    True
    """
    total = 0.0
    for _ in range(teams):
        team = TeamBelief()
        for luck in draw_luck(rng, weeks):
            team = live_week(team, choose(team), luck).team
        total += team.belief
    return total / teams


def _within_bounds(value: float) -> float:
    return min(HIGHEST, max(0.0, value))
