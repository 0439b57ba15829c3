"""Banks: one item of every class in each group, and a place that says nothing."""

from pathlib import Path

import pytest

from course.exercises.system.sorting import (
    CHANGE_CONCEPTS,
    CONCEPTS,
    FISHBONE,
    ON_THE_BONE,
    PARTS,
    SEIPS,
    TOOL_CHOOSER,
    TOOLS,
)
from course.messages import keys, say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "02-system.keys.toml")
BANKS = {
    SEIPS: (PARTS, 72, 16),
    FISHBONE: (ON_THE_BONE, 48, 14),
    CHANGE_CONCEPTS: (CONCEPTS, 48, 12),
    TOOL_CHOOSER: (TOOLS, 48, 12),
}

each_bank = pytest.mark.parametrize("task", BANKS, ids=lambda task: task.name)


@each_bank
def test_the_bank_has_a_key_and_a_reason_for_each_item(task):
    """And is several times as large as what one learner sees."""
    _, size, shown = BANKS[task]
    prefix = f"{task.name}.item."
    bank = {key.removeprefix(prefix) for key in keys(prefix)}

    assert bank == set(KEYS[task.name].truth) == set(KEYS[task.name].why)
    assert len(bank) == size > 3 * shown


@each_bank
def test_each_group_holds_one_item_of_every_class(task):
    """The draw is balanced without knowing the key, because the bank is."""
    classes, _, _ = BANKS[task]
    ids = sorted(KEYS[task.name].truth)
    for first in range(0, len(ids), len(classes)):
        group = ids[first : first + len(classes)]
        assert {KEYS[task.name].truth[item] for item in group} == set(classes)


@each_bank
def test_the_place_within_a_group_gives_nothing_away(task):
    """No class has a place of its own."""
    classes, _, _ = BANKS[task]
    truth = KEYS[task.name].truth
    for place in range(len(classes)):
        found = [truth[item] for item in sorted(truth)[place :: len(classes)]]
        assert max(found.count(one) for one in found) <= 2 * len(found) / 3


@each_bank
def test_no_class_is_shown_so_often_that_naming_it_pays(task):
    """To any of a hundred learners."""
    _, _, shown = BANKS[task]
    classes, _, _ = BANKS[task]
    for learner in range(100):
        case = task.case("autumn", f"learner-{learner}")
        right = [KEYS[task.name].truth[item.id] for item in case.items]
        assert len({item.id for item in case.items}) == shown
        most = 6 if len(classes) == 4 else 3
        assert max(right.count(one) for one in classes) <= most


@each_bank
def test_every_item_is_shown_to_somebody(task):
    """A bank is only as large as what is drawn from it."""
    shown = {
        item.id
        for learner in range(200)
        for item in task.case("autumn", f"learner-{learner}").items
    }

    assert shown == set(KEYS[task.name].truth)


@each_bank
def test_without_the_key_nothing_is_marked(task):
    """The public code does not know what is right."""
    case = task.case("autumn", "amira")

    assert case.truth is None
    assert task.mark(case, {case.items[0].id: case.options[0].id}) is None


@each_bank
def test_no_length_of_an_item_tells_its_class(task):
    """On average no class is told in half as many words as another."""
    truth = KEYS[task.name].truth
    lengths = {}
    for item, right in truth.items():
        words = say(f"{task.name}.item.{item}").split()
        lengths.setdefault(right, []).append(len(words))
    means = [sum(each) / len(each) for each in lengths.values()]

    assert max(means) < 2 * min(means)
