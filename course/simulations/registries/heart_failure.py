"""Hjärtsvikt: an invented registry of heart failure.

Its patients have an ejection fraction below 40 %. Three views of it, each planned
before it is drawn. *Clinics side by side* in one year:
how many of their patients they register, who these are, and what comes of it; a few
clinics truly follow up fewer or more, and two clinics have so different patients that
the crude comparison may turn round. *One clinic* month by month. *All clinics together*
month by month, so many patients that the limits of a p chart are too narrow. All data
are invented (*fiktiva data*): in plausible ranges, and imitating no clinic.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace

import numpy as np

from course.charts import ControlChart, individuals_chart, p_chart, p_prime_chart
from course.charts.constants import MEAN_RANGE_OF_TWO, SIGMAS_TO_LIMIT
from course.charts.funnel import FunnelPlot, p_funnel
from course.simulations.registries.counts import (
    CountPlan,
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
    reads_as,
    score_individuals,
)
from course.simulations.registries.units import draw_towns

STORIES = ("steady", "improvement", "fade", "event")
COMPARISONS = ("reversed", "agreeing")
MONTHS = 36

# Age group and NYHA group, in this order everywhere.
STRATA = (("<75", "I-II"), ("<75", "III-IV"), ("75+", "I-II"), ("75+", "III-IV"))
TREATMENTS = ("raas", "beta", "mra", "sglt2")

# Share admitted again within 30 days, by stratum, and treated. Our own choice.
_READMITTED = np.array([0.06, 0.14, 0.12, 0.30])
_TREATED = np.array([0.90, 0.88, 0.62, 0.66])
_USUAL_MIX = np.array([0.34, 0.16, 0.22, 0.28])
# Two clinics whose patients differ: one has the oldest and the most ill.
_MILD_MIX = np.array([0.55, 0.15, 0.15, 0.15])
_SEVERE_MIX = np.array([0.16, 0.08, 0.16, 0.60])
# What the better clinic of the two has of the other's readmissions, in each stratum.
_BETTER = (0.62, 0.72)

_CLINICS = (15, 18)
_COVERAGE, _COVERAGE_OF_LARGE = (0.40, 0.95), (0.60, 0.95)
_SMALL, _MIDDLE, _LARGE, _PAIR = (45, 80), (120, 320), (600, 900), (750, 1000)
_SMALL_CLINICS = 4
# How far an unusual clinic is from the others, in sigmas of its own size.
_UNUSUAL = (4.2, 5.4)
# Beyond a limit, or within it, must be plain to see on a funnel too.
_CLEAR_OF_LIMIT = 0.3
# Percentage points, as a share: so far apart two clinics must be, crude and within.
_CRUDE_GAP, _STRATUM_GAP = 0.02, 0.005

# All clinics together: so many patients that nearly every month is "special".
_FEWEST_FALSE_ALARMS = 5
_TRIES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicPlan:
    """One clinic in the year before the months begin.

    Attributes
    ----------
    town : str
    eligible : int
        Patients who should be in the registry.
    coverage : float
        Share of them that are.
    mix : tuple of float
        Shares of `STRATA`.
    followed_up : float
        Share with a visit within six weeks.
    readmission_ratio : float
        Readmissions against the usual ones, in each stratum.
    """

    town: str
    eligible: int
    coverage: float
    mix: tuple[float, ...]
    followed_up: float
    readmission_ratio: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartFailurePlan:
    """What is to be found in the registry, before chance has its say.

    Attributes
    ----------
    clinics : tuple of ClinicPlan
    unusual : tuple of int
        Clinics, from 1, that truly follow up fewer or more.
    comparison : {"reversed", "agreeing"}
        Whether the crude comparison of the pair turns round within the strata.
    pair : (int, int)
        Two clinics, from 1; the first has fewer readmissions in each stratum.
    story : {"steady", "improvement", "fade", "event"}
        Of the own clinic, the first of the pair.
    first_year, months : int
        Of the months; the clinics are compared in the year before.
    mean_patients : float
        New patients at the own clinic in a usual month.
    season : float
        Amplitude of the new patients.
    followed_up, target_dose : CountPlan
        Of the own clinic.
    health_level, health_spread : float
        Patients' own rating at the own clinic, the mean of a month: mean and standard
        deviation of the months.
    together : CountPlan
        All clinics together: treated with all four, among all patients.
    missing : tuple of int
        Months the own clinic did not report.
    """

    clinics: tuple[ClinicPlan, ...]
    unusual: tuple[int, ...]
    comparison: str
    pair: tuple[int, int]
    story: str
    first_year: int
    months: int
    mean_patients: float
    season: float
    followed_up: CountPlan
    target_dose: CountPlan
    health_level: float
    health_spread: float
    together: CountPlan
    missing: tuple[int, ...]

    @property
    def town(self) -> str:
        """Where the own clinic is."""
        return self.clinics[self.pair[0] - 1].town


@dataclass(frozen=True, slots=True, eq=False)
class HeartFailureRegistry:
    """What the clinics reported. Invented data.

    Attributes
    ----------
    plan : HeartFailurePlan
    registered, readmitted : ndarray of int, shape (clinics, strata)
        In one year, by `STRATA`.
    clinic_counts : dict of str to ndarray of int, shape (clinics,)
        By variable, in the same year.
    months : tuple of str
    own : dict of str to ndarray of float, shape (months,)
        Of the own clinic, by variable; NaN in a month it did not report.
    together : dict of str to ndarray of float, shape (months,)
        "registered" and "all_four", of all clinics together.
    """

    plan: HeartFailurePlan
    registered: np.ndarray
    readmitted: np.ndarray
    clinic_counts: dict[str, np.ndarray]
    months: tuple[str, ...]
    own: dict[str, np.ndarray]
    together: dict[str, np.ndarray]

    def rows(self) -> Extract:
        """The months of the own clinic as a table.

        Returns
        -------
        Extract
        """
        return Extract(
            ("month", "clinic", *self.own),
            tuple(
                (month, self.plan.town, *(_number(cell) for cell in cells))
                for month, *cells in zip(self.months, *self.own.values(), strict=True)
            ),
        )

    def together_rows(self) -> Extract:
        """The months of all clinics together as a table.

        Returns
        -------
        Extract
        """
        return Extract(
            ("month", *self.together),
            tuple(
                (month, *(_number(cell) for cell in cells))
                for month, *cells in zip(
                    self.months, *self.together.values(), strict=True
                )
            ),
        )

    def clinic_rows(self) -> Extract:
        """The clinics side by side, a row for each.

        Returns
        -------
        Extract
        """
        return Extract(
            ("clinic", *self.clinic_counts),
            tuple(
                (clinic.town, *(int(cell) for cell in cells))
                for clinic, *cells in zip(
                    self.plan.clinics, *self.clinic_counts.values(), strict=True
                )
            ),
        )

    def stratum_rows(self) -> Extract:
        """The two clinics of the pair, a row for each stratum.

        Returns
        -------
        Extract
        """
        return Extract(
            ("clinic", "age_group", "nyha_group", "registered", "readmitted_30d"),
            tuple(
                (
                    self.plan.clinics[number - 1].town,
                    *stratum,
                    int(self.registered[number - 1, column]),
                    int(self.readmitted[number - 1, column]),
                )
                for number in self.plan.pair
                for column, stratum in enumerate(STRATA)
            ),
        )


@dataclass(frozen=True, slots=True)
class ClinicComparison:
    """Readmissions at two clinics, crude and among like patients.

    Attributes
    ----------
    crude : (float, float)
        Share admitted again within 30 days, at each clinic.
    by_stratum : tuple of (float, float)
        The same within each of `STRATA`.
    standardised : (float, float)
        What the share would be if both clinics had the patients of both together.
    """

    crude: tuple[float, float]
    by_stratum: tuple[tuple[float, float], ...]
    standardised: tuple[float, float]

    @property
    def turns_round(self) -> bool:
        """Whether every stratum says the opposite of the crude comparison."""
        first_worse = self.crude[0] > self.crude[1]
        return all((one < other) == first_worse for one, other in self.by_stratum)


@dataclass(frozen=True, slots=True)
class HeartFailureReading:
    """What a careful reader finds, recomputed from the data with the course's charts.

    Attributes
    ----------
    unusual : tuple of int
        Clinics, from 1, outside the funnel of follow-up.
    comparison : ClinicComparison
    followed_up_from : int or None
        Month, from 1, in which the first signal in the own clinic's follow-up begins.
    target_dose_signal, health_signal : bool
    months_outside : int
        Months outside the limits of a p chart of all clinics together.
    months_outside_prime : int
        The same with a p′ chart.
    """

    unusual: tuple[int, ...]
    comparison: ClinicComparison
    followed_up_from: int | None
    target_dose_signal: bool
    health_signal: bool
    months_outside: int
    months_outside_prime: int


def draw_heart_failure_plan(
    rng: np.random.Generator,
    story: str | None = None,
    comparison: str | None = None,
) -> HeartFailurePlan:
    """Draw what is to be found in the registry.

    Parameters
    ----------
    rng : numpy.random.Generator
    story : str, optional
        One of `STORIES`; drawn when not given.
    comparison : str, optional
        One of `COMPARISONS`; drawn when not given.

    Returns
    -------
    HeartFailurePlan

    Raises
    ------
    ValueError
        If the story or the comparison is unknown.

    Examples
    --------
    >>> plan = draw_heart_failure_plan(np.random.default_rng(1))
    >>> 15 <= len(plan.clinics) <= 18
    True
    """
    story = STORIES[int(rng.integers(len(STORIES)))] if story is None else story
    if comparison is None:
        comparison = COMPARISONS[int(rng.integers(len(COMPARISONS)))]
    if story not in STORIES:
        raise ValueError(f"{story!r} is not one of {', '.join(STORIES)}.")
    if comparison not in COMPARISONS:
        raise ValueError(f"{comparison!r} is not one of {', '.join(COMPARISONS)}.")

    usual = rng.uniform(0.50, 0.60)
    clinics, unusual, pair = _draw_clinics(usual, comparison, rng)
    pattern = "shift" if story == "improvement" else story.replace("steady", "stable")
    start, stop = draw_change(pattern, MONTHS, rng)
    changed = rng.uniform(0.78, 0.88)
    if story == "event":
        # A month in which hardly anybody was called.
        changed = rng.uniform(0.02, 0.06)
    return HeartFailurePlan(
        clinics=clinics,
        unusual=unusual,
        comparison=comparison,
        pair=pair,
        story=story,
        first_year=int(rng.integers(2022, 2025)),
        months=MONTHS,
        mean_patients=rng.uniform(30, 46),
        season=rng.uniform(0.03, 0.10),
        followed_up=replace(
            stable_plan("p", usual, MONTHS),
            pattern=pattern,
            changed_level=changed if pattern != "stable" else usual,
            start=start,
            stop=stop,
        ),
        target_dose=stable_plan("p", rng.uniform(0.35, 0.55), MONTHS),
        health_level=rng.uniform(56, 70),
        health_spread=rng.uniform(2.0, 3.0),
        together=stable_plan("p", rng.uniform(0.40, 0.60), MONTHS, rng.uniform(9, 20)),
        missing=draw_missing(
            () if pattern == "stable" else (start, stop),
            MONTHS,
            int(rng.integers(0, 2)),
            rng,
        ),
    )


def draw_heart_failure_registry(
    plan: HeartFailurePlan, rng: np.random.Generator, tries: int = _TRIES
) -> HeartFailureRegistry:
    """Draw what the clinics reported until all of it reads as planned.

    Parameters
    ----------
    plan : HeartFailurePlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most of each kind.

    Returns
    -------
    HeartFailureRegistry
        The unusual clinics alone are outside the funnel of follow-up, and none of them
        is first or last in a league table that way. The pair's readmissions differ in
        every stratum, age group and NYHA group as planned. The own clinic's months
        read as `reads_as` says. Together, a p chart has five months or more outside
        and a p′ chart shows nothing.

    Raises
    ------
    ValueError
        If something could not be read as planned.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> registry = draw_heart_failure_registry(draw_heart_failure_plan(rng), rng)
    >>> registry.registered.shape == (len(registry.plan.clinics), 4)
    True
    """
    registered, readmitted, clinic_counts = _draw_year(plan, rng, tries)
    patients = draw_denominators(
        plan.mean_patients, plan.months, rng, amplitude=plan.season, lowest=12
    )
    patients[[month - 1 for month in plan.missing]] = np.nan
    own = {
        "new_patients": patients,
        "followed_up_6w": draw_read_counts(plan.followed_up, patients, rng, tries),
        "target_dose": draw_read_counts(plan.target_dose, patients, rng, tries),
        "health_score": _draw_health(plan, patients, rng, tries),
    }
    return HeartFailureRegistry(
        plan,
        registered,
        readmitted,
        clinic_counts,
        name_months(plan.first_year, plan.months),
        own,
        _draw_together(plan, rng, tries),
    )


def follow_up_funnel(registry: HeartFailureRegistry) -> FunnelPlot:
    """Funnel plot of follow-up within six weeks, clinics side by side, in per cent.

    Parameters
    ----------
    registry : HeartFailureRegistry

    Returns
    -------
    FunnelPlot
        Its units are the towns, smallest clinic first.
    """
    counts = registry.clinic_counts
    return p_funnel(
        counts["followed_up_6w"],
        counts["registered"],
        units=[clinic.town for clinic in registry.plan.clinics],
        multiply=100,
    )


def own_chart(
    registry: HeartFailureRegistry, variable: str, freeze: int | None = None
) -> ControlChart:
    """P chart of the own clinic's new patients, in per cent.

    Parameters
    ----------
    registry : HeartFailureRegistry
    variable : {"followed_up_6w", "target_dose"}
    freeze : int, optional
        Months that the lines rest on.

    Returns
    -------
    ControlChart
    """
    counts = registry.own
    return p_chart(
        counts[variable], counts["new_patients"], freeze=freeze, multiply=100
    )


def health_chart(registry: HeartFailureRegistry) -> ControlChart:
    """Individuals chart of the own patients' rating of their health.

    Parameters
    ----------
    registry : HeartFailureRegistry

    Returns
    -------
    ControlChart
    """
    return individuals_chart(registry.own["health_score"])


def together_chart(registry: HeartFailureRegistry, prime: bool) -> ControlChart:
    """P or p′ chart of all clinics together: treated with all four, in per cent.

    Parameters
    ----------
    registry : HeartFailureRegistry
    prime : bool

    Returns
    -------
    ControlChart
    """
    chart = p_prime_chart if prime else p_chart
    counts = registry.together
    return chart(counts["all_four"], counts["registered"], multiply=100)


def compare_clinics(registry: HeartFailureRegistry) -> ClinicComparison:
    """Compare the readmissions of the pair, crude and among like patients.

    Parameters
    ----------
    registry : HeartFailureRegistry

    Returns
    -------
    ClinicComparison

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_heart_failure_plan(rng, comparison="reversed")
    >>> compare_clinics(draw_heart_failure_registry(plan, rng)).turns_round
    True
    """
    pair = [number - 1 for number in registry.plan.pair]
    registered, readmitted = registry.registered[pair], registry.readmitted[pair]
    shares = readmitted / registered
    like = registered.sum(axis=0) / registered.sum()
    crude = readmitted.sum(axis=1) / registered.sum(axis=1)
    return ClinicComparison(
        crude=tuple(crude.tolist()),
        by_stratum=tuple((one, other) for one, other in shares.T.tolist()),
        standardised=tuple((shares @ like).tolist()),
    )


def read_heart_failure_registry(registry: HeartFailureRegistry) -> HeartFailureReading:
    """Read a registry with the course's charts, their lines frozen before a change.

    Parameters
    ----------
    registry : HeartFailureRegistry

    Returns
    -------
    HeartFailureReading

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> registry = draw_heart_failure_registry(draw_heart_failure_plan(rng), rng)
    >>> read_heart_failure_registry(registry).unusual == registry.plan.unusual
    True
    """
    plan = registry.plan
    followed = marked_periods(
        own_chart(registry, "followed_up_6w", freeze=plan.followed_up.freeze)
    )
    return HeartFailureReading(
        unusual=_outside(registry),
        comparison=compare_clinics(registry),
        followed_up_from=followed[0] if followed else None,
        target_dose_signal=bool(marked_periods(own_chart(registry, "target_dose"))),
        health_signal=bool(marked_periods(health_chart(registry))),
        months_outside=int(together_chart(registry, prime=False).outside.sum()),
        months_outside_prime=int(together_chart(registry, prime=True).outside.sum()),
    )


def _outside(registry: HeartFailureRegistry) -> tuple[int, ...]:
    funnel = follow_up_funnel(registry)
    towns = [clinic.town for clinic in registry.plan.clinics]
    found = np.flatnonzero(funnel.outside)
    return tuple(sorted(towns.index(funnel.units[place]) + 1 for place in found))


def draw_patient_records(
    registry: HeartFailureRegistry, records: int, rng: np.random.Generator
) -> Extract:
    """Draw records of some of the own clinic's new patients.

    Parameters
    ----------
    registry : HeartFailureRegistry
    records : int
        Spread over the months as the patients are.
    rng : numpy.random.Generator

    Returns
    -------
    Extract
        One record for each patient, in order of the day of registration.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> registry = draw_heart_failure_registry(draw_heart_failure_plan(rng), rng)
    >>> len(draw_patient_records(registry, 90, rng).rows)
    90
    """
    counts = registry.own
    patients = np.nan_to_num(counts["new_patients"]).astype(int)
    month = np.repeat(np.arange(patients.size), patients)
    nth = np.arange(month.size) - np.repeat(np.cumsum(patients) - patients, patients)
    # Whoever is counted first in a month is as good as anybody: days are drawn below.
    followed = nth < np.nan_to_num(counts["followed_up_6w"])[month]
    at_dose = rng.random(month.size) < registry.plan.target_dose.level
    chosen = np.sort(rng.choice(month.size, records, replace=False))
    persons = rng.choice(np.arange(1000, 10_000), records, replace=False)
    rows = []
    for i, person in zip(chosen.tolist(), persons.tolist(), strict=True):
        year, number = registry.plan.first_year + month[i] // 12, month[i] % 12 + 1
        length = calendar.monthrange(int(year), int(number))[1]
        first = datetime.date(int(year), int(number), int(rng.integers(1, length + 1)))
        wait = rng.integers(7, 43) if followed[i] else rng.integers(43, 100)
        seen = None if not followed[i] and rng.random() < 0.4 else int(wait)
        stratum = int(rng.choice(len(STRATA), p=_USUAL_MIX))
        old, ill = divmod(stratum, 2)
        rows.append(
            (
                first.isoformat(),
                f"P{person}",
                None
                if seen is None
                else (first + datetime.timedelta(days=seen)).isoformat(),
                int(rng.integers(75, 93) if old else rng.integers(48, 75)),
                int(rng.integers(1, 3) + 2 * ill),
                int(rng.integers(15, 40)),
                *(int(treated) for treated in rng.random(len(_TREATED)) < _TREATED),
                int(at_dose[i]),
                int(rng.random() < _READMITTED[stratum]),
            )
        )
    rows.sort()
    return Extract(
        (
            "record",
            "registered_on",
            "person",
            "visit_on",
            "age",
            "nyha",
            "ef",
            *TREATMENTS,
            "target_dose",
            "readmitted_30d",
        ),
        tuple((number, *row) for number, row in enumerate(rows, start=1)),
    )


def draw_soiled_patient_records(
    registry: HeartFailureRegistry, rng: np.random.Generator, records: int = 120
) -> SoiledExtract:
    """Draw records of patients as somebody might have sent them.

    Parameters
    ----------
    registry : HeartFailureRegistry
    rng : numpy.random.Generator
    records : int

    Returns
    -------
    SoiledExtract
        The ejection fraction is in per cent, and from some month on a fraction.
    """
    clean = draw_patient_records(registry, records, rng)
    plan = draw_soil_plan(
        clean, rng, day="registered_on", recoded="ef", recode=_as_fraction
    )
    return soil(
        clean, plan, rng, days=("registered_on", "visit_on"), recode=_as_fraction
    )


def _draw_clinics(
    usual: float, comparison: str, rng: np.random.Generator
) -> tuple[tuple[ClinicPlan, ...], tuple[int, ...], tuple[int, int]]:
    """The clinics, which of them are unusual, and the pair."""
    towns = draw_towns(int(rng.integers(_CLINICS[0], _CLINICS[1] + 1)), rng)
    order = rng.permutation(len(towns)).tolist()
    last = 2 + int(rng.integers(1, 4))
    pair, unusual, small = order[:2], order[2:last], order[last : last + _SMALL_CLINICS]

    direction = 1 if rng.random() < 0.5 else -1
    clinics = []
    for number, town in enumerate(towns):
        size, coverage = _MIDDLE, rng.uniform(*_COVERAGE)
        mix, followed_up, ratio = _USUAL_MIX, usual, 1.0
        if number in small:
            size = _SMALL
        if number in unusual:
            size, coverage = _LARGE, rng.uniform(*_COVERAGE_OF_LARGE)
        if number in pair:
            size, coverage = _PAIR, rng.uniform(*_COVERAGE_OF_LARGE)
            if comparison == "reversed":
                mix = _SEVERE_MIX if number == pair[0] else _MILD_MIX
            if number == pair[0]:
                ratio = rng.uniform(*_BETTER)
        eligible = int(rng.integers(size[0], size[1] + 1))
        if number in unusual:
            sigma = np.sqrt(usual * (1 - usual) / (eligible * coverage))
            followed_up = usual + direction * rng.uniform(*_UNUSUAL) * sigma
            # Next the other way, so that together they do not move the centre line.
            direction = -direction
        clinics.append(
            ClinicPlan(
                town=town,
                eligible=eligible,
                coverage=coverage,
                mix=tuple(mix.tolist()),
                followed_up=float(followed_up),
                readmission_ratio=ratio,
            )
        )
    return (
        tuple(clinics),
        tuple(sorted(number + 1 for number in unusual)),
        (pair[0] + 1, pair[1] + 1),
    )


def _draw_year(
    plan: HeartFailurePlan, rng: np.random.Generator, tries: int
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Patients and what came of them, at each clinic in one year."""
    eligible = np.array([clinic.eligible for clinic in plan.clinics])
    total = rng.binomial(eligible, [clinic.coverage for clinic in plan.clinics])
    registered = rng.multinomial(total, [clinic.mix for clinic in plan.clinics])
    ratios = np.array([clinic.readmission_ratio for clinic in plan.clinics])
    risks = ratios[:, np.newaxis] * _READMITTED
    readmitted = rng.binomial(registered, risks)
    pair = [number - 1 for number in plan.pair]
    readmitted[pair] = draw_until_read(
        lambda count: rng.binomial(
            registered[pair], risks[pair], (count, 2, len(STRATA))
        ),
        lambda drawn: _pair_reads(plan.comparison, drawn, registered[pair]),
        tries,
        plan.comparison,
    )
    shares = np.array([clinic.followed_up for clinic in plan.clinics])
    followed = draw_until_read(
        lambda count: rng.binomial(total, shares, (count, total.size)),
        lambda drawn: _funnel_reads(plan, drawn, total),
        tries,
        plan.unusual,
    )
    treated = rng.binomial(
        total, _TREATED[:, np.newaxis], (len(TREATMENTS), total.size)
    )
    counts = {"eligible": eligible, "registered": total, "followed_up_6w": followed}
    counts |= dict(zip(TREATMENTS, treated, strict=True))
    counts["target_dose"] = rng.binomial(treated[1], plan.target_dose.level)
    counts["readmitted_30d"] = readmitted.sum(axis=1)
    return registered, readmitted, counts


def _pair_reads(
    comparison: str, readmitted: np.ndarray, registered: np.ndarray
) -> np.ndarray:
    """Whether the pair compares as planned, however like patients are put together."""
    crude = readmitted.sum(axis=2) / registered.sum(axis=1)
    first_better = crude[:, 1] - crude[:, 0]
    read = (
        first_better < -_CRUDE_GAP
        if comparison == "reversed"
        else first_better > _CRUDE_GAP
    )
    # Strata as age group by NYHA group: each alone, and each summed over the other.
    events = readmitted.reshape(-1, 2, 2, 2)
    patients = registered.reshape(2, 2, 2)
    for axes in ((), (2,), (1,)):
        shares = events.sum(axis=tuple(axis + 1 for axis in axes)) / patients.sum(
            axis=axes
        )
        gaps = shares[:, 1] - shares[:, 0]
        read &= (gaps.reshape(len(gaps), -1) > _STRATUM_GAP).all(axis=1)
    return read


def _funnel_reads(
    plan: HeartFailurePlan, followed: np.ndarray, total: np.ndarray
) -> np.ndarray:
    """Whether the unusual clinics alone are outside, and a league table misses them."""
    shares = followed / total
    centres = followed.sum(axis=1, keepdims=True) / total.sum()
    scores = (shares - centres) / np.sqrt(centres * (1 - centres) / total)
    unusual = np.isin(np.arange(1, total.size + 1), plan.unusual)
    usual = np.array([clinic.followed_up for clinic in plan.clinics])
    above = unusual & (usual > plan.followed_up.level)
    below = unusual & ~above
    read = (np.abs(scores[:, ~unusual]) < SIGMAS_TO_LIMIT - _CLEAR_OF_LIMIT).all(axis=1)
    read &= (scores[:, above] > SIGMAS_TO_LIMIT + _CLEAR_OF_LIMIT).all(axis=1)
    read &= (scores[:, below] < -SIGMAS_TO_LIMIT - _CLEAR_OF_LIMIT).all(axis=1)
    return read & ~unusual[shares.argmax(axis=1)] & ~unusual[shares.argmin(axis=1)]


def _draw_together(
    plan: HeartFailurePlan, rng: np.random.Generator, tries: int
) -> dict[str, np.ndarray]:
    """All clinics together: too many patients for a p chart."""
    sizes = draw_denominators(
        rng.uniform(2800, 4200),
        plan.months,
        rng,
        amplitude=plan.season,
        dispersion=8.0,
        lowest=1000,
    )

    def reads(counts: np.ndarray) -> np.ndarray:
        shares = counts / sizes
        centres = counts.sum(axis=1, keepdims=True) / sizes.sum()
        scores = (shares - centres) / np.sqrt(centres * (1 - centres) / sizes)
        false_alarms = (np.abs(scores) > SIGMAS_TO_LIMIT).sum(axis=1)
        # A p′ chart is an individuals chart of these scores, but about zero.
        scatter = (
            np.abs(np.diff(scores, axis=1)).mean(axis=1, keepdims=True)
            / MEAN_RANGE_OF_TWO
        )
        calm = reads_as("stable", shares, lambda _: (centres, scores / scatter))
        return calm & (false_alarms >= _FEWEST_FALSE_ALARMS)

    counts = draw_until_read(
        lambda count: draw_counts(plan.together, sizes, rng, count),
        reads,
        tries,
        plan.together,
    )
    return {"registered": sizes, "all_four": counts}


def _draw_health(
    plan: HeartFailurePlan, patients: np.ndarray, rng: np.random.Generator, tries: int
) -> np.ndarray:
    """Patients' own ratings, a stable process on an individuals chart."""
    measured = np.flatnonzero(~np.isnan(patients))

    def draw(count: int) -> np.ndarray:
        shape = (count, measured.size)
        return rng.normal(plan.health_level, plan.health_spread, shape).round(1)

    drawn = draw_until_read(
        draw,
        lambda values: reads_as("stable", values, score_individuals(values, measured)),
        tries,
        plan.health_level,
    )
    health = np.full(plan.months, np.nan)
    health[measured] = drawn
    return health


def _number(cell: float) -> int | float | None:
    if np.isnan(cell):
        return None
    return int(cell) if cell == int(cell) else float(cell)


def _as_fraction(per_cent: int) -> float:
    return per_cent / 100
