"""Five to begin: valued by whom they bring along, shown without their rank."""

from xml.etree import ElementTree

import numpy as np
import pytest

from course.exercises.spread import TASKS
from course.exercises.spread.seeding import leaders_first, one_unit, staff_of
from course.exercises.spread.staff_map import (
    draw_staff_map,
    ids_of,
    staff_table,
)
from course.simulations.spread.adoption_network import mean_adoption, random_adoption

TASK = TASKS["network-seeds"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(12)]


def staff_case(case):
    """The people behind a case."""
    return staff_of(case.facts["staff"])


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_score_goes_from_lots_to_the_greedy_choice(case):
    """As worked out from the means themselves."""
    drawn = staff_case(case)
    people = ids_of(drawn.staff)
    lots = random_adoption(drawn.reach, 5)
    best = mean_adoption(drawn.reach, [people[id_] for id_ in case.truth])
    rng = np.random.default_rng(1)
    for _ in range(20):
        chosen = TASK.kind.guess(case, rng)
        mean = mean_adoption(drawn.reach, [people[id_] for id_ in chosen])
        share = (mean - lots) / (best - lots)
        steps = [
            earned
            for least, earned in ((0.9, 1), (0.75, 0.75), (0.5, 0.5))
            if share >= least
        ]
        assert TASK.kind.score(case, chosen, case.truth) == (steps or [0])[0]
    assert TASK.mark(case, case.truth).points == TASK.points


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_leaders_and_one_unit_are_worth_nothing(case):
    """Neither thought may pass for knowing."""
    for thought in ("leaders-first", "one-unit"):
        mark = TASK.mark(case, case.misreadings[thought])
        assert (mark.points, mark.pitfall) == (0, thought)


def test_another_choice_as_good_is_all_right():
    """Whoever brings along as many has understood, with other names."""
    for case in CASES:
        drawn = staff_case(case)
        id_of = {person: id_ for id_, person in ids_of(drawn.staff).items()}
        asked = np.argsort(-drawn.staff.asked_by(), kind="stable")[:5].tolist()
        answer = [id_of[person] for person in asked]
        if drawn.score(tuple(asked)) >= 0.9 and set(answer) != set(case.truth):
            mark = TASK.mark(case, answer)
            assert mark.points == TASK.points
            assert mark.all_right
            return
    raise AssertionError("No such choice in any case.")


def test_fewer_than_five_or_none_is_an_answer():
    """It earns what it brings."""
    case = CASES[0]

    assert TASK.mark(case, []).points == 0
    assert TASK.mark(case, case.truth[:1]).points <= TASK.points / 2


def test_the_ids_tell_neither_rank_nor_degree():
    """They follow units and names."""
    leading = set()
    for case in CASES:
        staff = staff_case(case).staff
        id_of = {person: id_ for id_, person in ids_of(staff).items()}
        leading |= {id_of[person] for person in staff.leaders if person}
    assert len(leading) > 20


def test_the_wrong_thoughts_are_what_they_are_called():
    """Those who lead, and those of one place."""
    drawn = staff_case(CASES[0])

    assert set(leaders_first(drawn)) <= set(drawn.staff.leaders)
    assert len({drawn.staff.units[person] for person in one_unit(drawn)}) == 1


def test_the_map_is_svg_with_a_spot_for_everybody():
    """One to press for each item of the list, and nothing that could run."""
    case = CASES[0]
    root = ElementTree.fromstring(str(case.drawings[0].svg))
    spots = [e.get("data-item") for e in root.iter() if e.get("data-item")]

    assert spots == [item.id for item in case.items]
    assert root.get("role") == "img"
    assert not [e for e in root.iter() if e.tag.endswith("script") or e.get("id")]


def test_names_stay_on_the_map():
    """Nobody stands beyond its edge or upon somebody else."""
    staff = staff_case(CASES[0]).staff
    root = ElementTree.fromstring(str(draw_staff_map(staff)))
    names = [
        (float(e.get("x")), float(e.get("y")))
        for e in root.iter()
        if e.tag.endswith("text")
    ]

    assert all(20 < x < 700 and 10 < y < 565 for x, y in names)
    assert len(set(names)) == len(names)


def test_the_table_says_who_asks_whom():
    """The same as the lines: everybody asks three, and the sums agree."""
    staff = staff_case(CASES[0]).staff
    rows = staff_table(staff).rows

    assert sum(int(row[1]) for row in rows) == len(staff.asks)
    assert all(len(row[2].split(", ")) == 3 for row in rows)
