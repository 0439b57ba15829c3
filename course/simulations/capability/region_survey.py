"""A region's survey on improvement in daily work, with questions of the course's own.

Eight areas of three to five items, answered from 1 to 5. Units differ; where the
workload is high fewer people answer and those who do agree less, so that the answers
as they came in look better than the region is. All data are invented (*fiktiva data*).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from course.simulations.registries.extracts import LANGUAGES, Extract
from course.simulations.registries.planned_readings import draw_until_read
from course.simulations.registries.units import SETTINGS, draw_unit

# A unit's mean of fewer answers than this tells of persons, not of the unit.
FEWEST_ANSWERS = 5

_FILE = Path(__file__).with_name("region_survey.toml")
_LOWEST, _HIGHEST = 1, 5

_UNITS, _SMALL_UNITS = (10, 14), 3
_STAFF, _SMALL_STAFF = (14, 44), (5, 8)
_WORKLOAD = (4.0, 12.0)
_USUAL_WORKLOAD = 8.0
# Log odds of answering and points of agreement, for one patient more for each.
_ANSWERS_LOST, _AGREEMENT_LOST = 0.18, 0.08
_UNIT_SPREAD, _PERSON_SPREAD, _ITEM_SPREAD, _NOISE = 0.15, 0.5, 0.12, 0.85
_LEVELS = (3.1, 3.5)
# How far below, or above, all others the weakest and the strongest area lie.
_APART = (0.35, 0.5)
# So many standard errors apart, nobody can doubt which is which.
_CLEARLY_APART = 3.0
_TRIES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPlan:
    """What people in a region think, before chance has its say.

    Attributes
    ----------
    units : tuple of str
    staff : tuple of int
        People asked at each unit.
    workloads : tuple of float
        Patients or residents for each member of staff.
    unit_effects : tuple of float
        Points that a unit agrees more, or less, than others with its workload.
    levels : tuple of float
        Of each area, at the usual workload.
    item_effects : tuple of float
        Points by which an item is easier to agree with than its area.
    """

    units: tuple[str, ...]
    staff: tuple[int, ...]
    workloads: tuple[float, ...]
    unit_effects: tuple[float, ...]
    levels: tuple[float, ...]
    item_effects: tuple[float, ...]

    @property
    def weakest(self) -> str:
        """The area with the lowest level."""
        return area_names()[int(np.argmin(self.levels))]

    @property
    def strongest(self) -> str:
        """The area with the highest level."""
        return area_names()[int(np.argmax(self.levels))]


@dataclass(frozen=True, slots=True, eq=False)
class RegionSurvey:
    """The answers that came in. Invented data.

    Attributes
    ----------
    plan : SurveyPlan
    unit : ndarray of int, shape (respondents,)
        Index of each respondent's unit.
    answers : ndarray of float, shape (respondents, items)
        1 to 5 in the order of `item_names`; NaN for an item not answered.
    """

    plan: SurveyPlan
    unit: np.ndarray
    answers: np.ndarray

    @property
    def answered(self) -> np.ndarray:
        """People who answered at each unit, shape (units,)."""
        return np.bincount(self.unit, minlength=len(self.plan.units))

    def rows(self) -> Extract:
        """The answers as a table, a row for each respondent.

        Returns
        -------
        Extract
            The items are named by area and item, as "testing.small".
        """
        return Extract(
            ("respondent", "unit", *item_names()),
            tuple(
                (
                    number,
                    self.plan.units[unit],
                    *(None if np.isnan(a) else int(a) for a in answers),
                )
                for number, (unit, answers) in enumerate(
                    zip(self.unit.tolist(), self.answers, strict=True), start=1
                )
            ),
        )

    def unit_rows(self) -> Extract:
        """The units: how many were asked, how many answered, and their workload.

        Returns
        -------
        Extract
        """
        return Extract(
            ("unit", "staff", "answered", "workload"),
            tuple(
                zip(
                    self.plan.units,
                    self.plan.staff,
                    self.answered.tolist(),
                    self.plan.workloads,
                    strict=True,
                )
            ),
        )


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """How a region stands in each area, recomputed from the answers.

    Attributes
    ----------
    means : tuple of float
        Of the respondents' own means, in the order of `area_names`.
    standard_errors : tuple of float
        Of those means, all respondents taken as independent.
    counts : tuple of int
        Respondents with at least one answer in the area.
    weighted_means : tuple of float
        Each unit counted by the people asked, and not by those who answered.
    weakest, strongest : str
    """

    means: tuple[float, ...]
    standard_errors: tuple[float, ...]
    counts: tuple[int, ...]
    weighted_means: tuple[float, ...]
    weakest: str
    strongest: str


@cache
def _areas() -> dict[str, dict]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def area_names() -> tuple[str, ...]:
    """Name the areas.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> area_names()[:3]
    ('direction', 'measurement', 'testing')
    """
    return tuple(_areas())


def item_names() -> tuple[str, ...]:
    """Name the items, area by area.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> item_names()[0]
    'direction.known'
    """
    return tuple(
        f"{area}.{item}" for area in _areas() for item in _areas()[area]["items"]
    )


def area_words(area: str, language: str = "en") -> str:
    """What an area is called.

    Parameters
    ----------
    area : str
    language : {"en", "sv", "da", "no"}

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no such area or language.

    Examples
    --------
    >>> area_words("testing", "da")
    'Afprøvning af ændringer'
    """
    if area not in _areas():
        raise ValueError(f"{area!r} is not one of {', '.join(_areas())}.")
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}.")
    return _areas()[area][language]


def item_words(item: str) -> str:
    """What an item says.

    Parameters
    ----------
    item : str
        As in `item_names`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no such item.

    Examples
    --------
    >>> item_words("testing.predict")
    'Before a test we say what we expect to happen.'
    """
    area, _, name = item.partition(".")
    if name not in _areas().get(area, {"items": {}})["items"]:
        raise ValueError(f"{item!r} is no item of the survey.")
    return _areas()[area]["items"][name]


def draw_survey_plan(rng: np.random.Generator) -> SurveyPlan:
    """Draw what people in a region think.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    SurveyPlan
        One area is clearly weakest and one clearly strongest; three units are small.

    Examples
    --------
    >>> plan = draw_survey_plan(np.random.default_rng(1))
    >>> plan.weakest != plan.strongest
    True
    """
    count = int(rng.integers(_UNITS[0], _UNITS[1] + 1))
    units: list[str] = []
    while len(units) < count:
        unit = draw_unit(SETTINGS[len(units) % len(SETTINGS)], rng)
        if unit not in units:
            units.append(unit)
    staff = rng.integers(_STAFF[0], _STAFF[1] + 1, count)
    small = rng.choice(count, _SMALL_UNITS, replace=False)
    staff[small] = rng.integers(_SMALL_STAFF[0], _SMALL_STAFF[1] + 1, _SMALL_UNITS)
    levels = rng.uniform(*_LEVELS, len(area_names()))
    weakest, strongest = rng.choice(levels.size, 2, replace=False)
    levels[weakest] = _LEVELS[0] - rng.uniform(*_APART)
    levels[strongest] = _LEVELS[1] + rng.uniform(*_APART)
    # Within an area the items weigh against each other, so that its level is its mean.
    sizes = [len(area["items"]) for area in _areas().values()]
    effects = [rng.normal(0, _ITEM_SPREAD, size) for size in sizes]
    centred = np.concatenate([effect - effect.mean() for effect in effects])
    return SurveyPlan(
        units=tuple(units),
        staff=tuple(staff.tolist()),
        workloads=tuple(rng.uniform(*_WORKLOAD, count).round(1).tolist()),
        unit_effects=tuple(rng.normal(0, _UNIT_SPREAD, count).tolist()),
        levels=tuple(levels.tolist()),
        item_effects=tuple(centred.tolist()),
    )


def draw_survey(
    plan: SurveyPlan, rng: np.random.Generator, tries: int = _TRIES
) -> RegionSurvey:
    """Draw the answers until the weakest and the strongest area stand out.

    Parameters
    ----------
    plan : SurveyPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many times to ask at most.

    Returns
    -------
    RegionSurvey
        The planned areas are weakest and strongest, as answered and as weighted, and
        three standard errors or more from the next. At least one unit has too few
        answers to be told of, and none has no answer at all.

    Raises
    ------
    ValueError
        If the answers never came in so.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> survey = draw_survey(draw_survey_plan(rng), rng)
    >>> area_profile(survey).weakest == survey.plan.weakest
    True
    """
    staff = np.array(plan.staff)
    odds = _ANSWERS_LOST * (np.array(plan.workloads) - _USUAL_WORKLOAD) - 0.5
    answering = 1 / (1 + np.exp(odds))

    def draw(count: int) -> np.ndarray:
        return rng.binomial(staff, answering, (count, staff.size))

    def few_and_none(answered: np.ndarray) -> np.ndarray:
        return (answered > 0).all(axis=1) & (answered < FEWEST_ANSWERS).any(axis=1)

    for _ in range(tries):
        answered = draw_until_read(draw, few_and_none, tries, plan)
        survey = RegionSurvey(
            plan,
            np.repeat(np.arange(staff.size), answered),
            _draw_answers(plan, np.repeat(np.arange(staff.size), answered), rng),
        )
        if _stands_out(survey):
            return survey
    raise ValueError(f"None of {tries} surveys could be read as planned: {plan}")


def area_profile(survey: RegionSurvey) -> AreaProfile:
    """How the region stands in each area.

    Parameters
    ----------
    survey : RegionSurvey

    Returns
    -------
    AreaProfile
    """
    scores = _area_scores(survey.answers)
    means = np.nanmean(scores, axis=0)
    counts = np.count_nonzero(~np.isnan(scores), axis=0)
    weights = np.array(survey.plan.staff) / survey.answered
    weighted = _weighted_means(scores, weights[survey.unit])
    return AreaProfile(
        means=tuple(means.tolist()),
        standard_errors=tuple(
            (np.nanstd(scores, axis=0, ddof=1) / np.sqrt(counts)).tolist()
        ),
        counts=tuple(counts.tolist()),
        weighted_means=tuple(weighted.tolist()),
        weakest=area_names()[int(np.argmin(means))],
        strongest=area_names()[int(np.argmax(means))],
    )


def unit_means(survey: RegionSurvey) -> np.ndarray:
    """Mean of all answers at each unit, whether there are enough of them or not.

    Parameters
    ----------
    survey : RegionSurvey

    Returns
    -------
    ndarray of float, shape (units,)
    """
    own = np.nanmean(survey.answers, axis=1)
    return np.bincount(survey.unit, own) / survey.answered


def _draw_answers(
    plan: SurveyPlan, unit: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    workloads = np.array(plan.workloads)
    units = np.array(plan.unit_effects) - _AGREEMENT_LOST * (
        workloads - _USUAL_WORKLOAD
    )
    sizes = [len(area["items"]) for area in _areas().values()]
    items = np.repeat(plan.levels, sizes) + np.array(plan.item_effects)
    shape = (unit.size, items.size)
    persons = rng.normal(0, _PERSON_SPREAD, (unit.size, 1))
    agreement = units[unit][:, np.newaxis] + persons + items
    answers = np.round(agreement + rng.normal(0, _NOISE, shape))
    answers = np.clip(answers, _LOWEST, _HIGHEST)
    # Here and there an item is left out, never all of them.
    skipped = rng.random(shape) < 0.03
    skipped[:, 0] = False
    answers[skipped] = np.nan
    return answers


def _area_scores(answers: np.ndarray) -> np.ndarray:
    """Each respondent's mean in each area, shape (respondents, areas)."""
    sizes = [len(area["items"]) for area in _areas().values()]
    starts = np.cumsum([0, *sizes[:-1]])
    answered = ~np.isnan(answers)
    counts = np.add.reduceat(answered.astype(float), starts, axis=1)
    sums = np.add.reduceat(np.nan_to_num(answers), starts, axis=1)
    return np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)


def _weighted_means(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    measured = ~np.isnan(scores)
    weights = weights[:, np.newaxis] * measured
    return (weights * np.nan_to_num(scores)).sum(axis=0) / weights.sum(axis=0)


def _stands_out(survey: RegionSurvey) -> bool:
    """Whether nobody can doubt which area is weakest and which strongest."""
    profile = area_profile(survey)
    scores = _area_scores(survey.answers)
    for area, lowest in ((survey.plan.weakest, True), (survey.plan.strongest, False)):
        place = area_names().index(area)
        for means in (profile.means, profile.weighted_means):
            end = np.argmin(means) if lowest else np.argmax(means)
            if end != place:
                return False
        others = np.delete(scores, place, axis=1)
        # The same person answered both: their differences tell more than two means.
        gaps = others - scores[:, [place]]
        gaps = gaps if lowest else -gaps
        counts = np.count_nonzero(~np.isnan(gaps), axis=0)
        errors = np.nanstd(gaps, axis=0, ddof=1) / np.sqrt(counts)
        if (np.nanmean(gaps, axis=0) < _CLEARLY_APART * errors).any():
            return False
    return True
