"""The bank of stories: balanced, keyed, and shown to somebody."""

from pathlib import Path

import pytest

from course.exercises.shewhart.choosing import CHART_CHOICE, CHARTS
from course.messages import keys
from course.tasks.keys import read_keys

LEARNERS = range(30)
KEY = read_keys(Path(__file__).parents[3] / "source" / "06-shewhart.keys.toml")[
    "chart-choice"
]


def test_the_bank_has_a_key_for_each_story():
    """And at least forty-eight of them."""
    prefix = "chart-choice.item."
    bank = {key.removeprefix(prefix) for key in keys(prefix)}

    assert bank == set(KEY.truth) == set(KEY.why)
    assert len(bank) >= 48


def test_each_nine_of_the_bank_holds_one_story_for_each_chart():
    """The draw is balanced without knowing the key, because the bank is."""
    stories = sorted(KEY.truth)
    for first in range(0, len(stories), len(CHARTS)):
        nine = stories[first : first + len(CHARTS)]
        assert sorted(KEY.truth[story] for story in nine) == sorted(CHARTS)


def test_the_place_within_a_nine_gives_nothing_away():
    """No chart stands in the same place in more than two of the six nines."""
    for chart in CHARTS:
        places = [
            number % len(CHARTS)
            for number, story in enumerate(sorted(KEY.truth))
            if KEY.truth[story] == chart
        ]
        assert max(map(places.count, places)) <= 2, chart


def test_no_story_names_its_chart():
    """The words of the options do not stand in the stories."""
    from course.messages import say

    for story in KEY.truth:
        words = say(f"chart-choice.item.{story}").lower()
        assert "chart" not in words and "funnel" not in words


@pytest.mark.parametrize("learner", LEARNERS)
def test_twelve_stories_are_shown_and_no_chart_fits_more_than_two(learner):
    """So that one answer for all earns nothing."""
    case = CHART_CHOICE.case("autumn", f"learner-{learner}")
    charts = [KEY.truth[item.id] for item in case.items]

    assert len({item.id for item in case.items}) == 12
    assert max(map(charts.count, charts)) <= 2


def test_every_story_is_shown_to_somebody():
    """A bank is only as large as what is drawn from it."""
    shown = {
        item.id
        for learner in range(60)
        for item in CHART_CHOICE.case("autumn", f"learner-{learner}").items
    }

    assert shown == set(KEY.truth)
