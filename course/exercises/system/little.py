"""Little's law: how many there are, how many come, and how long each stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import draw_one
from course.messages import say
from course.tasks import Case, Item, Numbers, Task

WORKING_DAYS, WEEK_DAYS, DAY_HOURS = 5, 7, 24
# Words to choose from for each question.
_SCENES = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class _Three:
    """What is known in the three places, and what becomes of the first.

    Attributes
    ----------
    open, per_week, later : int
        Papers in an office: how many are open, how many come in a week, and how many
        are open a season later.
    per_day, hours : int
        People who come in a day of 24 hours, and how long each is there.
    present, days : int
        People in their beds, and how many days each stays.
    """

    open: int
    per_week: int
    later: int
    per_day: int
    hours: int
    present: int
    days: int

    def answers(self) -> dict[str, float]:
        """By Little's law, in the units asked for."""
        return {
            "time": WORKING_DAYS * self.open / self.per_week,
            "present": self.per_day * self.hours / DAY_HOURS,
            "rate": WEEK_DAYS * self.present / self.days,
            "time-later": WORKING_DAYS * self.later / self.per_week,
        }

    def units_left(self) -> dict[str, float]:
        """The right division, in the units that stand there."""
        return {
            "time": self.open / self.per_week,
            "present": float(self.per_day * self.hours),
            "rate": self.present / self.days,
            "time-later": self.later / self.per_week,
        }

    def upside_down(self) -> dict[str, float]:
        """The right units, and the division the other way round."""
        return {
            "time": WORKING_DAYS * self.per_week / self.open,
            "present": self.per_day * DAY_HOURS / self.hours,
            "rate": float(WEEK_DAYS * self.present * self.days),
            "time-later": WORKING_DAYS * self.per_week / self.later,
        }


def draw_littles_law(rng: np.random.Generator) -> Case:
    """Three places, and in each two of the three numbers."""
    figures, words = rng.spawn(2)
    while True:
        per_week = int(figures.integers(14, 61))
        three = _Three(
            open=round(per_week * figures.uniform(1.6, 6)),
            per_week=per_week,
            later=round(per_week * figures.uniform(0.5, 1.4)),
            per_day=int(figures.integers(40, 140)),
            hours=int(figures.integers(3, 9)),
            present=int(figures.integers(12, 33)),
            days=int(figures.integers(3, 13)),
        )
        truth, swapped = three.answers(), three.upside_down()
        # Where the two ways round lead near each other, nobody could tell them apart.
        if all(
            not 0.8 < swapped[name] / truth[name] < 1.25
            and abs(swapped[name] - truth[name]) > 1
            for name in truth
        ):
            break
    facts = {
        "open": three.open,
        "per_week": three.per_week,
        "later": three.later,
        "per_day": three.per_day,
        "hours": three.hours,
        "present": three.present,
        "days": three.days,
        "weeks": f"{three.open / three.per_week:.2f}",
        "share_of_day": f"{three.hours / DAY_HOURS:.3f}",
        "time": f"{truth['time']:.1f}",
    }
    scene = {name: draw_one(words, _SCENES) for name in ("time", "present", "rate")}
    scene["time-later"] = scene["time"]
    return Case(
        items=tuple(
            Item(
                name,
                say(f"littles-law.item.{name}.{scene[name]}", **facts),
                unit=say(f"littles-law.unit.{name}"),
                tolerance=max(0.06, round(0.02 * value, 2)),
            )
            for name, value in truth.items()
        ),
        facts=facts,
        truth=_rounded(truth),
        misreadings={
            "units-left": _rounded(three.units_left()),
            "upside-down": _rounded(swapped),
        },
    )


def _rounded(told: dict[str, float]) -> dict[str, float]:
    return {item: round(value, 4) for item, value in told.items()}


LITTLES_LAW = Task(
    name="littles-law",
    kind=Numbers(),
    draw=draw_littles_law,
    points=4,
    elements=("003-02",),
)
