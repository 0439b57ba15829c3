"""The dashboard: the same months as colours, as a ranking and as icons."""

import pytest

from course.simulations.variation.indicator_board import FIRST_MONTH, MONTHS
from course.widgets.simulations.icon_board import VIEWS


def wait(play, months):
    """Let months go by, three at a time."""
    for _ in range(months // 3):
        play.press("wait-3")
    return play


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_twelve_indicators_and_a_table_of_them(player, view):
    """Whoever cannot see the tiles reads the same."""
    play = player.open("icon-board").choose("view", view)

    block = play.block("board")

    assert len(block["table"]["rows"]) == 12
    assert block["svg"].count("<rect") == 12
    assert 'xmlns="http://www.w3.org/2000/svg"' in block["svg"]


def test_the_colours_in_the_sentence_are_those_in_the_table(player):
    """Counted in two ways."""
    play = wait(player.open("icon-board"), 6)

    said = [row[-1].split(":")[0] for row in play.block("board")["table"]["rows"]]

    counts = [said.count(colour) for colour in ("green", "amber", "red")]
    assert "{} green, {} amber and {} red".format(*counts) in play.text


def test_a_ranking_is_told_in_its_order(player):
    """From first to last, each place once."""
    play = player.open("icon-board").choose("view", "ranking")

    places = [row[-1] for row in play.block("board")["table"]["rows"]]

    assert places == [str(place) for place in range(1, 13)]


def test_the_truth_is_told_when_the_months_are_over_and_not_before(player):
    """Nine did nothing, one became better and two worse."""
    play = player.open("icon-board")
    assert "really happened" not in play.text

    wait(play, MONTHS - FIRST_MONTH).press("wait-1")

    rows = play.blocks("table")[-1]["rows"]
    assert "The three years are over" in play.scene["refusal"]
    assert [row[1] for row in rows].count("nothing") == 9
    assert sum("worse from" in row[1] for row in rows) == 2


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(6)])
def test_colours_change_far_more_often_than_icons(anybody, learner):
    """What the lesson says of the dashboard is so for each learner."""
    play = wait(anybody(learner).open("icon-board"), MONTHS - FIRST_MONTH)

    colours, ranking, icons = play.blocks("table")[0]["rows"]

    assert int(colours[1]) > 1.5 * int(icons[1])
    assert int(ranking[1]) > int(colours[1])


def test_a_chart_is_opened_with_the_months_so_far(player):
    """No month that has not been."""
    play = wait(player.open("icon-board"), 3).choose("open", "4")

    assert len(play.block("opened")["table"]["rows"]) == FIRST_MONTH + 3


def test_another_round_has_other_indicators(player):
    """Starting again is not the same three years again."""
    play = player.open("icon-board").press("wait-1")
    first = play.block("board")["table"]["rows"]

    play.do("restart")

    assert play.block("board")["table"]["rows"] != first
    assert play.view.state["month"] == FIRST_MONTH


@pytest.mark.parametrize(
    "wrong",
    [
        {"round": 0, "month": 3, "view": "colours", "open": ""},
        {"round": 0, "month": 12, "view": "stars", "open": ""},
        {"round": 0, "month": 12, "view": "icons", "open": "13"},
    ],
)
def test_a_state_it_never_wrote_is_not_taken_over(player, wrong):
    """Somebody else's file shows the first meeting."""
    player.folder.save("icon-board", wrong, version=0)

    assert player.open("icon-board").view.state["month"] == FIRST_MONTH


@pytest.mark.browser
def test_three_years_by_keyboard(open_simulation, player):
    """The focus stays on the button, and the views are looked at on the way."""
    opened = open_simulation("icon-board")
    opened.picture("icon-board-colours")
    opened.page.get_by_role("radio", name="Icons for").focus()
    opened.press("Space")
    opened.page.get_by_text("Variation:").first.wait_for()
    opened.tab_to("Let three months go by")
    for month in range(FIRST_MONTH + 3, MONTHS + 1, 3):
        opened.press("Enter")
        opened.page.get_by_text(f"Month {month} of").first.wait_for()
    opened.page.get_by_text("What had really happened").first.wait_for()

    assert player.kept("icon-board")["month"] == MONTHS
    assert opened.violations() == ""
    opened.picture("icon-board")
