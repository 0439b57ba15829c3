"""Every bank of items: whole, balanced, and telling nothing without the key."""

from pathlib import Path

import pytest

from course.exercises.capability.statements import (
    COMMENTS,
    DIFFERENCES,
    PASSAGES,
    PEOPLE,
)
from course.exercises.improvement.lenses import STATEMENTS
from course.exercises.improvement.model import CARDS
from course.exercises.improvement.paths import PEOPLE as LEARNERS
from course.exercises.improvement.purposes import KNOWLEDGE, PLANS
from course.exercises.spread.statements import DEEDS, NOVELTIES, PIECES
from course.messages import keys, say
from course.tasks.keys import read_all_keys

KEYS = read_all_keys(Path(__file__).parents[2] / "source")
# Each bank, and how many items it has at least.
BANKS = {
    STATEMENTS: 64,
    CARDS: 56,
    PLANS: 48,
    KNOWLEDGE: 48,
    LEARNERS: 40,
    DEEDS: 48,
    NOVELTIES: 50,
    PIECES: 40,
    PEOPLE: 36,
    DIFFERENCES: 36,
    PASSAGES: 36,
    COMMENTS: 36,
}

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


@every_bank
def test_each_item_has_its_words_and_its_key(bank):
    """No more and no fewer, and as many as the module promises."""
    prefix = f"{bank.task}.item."
    written = {key.removeprefix(prefix) for key in keys(prefix)}
    key = KEYS[bank.task]

    assert set(bank.ids) == written == set(key.truth) == set(key.why)
    assert len(bank.ids) >= BANKS[bank]


@every_bank
def test_no_two_items_say_the_same(bank):
    """Each is a little story of its own."""
    texts = [say(f"{bank.task}.item.{id_}") for id_ in bank.ids]

    assert len(set(texts)) == len(texts)


@every_bank
def test_a_set_holds_each_class_once(bank):
    """And all items at one place are of one class, so that either will do."""
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
