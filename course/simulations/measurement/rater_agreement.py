"""Two people rate the same reports, with a vague definition and with a sharp one.

Two raters can agree on nearly everything and still have no definition in common:
where nearly nothing is counted, they agree by saying no. Cohen's kappa asks how much
they agree beyond that.

References
----------
.. [1] Cohen, J. (1960). A coefficient of agreement for nominal scales.
   Educational and Psychological Measurement 20(1): 37-46.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from course.messages import say

# Sharp; vague, so that raters differ; vague and about something rare, so that raters
# agree on nearly all reports, and on hardly any that they count.
WORDINGS = ("sharp", "vague", "vague-rare")

# In the sample, kappa of the sharp wording is at least the first and that of the
# vague one at most the second: far enough apart that nobody need ask about chance.
_SHARP_KAPPA, _VAGUE_KAPPA = 0.6, 0.4
# Where per cent agreement points the wrong way, it does so by as many reports.
_REPORTS_APART = 2


@dataclass(frozen=True, slots=True)
class Situation:
    """A kind of event that reports tell of.

    Attributes
    ----------
    name : str
        Its sentence is ``definitions.{topic}.{name}``.
    counts : bool
        By the sharp wording.
    vague, vague_rare : tuple of (float, float)
        Probability that a lenient and a strict rater count it under that wording.
    """

    name: str
    counts: bool
    vague: tuple[float, float]
    vague_rare: tuple[float, float]


# What is to be counted, and what is reported. The probabilities are our own: those
# events differ most where everyday words leave most open.
TOPICS = {
    "fall": (
        Situation("found-on-floor", True, (0.95, 0.35), (0.10, 0.02)),
        Situation("lowered-by-staff", True, (0.70, 0.10), (0.03, 0.02)),
        Situation("slid-from-chair", True, (0.85, 0.20), (0.05, 0.02)),
        Situation("tripped-and-hurt", True, (0.98, 0.95), (0.40, 0.15)),
        Situation("caught-the-rail", False, (0.45, 0.05), (0.03, 0.01)),
        Situation("sat-back-down", False, (0.35, 0.05), (0.02, 0.01)),
        Situation("lay-down-to-exercise", False, (0.15, 0.05), (0.02, 0.01)),
        Situation("leaned-on-the-wall", False, (0.45, 0.05), (0.03, 0.01)),
    ),
    "pressure-ulcer": (
        Situation("shallow-wound-sacrum", True, (0.95, 0.70), (0.05, 0.02)),
        Situation("blister-heel", True, (0.75, 0.15), (0.03, 0.02)),
        Situation("deep-wound-hip", True, (0.98, 0.95), (0.45, 0.15)),
        Situation("sore-under-tube", True, (0.60, 0.10), (0.03, 0.02)),
        Situation("red-heel-stays-red", False, (0.80, 0.15), (0.03, 0.01)),
        Situation("wet-skin-groin", False, (0.75, 0.10), (0.03, 0.01)),
        Situation("skin-tear-arm", False, (0.35, 0.05), (0.05, 0.01)),
        Situation("red-shoulder-fades", False, (0.50, 0.05), (0.02, 0.01)),
    ),
    "same-day": (
        Situation("nurse-called-back", True, (0.95, 0.85), (0.05, 0.02)),
        Situation("doctor-wrote-at-night", True, (0.75, 0.15), (0.05, 0.02)),
        Situation("taken-at-once", True, (0.98, 0.95), (0.45, 0.15)),
        Situation("appointment-given", True, (0.75, 0.20), (0.10, 0.02)),
        Situation("called-next-morning", False, (0.70, 0.10), (0.02, 0.01)),
        Situation("automatic-reply", False, (0.45, 0.05), (0.03, 0.01)),
        Situation("tried-twice-in-vain", False, (0.65, 0.05), (0.02, 0.01)),
        Situation("promised-for-tomorrow", False, (0.60, 0.05), (0.03, 0.01)),
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One invented report.

    Attributes
    ----------
    number : int
        From 1.
    topic : str
        One of `TOPICS`.
    situation : str
        One of the topic's situations.
    age, room : int
    time : str
        Of day, in the forenoon.
    """

    number: int
    topic: str
    situation: str
    age: int
    room: int
    time: str

    @property
    def sentence(self) -> str:
        """What the report says, as a person reads it."""
        return say(
            f"definitions.{self.topic}.{self.situation}",
            age=self.age,
            room=self.room,
            time=self.time,
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two raters' verdicts fall, in reports or in shares of them.

    Attributes
    ----------
    both, first_only, second_only, neither : float
        Counted by both raters, by one of them, by neither.
    """

    both: float
    first_only: float
    second_only: float
    neither: float

    @property
    def reports(self) -> float:
        """All of them."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def observed(self) -> float:
        """Share of reports on which the two agree."""
        return (self.both + self.neither) / self.reports

    @property
    def by_chance(self) -> float:
        """Share on which they would agree if they counted as often, but blindly."""
        first = (self.both + self.first_only) / self.reports
        second = (self.both + self.second_only) / self.reports
        return first * second + (1 - first) * (1 - second)

    @property
    def kappa(self) -> float:
        """Cohen's kappa: what they agree beyond chance, of what there is beyond it.

        Raises
        ------
        ValueError
            If both count every report, or neither counts any.
        """
        if self.by_chance == 1:
            raise ValueError(
                "Kappa needs reports that are counted and some that are not."
            )
        return (self.observed - self.by_chance) / (1 - self.by_chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingPlan:
    """Who rates what, and how well.

    Attributes
    ----------
    topic : str
        One of `TOPICS`.
    reports : int
        As many of each situation, so a multiple of their number.
    slip : float
        Probability that a rater misreads a report under the sharp wording.
    vague_wording : {"vague", "vague-rare"}
        Under "vague-rare" per cent agreement is higher with the vague wording, though
        kappa is lower.
    first_is_lenient : bool
        Under the vague wording; else the second rater is.

    Raises
    ------
    ValueError
        If a name is unknown, the reports are no multiple, or the slip is no
        probability below a half.
    """

    topic: str
    reports: int
    slip: float
    vague_wording: str
    first_is_lenient: bool

    def __post_init__(self):
        if self.topic not in TOPICS:
            raise ValueError(f"{self.topic!r} is not one of {', '.join(TOPICS)}.")
        if self.vague_wording not in WORDINGS[1:]:
            raise ValueError(
                f"{self.vague_wording!r} is not one of {', '.join(WORDINGS[1:])}."
            )
        if self.reports < 1 or self.reports % len(TOPICS[self.topic]):
            raise ValueError(
                f"{self.reports} reports are not as many of each of "
                f"{len(TOPICS[self.topic])} situations."
            )
        if not 0 <= self.slip < 0.5:
            raise ValueError(f"A slip is from 0 to below 0.5, not {self.slip}.")

    def chances(self, wording: str) -> np.ndarray:
        """Probability that each rater counts each situation.

        Parameters
        ----------
        wording : {"sharp", "vague", "vague-rare"}

        Returns
        -------
        ndarray of float, shape (2, situations)
            The first rater, then the second.

        Raises
        ------
        ValueError
            If there is no such wording.
        """
        situations = TOPICS[self.topic]
        if wording == "sharp":
            counts = np.array([situation.counts for situation in situations])
            return np.tile(np.where(counts, 1 - self.slip, self.slip), (2, 1))
        if wording not in WORDINGS:
            raise ValueError(f"{wording!r} is not one of {', '.join(WORDINGS)}.")
        leans = [getattr(s, wording.replace("-", "_")) for s in situations]
        chances = np.array(leans).T
        return chances if self.first_is_lenient else chances[::-1]

    def agreement(self, wording: str) -> Agreement:
        """Agreement of the two raters in the long run, in shares of the reports.

        Parameters
        ----------
        wording : {"sharp", "vague", "vague-rare"}

        Returns
        -------
        Agreement

        Raises
        ------
        ValueError
            If there is no such wording.

        Examples
        --------
        >>> plan = RatingPlan(
        ...     topic="fall",
        ...     reports=40,
        ...     slip=0.05,
        ...     vague_wording="vague",
        ...     first_is_lenient=True,
        ... )
        >>> round(plan.agreement("sharp").kappa, 2)
        0.81
        >>> plan.agreement("vague").kappa < 0.4
        True
        """
        first, second = self.chances(wording)
        return Agreement(
            float((first * second).mean()),
            float((first * (1 - second)).mean()),
            float(((1 - first) * second).mean()),
            float(((1 - first) * (1 - second)).mean()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class RatedReports:
    """Reports, and what two raters made of them under two wordings.

    Attributes
    ----------
    plan : RatingPlan
    reports : tuple of Report
    sharp, vague : ndarray of bool, shape (2, reports)
        Whether the first and the second rater counted each report.
    """

    plan: RatingPlan
    reports: tuple[Report, ...]
    sharp: np.ndarray
    vague: np.ndarray

    @property
    def sharp_agreement(self) -> Agreement:
        """Of the two raters under the sharp wording."""
        return agreement(*self.sharp)

    @property
    def vague_agreement(self) -> Agreement:
        """Of the two raters under the vague wording."""
        return agreement(*self.vague)


def agreement(first: ArrayLike, second: ArrayLike) -> Agreement:
    """Count how two raters' verdicts fall.

    Parameters
    ----------
    first, second : array_like of bool, shape (reports,)
        Whether each rater counted each report.

    Returns
    -------
    Agreement

    Raises
    ------
    ValueError
        If there are no reports, or not as many of the one as of the other.

    Examples
    --------
    >>> agreement([1, 1, 1, 0, 0], [1, 1, 0, 0, 1])
    Agreement(both=2, first_only=1, second_only=1, neither=1)
    >>> agreement([1, 1, 0, 0], [1, 0, 0, 0]).kappa
    0.5
    """
    first, second = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    if first.ndim != 1 or first.shape != second.shape or not first.size:
        raise ValueError(
            "Agreement needs two verdicts on each report, "
            f"not {first.size} and {second.size}."
        )
    return Agreement(
        int(np.count_nonzero(first & second)),
        int(np.count_nonzero(first & ~second)),
        int(np.count_nonzero(~first & second)),
        int(np.count_nonzero(~first & ~second)),
    )


def draw_rating_plan(
    rng: np.random.Generator,
    topic: str | None = None,
    *,
    vague_wording: str = "vague",
    reports: int = 40,
) -> RatingPlan:
    """Draw who rates what, and how well.

    Parameters
    ----------
    rng : numpy.random.Generator
    topic : str, optional
        One of `TOPICS`; drawn when not given.
    vague_wording : {"vague", "vague-rare"}
    reports : int

    Returns
    -------
    RatingPlan
        Kappa is higher under the sharp wording. Per cent agreement is too, unless the
        other wording is "vague-rare".

    Raises
    ------
    ValueError
        If a name is unknown or the reports are no multiple of the situations.

    Examples
    --------
    >>> plan = draw_rating_plan(np.random.default_rng(1), vague_wording="vague-rare")
    >>> sharp, vague = plan.agreement("sharp"), plan.agreement("vague-rare")
    >>> sharp.kappa > vague.kappa, sharp.observed > vague.observed
    (True, False)
    """
    drawn = list(TOPICS)[rng.integers(len(TOPICS))]
    # Two careful raters misread one report in ten, and agree on fewer than two who
    # count next to nothing.
    low, high = (0.07, 0.10) if vague_wording == "vague-rare" else (0.02, 0.06)
    return RatingPlan(
        topic=drawn if topic is None else topic,
        reports=reports,
        slip=round(rng.uniform(low, high), 3),
        vague_wording=vague_wording,
        first_is_lenient=bool(rng.random() < 0.5),
    )


def draw_ratings(plan: RatingPlan, rng: np.random.Generator) -> RatedReports:
    """Draw reports and what two raters make of them, as it falls.

    Parameters
    ----------
    plan : RatingPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    RatedReports
        Raters decide independently of each other, report by report.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draw_ratings(draw_rating_plan(rng), rng).sharp.shape
    (2, 40)
    """
    situations = TOPICS[plan.topic]
    kinds = rng.permutation(np.arange(plan.reports) % len(situations))
    ages = rng.integers(62, 97, plan.reports).tolist()
    rooms = rng.integers(1, 25, plan.reports).tolist()
    minutes = (8 * 60 + 5 * rng.integers(0, 48, plan.reports)).tolist()
    reports = tuple(
        Report(
            place + 1,
            plan.topic,
            situations[kind].name,
            ages[place],
            rooms[place],
            f"{minutes[place] // 60:02}:{minutes[place] % 60:02}",
        )
        for place, kind in enumerate(kinds.tolist())
    )
    sharp, vague = (
        rng.random((2, plan.reports)) < plan.chances(wording)[:, kinds]
        for wording in ("sharp", plan.vague_wording)
    )
    return RatedReports(plan, reports, sharp, vague)


def draw_read_ratings(
    plan: RatingPlan, rng: np.random.Generator, tries: int = 2000
) -> RatedReports:
    """Draw ratings until the sample says what the plan says.

    Parameters
    ----------
    plan : RatingPlan
    rng : numpy.random.Generator
    tries : int
        How many sets of ratings to draw at most.

    Returns
    -------
    RatedReports
        Kappa is at least 0.6 under the sharp wording and at most 0.4 under the vague
        one. Per cent agreement points the same way; under "vague-rare" it points the
        other way, by two reports at least.

    Raises
    ------
    ValueError
        If no ratings in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_read_ratings(draw_rating_plan(rng), rng)
    >>> drawn.sharp_agreement.kappa - drawn.vague_agreement.kappa > 0.2
    True
    """
    for _ in range(tries):
        drawn = draw_ratings(plan, rng)
        if _reads_as_planned(drawn):
            return drawn
    raise ValueError(f"None of {tries} ratings could be read as planned: {plan}")


def _reads_as_planned(drawn: RatedReports) -> bool:
    sharp, vague = drawn.sharp_agreement, drawn.vague_agreement
    # Each rater counts something under each wording: else kappa has no meaning.
    if not (drawn.sharp.any(axis=1).all() and drawn.vague.any(axis=1).all()):
        return False
    way = -1 if drawn.plan.vague_wording == "vague-rare" else 1
    apart = way * drawn.plan.reports * (sharp.observed - vague.observed)
    return (
        sharp.kappa >= _SHARP_KAPPA
        and vague.kappa <= _VAGUE_KAPPA
        and apart >= _REPORTS_APART - 1e-9
    )
