"""A clinic with a queue: who waits, how long, and how many at a time.

Patients come when they come and visits take what they take. When both vary, a queue
forms although the staff are idle part of the day: the closer the work is to what the
staff can do, the longer. No patient and no member of staff is to blame for it.

References
----------
.. [1] Lindley, D. V. (1952). The theory of queues with a single server.
   Math. Proc. Cambridge Philos. Soc. 48(2): 277-289.
.. [2] Little, J. D. C. (1961). A proof for the queuing formula: L = λW.
   Operations Research 9(3): 383-387.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# Between these a queue is plain to see, and a long run does not take for ever.
BUSY = (0.75, 0.92)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueClinic:
    """A clinic that sees patients in the order they come.

    Attributes
    ----------
    minutes_between_arrivals : float
        Mean time from one patient's arrival to the next's: the demand.
    minutes_per_visit : float
        Mean time a patient takes of one member of staff.
    staff : int
        Who see one patient each at a time: the capacity.
    arrival_variation, visit_variation : float
        Standard deviation as a share of the mean: 0 when all are alike, 1 when
        patients come independently of each other (exponential times).

    Raises
    ------
    ValueError
        If a time is not above zero, a variation is below it, or nobody works.

    Examples
    --------
    >>> QueueClinic(minutes_between_arrivals=20, minutes_per_visit=15).utilisation
    0.75
    """

    minutes_between_arrivals: float = 20.0
    minutes_per_visit: float = 15.0
    staff: int = 1
    arrival_variation: float = 1.0
    visit_variation: float = 1.0

    def __post_init__(self):
        if min(self.minutes_between_arrivals, self.minutes_per_visit) <= 0:
            raise ValueError("Times between arrivals and for visits must be above 0.")
        if min(self.arrival_variation, self.visit_variation) < 0:
            raise ValueError("A variation cannot be below 0.")
        if self.staff < 1:
            raise ValueError(f"A clinic needs at least one at work, not {self.staff}.")

    @property
    def utilisation(self) -> float:
        """Work that comes in, as a share of the work the staff can do.

        From 1 on the queue grows for as long as the clinic is open.
        """
        return self.minutes_per_visit / (self.minutes_between_arrivals * self.staff)


@dataclass(frozen=True, slots=True, eq=False)
class PatientFlow:
    """What happened to each patient of a clinic.

    Attributes
    ----------
    arrived, started, left : ndarray of float, shape (patients,)
        Minutes from opening. The visit lasts from `started` to `left`.
    """

    arrived: np.ndarray
    started: np.ndarray
    left: np.ndarray

    @property
    def waits(self) -> np.ndarray:
        """Minutes each patient waited for the visit to start, shape (patients,)."""
        return self.started - self.arrived

    @property
    def stays(self) -> np.ndarray:
        """Minutes from arrival until the patient left, shape (patients,)."""
        return self.left - self.arrived

    @property
    def minutes(self) -> float:
        """From opening until the last patient has left."""
        return float(self.left.max())

    def waiting_at(self, times: ArrayLike) -> np.ndarray:
        """Patients who wait at each of the times.

        Parameters
        ----------
        times : array_like, shape (n,)
            Minutes from opening.

        Returns
        -------
        ndarray of int, shape (n,)
            Who arrives at that very minute is counted; whose visit starts then is not.

        Examples
        --------
        >>> run_queue([0, 1, 2], [4, 4, 4]).waiting_at([0, 1, 3, 4, 8])
        array([0, 1, 2, 1, 0])
        """
        return _between(self.arrived, self.started, times)

    def present_at(self, times: ArrayLike) -> np.ndarray:
        """Patients at the clinic at each of the times, waiting or in a visit.

        Parameters
        ----------
        times : array_like, shape (n,)
            Minutes from opening.

        Returns
        -------
        ndarray of int, shape (n,)

        Examples
        --------
        >>> run_queue([0, 1, 2], [4, 4, 4]).present_at([0, 1, 3, 4, 8, 12])
        array([1, 2, 3, 2, 1, 0])
        """
        return _between(self.arrived, self.left, times)

    def mean_waiting(self) -> float:
        """Patients who wait, averaged over the minutes until the last has left.

        Returns
        -------
        float
        """
        return _mean_over_time(self.arrived, self.started, self.minutes)

    def mean_present(self) -> float:
        """Patients at the clinic, averaged over the minutes until the last has left.

        Returns
        -------
        float

        Notes
        -----
        Found by counting heads through the day. Little's law says what it must be:
        arrivals per minute times the mean stay, exactly so for a day that begins and
        ends with nobody there.

        Examples
        --------
        >>> flow = run_queue([0, 1, 2], [4, 4, 4])
        >>> flow.mean_present() * flow.minutes, flow.stays.sum()
        (21.0, np.float64(21.0))
        """
        return _mean_over_time(self.arrived, self.left, self.minutes)


def draw_clinic(rng: np.random.Generator, staff: int = 1) -> QueueClinic:
    """Draw a clinic that is busy, but can do its work.

    Parameters
    ----------
    rng : numpy.random.Generator
    staff : int

    Returns
    -------
    QueueClinic
        With visits of 8 to 24 minutes and a utilisation of 75 to 92 %; arrivals and
        visits vary as by chance alone.

    Examples
    --------
    >>> 0.74 < draw_clinic(np.random.default_rng(1)).utilisation < 0.93
    True
    """
    minutes_per_visit = round(rng.uniform(8, 24), 1)
    between = minutes_per_visit / (staff * rng.uniform(*BUSY))
    return QueueClinic(
        minutes_between_arrivals=round(between, 1),
        minutes_per_visit=minutes_per_visit,
        staff=staff,
    )


def draw_flow(
    clinic: QueueClinic, patients: int, rng: np.random.Generator
) -> PatientFlow:
    """Draw arrivals and visits, and see the patients in the order they come.

    Parameters
    ----------
    clinic : QueueClinic
    patients : int
    rng : numpy.random.Generator
        The only source of chance; the same state gives the same luck to a clinic
        with more staff, or with other mean times.

    Returns
    -------
    PatientFlow

    Examples
    --------
    >>> clinic = QueueClinic()
    >>> draw_flow(clinic, 3, np.random.default_rng(1)).arrived.round(1)
    array([ 21.5,  27.6, 135.1])
    """
    gaps = _draw_times(
        clinic.minutes_between_arrivals, clinic.arrival_variation, patients, rng
    )
    minutes = _draw_times(
        clinic.minutes_per_visit, clinic.visit_variation, patients, rng
    )
    return run_queue(np.cumsum(gaps), minutes, clinic.staff)


def run_queue(arrived: ArrayLike, visits: ArrayLike, staff: int = 1) -> PatientFlow:
    """See patients in the order they come, each by whoever is free first.

    Parameters
    ----------
    arrived : array_like, shape (patients,)
        Minutes from opening, in any order. To let patients go on to a second step,
        give it the times they left the first.
    visits : array_like, shape (patients,)
        Minutes each patient takes of one member of staff.
    staff : int

    Returns
    -------
    PatientFlow
        In the order of `arrived`.

    Raises
    ------
    ValueError
        If there are no patients, or not one visit for each, a time is missing or
        below zero, or nobody works.

    Notes
    -----
    For one member of staff this is Lindley's recursion,
    ``wait[i + 1] = max(0, wait[i] + visit[i] - gap[i])``.

    Examples
    --------
    >>> run_queue([0, 5, 6], [10, 10, 10]).waits
    array([ 0.,  5., 14.])
    >>> run_queue([0, 5, 6], [10, 10, 10], staff=2).waits
    array([0., 0., 4.])
    """
    arrived = np.asarray(arrived, dtype=float)
    visits = np.asarray(visits, dtype=float)
    if arrived.ndim != 1 or arrived.shape != visits.shape or not arrived.size:
        raise ValueError(
            "A queue needs one arrival and one visit for each patient, "
            f"not {arrived.size} and {visits.size}."
        )
    for name, times in (("arrival", arrived), ("visit", visits)):
        bad = np.flatnonzero(~(times >= 0) | np.isinf(times))
        if bad.size:
            raise ValueError(
                f"A time cannot be below 0 or missing; the {name} of patient "
                f"{bad[0] + 1} is {times[bad[0]]:g}."
            )
    if staff < 1:
        raise ValueError(f"A clinic needs at least one at work, not {staff}.")

    started = np.empty(arrived.size)
    free = [0.0] * staff
    for patient in np.argsort(arrived, kind="stable").tolist():
        started[patient] = max(arrived[patient], free[0])
        heapq.heapreplace(free, float(started[patient] + visits[patient]))
    return PatientFlow(arrived, started, started + visits)


def expected_wait(clinic: QueueClinic) -> float:
    """Mean wait in the long run, where theory knows it exactly.

    Parameters
    ----------
    clinic : QueueClinic
        Arrivals independent of each other; and either one at work, or visits that
        vary as exponential times do.

    Returns
    -------
    float
        Minutes.

    Raises
    ------
    ValueError
        If the queue would grow for ever, or no exact formula is known.

    Notes
    -----
    With utilisation ρ, mean visit s and variation c of visits, one at work (the
    formula of Pollaczek and Khinchine; c = 1 is the textbook's M/M/1):
    ``s ρ / (1 - ρ) (1 + c²) / 2``. With several at work, Erlang's C is the share who
    wait at all, and they wait ``s / (staff (1 - ρ))`` on average.

    References
    ----------
    .. [1] Kleinrock, L. (1975). Queueing Systems, Volume 1: Theory. Wiley.

    Examples
    --------
    >>> expected_wait(QueueClinic(minutes_between_arrivals=20, minutes_per_visit=15))
    45.0
    >>> expected_wait(QueueClinic(visit_variation=0))
    22.5
    """
    rho, visit = clinic.utilisation, clinic.minutes_per_visit
    if rho >= 1:
        raise ValueError(
            f"At a utilisation of {rho:.0%} the queue grows for ever: "
            "there is no mean wait."
        )
    exponential = clinic.arrival_variation == 1 and clinic.visit_variation == 1
    if clinic.arrival_variation == 1 and clinic.staff == 1:
        return visit * rho / (1 - rho) * (1 + clinic.visit_variation**2) / 2
    if exponential:
        return _share_who_wait(clinic) * visit / (clinic.staff * (1 - rho))
    raise ValueError(
        "The mean wait is known exactly only for independent arrivals, and for "
        "several at work only with exponential visits."
    )


def _share_who_wait(clinic: QueueClinic) -> float:
    """Erlang's C, from Erlang's B built up one member of staff at a time."""
    load = clinic.minutes_per_visit / clinic.minutes_between_arrivals
    blocked = 1.0
    for at_work in range(1, clinic.staff + 1):
        blocked = load * blocked / (at_work + load * blocked)
    return blocked / (1 - clinic.utilisation * (1 - blocked))


def _draw_times(
    mean: float, variation: float, count: int, rng: np.random.Generator
) -> np.ndarray:
    """Times above zero with this mean and variation (gamma), shape (count,)."""
    if variation == 0:
        return np.full(count, float(mean))
    # Scaled afterwards: the mean changes the times, never the luck.
    return mean * variation**2 * rng.standard_gamma(variation**-2, count)


def _between(first: np.ndarray, last: np.ndarray, times: ArrayLike) -> np.ndarray:
    """How many have begun and not ended at each time."""
    times = np.asarray(times, dtype=float)
    begun = np.searchsorted(np.sort(first), times, side="right")
    return begun - np.searchsorted(np.sort(last), times, side="right")


def _mean_over_time(first: np.ndarray, last: np.ndarray, minutes: float) -> float:
    """Mean from opening of how many have begun and not ended."""
    if minutes == 0:
        return 0.0
    moments = np.unique(np.concatenate(([0.0], first, last)))
    counts = _between(first, last, moments[:-1])
    return float(counts @ np.diff(moments)) / minutes
