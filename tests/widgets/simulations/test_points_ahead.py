"""How many points: the plan, the guess, and what a hundred teams would see."""

import pytest

from course.simulations.measurement.enough_points import (
    CountingPlan,
    draw_projects,
    seen_in,
)
from course.tasks.seeds import generator_for


def run(play, guess=50, **plan):
    """Choose a plan, guess, and let the teams count."""
    for what, choice in plan.items():
        play.choose(what, choice)
    return play.choose("guess", guess).press("run")


def test_nothing_is_run_before_a_guess(player):
    """Without a prediction there is nothing to compare with."""
    play = player.open("points-ahead")

    play.press("run")

    assert play.view.state["tried"] == []
    assert "Write first" in play.scene["refusal"]


def test_half_a_year_of_months_shows_nothing(player):
    """Six points: fewer than ten, so no rule speaks, however large the change."""
    play = run(player.open("points-ahead"), guess=70)

    assert play.view.state["tried"][-1]["seen"] == 0
    assert "3 before the change and 3 after" in play.text
    assert "You expected 70. 0 of 100" in play.text
    assert "fewer than 10" in play.text


def test_what_is_counted_is_what_the_model_draws(player):
    """The learner's own hundred teams, drawn again."""
    play = run(player.open("points-ahead"), interval="week")

    plan = CountingPlan("week", 12, 14, 2.0)
    rng = generator_for("demo", "points-ahead/week-12-14-2.0", "amira")
    assert play.view.state["tried"][-1]["seen"] == int(
        seen_in(draw_projects(plan, 100, rng)).sum()
    )
    assert len(play.block("project")["table"]["rows"]) == 26


def test_a_new_plan_wants_a_new_guess(player):
    """A guess was about the plan that it was made for."""
    play = run(player.open("points-ahead")).choose("guess", 30)

    play.choose("interval", "day")

    assert play.view.state["guess"] is None


def test_lopsided_and_daily_plans_are_told_so(player):
    """Only where it is so."""
    play = run(player.open("points-ahead"), interval="fortnight", after=40)
    assert "one side of the change" in play.text
    assert "A single day" not in play.text

    run(play, interval="day", after=12)
    assert "one side of the change" not in play.text
    assert "A single day" in play.text


def test_no_weeks_at_all_can_be_tried(player):
    """Nothing counted, nothing seen, nothing broken."""
    play = run(player.open("points-ahead"), before=0, after=0)

    assert play.view.state["tried"][-1]["seen"] == 0


@pytest.mark.parametrize(
    "junk", [{"interval": "hour"}, {"before": 99}, {"guess": 101}, {"tried": [{}]}]
)
def test_another_state_is_not_taken_over(player, junk):
    """A file written by hand begins anew."""
    state = {
        **{"interval": "week", "before": 12, "after": 14, "shift": "large"},
        **{"guess": None, "tried": []},
    }
    player.folder.save("points-ahead", state | junk, version=0)

    assert player.open("points-ahead").view.state["interval"] == "four-weeks"


def test_it_comes_back_as_it_was_left(player):
    """The plans tried, the latest first."""
    run(run(player.open("points-ahead")), interval="week")

    rows = player.open("points-ahead").blocks("table")[-1]["rows"]

    assert [row[0] for row in rows] == ["Every week", "Every four weeks"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_a_plan_by_keyboard(open_simulation, player, width):
    """From the interval to the guess and the button, without a mouse."""
    opened = open_simulation("points-ahead", width)
    opened.page.get_by_label("Every four weeks").focus()
    opened.press("ArrowUp", "ArrowUp")
    opened.page.get_by_text("26 points in all").first.wait_for()
    opened.page.get_by_label("How many of the 100 charts").focus()
    opened.press("6", "0", "Tab", "Enter")
    opened.page.get_by_text("You expected 60").first.wait_for()

    assert player.kept("points-ahead")["tried"][0]["interval"] == "week"
    assert opened.violations() == ""
    opened.picture(f"points-ahead-{width}")
