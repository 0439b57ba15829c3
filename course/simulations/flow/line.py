"""Stations in a row: where the bottleneck is, and what one more pair of hands gives.

A row of stations lets no more people through than its narrowest one. Help anywhere
else shortens a queue that was not the trouble, or sends people on to the next queue
sooner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.simulations.flow.queue import (
    PatientFlow,
    QueueClinic,
    draw_flow,
    run_queue,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station where people are seen one at a time by each who works there.

    Attributes
    ----------
    minutes_per_visit : float
        Mean; the visits differ by chance (exponential times).
    staff : int

    Raises
    ------
    ValueError
        If a visit takes no time or nobody works.
    """

    minutes_per_visit: float
    staff: int = 1

    def __post_init__(self):
        if not self.minutes_per_visit > 0:
            raise ValueError("A visit must take some time.")
        if self.staff < 1:
            raise ValueError(f"A station needs at least one, not {self.staff}.")

    @property
    def capacity(self) -> float:
        """People it can see in an hour.

        Examples
        --------
        >>> Station(minutes_per_visit=15, staff=3).capacity
        12.0
        """
        return 60 * self.staff / self.minutes_per_visit


def narrowest(stations: Sequence[Station]) -> int:
    """Return the place of the station that can see the fewest in an hour.

    Parameters
    ----------
    stations : sequence of Station

    Returns
    -------
    int
        From 0; the first of several.

    Examples
    --------
    >>> desk, room = (
    ...     Station(minutes_per_visit=4),
    ...     Station(minutes_per_visit=15, staff=3),
    ... )
    >>> narrowest([desk, room])
    1
    """
    return min(range(len(stations)), key=lambda i: stations[i].capacity)


def through_per_hour(stations: Sequence[Station], demand: float) -> float:
    """Return how many come through in an hour, while the queues last.

    Parameters
    ----------
    stations : sequence of Station
    demand : float
        People who come in an hour.

    Returns
    -------
    float

    Examples
    --------
    >>> desk, room = (
    ...     Station(minutes_per_visit=4),
    ...     Station(minutes_per_visit=15, staff=3),
    ... )
    >>> through_per_hour([desk, room], demand=20), through_per_hour([desk, room], 9)
    (12.0, 9)
    """
    return min(demand, stations[narrowest(stations)].capacity)


@dataclass(frozen=True, slots=True, eq=False)
class LineDay:
    """One day of a row of stations.

    Attributes
    ----------
    flows : tuple of PatientFlow
        One for each station, all in the order in which people came to the first.
    """

    flows: tuple[PatientFlow, ...]

    @property
    def stays(self) -> np.ndarray:
        """Minutes each person was there, from the first station to the last."""
        return self.flows[-1].left - self.flows[0].arrived

    @property
    def waits(self) -> np.ndarray:
        """Minutes each person waited, shape (stations, people)."""
        return np.array([flow.waits for flow in self.flows])


def draw_line_day(
    stations: Sequence[Station],
    people: int,
    minutes_between_arrivals: float,
    rng: np.random.Generator,
    arrival_variation: float = 1.0,
) -> LineDay:
    """Let a day's people come, and go from station to station.

    Parameters
    ----------
    stations : sequence of Station
    people : int
    minutes_between_arrivals : float
        Mean.
    rng : numpy.random.Generator
        The only source of chance. The same state brings the same people, with the
        same luck at each station, whoever works where and however they come.
    arrival_variation : float
        Standard deviation of the time between two, as a share of its mean.

    Returns
    -------
    LineDay

    Examples
    --------
    >>> row = [Station(minutes_per_visit=3), Station(minutes_per_visit=8, staff=2)]
    >>> draw_line_day(row, 4, 10, np.random.default_rng(1)).waits.shape
    (2, 4)
    """
    coming, *at_stations = rng.spawn(1 + len(stations))
    door = QueueClinic(
        minutes_between_arrivals=minutes_between_arrivals,
        arrival_variation=arrival_variation,
    )
    arrived = draw_flow(door, people, coming).arrived
    flows = []
    for station, luck in zip(stations, at_stations, strict=True):
        visits = station.minutes_per_visit * luck.standard_exponential(people)
        flow = run_queue(arrived, visits, station.staff)
        flows.append(flow)
        arrived = flow.left
    return LineDay(tuple(flows))
