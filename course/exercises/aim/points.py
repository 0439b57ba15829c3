"""Enough points: what a chart needs, and how often one must count to have it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.exercises.aim.places import draw_home_care
from course.exercises.scenes import draw_one, draw_people, draw_place, sector_of
from course.messages import say
from course.tasks import Case, Item, Numbers, Prediction, Task

FOUR_WEEKS = 4
# Per cent of projects whose chart shows a signal by Anhøj's rules, from 200,000 each
# of `course.simulations.measurement.enough_points`; a test draws them again. The
# change is two standard deviations of a week's figure where nothing else is said.
CHANCES = {
    "four-weeks": 0,
    "week": 63,
    "day": 38,
    "year": 93,
    "half-size": 13,
    "nothing": 2,
}

_WEEKS_BEFORE = range(20, 79)
# Six to ten months.
_WEEKS_AFTER = range(26, 44)
_POINTS_ASKED = range(8, 23)
_DAYS = 7
# Any workplace has a log: one for each sector.
_SETTINGS = ("clinic", "surgery", "home", "office")


def draw_points_prediction(rng: np.random.Generator) -> Case:
    """Six claims about charts of six months; nothing is marked."""
    _, words = rng.spawn(2)
    facts = {
        "place": draw_home_care(words),
        "person": draw_people(words, 1)[0],
        **{name.replace("-", "_"): chance for name, chance in CHANCES.items()},
    }
    return Case(
        items=tuple(
            Item(id_, say(f"points-prediction.item.{id_}", **facts)) for id_ in CHANCES
        ),
        story=say("points-prediction.story", **facts),
        facts=facts,
        truth=dict(CHANCES),
        misreadings={
            "it-will-show": {
                "four-weeks": 70,
                "week": 95,
                "day": 95,
                "year": 95,
                "half-size": 70,
                "nothing": 2,
            },
            "more-is-better": dict(CHANCES) | {"day": 90, "week": 75, "year": 80},
        },
    )


def draw_enough_points(rng: np.random.Generator) -> Case:
    """A log that goes back some weeks, a project ahead, and points wanted of each."""
    figures, words = rng.spawn(2)
    setting = draw_one(words, _SETTINGS)
    before, after, early, late = _draw_weeks(figures)
    interval = longest_interval(before, after, early, late)
    month = FOUR_WEEKS * _DAYS
    truth = {
        "every-four": points_with(month, before, after),
        "interval": interval,
        "points": points_with(interval, before, after),
        "weeks-back": FOUR_WEEKS * early,
    }
    together = _DAYS * (before + after) // (early + late)
    facts = {
        "before": before,
        "after": after,
        "early": early,
        "late": late,
        "total": before + after,
        "wanted": early + late,
        "interval": interval,
        "next_interval": interval + 1,
        "days_before": _DAYS * before,
        "days_after": _DAYS * after,
        "every_four": truth["every-four"],
        "before_four": before // FOUR_WEEKS,
        "after_four": after // FOUR_WEEKS,
        "together": together,
        "place": draw_place(words, setting),
        "person": draw_people(words, 1)[0],
    }
    return Case(
        items=tuple(
            Item(
                id_,
                say(f"enough-points.item.{id_}", **facts),
                unit=say(f"enough-points.unit.{id_}"),
            )
            for id_ in truth
        ),
        story=say("enough-points.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth={id_: float(value) for id_, value in truth.items()},
        misreadings={
            thought: {id_: float(value) for id_, value in answer.items()}
            for thought, answer in {
                "monthly-is-enough": truth
                | {
                    "interval": month,
                    "points": truth["every-four"],
                    "weeks-back": before,
                },
                "rounds-up": truth
                | {
                    "every-four": -(-before // FOUR_WEEKS) - (-after // FOUR_WEEKS),
                    "interval": interval + 1,
                    "points": points_with(interval + 1, before, after),
                },
                "all-together": truth
                | {
                    "interval": together,
                    "points": points_with(together, before, after),
                    "weeks-back": FOUR_WEEKS * (early + late) - after,
                },
            }.items()
        },
    )


def longest_interval(before: int, after: int, early: int, late: int) -> int:
    """Longest interval with enough whole points on both sides of the change.

    Parameters
    ----------
    before, after : int
        Weeks.
    early, late : int
        Points wanted before, and after.

    Returns
    -------
    int
        In whole days.

    Examples
    --------
    >>> longest_interval(30, 26, 12, 8)
    17
    """
    return min(_DAYS * before // early, _DAYS * after // late)


def points_with(interval: int, before: int, after: int) -> int:
    """Whole points on both sides of the change.

    Parameters
    ----------
    interval : int
        Days.
    before, after : int
        Weeks.

    Returns
    -------
    int

    Examples
    --------
    >>> points_with(28, 30, 26)
    13
    """
    return _DAYS * before // interval + _DAYS * after // interval


def _draw_weeks(figures: np.random.Generator) -> tuple[int, int, int, int]:
    """Weeks and points with which each misreading goes astray in its own way."""
    while True:
        before, after = (
            int(figures.choice(weeks)) for weeks in (_WEEKS_BEFORE, _WEEKS_AFTER)
        )
        early, late = (int(points) for points in figures.choice(_POINTS_ASKED, 2))
        interval = longest_interval(before, after, early, late)
        together = _DAYS * (before + after) // (early + late)
        if (
            _DAYS <= interval < FOUR_WEEKS * _DAYS
            and together > interval + 1
            and together != FOUR_WEEKS * _DAYS
            and (before % FOUR_WEEKS or after % FOUR_WEEKS)
            and before != FOUR_WEEKS * early
            and FOUR_WEEKS * late not in (after, FOUR_WEEKS * (early + late) - before)
            and FOUR_WEEKS * (early + late) > after
        ):
            return before, after, early, late


def points_from_own_interval(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """How many points there are with the interval that the learner found.

    Parameters
    ----------
    case : Case
        Of enough-points.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing for an interval that is no whole number of days, or longer than any
        wrong way leads to.
    """
    interval = given.get("interval", 0.0)
    if interval != int(interval) or not 1 <= interval <= 2 * FOUR_WEEKS * _DAYS:
        return {}
    before, after = case.facts["before"], case.facts["after"]
    return {"points": float(points_with(int(interval), before, after))}


POINTS_PREDICTION = Task(
    name="points-prediction", kind=Prediction(), draw=draw_points_prediction
)

ENOUGH_POINTS = Task(
    name="enough-points",
    kind=Numbers(follows=points_from_own_interval),
    draw=draw_enough_points,
    points=4,
    elements=("004-18",),
)
