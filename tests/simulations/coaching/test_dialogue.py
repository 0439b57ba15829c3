"""The dialogue: every path ends, and is scored between luck and the best there is."""

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.messages import catalogue, keys
from course.simulations.coaching.dialogue import (
    KINDS,
    MOST,
    SOLUTION_BUILDING,
    TRAITS,
    Dialogue,
    Gate,
    Meeting,
    Reply,
    begin,
    best_path,
    best_worth,
    check_dialogue,
    clinic_meeting,
    draw_meeting,
    play,
    random_worth,
    reaction,
    replies,
    score_path,
    step,
    worth_of,
)

CLINIC = clinic_meeting()
MEETINGS = CLINIC.all_circumstances()
seeds = st.integers(0, 2**32)

in_every_meeting = pytest.mark.parametrize("circumstances", MEETINGS, ids=" ".join)


def small_dialogue(rng):
    """A dialogue of five moments and eight kinds of reply, drawn as it comes.

    Each reply leads to any later moment, or through the gate to one of two ends.
    """
    kinds = iter(rng.permutation([*KINDS, *KINDS]).tolist())
    moments = {}
    for number in range(5):
        later = [f"m{n}" for n in range(number + 1, 5)] + ["gate"]
        moments[f"m{number}"] = tuple(
            Reply(
                id=f"r{place}",
                kind=next(kinds),
                to=later[0] if place == 0 else str(rng.choice(later)),
                adds={trait: int(rng.integers(-4, 5)) for trait in TRAITS},
                adds_besides={"hot": {"trust": int(rng.integers(-2, 3))}},
            )
            for place in range(3)
        )
    return Dialogue(
        name="small",
        start="m0",
        moments=moments,
        gates={"gate": Gate({"trust": 4, "energy": 3}, "good", "poor")},
        ends={"good": 3, "poor": 0},
        advice_asked=frozenset({"m3"}),
        circumstances={"room": {"hot": {"energy": 3}, "cold": {"trust": 5}}},
    )


def all_endings(dialogue, meeting, chance=1.0):
    """Every way the meeting can end from here, one path at a time, with its chance."""
    choices = replies(dialogue, meeting)
    if not choices:
        yield meeting, chance
    for reply in choices:
        after = step(dialogue, meeting, reply.id)
        yield from all_endings(dialogue, after, chance / len(choices))


def wander(dialogue, circumstances, rng):
    """A path drawn by lot."""
    meeting, path = begin(dialogue, circumstances), []
    while choices := replies(dialogue, meeting):
        path.append(choices[rng.integers(len(choices))].id)
        meeting = step(dialogue, meeting, path[-1])
    return path


def wander_worths(circumstances, rng, count):
    """What so many meetings are worth whose replies are drawn by lot."""
    return np.array(
        [
            worth_of(CLINIC, play(CLINIC, circumstances, path))
            for path in (wander(CLINIC, circumstances, rng) for _ in range(count))
        ]
    )


@cache
def reach_forward(circumstances):
    """Every state the clinic's meeting can come to, with the chance of it by lot.

    Forward, moment by moment: an account of its own, beside the one that goes back.
    """
    open_, ended = {begin(CLINIC, circumstances): 1.0}, Counter()
    reached = set()
    while open_:
        nexts = Counter()
        for meeting, chance in open_.items():
            reached.add(meeting.at)
            choices = replies(CLINIC, meeting)
            for reply in choices:
                after = step(CLINIC, meeting, reply.id)
                lost = after.moves - after.building + after.unsolicited
                # Paths that are worth the same from here on need not be told apart.
                after = replace(after, moves=lost, building=0, unsolicited=0)
                closed = after.at in CLINIC.ends
                (ended if closed else nexts)[after] += chance / len(choices)
        open_ = nexts
    return ended, reached | {meeting.at for meeting in ended}


@given(seeds, st.sampled_from([("hot",), ("cold",)]))
def test_going_back_from_the_ends_is_going_through_every_path(seed, circumstances):
    """Best and average of small dialogues, path by path."""
    dialogue = small_dialogue(np.random.default_rng(seed))
    endings = list(all_endings(dialogue, begin(dialogue, circumstances)))
    worths = [worth_of(dialogue, meeting) for meeting, _ in endings]

    assert best_worth(dialogue, circumstances) == max(worths)
    assert random_worth(dialogue, circumstances) == pytest.approx(
        sum(w * chance for w, (_, chance) in zip(worths, endings, strict=True))
    )
    best = play(dialogue, circumstances, best_path(dialogue, circumstances))
    assert worth_of(dialogue, best) == max(worths)


@pytest.mark.parametrize("circumstances", MEETINGS[::2], ids=" ".join)
def test_going_back_is_going_forward_in_the_clinic(circumstances):
    """The same best and the same average, from all states that can be reached."""
    ended, _ = reach_forward(circumstances)
    worths = {meeting: worth_of(CLINIC, meeting) for meeting in ended}

    assert sum(ended.values()) == pytest.approx(1)
    assert best_worth(CLINIC, circumstances) == max(worths.values())
    assert random_worth(CLINIC, circumstances) == pytest.approx(
        sum(worths[meeting] * chance for meeting, chance in ended.items())
    )


@pytest.mark.parametrize("circumstances", MEETINGS[1::2], ids=" ".join)
def test_drawing_lots_gives_the_mean_that_was_worked_out(circumstances):
    """Over 1500 simulated meetings, within four standard errors."""
    worths = wander_worths(circumstances, np.random.default_rng(1), 1500)

    assert worths.mean() == pytest.approx(
        random_worth(CLINIC, circumstances), abs=4 * worths.std() / 1500**0.5
    )


def test_every_moment_and_every_end_can_be_reached_in_play():
    """Gates open for somebody: nothing was written for nobody."""
    reached = set().union(*(reach_forward(meeting)[1] for meeting in MEETINGS[::2]))

    assert reached == {*CLINIC.moments, *CLINIC.ends}


@given(seeds, st.sampled_from(MEETINGS))
def test_every_path_ends_and_the_team_keeps_within_bounds(seed, circumstances):
    """Never in a circle, and each trait from 0 to 12."""
    path = wander(CLINIC, circumstances, np.random.default_rng(seed))
    meeting = begin(CLINIC, circumstances)
    for reply in path:
        meeting = step(CLINIC, meeting, reply)
        assert all(0 <= getattr(meeting, trait) <= MOST for trait in TRAITS)
    assert meeting.at in CLINIC.ends
    assert len(path) <= len(CLINIC.moments)
    assert 0 <= score_path(CLINIC, circumstances, path) <= 1


@in_every_meeting
def test_the_best_path_ends_in_a_test_of_the_teams_own(circumstances):
    """And builds on solutions throughout: no detour by a poor reply pays."""
    path = best_path(CLINIC, circumstances)
    meeting = play(CLINIC, circumstances, path)

    assert score_path(CLINIC, circumstances, path) == 1
    assert worth_of(CLINIC, meeting) == best_worth(CLINIC, circumstances)
    assert (meeting.at, meeting.building_share) == ("own-test", 1)
    assert meeting.unsolicited == 0


@in_every_meeting
def test_recognising_kinds_of_replies_is_not_enough(circumstances):
    """Any reply that builds on solutions, or open questions only, is far from best."""
    luck = random_worth(CLINIC, circumstances)
    room = best_worth(CLINIC, circumstances) - luck
    building = random_worth(CLINIC, circumstances, SOLUTION_BUILDING) - luck

    assert 0.2 < building / room < 0.5
    for kind in ("open", "affirming"):
        only = random_worth(CLINIC, circumstances, frozenset({kind})) - luck
        assert only / room < 0.6


def test_which_reply_is_best_depends_on_the_meeting():
    """The best paths differ, and one meeting's earn less, or cannot be, in others."""
    paths = {meeting: best_path(CLINIC, meeting) for meeting in MEETINGS}

    assert len(set(paths.values())) == len(MEETINGS)
    for meeting, path in paths.items():
        for other in MEETINGS:
            if other != meeting:
                assert (score_elsewhere(other, path) or 0) < 0.9


def score_elsewhere(circumstances, path):
    """Score of another meeting's path, or None where it cannot be followed."""
    try:
        return score_path(CLINIC, circumstances, path)
    except ValueError:
        return None


def test_drawing_lots_earns_next_to_nothing():
    """Clipped at nothing, the score of a random path averages below 0.15."""
    rng = np.random.default_rng(1)
    scores = [
        score_path(CLINIC, circumstances, wander(CLINIC, circumstances, rng))
        for circumstances in MEETINGS
        for _ in range(150)
    ]

    assert np.mean(scores) + 4 * np.std(scores) / len(scores) ** 0.5 < 0.15


def test_advice_is_unsolicited_unless_somebody_asked():
    """Leyla's question makes the same kind of reply another thing."""
    team = dict(circumstances=("wary", "prepared"), energy=5, ownership=5, trust=5)
    asked = step(CLINIC, Meeting(at="asked", **team), "two-ways")
    early = step(CLINIC, Meeting(at="opening", **team), "example")

    assert (asked.building, asked.unsolicited) == (1, 0)
    assert (early.building, early.unsolicited) == (0, 1)


def test_one_step_by_hand():
    """What a reply adds, and what it adds besides in a tired team; never below 0."""
    meeting = begin(CLINIC, ("tired", "prepared"))
    assert (meeting.energy, meeting.ownership, meeting.trust) == (2, 2, 3)

    asked = step(CLINIC, meeting, "worth")
    assert (asked.at, asked.energy, asked.ownership) == ("worth", 1, 3)
    drained = step(CLINIC, asked, "notice")
    assert (drained.at, drained.energy, drained.ownership) == ("future", 0, 4)


@pytest.mark.parametrize(
    ("trust", "comes_to"), [(2, "defence"), (3, "future"), (11, "future")]
)
def test_a_gate_opens_from_what_is_enough(trust, comes_to):
    """Trust of 4 after the summary: one less, and the clinic defends itself."""
    meeting = Meeting(
        "story", ("tired", "prepared"), energy=5, ownership=5, trust=trust
    )

    assert step(CLINIC, meeting, "twice").at == comes_to


def test_a_path_that_stops_halfway_scores_nothing():
    """The meeting is not over, so there is nothing to be worth anything."""
    team = ("eager", "prepared")
    halfway = best_path(CLINIC, team)[:4]

    assert score_path(CLINIC, team, halfway) == 0
    with pytest.raises(ValueError, match="has not ended"):
        worth_of(CLINIC, play(CLINIC, team, halfway))


def test_learners_meet_different_teams_and_see_replies_in_another_order():
    """All six meetings come up about as often, and no two learners see all alike."""
    cases = [draw_meeting(CLINIC, np.random.default_rng([7, n])) for n in range(300)]
    shown = {json.dumps([case.circumstances, case.order]) for case in cases}
    counts = Counter(case.circumstances for case in cases)

    assert len(shown) == 300
    assert set(counts) == set(MEETINGS)
    # Binomial with p = 1 / 6, four standard deviations.
    assert all(abs(count - 50) < 4 * (300 * 5 / 36) ** 0.5 for count in counts.values())
    for moment, choices in CLINIC.moments.items():
        assert all(
            sorted(case.order[moment]) == sorted(reply.id for reply in choices)
            for case in cases
        )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"start": "nowhere"}, "'nowhere' is no moment to start from"),
        ({"ends": {"good": 3}}, "'poor' is led to but does not exist"),
        ({"ends": {"good": 3, "poor": 0, "other": 1}}, "'other' is never reached"),
        ({"advice_asked": frozenset({"m9"})}, "'m9' is no moment to ask"),
        ({"circumstances": {"room": {"cold": {}}}}, "'hot' is no circumstance"),
    ],
)
def test_a_dialogue_that_cannot_be_played_is_refused(changed, sentence):
    """One sentence says what is wrong with it."""
    dialogue = small_dialogue(np.random.default_rng(1))
    check_dialogue(dialogue)
    with pytest.raises(ValueError, match=sentence):
        check_dialogue(replace(dialogue, **changed))


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ({"to": "m0"}, "in a circle: m0 to"),
        ({"kind": "shouting"}, "'shouting' is no kind of reply"),
        ({"adds": {"courage": 1}}, "'courage' is no trait"),
        (None, "'m4' has fewer than three replies"),
    ],
)
def test_a_reply_that_cannot_be_is_refused(reply, sentence):
    """Also when it would lead back to where one has been."""
    dialogue = small_dialogue(np.random.default_rng(1))
    one, *others = dialogue.moments["m4"]
    changed = () if reply is None else (replace(one, **reply),)
    moments = {**dialogue.moments, "m4": (*changed, *others)}
    with pytest.raises(ValueError, match=sentence):
        check_dialogue(replace(dialogue, moments=moments))


def test_a_kind_nobody_uses_is_told_of():
    """A dialogue teaches each kind, or the kind is not there to be taught."""
    dialogue = small_dialogue(np.random.default_rng(1))
    moments = {
        moment: tuple(
            replace(reply, kind="open" if reply.kind == "silence" else reply.kind)
            for reply in choices
        )
        for moment, choices in dialogue.moments.items()
    }
    with pytest.raises(ValueError, match="'silence' is a kind of reply that nobody"):
        check_dialogue(replace(dialogue, moments=moments))


def test_what_is_not_there_cannot_be_said():
    """Neither a reply of another moment, nor a meeting of another kind."""
    with pytest.raises(ValueError, match="no reply 'twice' at 'opening'"):
        play(CLINIC, ("wary", "prepared"), ["twice"])
    with pytest.raises(ValueError, match="no meeting that is prepared and wary"):
        begin(CLINIC, ("prepared", "wary"))


def sentence_keys():
    """Every key the clinic's meeting speaks by, and those it may have besides."""
    needed = {f"clinic-meeting.end.{end}" for end in CLINIC.ends}
    special = set()
    names = [name for group in CLINIC.circumstances.values() for name in group]
    needed |= {"clinic-meeting.title", "clinic-meeting.story", "clinic-meeting.task"}
    for name in names:
        needed |= {f"clinic-meeting.{name}", f"clinic-meeting.{name}.afterwards"}
    for moment, choices in CLINIC.moments.items():
        needed.add(f"clinic-meeting.{moment}.said")
        for reply in choices:
            key = f"clinic-meeting.{moment}.{reply.id}"
            needed |= {key, f"{key}.then"}
            special |= {f"{key}.then.{name}" for name in names}
    return needed, special


def test_every_moment_reply_and_end_has_its_sentence_and_no_other_is_written():
    """A sentence nobody can come to is a slip in its key."""
    needed, special = sentence_keys()
    written = set(keys("clinic-meeting."))

    assert needed <= written
    assert written <= needed | special


def test_a_reaction_is_the_one_of_this_team():
    """An own sentence where there is one, and otherwise that for all."""
    wary, eager = (begin(CLINIC, (team, "prepared")) for team in ("wary", "eager"))
    key = "clinic-meeting.opening.worth.then"

    assert reaction(CLINIC, wary, "worth") == catalogue()[f"{key}.wary"]
    assert reaction(CLINIC, eager, "worth") == catalogue()[key]


def test_no_reply_stands_out_by_its_length():
    """At each moment the longest is less than half as long again as the shortest."""
    for moment, choices in CLINIC.moments.items():
        lengths = sorted(
            len(catalogue()[f"clinic-meeting.{moment}.{reply.id}"]) for reply in choices
        )
        assert lengths[-1] < 1.5 * lengths[0], moment


def test_the_best_reply_is_not_given_away_by_its_length():
    """Neither the longest nor the shortest is best in half of the moments or more."""
    places = []
    for meeting in MEETINGS:
        state = begin(CLINIC, meeting)
        for reply in best_path(CLINIC, meeting):
            lengths = {
                choice.id: len(catalogue()[f"clinic-meeting.{state.at}.{choice.id}"])
                for choice in replies(CLINIC, state)
            }
            places.append(sorted(lengths.values()).index(lengths[reply]))
            state = step(CLINIC, state, reply)

    assert places.count(0) < len(places) / 2
    assert places.count(3) < len(places) / 2


def test_the_sentences_are_plain_and_speak_of_nobody_by_gender():
    """No exclamation, no he or she: who does what is not a matter of that."""
    said = [catalogue()[key] for key in keys("clinic-meeting.")]
    for sentence in said:
        assert "!" not in sentence
        assert not re.search(r"\b(he|she|his|hers?|him)\b", sentence), sentence
