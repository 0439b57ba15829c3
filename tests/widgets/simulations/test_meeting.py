"""The team meeting on the page: what is said, what it does, and what is kept of it."""

import pytest

from course.exercises import TASKS
from course.exercises.psychology.conversation import (
    TEAM_MEETING,
    moves_along,
    turns_of,
)
from course.messages import say
from course.simulations.coaching.dialogue import best_path, clinic_meeting
from course.tasks.seeds import generator_for


def case_of(learner="amira"):
    """What this learner is dealt, by the task."""
    return TASKS["team-meeting"].case("demo", learner)


def talk(play, case, round_=0):
    """Have the best conversation there is, reply by reply."""
    meeting = case.meeting(round_)
    for place in moves_along(
        meeting, best_path(clinic_meeting(), meeting.circumstances)
    ):
        press(play, place)
    return play


def press(play, place):
    """Give the reply in this place."""
    key = list(play.buttons)[place - 1]
    return play.press(key)


def test_the_room_is_the_one_the_task_is_marked_by(player):
    """Team, patient and the order of replies come from the task's own draw."""
    play, case = player.open("team-meeting"), case_of()

    for circumstance in case.meeting(0).circumstances:
        assert say(f"clinic-meeting.{circumstance}") in play.text
    shown = [key.removeprefix("opening-") for key in play.buttons]
    assert shown == [*case.meeting(0).order["opening"], "hint"]


def test_a_reply_is_answered_and_the_team_is_shown(player):
    """What was said, what happened then, and three bars with a table."""
    play = press(player.open("team-meeting"), 2)
    (turn,) = turns_of(case_of().meeting(0), [2])

    assert say(f"clinic-meeting.opening.{turn.reply.id}") in play.text
    rows = play.block("gauge")["table"]["rows"]
    assert [row[2] for row in rows] == [
        str(getattr(turn.after, trait)) for trait in ("energy", "ownership", "trust")
    ]
    assert "<svg" in play.block("gauge")["svg"]
    assert play.block("so-far")["table"]["rows"][0][0] == "1"


def test_what_is_kept_is_an_answer_to_the_task(player):
    """The best conversation earns all; it is the state as it lies on the disk."""
    case = case_of()
    talk(player.open("team-meeting"), case)
    kept = player.kept("team-meeting")

    assert kept == case.truth
    assert TEAM_MEETING.mark(case, kept).points == TEAM_MEETING.points


def test_at_the_end_all_that_was_said_can_be_read(player):
    """Each reply with its kind, and what it did."""
    play = talk(player.open("team-meeting"), case_of())

    *_, whole = play.blocks("table")
    assert len(whole["rows"]) == len(case_of().truth["moves"])
    assert {len(row) for row in whole["rows"]} == {6}
    assert not play.buttons
    assert "you came 100 of 100" in play.text


def test_beginning_again_deals_another_team(player):
    """Six teams, one after the other; the seventh is the first again."""
    play, case = player.open("team-meeting"), case_of()
    seen = []
    for _ in range(7):
        press(play, 1)
        seen.append(play.blocks("words")[0]["sentences"][0])
        play.do("restart")
    assert play.view.state == {"round": 7, "moves": []}
    assert seen[6] == seen[0]
    assert len({meeting.circumstances for meeting in case.meetings}) == 6


def test_what_cannot_have_been_said_is_not_said(player):
    """A fifth reply, a place that is no number: nothing happens."""
    play = player.open("team-meeting")
    for place in (0, 5, "1", True, None):
        play.do("reply", place=place)

    assert play.view.state["moves"] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"round": 0, "moves": [9]},
        {"round": -1, "moves": []},
        {"round": 0},
        {"round": 0, "moves": [1] * 40},
        [1, 2],
    ],
)
def test_a_file_that_holds_no_conversation_is_said_to(player, answer):
    """It is kept as it is, and the meeting begins."""
    player.folder.save("team-meeting", answer, version=0)
    play = player.open("team-meeting")

    assert play.view.state == {"round": 0, "moves": []}
    assert "not in a form" in play.saved["text"]


def test_hints_come_one_by_one_and_are_not_kept(player):
    """Three, and then there is nothing more to open."""
    play = player.open("team-meeting")
    for count in range(1, 4):
        play.press("hint")
        assert say(f"team-meeting.hint.{count}") in play.text

    assert "hint" not in play.buttons
    assert player.kept("team-meeting") is None


def test_learners_sit_with_different_teams(anybody):
    """Or the same team, and another order of what can be said."""
    shown = {
        tuple(anybody(f"learner-{n}").open("team-meeting").buttons) for n in range(12)
    }

    assert len(shown) > 6
    assert generator_for("demo", "team-meeting", "a") is not None


@pytest.mark.browser
def test_a_meeting_by_keyboard(open_simulation, player):
    """Tab to a reply, Enter, and read on from the heading of the next turn."""
    opened = open_simulation("team-meeting")
    moves = case_of().truth["moves"]
    for turn, place in enumerate(moves, start=1):
        for _ in range(40):
            opened.press("Tab")
            if _is_reply(opened, place):
                break
        opened.press("Enter")
        if turn < len(moves):
            opened.page.get_by_text(f"Turn {turn + 1}", exact=True).wait_for()
        if turn == 2:
            assert opened.focused() == "Turn 3"
            assert opened.violations() == ""
            opened.picture("team-meeting")
    opened.page.get_by_text("The meeting is over", exact=True).wait_for()

    assert player.kept("team-meeting")["moves"] == moves
    assert opened.violations() == ""
    opened.picture("team-meeting-end")


def _is_reply(opened, place):
    """Whether the focus is on the reply in this place."""
    return opened.page.evaluate(
        "place => [...document.querySelectorAll('.fl-sim-stage .fl-buttons button')]"
        ".indexOf(document.activeElement) === place - 1",
        place,
    )
