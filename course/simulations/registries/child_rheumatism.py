"""Barnreuma: an invented registry of children with arthritis.

One clinic of 40 to 150 children. Numbers are small, so the registry is read in other
ways than a large one: one child's pain week by week, the days between flares, eye
examinations in time by month and by quarter, and what matters to each child.
All data are invented (*fiktiva data*): in plausible ranges, and imitating no clinic.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import numpy as np

from course.charts import ControlChart, g_chart, p_chart, t_chart
from course.simulations.registries.counts import (
    CountPlan,
    draw_change,
    draw_missing,
    draw_read_counts,
    stable_plan,
)
from course.simulations.registries.extracts import (
    Extract,
    SoiledExtract,
    draw_soil_plan,
    soil,
)
from course.simulations.registries.months import draw_denominators, name_months
from course.simulations.registries.planned_readings import marked_periods
from course.simulations.registries.rare_spells import SpellPlan, draw_read_spells
from course.simulations.registries.units import draw_towns
from course.simulations.variation.ward_series import (
    SeriesPlan,
    WardSeries,
    draw_plan,
    draw_read_series,
)

MONTHS = 36
PAIN_PATTERNS = ("stable", "shift", "outlier")
FLARE_PATTERNS = ("stable", "shift")
EYE_PATTERNS = ("stable", "shift")

# What children said they wanted to be able to do; the words are explained with the
# variables, as "own_aim.football".
OWN_AIMS = (
    "football",
    "stairs",
    "sleep",
    "writing",
    "cycling",
    "jars",
    "excursion",
    "friends",
)

_CHILDREN = (40, 150)
_PAIN_WEEKS = 30
_VISITS = 12
_DAYS_BETWEEN_VISITS = 90
_MOST_ACTIVITY, _MOST_DIFFICULTY, _MOST_PAIN = 30.0, 3.0, 100
# Each child is due for an eye examination so many times a year.
_EYES_A_YEAR = 3
_MONTHS_IN_A_QUARTER = 3
_SPELLS = 28
_FEWEST_SPELLS_BEFORE, _FEWEST_SPELLS_AFTER = 11, 11
# How much children differ: the shape of a gamma distribution with mean 1.
_SEVERITY_SHAPE = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRheumatismPlan:
    """What happens at a clinic, before chance has its say.

    Attributes
    ----------
    town : str
    children : int
    first_year, months : int
        From January on.
    none_active : float
        Share of visits without any disease activity.
    activity_mean, activity_shape : float
        Of the gamma distribution of the activity at the other visits.
    pain : SeriesPlan
        One child's own marks on a line of 100 millimetres, week by week.
    flares : SpellPlan
        Days between flares at the clinic.
    eyes : CountPlan
        Examined in time, among children due.
    missing : tuple of int
        Months without a report on eye examinations.
    """

    town: str
    children: int
    first_year: int
    months: int
    none_active: float
    activity_mean: float
    activity_shape: float
    pain: SeriesPlan
    flares: SpellPlan
    eyes: CountPlan
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ChildRheumatismRegistry:
    """What a clinic reported. Invented data.

    Attributes
    ----------
    plan : ChildRheumatismPlan
    months : tuple of str
    eyes_due, eyes_in_time : ndarray of float, shape (months,)
        NaN in a month without a report.
    pain : WardSeries
        One child's weeks.
    days_between : ndarray of float, shape (spells,)
        Whole days from each flare to the next.
    ages : ndarray of int, shape (children,)
        Years, at the first visit.
    activity, function, pain_at_visits : ndarray of float, shape (children, visits)
        0 to 30, 0 to 3, and millimetres from 0 to 100.
    own_aims : tuple of str
        One of `OWN_AIMS` for each child.
    own_aim_reached : ndarray of int, shape (children, visits)
        0 to 10.
    """

    plan: ChildRheumatismPlan
    months: tuple[str, ...]
    eyes_due: np.ndarray
    eyes_in_time: np.ndarray
    pain: WardSeries
    days_between: np.ndarray
    ages: np.ndarray
    activity: np.ndarray
    function: np.ndarray
    pain_at_visits: np.ndarray
    own_aims: tuple[str, ...]
    own_aim_reached: np.ndarray

    def rows(self) -> Extract:
        """The months of eye examinations as a table.

        Returns
        -------
        Extract
        """
        return Extract(
            ("month", "clinic", "eyes_due", "eyes_in_time"),
            tuple(
                (month, self.plan.town, _whole(due), _whole(in_time))
                for month, due, in_time in zip(
                    self.months, self.eyes_due, self.eyes_in_time, strict=True
                )
            ),
        )

    def flare_rows(self) -> Extract:
        """The flares as a table.

        Returns
        -------
        Extract
            The first has no flare before it.
        """
        first = datetime.date(self.plan.first_year, 1, 8)
        days = np.concatenate(([0], np.cumsum(self.days_between))).astype(int)
        return Extract(
            ("flare", "flared_on", "days_between"),
            tuple(
                (number, (first + datetime.timedelta(days=int(day))).isoformat(), gap)
                for number, (day, gap) in enumerate(
                    zip(days, [None, *map(int, self.days_between)], strict=True),
                    start=1,
                )
            ),
        )


@dataclass(frozen=True, slots=True)
class ChildRheumatismReading:
    """What a careful reader finds, recomputed from the data with the course's charts.

    Attributes
    ----------
    pain_periods : tuple of int
        Weeks that belong to a signal in the child's pain, about the median.
    flares_from : int or None
        Spell, from 1, in which the first signal on a t chart begins.
    flares_from_by_g : int or None
        The same on a g chart.
    eyes_from : int or None
        Month, from 1, in which the first signal begins.
    """

    pain_periods: tuple[int, ...]
    flares_from: int | None
    flares_from_by_g: int | None
    eyes_from: int | None


def draw_child_rheumatism_plan(rng: np.random.Generator) -> ChildRheumatismPlan:
    """Draw what happens at a clinic, when, and how much.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    ChildRheumatismPlan

    Examples
    --------
    >>> plan = draw_child_rheumatism_plan(np.random.default_rng(1))
    >>> 40 <= plan.children <= 150
    True
    """
    pain = PAIN_PATTERNS[int(rng.integers(len(PAIN_PATTERNS)))]
    return ChildRheumatismPlan(
        town=draw_towns(1, rng)[0],
        children=int(rng.integers(_CHILDREN[0], _CHILDREN[1] + 1)),
        first_year=int(rng.integers(2021, 2025)),
        months=MONTHS,
        none_active=rng.uniform(0.3, 0.5),
        activity_mean=rng.uniform(5, 8),
        activity_shape=rng.uniform(1.4, 2.2),
        pain=draw_plan(
            pain,
            rng,
            _PAIN_WEEKS,
            level=float(rng.integers(30, 37)),
            spread=round(rng.uniform(3.4, 4.4), 1),
        ),
        flares=_draw_flares(rng),
        **_draw_eyes(rng),
    )


def draw_child_rheumatism_registry(
    plan: ChildRheumatismPlan, rng: np.random.Generator, tries: int = 200_000
) -> ChildRheumatismRegistry:
    """Draw what a clinic reported until all of it reads as planned.

    Parameters
    ----------
    plan : ChildRheumatismPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most of each kind.

    Returns
    -------
    ChildRheumatismRegistry
        The pain reads as `draw_read_series` says; the flares on t and g charts and the
        eye examinations on a p chart as `reads_as` says, with lines frozen before a
        change.

    Raises
    ------
    ValueError
        If a series could not be read as planned: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_child_rheumatism_plan(rng)
    >>> registry = draw_child_rheumatism_registry(plan, rng)
    >>> registry.activity.shape == (plan.children, 12)
    True
    """
    due = draw_denominators(
        plan.children * _EYES_A_YEAR / 12, plan.months, rng, lowest=6
    )
    due[[month - 1 for month in plan.missing]] = np.nan
    in_time = draw_read_counts(plan.eyes, due, rng, tries)
    pain = draw_read_series(plan.pain, rng)
    days_between = draw_read_spells(plan.flares, rng, tries)

    shape = (plan.children, _VISITS)
    activity = _draw_activity(plan, rng)
    function = np.clip(activity / 12 + rng.normal(0.1, 0.2, shape), 0, _MOST_DIFFICULTY)
    pain_at_visits = np.clip(
        np.round(10 + 3.2 * activity + rng.normal(0, 9, shape)), 0, _MOST_PAIN
    )
    aims = rng.choice(len(OWN_AIMS), plan.children)
    begun = rng.integers(1, 6, (plan.children, 1))
    steps = np.cumsum(rng.random(shape) < 0.3, axis=1)
    return ChildRheumatismRegistry(
        plan=plan,
        months=name_months(plan.first_year, plan.months),
        eyes_due=due,
        eyes_in_time=in_time,
        pain=pain,
        days_between=days_between,
        ages=rng.integers(2, 16, plan.children),
        activity=activity,
        # In eighths, as a mean of eight questions is.
        function=np.round(8 * function) / 8,
        pain_at_visits=pain_at_visits,
        own_aims=tuple(OWN_AIMS[i] for i in aims),
        own_aim_reached=np.clip(begun + steps - (activity > 10), 0, 10),
    )


def flares_chart(
    registry: ChildRheumatismRegistry, kind: str = "t", freeze: int | None = None
) -> ControlChart:
    """T or g chart of the days between flares.

    Parameters
    ----------
    registry : ChildRheumatismRegistry
    kind : {"t", "g"}
    freeze : int, optional
        Spells that the lines rest on.

    Returns
    -------
    ControlChart
    """
    chart = t_chart if kind == "t" else g_chart
    return chart(registry.days_between, freeze=freeze)


def eyes_chart(
    registry: ChildRheumatismRegistry, freeze: int | None = None
) -> ControlChart:
    """P chart of eye examinations in time, by month, in per cent.

    Parameters
    ----------
    registry : ChildRheumatismRegistry
    freeze : int, optional
        Months that the lines rest on.

    Returns
    -------
    ControlChart
    """
    return p_chart(
        registry.eyes_in_time, registry.eyes_due, freeze=freeze, multiply=100
    )


def by_quarter(
    registry: ChildRheumatismRegistry,
) -> tuple[np.ndarray, np.ndarray]:
    """Eye examinations in time and due, three months together.

    Parameters
    ----------
    registry : ChildRheumatismRegistry

    Returns
    -------
    in_time, due : ndarray of float, shape (quarters,)
        Of the months that were reported.
    """
    shape = (-1, _MONTHS_IN_A_QUARTER)
    return (
        np.nansum(registry.eyes_in_time.reshape(shape), axis=1),
        np.nansum(registry.eyes_due.reshape(shape), axis=1),
    )


def read_child_rheumatism_registry(
    registry: ChildRheumatismRegistry,
) -> ChildRheumatismReading:
    """Read a registry with the course's charts, their lines frozen before a change.

    Parameters
    ----------
    registry : ChildRheumatismRegistry

    Returns
    -------
    ChildRheumatismReading

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_child_rheumatism_plan(rng)
    >>> registry = draw_child_rheumatism_registry(plan, rng)
    >>> reading = read_child_rheumatism_registry(registry)
    >>> reading.eyes_from == (plan.eyes.start if plan.eyes.freeze else None)
    True
    """
    plan = registry.plan

    def begins(chart: ControlChart) -> int | None:
        marked = marked_periods(chart)
        return marked[0] if marked else None

    return ChildRheumatismReading(
        pain_periods=registry.pain.signal_periods,
        flares_from=begins(flares_chart(registry, "t", plan.flares.freeze)),
        flares_from_by_g=begins(flares_chart(registry, "g", plan.flares.freeze)),
        eyes_from=begins(eyes_chart(registry, plan.eyes.freeze)),
    )


def draw_visit_records(
    registry: ChildRheumatismRegistry, records: int, rng: np.random.Generator
) -> Extract:
    """Draw records of some of the children's visits.

    Parameters
    ----------
    registry : ChildRheumatismRegistry
    records : int
    rng : numpy.random.Generator

    Returns
    -------
    Extract
        In order of the day; no child twice on one day.

    Raises
    ------
    ValueError
        If there are not so many visits.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_child_rheumatism_plan(rng)
    >>> registry = draw_child_rheumatism_registry(plan, rng)
    >>> len(draw_visit_records(registry, 90, rng).rows)
    90
    """
    children, visits = registry.activity.shape
    if records > children * visits:
        raise ValueError(f"There are {children * visits} visits, not {records}.")
    first_day = datetime.date(registry.plan.first_year, 1, 1)
    codes = rng.choice(np.arange(100, 1000), children, replace=False)
    rows = []
    for place in rng.choice(children * visits, records, replace=False).tolist():
        child, visit = divmod(place, visits)
        day = _DAYS_BETWEEN_VISITS * visit + int(rng.integers(_DAYS_BETWEEN_VISITS - 5))
        seen = first_day + datetime.timedelta(days=day)
        eyes = seen + datetime.timedelta(days=int(rng.integers(3, 80)))
        rows.append(
            (
                seen.isoformat(),
                f"B{codes[child]}",
                eyes.isoformat(),
                int(registry.ages[child] + day // 365),
                round(float(registry.activity[child, visit]), 1),
                float(registry.function[child, visit]),
                int(registry.pain_at_visits[child, visit]),
                registry.own_aims[child],
                int(registry.own_aim_reached[child, visit]),
            )
        )
    rows.sort()
    return Extract(
        (
            "record",
            "seen_on",
            "child",
            "eyes_on",
            "age",
            "activity",
            "function",
            "pain",
            "own_aim",
            "own_aim_reached",
        ),
        tuple((number, *row) for number, row in enumerate(rows, start=1)),
    )


def draw_soiled_visit_records(
    registry: ChildRheumatismRegistry, rng: np.random.Generator, records: int = 120
) -> SoiledExtract:
    """Draw records of visits as somebody might have sent them.

    Parameters
    ----------
    registry : ChildRheumatismRegistry
    rng : numpy.random.Generator
    records : int

    Returns
    -------
    SoiledExtract
        Pain is in millimetres, and from some month on in centimetres.
    """
    clean = draw_visit_records(registry, records, rng)
    plan = draw_soil_plan(
        clean, rng, day="seen_on", recoded="pain", recode=_in_centimetres
    )
    return soil(clean, plan, rng, days=("seen_on", "eyes_on"), recode=_in_centimetres)


def _draw_flares(rng: np.random.Generator) -> SpellPlan:
    pattern = FLARE_PATTERNS[int(rng.integers(len(FLARE_PATTERNS)))]
    mean = rng.uniform(10, 16)
    if pattern == "stable":
        return SpellPlan(pattern="stable", spells=_SPELLS, mean=mean, changed_mean=mean)
    latest = _SPELLS - _FEWEST_SPELLS_AFTER + 1
    return SpellPlan(
        pattern="shift",
        spells=_SPELLS,
        mean=mean,
        changed_mean=mean * rng.uniform(3.2, 4.2),
        start=int(rng.integers(_FEWEST_SPELLS_BEFORE + 1, latest + 1)),
    )


def _draw_eyes(rng: np.random.Generator) -> dict[str, object]:
    """The plan of the eye examinations, and the months without a report."""
    plan = stable_plan("p", rng.uniform(0.50, 0.62), MONTHS)
    changes = ()
    if EYE_PATTERNS[int(rng.integers(len(EYE_PATTERNS)))] == "shift":
        start, stop = draw_change("shift", MONTHS, rng)
        plan = replace(
            plan,
            pattern="shift",
            changed_level=rng.uniform(0.86, 0.93),
            start=start,
            stop=stop,
        )
        changes = (start,)
    return {
        "eyes": plan,
        "missing": draw_missing(changes, MONTHS, int(rng.integers(0, 2)), rng),
    }


def _draw_activity(plan: ChildRheumatismPlan, rng: np.random.Generator) -> np.ndarray:
    """Zero at many visits; else gamma about a level of the child's own."""
    shape = (plan.children, _VISITS)
    severity = rng.gamma(_SEVERITY_SHAPE, 1 / _SEVERITY_SHAPE, (plan.children, 1))
    scale = plan.activity_mean / plan.activity_shape
    active = rng.gamma(plan.activity_shape, scale, shape) * severity
    active[rng.random(shape) < plan.none_active] = 0.0
    return np.minimum(active, _MOST_ACTIVITY)


def _whole(cell: float) -> int | None:
    return None if np.isnan(cell) else int(cell)


def _in_centimetres(millimetres: int) -> float:
    return millimetres / 10
