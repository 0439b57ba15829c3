"""Stable charts by the thousand: how often a rule accuses them."""

import math

import numpy as np
import pytest

from course.charts import find_run_signals, find_shifts, find_trends, run_centre
from course.simulations.variation.false_alarms import RULES, expected_share
from course.widgets.simulations.false_alarm_trials import MOST_PRESSES


def run(play, rule, points, presses, guess=10):
    """Choose a setting and press the button."""
    play.choose("rule", rule).choose("points", points).choose("guess", guess)
    for _ in range(presses):
        play.press("run")
    return play


def test_one_says_first_what_one_expects(player):
    """Only then do the charts run; the number stays beside the result."""
    play = player.open("false-alarm-trials").press("run")
    assert play.view.state["trials"] == {}

    play.choose("guess", 5).press("run").choose("guess", 40)

    assert "You expected 5 of 100." in play.text


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("points", [12, 24, 60])
def test_many_presses_come_near_the_true_share(player, rule, points):
    """Within four standard errors of what a million charts gave."""
    play = run(player.open("false-alarm-trials"), rule, points, 10)

    alarms = sum(
        player.kept("false-alarm-trials")["trials"][f"{rule}/{points}"]["alarms"]
    )

    share = expected_share(rule, points)
    error = math.sqrt(share * (1 - share) / 10_000)
    assert alarms / 10_000 == pytest.approx(share, abs=4 * error + 0.001)
    assert "10,000 of 50,000 charts run" in play.text


def test_what_was_run_adds_up(player):
    """Share and margin come from all presses of the setting, other settings apart."""
    play = run(player.open("false-alarm-trials"), "shift-6", 24, 3)
    run(play, "trend-5", 24, 1, guess=20)

    rows = play.blocks("table")[-1]["rows"]
    alarms = player.kept("false-alarm-trials")["trials"]["shift-6/24"]["alarms"]

    share = sum(alarms) / 3000
    margin = 3 * math.sqrt(share * (1 - share) / 3000)
    assert len(set(alarms)) > 1
    assert rows[0][2:] == [
        "10",
        "3,000",
        f"{sum(alarms):,}",
        f"{100 * share:.1f}",
        f"{100 * margin:.1f}",
    ]
    assert rows[1][3] == "1,000"


def test_no_more_than_enough(player):
    """After fifty presses another setting teaches more."""
    play = run(player.open("false-alarm-trials"), "shift-6", 12, MOST_PRESSES + 1)

    trial = player.kept("false-alarm-trials")["trials"]["shift-6/12"]
    assert len(trial["alarms"]) == MOST_PRESSES
    assert "50,000 charts are enough" in play.scene["refusal"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("points", [12, 25, 60])
def test_the_example_does_signal_by_its_rule(player, rule, points):
    """And the points marked are those the rule speaks of."""
    play = run(player.open("false-alarm-trials"), rule, points, 8)

    rows = play.block("example")["table"]["rows"]
    values = np.array([float(row[1]) for row in rows])
    marked = {n for n, row in enumerate(rows, start=1) if row[2:] == ["signal"]}

    centre = run_centre(values)
    found = find_run_signals(values, centre)
    shifts = {p for r in find_shifts(values, centre) for p in r}
    trends = {p for r in find_trends(values) for p in r}
    if rule == "anhoej":
        assert found.shifted
        assert bool(marked) == found.long_run
    else:
        parts = {
            "shift-6": shifts,
            "trend-5": trends,
            "shift-or-trend": shifts | trends,
        }
        assert marked == parts[rule] != set()


@pytest.mark.browser
def test_typing_and_pressing_at_once(open_simulation, player):
    """A click right after typing finds the button although the scene is drawn anew."""
    opened = open_simulation("false-alarm-trials")
    page = opened.page

    page.get_by_label("Of 100 such charts").fill("7")
    page.get_by_role("button", name="Run 1,000").click(force=True)
    page.get_by_text("You expected 7").first.wait_for()

    page.get_by_role("button", name="Run 1,000").click()
    page.get_by_text("2,000 of 50,000").wait_for()
    assert opened.violations() == ""
    opened.picture("false-alarm-trials")


@pytest.mark.browser
def test_the_number_of_points_by_keyboard(open_simulation, player):
    """Slider and field are one; neither goes beyond its ends."""
    opened = open_simulation("false-alarm-trials")
    slider = opened.page.get_by_role("slider")
    slider.focus()

    opened.press("ArrowRight", "ArrowRight")
    opened.page.wait_for_function(
        "document.querySelector('[data-key=points]').value === '26'"
    )
    assert opened.page.evaluate("document.activeElement.type") == "range"
    field = opened.page.get_by_role("spinbutton", name="Points on each chart")
    field.fill("500")
    field.press("Enter")

    opened.page.wait_for_function(
        "document.querySelector('[data-key=points]').value === '60'"
    )
    # The browser keeps within the ends at once; Python hears of it a moment later.
    opened.until(lambda: player.kept("false-alarm-trials")["points"] == 60)
