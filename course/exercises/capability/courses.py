"""Ten courses, a few gaps, and the cheapest way to close them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from course.exercises.scenes import SETTINGS, draw_one, draw_people, sector_of
from course.messages import say
from course.simulations.capability.training_tables import (
    COMPETENCES,
    Course,
    TrainingTables,
    cheapest_cover,
    draw_training_tables,
)
from course.tasks import Case, Item, Select, Table, Task
from course.tasks.scoring import youden

# From here on, a wrong thought would earn more than half of the points.
_TOO_RIGHT = 0.75
_LEAST_COURSES = 3
_NUMBERS = range(10, 100)


def one_for_each_gap(tables: TrainingTables) -> tuple[int, ...]:
    """Courses of somebody who looks at one gap at a time.

    Parameters
    ----------
    tables : TrainingTables

    Returns
    -------
    tuple of int
        For each gap the cheapest course that closes it, whatever else it closes.
    """
    chosen = set()
    for place, gap in enumerate(tables.gaps):
        if gap:
            closing = [
                (course.cost, number)
                for number, course in enumerate(tables.courses, start=1)
                if course.doses[place] >= gap
            ]
            chosen.add(min(closing)[1])
    return tuple(sorted(chosen))


def by_name_alone(tables: TrainingTables) -> tuple[int, ...]:
    """Courses of somebody who asks what a course is about, and not how far it goes.

    Parameters
    ----------
    tables : TrainingTables

    Returns
    -------
    tuple of int
    """
    named = tuple(min(gap, 1) for gap in tables.gaps)
    return cheapest_cover(replace(tables, gaps=named))


def cost_of(tables: TrainingTables, chosen: tuple[int, ...]) -> int:
    """What some courses cost together, in thousands.

    Parameters
    ----------
    tables : TrainingTables
    chosen : tuple of int

    Returns
    -------
    int
    """
    return sum(tables.courses[number - 1].cost for number in chosen)


def _is_plain(tables: TrainingTables) -> bool:
    best = cheapest_cover(tables)
    thoughts = (one_for_each_gap(tables), by_name_alone(tables))
    return (
        len(best) >= _LEAST_COURSES
        and thoughts[0] != thoughts[1]
        and all(
            youden(thought, best, len(tables.courses)) < _TOO_RIGHT
            for thought in thoughts
        )
    )


def draw_cheapest_courses(rng: np.random.Generator) -> Case:
    """Gaps with the dose that is lacking, and a catalogue with doses and costs."""
    figures, words = rng.spawn(2)
    while True:
        tables = draw_training_tables(figures)
        if _is_plain(tables):
            break
    # Numbers of a catalogue, so that a neighbour's courses are not one's own.
    numbers = figures.choice(_NUMBERS, len(tables.courses), replace=False)
    numbers = np.sort(numbers).tolist()
    best, each = cheapest_cover(tables), one_for_each_gap(tables)
    named = by_name_alone(tables)
    setting = draw_one(words, SETTINGS)
    facts = {
        "place": say(f"capability.organisation.{setting}"),
        "person": draw_people(words, 1)[0],
        "gaps": sum(gap > 0 for gap in tables.gaps),
        "best_cost": cost_of(tables, best),
        "each_cost": cost_of(tables, each),
        "each_count": len(each),
        "named_cost": cost_of(tables, named),
    }
    return Case(
        items=tuple(
            Item(f"course-{number}", _in_words(number, course))
            for number, course in zip(numbers, tables.courses, strict=True)
        ),
        tables=(_gaps(tables),),
        story=say("cheapest-courses.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth=_ids(numbers, best),
        misreadings={
            "one-by-one": _ids(numbers, each),
            "name-alone": _ids(numbers, named),
        },
    )


def _ids(numbers: list[int], places: tuple[int, ...]) -> list[str]:
    return [f"course-{numbers[place - 1]}" for place in places]


def _in_words(number: int, course: Course) -> str:
    doses = ", ".join(
        say(
            "cheapest-courses.dose",
            competence=say(f"capability.competence.{name}"),
            dose=dose,
        )
        for name, dose in zip(COMPETENCES, course.doses, strict=True)
        if dose
    )
    return say("cheapest-courses.item", number=number, doses=doses, cost=course.cost)


def _gaps(tables: TrainingTables) -> Table:
    return Table(
        caption=say("cheapest-courses.table"),
        columns=(
            say("cheapest-courses.column.competence"),
            say("cheapest-courses.column.dose"),
        ),
        rows=tuple(
            (say(f"capability.competence.{name}"), str(gap))
            for name, gap in zip(COMPETENCES, tables.gaps, strict=True)
            if gap
        ),
    )


CHEAPEST_COURSES = Task(
    name="cheapest-courses",
    kind=Select(),
    draw=draw_cheapest_courses,
    points=4,
    elements=("002-11", "002-12"),
)
