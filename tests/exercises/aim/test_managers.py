"""The managers' aim: the verdict follows from the range, by more than one formula."""

import math

import pytest

from course.exercises.aim.managers import MANAGERS_AIM
from course.simulations.capability.manager_survey import wilson_interval

LEARNERS = [f"learner-{number}" for number in range(40)]
each = pytest.mark.parametrize("learner", LEARNERS)


def sums(case):
    """Asked, and those who said yes, from the table that is shown."""
    rows = case.tables[0].rows
    return sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)


@each
def test_the_numbers_come_from_the_table(learner):
    """Share and range, worked out anew."""
    case = MANAGERS_AIM.case("autumn", learner)
    asked, users = sums(case)
    share = users / asked
    reach = 1.96 * math.sqrt(share * (1 - share) / asked)

    assert float(case.truth["share"]) == pytest.approx(100 * share, abs=0.06)
    assert float(case.truth["lowest"]) == pytest.approx(100 * (share - reach), abs=0.06)
    assert float(case.truth["highest"]) == pytest.approx(
        100 * (share + reach), abs=0.06
    )


@each
def test_wilsons_interval_gives_the_same_verdict(learner):
    """Nobody who knows a better formula is marked down for it."""
    case = MANAGERS_AIM.case("autumn", learner)
    asked, users = sums(case)

    assert wilson_interval(users, asked).verdict() == case.truth["verdict"]


@each
def test_a_verdict_follows_ones_own_slip(learner):
    """Two instead of 1.96, and a slip of half a point in the share."""
    case = MANAGERS_AIM.case("autumn", learner)
    asked, _ = sums(case)
    share = float(case.truth["share"]) / 100 + 0.005
    reach = 1.96 * math.sqrt(share * (1 - share) / asked)
    ends = {"lowest": 100 * (share - reach), "highest": 100 * (share + reach)}
    verdict = "cannot-tell"
    if ends["lowest"] >= 80:
        verdict = "reached"
    elif ends["highest"] < 80:
        verdict = "not-reached"
    typed = {end: f"{value:.2f}" for end, value in ends.items()}
    answer = {"share": f"{100 * share:.2f}", **typed, "verdict": verdict}

    assert MANAGERS_AIM.mark(case, answer).points == 3


@each
def test_a_neighbours_numbers_are_worth_little_without_ones_own_table(learner):
    """A share far from the own one, and all that follows from it, counts nothing."""
    case = MANAGERS_AIM.case("autumn", learner)
    far = float(case.truth["share"]) - 9
    answer = {
        "share": f"{far:.1f}",
        "lowest": f"{far - 3:.1f}",
        "highest": f"{far + 3:.1f}",
        "verdict": "not-reached",
    }

    assert MANAGERS_AIM.mark(case, answer).points == 0


def test_all_three_verdicts_are_drawn():
    """Or one would do for everybody."""
    drawn = {MANAGERS_AIM.case("autumn", who).truth["verdict"] for who in LEARNERS}

    assert drawn == {"reached", "not-reached", "cannot-tell"}
