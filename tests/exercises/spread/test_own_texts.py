"""The two texts: a plan of one's own, and the same questions after the course."""

import tomllib
from pathlib import Path

from course.exercises.before_and_after import BOXES as ASKED
from course.exercises.improvement.pre_test import PRE_TEST
from course.exercises.spread import TASKS
from course.exercises.spread.own_spread import BOXES

MARKING = tomllib.loads(
    (Path(__file__).parents[3] / "source" / "09-spread.marking.toml").read_text("utf-8")
)


def test_the_rubric_is_shown_before_writing():
    """Four levels, of which the highest earns all points."""
    case = TASKS["own-spread"].case("autumn", "amira")

    assert [item.id for item in case.items] == list(BOXES)
    assert len(case.tables[0].rows) == 4
    assert "6\u00a0points" in case.tables[0].rows[0][0]
    assert TASKS["own-spread"].points == 6


def test_the_text_after_is_about_another_workplace():
    """And shows no rubric, as the text before did not."""
    for learner in ("amira", "jonas", "li"):
        after = TASKS["after-test"].case("autumn", learner)
        before = PRE_TEST.case("autumn", learner)
        assert after.facts["scenario"] != before.facts["scenario"]
        assert after.tables == ()
        assert [item.id for item in after.items] == list(ASKED)
    assert TASKS["after-test"].points == 0


def test_the_teacher_has_two_models_and_comments_for_each():
    """With words in every box."""
    for task, boxes, most in (("own-spread", BOXES, 6), ("after-test", ASKED, 9)):
        models = MARKING[task]["model"]
        assert [model["points"] for model in models][0] == most
        assert len(models) == 2
        assert all(model[box].strip() for model in models for box in boxes)
        assert len(MARKING[task]["comment"]) >= 6
