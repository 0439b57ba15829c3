"""Two changes in all four ways: main effects and what the changes do to each other."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_one, draw_people, draw_place, sector_of
from course.messages import say
from course.simulations.testing.factorial import (
    draw_factorial_plan,
    draw_read_factorial,
    factorial_effects,
    sum_of_single_changes,
)
from course.tasks import Case, Item, Numbers, Table, Task

# Where the changes add up, trying one at a time would do no harm.
_KINDS = ("only-together", "spoiled-together")
_REPLICATES = 4
_PLACES = ("emergency", "surgery", "home", "social", "office")
_TOLERANCE = 0.11


def draw_two_by_two(rng: np.random.Generator) -> Case:
    """Sixteen measured days, four of each way: four numbers about two changes."""
    figures, words = rng.spawn(2)
    while True:
        plan = draw_factorial_plan(
            figures, draw_one(figures, _KINDS), replicates=_REPLICATES
        )
        values = draw_read_factorial(plan, figures).values
        # Means as they are shown, so that who works by hand has the same ones.
        means = np.round(values.mean(axis=2), 2)
        found = factorial_effects(means[:, :, np.newaxis])
        expected = sum_of_single_changes(means[:, :, np.newaxis])
        alone = means[1, 0] - means[0, 0], means[0, 1] - means[0, 0]
        if _tells(found, alone):
            break
    setting = draw_one(words, _PLACES)
    truth = {
        "first": found.first,
        "second": found.second,
        "interaction": found.interaction,
        "expected": expected,
    }
    facts = {
        "first": say(f"two-by-two.first.{setting}"),
        "second": say(f"two-by-two.second.{setting}"),
        "measure": say(f"two-by-two.measure.{setting}"),
        "days": values.size,
        "neither": f"{means[0, 0]:.2f}",
        "first_alone": f"{means[1, 0]:.2f}",
        "second_alone": f"{means[0, 1]:.2f}",
        "both": f"{means[1, 1]:.2f}",
        "alone": _signed(alone[0]),
        "main": _signed(found.first),
        "expected": f"{expected:.1f}",
        "person": draw_people(words, 1)[0],
        "place": draw_place(words, setting),
    }
    rounded = {field: round(value, 3) for field, value in truth.items()}
    return Case(
        items=tuple(
            Item(
                field,
                say(f"two-by-two.item.{field}", **facts),
                unit=say(f"two-by-two.unit.{setting}"),
                tolerance=_TOLERANCE,
            )
            for field in truth
        ),
        tables=(_table(values, means, facts),),
        story=say("two-by-two.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth=rounded,
        misreadings={
            "one-at-a-time": rounded
            | {
                "first": round(alone[0], 3),
                "second": round(alone[1], 3),
                "interaction": 0.0,
            },
            "not-halved": rounded
            | {
                field: round(2 * truth[field], 3)
                for field in ("first", "second", "interaction")
            },
        },
    )


def _tells(found, alone: tuple[float, float]) -> bool:
    """Whether no wrong way leads near a right number."""
    clear = 4 * _TOLERANCE
    return (
        abs(found.first - alone[0]) > clear
        and abs(found.second - alone[1]) > clear
        and min(abs(found.first), abs(found.second), abs(found.interaction)) > clear
    )


def _table(values: np.ndarray, means: np.ndarray, facts: dict[str, object]) -> Table:
    ways = {"neither": (0, 0), "first": (1, 0), "second": (0, 1), "both": (1, 1)}
    rows = tuple(
        (
            say(f"two-by-two.table.{way}", **facts),
            *(f"{value:.1f}" for value in values[place].tolist()),
            f"{means[place]:.2f}",
        )
        for way, place in ways.items()
    )
    days = (
        say("two-by-two.table.day", number=number)
        for number in range(1, _REPLICATES + 1)
    )
    return Table(
        caption=say("two-by-two.table", **facts),
        columns=(say("two-by-two.table.way"), *days, say("two-by-two.table.mean")),
        rows=rows,
    )


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "\u2212")


TWO_BY_TWO = Task(
    name="two-by-two",
    kind=Numbers(),
    draw=draw_two_by_two,
    points=4,
    elements=("004-11",),
)
