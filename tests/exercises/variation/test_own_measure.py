"""A measure of one's own: the rubric learners see is the one teachers mark by."""

import tomllib
from pathlib import Path

from course.exercises.variation.own_measure import BOXES, OWN_MEASURE
from course.messages import keys, say

MARKING = tomllib.loads(
    (Path(__file__).parents[3] / "source" / "04-variation.marking.toml").read_text(
        "utf-8"
    )
)["own-measure"]


def test_a_text_is_left_for_a_person_to_read():
    """The machine gives it no points and says who will."""
    case = OWN_MEASURE.case("autumn", "amira")
    mark = OWN_MEASURE.mark(case, dict.fromkeys(BOXES, "We count calls."))

    assert (mark.points, mark.attempted, mark.by_hand) == (0, True, True)


def test_learners_see_the_whole_rubric():
    """Each level with its sign, beside the boxes."""
    case = OWN_MEASURE.case("autumn", "amira")
    shown = [row[1] for row in case.tables[0].rows]

    assert shown == [say(key) for key in keys("own-measure.rubric.")]
    assert len(shown) == 3


def test_model_answers_belong_to_levels_of_the_rubric():
    """With the points that the level's name promises, and a text in every box."""
    for model in MARKING["model"]:
        level = say(f"own-measure.level.{model['level']}")
        assert f"({model['points']} points)" in level
        assert all(model[box].strip() for box in BOXES)
        assert model["points"] <= OWN_MEASURE.points


def test_comments_have_names_of_their_own():
    """A teacher chooses them by name."""
    ids = [comment["id"] for comment in MARKING["comment"]]

    assert len(set(ids)) == len(ids) >= 8
