"""Scores: perfect is 1, chance is about 0, worked by hand and by property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.tasks.scoring import (
    STEPS,
    brier_skill,
    kappa,
    stepped,
    tau,
    weighted_kappa,
    youden,
)

classes = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.sampled_from("xyz"), min_size=2
)


def test_kappa_of_a_worked_table():
    """Twenty yes/no ratings, 15 agreed, chance 0.5: (0.75 - 0.5) / 0.5."""
    truth = {i: i < 10 for i in range(20)}
    given_ = {i: i < 10 for i in range(20)} | dict.fromkeys((0, 1), False)
    given_ |= dict.fromkeys((10, 11, 12), True)

    expected = (11 / 20) * (10 / 20) + (9 / 20) * (10 / 20)
    assert kappa(given_, truth) == pytest.approx((0.75 - expected) / (1 - expected))


@given(classes)
def test_kappa_of_the_truth_is_one_unless_there_is_one_class(truth):
    """Where all items are of one class, agreement proves nothing."""
    assert kappa(truth, truth) == (1 if len(set(truth.values())) > 1 else 0)


@given(classes, st.sampled_from("xyz"))
def test_kappa_of_one_class_for_all_is_nothing(truth, same):
    """Whoever says the same everywhere agrees only by chance."""
    assert kappa(dict.fromkeys(truth, same), truth) <= 1e-12


def test_weighted_kappa_of_a_worked_table():
    """Ten texts at three levels: 4, 3 and 1 alike, one a level and one two apart."""
    first = [0] * 4 + [1] * 3 + [2] + [0, 0]
    second = [0] * 4 + [1] * 3 + [2] + [1, 2]
    # First 6, 3, 1 and second 4, 4, 2 at levels 0, 1, 2: what is apart by chance.
    by_chance = (6 * (4 + 2 * 2) + 3 * (4 + 2) + 1 * (2 * 4 + 4)) / 100

    assert weighted_kappa(first, second) == pytest.approx(1 - 0.3 / by_chance)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_with_two_levels_the_weights_change_nothing(levels):
    """There is only one way to be apart."""
    first, second = ([int(pair[place]) for pair in levels] for place in (0, 1))
    if len({*first, *second}) == 1:
        with pytest.raises(ValueError, match="more than one level"):
            weighted_kappa(first, second)
        return
    plain = kappa(dict(enumerate(first)), dict(enumerate(second)))
    assert weighted_kappa(first, second) == pytest.approx(plain)


def test_kappa_of_blind_answers_is_nothing_on_average():
    """Over many blind sorters the mean is 0."""
    rng = np.random.default_rng(4)
    truth = {i: i % 3 for i in range(12)}
    scores = [
        kappa({i: int(rng.integers(3)) for i in truth}, truth) for _ in range(2000)
    ]

    assert abs(np.mean(scores)) < 4 * np.std(scores) / np.sqrt(2000)


@given(st.sets(st.integers(1, 24), min_size=1, max_size=23))
def test_youden_of_all_or_none_is_nothing(true):
    """Marking everything finds everything, and says nothing."""
    assert youden(set(range(1, 25)), true, 24) == 0
    assert youden(set(), true, 24) == 0
    assert youden(true, true, 24) == 1


def test_youden_of_a_worked_chart():
    """Four of six signals found, two of eighteen others marked."""
    assert youden({1, 2, 3, 4, 20, 21}, {1, 2, 3, 4, 5, 6}, 24) == pytest.approx(
        4 / 6 - 2 / 18
    )


def test_youden_without_a_signal_is_refused():
    """An empty chart has a rule of its own."""
    with pytest.raises(ValueError, match="at least one"):
        youden({1}, set(), 10)


@given(st.permutations("abcdef"))
def test_tau_turns_its_sign_when_the_order_is_turned(order):
    """Read from the last card to the first, the agreement is the opposite."""
    assert tau(order, "abcdef") == pytest.approx(-tau(order[::-1], "abcdef"))


def test_tau_of_one_swap():
    """One of fifteen pairs the wrong way round."""
    assert tau(list("bacdef"), list("abcdef")) == pytest.approx(1 - 2 / 15)


def test_tau_of_different_cards_is_refused():
    """A card missing is not an order."""
    with pytest.raises(ValueError, match="same cards"):
        tau(["a", "b"], ["a", "c"])


@given(
    st.dictionaries(st.text(min_size=1), st.floats(0, 1), min_size=1),
    st.floats(0, 1),
)
def test_no_prediction_beats_the_true_chances(truth, constant):
    """The best that can be said of chance is the chance."""
    if all(q == 0.5 for q in truth.values()):
        return
    assert brier_skill(dict.fromkeys(truth, constant), truth) <= 1
    assert brier_skill(truth, truth) == 1
    assert brier_skill({}, truth) == 0


@given(st.floats(-1, 1))
def test_steps_never_round_up(score):
    """What is paid is never more than what was shown, but for a hair."""
    assert stepped(score) <= max(score, 0) + 0.1 + 1e-9
    assert stepped(score) in {share for _, share in STEPS} | {0.0}


def test_just_under_the_first_step_earns_nothing():
    """Luck is seldom paid."""
    assert [stepped(s) for s in (0.49, 0.50, 0.75, 0.9)] == [0.0, 0.5, 0.75, 1.0]
