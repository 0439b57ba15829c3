"""Ten years of places: what stays in a bath without a plug."""

import pytest

from course.widgets.simulations.trained_stock import FIRST_YEARS, LATER_YEARS


def run(play, first, later, predicted=100):
    """Fill in a plan and let the years pass."""
    play.choose("first", first)
    play.choose("later", later)
    play.choose("predicted", predicted)
    return play.press("run")


def test_the_years_wait_for_places_and_a_prediction(player):
    """A guess written afterwards would be no guess."""
    play = player.open("trained-stock")
    play.choose("first", 30)
    play.choose("later", 30)
    play.press("run")

    assert not play.view.state["ran"]
    assert "write a prediction" in play.scene["refusal"]


def test_ten_years_are_drawn_with_what_was_wanted(player):
    """The table beside the chart has a row for each year."""
    play = run(player.open("trained-stock"), 50, 50, 77)

    assert len(play.block("chart")["table"]["rows"]) == FIRST_YEARS + LATER_YEARS
    assert "You had predicted 77" in play.text


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(8)])
def test_to_train_once_does_not_last(anybody, learner):
    """Even places hold more in the end, and one's own plan is told where it goes."""
    play = run(anybody(learner).open("trained-stock"), 0, 0)
    plan = play.view.organisation(play.view.state)
    rows = {row[0]: int(row[3]) for row in play.blocks("table")[0]["rows"]}

    assert rows["All who are missing in three years, then none"] < plan.wanted / 1.5
    even = rows["Every year as many as leave of those wanted"]
    assert even > rows["All who are missing in three years, then none"]


def test_nobody_is_trained_twice(player):
    """Places stay empty when all are trained."""
    play = run(player.open("trained-stock"), 2000, 2000)
    plan = play.view.organisation(play.view.state)

    assert play.view.stocks(play.view.state, 2000, 2000).max() <= plan.headcount


def test_a_plan_that_ends_falls_and_a_plan_that_grows_rises(player):
    """And it is said where each would come to rest."""
    play = player.open("trained-stock")
    plan = play.view.organisation(play.view.state)
    hold = round(plan.places_to_hold)

    assert "Your line falls" in run(play, 3 * hold, 0).text
    play.press("again")
    assert "still goes up" in run(play, 0, 2 * hold).text


def test_every_plan_of_an_organisation_is_kept_beside_the_next(player):
    """Until another organisation is drawn."""
    play = run(player.open("trained-stock"), 10, 20)
    play.press("again")
    run(play, 30, 40)

    assert play.blocks("table")[0]["rows"][1][1:3] == ["10", "20"]
    play.do("restart")
    assert play.view.state["round"] == 1
    assert "Another organisation" in play.text


@pytest.mark.parametrize(
    "spoilt",
    [{"first": -1}, {"ran": True}, {"tries": [[1, 99999]]}, {"round": -1}],
)
def test_somebody_elses_state_is_refused(player, spoilt):
    """And the learner begins anew, with a word about it."""
    view = player.view("trained-stock")

    with pytest.raises(ValueError, match="Not a state"):
        view.restore(view.begin() | spoilt)


@pytest.mark.browser
def test_ten_years_by_keyboard(open_simulation, player):
    """Two numbers, a prediction, and the years."""
    opened = open_simulation("trained-stock")
    for label, figures in (
        ("in the first three years", "60"),
        ("in the seven years after", "40"),
        ("My prediction", "200"),
    ):
        opened.page.get_by_label(label).focus()
        opened.press(*figures, "Tab")
    opened.picture("trained-stock-plan")
    assert opened.violations() == ""
    opened.page.get_by_role("button", name="Let ten years pass").focus()
    opened.press("Enter")
    opened.page.get_by_text("2. Ten years later", exact=True).wait_for()

    assert player.kept("trained-stock")["first"] == 60
    assert opened.violations() == ""
    opened.picture("trained-stock")
