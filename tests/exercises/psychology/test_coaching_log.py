"""The learner's own words: boxes, a rubric, and model answers beside it."""

import tomllib
from pathlib import Path

from course.exercises.psychology.coaching_log import BOXES, COACHING_LOG, FIRST_WORDS

MARKING = Path(__file__).parents[3] / "source" / "08-psychology.marking.toml"


def test_the_rubric_is_shown_before_one_writes():
    """Four levels, with what can be seen in the text."""
    case = COACHING_LOG.case("autumn", "amira")

    assert [item.id for item in case.items] == list(BOXES)
    assert len(case.tables[0].rows) == 4
    assert "6\u00a0points" in case.tables[0].rows[0][0]


def test_the_model_answers_fill_every_box():
    """At two levels, each with points and a comment."""
    marking = tomllib.loads(MARKING.read_text("utf-8"))["coaching-log"]

    assert {model["level"] for model in marking["model"]} == {"clear", "on-the-way"}
    for model in marking["model"]:
        assert all(model[box] for box in BOXES)
        assert 0 < model["points"] <= COACHING_LOG.points
    assert len({comment["id"] for comment in marking["comment"]}) >= 8


def test_the_first_words_earn_nothing():
    """They are for the learner, who comes back to them."""
    assert FIRST_WORDS.points == 0
    assert FIRST_WORDS.kind.by_hand
