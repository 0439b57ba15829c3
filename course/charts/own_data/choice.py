"""Which chart fits a set of figures, from answers to questions about the figures.

Nobody is asked for the name of a chart. What is asked is what a row is, what was
written down, whether one patient can count more than once, and whether there were
always equally many chances. The figures tell the rest: how large the sizes are, whether
they vary, how many zeros there are, and how much more the points scatter than chance
alone would scatter them.

=====================  ==============================  ========================
What was written down  What else                       Chart
=====================  ==============================  ========================
how many of how many   each counts once                p; p′ where chance alone
                                                       does not explain the
                                                       scatter
how many of how many   one may count more than once    u (u′)
how many happened      the chances stay the same       c
how many happened      the chances vary, and are known u (u′)
how many happened      they vary, and nobody knows     run chart
a measurement          one for each period             individuals
a measurement          several for each period         X̄, with S
a percentage           and nobody knows of how many    individuals
between rare events    time                            t; g where two came on
                                                       one day
between rare events    cases                           g
of units               how many of how many, or rates  funnel plot
=====================  ==============================  ========================

With fewer than twelve points it is a run chart first, whatever the figures are:
limits from so few move with each new point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from course.charts.funnel import FEWEST_UNITS_FOR_SCATTER
from course.charts.ratios import sigma_of_z
from course.messages import say

# Provost and Murray, The Health Care Data Guide: before there are about twelve points,
# a run chart.
FEWEST_POINTS_FOR_LIMITS = 12
# The usual rule of thumb for the normal approximation to the binomial: five expected
# with the property, and five without.
FEWEST_EXPECTED = 5
# Our own choice. Of 24 points that chance alone scatters, the ratio is within 0.6 to
# 1.4 in 95 of 100 series; half as much again is more than that.
WIDER_THAN_CHANCE = 1.5

QUESTIONS = ("row", "what", "again", "chances", "between")
# In the order in which they are offered, by what a row is.
_WHATS = {
    "period": ("share", "count", "measurement", "percentage", "between"),
    "case": ("share", "count", "measurement", "between"),
    "unit": ("share", "count"),
}
_OPTIONS = {
    "row": ("period", "case", "unit"),
    "again": ("once", "several"),
    "chances": ("same", "change"),
    "between": ("time", "cases"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody says of their figures; "" for what is not answered yet.

    Attributes
    ----------
    row : {"", "period", "case", "unit"}
        What one row is: a month, week or day; one patient or event; a ward or clinic.
    what : {"", "share", "count", "measurement", "percentage", "between"}
        What was written down: how many of how many; how many happened; a measurement
        such as minutes; a percentage of an unknown number; what lies between rare
        events.
    again : {"", "once", "several"}
        Whether one patient can count more than once.
    chances : {"", "same", "change"}
        Whether there are as many chances in each period.
    between : {"", "time", "cases"}
        What was counted between events.
    """

    row: str = ""
    what: str = ""
    again: str = ""
    chances: str = ""
    between: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartChoice:
    """A chart that fits, and why.

    Attributes
    ----------
    kind : str
        One of `course.charts.own_data.calls.KINDS`.
    reason : str
        One or two sentences.
    warnings : tuple of str
        What the figures make doubtful.
    alternatives : tuple of str
        Other kinds that can be drawn from the same figures.
    """

    kind: str
    reason: str
    warnings: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


def options_of(question: str, answers: Answers) -> tuple[str, ...]:
    """Return the answers one can give to a question.

    Parameters
    ----------
    question : str
        One of `QUESTIONS`.
    answers : Answers
        What was answered before it.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> options_of("what", Answers(row="unit"))
    ('share', 'count')
    """
    if question == "what":
        return _WHATS.get(answers.row, ())
    return _OPTIONS[question]


def questions_for(answers: Answers) -> tuple[str, ...]:
    """Return the questions that matter, in order, up to the first unanswered one.

    Parameters
    ----------
    answers : Answers

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> questions_for(Answers())
    ('row',)
    >>> questions_for(Answers(row="period", what="count"))
    ('row', 'what', 'chances')
    """
    matter = ["row", "what"]
    if answers.what == "share" and answers.row != "case":
        matter.append("again")
    # Units are never equally large: their sizes are asked for, not whether they vary.
    if answers.what == "count" and answers.row != "unit":
        matter.append("chances")
    if answers.what == "between" and answers.row == "period":
        matter.append("between")
    asked = []
    for question in matter:
        asked.append(question)
        if not is_answered(question, answers):
            break
    return tuple(asked)


def is_answered(question: str, answers: Answers) -> bool:
    """Whether a question has an answer that one can give to it.

    Parameters
    ----------
    question : str
    answers : Answers

    Returns
    -------
    bool
    """
    return getattr(answers, question) in options_of(question, answers)


def all_answered(answers: Answers) -> bool:
    """Whether no question that matters is open.

    Parameters
    ----------
    answers : Answers

    Returns
    -------
    bool

    Examples
    --------
    >>> all_answered(Answers(row="period", what="measurement"))
    True
    """
    return all(is_answered(question, answers) for question in questions_for(answers))


def needs_sizes(answers: Answers) -> bool:
    """Whether a column with "of how many" belongs to the figures.

    Parameters
    ----------
    answers : Answers

    Returns
    -------
    bool

    Examples
    --------
    >>> needs_sizes(Answers(row="period", what="count", chances="change"))
    True
    """
    if answers.row == "case":
        return False
    if answers.what == "count":
        return answers.chances == "change" or answers.row == "unit"
    return answers.what == "share"


def choose_chart(
    answers: Answers,
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    deviation: float | None = None,
) -> ChartChoice:
    """Choose the chart that fits the answers and the figures.

    Parameters
    ----------
    answers : Answers
        With no question open.
    values : array_like, shape (n,)
        Counts, measurements, or what lies between events; NaN for a missing one. For
        several measurements in a period, the mean of each period.
    sizes : array_like, shape (n,), optional
        What the counts are counted out of; for several measurements in a period, how
        many there are.
    deviation : float, optional
        For several measurements in a period, their standard deviation within periods.

    Returns
    -------
    ChartChoice

    Notes
    -----
    The rules are those of the table above this module. Beyond it:

    - p′ and u′ are proposed where the points scatter more than 1.5 times as much as
      chance alone would have them: the ratio that Laney calls sigma of z, from the
      moving ranges. With very large sizes it often is, since anything that differs
      from month to month then shows beside the small scatter of chance.
    - Where fewer than five are expected in a period, with or without the property, the
      limits of a p chart are rough, and longer periods or the time between events tell
      more.
    - Means that scatter as much more than the measurements of a period would make them
      are looked at on an individuals chart as well.
    - Where half of the counts are zero, what lies between events tells more.
    - A t chart cannot have a zero. Days are whole, so a g chart can take its place.

    References
    ----------
    .. [1] Laney, D. B. (2002). Improved control charts for attributes. Quality
       Engineering 14(4): 531-537.

    Examples
    --------
    >>> answers = Answers(row="period", what="between", between="time")
    >>> choose_chart(answers, [12, 3, 30, 7, 18, 9, 21, 4, 16, 8, 11, 25]).kind
    't'
    """
    values = np.asarray(values, dtype=float)
    sizes = None if sizes is None else np.asarray(sizes, dtype=float)
    choice = _by_kind_of_figures(answers, values, sizes, deviation)
    points = int(np.count_nonzero(~np.isnan(values)))
    if points >= FEWEST_POINTS_FOR_LIMITS or answers.row == "unit":
        return choice
    others = (choice.kind, *choice.alternatives)
    return ChartChoice(
        kind="run",
        reason=say(
            "chart-choice.run.few", points=points, wanted=FEWEST_POINTS_FOR_LIMITS
        ),
        warnings=choice.warnings,
        alternatives=tuple(kind for kind in others if kind != "run"),
    )


def _by_kind_of_figures(
    answers: Answers,
    values: np.ndarray,
    sizes: np.ndarray | None,
    deviation: float | None,
) -> ChartChoice:
    if answers.what == "between":
        return _between(answers, values)
    if answers.what == "percentage":
        return _of("i", "percentage", ("percentage",), ("mr", "run"))
    if answers.what == "measurement":
        return _measurements(values, sizes, deviation)
    share = answers.what == "share" and answers.again != "several"
    if answers.row == "unit":
        return _units("p" if share else "u", values, sizes)
    if share:
        return _share(values, sizes)
    if answers.what == "share":
        return _rate("u.again", values, sizes)
    if needs_sizes(answers) and sizes is not None:
        return _rate("u", values, sizes)
    if answers.chances == "change":
        return _of("run", "run.no-sizes", ("no-sizes",), ("i", "c"))
    return _of("c", "c", _about_zeros(values), ("i", "run"))


def _share(counts: np.ndarray, sizes: np.ndarray) -> ChartChoice:
    counts, sizes = _both_there(counts, sizes)
    if not sizes.sum():
        return _of("p", "p", (), ("run",))
    share = counts.sum() / sizes.sum()
    sigmas = np.sqrt(share * (1 - share) / sizes)
    warnings = _few_expected(share, sizes)
    warnings += _wider("p-prime", counts / sizes - share, sigmas)
    same = len(set(sizes.tolist())) == 1
    return ChartChoice(
        kind="p",
        reason=say("chart-choice.p"),
        warnings=tuple(warnings),
        alternatives=("p-prime", *("np",) * same, "run"),
    )


def _rate(reason: str, counts: np.ndarray, sizes: np.ndarray) -> ChartChoice:
    counts, sizes = _both_there(counts, sizes)
    warnings = [say(f"chart-choice.warning.{key}") for key in _about_zeros(counts)]
    if sizes.sum():
        rate = counts.sum() / sizes.sum()
        sigmas = np.sqrt(rate / sizes)
        warnings += _wider("u-prime", counts / sizes - rate, sigmas)
    return ChartChoice(
        kind="u",
        reason=say(f"chart-choice.{reason}"),
        warnings=tuple(warnings),
        alternatives=("u-prime", "run"),
    )


def _units(kind: str, counts: np.ndarray, sizes: np.ndarray) -> ChartChoice:
    counts, sizes = _both_there(counts, sizes)
    # With fewer, how much units scatter cannot be told.
    many = counts.size >= FEWEST_UNITS_FOR_SCATTER
    return _of(f"funnel-{kind}", f"funnel-{kind}", (), (f"funnel-{kind}-wide",) * many)


def _measurements(
    means: np.ndarray, sizes: np.ndarray | None, deviation: float | None
) -> ChartChoice:
    if sizes is None or float(np.nanmedian(sizes)) < 2:
        return _of("i", "i", (), ("mr", "run"))
    warnings = []
    if deviation:
        there = ~np.isnan(means) & (sizes > 0)
        distances = means[there] - np.average(means[there], weights=sizes[there])
        times = _times_wider(distances, deviation / np.sqrt(sizes[there]))
        if times > WIDER_THAN_CHANCE:
            said = say("chart-choice.warning.wider-means", times=f"{times:.1f}")
            warnings.append(said)
    return ChartChoice(
        kind="xbar",
        reason=say("chart-choice.xbar"),
        warnings=tuple(warnings),
        alternatives=("s", "i", "run"),
    )


def _between(answers: Answers, values: np.ndarray) -> ChartChoice:
    measured = values[~np.isnan(values)]
    whole = bool((measured == np.floor(measured)).all())
    if answers.between == "cases":
        return _of("g", "g", (), ("run",))
    if not (measured <= 0).any():
        return _of("t", "t", (), (*("g",) * whole, "run"))
    if whole:
        return _of("g", "g.zeros", (), ("run",))
    return _of("run", "run.zeros", (), ())


def _of(
    kind: str, reason: str, warnings: Sequence[str], alternatives: tuple[str, ...]
) -> ChartChoice:
    return ChartChoice(
        kind=kind,
        reason=say(f"chart-choice.{reason}"),
        warnings=tuple(say(f"chart-choice.warning.{key}") for key in warnings),
        alternatives=alternatives,
    )


def _about_zeros(counts: np.ndarray) -> tuple[str, ...]:
    measured = counts[~np.isnan(counts)]
    many = measured.size and np.count_nonzero(measured == 0) >= measured.size / 2
    return ("zeros",) * bool(many)


def _few_expected(share: float, sizes: np.ndarray) -> list[str]:
    size = float(sizes.mean())
    expected = size * min(share, 1 - share)
    if expected >= FEWEST_EXPECTED:
        return []
    side = "with" if share <= 0.5 else "without"
    # Longer periods would leave fewer points still.
    way = "longer" if sizes.size >= FEWEST_POINTS_FOR_LIMITS else "between"
    told = say(
        f"chart-choice.warning.few-expected.{side}",
        expected=f"{expected:.1f}",
        size=f"{size:.0f}",
    )
    return [f"{told} {say(f'chart-choice.warning.few-expected.{way}')}"]


def _wider(kind: str, distances: np.ndarray, sigmas: np.ndarray) -> list[str]:
    """Propose the prime chart where chance alone does not explain the scatter."""
    times = _times_wider(distances, sigmas)
    if not times > WIDER_THAN_CHANCE:
        return []
    name = say(f"chart-kind.{kind}")
    return [say("chart-choice.warning.wider", times=f"{times:.1f}", chart=name)]


def _times_wider(distances: np.ndarray, sigmas: np.ndarray) -> float:
    """How many times as much points scatter as chance has them; NaN for too few."""
    return sigma_of_z(distances, sigmas) if distances.size > 1 else float("nan")


def _both_there(counts: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out the periods that lack either, or have nothing to count out of."""
    there = ~np.isnan(counts) & ~np.isnan(sizes) & (sizes > 0)
    return counts[there], sizes[there]
