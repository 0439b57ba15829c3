"""The ramp: planned, predicted, tested and decided, and marked from what is kept."""

import pytest

from course.exercises.testing.ramp import RAMP, place_name, read_ramp, ward_of
from course.simulations.testing.pdsa_ramp import CHANGES, SETTINGS
from course.tasks.seeds import generator_for

CASE = RAMP.draw(generator_for("demo", "ramp", "amira"))


def ward(round_=0):
    """What is true on Amira's ward."""
    return ward_of(CASE.facts["seed"], round_)


def try_out(play, changes="a", where="day", patients=4, prediction=50, act="widen"):
    """Plan a test, predict, make it, and say what comes of it."""
    play.choose("changes", changes).choose("where", where)
    play.choose("patients", patients).choose("prediction", prediction)
    play.press("run")
    return play.press(f"act-{act}") if act else play


def decide(play, **places):
    """Go to the decisions and make them."""
    play.press("decide")
    for change, place in places.items():
        play.choose(f"decision-{change}", place)
    return play.press("implement")


def best(round_=0):
    """The right decisions, as they are written."""
    return {c: place_name(where) for c, where in ward(round_).plan.best().items()}


def test_no_data_are_shown_before_a_prediction(player):
    """Without a number nothing is tried."""
    play = player.open("ramp")

    play.press("run")

    assert play.view.state["tests"] == []
    assert "Predict first" in play.scene["refusal"]


def test_a_prediction_cannot_be_changed_when_the_data_are_there(player):
    """It is locked with the test."""
    play = try_out(player.open("ramp"), prediction=35, act=None)

    play.choose("prediction", 75)

    assert play.view.state["tests"][0]["prediction"] == 35
    assert "You predicted 35 of 100" in play.text


def test_what_is_shown_is_what_the_ward_gives(player):
    """The same tests, made without the page, have the same data."""
    play = try_out(try_out(player.open("ramp")), "b", "everywhere", 6, act=None)
    tests = read_ramp(play.view.state, CASE.facts["seed"]).tests
    results = ward().ramp(tests).results

    rows = play.blocks("table")[0]["rows"]

    assert [row[2].split(" of ")[0] for row in rows] == [
        str(well) for well in results[1].well
    ]


def test_a_test_is_studied_before_the_next_is_planned(player):
    """Nothing else is on offer until it is said what comes of it."""
    play = try_out(player.open("ramp"), act=None)

    assert set(play.buttons) == {"act-widen", "act-again", "act-adapt", "act-abandon"}
    assert play.press("act-again").text.startswith("Plan: test 2")


def test_a_test_beyond_the_hours_is_refused(player):
    """And said why."""
    play = player.open("ramp")
    for _ in range(2):
        try_out(play, "abc", "everywhere", 26)

    play.choose("patients", 60).choose("prediction", 50).press("run")

    assert len(play.view.state["tests"]) == 2
    assert "hours are left" in play.scene["refusal"]


def test_the_right_decisions_after_a_sparing_ramp_earn_everything(player):
    """What the page keeps is what is marked."""
    play = player.open("ramp")
    for change in CHANGES:
        try_out(play, change, "everywhere", 2)
    decide(play, **best())

    mark = RAMP.mark(CASE, player.kept("ramp"))

    assert mark.points == RAMP.points
    assert "goes as well as with the best ones" in play.text


def test_the_end_says_what_was_never_tried(player):
    """Adopted everywhere, tried by day."""
    play = try_out(player.open("ramp"), "a", "day", 10)
    decide(play, a="everywhere", b="nowhere", c="nowhere")

    assert "never tried: by day with frail patients, at night" in play.text
    assert "You never tried them together" in play.text
    assert RAMP.mark(CASE, player.kept("ramp")).points < RAMP.points


def test_nothing_can_be_changed_once_it_is_decided(player):
    """Neither a test nor a decision."""
    play = decide(try_out(player.open("ramp")), **dict.fromkeys(CHANGES, "nowhere"))
    before = play.view.state

    play.choose("decision-a", "everywhere").do("run").do("implement").do("back")

    assert play.view.state == before


def test_beginning_again_leads_to_another_ward(player):
    """What was true of the first is no answer there."""
    play = try_out(player.open("ramp"))

    play.do("restart")

    assert play.view.state["round"] == 1
    assert ward(0).plan != ward(1).plan


def test_the_decisions_offered_are_those_that_can_be_right():
    """On every ward, whatever is true."""
    for round_ in range(60):
        assert set(best(round_)) == set(CHANGES)


def test_a_plan_half_made_is_there_again(player):
    """Also the decisions, before they are made."""
    play = try_out(player.open("ramp"))
    play.press("decide").choose("decision-b", "robust")

    again = player.open("ramp")

    assert again.view.state["draft"]["decisions"] == {"b": "robust"}


@pytest.mark.browser
def test_a_ramp_by_keyboard(open_simulation, player):
    """From the plan to what was true, without a mouse."""
    opened = open_simulation("ramp")
    opened.tab_to("Lock the prediction and make the test")
    opened.press("Enter")
    opened.page.get_by_text("Predict first").first.wait_for()
    opened.picture("ramp-plan")
    opened.press("Shift+Tab")
    opened.page.keyboard.type("60")
    opened.press("Tab")
    opened.page.wait_for_function("document.activeElement.tagName === 'BUTTON'")
    opened.press("Enter")
    opened.page.get_by_text("Study: test 1").first.wait_for()
    assert opened.violations() == ""
    opened.picture("ramp-study")
    opened.tab_to("Go on: more patients or other conditions")
    opened.press("Enter")
    opened.page.get_by_text("Plan: test 2").first.wait_for()
    opened.tab_to("Go to the decisions")
    opened.press("Enter")
    opened.page.get_by_text("Your three decisions").first.wait_for()
    for change in CHANGES:
        opened.press("Tab", "Space")
        opened.until(lambda c=change: c in player.kept("ramp")["draft"]["decisions"])
    assert opened.violations() == ""
    opened.picture("ramp-decide")
    opened.press("Tab", "Enter")
    opened.page.get_by_text("What was true").first.wait_for()

    ideas = [item.id for item in CASE.items]
    assert player.kept("ramp")["decisions"] == dict.fromkeys(ideas, "everywhere")
    assert len(SETTINGS) == 4
    assert opened.violations() == ""
    opened.picture("ramp-end")
