"""Eighty per cent of the managers: whether it is reached, or nobody can tell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from course.exercises.scenes import options_of
from course.messages import say
from course.simulations.capability.manager_survey import (
    AIM,
    SIGMAS_TO_95,
    VERDICTS,
    ManagerSurvey,
    ShareInterval,
    draw_manager_plan,
    draw_manager_survey,
)
from course.tasks import Case, Conclude, Item, Table, Task

# Percentage points: wide enough for 2 instead of 1.96, and for rounding on the way.
_TOLERANCE = 0.3
# A share this near to the right one is a slip of the pocket calculator; what is further
# away was not worked out from these answers, and nothing follows from it.
_SLIP = 0.6
NUMBERS = ("share", "lowest", "highest")


def draw_managers_aim(rng: np.random.Generator) -> Case:
    """Twelve quarters of answers, and what they allow to be said."""
    figures, _ = rng.spawn(2)
    survey, truth, last = _draw_telling(figures)
    asked, users = int(survey.managers.sum()), int(survey.use_registry.sum())
    last_asked = int(survey.managers[-1])
    share = users / asked
    quarters = _answer(share, len(survey.managers))
    point = f"{100 * share:.1f}"
    facts = {
        "asked": asked,
        "users": users,
        "aim": round(100 * AIM),
        "share": point,
        "lowest": truth["lowest"],
        "highest": truth["highest"],
        "last": last["share"],
        "last_asked": last_asked,
        "quarters": len(survey.managers),
        "wide": f"{float(quarters['highest']) - float(quarters['lowest']):.0f}",
    }
    per_cent = say("managers-aim.unit")
    return Case(
        items=(
            *(
                Item(
                    id_,
                    say(f"managers-aim.item.{id_}", **facts),
                    unit=per_cent,
                    tolerance=_TOLERANCE,
                )
                for id_ in NUMBERS
            ),
            Item("verdict", say("managers-aim.item.verdict", **facts)),
        ),
        options=options_of("managers-aim", VERDICTS),
        tables=(_table(survey),),
        story=say("managers-aim.story", **facts),
        facts=facts,
        truth=truth,
        misreadings={
            "point-is-enough": {
                **dict.fromkeys(NUMBERS, point),
                "verdict": "reached" if share >= AIM else "not-reached",
            },
            "quarters-counted": quarters,
            "last-quarter": last,
        },
    )


def _draw_telling(
    figures: np.random.Generator,
) -> tuple[ManagerSurvey, dict[str, str], dict[str, str]]:
    """A survey whose last quarter gives no number right by accident."""
    while True:
        survey = draw_manager_survey(draw_manager_plan(figures), figures)
        asked, users = survey.managers, survey.use_registry
        truth = _answer(float(users.sum() / asked.sum()), int(asked.sum()))
        last = _answer(float(users[-1] / asked[-1]), int(asked[-1]))
        if all(abs(float(truth[n]) - float(last[n])) > _SLIP for n in NUMBERS):
            return survey, truth, last


def verdict_on(lowest: float, highest: float) -> str:
    """Say what two ends of an interval allow to be said of the aim.

    Parameters
    ----------
    lowest, highest : float
        Per cent.

    Returns
    -------
    {"reached", "not-reached", "cannot-tell"}

    Examples
    --------
    >>> verdict_on(78.0, 84.6), verdict_on(81.2, 88.0)
    ('cannot-tell', 'reached')
    """
    middle = (lowest + highest) / 200
    return ShareInterval(middle, lowest / 100, highest / 100).verdict()


def verdict_from_own_numbers(case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the ends and the verdict should be if the learner's numbers were right.

    Parameters
    ----------
    case : Case
        Of managers-aim.
    given : mapping of str to number or str

    Returns
    -------
    mapping
    """
    followed: dict[str, Any] = {}
    slip = abs(given.get("share", -1) - float(case.facts["share"]))
    if slip <= _SLIP:
        share, asked = given["share"] / 100, case.facts["asked"]
        own = _answer(share, asked)
        followed |= {end: float(own[end]) for end in ("lowest", "highest")}
    if "lowest" in given and "highest" in given:
        followed["verdict"] = verdict_on(given["lowest"], given["highest"])
    return followed


def _answer(share: float, asked: int) -> dict[str, str]:
    """Return the share, the ends of its range by the simple formula, the verdict."""
    reach = SIGMAS_TO_95 * math.sqrt(share * (1 - share) / asked)
    lowest, highest = 100 * (share - reach), 100 * (share + reach)
    return {
        "share": f"{100 * share:.1f}",
        "lowest": f"{lowest:.1f}",
        "highest": f"{highest:.1f}",
        "verdict": verdict_on(lowest, highest),
    }


def _table(survey: ManagerSurvey) -> Table:
    return Table(
        caption=say("managers-aim.table"),
        columns=tuple(
            say(f"managers-aim.column.{column}")
            for column in ("quarter", "asked", "users")
        ),
        rows=tuple(
            (str(quarter), str(asked), str(users))
            for quarter, asked, users in survey.rows().rows
        ),
    )


MANAGERS_AIM = Task(
    name="managers-aim",
    kind=Conclude(follows=verdict_from_own_numbers),
    draw=draw_managers_aim,
    points=4,
    elements=("000-06", "004-18"),
)
