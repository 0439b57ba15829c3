"""Trials of peeking: the learner's own design, guessed first."""

import math

import pytest

from course.exercises.testing.peeking import PEEKING, STREAMS, own_design
from course.simulations.testing.peeking import exact_alarm_shares
from course.tasks.seeds import generator_for
from course.widgets.simulations.peeking_trials import AT_A_PRESS, MOST_PRESSES

DESIGN = own_design(generator_for("demo", "peeking", "amira"))


def run(play, presses=1):
    """Guess, and let streams run."""
    if not play.view.state["alarms"]:
        play.choose("guess", 5)
    for _ in range(presses):
        play.press("run")
    return play


def test_nothing_runs_before_a_guess(player):
    """One has to have expected something to be surprised."""
    play = player.open("peeking-trials").press("run")

    assert play.view.state["alarms"] == []
    assert "Guess first" in play.scene["refusal"]


def test_the_design_is_that_of_the_exercise(player):
    """What is found here answers it."""
    case = PEEKING.case("demo", "amira")
    story = player.open("peeking-trials").view.shown["story"]

    assert f"{case.facts['rate']} of 100" in story
    assert f"every {case.facts['every']} of them, {case.facts['looks']} times" in story


def test_the_shares_are_near_the_exact_ones(player):
    """In each of the three ways, within four standard errors."""
    play = run(player.open("peeking-trials"), STREAMS // AT_A_PRESS)
    shares = [float(row[2]) / 100 for row in play.blocks("table")[0]["rows"]]
    exact = exact_alarm_shares(DESIGN)

    for found, true in zip(
        shares, (exact.once, exact.every_look, exact.sequential), strict=True
    ):
        error = math.sqrt(true * (1 - true) / STREAMS)
        assert found == pytest.approx(true, abs=4 * error + 0.001)


def test_the_trials_answer_the_exercise(player):
    """The share of the table, and what follows from it, earn all the points."""
    play = run(player.open("peeking-trials"), STREAMS // AT_A_PRESS)
    every = float(play.blocks("table")[0]["rows"][1][2])
    case = PEEKING.case("demo", "amira")
    teams, tests = case.facts["teams"], case.facts["tests"]
    answer = {
        "every-look": f"{every}",
        "teams": f"{teams * every / 100:.1f}",
        "needless": f"{teams * (every - 5) / 100:.1f}",
        "any-of-tests": f"{100 * (1 - (1 - every / 100) ** tests):.1f}",
    }

    assert PEEKING.mark(case, answer).points == PEEKING.points


def test_there_is_an_end_to_the_trials(player):
    """More would hardly change the shares."""
    play = run(player.open("peeking-trials"), MOST_PRESSES + 1)

    assert len(play.view.state["alarms"]) == MOST_PRESSES
    assert "enough" in play.scene["refusal"]


def test_the_example_was_stopped_and_would_have_come_back(player):
    """One stream that fooled somebody, with the look that did it marked."""
    play = run(player.open("peeking-trials"))

    assert "Had the stream gone on to the end" in play.text
    rows = play.block("example")["table"]["rows"]
    assert len(rows) == DESIGN.looks


@pytest.mark.browser
def test_the_trials_by_keyboard(open_simulation, player):
    """Guess, run, and run again with the focus where it was."""
    opened = open_simulation("peeking-trials")
    opened.press("Tab")
    opened.page.keyboard.type("12")
    opened.press("Tab")
    opened.tab_to("Let 1,000 streams run")
    opened.press("Enter")
    opened.page.get_by_text("After 1,000 streams").first.wait_for()
    opened.press("Enter")
    opened.page.get_by_text("After 2,000 streams").first.wait_for()

    assert len(player.kept("peeking-trials")["alarms"]) == 2
    assert opened.violations() == ""
    opened.picture("peeking")
