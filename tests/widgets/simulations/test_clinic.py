"""The clinic that may be adjusted: twenty weeks, and the same weeks left alone."""

import pytest

from course.simulations.variation.clinic import (
    DropInClinic,
    draw_chance,
    leave_alone,
    loss,
    overtime_hours,
)
from course.tasks.seeds import generator_for
from course.widgets.simulations.clinic import WEEKS


def chance(learner="amira"):
    """What common causes add in this learner's twenty weeks."""
    return draw_chance(DropInClinic(), WEEKS, generator_for("demo", "clinic", learner))


def steer(play, *changes):
    """Decide the hours, Monday by Monday."""
    for change in changes:
        play.press(f"change{change:+d}")
    return play


def test_a_monday_shows_last_week_and_no_more(player):
    """The wait, the aim, the hours; the weeks to come are not told."""
    play = player.open("clinic")
    wait = round(40 + chance()[0])

    assert f"the mean wait was {wait} minutes" in play.text
    assert len(play.block("chart")["table"]["rows"]) == 1


def test_hours_move_the_wait_as_promised(player):
    """Four hours more make the wait two minutes shorter."""
    play = steer(player.open("clinic"), 4, 8)

    waits = [week.wait_minutes for week in play.view.weeks(play.view.state)]

    drawn = chance()
    assert waits == pytest.approx([40 + drawn[0], 38 + drawn[1], 34 + drawn[2]])


def test_left_alone_costs_what_the_clinic_costs(player):
    """Nobody is told off for changing nothing, and nothing is invented."""
    play = steer(player.open("clinic"), *[0] * (WEEKS - 1))

    table = play.blocks("table")[0]["rows"]

    expected = f"{loss(DropInClinic(), leave_alone(DropInClinic(), chance())):.0f}"
    assert [row[2] for row in table[:2]] == [expected, expected]
    assert table[0][3:] == ["0", "0"]
    assert "You never changed the hours." in play.text


def test_corrections_are_set_against_the_same_weeks(player):
    """Own loss, overtime and changes, from the hours that were chosen."""
    changes = [8, -8] * 9 + [4]
    play = steer(player.open("clinic"), *changes)
    weeks = play.view.weeks(play.view.state)

    own = play.blocks("table")[0]["rows"][0]

    assert own[2] == f"{loss(DropInClinic(), weeks):.0f}"
    assert own[3] == f"{overtime_hours(DropInClinic(), weeks):.0f}"
    assert own[4] == "19"
    assert "You changed the hours 19 times" in play.text


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(12)])
def test_what_is_told_agrees_with_the_numbers(anybody, learner):
    """Whether the adjustments helped is read from the weeks, for each learner anew."""
    play = steer(anybody(learner).open("clinic"), *[4, -4] * 9, 0)

    own, alone = (float(row[1]) for row in play.blocks("table")[0]["rows"][:2])

    assert ("came no nearer to the aim" in play.text) == (own >= alone)
    assert ("part of that is the luck" in play.text.lower()) == (own < alone)


def test_the_clinic_cannot_be_emptied_or_overfilled(player):
    """Ten mornings of eight hours fewer would close it."""
    play = steer(player.open("clinic"), *[-8] * 5)
    assert play.buttons["change-8"]["refused"]

    steer(play, -8)

    assert play.view.state["changes"] == [-8] * 5
    assert "could not be open" in play.scene["refusal"]


def test_all_three_ways_stand_on_one_scale_and_in_one_table(player):
    """Twenty rows: own hours, own wait, left alone, corrected in full."""
    play = steer(player.open("clinic"), *[4] * 5, *[0] * 14)

    rows = play.block("chart")["table"]["rows"]

    assert len(rows) == WEEKS
    assert rows[5][1] == "140"
    assert rows[5][3] == f"{40 + chance()[5]:.1f}"


@pytest.mark.browser
def test_twenty_weeks_by_keyboard(open_simulation, player):
    """The focus stays on the decision, so that one can go on pressing."""
    opened = open_simulation("clinic")
    opened.tab_to("4 hours more")
    for week in range(2, WEEKS + 1):
        opened.press("Enter")
        if week < WEEKS:
            opened.page.get_by_text(f"After week {week} of").first.wait_for()
            if week == 3:
                # Ten times more would be refused: the rooms are full.
                opened.press("Shift+Tab")
                assert opened.focused().startswith("Leave")
                opened.picture("clinic-monday")
    opened.page.get_by_text("What it cost").first.wait_for()

    assert player.kept("clinic")["changes"] == [4, 4] + [0] * 17
    assert opened.violations() == ""
    opened.picture("clinic")
