"""What follows from a plan: what is missing, what would close it, what can be carried.

The arithmetic is that of module 10: the cheapest courses that close all gaps, and the
bath without a plug.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from course.simulations.capability.dosing.plan import Course, DosingPlan, Group
from course.simulations.capability.trained_stock import (
    places_to_hold,
    places_to_reach,
    stock_by_year,
    years_to_reach,
)
from course.simulations.capability.training_tables import COMPETENCES, cheapest_choice

YEARS_AHEAD = 5
# A place more or less by float noise is none.
_PLACE_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A dose that no course gives to those who need it.

    Attributes
    ----------
    group : Group
    competence : str
        Of `COMPETENCES`.
    wanted, reached : int
        Doses.
    """

    group: Group
    competence: str
    wanted: int
    reached: int

    def is_closed_by(self, course: Course) -> bool:
        """Whether a course takes the group as far as is wanted."""
        place = COMPETENCES.index(self.competence)
        return course.dose_for(self.group, place) >= self.wanted


@dataclass(frozen=True, slots=True)
class Cover:
    """Additions that close all gaps that can be closed.

    Attributes
    ----------
    courses : tuple of Course
    left : tuple of Gap
        Those that none of the possible courses closes.
    """

    courses: tuple[Course, ...]
    left: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Places and people of one group, a year at a time.

    Attributes
    ----------
    group : Group
    wanted : float
        Trained people.
    to_reach, to_hold : int
        Places a year until the wanted number is there in time, and from then on; the
        first is not too few by a part of a place, the second is the nearest.
    places : float
        A year, in the courses of the plan: those for the competence with the fewest.
    narrowest : str
        That competence.
    stock : tuple of float
        Trained people today and at the end of each of `YEARS_AHEAD`.
    years : int or None
        Until the wanted number is reached with these places; None for never.
    """

    group: Group
    wanted: float
    to_reach: int
    to_hold: int
    places: float
    narrowest: str
    stock: tuple[float, ...]
    years: int | None

    @property
    def needed(self) -> int:
        """Places a year that the plan asks for."""
        return max(self.to_reach, self.to_hold)

    @property
    def is_carried(self) -> bool:
        """Whether the courses have places enough."""
        return self.places >= self.needed


def gaps(groups: Iterable[Group], courses: Iterable[Course]) -> tuple[Gap, ...]:
    """Lay what is needed beside what there is.

    Parameters
    ----------
    groups : iterable of Group
    courses : iterable of Course

    Returns
    -------
    tuple of Gap
        Group by group. Two courses of dose 1 do not make a dose 2.

    Examples
    --------
    >>> line = Group(id="line", doses=(2, 1, 0, 0, 0, 0, 0, 0))
    >>> morning = Course(id="c1", groups=("line",), doses=(1, 1, 0, 0, 0, 0, 0, 0))
    >>> [(gap.competence, gap.wanted, gap.reached) for gap in gaps([line], [morning])]
    [('aims', 2, 1)]
    """
    courses = tuple(courses)
    found = []
    for group in groups:
        for place, (name, wanted) in enumerate(
            zip(COMPETENCES, group.doses, strict=True)
        ):
            reached = max((one.dose_for(group, place) for one in courses), default=0)
            if reached < wanted:
                found.append(
                    Gap(group=group, competence=name, wanted=wanted, reached=reached)
                )
    return tuple(found)


def cover(plan: DosingPlan) -> Cover:
    """Choose additions that close the gaps: the cheapest, or the fewest.

    Parameters
    ----------
    plan : DosingPlan
        `prefer` says which; of those that are equal in it, the best in the other.

    Returns
    -------
    Cover
        One without a cost is taken to cost nothing.
    """
    found = gaps(plan.groups, plan.existing)
    possible = plan.possible
    closable = [
        gap for gap in found if any(gap.is_closed_by(course) for course in possible)
    ]
    left = tuple(gap for gap in found if gap not in closable)
    if not closable:
        return Cover((), left)
    costs = np.array([course.cost or 0 for course in possible], dtype=float)
    if plan.prefer == "fewest":
        weights = 1 + costs / (1 + costs.sum())
    else:
        # Costs are whole thousands, so that all together these add less than one.
        weights = costs + 1 / (1 + len(costs))
    closes = np.array(
        [[gap.is_closed_by(course) for gap in closable] for course in possible]
    )
    chosen = cheapest_choice(closes, weights)
    return Cover(tuple(possible[place] for place in chosen), left)


def capacities(plan: DosingPlan) -> tuple[Capacity, ...]:
    """Work out whether the courses of the plan have places enough.

    Parameters
    ----------
    plan : DosingPlan

    Returns
    -------
    tuple of Capacity
        Of the groups whose numbers are filled in. Somebody is trained who has the
        whole dose of the group, so the competence with the fewest places decides.
        Groups that share a course share its places by how many each needs.
    """
    counted = [group for group in plan.groups if group.is_counted]
    needs = {group.id: _needed(group) for group in counted}
    return tuple(_capacity(group, counted, needs, plan.carried) for group in counted)


def _needed(group: Group) -> tuple[int, int]:
    """Places a year to reach what is wanted in time, and to hold it."""
    share, turnover = group.share / 100, group.leaving / 100
    wanted = group.share * group.people / 100
    years = round(group.years)
    reach = places_to_reach(wanted, group.trained, turnover, years)
    hold = places_to_hold(share, group.people, turnover)
    return math.ceil(round(reach, _PLACE_DECIMALS)), math.floor(hold + 0.5)


def _capacity(
    group: Group,
    counted: list[Group],
    needs: dict[str, tuple[int, int]],
    courses: tuple[Course, ...],
) -> Capacity:
    turnover = group.leaving / 100
    wanted = group.share * group.people / 100
    by_competence = {
        name: sum(
            _share_of(course, group, counted, needs)
            for course in courses
            if course.dose_for(group, place) >= dose
        )
        for place, (name, dose) in enumerate(zip(COMPETENCES, group.doses, strict=True))
        if dose
    }
    narrowest = min(by_competence, key=by_competence.__getitem__)
    places = round(by_competence[narrowest], _PLACE_DECIMALS)
    stock = stock_by_year(group.trained, places, turnover, YEARS_AHEAD, group.people)
    to_reach, to_hold = needs[group.id]
    return Capacity(
        group=group,
        wanted=wanted,
        to_reach=to_reach,
        to_hold=to_hold,
        places=places,
        narrowest=narrowest,
        stock=tuple(stock.tolist()),
        years=years_to_reach(wanted, group.trained, places, turnover),
    )


def _share_of(
    course: Course,
    group: Group,
    counted: list[Group],
    needs: dict[str, tuple[int, int]],
) -> float:
    """Places of a course that fall to a group."""
    weights = {
        one.id: max(needs[one.id])
        for one in counted
        if any(0 < dose <= course.dose_for(one, k) for k, dose in enumerate(one.doses))
    }
    total = sum(weights.values())
    places = course.places or 0
    return places * weights[group.id] / total if total else places / len(weights)
