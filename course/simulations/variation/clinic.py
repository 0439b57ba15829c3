"""A drop-in clinic that can be left alone, or adjusted after every good or bad week.

The clinic is stable: its weekly mean wait moves about a level by common causes alone.
The only thing anybody can set is the staff hours. Chance is drawn once for all weeks,
so that different ways of steering can be tried on the very same weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from course.simulations.variation.funnel import spread_ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class DropInClinic:
    """A clinic whose waits are right on average when nobody adjusts it.

    Attributes
    ----------
    target_wait_minutes : float
        The wait aimed at; also the mean wait with the usual staff hours.
    usual_staff_hours : float
        Per week.
    minutes_per_hour : float
        How much one staff hour more in a week shortens its mean wait.
    spread_minutes : float
        Standard deviation of the weekly mean wait, from common causes.
    """

    target_wait_minutes: float = 40.0
    usual_staff_hours: float = 120.0
    minutes_per_hour: float = 0.5
    spread_minutes: float = 5.0


@dataclass(frozen=True, slots=True)
class ClinicWeek:
    """One week at the clinic.

    Attributes
    ----------
    week : int
        Counted from 1.
    staff_hours : float
    wait_minutes : float
        Mean wait of the week.
    """

    week: int
    staff_hours: float
    wait_minutes: float


def draw_chance(
    clinic: DropInClinic, weeks: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw what common causes add to each week's wait.

    Parameters
    ----------
    clinic : DropInClinic
    weeks : int
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of float, shape (weeks,)
        Minutes, normal and independent from week to week, mean zero.

    Examples
    --------
    >>> draw_chance(DropInClinic(), weeks=3, rng=np.random.default_rng(1)).round(1)
    array([1.7, 4.1, 1.7])
    """
    return rng.normal(0, clinic.spread_minutes, weeks)


def run_week(
    clinic: DropInClinic, week: int, staff_hours: float, chance_minutes: float
) -> ClinicWeek:
    """Run the clinic for one week.

    Parameters
    ----------
    clinic : DropInClinic
    week : int
        Counted from 1.
    staff_hours : float
        This week's.
    chance_minutes : float
        This week's, from `draw_chance`.

    Returns
    -------
    ClinicWeek

    Examples
    --------
    >>> run_week(DropInClinic(), week=1, staff_hours=124, chance_minutes=3.0)
    ClinicWeek(week=1, staff_hours=124, wait_minutes=41.0)
    """
    extra_hours = staff_hours - clinic.usual_staff_hours
    level = clinic.target_wait_minutes - clinic.minutes_per_hour * extra_hours
    return ClinicWeek(week, staff_hours, float(level + chance_minutes))


def adjusted_hours(clinic: DropInClinic, last: ClinicWeek, fraction: float) -> float:
    """Staff hours for next week, set to undo part of last week's deviation.

    Parameters
    ----------
    clinic : DropInClinic
    last : ClinicWeek
    fraction : float
        Of the deviation from the target; 0 leaves the hours as they are.

    Returns
    -------
    float

    Examples
    --------
    >>> adjusted_hours(DropInClinic(), ClinicWeek(1, 120, 43.0), fraction=1)
    126.0
    """
    deviation = last.wait_minutes - clinic.target_wait_minutes
    return last.staff_hours + fraction * deviation / clinic.minutes_per_hour


def leave_alone(
    clinic: DropInClinic, chance_minutes: Iterable[float]
) -> tuple[ClinicWeek, ...]:
    """Run the clinic with the usual staff hours every week.

    Parameters
    ----------
    clinic : DropInClinic
    chance_minutes : iterable of float
        One number per week, from `draw_chance`.

    Returns
    -------
    tuple of ClinicWeek

    Examples
    --------
    >>> [week.wait_minutes for week in leave_alone(DropInClinic(), [2.0, -1.0])]
    [42.0, 39.0]
    """
    return adjust_each_week(clinic, 0, chance_minutes)


def adjust_each_week(
    clinic: DropInClinic, fraction: float, chance_minutes: Iterable[float]
) -> tuple[ClinicWeek, ...]:
    """Run the clinic and adjust the staff hours after every week.

    Parameters
    ----------
    clinic : DropInClinic
    fraction : float
        Of each week's deviation that the next week's hours are set to undo.
    chance_minutes : iterable of float
        One number per week, from `draw_chance`.

    Returns
    -------
    tuple of ClinicWeek
        The first week has the usual hours.

    Examples
    --------
    >>> weeks = adjust_each_week(DropInClinic(), 1, [2.0, -1.0])
    >>> [(week.staff_hours, week.wait_minutes) for week in weeks]
    [(120.0, 42.0), (124.0, 37.0)]
    """
    weeks = []
    staff_hours = clinic.usual_staff_hours
    for number, chance in enumerate(chance_minutes, start=1):
        weeks.append(run_week(clinic, number, staff_hours, chance))
        staff_hours = adjusted_hours(clinic, weeks[-1], fraction)
    return tuple(weeks)


def loss(clinic: DropInClinic, weeks: Sequence[ClinicWeek]) -> float:
    """Mean squared deviation of the waits from the target.

    Parameters
    ----------
    clinic : DropInClinic
    weeks : sequence of ClinicWeek

    Returns
    -------
    float
        Square minutes: ten minutes off cost four times as much as five.

    Raises
    ------
    ValueError
        If there are no weeks.

    Examples
    --------
    >>> clinic = DropInClinic()
    >>> loss(clinic, leave_alone(clinic, [2.0, -1.0]))
    2.5
    """
    if not weeks:
        raise ValueError("A loss needs at least one week.")
    deviations = [week.wait_minutes - clinic.target_wait_minutes for week in weeks]
    return sum(deviation**2 for deviation in deviations) / len(deviations)


def expected_loss(clinic: DropInClinic, fraction: float) -> float:
    """Loss in the long run when a fraction of each deviation is undone.

    Parameters
    ----------
    clinic : DropInClinic
    fraction : float
        From 0 to below 2; see `course.simulations.variation.funnel.spread_ratio`.

    Returns
    -------
    float
        Square minutes.

    Raises
    ------
    ValueError
        If the fraction lies outside 0 to 2.

    Examples
    --------
    >>> [expected_loss(DropInClinic(), fraction) for fraction in (0, 1)]
    [25.0, 50.0]
    """
    return clinic.spread_minutes**2 * spread_ratio(fraction)


def overtime_hours(clinic: DropInClinic, weeks: Iterable[ClinicWeek]) -> float:
    """Staff hours worked beyond the usual ones, in all weeks together.

    A week with fewer hours gives nothing back: who is sent home is still employed.

    Parameters
    ----------
    clinic : DropInClinic
    weeks : iterable of ClinicWeek

    Returns
    -------
    float

    Examples
    --------
    >>> clinic = DropInClinic()
    >>> overtime_hours(clinic, adjust_each_week(clinic, 1, [2.0, -9.0, 0.0]))
    4.0
    """
    return sum(max(0.0, week.staff_hours - clinic.usual_staff_hours) for week in weeks)
