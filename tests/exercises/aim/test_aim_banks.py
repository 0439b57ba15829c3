"""The banks of the module: dealt fairly, and each key complete."""

import re
from pathlib import Path

import pytest

from course.exercises.aim import TASKS
from course.exercises.aim.charter import CHARTER_CHECK
from course.exercises.aim.choosing import CRITERIA, SUITABILITY
from course.exercises.aim.critic import AIM_CRITIC, MISSING
from course.exercises.aim.drivers import DRIVER_DIAGRAM, THEMES
from course.exercises.aim.sponsor import PLACES, SPONSOR_GRID
from course.messages import catalogue, keys
from course.tasks.keys import read_keys

KEY = read_keys(Path(__file__).parents[3] / "source" / "03-aim.keys.toml")
LEARNERS = [f"learner-{number}" for number in range(300)]

keyed = pytest.mark.parametrize(
    "task",
    [task for task in TASKS.values() if task.needs_key],
    ids=lambda task: task.name,
)


def truths(task):
    """The right answer of each of many learners."""
    return [
        task.truth(task.case("autumn", learner), KEY[task.name]) for learner in LEARNERS
    ]


@keyed
def test_every_item_has_words_and_a_right_answer(task):
    """No more and no fewer than the bank holds."""
    prefix = f"{task.name}.item."
    written = {key.removeprefix(prefix) for key in keys(prefix)}

    assert written == set(KEY[task.name].truth)
    assert written == set(KEY[task.name].why)


@keyed
def test_the_bank_is_several_times_larger_than_what_one_sees(task):
    """So that a neighbour's answers are of little use."""
    shown = len(task.case("autumn", "amira").items)

    assert len(KEY[task.name].truth) >= 3.5 * shown


@keyed
def test_no_two_of_three_hundred_learners_have_the_same_answer(task):
    """Whoever copies, copies somebody else's case."""
    answers = [
        str(sorted(answer.items()) if isinstance(answer, dict) else sorted(answer))
        for answer in truths(task)
    ]

    assert len(set(answers)) == len(LEARNERS)


@keyed
def test_everybody_meets_the_whole_bank(task):
    """No item is never dealt."""
    dealt = {
        item.id for learner in LEARNERS for item in task.case("autumn", learner).items
    }

    assert dealt == set(KEY[task.name].truth)


@keyed
def test_no_two_items_say_the_same(task):
    """In the bank as it is written."""
    words = [catalogue()[key] for key in keys(f"{task.name}.item.")]

    assert len(set(words)) == len(words)


def test_a_hand_of_proposals_holds_one_that_is_suitable():
    """One suitable, one that changes no practice, one that lacks something else."""
    truth = KEY["suitability"].truth
    for first in range(1, 49, 3):
        hand = [truth[f"s{first + place:02d}"] for place in range(3)]
        assert sorted(right == "none" for right in hand) == [False, False, True]
        assert hand.count("practice") == 1


def test_every_criterion_and_every_missing_part_is_met_in_the_bank():
    """At least twice: a column that is never ticked teaches nothing."""
    for task, columns in ((SUITABILITY, CRITERIA), (AIM_CRITIC, MISSING)):
        told = [right.split(", ") for right in KEY[task.name].truth.values()]
        for column in columns:
            assert sum(column in right for right in told) >= 2, column


def test_an_aim_without_a_result_has_no_level_of_it():
    """As the question says, so that nobody has to guess what is meant."""
    for item, right in KEY["aim-critic"].truth.items():
        missing = right.split(", ")
        if "result" in missing:
            assert {"from", "to"} <= set(missing), item


def test_whoever_reads_the_figures_can_check_the_key():
    """From and to: where both are told, two numbers stand in the aim."""
    for item, right in KEY["aim-critic"].truth.items():
        if right == "none":
            words = catalogue()[f"aim-critic.item.{item}"]
            numbers = re.findall(r"\b\d[\d,]*\b", words)
            # Two levels, and the day and the year.
            assert len(numbers) >= 3, words


def test_a_hand_of_people_holds_one_of_each_place():
    """Sponsor, helper, powerful and distant."""
    truth = KEY["sponsor-grid"].truth
    for first in range(1, 49, 4):
        hand = {truth[f"p{first + place:02d}"] for place in range(4)}
        assert hand == set(PLACES)


@pytest.mark.parametrize("learner", LEARNERS[:40])
def test_every_tree_has_three_primary_and_four_secondary_drivers(learner):
    """All on the aim or on a primary driver, and every idea on a secondary one."""
    case = DRIVER_DIAGRAM.case("autumn", learner)
    truth = DRIVER_DIAGRAM.truth(case, KEY["driver-diagram"])
    primary = {card for card, parent in truth.items() if parent == "aim"}
    secondary = {card for card, parent in truth.items() if parent in primary}
    ideas = {card for card, parent in truth.items() if parent in secondary}
    beside = {card for card, parent in truth.items() if parent == "none"}

    assert (len(primary), len(secondary)) == (3, 4)
    assert primary | secondary | ideas | beside == set(truth)
    assert min(len(ideas), len(beside)) >= 4


def test_every_theme_comes_up():
    """Ward, surgery, care home, home care and office."""
    seen = {
        DRIVER_DIAGRAM.case("autumn", learner).items[0].id.split("-")[0]
        for learner in LEARNERS
    }

    assert seen == set(THEMES)


@pytest.mark.parametrize("learner", LEARNERS[:40])
def test_half_of_the_charter_is_in_order(learner):
    """Three lines leave something open, three clash, and six are fine."""
    case = CHARTER_CHECK.case("autumn", learner)
    key = KEY["charter-check"]
    sent_back = CHARTER_CHECK.truth(case, key)
    readings = CHARTER_CHECK.misreadings(case, key)

    assert len(case.items) == 12
    assert len(sent_back) == 6
    assert len(readings["gaps-only"]) == len(readings["warm-words"]) == 3


def test_sponsors_are_spread_over_all_settings():
    """Hospital, primary care, municipality and office."""
    words = " ".join(
        catalogue()[f"sponsor-grid.item.{item}"]
        for item, right in KEY[SPONSOR_GRID.name].truth.items()
        if right == "sponsor"
    )

    for place in ("ward", "health centre", "home care", "finance office", "personnel"):
        assert place in words
