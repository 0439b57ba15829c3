"""The prediction log: true chances, found again by playing the days."""

import re

import numpy as np
import pytest

from course.exercises.improvement.predictions import (
    CLAIMS,
    PREDICTION_LOG,
    SEVERAL,
    HundredDays,
    draw_hundred_days,
)
from course.tasks.scoring import brier_skill

LEARNERS = range(30)
PLAYED = 60_000


def case_of(learner):
    """Return what a learner is shown."""
    return PREDICTION_LOG.case("autumn", f"learner-{learner}")


def played_days(case):
    """Draw five days many times from the table of the case, shape (plays, 5)."""
    rows = [(int(count), int(days)) for count, days, _ in case.tables[0].rows]
    hundred = np.repeat(*np.array(rows).T)
    assert hundred.size == 100
    return np.random.default_rng(5).choice(hundred, (PLAYED, 5))


def holds(text, days):
    """Read a claim as a learner reads it, and see in which plays it is true."""
    first, *rest = map(int, re.findall(r"\d+", text))
    tomorrow = days[:, 0]
    spoken = {
        r"^Tomorrow there are more than": lambda: tomorrow > first,
        r"^Tomorrow there are \d+ or fewer": lambda: tomorrow <= first,
        r"nearly as bad": lambda: tomorrow >= first,
        r"better than today": lambda: tomorrow < first,
        r"^Tomorrow lies from": lambda: (tomorrow >= first) & (tomorrow <= rest[0]),
        r"^Tomorrow lies below": lambda: (tomorrow < first) | (tomorrow > rest[0]),
        r"each of the next three": lambda: (days[:, :3] <= first).all(1),
        r"at least one of the next three": lambda: (days[:, :3] > first).any(1),
        r"both of the next two": lambda: (days[:, :2] > first).all(1),
        r"at least one of the next two": lambda: (days[:, :2] <= first).any(1),
        r"at least one of the next five": lambda: (days >= first).any(1),
        r"none of the next five": lambda: ~(days >= first).any(1),
    }
    (read,) = [read for words, read in spoken.items() if re.search(words, text)]
    return read()


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_true_chances_are_those_of_days_played(learner):
    """From the table and the words alone, without the code that drew them."""
    case = case_of(learner)
    days = played_days(case)
    for item in case.items:
        seen = 100 * holds(item.text, days).mean()
        assert seen == pytest.approx(case.truth[item.id], abs=1.3), item.text


@pytest.mark.parametrize("learner", LEARNERS)
def test_three_claims_are_likely_and_three_are_not(learner):
    """And none is so sure that it alone decides."""
    chances = list(case_of(learner).truth.values())

    assert sum(chance > 50 for chance in chances) == 3
    assert all(13 <= min(chance, 100 - chance) <= 38 for chance in chances)


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_misreading_does_better_than_half_way(learner):
    """Neither to go on as today, nor to be sure, nor to take many days for one."""
    case = case_of(learner)
    truth = {claim: chance / 100 for claim, chance in case.truth.items()}
    for thought, answer in case.misreadings.items():
        given = {claim: chance / 100 for claim, chance in answer.items()}
        assert brier_skill(given, truth) < 0.52, thought


@pytest.mark.parametrize("learner", LEARNERS)
def test_many_days_taken_for_one_is_wrong_only_where_there_are_many(learner):
    """And plainly so there."""
    case = case_of(learner)
    answer = case.misreadings["one-day-for-many"]
    for claim in CLAIMS:
        away = abs(answer[claim] - case.truth[claim])
        assert away > 10 if claim in SEVERAL else away == 0


def test_a_hundred_days_are_a_hundred():
    """Rounded so that the table adds up."""
    for seed in range(50):
        hundred = draw_hundred_days(np.random.default_rng(seed))
        assert sum(hundred.days) == 100
        assert min(hundred.days) >= 0


def test_selmas_evenings():
    """The worked example of the lesson: 61, 37 and 25 in a hundred."""
    selma = HundredDays((5, 12, 20, 24, 18, 12, 6, 3))

    assert round(100 * selma.at_most(3)) == 61
    assert round(100 * selma.chance("each-of-three", (3,))) == 23
    assert round(100 * selma.at_most(3) ** 2) == 37
    assert round(100 * (1 - (1 - selma.at_least(6)) ** 3)) == 25
