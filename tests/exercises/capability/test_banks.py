"""The banks: balanced for those who draw without the key, and telling nothing."""

from collections import Counter
from pathlib import Path

import pytest

from course.exercises.capability import TASKS
from course.exercises.capability.statements import (
    COMMENTS,
    DIFFERENCES,
    PASSAGES,
    PEOPLE,
)
from course.messages import say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "10-capability.keys.toml")
BANKS = (PEOPLE, DIFFERENCES, PASSAGES, COMMENTS)
SHOWN = 12

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


@every_bank
def test_what_is_shown_is_balanced(bank):
    """Twelve items, as many of each class."""
    truth = KEYS[bank.task].truth
    for n in range(40):
        case = TASKS[bank.task].case("autumn", f"learner-{n}")
        counts = Counter(truth[item.id] for item in case.items)
        assert set(counts.values()) == {SHOWN // len(bank.classes)}
        assert len(case.items) == SHOWN


@every_bank
def test_length_does_not_tell_the_class(bank):
    """The mean length of a class lies within a third of the mean of all."""
    truth = KEYS[bank.task].truth
    lengths = {
        name: [
            len(say(f"{bank.task}.item.{id_}"))
            for id_ in bank.ids
            if truth[id_] == name
        ]
        for name in bank.classes
    }
    means = {name: sum(each) / len(each) for name, each in lengths.items()}
    middle = sum(means.values()) / len(means)

    if bank is not COMMENTS:
        assert all(0.67 < mean / middle < 1.4 for mean in means.values()), means
