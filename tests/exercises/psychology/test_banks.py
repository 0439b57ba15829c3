"""The banks: balanced without the key, and large enough that neighbours differ."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from course.exercises import TASKS
from course.exercises.psychology.change import EFFORTS, EXTRACTS, REACTIONS
from course.exercises.psychology.coaching import MOMENTS, UTTERANCES
from course.exercises.psychology.patients import EXAMPLES, PREPARATIONS
from course.exercises.psychology.roles import SITUATIONS
from course.messages import catalogue, keys
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "08-psychology.keys.toml")
BANKS = (
    UTTERANCES,
    MOMENTS,
    REACTIONS,
    EFFORTS,
    EXTRACTS,
    EXAMPLES,
    SITUATIONS,
    PREPARATIONS,
)
LEARNERS = 300

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


def all_ids(bank):
    """Every id of a bank, group by group."""
    return [id_ for number in range(bank.groups) for id_ in bank.group(number)]


def cases(bank, learners=LEARNERS):
    """What some learners are shown."""
    return [TASKS[bank.task].case("autumn", f"one-{n}") for n in range(learners)]


@every_bank
def test_every_item_has_its_words_its_answer_and_its_reason(bank):
    """And no sentence or answer is left over."""
    prefix = f"{bank.task}.item."
    written = {key.removeprefix(prefix) for key in keys(prefix)}

    assert written == set(all_ids(bank)) == set(KEYS[bank.task].truth)
    assert all(KEYS[bank.task].why.values())


@every_bank
def test_each_group_holds_one_item_of_every_class(bank):
    """So that a draw made without the key is balanced."""
    truth = KEYS[bank.task].truth
    classes = set(truth.values())

    assert len(classes) == bank.classes
    for number in range(bank.groups):
        assert {truth[id_] for id_ in bank.group(number)} == classes


@every_bank
def test_no_two_of_three_hundred_learners_answer_the_same(bank):
    """The same items would be the same answers."""
    shown = {frozenset(item.id for item in case.items) for case in cases(bank)}

    # Two of three hundred may meet by chance where there are only some ten thousand
    # sets of items; more than that would be a bank that is too small.
    assert len(shown) >= LEARNERS - 1


@every_bank
def test_the_place_of_an_item_says_nothing_of_its_class(bank):
    """Neither in the bank nor on the page does a class stand first more often."""
    truth = KEYS[bank.task].truth
    first = Counter(truth[case.items[0].id] for case in cases(bank))
    expected = LEARNERS / bank.classes

    assert len(first) == bank.classes
    spread = np.sqrt(expected * (1 - 1 / bank.classes))
    assert all(abs(count - expected) < 5 * spread for count in first.values())


@every_bank
def test_the_length_of_an_item_says_little_of_its_class(bank):
    """Sorting by length alone is worth next to nothing."""
    truth = KEYS[bank.task].truth
    lengths = {
        id_: len(catalogue()[f"{bank.task}.item.{id_}"]) for id_ in all_ids(bank)
    }
    by_length = sorted(lengths, key=lengths.get)
    for half in (by_length[: len(by_length) // 2], by_length[len(by_length) // 2 :]):
        most = Counter(truth[id_] for id_ in half).most_common(1)[0][1]
        assert most <= 0.9 * bank.groups


def test_fourteen_preparations_are_seven_of_each():
    """And three or four pairs of each of the two thoughts."""
    truth = KEYS["patient-preparation"].truth
    for case in cases(PREPARATIONS, 60):
        ids = [item.id for item in case.items]
        assert Counter(truth[id_] for id_ in ids) == {"yes": 7, "no": 7}
        telling = sum(int(id_[1:]) <= 24 for id_ in ids) // 2
        assert telling in (3, 4)
