"""How many managers use a quality registry, against an aim of 80 %.

Quarter by quarter some managers answer whether they used a registry in the last three
months. All data are invented (*fiktiva data*).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from course.charts import ControlChart, p_chart
from course.simulations.registries.counts import CountPlan, counts_read_as, stable_plan
from course.simulations.registries.extracts import Extract
from course.simulations.registries.planned_readings import draw_until_read

VERDICTS = ("reached", "not-reached", "cannot-tell")
AIM = 0.80
QUARTERS = 12
# Two-sided 95 % of a normal distribution.
SIGMAS_TO_95 = 1.96

_MANAGERS = (32, 60)
_LEVELS = {
    "reached": (0.865, 0.91),
    "not-reached": (0.68, 0.735),
    "cannot-tell": (0.80, 0.82),
}
# An interval must end clearly on its side of the aim, by whatever formula.
_CLEAR_OF_AIM = 0.008


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerSurveyPlan:
    """What is to be concluded, and from what.

    Attributes
    ----------
    verdict : {"reached", "not-reached", "cannot-tell"}
    first_year : int
    mean_managers : float
        Who answer in a quarter.
    use : CountPlan
        Among those who answer; stable.
    """

    verdict: str
    first_year: int
    mean_managers: float
    use: CountPlan


@dataclass(frozen=True, slots=True, eq=False)
class ManagerSurvey:
    """What managers answered. Invented data.

    Attributes
    ----------
    plan : ManagerSurveyPlan
    managers, use_registry : ndarray of float, shape (quarters,)
        Who answered, and who of them used a registry.
    """

    plan: ManagerSurveyPlan
    managers: np.ndarray
    use_registry: np.ndarray

    def rows(self) -> Extract:
        """The quarters as a table.

        Returns
        -------
        Extract
        """
        return Extract(
            ("quarter", "managers", "use_registry"),
            tuple(
                (
                    f"{self.plan.first_year + i // 4} quarter {i % 4 + 1}",
                    int(managers),
                    int(users),
                )
                for i, (managers, users) in enumerate(
                    zip(self.managers, self.use_registry, strict=True)
                )
            ),
        )


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share and where the process behind it may lie.

    Attributes
    ----------
    share, lowest, highest : float
    """

    share: float
    lowest: float
    highest: float

    def verdict(self, aim: float = AIM) -> str:
        """What may be concluded about an aim.

        Parameters
        ----------
        aim : float

        Returns
        -------
        {"reached", "not-reached", "cannot-tell"}

        Examples
        --------
        >>> wilson_interval(41, 50).verdict(), wilson_interval(450, 500).verdict()
        ('cannot-tell', 'reached')
        """
        if self.lowest >= aim:
            return "reached"
        return "not-reached" if self.highest < aim else "cannot-tell"


def wilson_interval(count: int, size: int) -> ShareInterval:
    """Share with its 95 % interval.

    Parameters
    ----------
    count, size : int
        So many of so many.

    Returns
    -------
    ShareInterval

    Raises
    ------
    ValueError
        If there is nobody, or the count does not fit.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and
       statistical inference. Journal of the American Statistical Association 22(158):
       209-212.

    Examples
    --------
    >>> interval = wilson_interval(8, 10)
    >>> round(interval.lowest, 3), round(interval.highest, 3)
    (0.49, 0.943)
    """
    if not 0 <= count <= size or size == 0:
        raise ValueError(f"{count} of {size} is no share.")
    share, pull = count / size, SIGMAS_TO_95**2 / size
    centre = (share + pull / 2) / (1 + pull)
    reach = SIGMAS_TO_95 * math.sqrt(share * (1 - share) / size + pull / (4 * size))
    return ShareInterval(
        share, centre - reach / (1 + pull), centre + reach / (1 + pull)
    )


def draw_manager_plan(
    rng: np.random.Generator, verdict: str | None = None
) -> ManagerSurveyPlan:
    """Draw what is to be concluded.

    Parameters
    ----------
    rng : numpy.random.Generator
    verdict : str, optional
        One of `VERDICTS`; drawn when not given.

    Returns
    -------
    ManagerSurveyPlan

    Raises
    ------
    ValueError
        If the verdict is unknown.

    Examples
    --------
    >>> draw_manager_plan(np.random.default_rng(1), "reached").use.level > AIM
    True
    """
    verdict = VERDICTS[int(rng.integers(len(VERDICTS)))] if verdict is None else verdict
    if verdict not in VERDICTS:
        raise ValueError(f"{verdict!r} is not one of {', '.join(VERDICTS)}.")
    return ManagerSurveyPlan(
        verdict=verdict,
        first_year=int(rng.integers(2021, 2025)),
        mean_managers=rng.uniform(*_MANAGERS),
        use=stable_plan("p", rng.uniform(*_LEVELS[verdict]), QUARTERS),
    )


def draw_manager_survey(
    plan: ManagerSurveyPlan, rng: np.random.Generator, tries: int = 50_000
) -> ManagerSurvey:
    """Draw what managers answered until it must be concluded as planned.

    Parameters
    ----------
    plan : ManagerSurveyPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most.

    Returns
    -------
    ManagerSurvey
        Stable on a p chart, so that the quarters may be taken together; their share
        and its interval give the verdict by Wilson's formula and by the simple one.
        Where nobody can tell, the share is at the aim or a little above it.

    Raises
    ------
    ValueError
        If the answers never came in so.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> survey = draw_manager_survey(draw_manager_plan(rng, "cannot-tell"), rng)
    >>> judge_use(survey).verdict()
    'cannot-tell'
    """
    managers = np.maximum(rng.poisson(plan.mean_managers, QUARTERS), 12).astype(float)
    total = managers.sum()

    def reads(users: np.ndarray) -> np.ndarray:
        shares = users.sum(axis=1) / total
        reach = SIGMAS_TO_95 * np.sqrt(shares * (1 - shares) / total)
        below = shares - reach - _CLEAR_OF_AIM > AIM
        above = shares + reach + _CLEAR_OF_AIM < AIM
        within = (shares >= AIM) & (shares - reach + _CLEAR_OF_AIM < AIM)
        as_planned = {"reached": below, "not-reached": above, "cannot-tell": within}
        return as_planned[plan.verdict] & counts_read_as(plan.use, users, managers)

    users = draw_until_read(
        lambda count: rng.binomial(
            managers.astype(int), plan.use.level, (count, QUARTERS)
        ).astype(float),
        reads,
        tries,
        plan,
    )
    return ManagerSurvey(plan, managers, users)


def use_chart(survey: ManagerSurvey) -> ControlChart:
    """P chart of managers who use a registry, in per cent.

    Parameters
    ----------
    survey : ManagerSurvey

    Returns
    -------
    ControlChart
    """
    return p_chart(survey.use_registry, survey.managers, multiply=100)


def judge_use(survey: ManagerSurvey) -> ShareInterval:
    """Share of all quarters together, with its interval.

    Parameters
    ----------
    survey : ManagerSurvey

    Returns
    -------
    ShareInterval
    """
    return wilson_interval(int(survey.use_registry.sum()), int(survey.managers.sum()))
