"""Peeking: against binomial sums, published figures and simulation."""

import math
from itertools import product
from statistics import NormalDist

import numpy as np
import pytest

from course.charts.sequential import Decision, multiply_odds, sequential_test
from course.simulations.testing.peeking import (
    BETA,
    ODDS_RATIO,
    PeekingDesign,
    draw_design,
    exact_alarm_shares,
    simulate_alarm_shares,
)

DESIGN = PeekingDesign(rate=0.3, every=15, looks=8)
SHARES = ("once", "every_look", "sequential")


def far(design, patients, events):
    """Whether a z test of the usual rate rejects it, both ways together."""
    expected = patients * design.rate
    z = (events - expected) / math.sqrt(expected * (1 - design.rate))
    return abs(z) > NormalDist().inv_cdf(1 - design.alpha / 2)


@pytest.mark.parametrize(("rate", "patients"), [(0.3, 60), (0.5, 200), (0.12, 45)])
def test_one_look_is_a_sum_of_binomial_chances(rate, patients):
    """And near to the risk that was meant; each count has its chance by the formula."""
    design = PeekingDesign(rate=rate, every=patients, looks=1)
    expected = sum(
        math.comb(patients, events) * rate**events * (1 - rate) ** (patients - events)
        for events in range(patients + 1)
        if far(design, patients, events)
    )
    shares = exact_alarm_shares(design)

    assert shares.once == pytest.approx(expected)
    assert shares.every_look == shares.once
    assert shares.once == pytest.approx(0.05, abs=0.02)


@pytest.mark.parametrize(
    ("looks", "published"), [(1, 0.05), (2, 0.083), (3, 0.107), (4, 0.126), (5, 0.142)]
)
def test_many_patients_between_looks_give_the_published_risks(looks, published):
    """Armitage, McPherson and Rowe (1969), table 2, for normal measurements."""
    design = PeekingDesign(rate=0.5, every=400, looks=looks)

    assert exact_alarm_shares(design).every_look == pytest.approx(published, abs=0.005)


def test_every_stream_of_a_small_design_counted_one_by_one():
    """All 2^12 streams, each with its own chance, judged as the charts judge one."""
    design = PeekingDesign(rate=0.4, every=4, looks=3, alpha=0.2)
    rate = 0.55
    alarms = dict.fromkeys(SHARES, 0.0)
    for stream in product((0, 1), repeat=12):
        chance = rate ** sum(stream) * (1 - rate) ** (12 - sum(stream))
        looks = [far(design, n, sum(stream[:n])) for n in (4, 8, 12)]
        decided = sequential_test(
            stream, 0.4, multiply_odds(0.4, ODDS_RATIO), alpha=0.2, beta=BETA
        ).decision
        alarms["once"] += chance * looks[-1]
        alarms["every_look"] += chance * any(looks)
        alarms["sequential"] += chance * (decided == Decision.P1)
    shares = exact_alarm_shares(design, true_rate=rate)

    for name in SHARES:
        assert getattr(shares, name) == pytest.approx(alarms[name])
        assert alarms[name] > 0


@pytest.mark.parametrize("true_rate", [None, 0.4])
def test_simulation_agrees_with_the_exact_shares(true_rate):
    """Within four standard errors, whether anything has changed or not."""
    streams = 9000
    exact = exact_alarm_shares(DESIGN, true_rate=true_rate)
    seen = simulate_alarm_shares(
        DESIGN, streams, np.random.default_rng(1), true_rate=true_rate
    )
    for name in SHARES:
        share = getattr(exact, name)
        error = math.sqrt(share * (1 - share) / streams)
        assert getattr(seen, name) == pytest.approx(share, abs=4 * error)


def test_the_more_looks_the_more_false_alarms():
    """While one look at the end stays near the risk that was meant."""
    shares = [
        exact_alarm_shares(PeekingDesign(rate=0.4, every=20, looks=looks))
        for looks in (1, 2, 4, 8, 16)
    ]
    risks = [share.every_look for share in shares]

    assert risks == sorted(risks)
    assert risks[-1] > 4 * 0.05
    assert all(share.once < 0.07 for share in shares)


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.6])
def test_the_sequential_test_keeps_its_risk_at_any_number_of_looks(rate):
    """Wald: at most alpha / (1 - beta), however many patients come."""
    for looks in (5, 20):
        design = PeekingDesign(rate=rate, every=20, looks=looks)
        assert exact_alarm_shares(design).sequential <= 0.05 / (1 - BETA)


def test_300_learners_have_designs_worth_simulating_and_no_two_alike():
    """At each, looking often more than doubles the risk."""
    designs = [draw_design(np.random.default_rng([7, n])) for n in range(300)]

    assert len(set(designs)) == 300
    for design in designs[:40]:
        assert exact_alarm_shares(design).every_look > 0.1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rate": 0}, "between 0 and 1"),
        ({"alpha": 1.0}, "between 0 and 1"),
        ({"every": 0}, "after one patient or more"),
        ({"looks": 0}, "one look or more"),
    ],
)
def test_a_design_without_looks_or_chance_is_refused(changed, sentence):
    """One sentence says what there was."""
    with pytest.raises(ValueError, match=sentence):
        PeekingDesign(**dict(rate=0.3, every=5, looks=4) | changed)


def test_no_streams_are_refused():
    """There is no share of nothing."""
    with pytest.raises(ValueError, match="one stream"):
        simulate_alarm_shares(DESIGN, 0, np.random.default_rng(1))
