"""The banks: balanced for those who draw without the key, and telling nothing."""

from pathlib import Path

import pytest

from course.exercises.spread import TASKS
from course.exercises.spread.statements import DEEDS, NOVELTIES, PIECES
from course.messages import keys, say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "09-spread.keys.toml")
BANKS = (DEEDS, NOVELTIES, PIECES)
SHOWN = {"four-phases": 12, "weak-attribute": 10, "core-or-form": 12}
AT_LEAST = {"four-phases": 48, "weak-attribute": 50, "core-or-form": 40}

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


@every_bank
def test_each_item_has_its_words_and_its_key(bank):
    """No more and no fewer, and as many as the module promises."""
    prefix = f"{bank.task}.item."
    written = {key.removeprefix(prefix) for key in keys(prefix)}
    key = KEYS[bank.task]

    assert set(bank.ids) == written == set(key.truth) == set(key.why)
    assert len(bank.ids) >= AT_LEAST[bank.task]


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
def test_every_learner_sees_each_class_equally_often(bank):
    """So that no one answer pays."""
    truth = KEYS[bank.task].truth
    for learner in range(40):
        case = TASKS[bank.task].case("autumn", f"learner-{learner}")
        shown = [truth[item.id] for item in case.items]
        assert len(shown) == SHOWN[bank.task]
        assert {shown.count(name) for name in bank.classes} == {
            len(shown) // len(bank.classes)
        }


@every_bank
def test_no_story_contains_the_name_of_its_class(bank):
    """It is to be judged by what is done, and not by a word in it."""
    truth = KEYS[bank.task].truth
    names = {
        "implement": "implement",
        "spread": " spread",
        "sustain": "sustain",
        "compatibility": "compatib",
        "trialability": "trialab",
        "visibility": "observab",
        "core": "core",
        "form": " its form",
    }
    for id_ in bank.ids:
        name = names.get(truth[id_])
        assert name is None or name not in say(f"{bank.task}.item.{id_}").lower(), id_
