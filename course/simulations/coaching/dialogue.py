"""A conversation that branches: what is said next depends on what was said before.

A dialogue is a graph of moments. At each moment somebody has spoken, and the learner,
who is the team's coach, chooses one of several replies. A reply is of a kind (an open
question, advice), leads on to another moment, and changes the team's energy, its
ownership of what is decided, and its trust. How much, depends on the team: what wakes
one tires another. The sentences stand in `course.messages`, under the same names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import product
from pathlib import Path

import numpy as np

from course.messages import catalogue, say

KINDS = (
    "open",
    "affirming",
    "scaling",
    "exception",
    "summary",
    "silence",
    "leading",
    "advice",
)
# What builds on the team's own solutions. Advice that was asked for does so too.
SOLUTION_BUILDING = frozenset(KINDS) - {"leading", "advice"}

TRAITS = ("energy", "ownership", "trust")
MOST = 12

_CLINIC_MEETING = Path(__file__).with_name("clinic_meeting.toml")


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """Something the coach can say, or not say.

    Attributes
    ----------
    id : str
    kind : str
        One of `KINDS`.
    to : str
        The moment, gate or end it leads to.
    adds : mapping of trait to int
        To energy, ownership and trust, whatever the circumstances.
    adds_besides : mapping of circumstance to mapping of trait to int
    """

    id: str
    kind: str
    to: str
    adds: Mapping[str, int]
    adds_besides: Mapping[str, Mapping[str, int]]

    def adds_to(self, trait: str, circumstances: Iterable[str]) -> int:
        """What the reply adds to a trait of the team.

        Parameters
        ----------
        trait : {"energy", "ownership", "trust"}
        circumstances : iterable of str

        Returns
        -------
        int
        """
        return self.adds.get(trait, 0) + sum(
            self.adds_besides.get(circumstance, {}).get(trait, 0)
            for circumstance in circumstances
        )


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """Where the way divides by how the team is.

    Attributes
    ----------
    least : mapping of trait to int
        What the team must have at least.
    then, otherwise : str
        Moments or ends.
    """

    least: Mapping[str, int]
    then: str
    otherwise: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Dialogue:
    """All that can happen in a conversation.

    Attributes
    ----------
    name : str
        Of the conversation: its sentences begin with it.
    start : str
        The first moment.
    moments : mapping of str to tuple of Reply
    gates : mapping of str to Gate
    ends : mapping of str to int
        What each end is worth.
    advice_asked : frozenset of str
        Moments in which the team asks for advice.
    circumstances : mapping of str to mapping of str to mapping of trait to int
        For each thing that differs between meetings, what it can be, and what that
        adds to the team as it comes into the room.
    """

    name: str
    start: str
    moments: Mapping[str, tuple[Reply, ...]]
    gates: Mapping[str, Gate]
    ends: Mapping[str, int]
    advice_asked: frozenset[str]
    circumstances: Mapping[str, Mapping[str, Mapping[str, int]]]

    def all_circumstances(self) -> tuple[tuple[str, ...], ...]:
        """Every meeting there can be: one of each thing that differs.

        Returns
        -------
        tuple of tuple of str
        """
        return tuple(product(*self.circumstances.values()))


@dataclass(frozen=True, slots=True)
class Meeting:
    """How far a conversation has come, and how the team is.

    Attributes
    ----------
    at : str
        A moment, or the end that was reached.
    circumstances : tuple of str
    energy, ownership, trust : int
        From 0 to 12.
    moves : int
        Replies so far.
    building : int
        Of them, those that build on solutions.
    unsolicited : int
        Pieces of advice that nobody had asked for.
    """

    at: str
    circumstances: tuple[str, ...]
    energy: int
    ownership: int
    trust: int
    moves: int = 0
    building: int = 0
    unsolicited: int = 0

    @property
    def building_share(self) -> float:
        """Of the replies so far, the share that builds on solutions."""
        return self.building / self.moves if self.moves else 0.0


@dataclass(frozen=True, slots=True)
class MeetingCase:
    """One learner's meeting.

    Attributes
    ----------
    circumstances : tuple of str
    order : mapping of moment to tuple of str
        The replies of each moment, as they are shown.
    """

    circumstances: tuple[str, ...]
    order: Mapping[str, tuple[str, ...]]


def read_dialogue(path: Path) -> Dialogue:
    """Read a dialogue from a TOML file and check that it can be played.

    Parameters
    ----------
    path : Path
        See ``clinic_meeting.toml`` beside this module.

    Returns
    -------
    Dialogue

    Raises
    ------
    ValueError
        As `check_dialogue`.
    """
    table = tomllib.loads(path.read_text("utf-8"))
    dialogue = Dialogue(
        name=table["name"],
        start=table["start"],
        moments={
            moment: tuple(_read_reply(name, reply) for name, reply in replies.items())
            for moment, replies in table["moments"].items()
        },
        gates={name: Gate(**gate) for name, gate in table["gates"].items()},
        ends=table["ends"],
        advice_asked=frozenset(table["advice_asked"]),
        circumstances=table["circumstances"],
    )
    check_dialogue(dialogue)
    return dialogue


@cache
def clinic_meeting() -> Dialogue:
    """The team meeting at the medical clinic.

    Returns
    -------
    Dialogue

    Examples
    --------
    >>> meeting = begin(clinic_meeting(), ("tired", "prepared"))
    >>> [reply.kind for reply in replies(clinic_meeting(), meeting)]
    ['open', 'affirming', 'leading', 'advice']
    """
    return read_dialogue(_CLINIC_MEETING)


def check_dialogue(dialogue: Dialogue) -> None:
    """Refuse a dialogue that cannot be played to an end, or not all of it.

    Parameters
    ----------
    dialogue : Dialogue

    Raises
    ------
    ValueError
        If a way leads nowhere or in a circle, a moment or an end is never reached,
        a moment has too few replies, a kind of reply is never used, or a name is not
        known.
    """
    for name, fault in _faults(dialogue):
        raise ValueError(f"In {dialogue.name}, {name!r} {fault}.")
    ways = _ways(dialogue)
    try:
        TopologicalSorter(ways).prepare()
    except CycleError as error:
        # Told against the arrows, with its first name at the end again.
        circle = error.args[1][:0:-1]
        first = circle.index(next(name for name in ways if name in circle))
        told = " to ".join(circle[first:] + circle[:first])
        raise ValueError(
            f"In {dialogue.name}, one can go in a circle: {told}."
        ) from None


def draw_meeting(dialogue: Dialogue, rng: np.random.Generator) -> MeetingCase:
    """Draw one learner's team, and the order in which replies are shown.

    Parameters
    ----------
    dialogue : Dialogue
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    MeetingCase

    Examples
    --------
    >>> draw_meeting(clinic_meeting(), np.random.default_rng(1)).circumstances
    ('wary', 'unprepared')
    """
    circumstances = tuple(
        str(rng.choice(list(names))) for names in dialogue.circumstances.values()
    )
    order = {
        moment: tuple(rng.permutation([reply.id for reply in choices]).tolist())
        for moment, choices in dialogue.moments.items()
    }
    return MeetingCase(circumstances, order)


def begin(dialogue: Dialogue, circumstances: tuple[str, ...]) -> Meeting:
    """Open the meeting.

    Parameters
    ----------
    dialogue : Dialogue
    circumstances : tuple of str
        One of `Dialogue.all_circumstances`.

    Returns
    -------
    Meeting

    Raises
    ------
    ValueError
        If there are no such circumstances.
    """
    if circumstances not in dialogue.all_circumstances():
        raise ValueError(
            f"There is no meeting that is {' and '.join(circumstances) or 'nothing'}."
        )
    brought = [
        names[circumstance]
        for circumstance, names in zip(
            circumstances, dialogue.circumstances.values(), strict=True
        )
    ]
    team = {trait: sum(adds.get(trait, 0) for adds in brought) for trait in TRAITS}
    return Meeting(at=dialogue.start, circumstances=circumstances, **team)


def replies(dialogue: Dialogue, meeting: Meeting) -> tuple[Reply, ...]:
    """What can be said at this point.

    Parameters
    ----------
    dialogue : Dialogue
    meeting : Meeting

    Returns
    -------
    tuple of Reply
        None when the meeting has ended.
    """
    return dialogue.moments.get(meeting.at, ())


def step(dialogue: Dialogue, meeting: Meeting, reply: str) -> Meeting:
    """Say something, and see where it leads.

    Parameters
    ----------
    dialogue : Dialogue
    meeting : Meeting
    reply : str
        The id of one of `replies`.

    Returns
    -------
    Meeting

    Raises
    ------
    ValueError
        If there is no such reply at this point.
    """
    for choice in replies(dialogue, meeting):
        if choice.id == reply:
            break
    else:
        raise ValueError(f"There is no reply {reply!r} at {meeting.at!r}.")
    team = (meeting.energy, meeting.ownership, meeting.trust)
    adds = _adds(choice, meeting.circumstances)
    to, (energy, ownership, trust) = _lead_on(dialogue, team, adds, choice.to)
    return Meeting(
        at=to,
        circumstances=meeting.circumstances,
        energy=energy,
        ownership=ownership,
        trust=trust,
        moves=meeting.moves + 1,
        building=meeting.building + _builds(dialogue, meeting.at, choice),
        unsolicited=meeting.unsolicited + _unsolicited(dialogue, meeting.at, choice),
    )


def play(
    dialogue: Dialogue, circumstances: tuple[str, ...], path: Iterable[str]
) -> Meeting:
    """Follow replies from the beginning, as far as they go.

    Parameters
    ----------
    dialogue : Dialogue
    circumstances : tuple of str
    path : iterable of str
        Ids of replies, in the order they were given.

    Returns
    -------
    Meeting
        At an end, if the path leads to one.

    Raises
    ------
    ValueError
        If a reply is not there to be given, or the circumstances are unknown.

    Examples
    --------
    >>> path = ["figures", "nine-clinics", "decides"]
    >>> meeting = play(clinic_meeting(), ("wary", "prepared"), path)
    >>> meeting.at, meeting.ownership, meeting.unsolicited
    ('instruction', 0, 1)
    """
    meeting = begin(dialogue, circumstances)
    for reply in path:
        meeting = step(dialogue, meeting, reply)
    return meeting


def reaction(dialogue: Dialogue, meeting: Meeting, reply: str) -> str:
    """What happens in the room when a reply is given.

    Parameters
    ----------
    dialogue : Dialogue
    meeting : Meeting
        As it is when the reply is given.
    reply : str
        The id of one of `replies`.

    Returns
    -------
    str
        The sentence for the first of the meeting's circumstances that has one of its
        own; otherwise the one for all.

    Examples
    --------
    >>> meeting = begin(clinic_meeting(), ("wary", "prepared"))
    >>> reaction(clinic_meeting(), meeting, "worth")[:31]
    '“The last one asked that too,” '
    """
    key = f"{dialogue.name}.{meeting.at}.{reply}.then"
    own = (f"{key}.{circumstance}" for circumstance in meeting.circumstances)
    return say(next((name for name in own if name in catalogue()), key))


def worth_of(dialogue: Dialogue, meeting: Meeting) -> float:
    """What a meeting that has ended was worth.

    What its end is worth and the team's energy, ownership and trust; less one for each
    reply that does not build on the team's solutions, and one more if it was advice
    that nobody had asked for.

    Parameters
    ----------
    dialogue : Dialogue
    meeting : Meeting

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the meeting has not ended.
    """
    if meeting.at not in dialogue.ends:
        raise ValueError(f"The meeting has not ended: it is at {meeting.at!r}.")
    team = (meeting.energy, meeting.ownership, meeting.trust)
    lost = meeting.moves - meeting.building + meeting.unsolicited
    return _worth_at_end(dialogue, meeting.at, team) - lost


@cache
def best_worth(dialogue: Dialogue, circumstances: tuple[str, ...]) -> float:
    """What the best path of all is worth.

    Parameters
    ----------
    dialogue : Dialogue
    circumstances : tuple of str

    Returns
    -------
    float
        By dynamic programming over all states the meeting can come to.
    """
    meeting = begin(dialogue, circumstances)
    return _carry_back(dialogue, circumstances, _best)[_state(meeting)]


def best_path(dialogue: Dialogue, circumstances: tuple[str, ...]) -> tuple[str, ...]:
    """The replies of a best path; the first of them where several are as good.

    Parameters
    ----------
    dialogue : Dialogue
    circumstances : tuple of str

    Returns
    -------
    tuple of str
        Ids of replies.
    """
    worths = _carry_back(dialogue, circumstances, _best)
    meeting = begin(dialogue, circumstances)
    path = []

    def promise(reply: Reply) -> float:
        after = step(dialogue, meeting, reply.id)
        return worths[_state(after)] - _cost(dialogue, meeting.at, reply)

    while choices := replies(dialogue, meeting):
        best = max(choices, key=promise)
        path.append(best.id)
        meeting = step(dialogue, meeting, best.id)
    return tuple(path)


@cache
def random_worth(
    dialogue: Dialogue,
    circumstances: tuple[str, ...],
    kinds: frozenset[str] = frozenset(KINDS),
) -> float:
    """What a meeting is worth on average when replies are drawn by lot.

    Parameters
    ----------
    dialogue : Dialogue
    circumstances : tuple of str
    kinds : frozenset of str
        Replies of other kinds are drawn only where there are none of these.

    Returns
    -------
    float
        Exact: by dynamic programming, without simulation.
    """

    def mean(moment: str, promises: list[float]) -> float:
        pairs = zip(dialogue.moments[moment], promises, strict=True)
        drawn = [promise for reply, promise in pairs if reply.kind in kinds] or promises
        return sum(drawn) / len(drawn)

    meeting = begin(dialogue, circumstances)
    return _carry_back(dialogue, circumstances, mean)[_state(meeting)]


def score_path(
    dialogue: Dialogue, circumstances: tuple[str, ...], path: Iterable[str]
) -> float:
    """How far a path is from luck to the best that could be said.

    Parameters
    ----------
    dialogue : Dialogue
    circumstances : tuple of str
    path : iterable of str
        Ids of replies; one that stops before an end scores 0.

    Returns
    -------
    float
        1 for a best path, 0 for what drawing lots gives on average or less.

    Raises
    ------
    ValueError
        As `play`.

    Examples
    --------
    >>> team = ("eager", "prepared")
    >>> score_path(clinic_meeting(), team, best_path(clinic_meeting(), team))
    1.0
    """
    meeting = play(dialogue, circumstances, path)
    if meeting.at not in dialogue.ends:
        return 0.0
    luck = random_worth(dialogue, circumstances)
    most = best_worth(dialogue, circumstances)
    gained = (worth_of(dialogue, meeting) - luck) / (most - luck)
    return min(1.0, max(0.0, gained))


# Where a meeting is, and the team's energy, ownership and trust.
_State = tuple[str, tuple[int, ...]]


def _carry_back(
    dialogue: Dialogue,
    circumstances: tuple[str, ...],
    combine: Callable[[str, list[float]], float],
) -> dict[_State, float]:
    """Worth of every state, from the ends back to the beginning.

    `combine` says what a moment is worth, from what each of its replies promises: the
    worth of the state it leads to, less its own cost.
    """
    ways = {
        moment: [
            (_adds(reply, circumstances), reply.to, _cost(dialogue, moment, reply))
            for reply in choices
        ]
        for moment, choices in dialogue.moments.items()
    }
    worths: dict[_State, float] = {}

    def worth(state: _State) -> float:
        if state not in worths:
            at, team = state
            if at in dialogue.ends:
                worths[state] = _worth_at_end(dialogue, at, team)
            else:
                promises = [
                    worth(_lead_on(dialogue, team, adds, to)) - cost
                    for adds, to, cost in ways[at]
                ]
                worths[state] = combine(at, promises)
        return worths[state]

    worth(_state(begin(dialogue, circumstances)))
    return worths


def _best(moment: str, promises: list[float]) -> float:
    return max(promises)


def _state(meeting: Meeting) -> _State:
    return meeting.at, (meeting.energy, meeting.ownership, meeting.trust)


def _worth_at_end(dialogue: Dialogue, end: str, team: tuple[int, ...]) -> float:
    return float(dialogue.ends[end] + sum(team))


def _builds(dialogue: Dialogue, moment: str, reply: Reply) -> bool:
    asked = reply.kind == "advice" and moment in dialogue.advice_asked
    return reply.kind in SOLUTION_BUILDING or asked


def _unsolicited(dialogue: Dialogue, moment: str, reply: Reply) -> bool:
    return reply.kind == "advice" and moment not in dialogue.advice_asked


def _cost(dialogue: Dialogue, moment: str, reply: Reply) -> int:
    """What a reply takes from the worth of a meeting, whatever it leads to."""
    builds = _builds(dialogue, moment, reply)
    return (not builds) + _unsolicited(dialogue, moment, reply)


def _adds(reply: Reply, circumstances: tuple[str, ...]) -> tuple[int, ...]:
    """What a reply adds to energy, ownership and trust in such a meeting."""
    return tuple(reply.adds_to(trait, circumstances) for trait in TRAITS)


def _lead_on(
    dialogue: Dialogue, team: tuple[int, ...], adds: tuple[int, ...], to: str
) -> _State:
    """Where a reply leads, and how the team is then."""
    then = tuple(
        min(MOST, max(0, before + added))
        for before, added in zip(team, adds, strict=True)
    )
    while to in dialogue.gates:
        gate = dialogue.gates[to]
        enough = all(
            then[TRAITS.index(trait)] >= least for trait, least in gate.least.items()
        )
        to = gate.then if enough else gate.otherwise
    return to, then


def _ways(dialogue: Dialogue) -> dict[str, set[str]]:
    """Where one can come to from each moment and each gate."""
    return {
        **{
            moment: {choice.to for choice in choices}
            for moment, choices in dialogue.moments.items()
        },
        **{name: {gate.then, gate.otherwise} for name, gate in dialogue.gates.items()},
    }


def _reached(ways: Mapping[str, set[str]], start: str) -> set[str]:
    """What one can come to from a moment, with that moment."""
    reached, ahead = set(), [start]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(ways.get(name, ()))
    return reached


def _faults(dialogue: Dialogue) -> Iterator[tuple[str, str]]:
    """Names that are not as they should be, and what is wrong with them."""
    if dialogue.start not in dialogue.moments:
        yield dialogue.start, "is no moment to start from"
        return
    known = {*dialogue.moments, *dialogue.gates, *dialogue.ends}
    reached = _reached(_ways(dialogue), dialogue.start)
    for name in sorted(reached - known):
        yield name, "is led to but does not exist"
    for name in sorted(known - reached):
        yield name, "is never reached"
    for name in sorted(dialogue.advice_asked - set(dialogue.moments)):
        yield name, "is no moment to ask for advice in"

    circumstances = set().union(*dialogue.circumstances.values())
    for moment, choices in dialogue.moments.items():
        if len(choices) < 3:
            yield moment, "has fewer than three replies"
        for reply in choices:
            if reply.kind not in KINDS:
                yield reply.kind, "is no kind of reply"
            for name in sorted({*reply.adds} - {*TRAITS}):
                yield name, "is no trait of a team"
            for name in sorted({*reply.adds_besides} - circumstances):
                yield name, "is no circumstance"
    used = {reply.kind for choices in dialogue.moments.values() for reply in choices}
    for kind in KINDS:
        if kind not in used:
            yield kind, "is a kind of reply that nobody gives"


def _read_reply(name: str, table: Mapping) -> Reply:
    """A reply from its row: words, numbers, and tables for circumstances."""
    adds = {key: value for key, value in table.items() if isinstance(value, int)}
    besides = {key: value for key, value in table.items() if isinstance(value, dict)}
    return Reply(name, table["kind"], table["to"], adds, besides)
