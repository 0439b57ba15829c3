"""Process measures: lead time, the share that adds value, and the rolled yield."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

import numpy as np

from course.exercises.scenes import draw_one
from course.exercises.system.banks import draw_phrase
from course.messages import say
from course.simulations.flow.process_map import rolled_yield
from course.tasks import Case, Item, Numbers, Table, Task

CASES = 7
# Which two of the four steps add value, and the sector.
_SCENES = {
    "wound": ((1, 3), "primary"),
    "home-help": ((0, 2), "municipal"),
    "hearing": ((1, 2), "hospital"),
    "discharge": ((0, 3), "hospital"),
    "equipment": ((1, 3), "municipal"),
    "invoice": ((0, 2), "administration"),
}
_OPENS = 8 * 60
# Many, so that a number copied from a neighbour seldom fits.
_NEXT = (110, 120, 130, 140, 150, 160, 180, 190, 210, 220, 240, 250, 270, 300)


@dataclass(frozen=True, slots=True)
class EventLog:
    """What happened to seven people or papers on one day.

    Attributes
    ----------
    began : tuple of int
        Minutes after midnight.
    leads : tuple of int
        Minutes from the beginning to the end of each.
    worked : tuple of tuple of int
        For each, the minutes of work in each of the four steps.
    value : tuple of int
        Places of the steps that add value.
    seen, right : tuple of int
        For each step, how many went through it last month, and how many of these were
        right the first time.
    """

    began: tuple[int, ...]
    leads: tuple[int, ...]
    worked: tuple[tuple[int, ...], ...]
    value: tuple[int, ...]
    seen: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def yields(self) -> list[float]:
        """Per cent right the first time, step by step."""
        return [100 * r / s for r, s in zip(self.right, self.seen, strict=True)]

    @property
    def work(self) -> list[int]:
        """Minutes of work on each."""
        return [sum(each) for each in self.worked]

    @property
    def value_minutes(self) -> int:
        """Minutes that add value, all seven together."""
        return sum(each[step] for each in self.worked for step in self.value)


def draw_log(figures: np.random.Generator, value: tuple[int, ...]) -> EventLog:
    """Draw a log in which each misreading goes astray by more than a rounding.

    Parameters
    ----------
    figures : numpy.random.Generator
    value : tuple of int
        Places of the steps that add value.

    Returns
    -------
    EventLog
    """
    while True:
        usual = figures.integers(3, 16, 4)
        worked = figures.integers(np.maximum(usual - 2, 1), usual + 4, (CASES, 4))
        waits = figures.integers(45, 220, CASES)
        seen = figures.integers(4, 13, 4) * 5
        right = np.rint(seen * figures.uniform(0.72, 0.97, 4)).astype(int)
        log = EventLog(
            began=tuple((_OPENS + 5 * figures.integers(0, 30, CASES)).tolist()),
            leads=tuple((worked.sum(axis=1) + waits).tolist()),
            worked=tuple(map(tuple, worked.tolist())),
            value=value,
            seen=tuple(seen.tolist()),
            right=tuple(right.tolist()),
        )
        shares = log.yields
        if (
            len(set(log.leads)) == CASES
            and max(shares) < 100
            and min(shares) - rolled_yield(shares) > 5
            and mean(shares) - min(shares) > 2
        ):
            return log


def draw_process_measures(rng: np.random.Generator) -> Case:
    """Seven cases of a day, four steps of a month: four measures."""
    figures, words = rng.spawn(2)
    scene = draw_one(figures, tuple(_SCENES))
    value, sector = _SCENES[scene]
    log = draw_log(figures, value)
    coming = draw_one(figures, _NEXT)
    shares = log.yields
    rolled = rolled_yield(shares)
    facts = {
        "place": draw_phrase(words, f"process-measures.{scene}.place."),
        "what": say(f"process-measures.{scene}"),
        "coming": coming,
        "lead": median(log.leads),
        "value_minutes": log.value_minutes,
        "all_minutes": sum(log.leads),
        "work_minutes": sum(log.work),
        "work_median": median(log.work),
        "rolled": f"{rolled:.1f}",
        "mean_yield": f"{mean(shares):.1f}",
        "lowest": f"{min(shares):.1f}",
        "first_share": f"{shares[0]:.1f}",
        "through": round(coming * rolled / 100),
    }
    truth = _measures(median(log.leads), sum(log.leads), rolled, log, coming)
    tolerance = {"lead": 0.0, "share": 0.6, "rolled": 0.3, "put-right": coming / 100}
    return Case(
        items=tuple(
            Item(
                name,
                say(f"process-measures.item.{name}", **facts),
                unit=say(f"process-measures.unit.{name}"),
                tolerance=tolerance[name],
            )
            for name in truth
        ),
        tables=(_log_table(scene, log), _yield_table(scene, log)),
        story=say("process-measures.story", **facts),
        sector=sector,
        facts=facts,
        truth=truth,
        misreadings={
            "mean-of-yields": _measures(
                median(log.leads), sum(log.leads), mean(shares), log, coming
            ),
            "weakest-step": _measures(
                median(log.leads), sum(log.leads), min(shares), log, coming
            ),
            "waiting-forgotten": _measures(
                median(log.work), sum(log.work), rolled, log, coming
            ),
        },
    )


def _measures(
    lead: float, minutes: float, rolled: float, log: EventLog, coming: int
) -> dict[str, float]:
    return {
        "lead": float(lead),
        "share": round(100 * log.value_minutes / minutes, 4),
        "rolled": round(rolled, 4),
        "put-right": round(coming * (1 - rolled / 100), 4),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _steps(scene: str) -> list[str]:
    return [say(f"process-measures.{scene}.step.{number}") for number in range(1, 5)]


def _log_table(scene: str, log: EventLog) -> Table:
    steps = [
        say("process-measures.adds-value", step=step) if place in log.value else step
        for place, step in enumerate(_steps(scene))
    ]
    columns = ("case", "began", "ended")
    return Table(
        caption=say("process-measures.log"),
        columns=(*(say(f"process-measures.column.{c}") for c in columns), *steps),
        rows=tuple(
            (letter, _clock(began), _clock(began + lead), *map(str, worked))
            for letter, began, lead, worked in zip(
                "ABCDEFG", log.began, log.leads, log.worked, strict=True
            )
        ),
    )


def _yield_table(scene: str, log: EventLog) -> Table:
    columns = ("step", "seen", "right")
    return Table(
        caption=say("process-measures.month"),
        columns=tuple(say(f"process-measures.column.{c}") for c in columns),
        rows=tuple(
            (step, str(seen), str(right))
            for step, seen, right in zip(
                _steps(scene), log.seen, log.right, strict=True
            )
        ),
    )


def put_right_after_own_yield(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """How many will have to be put right, by the learner's own rolled yield.

    Parameters
    ----------
    case : Case
        Of process-measures.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where the yield is no lower than that of the weakest step: then it was
        no slip of the calculator, and nothing follows from it.
    """
    rolled = given.get("rolled")
    if rolled is None or not 0 < rolled < _lowest(case.tables[1].rows) - 0.3:
        return {}
    return {"put-right": case.facts["coming"] * (1 - rolled / 100)}


def _lowest(rows: Sequence[Sequence[str]]) -> float:
    return min(100 * int(right) / int(seen) for _, seen, right in rows)


PROCESS_MEASURES = Task(
    name="process-measures",
    kind=Numbers(follows=put_right_after_own_yield),
    draw=draw_process_measures,
    points=4,
    elements=("003-02",),
)
