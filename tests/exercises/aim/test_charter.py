"""The charter's facts: what clashes does so for every learner."""

import pytest

from course.exercises.aim.charter import CHARTER_CHECK
from course.messages import keys, say
from course.tasks.calendar_days import read_day

LEARNERS = [f"learner-{number}" for number in range(40)]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_days_of_the_clashing_lines_clash(learner):
    """Before the start, soon after it, or beyond the end; and the sound ones do not."""
    facts = CHARTER_CHECK.case("autumn", learner).facts
    day = {
        name: read_day(facts[name])
        for name in ("start", "end", "before", "signed", "two_months", "first", "after")
    }

    assert day["before"] < day["start"] < day["first"] < day["two_months"]
    assert day["signed"] < day["start"]
    assert day["two_months"] < day["end"] < day["after"]
    assert 6 * 30 < (day["end"] - day["start"]).days < 10 * 31


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_levels_clash_where_they_should(learner):
    """The target is better than what was counted, and the other figure far from it."""
    facts = CHARTER_CHECK.case("autumn", learner).facts

    assert facts["target"] < facts["baseline"] < facts["other_baseline"] - 10


@pytest.mark.parametrize("learner", LEARNERS[:10])
def test_leader_planner_and_carer_are_three_people(learner):
    """Or a line about the wrong one could be right."""
    facts = CHARTER_CHECK.case("autumn", learner).facts

    assert len({facts["leader"], facts["planner"], facts["carer"]}) == 3


def test_every_wording_can_be_filled():
    """All 72, not only those that were dealt here."""
    facts = CHARTER_CHECK.case("autumn", "amira").facts
    for key in keys("charter-check.item."):
        assert "{" not in say(key, **facts)
