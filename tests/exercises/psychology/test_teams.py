"""A team's profile and its rounds: the answers, worked out again in another way."""

import re
from itertools import pairwise

import pytest

from course.exercises.psychology.teams import (
    AFTER,
    AREAS,
    BEFORE,
    CLIMATE_ROUNDS,
    COACHING_STRATEGIES,
    GROUND,
    OTHERS,
    numbers_from_own_lines,
    strategies_for,
)
from course.grading.personas import as_typed

PROFILES = [COACHING_STRATEGIES.case("autumn", f"learner-{n}") for n in range(60)]
ROUNDS = [CLIMATE_ROUNDS.case("autumn", f"learner-{n}") for n in range(60)]


def profile_of(case):
    """Means and wishes as a learner reads them from the table, by area."""
    rows = dict(
        zip(AREAS, case.drawings[0].table.rows, strict=True),
    )
    return (
        {area: float(row[1]) for area, row in rows.items()},
        {area: int(row[2]) for area, row in rows.items()},
    )


@pytest.mark.parametrize("case", PROFILES, ids=range(len(PROFILES)))
def test_the_strategies_follow_from_the_two_rules(case):
    """Row by row from the table, as the lesson has it."""
    means, wishes = profile_of(case)
    chosen = [area for area in GROUND if means[area] < 3]
    while len(chosen) < 3:
        left = [
            area
            for area in OTHERS
            if area not in chosen and wishes[area] >= case.facts["team"] / 2
        ]
        chosen.append(min(left, key=means.get))

    assert sorted(chosen) == sorted(id_.rpartition("-")[0] for id_ in case.truth)


@pytest.mark.parametrize("case", PROFILES[:30], ids=range(30))
def test_no_profile_asks_for_a_choice_between_equals(case):
    """No two means alike, none of the grounds on the line, no wish at the half."""
    means, wishes = profile_of(case)

    assert len(set(means.values())) == len(means)
    assert all(means[area] != 3 for area in GROUND)
    assert all(abs(2 * wish - case.facts["team"]) >= 2 for wish in wishes.values())
    assert all(1 <= mean <= 5 for mean in means.values())


def test_the_example_of_the_lesson():
    """Elin's ten people: doubts, progress, a say."""
    means = dict.fromkeys(AREAS, 4.5) | {
        "doubts": 2.8,
        "hours": 3.6,
        "backing": 4.1,
        "progress": 2.2,
        "skill": 1.9,
        "say": 2.6,
        "notice": 3.9,
    }
    wishes = dict.fromkeys(AREAS, 5) | {
        "doubts": 4,
        "progress": 7,
        "skill": 3,
        "say": 8,
        "notice": 9,
    }

    assert strategies_for(means, wishes, 10) == ["doubts", "progress", "say"]


def test_grounds_are_in_order_for_some_and_not_for_others():
    """None, one or two of three are below; who always begins there is mistaken."""
    assert {case.facts["shaky"] for case in PROFILES} == {0, 1, 2}


def test_a_picture_of_a_profile_stands_alone():
    """A name, a namespace, its own white ground, and no ids."""
    drawn = str(PROFILES[0].drawings[0].svg)

    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" role="img"')
    assert "aria-label=" in drawn
    assert not re.search(r'\bid="', drawn)


def rounds_of(case):
    """The values on the chart."""
    return list(case.charts[0].values)


def numbers_by_hand(values):
    """The six numbers, by the steps of the lesson and nothing else."""
    first, new = values[:BEFORE], values[BEFORE:]
    centre = sum(first) / len(first)
    step = sum(abs(b - a) for a, b in pairwise(first)) / (len(first) - 1)
    lower, upper = centre - 2.66 * step, centre + 2.66 * step
    longest = length = 0
    for before, now in pairwise([None, *new]):
        same = before is not None and (before > centre) == (now > centre)
        length = length + 1 if same else 1
        longest = max(longest, length)
    return {
        "centre": centre,
        "step": step,
        "lower": lower,
        "upper": upper,
        "outside": sum(value < lower or value > upper for value in new),
        "run": longest,
    }


@pytest.mark.parametrize("case", ROUNDS, ids=range(len(ROUNDS)))
def test_the_six_numbers_are_those_of_the_lesson(case):
    """Centre, step, limits, rounds outside, longest run; none by a hair."""
    values = rounds_of(case)
    by_hand = numbers_by_hand(values)

    assert case.truth == pytest.approx(by_hand, abs=6e-4)
    for line in ("centre", "lower", "upper"):
        nearest = min(abs(value - by_hand[line]) for value in values[BEFORE:])
        assert nearest > 0.39


def test_the_example_of_the_lesson_has_these_numbers():
    """The rehabilitation ward in Hvalsund."""
    first = [56, 61, 58, 63, 59, 55, 60, 62, 57, 60, 58, 61]
    new = [59, 63, 62, 64, 66, 63, 65, 62, 67, 65]
    numbers = numbers_by_hand(first + new)

    assert sum(first) == 710
    assert (round(numbers["centre"], 2), round(numbers["step"], 2)) == (59.17, 3.73)
    assert (round(numbers["lower"], 2), round(numbers["upper"], 2)) == (49.25, 69.08)
    assert (numbers["outside"], numbers["run"]) == (0, 9)


def test_some_teams_have_changed_and_some_have_not():
    """Three in four or so; a fourth of the charts tell of nothing."""
    changed = [case.truth["outside"] > 0 or case.truth["run"] >= 6 for case in ROUNDS]

    assert 0.55 < sum(changed) / len(changed) < 0.92
    assert len(rounds_of(ROUNDS[0])) == BEFORE + AFTER


def test_a_slip_in_the_centre_is_paid_for_once():
    """Limits and counts that follow from it count."""
    case = ROUNDS[0]
    values, true = rounds_of(case), case.truth
    centre = true["centre"] + 0.5
    reach = 2.66 * true["step"]
    lower, upper = centre - reach, centre + reach
    answer = true | {
        "centre": centre,
        "lower": lower,
        "upper": upper,
        "outside": sum(not lower <= value <= upper for value in values[BEFORE:]),
    }

    mark = CLIMATE_ROUNDS.mark(case, as_typed(CLIMATE_ROUNDS, answer))

    assert not mark.right["centre"]
    assert mark.right["lower"] and mark.right["upper"] and mark.right["outside"]


def test_another_teams_lines_are_no_slip():
    """What a neighbour has copied out follows from nothing here."""
    case = ROUNDS[0]
    given = {field: value + 9 for field, value in case.truth.items()}

    assert numbers_from_own_lines(case, given) == {}
