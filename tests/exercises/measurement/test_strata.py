"""Together or apart: the story decides, and the table holds both answers."""

import re

import pytest

from course.exercises.measurement.strata import LETTERS, TOGETHER_OR_APART

LEARNERS = range(40)
# What each story says of when its groups were decided.
BEFORE = (
    "before any treatment",
    "receives most of the oldest",
    "sicker, in both wards",
)
ALIKE = "alike on arrival"


def shares(table):
    """Per cent of ward A and B in each row."""
    told = []
    for _, *cells in table.rows:
        pairs = [re.fullmatch(r"(\d+) of (\d+)", cell).groups() for cell in cells]
        told.append([100 * int(events) / int(patients) for events, patients in pairs])
    return told


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_answer_is_the_row_the_story_asks_for(learner):
    """The second group where groups came first, all together where they did not."""
    case = TOGETHER_OR_APART.case("autumn", f"l-{learner}")
    for item, table in zip(case.items, case.tables, strict=True):
        _, second, together = shares(table)
        before = any(words in item.text for words in BEFORE)
        assert before != (ALIKE in item.text)
        a, b = second if before else together
        assert case.truth[item.id] == pytest.approx(a - b, abs=0.006)


@pytest.mark.parametrize("learner", LEARNERS)
def test_groups_and_whole_point_opposite_ways(learner):
    """Whoever takes the other row gets the other sign."""
    case = TOGETHER_OR_APART.case("autumn", f"l-{learner}")
    for table in case.tables:
        first, second, together = (a - b for a, b in shares(table))
        assert first * together < 0 and second * together < 0


@pytest.mark.parametrize("learner", LEARNERS)
def test_all_together_is_the_sum_of_the_groups(learner):
    """Printed so that nobody has to add."""
    case = TOGETHER_OR_APART.case("autumn", f"l-{learner}")
    for table in case.tables:
        for ward in (1, 2):
            first, second, together = (
                [int(n) for n in row[ward].split(" of ")] for row in table.rows
            )
            assert together == [
                one + other for one, other in zip(first, second, strict=True)
            ]


@pytest.mark.parametrize("learner", LEARNERS)
def test_two_stories_ask_for_each_reading(learner):
    """Always together and always apart are right for half."""
    case = TOGETHER_OR_APART.case("autumn", f"l-{learner}")
    told = [any(w in item.text for w in BEFORE) for item in case.items]

    assert sum(told) == 2
    assert {case.facts["first_apart"], case.facts["first_together"]} <= set(LETTERS)
    assert told[LETTERS.index(case.facts["first_apart"])]
    assert not told[LETTERS.index(case.facts["first_together"])]
