"""Where a case takes place: people, workplaces and what they measure.

All names are invented or common; their words live in `course.messages`. Words and
figures are drawn from two generators of their own, so that a name added to the list
one day changes no learner's figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course.charts import Chart
from course.messages import keys, say
from course.tasks import Option

SETTINGS = (
    "hospital",
    "emergency",
    "ward",
    "clinic",
    "surgery",
    "care",
    "home",
    "social",
    "office",
)

# Whose workplaces these are, as learners choose.
_SECTOR_OF = {
    **dict.fromkeys(("hospital", "emergency", "ward", "clinic"), "hospital"),
    "surgery": "primary",
    **dict.fromkeys(("care", "home", "social"), "municipal"),
    "office": "administration",
}

# In steps of the last decimal: below this ties would be the rule, not the exception.
_LEAST_SPREAD = 2.4


def sector_of(setting: str) -> str:
    """Return where a workplace lies, as learners choose it.

    Parameters
    ----------
    setting : str
        One of `SETTINGS`.

    Returns
    -------
    str
        One of `course.tasks.SECTORS`.

    Examples
    --------
    >>> sector_of("ward"), sector_of("surgery"), sector_of("care")
    ('hospital', 'primary', 'municipal')
    """
    return _SECTOR_OF[setting]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a workplace counts or times.

    Attributes
    ----------
    id : str
        Names its words: ``measure.{id}`` on an axis, ``measure.{id}.words`` within a
        sentence.
    setting : str
        One of `SETTINGS`.
    low, high : float
        Between which a usual level lies.
    decimals : int
        Decimals it is recorded with.
    period : {"week", "month"}
    higher_is_better : bool
    """

    id: str
    setting: str
    low: float
    high: float
    decimals: int = 0
    period: str = "week"
    higher_is_better: bool = False

    @property
    def label(self) -> str:
        """Its name on an axis."""
        return say(f"measure.{self.id}")

    @property
    def words(self) -> str:
        """Its name within a sentence."""
        return say(f"measure.{self.id}.words")

    @property
    def better(self) -> str:
        """Which way is better, in words."""
        return say("measure.higher" if self.higher_is_better else "measure.lower")


MEASURES = (
    Measure("falls", "ward", 8, 14, decimals=1, period="month"),
    Measure("ulcers", "ward", 8, 14, decimals=1, period="month"),
    Measure("late-referrals", "clinic", 60, 120, period="month"),
    Measure("emergency-minutes", "emergency", 90, 180),
    Measure("same-day-letters", "ward", 36, 46, higher_is_better=True),
    Measure("missed-calls", "surgery", 60, 140),
    Measure("unanswered-messages", "surgery", 60, 140),
    Measure("repeated-tests", "surgery", 50, 100, period="month"),
    Measure("called-back", "surgery", 36, 46, higher_is_better=True),
    Measure("late-visits", "home", 50, 130),
    Measure("night-alarms", "care", 60, 140),
    Measure("medication-errors", "care", 50, 90, period="month"),
    Measure("short-night-fasts", "care", 36, 46, higher_is_better=True),
    Measure("decision-days", "social", 50, 90, period="month"),
    Measure("late-decisions", "social", 50, 100, period="month"),
    Measure("assessed-in-time", "social", 36, 46, higher_is_better=True),
    Measure("late-invoices", "office", 60, 140, period="month"),
    Measure("overtime-hours", "office", 60, 140),
    Measure("rota-changes", "office", 50, 110),
)


@cache
def _words(prefix: str) -> tuple[str, ...]:
    return tuple(say(key) for key in keys(prefix))


@cache
def options_of(task: str, ids: tuple[str, ...]) -> tuple[Option, ...]:
    """Return the answers that a task offers, the same in every case of it.

    Parameters
    ----------
    task : str
        Its words are those of ``{task}.option.{id}``.
    ids : tuple of str
        In the order shown.

    Returns
    -------
    tuple of Option
    """
    return tuple(Option(id_, say(f"{task}.option.{id_}")) for id_ in ids)


def draw_people(words: np.random.Generator, count: int) -> tuple[str, ...]:
    """Draw first names from all over the Nordic countries, no two alike.

    Parameters
    ----------
    words : numpy.random.Generator
    count : int

    Returns
    -------
    tuple of str
    """
    names = _words("person.")
    chosen = words.choice(len(names), count, replace=False)
    return tuple(names[i] for i in chosen.tolist())


def draw_place(words: np.random.Generator, setting: str) -> str:
    """Draw a workplace, in words that can follow "at".

    Parameters
    ----------
    words : numpy.random.Generator
    setting : str
        One of `SETTINGS`.

    Returns
    -------
    str
    """
    return draw_places(words, (setting,))[0]


def draw_places(words: np.random.Generator, settings: Sequence[str]) -> tuple[str, ...]:
    """Draw a workplace for each setting, no two alike while there are enough.

    Parameters
    ----------
    words : numpy.random.Generator
    settings : sequence of str

    Returns
    -------
    tuple of str
    """
    shuffled = {}
    places = []
    for setting in settings:
        if setting not in shuffled:
            names = _words(f"place.{setting}.")
            shuffled[setting] = [
                names[i] for i in words.permutation(len(names)).tolist()
            ]
        # Round and round: a setting asked for more often than it has places.
        places.append(shuffled[setting][0])
        shuffled[setting].append(shuffled[setting].pop(0))
    return tuple(places)


def draw_one(figures: np.random.Generator, among: Sequence[Any]) -> Any:
    """Draw one of a few things, each as likely as any other.

    Parameters
    ----------
    figures : numpy.random.Generator
    among : sequence

    Returns
    -------
    object
        The thing itself, which `Generator.choice` would make an array of first: that
        takes four times as long, to the same draw.

    Examples
    --------
    >>> draw_one(np.random.default_rng(1), ("shift", "outlier"))
    'shift'
    """
    return among[int(figures.integers(len(among)))]


def draw_measures(
    figures: np.random.Generator,
    count: int = 1,
    among: Sequence[Measure] = MEASURES,
) -> tuple[Measure, ...]:
    """Draw measures, no two alike while there are enough.

    Parameters
    ----------
    figures : numpy.random.Generator
    count : int
    among : sequence of Measure

    Returns
    -------
    tuple of Measure
    """
    order = figures.permutation(len(among))
    return tuple(among[order[i % len(order)]] for i in range(count))


def draw_level(measure: Measure, figures: np.random.Generator) -> tuple[float, float]:
    """Draw where a measure usually lies and how much it varies.

    Parameters
    ----------
    measure : Measure
    figures : numpy.random.Generator

    Returns
    -------
    level, spread : float
        Mean and standard deviation, in the unit of the measure.
    """
    level = round(figures.uniform(measure.low, measure.high), measure.decimals)
    least = _LEAST_SPREAD * 10.0**-measure.decimals
    spread = max(level * figures.uniform(0.045, 0.065), least)
    return level, round(spread, measure.decimals + 1)


def measure_chart(
    id_: str, measure: Measure, values: np.ndarray, **about: object
) -> Chart:
    """Draw up a chart of a measure.

    Parameters
    ----------
    id_ : str
        Unique on the page.
    measure : Measure
    values : ndarray of float
        NaN where nothing was measured.
    **about
        Further attributes of a `Chart`.

    Returns
    -------
    Chart
    """
    return Chart(
        id=id_,
        y_label=measure.label,
        x_label=say(f"period.{measure.period}"),
        values=tuple(values.tolist()),
        **about,
    )
