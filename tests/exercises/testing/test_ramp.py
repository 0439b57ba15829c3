"""The ramp as an answer: replayed from its tests, scored by what is true."""

import copy

import numpy as np
import pytest

from course.exercises.testing.ramp import (
    PLACES,
    RAMP,
    all_alike,
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


def played(case, policy, rng):
    """Return the answer of somebody who goes about it by a policy."""
    ward = ward_of(case.facts["seed"], 0)
    chance = np.random.default_rng(ward.seed)
    ramp = open_ramp(ward.plan, chance)
    while isinstance(move := policy(ramp, rng), Test):
        ramp = run_test(ward.plan, ramp, move, chance)
    tests = [
        {
            "changes": list(result.test.changes),
            "settings": list(result.test.settings),
            "patients": result.test.patients,
            "prediction": round(100 * result.test.prediction),
        }
        for result in ramp.results
    ]
    known = {frozenset(where): name for name, where in PLACES.items()}
    return {
        "round": 0,
        "tests": tests,
        # What a learner cannot decide on the page is decided as the nearest they can.
        "decisions": {
            c: known.get(frozenset(move[c]), "everywhere" if move[c] else "nowhere")
            for c in CHANGES
        },
    }


def share(case, answer):
    """Share of the points."""
    return RAMP.mark(case, answer).points / RAMP.points


def test_the_same_tests_have_the_same_data():
    """However often they are made again."""
    for case in LEARNERS[:10]:
        tests = read_ramp(case.truth).tests
        ward = ward_of(case.facts["seed"], 0)
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
        read = read_ramp(case.truth)
        ramp = ward_of(case.facts["seed"], 0).ramp(read.tests)
        assert ramp.harmed <= 6
        assert ramp.hours_left >= 75
        assert all(set(read.settings[c]) <= ramp.tried(c) for c in CHANGES)
        assert share(case, case.truth) == 1


def test_decisions_about_what_was_never_tried_do_not_count():
    """The right decisions, after a single test of one patient."""
    for case in LEARNERS:
        test = {"changes": ["a"], "settings": ["day"], "patients": 1, "prediction": 50}
        guessed = case.truth | {"tests": [test]}
        assert share(case, guessed) < 1
        assert "never tried" in " ".join(RAMP.mark(case, guessed).words)


def test_waste_and_harm_cost_points():
    """The right decisions after all three at once on forty patients in each setting."""
    case = LEARNERS[0]
    dear = case.truth | {"tests": all_alike("everywhere", patients=40)["tests"]}
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
    best = ward_of(case.facts["seed"], 3).plan.best()
    answer = all_alike("nowhere", patients=2) | {
        "round": 3,
        "decisions": {c: place_name(best[c]) for c in CHANGES},
    }

    assert share(case, answer) == 1
    asked = [said.asked for said in RAMP.kind.said(case, answer)]
    assert asked != [said.asked for said in RAMP.kind.said(case, case.truth)]


def test_a_neighbours_decisions_are_about_other_changes():
    """Hardly two learners have the same three changes under the same letters."""
    names = {tuple(item.text for item in case.items) for case in LEARNERS}

    assert len(names) > 0.8 * len(LEARNERS)


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
        ("decisions", dict.fromkeys(CHANGES, "somewhere")),
        ("decisions", dict.fromkeys(CHANGES, [])),
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
        ("changes", ["a", "a"]),
        ("changes", "a"),
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
    (test,) = all_alike("nowhere", patients=60)["tests"]

    assert RAMP.kind.complaint(case, case.truth | {"tests": [test, test]})


def test_each_setting_is_said_by_some_decision():
    """And no two decisions say the same."""
    assert len({frozenset(where) for where in PLACES.values()}) == len(PLACES)
    assert set().union(*PLACES.values()) == set(SETTINGS)
