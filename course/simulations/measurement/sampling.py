"""Samples from a list of visits: how they are taken, and whom they never meet.

How large a sample is decides how far chance can lead it. How it is taken decides
where it is led without any chance at all: a sample of the visits that were easy to
find knows little of the nights, however large it is made.

References
----------
.. [1] Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley.
.. [2] Perla, R. J. and Provost, L. P. (2012). Judgment sampling: a health care
   improvement perspective. Quality Management in Health Care 21(3): 169-175.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

METHODS = ("random", "systematic", "judgement", "convenience")

# Of a normal distribution, 95 % lies within so many standard deviations.
SIGMAS_TO_95 = 1.96

# Visits in the daytime, and when somebody is at the desk to find the papers.
_DAY = range(7, 22)
_NIGHT = (*range(0, 7), 22, 23)
_OFFICE = range(8, 16)
_WEEKEND = (6, 7)

# The easy sample must miss by so many standard errors of a random one, which itself
# must come within the other: else chance would have taught something else.
_MISSES = 2.5
_COMES_CLOSE = 1.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to an invented clinic that is open day and night.

    Attributes
    ----------
    number : int
        In the order of arrival, from 1.
    day : int
        From 1, which is a Monday.
    hour : int
        Of arrival, 0 to 23.
    minutes : int
        Waited.
    """

    number: int
    day: int
    hour: int
    minutes: int

    @property
    def weekday(self) -> int:
        """From 1, Monday, to 7, Sunday."""
        return (self.day - 1) % 7 + 1

    @property
    def weekend(self) -> bool:
        """Whether it was a Saturday or a Sunday."""
        return self.weekday in _WEEKEND

    @property
    def night(self) -> bool:
        """Whether it was from ten in the evening to seven in the morning."""
        return self.hour not in _DAY

    @property
    def at_hand(self) -> bool:
        """Whether its papers are easy to find: from Monday to Friday, 8 to 16."""
        return not self.weekend and self.hour in _OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsPlan:
    """What a clinic's waits are like, by day and night.

    Attributes
    ----------
    days : int
    day_visits, night_visits : int
        On each day.
    level : float
        Mean wait in minutes, in the daytime from Monday to Friday.
    night_extra, weekend_extra : float
        Minutes more, or fewer, at night and at weekends.
    spread : float
        Standard deviation among patients who come at alike times, in minutes.
    step : int
        Of the systematic sample: one visit in so many.

    Raises
    ------
    ValueError
        If the step goes in step with the days: it would always meet the same hours.
    """

    days: int
    day_visits: int
    night_visits: int
    level: float
    night_extra: float
    weekend_extra: float
    spread: float
    step: int

    def __post_init__(self):
        if math.gcd(self.step, self.visits_a_day) > 1:
            raise ValueError(
                f"Every {self.step} visits of {self.visits_a_day} a day would meet "
                "the same hours again and again."
            )

    @property
    def visits_a_day(self) -> int:
        """Visits on each day, by day and night together."""
        return self.day_visits + self.night_visits

    @property
    def size(self) -> int:
        """Visits in a sample."""
        return self.days * self.visits_a_day // self.step


@dataclass(frozen=True, slots=True, eq=False)
class SampledList:
    """A list of visits, and a sample of each kind from it.

    Attributes
    ----------
    plan : VisitsPlan
    visits : tuple of Visit
        In the order of arrival.
    samples : mapping of str to tuple of Visit
        For each of `METHODS`, in the order of arrival.
    """

    plan: VisitsPlan
    visits: tuple[Visit, ...]
    samples: Mapping[str, tuple[Visit, ...]]


def mean_minutes(visits: Iterable[Visit]) -> float:
    """Mean wait of the visits.

    Parameters
    ----------
    visits : iterable of Visit

    Returns
    -------
    float
        Minutes.

    Raises
    ------
    ValueError
        If there are no visits.

    Examples
    --------
    >>> mean_minutes([Visit(1, 1, 9, 20), Visit(2, 1, 11, 30)])
    25.0
    """
    minutes = [visit.minutes for visit in visits]
    if not minutes:
        raise ValueError("A mean needs at least one visit.")
    return sum(minutes) / len(minutes)


def finite_population_correction(size: int, population: int | None) -> float:
    """How much closer a sample comes when it is a good part of all there is.

    Parameters
    ----------
    size : int
    population : int or None
        All there is to draw from; None for a process without end.

    Returns
    -------
    float
        sqrt((population - size) / (population - 1)): 1 for a process without end, 0
        when everybody is in the sample.

    Raises
    ------
    ValueError
        If the sample is empty or larger than the population.

    Examples
    --------
    >>> round(finite_population_correction(50, 200), 3)
    0.868
    >>> finite_population_correction(200, 200)
    0.0
    """
    if size < 1:
        raise ValueError(f"A sample needs at least one, not {size}.")
    if population is None:
        return 1.0
    if size > population:
        raise ValueError(f"A sample of {size} cannot come from {population}.")
    if size == population:
        return 0.0
    return math.sqrt((population - size) / (population - 1))


def standard_error(spread: float, size: int, population: int | None = None) -> float:
    """Standard error of the mean of a simple random sample, or of a share.

    Parameters
    ----------
    spread : float
        Standard deviation in the population: the sum of squares divided by all there
        are. For a share it is `spread_of_share`.
    size : int
    population : int, optional
        All there is to draw from; leave it out for a process without end.

    Returns
    -------
    float
        In the unit of the spread.

    Raises
    ------
    ValueError
        If the spread is below zero, or the sample is empty or larger than the
        population.

    Examples
    --------
    >>> standard_error(12, 36)
    2.0
    >>> round(standard_error(spread_of_share(0.5), 50, population=200), 4)
    0.0614
    """
    if not spread >= 0:
        raise ValueError(f"A spread cannot be {spread}.")
    return finite_population_correction(size, population) * spread / math.sqrt(size)


def spread_of_share(share: float) -> float:
    """Standard deviation of yes and no, when a share of them is yes.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    float
        sqrt(share (1 - share)), at most a half.

    Raises
    ------
    ValueError
        If the share lies outside 0 to 1.

    Examples
    --------
    >>> spread_of_share(0.5)
    0.5
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A share lies from 0 to 1, not at {share}.")
    return math.sqrt(share * (1 - share))


def sample_size(half_width: float, spread: float, population: int | None = None) -> int:
    """Smallest simple random sample whose 95 % interval is narrow enough.

    Parameters
    ----------
    half_width : float
        How far the interval may reach to each side, in the unit of the spread.
    spread : float
        As in `standard_error`.
    population : int, optional

    Returns
    -------
    int
        At least 1, and at most the population.

    Raises
    ------
    ValueError
        If the half-width is not above zero, or the spread is below it.

    Notes
    -----
    Without end, n₀ = (1.96 spread / half_width)². Of a population of N,
    n = N n₀ / (n₀ + N - 1).

    Examples
    --------
    >>> sample_size(0.10, spread_of_share(0.5))
    97
    >>> sample_size(0.10, spread_of_share(0.5), population=200)
    66
    """
    if not half_width > 0:
        raise ValueError(f"An interval needs a width above 0, not {half_width}.")
    if not spread >= 0:
        raise ValueError(f"A spread cannot be {spread}.")
    size = (SIGMAS_TO_95 * spread / half_width) ** 2
    if population is not None:
        size = population * size / (size + population - 1) if size else 0.0
    # Just above a whole number by division alone is that whole number.
    return max(1, math.ceil(size - 1e-9))


def sample_per_week(
    half_width: float, spread: float, weeks: int, visits_per_week: int | None = None
) -> int:
    """Visits to sample each week, so that so many weeks together are narrow enough.

    Parameters
    ----------
    half_width : float
        Of the 95 % interval for all the weeks together.
    spread : float
        As in `standard_error`.
    weeks : int
    visits_per_week : int, optional
        All there are; leave it out when they are many.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        As in `sample_size`, or if there are no weeks.

    Examples
    --------
    >>> sample_per_week(0.10, spread_of_share(0.5), weeks=13)
    8
    """
    if weeks < 1:
        raise ValueError(f"A plan needs at least one week, not {weeks}.")
    population = None if visits_per_week is None else weeks * visits_per_week
    return math.ceil(sample_size(half_width, spread, population) / weeks)


def random_sample(
    visits: Sequence[Visit], size: int, rng: np.random.Generator
) -> tuple[Visit, ...]:
    """Take a simple random sample: every set of so many visits is as likely.

    Parameters
    ----------
    visits : sequence of Visit
    size : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple of Visit
        In the order of the list.

    Raises
    ------
    ValueError
        If there are not so many visits.

    Examples
    --------
    >>> visits = [Visit(number, 1, 9, 20) for number in range(1, 9)]
    >>> len(random_sample(visits, 3, np.random.default_rng(1)))
    3
    """
    if size > len(visits):
        raise ValueError(f"A sample of {size} cannot come from {len(visits)} visits.")
    chosen = np.sort(rng.choice(len(visits), size, replace=False))
    return tuple(visits[place] for place in chosen.tolist())


def systematic_sample(
    visits: Sequence[Visit], step: int, start: int
) -> tuple[Visit, ...]:
    """Take one visit in every so many.

    Parameters
    ----------
    visits : sequence of Visit
    step : int
    start : int
        The first visit taken, from 1 to `step`; drawn by lot.

    Returns
    -------
    tuple of Visit

    Raises
    ------
    ValueError
        If the start lies outside 1 to the step.

    Examples
    --------
    >>> visits = [Visit(number, 1, 9, 20) for number in range(1, 9)]
    >>> [visit.number for visit in systematic_sample(visits, step=3, start=2)]
    [2, 5, 8]
    """
    if not 1 <= start <= step:
        raise ValueError(f"A start lies from 1 to the step of {step}, not at {start}.")
    return tuple(visits[start - 1 :: step])


def judgement_sample(
    visits: Sequence[Visit], size: int, rng: np.random.Generator
) -> tuple[Visit, ...]:
    """Take as many visits of each kind that people at the clinic think differ.

    The kinds are day and night, on weekdays and at weekends. Such a sample meets all
    of them, and its plain mean gives the rare ones too much weight.

    Parameters
    ----------
    visits : sequence of Visit
    size : int
        In all; rounded down to the same number of each kind, at least one.
    rng : numpy.random.Generator

    Returns
    -------
    tuple of Visit
        In the order of the list.

    Raises
    ------
    ValueError
        If there are too few visits of a kind.

    Examples
    --------
    >>> plan = draw_visits_plan(np.random.default_rng(1))
    >>> visits = draw_visits(plan, np.random.default_rng(1))
    >>> sample = judgement_sample(visits, 12, np.random.default_rng(1))
    >>> sum(visit.night for visit in sample)
    6
    """
    kinds = _kinds(visits)
    each = max(1, size // len(kinds))
    taken = [visit for kind in kinds for visit in random_sample(kind, each, rng)]
    return tuple(sorted(taken, key=lambda visit: visit.number))


def convenience_sample(
    visits: Sequence[Visit], size: int, rng: np.random.Generator
) -> tuple[Visit, ...]:
    """Take visits whose papers are at hand: from office hours only.

    Parameters
    ----------
    visits : sequence of Visit
    size : int
    rng : numpy.random.Generator
        Which of those at hand, is chance.

    Returns
    -------
    tuple of Visit
        In the order of the list.

    Raises
    ------
    ValueError
        If there are not so many visits at hand.

    Examples
    --------
    >>> plan = draw_visits_plan(np.random.default_rng(1))
    >>> visits = draw_visits(plan, np.random.default_rng(1))
    >>> sample = convenience_sample(visits, 12, np.random.default_rng(1))
    >>> any(visit.night or visit.weekend for visit in sample)
    False
    """
    return random_sample([visit for visit in visits if visit.at_hand], size, rng)


def expected_mean(visits: Sequence[Visit], method: str, step: int = 1) -> float:
    """Mean wait that a kind of sample finds on average, over all it might have taken.

    Parameters
    ----------
    visits : sequence of Visit
    method : {"random", "systematic", "judgement", "convenience"}
    step : int
        Of a systematic sample.

    Returns
    -------
    float
        Minutes, exactly. Minus the mean of the list it is the bias of the method.

    Raises
    ------
    ValueError
        If there is no such method.

    Examples
    --------
    >>> visits = [Visit(1, 1, 9, 20), Visit(2, 1, 23, 60)]
    >>> expected_mean(visits, "random"), expected_mean(visits, "convenience")
    (40.0, 20.0)
    """
    if method not in METHODS:
        raise ValueError(f"{method!r} is not one of {', '.join(METHODS)}.")
    if method == "random":
        return mean_minutes(visits)
    if method == "convenience":
        return mean_minutes(visit for visit in visits if visit.at_hand)
    if method == "judgement":
        kinds = _kinds(visits)
        return sum(map(mean_minutes, kinds)) / len(kinds)
    starts = range(1, step + 1)
    return sum(mean_minutes(systematic_sample(visits, step, s)) for s in starts) / step


def draw_visits_plan(rng: np.random.Generator, days: int = 28) -> VisitsPlan:
    """Draw what a clinic's waits are like, by day and night.

    Parameters
    ----------
    rng : numpy.random.Generator
    days : int

    Returns
    -------
    VisitsPlan
        Nights may be slower or faster than days: which way an easy sample misses is
        not known beforehand.

    Examples
    --------
    >>> draw_visits_plan(np.random.default_rng(1)).days
    28
    """
    day_visits, night_visits = int(rng.integers(7, 10)), int(rng.integers(3, 5))
    visits_a_day = day_visits + night_visits
    steps = [step for step in range(7, 12) if math.gcd(step, visits_a_day) == 1]
    way = -1 if rng.random() < 0.5 else 1
    return VisitsPlan(
        days=days,
        day_visits=day_visits,
        night_visits=night_visits,
        level=float(rng.integers(70, 101)),
        night_extra=way * float(rng.integers(30, 46)),
        weekend_extra=way * float(rng.integers(8, 17)),
        spread=round(rng.uniform(9, 14), 1),
        step=int(rng.choice(steps)),
    )


def draw_visits(plan: VisitsPlan, rng: np.random.Generator) -> tuple[Visit, ...]:
    """Draw a clinic's visits from a plan.

    Parameters
    ----------
    plan : VisitsPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    tuple of Visit
        In the order of arrival; as many on each day.

    Examples
    --------
    >>> plan = draw_visits_plan(np.random.default_rng(1))
    >>> visits = draw_visits(plan, np.random.default_rng(1))
    >>> len(visits) == 28 * plan.visits_a_day
    True
    """
    by_day = rng.choice(_DAY, (plan.days, plan.day_visits))
    by_night = rng.choice(_NIGHT, (plan.days, plan.night_visits))
    hours = np.sort(np.hstack((by_day, by_night)), axis=1)
    night = ~np.isin(hours, _DAY)
    weekdays = np.arange(plan.days)[:, np.newaxis] % 7 + 1
    weekend = np.isin(weekdays, _WEEKEND)
    levels = plan.level + plan.night_extra * night + plan.weekend_extra * weekend
    minutes = np.rint(rng.normal(levels, plan.spread)).astype(int)
    return tuple(
        Visit(place + 1, place // plan.visits_a_day + 1, hour, max(0, waited))
        for place, (hour, waited) in enumerate(
            zip(hours.ravel().tolist(), minutes.ravel().tolist(), strict=True)
        )
    )


def draw_samples(plan: VisitsPlan, rng: np.random.Generator) -> SampledList:
    """Draw a clinic's visits, and a sample of each kind, as they fall.

    Parameters
    ----------
    plan : VisitsPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    SampledList

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> sorted(draw_samples(draw_visits_plan(rng), rng).samples)
    ['convenience', 'judgement', 'random', 'systematic']
    """
    visits = draw_visits(plan, rng)
    start = int(rng.integers(1, plan.step + 1))
    return SampledList(
        plan,
        visits,
        {
            "random": random_sample(visits, plan.size, rng),
            "systematic": systematic_sample(visits, plan.step, start),
            "judgement": judgement_sample(visits, plan.size, rng),
            "convenience": convenience_sample(visits, plan.size, rng),
        },
    )


def draw_read_samples(
    plan: VisitsPlan, rng: np.random.Generator, tries: int = 400
) -> SampledList:
    """Draw visits and samples until each sample does what its kind does.

    Parameters
    ----------
    plan : VisitsPlan
    rng : numpy.random.Generator
    tries : int
        How many lists to draw at most.

    Returns
    -------
    SampledList
        In standard errors of a random sample: the random and the systematic sample
        come within one of the true mean; the sample at hand misses it by more than
        two and a half, the way the plan says. The sample by judgement shows the
        nights as they are, slower or faster.

    Raises
    ------
    ValueError
        If no list in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_read_samples(draw_visits_plan(rng), rng)
    >>> true = mean_minutes(drawn.visits)
    >>> missed = {m: abs(mean_minutes(s) - true) for m, s in drawn.samples.items()}
    >>> max(missed["random"], missed["systematic"]) < missed["convenience"]
    True
    """
    for _ in range(tries):
        drawn = draw_samples(plan, rng)
        if _reads_as_planned(drawn):
            return drawn
    raise ValueError(f"None of {tries} lists could be read as planned: {plan}")


def _kinds(visits: Sequence[Visit]) -> list[list[Visit]]:
    """Visits by day and by night, on weekdays and at weekends."""
    return [
        [v for v in visits if (v.night, v.weekend) == (night, weekend)]
        for night in (False, True)
        for weekend in (False, True)
    ]


def _reads_as_planned(drawn: SampledList) -> bool:
    plan, true = drawn.plan, mean_minutes(drawn.visits)
    spread = float(np.std([visit.minutes for visit in drawn.visits]))
    error = standard_error(spread, plan.size, len(drawn.visits))
    missed = {
        method: (mean_minutes(sample) - true) / error
        for method, sample in drawn.samples.items()
    }
    by_night = [
        mean_minutes(v for v in drawn.samples["judgement"] if v.night is night)
        for night in (False, True)
    ]
    # Slow nights that nobody looks at leave a mean that is too short.
    way = -math.copysign(1, plan.night_extra)
    return (
        abs(missed["random"]) <= _COMES_CLOSE
        and abs(missed["systematic"]) <= _COMES_CLOSE
        and way * missed["convenience"] >= _MISSES
        and way * (by_night[0] - by_night[1]) > abs(plan.night_extra) / 2
    )
