"""The ramp as an answer: replayed from its tests, scored by what is true."""

import copy

import numpy as np
import pytest

from course.exercises.testing.ramp import (
    PLACES,
    RAMP,
    all_alike,
    as_answer,
    place_name,
    read_ramp,
    ward_of,
)
from course.simulations.testing.pdsa_ramp import (
    CHANGES,
    SETTINGS,
    Test,
    open_ramp,
    run_test,
)
from course.simulations.testing.ramp_policies import good_ramp, random_policy

LEARNERS = [RAMP.case("autumn", f"learner-{n}") for n in range(40)]
# As the first of them has them.
IDEAS = [item.id for item in LEARNERS[0].items]


def ward_at(case, round_=0):
    """Return a learner's ward."""
    return ward_of(case.facts["seed"], round_)


def read(case, answer):
    """Return the answer as it is read for a learner."""
    return read_ramp(answer, case.facts["seed"])


def played(case, policy, rng):
    """Return the answer of somebody who goes about it by a policy."""
    ward = ward_at(case)
    chance = np.random.default_rng(ward.seed)
    ramp = open_ramp(ward.plan, chance)
    while isinstance(move := policy(ramp, rng), Test):
        ramp = run_test(ward.plan, ramp, move, chance)
    known = {frozenset(where): name for name, where in PLACES.items()}
    # What a learner cannot decide on the page is decided as the nearest they can.
    decisions = {
        c: known.get(frozenset(move[c]), "everywhere" if move[c] else "nowhere")
        for c in CHANGES
    }
    return as_answer(ward, [result.test for result in ramp.results], decisions)


def share(case, answer):
    """Share of the points."""
    return RAMP.mark(case, answer).points / RAMP.points


def test_the_same_tests_have_the_same_data():
    """However often they are made again."""
    for case in LEARNERS[:10]:
        tests = read(case, case.truth).tests
        ward = ward_at(case)
        assert ward.ramp(tests) == ward.ramp(tests)
        # A test more changes nothing in those before it.
        assert ward.ramp(tests[:3]).results == ward.ramp(tests).results[:3]


def test_drawing_lots_earns_less_than_fifteen_in_a_hundred():
    """After random tests, with random decisions."""
    rng = np.random.default_rng(1)
    shares = [share(case, played(case, random_policy, rng)) for case in LEARNERS]

    assert np.mean(shares) < 0.15


def test_a_good_ramp_earns_most_of_the_points():
    """Nobody has to know the truth to do well."""
    rng = np.random.default_rng(1)
    shares = [share(case, played(case, good_ramp, rng)) for case in LEARNERS]

    assert np.mean(shares) > 0.75


def test_the_answer_of_the_key_is_a_ramp_somebody_could_make():
    """It keeps within its hours, harms few and decides nothing untried."""
    for case in LEARNERS:
        answer = read(case, case.truth)
        ramp = ward_at(case).ramp(answer.tests)
        assert ramp.harmed <= 6
        assert ramp.hours_left >= 75
        assert all(set(answer.settings[c]) <= ramp.tried(c) for c in CHANGES)
        assert share(case, case.truth) == 1


def test_decisions_about_what_was_never_tried_do_not_count():
    """The right decisions, after a single test of one patient."""
    for case in LEARNERS:
        test = Test(changes=("a",), settings=("day",), patients=1, prediction=0.5)
        tests = as_answer(ward_at(case), [test], {})["tests"]
        guessed = case.truth | {"tests": tests}
        assert share(case, guessed) < 1
        assert "never tried" in " ".join(RAMP.mark(case, guessed).words)


def test_waste_and_harm_cost_points():
    """The right decisions after all three at once on forty patients in each setting."""
    case = LEARNERS[0]
    dear = all_alike(ward_at(case), "everywhere", patients=40)
    dear |= {"decisions": case.truth["decisions"]}
    mark = RAMP.mark(case, dear)

    assert mark.all_right
    assert 0 < mark.points < RAMP.points
    assert "patients were harmed" in " ".join(mark.words)


def test_tests_without_decisions_earn_nothing_and_are_told_so():
    """And nothing at all is not attempted."""
    case = LEARNERS[0]
    mark = RAMP.mark(case, case.truth | {"decisions": {}})

    assert (mark.points, mark.attempted) == (0, False)
    assert "no decisions yet" in mark.words[0]
    nothing = RAMP.mark(case, {"round": 0, "tests": [], "decisions": {}})
    assert nothing.words == ("Not answered yet.",)


def test_another_round_is_marked_by_its_own_truth():
    """And the review does not tell the first ward's truth beside it."""
    case = LEARNERS[0]
    ward = ward_at(case, 3)
    test = Test(changes=CHANGES, settings=SETTINGS, patients=2, prediction=0.8)
    best = {c: place_name(where) for c, where in ward.plan.best().items()}
    answer = as_answer(ward, [test], best)

    assert share(case, answer) == 1
    asked = [said.asked for said in RAMP.kind.said(case, answer)]
    assert asked != [said.asked for said in RAMP.kind.said(case, case.truth)]


def test_a_neighbours_answer_is_no_answer():
    """An answer names its changes, and hardly two wards have thought of the same."""
    others = [*LEARNERS[1:], LEARNERS[0]]
    complaints = [
        RAMP.kind.complaint(case, other.truth)
        for case, other in zip(LEARNERS, others, strict=True)
    ]

    assert all(complaints)


@pytest.mark.parametrize(
    "place, wrong",
    [
        ("round", -1),
        ("round", True),
        ("round", 1e9),
        ("tests", None),
        ("tests", ["a"]),
        ("tests", [{}]),
        ("decisions", {"a": "everywhere"}),
        ("decisions", dict.fromkeys(IDEAS[:2], "everywhere")),
        ("decisions", dict.fromkeys(IDEAS, "somewhere")),
        ("decisions", dict.fromkeys(IDEAS, [])),
        ("decisions", []),
    ],
)
def test_what_is_no_ramp_is_no_answer(place, wrong):
    """Said in one sentence, never raised."""
    case = LEARNERS[0]
    mark = RAMP.mark(case, case.truth | {place: wrong})

    assert (mark.points, mark.attempted) == (0, False)


@pytest.mark.parametrize(
    "field, wrong",
    [
        ("changes", []),
        ("changes", ["a"]),
        ("changes", [IDEAS[0], IDEAS[0]]),
        ("changes", IDEAS[0]),
        ("settings", ["noon"]),
        ("patients", 0),
        ("patients", 61),
        ("patients", 4.0),
        ("patients", True),
        ("prediction", None),
        ("prediction", 101),
        ("prediction", "60"),
        ("act", "perhaps"),
        ("note", "a" * 301),
        ("note", 7),
    ],
)
def test_what_is_no_test_is_no_answer(field, wrong):
    """Each field has its form."""
    case = LEARNERS[0]
    answer = copy.deepcopy(case.truth)
    answer["tests"][0][field] = wrong

    assert RAMP.kind.complaint(case, answer)


def test_a_ramp_beyond_its_hours_is_no_answer():
    """The page would not have let it happen."""
    case = LEARNERS[0]
    (test,) = all_alike(ward_at(case), "nowhere", patients=60)["tests"]

    assert RAMP.kind.complaint(case, case.truth | {"tests": [test, test]})


def test_each_setting_is_said_by_some_decision():
    """And no two decisions say the same."""
    assert len({frozenset(where) for where in PLACES.values()}) == len(PLACES)
    assert set().union(*PLACES.values()) == set(SETTINGS)
