"""The paragraph for the board: a rubric, and a chart for whoever has none."""

import tomllib
from pathlib import Path

import pytest

from course.exercises.shewhart.paragraph import BOARD_PARAGRAPH, BOXES
from course.messages import keys

MARKING = tomllib.loads(
    (Path(__file__).parents[3] / "source" / "06-shewhart.marking.toml").read_text(
        "utf-8"
    )
)["board-paragraph"]


@pytest.mark.parametrize("learner", range(15))
def test_the_given_chart_is_stable_and_hit_or_miss(learner):
    """Its target lies between the limits, so that there is something to say."""
    (chart,) = BOARD_PARAGRAPH.case("autumn", f"learner-{learner}").charts
    lower, upper = chart.limits

    assert all(lower < value < upper for value in chart.values)
    assert lower < chart.target < upper


def test_model_answers_fill_every_box_at_two_levels():
    """Of those that the rubric names."""
    levels = {key.rsplit(".", 1)[-1] for key in keys("board-paragraph.level.")}
    models = MARKING["model"]

    assert len({model["level"] for model in models}) == 2
    for model in models:
        assert model["level"] in levels
        assert all(model[box] for box in BOXES)


def test_comments_have_ids_of_their_own():
    """A teacher chooses by them."""
    ids = [comment["id"] for comment in MARKING["comment"]]

    assert len(set(ids)) == len(ids) >= 8
