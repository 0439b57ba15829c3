"""Trygga äldre: an invented registry of falls and pressure ulcers from the age of 65.

One unit reports for three years, month by month, a chain of care: who was assessed,
who was at risk, for whom actions were planned within 24 hours, performed and followed
up; and what came of it: falls, falls with harm, and pressure ulcers. All data are
invented (*fiktiva data*). The figures lie in plausible ranges and imitate no unit.

A story is planned first. When care improves, a link of the chain moves one or two
months before the falls do. When more people are assessed, more ulcers are *found*
among the persons on the unit, though no more of those assessed have one.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from course.charts import ControlChart, g_chart, p_chart, u_chart
from course.simulations.registries.counts import (
    CountPlan,
    counts_read_as,
    draw_change,
    draw_counts,
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
from course.simulations.registries.planned_readings import (
    draw_until_read,
    marked_periods,
)
from course.simulations.registries.rare_spells import SpellPlan, spells_read_as
from course.simulations.registries.units import SETTINGS, draw_unit

STORIES = ("steady", "improvement", "fade", "effort", "event")
MONTHS = 36

# Each link of the chain of care is a share of the one before it.
LINKS = ("assessed", "planned_24h", "performed", "followed_up")
CHAIN = {
    "assessed": "persons",
    "planned_24h": "at_risk",
    "performed": "planned_24h",
    "followed_up": "performed",
}
# Usual shares of the links, and where one goes that improves.
_USUAL = {
    "assessed": (0.62, 0.82),
    "planned_24h": (0.50, 0.62),
    "performed": (0.55, 0.68),
    "followed_up": (0.60, 0.80),
}
_IMPROVED = (0.82, 0.92)
# How much more is assessed when the unit makes, or gives up, an effort to register.
_LITTLE_ASSESSED, _MUCH_ASSESSED = (0.42, 0.48), (0.88, 0.94)

RISKS = ("risk_fall", "risk_ulcer", "risk_nutrition", "risk_mouth")
# Shares of those assessed; one risk does not tell of another. Our own choice.
_RISK_SHARES = (0.42, 0.24, 0.36, 0.22)

_CARE_DAYS = (400, 900)
_FALLS_PER_DAY = (0.006, 0.009)
_FALLS_DISPERSION = 1.3
_ULCER_SHARE = (0.08, 0.16)
_TRIES = 400_000
# A g chart of fewer tells next to nothing.
_FEWEST_HARMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FallsPlan:
    """What happens on a unit, before chance has its say.

    Attributes
    ----------
    story : {"steady", "improvement", "fade", "effort", "event"}
        Nothing; a link of the chain improves and falls become fewer; the same, until
        it fades; the unit assesses more (or fewer) persons and nothing else changes;
        one month with many falls.
    setting : {"hospital", "primary", "municipal"}
    unit : str
    first_year, months : int
        From January on.
    mean_care_days, mean_stay : float
        Days of care in a usual month, and for each person.
    season : float
        Amplitude of the days of care.
    moved : str or None
        The link of the chain that moves.
    lag : int
        Months from the link to the falls.
    links : tuple of CountPlan
        One for each of `LINKS`.
    falls : CountPlan
        By day of care.
    ulcers : CountPlan
        Among those assessed.
    harm_share : float
        Falls that do harm.
    missing : tuple of int
        Months nobody reported.
    """

    story: str
    setting: str
    unit: str
    first_year: int
    months: int
    mean_care_days: float
    mean_stay: float
    season: float
    moved: str | None
    lag: int
    links: tuple[CountPlan, ...]
    falls: CountPlan
    ulcers: CountPlan
    harm_share: float
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FallsRegistry:
    """What one unit reported. Invented data.

    Attributes
    ----------
    plan : FallsPlan
    months : tuple of str
    counts : dict of str to ndarray of float, shape (months,)
        By variable; NaN in a month nobody reported.
    fall_days : tuple of datetime.date
        Of each fall, oldest first.
    harmful : ndarray of bool, shape (falls,)
        Whether the fall did harm.
    """

    plan: FallsPlan
    months: tuple[str, ...]
    counts: dict[str, np.ndarray]
    fall_days: tuple[datetime.date, ...]
    harmful: np.ndarray

    def rows(self) -> Extract:
        """The months as a table.

        Returns
        -------
        Extract
            An empty row but for its month and unit where nobody reported.
        """
        columns = [self.counts[variable] for variable in self.counts]
        return Extract(
            ("month", "unit", *self.counts),
            tuple(
                (month, self.plan.unit, *(_whole(cell) for cell in cells))
                for month, *cells in zip(self.months, *columns, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True)
class FallsReading:
    """What a careful reader finds, recomputed from the data with the course's charts.

    Attributes
    ----------
    moved : tuple of str
        Links of the chain that signal.
    moved_from, falls_from : int or None
        Month, from 1, in which the first signal of the link, and of the falls, begins.
    falls_signal, ulcers_found_signal, ulcers_among_assessed_signal : bool
        Whether falls by day of care, ulcers by person and ulcers by person assessed
        signal.
    """

    moved: tuple[str, ...]
    moved_from: int | None
    falls_from: int | None
    falls_signal: bool
    ulcers_found_signal: bool
    ulcers_among_assessed_signal: bool

    @property
    def lag(self) -> int | None:
        """Months from the link to the falls, when both signal."""
        if self.moved_from is None or self.falls_from is None:
            return None
        return self.falls_from - self.moved_from


def draw_falls_plan(
    rng: np.random.Generator,
    story: str | None = None,
    setting: str | None = None,
) -> FallsPlan:
    """Draw what happens on a unit, when, and how much.

    Parameters
    ----------
    rng : numpy.random.Generator
    story : str, optional
        One of `STORIES`; drawn when not given.
    setting : str, optional
        One of hospital, primary and municipal; drawn when not given.

    Returns
    -------
    FallsPlan

    Raises
    ------
    ValueError
        If the story or the setting is unknown.

    Examples
    --------
    >>> plan = draw_falls_plan(np.random.default_rng(1), story="improvement")
    >>> plan.moved in ("planned_24h", "performed"), plan.falls.start > plan.lag
    (True, True)
    """
    story = STORIES[int(rng.integers(len(STORIES)))] if story is None else story
    setting = SETTINGS[int(rng.integers(len(SETTINGS)))] if setting is None else setting
    if story not in STORIES:
        raise ValueError(f"{story!r} is not one of {', '.join(STORIES)}.")
    unit = draw_unit(setting, rng)

    lag = int(rng.integers(1, 3))
    links = {
        link: stable_plan("p", rng.uniform(*_USUAL[link]), MONTHS) for link in LINKS
    }
    falls = stable_plan("u", rng.uniform(*_FALLS_PER_DAY), MONTHS, _FALLS_DISPERSION)
    ulcers = stable_plan("p", rng.uniform(*_ULCER_SHARE), MONTHS)
    moved, changes = None, ()
    if story in ("improvement", "fade"):
        moved = ("planned_24h", "performed")[int(rng.integers(2))]
        pattern = "fade" if story == "fade" else "shift"
        start, stop = draw_change(pattern, MONTHS, rng, room=lag)
        links[moved] = replace(
            links[moved],
            pattern=pattern,
            changed_level=rng.uniform(*_IMPROVED),
            start=start,
            stop=stop,
        )
        falls = replace(
            falls,
            pattern=pattern,
            changed_level=falls.level * rng.uniform(0.40, 0.52),
            start=start + lag,
            stop=min(stop + lag, MONTHS),
        )
        changes = (start, stop, start + lag, stop + lag)
    elif story == "effort":
        moved = "assessed"
        little, much = rng.uniform(*_LITTLE_ASSESSED), rng.uniform(*_MUCH_ASSESSED)
        before, after = (little, much) if rng.random() < 0.5 else (much, little)
        start, stop = draw_change("shift", MONTHS, rng)
        links[moved] = replace(
            links[moved],
            pattern="shift",
            level=before,
            changed_level=after,
            start=start,
            stop=stop,
        )
        # Rare ulcers would not show that more of them are found.
        ulcers = stable_plan("p", rng.uniform(0.12, _ULCER_SHARE[1]), MONTHS)
        changes = (start,)
    elif story == "event":
        start, stop = draw_change("event", MONTHS, rng)
        falls = replace(
            falls,
            pattern="event",
            changed_level=falls.level * rng.uniform(3.6, 4.6),
            start=start,
            stop=stop,
        )
        changes = (start,)
    return FallsPlan(
        story=story,
        setting=setting,
        unit=unit,
        first_year=int(rng.integers(2021, 2025)),
        months=MONTHS,
        mean_care_days=rng.uniform(560, 720),
        mean_stay=rng.uniform(6, 9),
        season=rng.uniform(0.03, 0.08),
        moved=moved,
        lag=lag,
        links=tuple(links.values()),
        falls=falls,
        ulcers=ulcers,
        harm_share=rng.uniform(0.12, 0.2),
        missing=draw_missing(changes, MONTHS, int(rng.integers(0, 3)), rng),
    )


def draw_falls_registry(
    plan: FallsPlan, rng: np.random.Generator, tries: int = _TRIES
) -> FallsRegistry:
    """Draw what a unit reported until all of it reads as planned.

    Parameters
    ----------
    plan : FallsPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most of each kind.

    Returns
    -------
    FallsRegistry
        Each link of the chain, the falls and the ulcers read as `reads_as` says, with
        lines frozen before a change. When the unit assesses more, ulcers by person
        shift too, and ulcers by person assessed stay calm. Falls between falls with
        harm are calm on a g chart.

    Raises
    ------
    ValueError
        If a series could not be read as planned: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> registry = draw_falls_registry(draw_falls_plan(rng, story="steady"), rng)
    >>> registry.counts["falls"].shape
    (36,)
    """
    care_days = draw_denominators(
        plan.mean_care_days,
        plan.months,
        rng,
        amplitude=plan.season,
        dispersion=2.0,
        lowest=_CARE_DAYS[0],
        highest=_CARE_DAYS[1],
    )
    care_days[[month - 1 for month in plan.missing]] = np.nan
    counts = {
        "persons": np.maximum(np.round(care_days / plan.mean_stay), 1),
        "care_days": care_days,
    }
    links = dict(zip(LINKS, plan.links, strict=True))
    for link in LINKS:
        sizes = counts[CHAIN[link]]
        counts[link] = draw_read_counts(links[link], sizes, rng, tries)
        if link == "assessed":
            counts |= _draw_risks(counts["assessed"], rng)
    falls = draw_read_counts(plan.falls, care_days, rng, tries)
    harmful = _draw_harm(int(np.nansum(falls)), plan.harm_share, rng, tries)
    ulcers = _draw_ulcers(plan, links["assessed"], counts, rng, tries)

    month_of_fall = np.repeat(np.arange(plan.months), np.nan_to_num(falls).astype(int))
    with_harm = np.bincount(month_of_fall[harmful], minlength=plan.months)
    counts["falls"] = falls
    counts["falls_with_harm"] = np.where(np.isnan(falls), np.nan, with_harm)
    counts["ulcers"] = ulcers
    return FallsRegistry(
        plan,
        name_months(plan.first_year, plan.months),
        counts,
        _draw_days(plan.first_year, month_of_fall, rng),
        harmful,
    )


def link_chart(
    registry: FallsRegistry, link: str, freeze: int | None = None
) -> ControlChart:
    """P chart of a link of the chain: a share of the link before it, in per cent.

    Parameters
    ----------
    registry : FallsRegistry
    link : str
        One of `LINKS`.
    freeze : int, optional
        Months that the lines rest on.

    Returns
    -------
    ControlChart
    """
    counts = registry.counts
    return p_chart(counts[link], counts[CHAIN[link]], freeze=freeze, multiply=100)


def falls_chart(registry: FallsRegistry, freeze: int | None = None) -> ControlChart:
    """U chart of falls per 1000 days of care.

    Parameters
    ----------
    registry : FallsRegistry
    freeze : int, optional
        Months that the lines rest on.

    Returns
    -------
    ControlChart
    """
    counts = registry.counts
    return u_chart(counts["falls"], counts["care_days"], freeze=freeze, multiply=1000)


def ulcers_chart(
    registry: FallsRegistry, among: str, freeze: int | None = None
) -> ControlChart:
    """P chart of persons found to have a pressure ulcer, in per cent.

    Parameters
    ----------
    registry : FallsRegistry
    among : {"persons", "assessed"}
        Out of all, which follows how many are looked at, or out of those assessed.
    freeze : int, optional
        Months that the lines rest on.

    Returns
    -------
    ControlChart
    """
    counts = registry.counts
    return p_chart(counts["ulcers"], counts[among], freeze=freeze, multiply=100)


def falls_between_harm(registry: FallsRegistry) -> np.ndarray:
    """Falls without harm since the fall with harm before.

    Parameters
    ----------
    registry : FallsRegistry

    Returns
    -------
    ndarray of int, shape (falls with harm,)
        The first counts from the beginning of the registry.
    """
    return np.diff(np.flatnonzero(registry.harmful), prepend=-1) - 1


def harm_chart(registry: FallsRegistry) -> ControlChart:
    """G chart of falls without harm between falls with harm.

    Parameters
    ----------
    registry : FallsRegistry

    Returns
    -------
    ControlChart
    """
    return g_chart(falls_between_harm(registry))


def read_falls_registry(registry: FallsRegistry) -> FallsReading:
    """Read a registry with the course's charts, their lines frozen before a change.

    Parameters
    ----------
    registry : FallsRegistry

    Returns
    -------
    FallsReading

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_falls_plan(rng, story="improvement")
    >>> reading = read_falls_registry(draw_falls_registry(plan, rng))
    >>> reading.moved == (plan.moved,), reading.lag == plan.lag
    (True, True)
    """
    plan = registry.plan
    marked = {
        link: marked_periods(link_chart(registry, link, freeze=link_plan.freeze))
        for link, link_plan in zip(LINKS, plan.links, strict=True)
    }
    moved = tuple(link for link in LINKS if marked[link])
    falls = marked_periods(falls_chart(registry, freeze=plan.falls.freeze))
    assessed = plan.links[0].freeze
    return FallsReading(
        moved=moved,
        moved_from=marked[moved[0]][0] if moved else None,
        falls_from=falls[0] if falls else None,
        falls_signal=bool(falls),
        ulcers_found_signal=bool(
            marked_periods(ulcers_chart(registry, "persons", freeze=assessed))
        ),
        ulcers_among_assessed_signal=bool(
            marked_periods(ulcers_chart(registry, "assessed"))
        ),
    )


def draw_fall_records(
    registry: FallsRegistry, months: int, rng: np.random.Generator
) -> Extract:
    """Draw the record of each fall in the last months.

    Parameters
    ----------
    registry : FallsRegistry
    months : int
        How many.
    rng : numpy.random.Generator

    Returns
    -------
    Extract
        No two records of the same person; each day follows the one before it.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> registry = draw_falls_registry(draw_falls_plan(rng, story="steady"), rng)
    >>> draw_fall_records(registry, 12, rng).header
    ('record', 'person', 'admitted_on', 'fell_on', 'reported_on', 'harm')
    """
    earliest = registry.months[-months]
    falls = [
        (day, harm)
        for day, harm in zip(registry.fall_days, registry.harmful, strict=True)
        if day.isoformat() >= earliest
    ]
    persons = rng.choice(np.arange(1000, 10_000), len(falls), replace=False)
    stays = rng.geometric(1 / registry.plan.mean_stay, len(falls)) - 1
    delays = rng.geometric(0.6, len(falls)) - 1
    return Extract(
        ("record", "person", "admitted_on", "fell_on", "reported_on", "harm"),
        tuple(
            (
                number,
                f"P{person}",
                (day - datetime.timedelta(days=int(stay))).isoformat(),
                day.isoformat(),
                (day + datetime.timedelta(days=int(delay))).isoformat(),
                1 if harm else 2,
            )
            for number, ((day, harm), person, stay, delay) in enumerate(
                zip(falls, persons, stays, delays, strict=True), start=1
            )
        ),
    )


def draw_soiled_fall_records(
    registry: FallsRegistry, rng: np.random.Generator, months: int = 24
) -> SoiledExtract:
    """Draw the records of falls as somebody might have sent them.

    Parameters
    ----------
    registry : FallsRegistry
    rng : numpy.random.Generator
    months : int
        How many of the last ones.

    Returns
    -------
    SoiledExtract
        Harm is 1 yes and 2 no, and from some month on 1 yes and 0 no.
    """
    clean = draw_fall_records(registry, months, rng)
    plan = draw_soil_plan(
        clean, rng, day="fell_on", recoded="harm", recode=_recode_harm
    )
    return soil(clean, plan, rng, days=("fell_on", "reported_on"), recode=_recode_harm)


def _draw_risks(
    assessed: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Persons at each risk and at any, drawn as whole persons with their risks."""
    patterns = np.array(list(product((0, 1), repeat=len(RISKS))))
    shares = np.where(patterns, _RISK_SHARES, 1 - np.array(_RISK_SHARES))
    persons = rng.multinomial(
        np.nan_to_num(assessed).astype(int), shares.prod(axis=1)
    ).astype(float)
    persons[np.isnan(assessed)] = np.nan
    at_risk = persons @ patterns.any(axis=1)
    risks = persons @ patterns
    return {"at_risk": at_risk} | dict(zip(RISKS, risks.T, strict=True))


def _draw_ulcers(
    plan: FallsPlan,
    assessed: CountPlan,
    counts: dict[str, np.ndarray],
    rng: np.random.Generator,
    tries: int,
) -> np.ndarray:
    """Ulcers that are calm among those assessed and follow the effort among all."""

    def reads(ulcers: np.ndarray) -> np.ndarray:
        return counts_read_as(plan.ulcers, ulcers, counts["assessed"]) & counts_read_as(
            assessed, ulcers, counts["persons"]
        )

    return draw_until_read(
        lambda count: draw_counts(plan.ulcers, counts["assessed"], rng, count),
        reads,
        tries,
        plan.ulcers,
    )


def _draw_harm(
    falls: int, share: float, rng: np.random.Generator, tries: int
) -> np.ndarray:
    """Which falls do harm: by chance alone, and seen to be so on a g chart."""
    harms = max(int(rng.binomial(falls, share)), _FEWEST_HARMS)
    by_chance = SpellPlan(
        pattern="stable", spells=harms, mean=1 / share, changed_mean=1 / share
    )

    def draw(count: int) -> np.ndarray:
        order = rng.random((count, falls)).argsort(axis=1)
        return order < harms

    def reads(harmful: np.ndarray) -> np.ndarray:
        # As many in each row, so their places make a table.
        places = np.nonzero(harmful)[1].reshape(-1, harms)
        spells = np.diff(places, axis=1, prepend=-1) - 1
        return spells_read_as(by_chance, spells, charts=("g",))

    return draw_until_read(draw, reads, tries, by_chance)


def _draw_days(
    first_year: int, months: np.ndarray, rng: np.random.Generator
) -> tuple[datetime.date, ...]:
    """A day for each fall in its month, oldest first."""
    days = []
    for month in months.tolist():
        year, number = first_year + month // 12, month % 12 + 1
        length = calendar.monthrange(year, number)[1]
        days.append(datetime.date(year, number, int(rng.integers(1, length + 1))))
    return tuple(sorted(days))


def _whole(cell: float) -> int | None:
    return None if np.isnan(cell) else int(cell)


def _recode_harm(code: int) -> int:
    """From 1 yes, 2 no to 1 yes, 0 no."""
    return 1 if code == 1 else 0
