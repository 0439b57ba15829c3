"""Five who begin: the choice, the months, and what other choices would have given."""

import numpy as np
import pytest

from course.exercises.spread.seeding import leaders_first
from course.exercises.spread.staff_map import ids_of
from course.simulations.spread.adoption_network import mean_adoption


def staff_case(play):
    """The people that are drawn for this learner now."""
    return play.view._drawn(play.view.state)


def ids(play, people):
    """Their ids."""
    id_of = {person: id_ for id_, person in ids_of(staff_case(play).staff).items()}
    return [id_of[person] for person in people]


def seat(play, people):
    """Give the five seats to five people, and predict."""
    for place, id_ in enumerate(ids(play, people), start=1):
        play.choose(f"seat-{place}", id_)
    return play.choose("predicted", 30)


def test_nothing_begins_before_five_and_a_prediction(player):
    """A guess written afterwards would be no guess."""
    play = player.open("spread-network")
    seeds = staff_case(play).baselines.greedy_seeds
    for place, id_ in enumerate(ids(play, seeds), start=1):
        play.choose(f"seat-{place}", id_)

    play.press("begin")
    assert play.view.state["month"] is None
    assert "write a prediction" in play.scene["refusal"]

    play.choose("predicted", 30).press("begin")
    assert play.view.state["month"] == 0


def test_nobody_sits_on_two_chairs(player):
    """Chosen a second time, somebody leaves the first seat."""
    play = player.open("spread-network")

    play.choose("seat-1", "p03").choose("seat-2", "p03")

    assert play.view.state["seeds"] == ["", "p03", "", "", ""]


def test_the_map_does_what_the_lists_do(player):
    """A press frees somebody, and another takes the freedom back."""
    play = player.open("spread-network")

    play.choose("map", "p07").choose("map", "p09").choose("map", "p07")

    assert play.view.state["seeds"] == ["", "p09", "", "", ""]


def test_the_months_go_by_and_nobody_goes_back(player):
    """Each month has the people of the month before, and perhaps more."""
    play = seat(player.open("spread-network"), [0, 1, 2, 3, 4]).press("begin")
    begun = play.view.begun(play.view.state)

    assert (begun[1:] >= begun[:-1]).all()
    assert np.flatnonzero(begun[0]).tolist() == [0, 1, 2, 3, 4]
    for month in range(1, len(begun)):
        play.press("next")
        if month < len(begun) - 1:
            assert f"{begun[month].sum()} of" in play.text


def test_the_best_choice_is_called_the_best(player):
    """And is set against lots, leaders and those most asked."""
    play = player.open("spread-network")
    case = staff_case(play)
    seat(play, case.baselines.greedy_seeds).press("begin").press("end")

    rows = dict(play.blocks("table")[0]["rows"])

    assert rows["Your five"] == rows["The best choice found"]
    assert rows["Five drawn by lot"] == f"{case.baselines.by_lot:.0f}"
    assert "about as good as any" in play.text


def test_leaders_alone_are_told_what_leaders_are_for(player):
    """The score is said, and so is what only they can do."""
    play = player.open("spread-network")
    case = staff_case(play)
    leaders = leaders_first(case)
    seat(play, leaders).press("begin").press("end")

    rows = dict(play.blocks("table")[0]["rows"])

    assert rows["Your five"] == f"{mean_adoption(case.reach, leaders):.0f}"
    assert "it is they who can free your five" in play.text


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(6)])
def test_what_is_told_of_choosing_the_form_agrees_with_the_plan(anybody, learner):
    """It pays in some places and costs in others."""
    play = anybody(learner).open("spread-network")
    case = staff_case(play)
    seat(play, case.baselines.greedy_seeds).press("begin").press("end")

    assert ("pays here" in play.text) == case.plan.adapting_pays
    assert ("costs more" in play.text) != case.plan.adapting_pays


def test_another_try_meets_the_same_people_and_the_same_luck(player):
    """What differs is the choice alone, and the first one is kept for comparison."""
    play = player.open("spread-network")
    first = staff_case(play)
    seat(play, [0, 1, 2, 3, 4]).press("begin").press("end").press("again")

    seat(play, first.baselines.greedy_seeds).press("begin").press("end")

    assert staff_case(play) is first
    names = [row[0] for row in play.blocks("table")[0]["rows"]]
    assert names[:2] == ["Your five", "Your try 1"]


def test_a_year_is_found_again(player):
    """Closed in the middle and opened another day."""
    play = seat(player.open("spread-network"), [7, 8, 9, 10, 11]).press("begin")
    play.press("next")

    again = player.open("spread-network")

    assert again.view.state == play.view.state
    assert again.scene["blocks"] == play.scene["blocks"]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"seeds": ["p01"]},
        {"seeds": ["p99", "", "", "", ""]},
        {"month": 3},
        {"month": -1},
        {"way": "other"},
        {"tries": [["p01", "p01", "p02", "p03", "p04"]]},
        {"round": -1},
    ],
)
def test_somebody_elses_state_is_refused(player, spoilt):
    """And the learner begins anew, with a word about it."""
    view = player.view("spread-network")

    with pytest.raises(ValueError, match="Not a state"):
        view.restore(view.begin() | spoilt)


@pytest.mark.browser
def test_a_year_by_keyboard(open_simulation, player):
    """Five lists, a prediction, and month after month with the same key."""
    opened = open_simulation("spread-network")
    for place in range(1, 6):
        chosen = opened.page.get_by_label(f"Person {place}")
        chosen.select_option(f"p{6 * place:02d}")
        opened.page.wait_for_function(
            "([place, id]) => document.querySelectorAll('select')[place].value === id",
            arg=[place - 1, f"p{6 * place:02d}"],
        )
    opened.page.get_by_label("My prediction").focus()
    opened.press("3", "0", "Tab")
    opened.picture("spread-network-choose")
    assert opened.violations() == ""
    opened.page.get_by_role("button", name="Let the months begin").focus()
    opened.press("Enter")
    opened.page.locator(".fl-sim-heading", has_text="2. Month 0 of").wait_for()
    opened.page.get_by_role("button", name="Next month").focus()
    for month in (1, 2, 3):
        opened.press("Enter")
        heading = opened.page.locator(".fl-sim-heading")
        heading.filter(has_text=f"2. Month {month} of").wait_for()
    opened.picture("spread-network-month")
    opened.page.get_by_role("button", name="To the last month").focus()
    opened.press("Enter")
    opened.page.get_by_text("The same months, 500 times", exact=True).wait_for()

    assert player.kept("spread-network")["predicted"] == 30
    assert opened.violations() == ""
    opened.picture("spread-network")


@pytest.mark.browser
def test_the_map_can_be_pressed(open_simulation, player):
    """A shortcut for the mouse."""
    opened = open_simulation("spread-network")

    opened.page.locator('[data-period="p10"]').click()
    opened.page.wait_for_function(
        "() => document.querySelector('select').value === 'p10'"
    )

    assert player.kept("spread-network")["seeds"][0] == "p10"
