"""Pareto, the ward, the side effects: sets that are clear, pictures that agree."""

import re
from pathlib import Path

import pytest

from course.exercises.system.fresh_eyes import FRESH_EYES
from course.exercises.system.pareto import PARETO_COUNTS, PARETO_WEIGHTS
from course.exercises.system.side_effects import CHANGES, SIDE_EFFECTS
from course.exercises.system.ward_picture import PLACES, SIGHTS
from course.messages import keys
from course.tasks.keys import read_keys

LEARNERS = range(25)
KEYS = read_keys(Path(__file__).parents[3] / "source" / "02-system.keys.toml")

each_learner = pytest.mark.parametrize("learner", LEARNERS)


def case_of(task, learner):
    """What one learner is shown."""
    return task.case("autumn", f"learner-{learner}")


def fewest(amounts):
    """Names of the fewest that reach 80 per cent, by trying each number of them."""
    order = sorted(amounts, key=amounts.get, reverse=True)
    for count in range(1, len(order) + 1):
        if sum(amounts[name] for name in order[:count]) >= 0.8 * sum(amounts.values()):
            return set(order[:count])


@each_learner
def test_the_vital_few_follow_from_the_table(learner):
    """By number in one exercise, and by number times minutes in the other."""
    for task, weigh in ((PARETO_COUNTS, False), (PARETO_WEIGHTS, True)):
        case = case_of(task, learner)
        amounts = {}
        for name, count, *minutes in case.drawings[0].table.rows:
            amounts[name] = int(count) * (int(minutes[0]) if weigh else 1)
        named = {item.text for item in case.items if item.id in case.truth}

        assert named == fewest(amounts)
        assert 3 <= len(named) <= 6


@each_learner
def test_both_exercises_speak_of_the_same_month(learner):
    """The same place, the same causes, the same numbers."""
    one, other = case_of(PARETO_COUNTS, learner), case_of(PARETO_WEIGHTS, learner)

    assert [item.text for item in one.items] == [item.text for item in other.items]
    counted = [row[:2] for row in one.drawings[0].table.rows]
    assert counted == [row[:2] for row in other.drawings[0].table.rows]
    assert set(one.truth) != set(other.truth)


@each_learner
def test_no_learner_s_set_hangs_on_a_rounding(learner):
    """With the last of them it is clearly above 80 per cent, without it below."""
    case = case_of(PARETO_COUNTS, learner)
    counts = {row[0]: int(row[1]) for row in case.drawings[0].table.rows}
    chosen = [counts[item.text] for item in case.items if item.id in case.truth]
    total = sum(counts.values())

    assert sum(chosen) / total > 0.81
    assert (sum(chosen) - min(chosen)) / total < 0.79


@pytest.mark.parametrize("task", [PARETO_COUNTS, PARETO_WEIGHTS, FRESH_EYES])
@each_learner
def test_each_item_can_be_pressed_in_the_picture_once(task, learner):
    """And nothing else can."""
    case = case_of(task, learner)
    pressed = re.findall(r'data-item="([^"]+)"', str(case.drawings[0].svg))

    assert sorted(pressed) == sorted(item.id for item in case.items)


def test_the_list_of_causes_is_not_sorted_by_size():
    """Or the first few of the list would be the answer."""
    first = [case_of(PARETO_COUNTS, n).items[0].id for n in range(100)]
    right = [one in case_of(PARETO_COUNTS, n).truth for n, one in enumerate(first)]

    assert 0.2 < sum(right) / 100 < 0.7


def test_each_place_has_one_sight_to_act_on_and_one_to_leave():
    """So that a draw without the key is balanced, whoever draws."""
    key = KEYS["fresh-eyes"]
    assert list(key.truth) == list(SIGHTS)
    for place in range(PLACES):
        two = {key.truth[f"f{2 * place + n:02d}"] for n in (1, 2)}
        assert two == {"yes", "no"}


def test_which_sight_stands_first_says_nothing():
    """Of the sixteen first ones about half are to be acted on."""
    first = [KEYS["fresh-eyes"].truth[f"f{n:02d}"] for n in range(1, 33, 2)]

    assert 5 <= first.count("yes") <= 11
    assert first[:8] != first[8:]


@each_learner
def test_the_ward_s_list_and_its_table_say_the_same(learner):
    """Sixteen places, each with the number it has in the picture."""
    case = case_of(FRESH_EYES, learner)
    rows = case.drawings[0].table.rows

    assert len(case.items) == len(rows) == PLACES
    for item, (number, seen) in zip(case.items, rows, strict=True):
        assert item.text == f"{number}. {seen}"
        assert f">{number}<" in str(case.drawings[0].svg)


def test_no_colour_tells_what_is_to_be_acted_on():
    """Red is the colour of medicines and bells, in both sights of a place alike."""
    for place in range(PLACES):
        red = [
            "".join(str(s) for s in SIGHTS[f"f{2 * place + n:02d}"](0, 0)).count(
                "#a12a12"
            )
            for n in (1, 2)
        ]
        assert red[0] == red[1], place


def test_each_change_has_as_many_measures_that_may_worsen_as_not():
    """Four and four, in an order of its own."""
    truth = KEYS["side-effects"].truth
    patterns = set()
    for change in range(1, CHANGES + 1):
        right = [truth[f"e{change:02d}-{n}"] for n in range(1, 9)]
        assert sorted(right) == ["no"] * 4 + ["yes"] * 4
        patterns.add(tuple(right))

    assert len(patterns) >= CHANGES - 1
    assert set(truth) == {
        key.removeprefix("side-effects.item.") for key in keys("side-effects.item.")
    }


@each_learner
def test_three_changes_are_told_and_fifteen_measures_asked_about(learner):
    """Each measure under the letter of its change."""
    case = case_of(SIDE_EFFECTS, learner)
    changes = [item.id[:3] for item in case.items]

    assert len({item.id for item in case.items}) == 15
    assert [changes.count(change) for change in dict.fromkeys(changes)] == [5, 5, 5]
    assert case.story.count("\n\n") == 2
