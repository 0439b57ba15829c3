"""The team meeting as an answer: what it earns, what it looks like, what is none."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises.psychology.conversation import (
    ASPECTS,
    TEAM_MEETING,
    aspects_met,
    habit_of,
    moves_along,
    shown_replies,
    turns_of,
)
from course.simulations.coaching.dialogue import (
    begin,
    best_path,
    clinic_meeting,
    play,
    random_worth,
    score_path,
    worth_of,
)

KIND = TEAM_MEETING.kind
CASES = [TEAM_MEETING.case("autumn", f"learner-{n}") for n in range(60)]


def ended(meeting, rng):
    """A conversation whose replies are drawn by lot, to its end."""
    state, moves = begin(clinic_meeting(), meeting.circumstances), []
    while choices := shown_replies(meeting, state):
        moves.append(int(rng.integers(len(choices))) + 1)
        state = turns_of(meeting, moves)[-1].after
    return moves


def test_the_truth_is_a_best_path_of_the_first_meeting():
    """By the model itself: no path is worth more."""
    for case in CASES[:12]:
        meeting = case.meeting(0)
        path = [turn.reply.id for turn in turns_of(meeting, case.truth["moves"])]
        assert score_path(clinic_meeting(), meeting.circumstances, path) == 1


def test_a_mark_is_read_from_the_worth_of_the_conversation():
    """Luck is nothing and the best is all, for any round; steps between."""
    rng = np.random.default_rng(1)
    for case in CASES[:10]:
        round_ = int(rng.integers(9))
        meeting = case.meeting(round_)
        moves = ended(meeting, rng)
        path = [turn.reply.id for turn in turns_of(meeting, moves)]
        luck = random_worth(clinic_meeting(), meeting.circumstances)
        best = play(
            clinic_meeting(),
            meeting.circumstances,
            best_path(clinic_meeting(), meeting.circumstances),
        )
        most = worth_of(clinic_meeting(), best)
        own = worth_of(
            clinic_meeting(), play(clinic_meeting(), meeting.circumstances, path)
        )
        share = (own - luck) / (most - luck)
        wanted = next((s for s in (1, 0.75, 0.5) if share >= min(s, 0.9)), 0)

        mark = TEAM_MEETING.mark(case, {"round": round_, "moves": moves})
        assert mark.points == pytest.approx(TEAM_MEETING.points * wanted)


@pytest.mark.parametrize("round_", range(8))
def test_the_best_of_any_round_earns_everything(round_):
    """Whoever begins again meets another team, and may do as well with it."""
    case = CASES[3]
    meeting = case.meeting(round_)
    best = best_path(clinic_meeting(), meeting.circumstances)
    answer = {"round": round_, "moves": moves_along(meeting, best)}

    mark = TEAM_MEETING.mark(case, answer)

    assert mark.points == TEAM_MEETING.points
    assert mark.all_right
    assert set(mark.right) == {"conversation", *ASPECTS}


def test_a_conversation_that_stops_earns_nothing_and_is_told_so():
    """It is an attempt all the same."""
    case = CASES[0]
    answer = {"round": 0, "moves": case.truth["moves"][:3]}

    mark = TEAM_MEETING.mark(case, answer)

    assert (mark.points, mark.attempted) == (0, True)
    assert any("stops after 3 replies" in words for words in mark.words)


def test_who_copies_a_neighbour_earns_next_to_nothing():
    """The places of replies are one's own: the same file is another conversation."""
    earned = [
        TEAM_MEETING.mark(own, other.truth).points / TEAM_MEETING.points
        for own, other in zip(CASES, CASES[1:] + CASES[:1], strict=True)
    ]

    assert np.mean(earned) <= 0.10


def test_no_two_of_three_hundred_have_one_answer():
    """Neither by the team nor by the order in which replies are shown."""
    truths = {
        str(TEAM_MEETING.case("autumn", f"one-of-many-{n}").truth) for n in range(300)
    }

    assert len(truths) == 300


def test_every_team_comes_first_for_somebody():
    """Six teams, each learner's in an order of their own."""
    first = Counter(case.meeting(0).circumstances for case in CASES)

    assert len(first) == 6
    for case in CASES[:5]:
        assert len({meeting.circumstances for meeting in case.meetings}) == 6


@given(st.integers(0, 2**32), st.integers(0, 11))
def test_any_conversation_is_played_again_as_it_was(seed, round_):
    """From places alone, and all that is said of it can be said."""
    case = CASES[seed % len(CASES)]
    moves = ended(case.meeting(round_), np.random.default_rng(seed))
    answer = {"round": round_, "moves": moves}

    assert not KIND.complaint(case, answer)
    assert turns_of(case.meeting(round_), moves) == turns_of(
        case.meeting(round_), moves
    )
    said = KIND.said(case, answer)
    assert [line.part for line in said] == ["conversation", *ASPECTS]
    assert all(line.words for line in said)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {"round": 0},
        {"round": 0, "moves": [], "more": 1},
        {"round": True, "moves": [1]},
        {"round": 0.0, "moves": [1]},
        {"round": -1, "moves": [1]},
        {"round": 10**9, "moves": [1]},
        {"round": 0, "moves": "1"},
        {"round": 0, "moves": [0]},
        {"round": 0, "moves": [5]},
        {"round": 0, "moves": [True]},
        {"round": 0, "moves": [1.0]},
        {"round": 0, "moves": [1] * 30},
    ],
)
def test_what_cannot_have_been_said_is_no_answer(answer):
    """Neither another form, nor a reply there is not, nor words after the end."""
    assert KIND.complaint(CASES[0], answer)


def test_before_the_first_reply_nothing_is_answered():
    """An opened meeting is not an attempt."""
    mark = TEAM_MEETING.mark(CASES[0], {"round": 2, "moves": []})

    assert (mark.points, mark.attempted) == (0, False)


def test_a_conversation_is_told_with_the_team_it_was_had_with():
    """The best of one meeting, read beside another's, would mislead."""
    case = CASES[0]
    for round_ in range(6):
        team, patient = case.meeting(round_).circumstances
        line, *_ = KIND.said(case, {"round": round_, "moves": [1]})
        assert f" {team} team" in line.words
        assert ("had not been" in line.words) == (patient == "unprepared")


def test_advice_twice_is_a_habit_and_once_is_none():
    """The rest of the conversation may be as it likes."""
    case = CASES[0]
    adviser = case.misreadings["expert-adviser"]["moves"]
    turns = turns_of(case.meeting(0), adviser)

    assert habit_of(turns) == "expert-adviser"
    assert habit_of(turns[:1]) != "expert-adviser"
    assert not aspects_met(turns)["unasked"]


def test_the_best_conversations_show_no_habit():
    """Or a good coach would be told of a misconception."""
    for case in CASES:
        for round_, meeting in enumerate(case.meetings):
            best = best_path(clinic_meeting(), meeting.circumstances)
            turns = turns_of(case.meeting(round_), moves_along(meeting, best))
            assert habit_of(turns) == "mixed"
            assert all(aspects_met(turns).values())
