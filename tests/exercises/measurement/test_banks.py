"""Banks of items: balanced draws, complete keys, and nothing given away."""

from collections import Counter
from pathlib import Path

import pytest

from course.exercises.measurement import TASKS
from course.messages import keys, say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "05-measurement.keys.toml")
BANKS = {"measure-kinds": 64, "sampling-plans": 48, "registry-charts": 50}
LEARNERS = range(60)

every_bank = pytest.mark.parametrize("name", BANKS)


def shown(name, learner):
    """Ids of the items that a learner is shown."""
    return [item.id for item in TASKS[name].case("autumn", f"l-{learner}").items]


@every_bank
def test_every_item_has_words_and_a_key(name):
    """And no key speaks of an item that is not there."""
    written = [key.removeprefix(f"{name}.item.") for key in keys(f"{name}.item.")]

    assert set(written) == set(KEYS[name].truth) == set(KEYS[name].why)
    assert len(written) == BANKS[name]


@every_bank
def test_every_class_is_as_frequent_in_the_bank(name):
    """Naming one class everywhere earns nothing in the long run."""
    counts = Counter(KEYS[name].truth.values())
    options = [option.id for option in TASKS[name].case("autumn", "amira").options]

    assert counts == dict.fromkeys(options, BANKS[name] // len(options))


@every_bank
def test_each_group_has_one_item_of_every_class(name):
    """The draw relies on it without knowing which is which."""
    truth = list(dict(sorted(KEYS[name].truth.items())).values())
    size = len(set(truth))

    for first in range(0, len(truth), size):
        assert len(set(truth[first : first + size])) == size


@every_bank
def test_the_place_in_a_group_gives_nothing_away(name):
    """Each class stands in every place of some group."""
    truth = list(dict(sorted(KEYS[name].truth.items())).values())
    size = len(set(truth))

    for place in range(size):
        assert len(set(truth[place::size])) >= size - 1


@every_bank
def test_hardly_any_two_learners_are_asked_the_same(name):
    """So that a neighbour's sheet is of no use."""
    drawn = {tuple(sorted(shown(name, learner))) for learner in range(300)}

    assert len(drawn) >= 299


@every_bank
def test_every_item_is_shown_to_somebody(name):
    """No item lies in the bank unseen."""
    seen = {item for learner in range(200) for item in shown(name, learner)}

    assert len(seen) == BANKS[name]


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_class_is_missing_from_the_measures(learner):
    """At least three of each kind, or one thought would earn more than half."""
    counts = Counter(
        KEYS["measure-kinds"].truth[item] for item in shown("measure-kinds", learner)
    )

    assert min(counts.values()) >= 3 and len(counts) == 4


def test_no_two_items_read_alike():
    """A question asked twice could be answered by the first."""
    for name in BANKS:
        texts = [say(key) for key in keys(f"{name}.item.")]
        assert len(set(texts)) == len(texts)


def test_the_name_of_a_class_stands_in_no_item():
    """An item tells a story; it does not say what it is."""
    for name, forbidden in (
        ("measure-kinds", ("outcome", "process", "balancing", "structure")),
        ("sampling-plans", ("random", "systematic", "judgement", "by lot")),
        ("registry-charts", ("chart", "funnel", "rate per")),
    ):
        for key in keys(f"{name}.item."):
            words = say(key).lower()
            assert not any(word in words for word in forbidden), key
