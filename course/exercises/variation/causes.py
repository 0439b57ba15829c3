"""Common and special causes: what to do about a chart, and the two ways to go wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from course.charts import Chart, ControlLimits, individuals_limits, run_centre
from course.exercises.scenes import (
    Measure,
    draw_level,
    draw_measures,
    draw_one,
    draw_places,
    measure_chart,
    options_of,
)
from course.exercises.variation.run_charts import LETTERS, draw_read
from course.messages import say
from course.tasks import Case, Classify, Item, Task
from course.tasks.scoring import kappa

# Cause and action

ACTIONS = ("change-the-system", "ask-what-happened", "leave-alone", "too-few-points")
_CHARTS = 10
# Where the target lies, seen from the centre line towards the bad side, in widths
# from the centre to a limit. Beyond 1 the process always meets it; a target between
# 0 and 1 is met by the average and missed by single periods.
_TARGETS = {
    "met": (1.25, 1.8),
    "met-on-average": (0.2, 0.6),
    "missed": (-0.8, -0.25),
}
_TARGETS_OF = {
    "change-the-system": ("met-on-average", "missed"),
    "ask-what-happened": tuple(_TARGETS),
    "leave-alone": ("met",),
    "too-few-points": tuple(_TARGETS),
}
# Series cost more to draw than targets: so many targets are tried with each ten.
_TARGET_TRIES = 40


@dataclass(frozen=True, slots=True, eq=False)
class _Process:
    """One of the ten, before anybody says what is wanted of it.

    Attributes
    ----------
    action : str
        One of `ACTIONS`.
    measure : Measure
    values : ndarray of float
    centre, worst, last : float
    limits : ControlLimits
    """

    action: str
    measure: Measure
    values: np.ndarray
    centre: float
    worst: float
    last: float
    limits: ControlLimits

    def misses(self, value: float, target: float) -> bool:
        """Whether a value lies on the bad side of a target."""
        return value < target if self.measure.higher_is_better else value > target


def draw_cause_and_action(rng: np.random.Generator) -> Case:
    """Ten charts with a target, and what should be done about each."""
    figures, words = rng.spawn(2)
    ids = [letter.lower() for letter in LETTERS[:_CHARTS]]
    processes, targets, misreadings = _draw_telling(figures)
    places = draw_places(words, [process.measure.setting for process in processes])
    items = [
        Item(
            id_,
            say(
                "cause-and-action.item",
                letter=letter,
                measure=process.measure.words,
                place=place,
                better=process.measure.better,
            ),
            _chart(id_, process, target),
        )
        for id_, letter, process, target, place in zip(
            ids, LETTERS, processes, targets, places, strict=True
        )
    ]
    both = list(zip(processes, targets, strict=True))
    actions = [process.action for process in processes]
    return Case(
        items=tuple(items),
        options=options_of("cause-and-action", ACTIONS),
        facts={
            "charts": _CHARTS,
            "with_bad_values": sum(p.misses(p.worst, t) for p, t in both),
            "last_missed": sum(p.misses(p.last, t) for p, t in both),
            "signals": actions.count("ask-what-happened"),
            "met_on_average": _met_on_average(processes, targets),
        },
        truth=dict(zip(ids, actions, strict=True)),
        misreadings={
            thought: dict(zip(ids, answers, strict=True))
            for thought, answers in misreadings.items()
        },
    )


def _draw_telling(
    figures: np.random.Generator,
) -> tuple[list[_Process], list[float], dict[str, list[str]]]:
    """Processes and targets with which each misreading goes astray in its own way."""
    while True:
        actions = _draw_actions(figures)
        measures = draw_measures(figures, _CHARTS)
        processes = [
            _draw_process(action, measure, figures)
            for action, measure in zip(actions, measures, strict=True)
        ]
        truth = dict(enumerate(actions))
        for _ in range(_TARGET_TRIES):
            targets = [_draw_target(process, figures) for process in processes]
            thoughts = _actions_by_thought(processes, targets)
            answers = list(thoughts.values())
            if (
                all(kappa(dict(enumerate(a)), truth) < 0.5 for a in answers)
                and _apart(answers)
                and _met_on_average(processes, targets)
            ):
                return processes, targets, thoughts


def _draw_actions(figures: np.random.Generator) -> list[str]:
    """Each action twice, and two more: no class so common that naming it pays."""
    extra = figures.choice(ACTIONS, 2, replace=False).tolist()
    return [str(a) for a in figures.permutation([*ACTIONS, *ACTIONS, *extra])]


def _draw_process(
    action: str, measure: Measure, figures: np.random.Generator
) -> _Process:
    if action == "too-few-points":
        level, spread = draw_level(measure, figures)
        size = int(figures.integers(4, 9))
        values = np.round(figures.normal(level, spread, size), measure.decimals)
    else:
        pattern = "stable"
        if action == "ask-what-happened":
            pattern = draw_one(figures, ("shift", "outlier"))
        periods = int(figures.integers(22, 29))
        values = draw_read(pattern, measure, periods, figures).values
    listed = values.tolist()
    return _Process(
        action,
        measure,
        values,
        centre=run_centre(values),
        worst=min(listed) if measure.higher_is_better else max(listed),
        last=listed[-1],
        limits=individuals_limits(values),
    )


def _draw_target(process: _Process, figures: np.random.Generator) -> float:
    where = _TARGETS[draw_one(figures, _TARGETS_OF[process.action])]
    reach = process.limits.upper - process.limits.centre
    bad = -1 if process.measure.higher_is_better else 1
    # Half a step off any value, so that no value lies exactly on the target.
    step = 10.0**-process.measure.decimals
    wanted = process.centre + bad * figures.uniform(*where) * reach
    return round(math.floor(wanted / step) * step + step / 2, 2)


def _chart(id_: str, process: _Process, target: float) -> Chart:
    # Limits from a handful of points would promise what nobody knows yet.
    enough = process.action != "too-few-points"
    return measure_chart(
        f"cause-and-action-{id_}",
        process.measure,
        process.values,
        centre=process.centre,
        limits=(process.limits.lower, process.limits.upper) if enough else None,
        target=target,
    )


def _actions_by_thought(
    processes: list[_Process], targets: list[float]
) -> dict[str, list[str]]:
    thoughts = {
        "explain-every-bad-value": [],
        "last-point": [],
        "average-is-enough": [],
    }
    for process, target in zip(processes, targets, strict=True):
        for thought, value, action in (
            ("explain-every-bad-value", process.worst, "ask-what-happened"),
            ("last-point", process.last, "ask-what-happened"),
            ("average-is-enough", process.centre, "change-the-system"),
        ):
            bad = process.misses(value, target)
            thoughts[thought].append(action if bad else "leave-alone")
    return thoughts


def _met_on_average(processes: list[_Process], targets: list[float]) -> int:
    """How many stable charts look good enough to who looks at the middle line only."""
    return sum(
        process.action == "change-the-system"
        and not process.misses(process.centre, target)
        for process, target in zip(processes, targets, strict=True)
    )


def _apart(answers: list[list[str]]) -> bool:
    return all(
        sum(a != b for a, b in zip(one, other, strict=True)) >= 2
        for i, one in enumerate(answers)
        for other in answers[:i]
    )


# The two errors

ERRORS = ("mistake-1", "mistake-2", "sound")
# Three decisions each, one of every class; which is which only the key knows. Two
# whole threes and one decision each of two others hold every class twice or more, and
# a draw made here, without the key, gives nothing away.
_THREES = tuple(
    tuple(f"d{number:02d}" for number in range(first, first + 3))
    for first in range(1, 37, 3)
)


def draw_two_errors(rng: np.random.Generator) -> Case:
    """Eight decisions from the bank; what is right lies in the key."""
    *whole, one, other = rng.choice(len(_THREES), 4, replace=False).tolist()
    decisions = [decision for three in whole for decision in _THREES[three]]
    decisions += [draw_one(rng, _THREES[three]) for three in (one, other)]
    shown = rng.permutation(decisions)
    return Case(
        items=tuple(
            Item(str(decision), say(f"two-errors.item.{decision}"))
            for decision in shown
        ),
        options=options_of("two-errors", ERRORS),
        facts={"decisions": len(shown)},
    )


CAUSE_AND_ACTION = Task(
    name="cause-and-action",
    kind=Classify(),
    draw=draw_cause_and_action,
    points=5,
    elements=("004-10", "001-17"),
)

TWO_ERRORS = Task(
    name="two-errors",
    kind=Classify(),
    draw=draw_two_errors,
    points=5,
    needs_key=True,
)
