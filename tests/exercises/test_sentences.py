"""Every sentence a task can say is written, filled and in the voice of the course."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from course.exercises import MODULES, TASKS
from course.messages import catalogue, keys, say
from course.tasks.keys import read_all_keys

KEYS = read_all_keys(Path(__file__).parents[2] / "source")
FORBIDDEN = re.compile(
    r"!|\bIncorrect|\bUnfortunately|\bGreat job|\bWell done|\bWrong\b|\bobviously\b"
)
# Where a drawn word or number does not fit the sentence around it.
SLIPS = re.compile(
    r"  |[,.][,.]| [,.?]|\. [a-zåäöæø]|\ba (?:[aeio]|8|11|18)|\ban [b-dfgj-np-tv-z]"
    r"|\b(?!had )(\w+) \1\b|(?<![\d.,])\b1 (?:calls|cases|causes|charts"
    r"|clinics|columns|days|falls|minutes|months|patients|people|points|rows|stays"
    r"|times|units|visits|weeks)\b"
)

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)


def spoken(task, case):
    """All sentences the task has for this case."""
    yield task.title
    yield task.question(case)
    yield from task.hints(case)
    yield case.story
    for thought in task.misreadings(case, KEYS.get(task.name)):
        yield say(f"{task.name}.pitfall.{thought}", **case.facts)
    for item in case.items:
        yield item.text
    for option in case.options:
        yield option.text


@every_task
def test_all_places_are_filled(task):
    """For any learner, no sentence lacks a value or keeps a brace."""
    for learner in range(20):
        case = task.case("autumn", f"learner-{learner}")
        assert None not in case.facts.values()
        for sentence in spoken(task, case):
            assert not re.search(r"[{}]|\bnan\b", sentence), sentence


@every_task
def test_what_is_drawn_fits_into_its_sentence(task):
    """Not "1 clinics", no sentence that begins "the ward", no comma twice."""
    for learner in range(40):
        case = task.case("autumn", f"learner-{learner}")
        for sentence in filter(None, spoken(task, case)):
            assert not SLIPS.search(sentence), sentence
        for item in case.items:
            assert not item.text[:1].islower(), item.text


@every_task
def test_help_comes_in_two_or_three_stages(task):
    """The gentlest first; more would be a lesson of its own."""
    assert 2 <= len(task.hints(task.case("autumn", "amira"))) <= 3


@every_task
def test_each_misreading_has_its_sentence_and_each_sentence_its_misreading(task):
    """A pitfall nobody can fall into is never read; one without words says nothing."""
    case = task.case("autumn", "amira")
    prefix = f"{task.name}.pitfall."
    written = {key.removeprefix(prefix) for key in keys(prefix)}

    assert written == set(task.misreadings(case, KEYS.get(task.name)))


@every_task
def test_a_pitfall_ends_with_a_question(task):
    """The question a good colleague would ask."""
    for key in keys(f"{task.name}.pitfall."):
        assert catalogue()[key].endswith("?"), key


def test_no_sentence_shouts_or_scolds():
    """Plain and kind, in everything that learners read here."""
    prefixes = tuple(f"{name}." for name in TASKS)
    for key, sentence in catalogue().items():
        if key.startswith(prefixes):
            assert not FORBIDDEN.search(sentence), key


def test_every_task_is_found_by_its_own_name():
    """The dictionary can be read as it stands."""
    assert all(name == task.name for name, task in TASKS.items())


@pytest.mark.parametrize("module", MODULES)
def test_the_names_known_beforehand_are_those_of_the_module(module):
    """A task that is declared and not listed could never be asked for."""
    declared = import_module(f"course.exercises.{module}").TASKS

    assert list(MODULES[module]) == list(declared)
