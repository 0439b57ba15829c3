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
from course.messages import keys, say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "10-capability.keys.toml")
BANKS = (PEOPLE, DIFFERENCES, PASSAGES, COMMENTS)
SHOWN = 12

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


@every_bank
def test_each_item_has_its_words_and_its_key(bank):
    """No more and no fewer, and three times as many as are shown."""
    prefix = f"{bank.task}.item."
    written = {key.removeprefix(prefix) for key in keys(prefix)}
    key = KEYS[bank.task]

    assert set(bank.ids) == written == set(key.truth) == set(key.why)
    assert len(bank.ids) >= 3 * SHOWN


@every_bank
def test_no_two_items_say_the_same(bank):
    """Each is a little story of its own."""
    texts = [say(f"{bank.task}.item.{id_}") for id_ in bank.ids]

    assert len(set(texts)) == len(texts)


@every_bank
def test_a_set_holds_each_class_once(bank):
    """And both items at one place are of one class, so that either will do."""
    truth = KEYS[bank.task].truth
    for set_ in range(bank.sets):
        classes = [{truth[id_] for id_ in place} for place in bank.places(set_)]
        assert all(len(each) == 1 for each in classes)
        assert sorted(c for each in classes for c in each) == sorted(bank.classes)


@every_bank
def test_the_place_in_a_set_gives_nothing_away(bank):
    """Each class stands at two places at least."""
    truth = KEYS[bank.task].truth
    places = {name: set() for name in bank.classes}
    for set_ in range(bank.sets):
        for number, place in enumerate(bank.places(set_)):
            places[truth[place[0]]].add(number)

    assert all(len(found) >= 2 for found in places.values()), places


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
