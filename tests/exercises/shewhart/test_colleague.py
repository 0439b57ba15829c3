"""A colleague's report: each feature written twice, flawed and sound."""

import pytest

from course.exercises.shewhart.colleague import COLLEAGUE_REPORT, FEATURES
from course.messages import keys, say

LEARNERS = range(25)


def test_each_feature_is_written_as_a_flaw_and_as_sound_practice():
    """Neither can be told from the other by being there."""
    for version in ("flaw", "sound"):
        prefix = f"colleague-report.{version}."
        assert {key.removeprefix(prefix) for key in keys(prefix)} == set(FEATURES)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_sentences_to_choose_are_those_written_as_flaws(learner):
    """Read back from the words that are shown."""
    case = COLLEAGUE_REPORT.case("autumn", f"learner-{learner}")
    flawed = [
        item.id
        for item in case.items
        if item.text == say(f"colleague-report.flaw.{item.id}", **case.facts)
    ]

    assert case.truth == flawed
    assert 4 <= len(flawed) <= 6
    assert len(case.items) == 12


def test_flaws_are_neither_longer_nor_shorter_as_a_rule():
    """The length of a sentence gives nothing away."""
    lengths = {
        version: sum(
            len(say(f"colleague-report.{version}.{f}", **FACTS)) for f in FEATURES
        )
        for version in ("flaw", "sound")
    }

    assert 0.75 < lengths["flaw"] / lengths["sound"] < 1.33


FACTS = {"person": "Aino", "place": "x", "measure": "y", "weeks": 30, "low": 4}
