"""Tampering: the answers are what the simulations of the lesson show."""

import re

import numpy as np
import pytest

from course.exercises.variation.tampering import (
    COST_PREDICTION,
    FUNNEL_ORDER,
    TAMPERING_COST,
    ratio_of_own_means,
)
from course.simulations.variation.funnel import correct_by_fraction, drop_marbles

LEARNERS = range(25)


def test_the_ways_to_move_a_funnel_spread_the_marbles_as_the_key_says():
    """Deming's rules 2 to 4, and half of rule 2, against leaving alone."""
    truth = COST_PREDICTION.case("autumn", "amira").truth
    rng = np.random.default_rng(1)
    alone = drop_marbles(1, 4000, 1, rng).var()
    ways = {"move-by-miss": 2, "mirror-miss": 3, "aim-where-landed": 4}
    spreads = {
        way: drop_marbles(rule, 4000, 1, rng).var() for way, rule in ways.items()
    }
    spreads["move-by-half"] = correct_by_fraction(0.5, 4000, 1, rng).var()

    assert all(spread > 1.2 * alone for spread in spreads.values())
    assert {truth[way] for way in spreads} == {"more"}
    assert set(truth.values()) == {"less", "same", "more"}


def per_cent_of(item):
    """What fraction a person corrects, as the card says."""
    if "touches nothing" in item.text:
        return 0
    stated = re.search(r"(\d+) per cent", item.text)
    return int(stated[1]) if stated else 100


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_order_is_that_of_many_days(learner):
    """Each habit tried for 20,000 days; neighbours in the order differ plainly."""
    case = FUNNEL_ORDER.case("autumn", f"learner-{learner}")
    spread = {
        item.id: correct_by_fraction(
            per_cent_of(item) / 100, 20_000, 1, np.random.default_rng(1)
        ).var()
        for item in case.items
    }

    assert sorted(spread, key=spread.get) == case.truth


def cells(case, column):
    """A column of the table as numbers, without the row of totals."""
    texts = [row[column] for row in case.tables[0].rows[:-1]]
    return np.array([float(text.replace("\u2212", "-")) for text in texts])


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_costs_can_be_worked_out_from_the_table(learner):
    """By hand, from the figures as they are shown."""
    case = TAMPERING_COST.case("autumn", f"learner-{learner}")
    alone, adjusted = cells(case, 1), cells(case, 3)
    fraction = case.facts["per_cent"] / 100
    left, changed = (alone**2).mean(), (adjusted**2).mean()

    assert case.truth == pytest.approx(
        {
            "left": left,
            "adjusted": changed,
            "ratio": changed / left,
            "long-run": 2 / (2 - fraction),
        },
        abs=1e-3,
    )
    assert [cells(case, 2).sum(), cells(case, 4).sum()] == pytest.approx(
        [float(case.tables[0].rows[-1][2]), float(case.tables[0].rows[-1][4])]
    )


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_adjusted_week_undoes_a_share_of_the_one_before(learner):
    """What changes between two weeks is chance and the correction, nothing else."""
    case = TAMPERING_COST.case("autumn", f"learner-{learner}")
    alone, adjusted = cells(case, 1), cells(case, 3)
    setting = adjusted - alone
    corrections = -case.facts["per_cent"] / 100 * adjusted[:-1]

    assert np.diff(setting) == pytest.approx(corrections, abs=0.16)
    assert setting[0] == 0


@pytest.mark.parametrize("learner", LEARNERS)
def test_one_decimal_for_means_and_two_for_ratios_are_enough(learner):
    """Rounding as people do costs nothing."""
    case = TAMPERING_COST.case("autumn", f"learner-{learner}")
    decimals = {"left": 1, "adjusted": 1, "ratio": 2, "long-run": 2}
    answer = {field: f"{case.truth[field]:.{d}f}" for field, d in decimals.items()}

    assert TAMPERING_COST.mark(case, answer).points == 4


def test_the_ratio_follows_from_own_means_only_when_one_is_of_these_weeks():
    """A slip in one mean is paid for once; two foreign means are another clinic's."""
    case = TAMPERING_COST.case("autumn", "amira")
    left, adjusted = case.truth["left"], case.truth["adjusted"]

    assert ratio_of_own_means(case, {"left": left, "adjusted": 2 * adjusted}) == {
        "ratio": pytest.approx(2 * case.truth["ratio"], abs=1e-3)
    }
    assert ratio_of_own_means(case, {"left": 2 * left, "adjusted": 2 * adjusted}) == {}
    assert ratio_of_own_means(case, {"left": 0.0, "adjusted": adjusted}) == {}
    assert ratio_of_own_means(case, {}) == {}
