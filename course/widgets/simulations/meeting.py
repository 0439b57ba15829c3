"""The team meeting: what the team says, what can be answered, how the team is."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from course.exercises.psychology.conversation import (
    ASPECTS,
    TEAM_MEETING,
    Turn,
    aspects_met,
    kind_words,
    reply_words,
    shown_replies,
    turns_of,
)
from course.messages import say
from course.simulations.coaching.dialogue import (
    Meeting,
    begin,
    clinic_meeting,
    reaction,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    folded,
    heading,
    table,
    words,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)
from course.widgets.simulations.team_gauge import team_gauge


class TeamMeeting(Simulation):
    """A meeting at the medical clinic, with the learner as the team's coach.

    The state is the answer to the task of the same name: ``{"round", "moves"}``.
    """

    script = simulation_script("meeting.js")
    task_name: ClassVar[str] = "team-meeting"

    def __init__(self, *where: Any):
        # How many hints are open: of this window only, and nothing that is marked.
        self._hints = 0
        super().__init__(*where)

    @property
    def story_facts(self) -> dict[str, object]:
        """The meeting's own story, which stands with all that is said in it."""
        return {"story": say("clinic-meeting.story")}

    def begin(self) -> State:
        """Return the state before the first reply."""
        return {"round": 0, "moves": []}

    def restarted(self, state: State) -> State:
        """Return the beginning of the meeting with another team."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is a conversation that can have been had."""
        if TEAM_MEETING.kind.complaint(self._case, answer):
            raise ValueError("Not a conversation of this learner.")
        return {"round": answer["round"], "moves": list(answer["moves"])}

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Give a reply, or open a hint."""
        if deed == "hint":
            self._hints += 1
        place = details.get("place")
        if deed != "reply" or type(place) is not int:
            return None
        moves = [*state["moves"], place]
        turns_of(self._case.meeting(state["round"]), moves)
        return state | {"moves": moves}

    def draw(self, state: State) -> Scene:
        """Return the moment, or the end and what it came from."""
        case = self._case.meeting(state["round"])
        turns = turns_of(case, state["moves"])
        now = begin(clinic_meeting(), case.circumstances)
        if turns:
            now = turns[-1].after
        ended = now.at in clinic_meeting().ends
        blocks = self._end(state, turns) if ended else self._moment(state, turns, now)
        return {
            "blocks": blocks,
            "spoken": " ".join(_spoken(blocks)),
            "can_restart": bool(turns),
            "restart_ask": say("team-meeting.restart-ask"),
        }

    @cached_property
    def _case(self) -> Any:
        # Thought through once a view: the best conversation is found in it.
        return TEAM_MEETING.draw(self._rng_for(self.task_name))

    def _moment(
        self, state: State, turns: tuple[Turn, ...], now: Meeting
    ) -> list[Block]:
        case = self._case.meeting(state["round"])
        before = turns[-1].before if turns else now
        blocks = [
            words(*(say(f"clinic-meeting.{each}") for each in case.circumstances)),
            *([_so_far(turns)] if turns else []),
            heading(say("team-meeting.turn", turn=len(turns) + 1), landing=bool(turns)),
            *([_last(turns[-1])] if turns else []),
            words(say(f"clinic-meeting.{now.at}.said"), key=f"said-{now.at}"),
            team_gauge(before, now),
            words(say("team-meeting.choose"), tone="quiet"),
        ]
        # One below the other: each is a whole sentence or two.
        blocks += [
            buttons(
                button(
                    f"{now.at}-{reply.id}",
                    say(f"clinic-meeting.{now.at}.{reply.id}"),
                    "reply",
                    moves_on=True,
                    place=place,
                )
            )
            for place, reply in enumerate(shown_replies(case, now), start=1)
        ]
        return blocks + self._help()

    def _help(self) -> list[Block]:
        hints = TEAM_MEETING.hints(self._case)
        opened = hints[: self._hints]
        more = button("hint", say("team-meeting.hint"), "hint", kept=False)
        return [
            *([words(*opened, tone="telling", key="hints")] if opened else []),
            *([buttons(more)] if len(opened) < len(hints) else []),
        ]

    def _end(self, state: State, turns: tuple[Turn, ...]) -> list[Block]:
        case = self._case
        circumstances = case.meeting(state["round"]).circumstances
        met = aspects_met(turns)
        said = {line.part: line for line in TEAM_MEETING.kind.said(case, state)}
        rows = [
            [said[each].asked, said[each].words, say(f"team-meeting.met.{met[each]}")]
            for each in ASPECTS
        ]
        columns = [
            say(f"team-meeting.column.{each}") for each in ("what", "got", "met")
        ]
        return [
            heading(say("team-meeting.ended"), landing=True),
            _last(turns[-1]),
            words(say(f"clinic-meeting.end.{turns[-1].after.at}"), key="end"),
            team_gauge(turns[0].before, turns[-1].after),
            table(say("team-meeting.aspects"), columns, rows),
            words(
                *TEAM_MEETING.kind.remarks(case, state),
                *(say(f"clinic-meeting.{each}.afterwards") for each in circumstances),
                say("team-meeting.again"),
                tone="telling",
                key="told",
            ),
            table(
                say("team-meeting.whole"),
                _columns("turn", "team", "you", "kind", "then", "team-change"),
                [
                    [*row, kind_words(turn), _happened(turn), _moved(turn)]
                    for row, turn in zip(_rows(turns), turns, strict=True)
                ],
            ),
        ]


def _last(turn: Turn) -> Block:
    """What was said last, and what happened then."""
    you = say("team-meeting.you", words=reply_words(turn))
    return words(you, _happened(turn), key=f"last-{turn.before.at}")


def _happened(turn: Turn) -> str:
    return reaction(clinic_meeting(), turn.before, turn.reply.id)


def _so_far(turns: tuple[Turn, ...]) -> Block:
    content = table(
        say("team-meeting.so-far"),
        _columns("turn", "team", "you", "then"),
        [
            [*row, _happened(turn)]
            for row, turn in zip(_rows(turns), turns, strict=True)
        ],
    )
    return folded(say("team-meeting.so-far"), content, "so-far")


def _columns(*each: str) -> list[str]:
    return [say(f"team-meeting.column.{one}") for one in each]


def _rows(turns: tuple[Turn, ...]) -> list[list[str]]:
    return [
        [str(number), say(f"clinic-meeting.{turn.before.at}.said"), reply_words(turn)]
        for number, turn in enumerate(turns, start=1)
    ]


def _moved(turn: Turn) -> str:
    """Return what the reply did to the team, as "Energy +1, Trust −1"."""
    changes = [
        row
        for row in team_gauge(turn.before, turn.after)["table"]["rows"]
        if row[3] != "0"
    ]
    said = ", ".join(f"{row[0]} {row[3]}" for row in changes)
    return said or say("team-meeting.unmoved")


def _spoken(blocks: list[Block]) -> list[str]:
    """What a listener needs: the heading and all that is said below it."""
    start = next(i for i, block in enumerate(blocks) if block["kind"] == "heading")
    said = []
    for block in blocks[start:]:
        said += [block["text"]] if block["kind"] == "heading" else []
        said += block.get("sentences", [])
    return said
