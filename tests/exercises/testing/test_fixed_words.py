"""Exercises made of written pieces: each piece is there, and says what it should."""

import re
from collections import Counter
from pathlib import Path

import pytest

from course.exercises.testing.acting import ACT_ON_TEST, ACTS
from course.exercises.testing.ideas import CONCEPTS, WHERE_IDEAS_COME_FROM
from course.exercises.testing.logs import FEATURES, PDSA_LOGS
from course.exercises.testing.own_test import BOXES, OWN_TEST
from course.exercises.testing.scale import NEXT_SCALE, RAMP_ORDER, READINESS, SCALE
from course.messages import catalogue, keys
from course.tasks.keys import read_all_keys
from course.tasks.scoring import kappa, youden

KEY = read_all_keys(Path(__file__).parents[3] / "source")["act-on-test"]
LEARNERS = range(60)


def cases(task):
    """Some learners' cases."""
    return [task.case("autumn", f"learner-{n}") for n in LEARNERS]


def test_each_mark_of_testing_stands_in_half_of_the_accounts():
    """Ticking a whole column is worth nothing."""
    for case in cases(PDSA_LOGS):
        ticks = Counter(feature for row in case.truth.values() for feature in row)
        assert ticks == dict.fromkeys(FEATURES, len(case.items) / 2)


def test_an_account_says_just_what_is_ticked():
    """Each sentence of an account is the one for there, or the one for not there."""
    words = catalogue()
    for case in cases(PDSA_LOGS)[:20]:
        for item in case.items:
            for feature in FEATURES:
                there = feature in case.truth[item.id]
                stem = f"pdsa-logs.account.{item.id}.{feature}"
                for which, told in (("is-there", there), ("is-not", not there)):
                    sentence = re.escape(words[f"{stem}.{which}"])
                    pattern = sentence.replace(r"\{person\}", r"\w+")
                    assert bool(re.search(pattern, item.text)) == told


def test_accounts_with_and_without_are_equally_long():
    """The length of a sentence must not tell."""
    for feature in FEATURES:
        length = Counter()
        for key in keys("pdsa-logs.account."):
            if f".{feature}." in key:
                length[key.rsplit(".", 1)[1]] += len(catalogue()[key])
        assert 0.6 < length["is-there"] / length["is-not"] < 1.7


def test_a_wrong_thought_about_accounts_is_half_right_at_most():
    """Youden's J over all cells."""
    for case in cases(PDSA_LOGS):
        cells = [(item.id, f) for item in case.items for f in FEATURES]
        true = {i for i, (row, f) in enumerate(cells) if f in case.truth[row]}
        for misread in case.misreadings.values():
            ticked = {i for i, (row, f) in enumerate(cells) if f in misread[row]}
            assert youden(ticked, true, len(cells)) == pytest.approx(0.6)


def test_the_table_of_scales_grows_with_each_answer():
    """Surer, cheaper, readier: the next test is never smaller for it."""
    sizes = ("one", "few", "unit", "introduce")

    def size(*situation):
        return sizes.index(SCALE[situation])

    for readiness in READINESS:
        for cost in ("dear", "cheap"):
            assert size("unsure", cost, readiness) <= size("sure", cost, readiness)
        for belief in ("unsure", "sure"):
            assert size(belief, "dear", readiness) <= size(belief, "cheap", readiness)
    for belief in ("unsure", "sure"):
        for cost in ("dear", "cheap"):
            row = [size(belief, cost, readiness) for readiness in READINESS]
            assert row == sorted(row)


def test_the_scale_can_be_read_from_the_words():
    """By the phrases, with the table of the lesson."""
    words = catalogue()

    def which(text, kind, among):
        (found,) = {
            one
            for one in among
            for key in keys(f"next-scale.{kind}.{one}-")
            if words[key] in text
        }
        return found

    for case in cases(NEXT_SCALE):
        for item in case.items:
            situation = (
                which(item.text, "phrase", ("sure", "unsure")),
                which(item.text, "idea", ("dear", "cheap")),
                which(item.text, "phrase", READINESS),
            )
            assert case.truth[item.id] == SCALE[situation]


def test_wrong_thoughts_about_scale_lead_astray():
    """Each of them earns half at most."""
    for case in cases(NEXT_SCALE):
        for misread in case.misreadings.values():
            assert kappa(misread, case.truth) < 0.75


def test_a_ramp_is_put_in_order_by_its_rungs():
    """The words of the truth stand in the order in which they were written."""
    for case in cases(RAMP_ORDER):
        text = {item.id: item.text for item in case.items}
        ramp = case.truth[0].rsplit("-", 1)[0]
        written = [catalogue()[f"ramp-order.{ramp}.{rung}"] for rung in range(1, 9)]
        rungs = [written.index(text[id_]) for id_ in case.truth]
        assert rungs == sorted(rungs)


def test_a_card_does_not_say_its_place():
    """Over many learners each number stands for each rung about as often."""
    first = Counter(case.truth[0].rsplit("-", 1)[1] for case in cases(RAMP_ORDER))

    assert len(first) > 5


def test_each_line_of_the_bank_holds_each_act_once():
    """So that a draw is balanced without the key."""
    ids = [f"t{number:02d}" for number in range(1, 57)]
    assert sorted(KEY.truth) == ids
    for first in (0, 16, 32):
        square = [ids[at : at + 4] for at in range(first, first + 16, 4)]
        for line in (*square, *zip(*square, strict=True)):
            assert {KEY.truth[id_] for id_ in line} == set(ACTS)


def test_the_last_of_the_bank_are_balanced_too():
    """They are drawn singly, and more often than the others."""
    acts = Counter(KEY.truth[f"t{number:02d}"] for number in range(49, 57))

    assert acts == dict.fromkeys(ACTS, 2)


def test_the_length_of_a_test_does_not_tell_the_act():
    """On average the four kinds are about as long."""
    length = {act: [] for act in ACTS}
    for id_, act in KEY.truth.items():
        length[act].append(len(catalogue()[f"act-on-test.item.{id_}"]))
    means = [sum(each) / len(each) for each in length.values()]

    assert max(means) < 1.45 * min(means)


def test_every_test_of_the_bank_is_explained():
    """In a sentence of its own."""
    assert set(KEY.why) == set(KEY.truth)
    assert len(set(KEY.why.values())) == len(KEY.why)


def test_fourteen_tests_hold_each_act_three_times_at_least():
    """As the hint says."""
    for case in cases(ACT_ON_TEST):
        acts = Counter(KEY.truth[item.id] for item in case.items)
        assert len(case.items) == 14
        assert all(3 <= acts[act] <= 5 for act in ACTS)


def test_two_ideas_of_each_concept_are_shown():
    """As the hint says."""
    for case in cases(WHERE_IDEAS_COME_FROM):
        assert Counter(case.truth.values()) == dict.fromkeys(CONCEPTS, 2)


def test_a_text_of_ones_own_is_left_to_a_person():
    """Nothing of it is marked by machine, and the rubric has four levels."""
    case = OWN_TEST.case("autumn", "amira")
    mark = OWN_TEST.mark(case, {box: "I try it." for box in BOXES})

    assert mark.by_hand
    assert mark.points == 0
    assert len(case.tables[0].rows) == 4
