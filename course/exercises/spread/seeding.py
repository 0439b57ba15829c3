"""Whom to free first: five people in a staff, and how far the new way then comes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.exercises.spread.staff_map import (
    draw_staff_map,
    ids_of,
    staff_table,
    who,
)
from course.simulations.spread.staff_network import (
    SEEDS,
    StaffCase,
    draw_read_staff,
    draw_staff_plan,
)
from course.tasks import Answer, Case, Drawing, Item, Select, Task
from course.tasks.scoring import stepped

# Far above any number of learners, and short enough to be written down.
_STAFFS = 2**48


# A case takes a while to draw; a learner's is asked for again and again.
@lru_cache(maxsize=16)
def staff_of(number: int) -> StaffCase:
    """Return the staff of that number, always the same.

    Parameters
    ----------
    number : int

    Returns
    -------
    StaffCase
        In which neither the leaders nor one unit alone are half as good a choice as
        the greedy one.
    """
    rng = np.random.default_rng(number)
    while True:
        drawn = draw_read_staff(draw_staff_plan(rng), rng)
        scores = [drawn.score(leaders_first(drawn)), drawn.score(one_unit(drawn))]
        if max(scores) < 0.5:
            return drawn


def leaders_first(drawn: StaffCase) -> tuple[int, ...]:
    """The director and the leaders of the four largest units."""
    sizes = drawn.plan.unit_sizes
    units = sorted(range(len(sizes)), key=lambda unit: -sizes[unit])
    return (0, *(unit + 1 for unit in units[: SEEDS - 1]))


def one_unit(drawn: StaffCase) -> tuple[int, ...]:
    """The five whom most ask in the largest unit."""
    staff = drawn.staff
    # The leader of the unit with index i is person i + 1.
    leader = int(np.argmax(drawn.plan.unit_sizes)) + 1
    asked_by = staff.asked_by()
    members = [
        person
        for person, boss in enumerate(staff.managers)
        if boss == leader or person == leader
    ]
    return tuple(sorted(members, key=lambda person: -asked_by[person])[:SEEDS])


@dataclass(frozen=True, slots=True)
class Seeding(Select):
    """People to begin with, valued by how many they bring along on average.

    A choice as good as drawing lots is worth nothing, and one as good as the greedy
    choice everything, whoever is in it.

    Attributes
    ----------
    most : int
        How many can be freed.
    """

    most: int = SEEDS

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Normalised adoption, in steps."""
        drawn = staff_of(case.facts["staff"])
        people = ids_of(drawn.staff)
        return stepped(drawn.score(tuple(people[id_] for id_ in answer)))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each is chosen or left as in the greedy choice, or as good a one."""
        if self.score(case, answer, truth) == 1:
            return {item.id: True for item in case.items}
        return Select.correct(self, case, answer, truth)


def draw_network_seeds(rng: np.random.Generator) -> Case:
    """Fifty people in six units, of whom five can be freed."""
    figures, _ = rng.spawn(2)
    number = int(figures.integers(_STAFFS))
    drawn = staff_of(number)
    staff = drawn.staff
    ids = ids_of(staff)
    id_of = {person: id_ for id_, person in ids.items()}

    def named(people: tuple[int, ...]) -> list[str]:
        return sorted(id_of[person] for person in people)

    asked_by = staff.asked_by()
    asked_of_leaders = [int(asked_by[person]) for person in leaders_first(drawn)]
    return Case(
        items=tuple(Item(id_, who(staff, person)) for id_, person in ids.items()),
        drawings=(Drawing(draw_staff_map(staff), staff_table(staff)),),
        facts={
            "staff": number,
            "people": len(staff.names),
            "seeds": SEEDS,
            "months": drawn.plan.months,
            "by_lot": round(drawn.baselines.by_lot),
            "greedy": round(drawn.baselines.greedy),
            "most_asked": int(asked_by.max()),
            "leaders_asked": max(asked_of_leaders),
            "unit": staff.units[one_unit(drawn)[0]],
        },
        truth=named(drawn.baselines.greedy_seeds),
        misreadings={
            "leaders-first": named(leaders_first(drawn)),
            "one-unit": named(one_unit(drawn)),
        },
    )


NETWORK_SEEDS = Task(
    name="network-seeds",
    kind=Seeding(),
    draw=draw_network_seeds,
    points=5,
    elements=("001-13", "004-12"),
)
