"""The team meeting, played as its coach: a conversation is the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.simulations.coaching.dialogue import (
    MOST,
    TRAITS,
    Meeting,
    MeetingCase,
    Reply,
    begin,
    best_path,
    clinic_meeting,
    draw_meeting,
    replies,
    score_path,
    step,
)
from course.tasks import Answer, Case, Item, Said, Task
from course.tasks.scoring import stepped

ASPECTS = ("ending", *TRAITS, "building", "unasked")
ENDING = "own-test"
# Somebody who begins again a thousand times has stopped answering.
_MOST_ROUNDS = 1000

# From these on, a way of talking is a habit and not an accident. The best paths lie
# below all of them.
_UNASKED, _LEADING = 2, 3
_PRAISING, _ASKING = 0.4, 0.66

# Which replies somebody with a habit prefers, the dearest first.
_PREFERENCES = {
    "expert-adviser": ("advice", "leading"),
    "leading-questions": ("leading", "open"),
    "cheerleader": ("affirming", "leading", "summary"),
    "interviewer": ("open", "scaling", "exception", "summary"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsCase(Case):
    """A case that is a meeting, and others to begin again with.

    Attributes
    ----------
    meetings : tuple of MeetingCase
        One for each round; after the last comes the first again.
    """

    meetings: tuple[MeetingCase, ...]

    def meeting(self, round_: int) -> MeetingCase:
        """Return the team of a round, and the order of the replies in it."""
        return self.meetings[round_ % len(self.meetings)]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation.

    Attributes
    ----------
    before, after : Meeting
    reply : Reply
        What the coach said.
    """

    before: Meeting
    reply: Reply
    after: Meeting


def shown_replies(case: MeetingCase, meeting: Meeting) -> tuple[Reply, ...]:
    """What can be said now, in the order this learner sees it.

    Parameters
    ----------
    case : MeetingCase
    meeting : Meeting

    Returns
    -------
    tuple of Reply
        None when the meeting has ended.
    """
    choices = {reply.id: reply for reply in replies(clinic_meeting(), meeting)}
    return tuple(choices[id_] for id_ in case.order.get(meeting.at, ()) if choices)


def turns_of(case: MeetingCase, moves: list[int]) -> tuple[Turn, ...]:
    """Play a conversation again.

    Parameters
    ----------
    case : MeetingCase
    moves : list of int
        Of each turn, the place of the reply as this learner saw it, from 1.

    Returns
    -------
    tuple of Turn

    Raises
    ------
    ValueError
        If there is no such reply, or the meeting has ended already.
    """
    meeting = begin(clinic_meeting(), case.circumstances)
    turns = []
    for place in moves:
        choices = shown_replies(case, meeting)
        if not 1 <= place <= len(choices):
            raise ValueError(f"There is no reply {place} at {meeting.at!r}.")
        reply = choices[place - 1]
        after = step(clinic_meeting(), meeting, reply.id)
        turns.append(Turn(meeting, reply, after))
        meeting = after
    return tuple(turns)


def moves_along(case: MeetingCase, path: tuple[str, ...]) -> list[int]:
    """Turn the ids of replies into the places where this learner saw them.

    Parameters
    ----------
    case : MeetingCase
    path : tuple of str

    Returns
    -------
    list of int
    """
    meeting, moves = begin(clinic_meeting(), case.circumstances), []
    for reply in path:
        moves.append(case.order[meeting.at].index(reply) + 1)
        meeting = step(clinic_meeting(), meeting, reply)
    return moves


def aspects_met(turns: tuple[Turn, ...]) -> dict[str, bool]:
    """Which aspects of a good meeting a conversation has, the team's included.

    Parameters
    ----------
    turns : tuple of Turn
        At least one.

    Returns
    -------
    dict of str to bool
    """
    meeting = turns[-1].after
    return {
        "ending": meeting.at == ENDING,
        **{trait: getattr(meeting, trait) >= least_of(trait) for trait in TRAITS},
        "building": meeting.building == meeting.moves,
        "unasked": meeting.unsolicited == 0,
    }


def least_of(trait: str) -> int:
    """How much of a trait the team needs to leave with a test of its own."""
    return clinic_meeting().gates["goodbye"].least[trait]


def habit_of(turns: tuple[Turn, ...]) -> str:
    """The habit a conversation looks like, "mixed" if none.

    Parameters
    ----------
    turns : tuple of Turn
        At least one.

    Returns
    -------
    str
    """
    kinds = Counter(turn.reply.kind for turn in turns)
    if turns[-1].after.unsolicited >= _UNASKED:
        return "expert-adviser"
    if kinds["leading"] >= _LEADING:
        return "leading-questions"
    if kinds["affirming"] > _PRAISING * len(turns):
        return "cheerleader"
    if kinds["open"] > _ASKING * len(turns):
        return "interviewer"
    return "mixed"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, turn by turn.

    An answer is ``{"round": number, "moves": [place, ...]}``: which of the meetings,
    and at each turn the place of the reply that was given, as this learner saw it.
    """

    name: ClassVar[str] = "conversation"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: MeetingsCase, answer: Answer) -> str:
        """Say what is not a conversation that can have been had."""
        if not isinstance(answer, dict) or answer.keys() != {"round", "moves"}:
            return say("form.not-this-kind")
        round_, moves = answer["round"], answer["moves"]
        # bool is an int to Python, and True would pass for the first reply.
        numbers = type(round_) is int and 0 <= round_ <= _MOST_ROUNDS
        places = isinstance(moves, list) and all(type(move) is int for move in moves)
        if not numbers or not places:
            return say("form.not-this-kind")
        try:
            turns_of(case.meeting(round_), moves)
        except ValueError:
            return say("form.not-this-kind")
        return ""

    def remarks(self, case: MeetingsCase, answer: Answer) -> tuple[str, ...]:
        """Say of a conversation that it has not come to its end, or how far it came."""
        turns = _turns(case, answer)
        if not turns:
            return ()
        if not _has_ended(turns):
            return (say("team-meeting.not-ended", turns=len(turns)),)
        share = round(100 * _share_of(case, answer))
        return (say("team-meeting.share", share=share),)

    def parts(self, case: MeetingsCase, answer: Answer) -> dict[str, Any]:
        """The habit it looks like; nothing before the first reply."""
        turns = _turns(case, answer)
        return {"habit": habit_of(turns)} if turns else {}

    def agree(self, case: MeetingsCase, part: str, given: Any, wanted: Any) -> bool:
        """Whether it is the same habit."""
        return given == wanted

    def said(self, case: MeetingsCase, answer: Answer | None) -> tuple[Said, ...]:
        """What was said, and how the meeting was for the team."""
        turns = _turns(case, answer) if answer is not None else ()
        words = {}
        if turns:
            words = _aspects_in_words(turns) | {"conversation": _in_words(turns)}
        return tuple(
            Said(item.text, words.get(item.id, ""), item.id) for item in case.items
        )

    def score(self, case: MeetingsCase, answer: Answer, truth: Answer) -> float:
        """Share of the way from luck to the best, in steps; 0 before the end."""
        return stepped(_share_of(case, answer))

    def correct(
        self, case: MeetingsCase, answer: Answer, truth: Answer
    ) -> Mapping[str, bool]:
        """Whether it is among the best, and which aspects of a good meeting it has."""
        best = self.score(case, answer, truth) == 1
        return {"conversation": best, **aspects_met(_turns(case, answer))}

    def guess(self, case: MeetingsCase, rng: np.random.Generator) -> Answer:
        """Any reply at each turn."""
        return _answer_by(
            case.meeting(0), lambda choices: int(rng.integers(len(choices)))
        )

    def same_for_all(self, case: MeetingsCase, rng: np.random.Generator) -> Answer:
        """The reply that stands in one and the same place at each turn."""
        place = int(rng.integers(4))
        return _answer_by(case.meeting(0), lambda choices: min(place, len(choices) - 1))


def reply_words(turn: Turn) -> str:
    """What the coach said in a turn."""
    return say(f"clinic-meeting.{turn.before.at}.{turn.reply.id}")


def kind_words(turn: Turn) -> str:
    """What kind of reply it was; advice may have been asked for."""
    asked = turn.reply.kind == "advice" and turn.after.building > turn.before.building
    return say("dialogue.kind.advice-asked" if asked else _kind_key(turn.reply))


def _kind_key(reply: Reply) -> str:
    return f"dialogue.kind.{reply.kind}"


def _turns(case: MeetingsCase, answer: Answer) -> tuple[Turn, ...]:
    return turns_of(case.meeting(answer["round"]), answer["moves"])


def _has_ended(turns: tuple[Turn, ...]) -> bool:
    return turns[-1].after.at in clinic_meeting().ends


def _share_of(case: MeetingsCase, answer: Answer) -> float:
    path = [turn.reply.id for turn in _turns(case, answer)]
    circumstances = case.meeting(answer["round"]).circumstances
    return score_path(clinic_meeting(), circumstances, path)


def _in_words(turns: tuple[Turn, ...]) -> str:
    """Return all that the coach said, and to whom: the best depends on the team."""
    team, patient = turns[0].before.circumstances
    return say(
        "team-meeting.said-to",
        team=say(f"team-meeting.with.{team}"),
        patient=say(f"team-meeting.with.{patient}"),
        words=" ".join(
            say("team-meeting.said", turn=number, words=reply_words(turn))
            for number, turn in enumerate(turns, start=1)
        ),
    )


def _aspects_in_words(turns: tuple[Turn, ...]) -> dict[str, str]:
    meeting = turns[-1].after
    ending = meeting.at if _has_ended(turns) else "none"
    return {
        "ending": say(f"team-meeting.ending.{ending}"),
        **{
            trait: say("team-meeting.of", got=getattr(meeting, trait), most=MOST)
            for trait in TRAITS
        },
        "building": say("team-meeting.of", got=meeting.building, most=meeting.moves),
        "unasked": str(meeting.unsolicited),
    }


def _answer_by(case: MeetingCase, choose: Any) -> Answer:
    """Return the answer of somebody who chooses a place among those shown."""
    return {"round": 0, "moves": list(_moves_by(case, choose))}


def _moves_by(case: MeetingCase, choose: Any) -> Iterator[int]:
    meeting = begin(clinic_meeting(), case.circumstances)
    while choices := shown_replies(case, meeting):
        place = choose(choices)
        yield place + 1
        meeting = step(clinic_meeting(), meeting, choices[place].id)


@cache
def _best_path(circumstances: tuple[str, ...]) -> tuple[str, ...]:
    """There are six teams and many learners: each is thought through once."""
    return best_path(clinic_meeting(), circumstances)


def _preferring(kinds: tuple[str, ...]) -> Any:
    """Choose the dearest kind of reply; of others, the first that is shown."""

    def choose(choices: tuple[Reply, ...]) -> int:
        def rank(place: int) -> int:
            kind = choices[place].kind
            return kinds.index(kind) if kind in kinds else len(kinds)

        return min(range(len(choices)), key=rank)

    return choose


def draw_meetings(rng: np.random.Generator) -> MeetingsCase:
    """Draw a learner's meetings: every team once, in an order of their own."""
    figures, _ = rng.spawn(2)
    every = clinic_meeting().all_circumstances()
    meetings = tuple(
        replace(draw_meeting(clinic_meeting(), figures), circumstances=every[number])
        for number in figures.permutation(len(every)).tolist()
    )
    first = meetings[0]
    return MeetingsCase(
        items=tuple(
            Item(
                aspect,
                say(
                    f"team-meeting.item.{aspect}",
                    least=least_of(aspect) if aspect in TRAITS else 0,
                ),
            )
            for aspect in ("conversation", *ASPECTS)
        ),
        facts={"meetings": len(meetings), "most": MOST},
        truth={
            "round": 0,
            "moves": moves_along(first, _best_path(first.circumstances)),
        },
        misreadings={
            habit: _answer_by(first, _preferring(kinds))
            for habit, kinds in _PREFERENCES.items()
        },
        meetings=meetings,
    )


TEAM_MEETING = Task(
    name="team-meeting",
    kind=Conversation(),
    draw=draw_meetings,
    points=5,
    elements=("000-09", "001-19"),
)
