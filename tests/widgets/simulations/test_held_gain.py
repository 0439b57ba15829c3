"""Two years after a project: what is left in place, and what is left of the gain."""

import pytest

from course.simulations.spread.sustainability import FULL_PLAN
from course.widgets.simulations.held_gain import (
    BUDGET,
    HOURS,
    MONTHS,
    control_of,
    usually_left,
)


def plan(play, *parts, predicted=50):
    """Put parts in, and predict."""
    for part in parts:
        play.choose(part, "yes")
    return play.choose("predicted", predicted)


def test_the_years_wait_for_a_prediction(player):
    """A guess written afterwards would be no guess."""
    play = player.open("held-gain").press("run")

    assert not play.view.state["ran"]
    assert "Write a prediction" in play.scene["refusal"]


def test_not_everything_can_be_paid(player):
    """All five parts cost more than there is."""
    play = plan(player.open("held-gain"), *HOURS).press("run")

    assert not play.view.state["ran"]
    assert f"you have {BUDGET}" in play.scene["refusal"]


def test_nothing_left_in_place_lets_the_gain_go(player):
    """And it is said that nobody would have seen it."""
    play = plan(player.open("held-gain")).press("run")

    assert "Nobody measured" in play.text
    assert "goes away without anybody deciding it" in play.text
    assert len(play.block("chart")["table"]["rows"]) == MONTHS


def test_an_owner_acts_on_signals(player):
    """Each time is noted on the chart, and counted in words."""
    play = plan(player.open("held-gain"), "measured", "owned").press("run")
    acted = int(play.view.history(play.view.state).responses.sum())

    assert acted >= 1
    assert ("Once in two years" in play.text) == (acted == 1)
    assert (f"{acted} times in two years" in play.text) == (acted > 1)


@pytest.mark.parametrize("parts", [("measured",), ("owned", "standard")])
def test_half_a_watch_is_told(player, parts):
    """A measurement without an owner, or the other way round, does nothing."""
    play = plan(player.open("held-gain"), *parts).press("run")

    assert "One without the other does nothing" in play.text


def test_every_plan_meets_the_same_luck(player):
    """What differs is the plan alone."""
    play = plan(player.open("held-gain")).press("run")
    first = play.view.history(play.view.state).values

    play.press("again")
    plan(play, "coached").choose("coached", "no").press("run")

    assert (play.view.history(play.view.state).values == first).all()
    rows = play.blocks("table")[0]["rows"]
    assert rows[0][1:] == rows[1][1:]


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(8)])
def test_the_lesson_of_the_comparison_holds_for_everybody(anybody, learner):
    """Training alone is little, watching is much, and all together most."""
    play = plan(anybody(learner).open("held-gain")).press("run")
    left = {row[0]: int(row[2]) for row in play.blocks("table")[0]["rows"]}

    assert left["Nothing"] < left["Newcomers trained, nothing else"] < 50
    assert left["Measured and owned, nothing else"] > 70
    assert left["All but the coach"] == max(left.values())


def test_the_full_plan_is_that_of_the_model():
    """All but the coach."""
    parts = tuple(part for part in HOURS if part != "coached")

    assert control_of(parts) == FULL_PLAN


def test_a_new_workplace_is_told(player):
    """Begun again, the staff and its turnover are others."""
    play = plan(player.open("held-gain")).press("run").do("restart")

    assert play.view.state["round"] == 1
    assert "Another workplace, with the same gain" in play.text


def test_more_turnover_loses_more(player):
    """Unless somebody meets the newcomers."""
    view = player.view("held-gain")
    gain = view.gain(view.begin())

    assert usually_left(gain, control_of(())) < usually_left(
        gain, control_of(("newcomers",))
    )


@pytest.mark.parametrize(
    "spoilt",
    [{"parts": ["hope"]}, {"ran": True}, {"tries": [["hope"]]}, {"round": -1}],
)
def test_somebody_elses_state_is_refused(player, spoilt):
    """And the learner begins anew, with a word about it."""
    view = player.view("held-gain")

    with pytest.raises(ValueError, match="Not a state"):
        view.restore(view.begin() | spoilt)


@pytest.mark.browser
def test_two_years_by_keyboard(open_simulation, player):
    """Choices by arrow keys, a prediction, and the years."""
    opened = open_simulation("held-gain")
    for part in ("The measurement goes on", "Somebody owns the chart"):
        group = opened.page.get_by_role("group", name=part)
        group.get_by_label("No", exact=True).focus()
        opened.press("ArrowUp")
    opened.page.get_by_text("takes 3 of 5 hours").wait_for()
    opened.page.get_by_label("My prediction").focus()
    opened.press("7", "0", "Tab")
    opened.picture("held-gain-plan")
    assert opened.violations() == ""
    opened.page.get_by_role("button", name="Let two years pass").focus()
    opened.press("Enter")
    opened.page.get_by_text("2. Two years later", exact=True).wait_for()

    assert player.kept("held-gain")["parts"] == ["measured", "owned"]
    assert opened.violations() == ""
    opened.picture("held-gain")
