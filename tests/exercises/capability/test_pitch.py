"""Sentences of a pitch, checked against the chart beside them; and one's own pitch."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from course.exercises.capability import TASKS
from course.exercises.capability.pitch import BOXES

TASK = TASKS["pitch-sentences"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(80)]
MARKING = tomllib.loads(
    (Path(__file__).parents[3] / "source" / "10-capability.marking.toml").read_text(
        "utf-8"
    )
)

every_case = pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))


def numbers(text):
    """All numbers in a sentence."""
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


@every_case
def test_a_sentence_with_figures_fits_if_and_only_if_the_chart_says_so(case):
    """Read from the chart alone."""
    (chart,) = case.charts
    values = np.array(chart.values)
    before, since = values[: chart.baseline], values[chart.baseline :]
    said = {
        "level": (np.median(before), 0.051),
        "since": (len(since), 0),
        "now": (np.median(since), 0.051),
    }
    for item in case.items:
        kind = item.id.rsplit("-", 1)[0]
        if kind in said:
            value, slack = said[kind]
            fits = any(abs(number - value) <= slack for number in numbers(item.text))
            # The number of periods before may stand in a sentence as well.
            assert fits == (item.id in case.truth), item.text


@every_case
def test_all_points_since_lie_beyond_the_old_median(case):
    """So that the sentence about them is true."""
    (chart,) = case.charts
    since = np.array(chart.values[chart.baseline :])

    assert (since > chart.centre).all() or (since < chart.centre).all()
    assert chart.centre == np.median(chart.values[: chart.baseline])


@every_case
def test_five_of_eleven_fit(case):
    """An aim and a question beside three figures."""
    assert len(case.items) == 11
    assert len(case.truth) == 5
    assert {id_.rsplit("-", 1)[0] for id_ in case.truth} == {
        *("level", "since", "now", "aim", "ask")
    }


@every_case
def test_the_aim_is_further_than_today(case):
    """On the better side of the median since the change."""
    below = case.facts["bound"] == "at most"
    aim, now = float(case.facts["aim"]), float(case.facts["median_after"])

    assert aim < now if below else aim > now


def test_the_rubric_is_shown_before_writing():
    """Four levels, of which the highest earns all points."""
    case = TASKS["own-pitch"].case("autumn", "amira")

    assert [item.id for item in case.items] == list(BOXES)
    assert len(case.tables[0].rows) == 4
    assert "4\u00a0points" in case.tables[0].rows[0][0]
    assert TASKS["own-pitch"].points == 4


def test_the_teacher_has_two_models_and_comments():
    """The best is no longer than what learners may write."""
    models = MARKING["own-pitch"]["model"]

    assert [model["points"] for model in models] == [4, 2]
    assert all(len(model["pitch"].split()) <= 120 for model in models)
    assert len(MARKING["own-pitch"]["comment"]) >= 6
