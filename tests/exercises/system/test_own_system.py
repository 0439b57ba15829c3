"""A system of one's own: the rubric learners see is the one teachers mark by."""

import tomllib
from pathlib import Path

from course.exercises.system.own_system import BOXES, OWN_SYSTEM
from course.messages import keys, say

MARKING = tomllib.loads(
    (Path(__file__).parents[3] / "source" / "02-system.marking.toml").read_text("utf-8")
)["own-system"]


def test_a_text_is_left_for_a_person_to_read():
    """The machine gives it no points and says who will."""
    case = OWN_SYSTEM.case("autumn", "amira")
    mark = OWN_SYSTEM.mark(case, dict.fromkeys(BOXES, "Our ward."))

    assert (mark.points, mark.attempted, mark.by_hand) == (0, True, True)


def test_learners_see_the_whole_rubric_the_best_level_first():
    """Each level with its sign, beside the boxes."""
    case = OWN_SYSTEM.case("autumn", "amira")
    shown = [row[1] for row in case.tables[0].rows]

    assert shown == [say(key) for key in keys("own-system.rubric.")]
    assert "(6\u00a0points)" in case.tables[0].rows[0][0]
    assert len(shown) == 4


def test_model_answers_belong_to_levels_of_the_rubric():
    """With the points that the level's name promises, and a text in every box."""
    for model in MARKING["model"]:
        level = say(f"own-system.level.{model['level']}")
        assert f"({model['points']} points)" in level
        assert all(model[box].strip() for box in BOXES)


def test_comments_have_names_of_their_own():
    """A teacher chooses them by name."""
    ids = [comment["id"] for comment in MARKING["comment"]]

    assert len(set(ids)) == len(ids) >= 8
