"""Steps, waves, months and days, counted again one unit at a time."""

import pytest

from course.exercises.spread import TASKS

TASK = TASKS["spread-sums"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(60)]


def by_hand(facts):
    """Go from step to step, and fill one wave after the other."""
    units, waves, last = facts["start"], 0, 0
    while units < facts["units"]:
        grown = min(units * 5, facts["units"])
        last = waiting = grown - units
        while waiting > 0:
            waiting -= facts["at_once"]
            waves += 1
        units = grown
    return {
        "last-step": last,
        "waves": waves,
        "months": waves * facts["months_per_wave"],
        "days": (facts["units"] - facts["start"]) * facts["days_per_unit"],
    }


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_sums_can_be_counted(case):
    """From what the story tells alone."""
    assert by_hand(case.facts) == case.truth


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_each_thought_needs_other_waves(case):
    """So that the waves tell them apart."""
    waves = [case.truth["waves"]]
    waves += [thought["waves"] for thought in case.misreadings.values()]

    assert len(set(waves)) == 3


def test_months_follow_from_ones_own_waves():
    """A wave too many is paid for once."""
    case = CASES[0]
    waves = case.truth["waves"] + 1
    answer = {part: str(value) for part, value in case.truth.items()} | {
        "waves": str(waves),
        "months": str(waves * case.facts["months_per_wave"]),
    }

    assert TASK.mark(case, answer).points == pytest.approx(TASK.points * 3 / 4)


def test_copied_waves_bring_no_months():
    """Where nothing else is one's own."""
    case = CASES[0]
    months = case.facts["months_per_wave"]

    mark = TASK.mark(case, {"waves": "99", "months": str(99 * months)})

    assert mark.points == 0
