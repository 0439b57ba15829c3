"""A region's survey on improvement in daily work: its means, and how sure they are."""

from __future__ import annotations

import math

import numpy as np

from course.exercises.scenes import draw_people
from course.messages import say
from course.simulations.capability.region_survey import (
    FEWEST_ANSWERS,
    RegionSurvey,
    area_names,
    area_profile,
    area_words,
    draw_survey,
    draw_survey_plan,
    unit_means,
)
from course.tasks import Case, Item, Numbers, Table, Task

_PARTS = ("rate", "area", "low", "high", "mean", "few")
# Half the width of an interval that holds the mean about 19 times in 20.
ERRORS = 2
_TOLERANCES = {"rate": 0.2, "low": 0.011, "high": 0.011, "mean": 0.011}
# By how much another way of taking the mean must lead astray, and the share.
_ASTRAY, _RATE_ASTRAY = 0.05, 0.6


def draw_survey_profile(rng: np.random.Generator) -> Case:
    """Eight areas and a dozen units, with means and numbers of answers."""
    figures, words = rng.spawn(2)
    while True:
        survey = draw_survey(draw_survey_plan(figures), figures)
        means, answered = unit_means(survey).round(2), survey.answered
        asked = np.array(survey.plan.staff)
        mean = float((means * answered).sum() / answered.sum())
        rate = float(100 * answered.sum() / asked.sum())
        rate_of_units = float(100 * (answered / asked).mean())
        if (
            abs(mean - means.mean()) >= _ASTRAY
            and abs(rate - rate_of_units) >= _RATE_ASTRAY
        ):
            break
    order = figures.permutation(len(area_names())).tolist()
    profile = area_profile(survey)
    weakest = area_names().index(profile.weakest)
    number = order.index(weakest) + 1
    centre, count = round(profile.means[weakest], 2), profile.counts[weakest]
    spread = round(profile.standard_errors[weakest] * math.sqrt(count), 2)
    units = len(survey.plan.units)
    few = int(answered[answered < FEWEST_ANSWERS].sum())

    def interval(error: float) -> dict[str, float]:
        return {
            "low": round(centre - ERRORS * error, 3),
            "high": round(centre + ERRORS * error, 3),
        }

    truth = {
        "rate": round(rate, 2),
        "area": number,
        **interval(spread / math.sqrt(count)),
        "mean": round(mean, 3),
        "few": few,
    }
    alike = interval(spread / math.sqrt(units)) | {
        "rate": round(rate_of_units, 2),
        "mean": round(float(means.mean()), 3),
    }
    facts = {
        "person": draw_people(words, 1)[0],
        "units": units,
        "asked": sum(survey.plan.staff),
        "answered": int(answered.sum()),
        "fewest": FEWEST_ANSWERS,
        "area_words": area_words(profile.weakest),
        "plain_mean": f"{means.mean():.2f}",
        "area_count": count,
    }
    return Case(
        items=tuple(
            Item(
                part,
                say(f"survey-profile.item.{part}", **facts),
                unit=say("survey-profile.per-cent") if part == "rate" else "",
                tolerance=_TOLERANCES.get(part, 0.0),
            )
            for part in _PARTS
        ),
        tables=(_areas(survey, order), _units(survey)),
        story=say("survey-profile.story", **facts),
        facts=facts,
        truth=truth,
        misreadings={
            "units-alike": truth | alike,
            "exact-numbers": truth | {"low": centre, "high": centre, "few": 0},
        },
    )


def _areas(survey: RegionSurvey, order: list[int]) -> Table:
    profile = area_profile(survey)
    return Table(
        caption=say("survey-profile.areas"),
        columns=tuple(
            say(f"survey-profile.column.{name}")
            for name in ("number", "area", "mean", "people", "spread")
        ),
        rows=tuple(
            (
                str(number),
                area_words(area_names()[place]),
                f"{profile.means[place]:.2f}",
                str(profile.counts[place]),
                f"{profile.standard_errors[place] * profile.counts[place] ** 0.5:.2f}",
            )
            for number, place in enumerate(order, start=1)
        ),
    )


def _units(survey: RegionSurvey) -> Table:
    return Table(
        caption=say("survey-profile.units"),
        columns=tuple(
            say(f"survey-profile.column.{name}")
            for name in ("unit", "asked", "people", "mean-of-all")
        ),
        rows=tuple(
            (unit, str(staff), str(answered), f"{mean:.2f}")
            for unit, staff, answered, mean in zip(
                survey.plan.units,
                survey.plan.staff,
                survey.answered.tolist(),
                unit_means(survey).tolist(),
                strict=True,
            )
        ),
    )


SURVEY_PROFILE = Task(
    name="survey-profile",
    kind=Numbers(),
    draw=draw_survey_profile,
    points=4,
    elements=("002-09",),
)
