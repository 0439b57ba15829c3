"""The cheapest way to close all gaps: found again from the words on the page."""

import re
from itertools import combinations

import pytest

from course.exercises.capability import TASKS

TASK = TASKS["cheapest-courses"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(25)]

every_case = pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))


def read(case):
    """Gaps, and what each course teaches and costs, as a learner reads them."""
    gaps = {row[0]: int(row[1]) for row in case.tables[0].rows}
    courses = {}
    for item in case.items:
        doses = {
            name.strip(): int(dose)
            for name, dose in re.findall(r"([a-z ]+) to dose (\d)", item.text)
        }
        cost = int(re.search(r"Cost: (\d+)", item.text)[1])
        courses[item.id] = (doses, cost)
    return gaps, courses


def closes(chosen, gaps, courses):
    """Whether some courses close every gap."""
    return all(
        any(courses[id_][0].get(name, 0) >= dose for id_ in chosen)
        for name, dose in gaps.items()
    )


@every_case
def test_no_other_choice_closes_all_for_as_little(case):
    """All 1,023 choices are tried."""
    gaps, courses = read(case)
    ways = [
        (sum(courses[id_][1] for id_ in chosen), set(chosen))
        for size in range(1, len(courses) + 1)
        for chosen in combinations(courses, size)
        if closes(chosen, gaps, courses)
    ]
    least = min(cost for cost, _ in ways)

    assert [chosen for cost, chosen in ways if cost == least] == [set(case.truth)]
    assert least == case.facts["best_cost"]
    assert len(case.truth) >= 3


@every_case
def test_each_wrong_thought_is_what_it_says(case):
    """One closes all and costs more; the other leaves a gap open."""
    gaps, courses = read(case)

    assert closes(case.misreadings["one-by-one"], gaps, courses)
    assert case.facts["each_cost"] > case.facts["best_cost"]
    assert not closes(case.misreadings["name-alone"], gaps, courses)
