"""One's own workplace: the rubric learners see is the one teachers mark by."""

import tomllib
from pathlib import Path

from course.exercises.improvement.lenses import LENSES, OWN_LENSES
from course.messages import keys, say

MARKING = tomllib.loads(
    (Path(__file__).parents[3] / "source" / "01-improvement.marking.toml").read_text(
        "utf-8"
    )
)["own-lenses"]
BOXES = (*LENSES, "next")


def test_a_text_is_left_for_a_person_to_read():
    """The machine gives it no points and says who will."""
    case = OWN_LENSES.case("autumn", "amira")
    mark = OWN_LENSES.mark(case, dict.fromkeys(BOXES, "The key is elsewhere."))

    assert (mark.points, mark.attempted, mark.by_hand) == (0, True, True)


def test_learners_see_the_whole_rubric():
    """Each level with its sign, and a box for each lens."""
    case = OWN_LENSES.case("autumn", "amira")

    assert [item.id for item in case.items] == list(BOXES)
    shown = [row[1] for row in case.tables[0].rows]
    assert shown == [say(key) for key in keys("own-lenses.rubric.")]
    assert len(shown) == 4


def test_model_answers_belong_to_levels_of_the_rubric():
    """With the points that the level's name promises, and a text in every box."""
    for model in MARKING["model"]:
        level = say(f"own-lenses.level.{model['level']}")
        assert f"({model['points']} points)" in level
        assert all(model[box].strip() for box in BOXES)


def test_comments_have_names_of_their_own():
    """A teacher chooses them by name."""
    ids = [comment["id"] for comment in MARKING["comment"]]

    assert len(set(ids)) == len(ids) >= 8
