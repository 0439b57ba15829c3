"""The banks: balanced for those who draw without the key, and telling nothing."""

from pathlib import Path

import numpy as np
import pytest

from course.exercises.improvement import TASKS
from course.exercises.improvement.lenses import STATEMENTS
from course.exercises.improvement.model import CARDS
from course.exercises.improvement.paths import PEOPLE
from course.exercises.improvement.purposes import KNOWLEDGE, PLANS
from course.messages import say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "01-improvement.keys.toml")
BANKS = (STATEMENTS, CARDS, PLANS, KNOWLEDGE, PEOPLE)
SHOWN = {
    "four-lenses": 16,
    "three-questions": 14,
    "why-measure": 12,
    "two-knowledges": 12,
    "which-path": 10,
}

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


def case_of(bank, learner):
    """Return what a learner is shown of a bank."""
    return TASKS[bank.task].case("autumn", f"learner-{learner}")


@every_bank
def test_length_gives_nothing_away(bank):
    """Whoever sorts by the number of letters gets nowhere near the classes."""
    truth = KEYS[bank.task].truth
    mean = {
        name: np.mean(
            [
                len(say(f"{bank.task}.item.{id_}"))
                for id_ in bank.ids
                if truth[id_] == name
            ]
        )
        for name in bank.classes
    }

    assert max(mean.values()) < 2.2 * min(mean.values()), mean


@every_bank
@pytest.mark.parametrize("learner", range(25))
def test_every_class_is_shown_equally_often(bank, learner):
    """None twice."""
    truth = KEYS[bank.task].truth
    shown = [item.id for item in case_of(bank, learner).items]
    counts = [[truth[id_] for id_ in shown].count(name) for name in bank.classes]

    assert len(set(shown)) == len(shown) == SHOWN[bank.task]
    assert len(set(counts)) == 1


@every_bank
def test_every_item_is_shown_to_somebody(bank):
    """A bank is only as large as what is drawn from it."""
    shown = {item.id for learner in range(200) for item in case_of(bank, learner).items}

    assert shown == set(bank.ids)


@every_bank
def test_hardly_any_two_of_three_hundred_are_shown_the_same(bank):
    """What a neighbour was shown does not help."""
    drawn = {
        frozenset(item.id for item in case_of(bank, learner).items)
        for learner in range(300)
    }

    assert len(drawn) >= 298


@every_bank
def test_without_the_key_nothing_is_marked(bank):
    """The public code does not know what is right."""
    case = case_of(bank, 1)

    assert case.truth is None
    answer = {case.items[0].id: bank.classes[0]}
    assert TASKS[bank.task].mark(case, answer) is None


@pytest.mark.parametrize("learner", range(25))
def test_statements_come_from_two_workplaces(learner):
    """And both are described above them."""
    case = case_of(STATEMENTS, learner)
    numbers = {(int(item.id[1:]) - 1) // 16 for item in case.items}

    assert len(numbers) == 2
    assert case.story.count("\n\n") == 1
