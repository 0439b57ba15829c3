"""The banks: balanced for those who draw without the key, and telling nothing."""

from pathlib import Path

import pytest

from course.exercises.spread import TASKS
from course.exercises.spread.statements import DEEDS, NOVELTIES, PIECES
from course.messages import say
from course.tasks.keys import read_keys

KEYS = read_keys(Path(__file__).parents[3] / "source" / "09-spread.keys.toml")
BANKS = (DEEDS, NOVELTIES, PIECES)
SHOWN = {"four-phases": 12, "weak-attribute": 10, "core-or-form": 12}

every_bank = pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.task)


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
