"""Before and after the course: two workplaces, never the same one twice."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from course.exercises.before_and_after import (
    BOXES,
    DATA,
    HALVES,
    draw_after,
    draw_before,
    draw_scenarios,
)
from course.exercises.improvement.pre_test import PRE_TEST
from course.messages import keys
from course.tasks import FreeText, Task

MARKING = tomllib.loads(
    (Path(__file__).parents[2] / "source" / "01-improvement.marking.toml").read_text(
        "utf-8"
    )
)["pre-test"]


@pytest.mark.parametrize("seed", range(60))
def test_the_two_scenarios_are_from_different_halves_and_settings(seed):
    """Parallel, so that the second is not a repetition."""
    before, after = draw_scenarios(np.random.default_rng(seed))
    (half,) = [half for half in HALVES if before in half]
    (other,) = [half for half in HALVES if after in half]

    assert half != other
    assert half.index(before) != other.index(after)


def test_every_scenario_comes_before_and_after():
    """For about as many learners each, so that neither half is the easier one."""
    drawn = [draw_scenarios(np.random.default_rng(seed)) for seed in range(400)]
    for place in (0, 1):
        seen = [both[place] for both in drawn]
        assert {*seen} == {*HALVES[0], *HALVES[1]}
        assert min(map(seen.count, {*seen})) > 25


def test_the_task_after_knows_what_the_task_before_showed():
    """They draw from the same seed, whoever declares the second one."""
    after = Task(name="later", kind=FreeText(), draw=draw_after, data=DATA)
    for learner in ("amira", "jonas", "li"):
        first = PRE_TEST.case("autumn", learner).facts["scenario"]
        second = after.case("autumn", learner).facts["scenario"]
        halves = [half for half in HALVES if first in half]
        assert second not in halves[0]


def test_each_scenario_has_a_story_and_each_story_is_used():
    """Four settings twice, and of much the same length."""
    prefix = "before-and-after.story."
    written = {key.removeprefix(prefix) for key in keys(prefix)}

    assert written == {*HALVES[0], *HALVES[1]}
    lengths = [len(draw_before(np.random.default_rng(n)).story) for n in range(60)]
    assert max(lengths) < 1.6 * min(lengths)


def test_the_first_text_gives_no_points_and_shows_no_rubric():
    """It is a starting point, and not an examination."""
    case = PRE_TEST.case("autumn", "amira")

    assert PRE_TEST.points == 0
    assert case.tables == ()
    assert [item.id for item in case.items] == list(BOXES)


def test_a_reader_has_three_questions_for_each_box():
    """Nine in all, with model answers at two levels."""
    assert {box: len(asked) for box, asked in MARKING["rubric"].items()} == (
        dict.fromkeys(BOXES, 3)
    )
    points = [model["points"] for model in MARKING["model"]]
    assert max(points) == 9 > min(points)
    for model in MARKING["model"]:
        assert all(model[box].strip() for box in BOXES)
