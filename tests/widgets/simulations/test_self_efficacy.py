"""Eight weeks with a team: predicted first, and compared with the same luck."""

import pytest

from course.simulations.coaching.self_efficacy import (
    ACTIONS,
    WEEKS,
    draw_luck,
    live_weeks,
)
from course.tasks.seeds import generator_for


def luck_of(learner="amira", name="self-efficacy"):
    """What chance brings this learner's team."""
    return draw_luck(generator_for("demo", name, learner))


def live(play, *actions):
    """Do one thing a week."""
    for action in actions:
        play.press(action)
    return play


def test_nothing_can_be_done_before_it_is_predicted(player):
    """First the question, and no week."""
    play = player.open("self-efficacy")
    assert not play.buttons

    play.do("week", action="pep-talk")

    assert play.view.state["weeks"] == []


def test_the_prediction_stands_once_the_weeks_have_begun(player):
    """Whoever has seen a week predicts no more."""
    play = player.open("self-efficacy").choose("guess", "pep-talk")
    live(play, "small-step").choose("guess", "small-step")

    assert play.view.state["guess"] == "pep-talk"


def test_the_weeks_are_those_of_the_model(player):
    """Belief in the table, week by week, with this learner's luck."""
    play = player.open("self-efficacy").choose("guess", "pep-talk")
    live(play, "lighten", "see-others", "small-step")

    rows = play.block("chart")["table"]["rows"]
    weeks = live_weeks(["lighten", "see-others", "small-step"], luck_of())
    assert [row[2] for row in rows] == [
        "35",
        *(str(round(week.team.belief)) for week in weeks),
    ]


def test_words_that_have_faded_are_told_of(player):
    """One week later, and nothing had come to take their place."""
    play = player.open("self-efficacy").choose("guess", "pep-talk")
    live(play, "pep-talk", "lighten")

    assert "is gone" in play.text


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(6)])
def test_the_end_compares_ways_with_one_luck(anybody, learner):
    """Eight small steps are the row of small steps."""
    play = anybody(learner).open("self-efficacy").choose("guess", "small-step")
    live(play, *["small-step"] * WEEKS)

    rows = play.blocks("table")[0]["rows"]
    assert rows[0][1] == rows[1][1]
    assert len(rows) == 2 + len(ACTIONS)
    assert "In this model it does" in play.text


def test_another_team_has_another_luck_and_is_predicted_anew(player):
    """What was seen may change what is expected."""
    play = player.open("self-efficacy").choose("guess", "pep-talk")
    live(play, *["small-step"] * WEEKS).do("restart")

    assert play.view.state == {"round": 1, "guess": None, "weeks": []}
    live(play.choose("guess", "small-step"), "small-step")
    (week,) = live_weeks(["small-step"], luck_of(name="self-efficacy/1"))
    assert play.block("chart")["table"]["rows"][1][2] == str(round(week.team.belief))


@pytest.mark.parametrize(
    "answer",
    [
        {"round": 0, "guess": "prayer", "weeks": []},
        {"round": 0, "guess": None, "weeks": ["lighten"]},
        {"round": 0, "guess": "lighten", "weeks": ["lighten"] * 9},
        {"round": 0},
    ],
)
def test_a_file_of_another_kind_is_said_to(player, answer):
    """It is kept, and the simulation begins."""
    player.folder.save("self-efficacy", answer, version=0)

    assert "not in a form" in player.open("self-efficacy").saved["text"]


@pytest.mark.browser
def test_eight_weeks_by_keyboard(open_simulation, player):
    """The focus stays on the button, so that one can go on."""
    opened = open_simulation("self-efficacy")
    opened.press("Tab", "Space")
    opened.tab_to("Visit a team like theirs")
    opened.press("Enter")
    opened.page.get_by_text("Week 2 of 8").first.wait_for()
    opened.tab_to("Let them try a small step")
    for week in range(3, WEEKS + 2):
        opened.press("Enter")
        if week <= WEEKS:
            opened.page.get_by_text(f"Week {week} of").first.wait_for()
        if week == 5:
            opened.picture("self-efficacy")
            assert opened.violations() == ""
    opened.page.get_by_text("After 8 weeks").first.wait_for()

    assert player.kept("self-efficacy")["weeks"] == ["see-others"] + ["small-step"] * 7
    assert opened.violations() == ""
    opened.picture("self-efficacy-end")
