"""Together and apart: published figures, exact counts, and what the role demands."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.measurement.stratification import (
    BERKELEY,
    KIDNEY_STONES,
    ROLES,
    STRATA,
    StratifiedPlan,
    StratifiedTable,
    crude_difference_at,
    crude_rates_at,
    draw_read_table,
    draw_stratified_plan,
    draw_table,
    share_at_reversal,
)

KINDS = list(product(ROLES, (True, False)))

counts = st.tuples(st.integers(1, 500), st.floats(0, 1)).map(
    lambda drawn: (round(drawn[0] * drawn[1]), drawn[0])
)
tables = st.lists(counts, min_size=4, max_size=4).map(
    lambda cells: StratifiedTable(
        ("A", "B"),
        ("mild", "severe"),
        np.array([events for events, _ in cells]).reshape(2, 2),
        np.array([patients for _, patients in cells]).reshape(2, 2),
    )
)


def drawn(role, reverses, learner):
    """One learner's plan and table."""
    rng = np.random.default_rng(np.random.SeedSequence([18, learner]))
    plan = draw_stratified_plan(role, reverses, rng)
    return plan, draw_read_table(plan, rng)


def looks_better(plan, difference):
    """Whether a difference, first minus second, speaks for the first unit."""
    return bool(difference > 0) is plan.events_are_good


def test_kidney_stones_as_published():
    """78 % against 83 % together; 93 against 87 of small and 73 against 69 of large."""
    open_surgery, percutaneous = KIDNEY_STONES.rates.round(2).tolist()

    assert KIDNEY_STONES.events.sum(axis=1).tolist() == [273, 289]
    assert KIDNEY_STONES.patients.sum(axis=1).tolist() == [350, 350]
    assert KIDNEY_STONES.crude_rates.round(2).tolist() == [0.78, 0.83]
    assert (open_surgery, percutaneous) == ([0.93, 0.73], [0.87, 0.69])
    assert KIDNEY_STONES.reversed


def test_berkeley_as_published():
    """1198 of 2691 men and 557 of 1835 women; women ahead in four departments."""
    assert BERKELEY.events.sum(axis=1).tolist() == [1198, 557]
    assert BERKELEY.patients.sum(axis=1).tolist() == [2691, 1835]
    assert BERKELEY.crude_difference > 0.14
    assert (BERKELEY.differences < 0).tolist() == [True, True, False, True, False, True]
    assert not BERKELEY.reversed
    first, second = BERKELEY.standardised_rates
    assert first < second


@given(tables)
def test_a_crude_rate_is_the_mix_of_the_rates(table):
    """Each unit's rates weighed by its own groups; standardised, by all together."""
    mixed = (table.rates * table.mix).sum(axis=1)
    both = table.patients.sum(axis=0) / table.patients.sum()

    assert table.crude_rates == pytest.approx(mixed)
    assert table.standardised_rates == pytest.approx((table.rates * both).sum(axis=1))
    assert table.mix.sum(axis=1) == pytest.approx(1)


@given(tables)
def test_with_the_same_mix_nothing_can_be_reversed(table):
    """Patients who are alike compare alike, together and apart."""
    together = table.patients.sum(axis=0)
    rates = table.events / table.patients
    # Three times everybody, at each unit's own rates: counts stay whole.
    same = StratifiedTable(
        table.names,
        table.strata,
        np.rint(rates * together).astype(int),
        np.tile(together, (2, 1)),
    )

    assert not same.reversed


@given(tables, st.sampled_from([0, 1]))
def test_the_slider_ends_where_the_table_is(table, unit):
    """At the unit's own mix the difference is the crude one; in between it is even."""
    share = table.mix[unit, 1]
    none, some, own, all_ = crude_difference_at(table, [0, 0.5, share, 1], unit)

    assert own == pytest.approx(table.crude_difference)
    assert some == pytest.approx((none + all_) / 2)


@given(tables, st.sampled_from([0, 1]))
def test_at_the_reversal_the_two_look_alike(table, unit):
    """Or no mix does it, and the ends are on one side."""
    share = share_at_reversal(table, unit)
    none, all_ = crude_difference_at(table, [0.0, 1.0], unit)

    if np.isnan(share):
        assert none * all_ > 0 or none == all_
    else:
        assert crude_difference_at(table, share, unit) == pytest.approx(0, abs=1e-9)


def test_the_slider_reverses_the_kidney_stones():
    """Given the stones of the other, open surgery would have looked best."""
    as_it_was, as_the_other = crude_difference_at(KIDNEY_STONES, [263 / 350, 80 / 350])

    assert as_it_was == pytest.approx(-16 / 350)
    assert as_the_other > 0.05


@pytest.mark.parametrize(("role", "reverses"), KINDS)
def test_three_hundred_tables_say_what_was_planned_and_no_two_alike(role, reverses):
    """Together and apart, each by three per cent and two standard errors at least."""
    seen = set()
    for learner in range(300):
        plan, table = drawn(role, reverses, learner)
        seen.add((table.events.tobytes(), table.patients.tobytes()))
        assert table.reversed is reverses
        assert looks_better(plan, table.crude_difference) is plan.crude_says_first
        for difference in (
            *table.differences,
            -np.diff(table.standardised_rates)[0],
        ):
            assert looks_better(plan, difference) is plan.strata_say_first
        for rates, patients in (
            (table.crude_rates, table.patients.sum(axis=1)),
            *zip(table.rates.T, table.patients.T, strict=True),
        ):
            error = (rates * (1 - rates) / patients).sum() ** 0.5
            assert abs(rates[0] - rates[1]) >= max(0.03, 2 * error)

    assert len(seen) == 300


@pytest.mark.parametrize(("role", "reverses"), KINDS)
def test_the_right_reading_finds_the_better_unit(role, reverses):
    """Apart where the groups came first, together where the care made them."""
    for learner in range(60):
        plan, table = drawn(role, reverses, learner)
        right = (
            table.differences.mean()
            if plan.right_reading == "stratified"
            else table.crude_difference
        )
        assert looks_better(plan, right) is plan.first_is_better
        assert plan.right_reading == ("stratified" if role == "confounder" else "crude")


def test_the_numbers_do_not_know_the_role():
    """The same table calls for opposite conclusions when the groups come afterwards."""
    before = StratifiedPlan(
        role="confounder",
        stratum="severity",
        reverses=True,
        first_is_better=True,
        events_are_good=False,
    )
    after = replace(
        before, role="mediator", stratum="complication", first_is_better=False
    )
    one = draw_table(before, np.random.default_rng(1))
    other = draw_table(after, np.random.default_rng(1))

    assert (one.events == other.events).all()
    assert (one.patients == other.patients).all()
    assert before.first_is_better is not after.first_is_better


def test_neither_unit_nor_direction_is_known_beforehand():
    """The first is better for about half, and events are good for about half."""
    plans = [drawn("confounder", True, learner)[0] for learner in range(300)]
    for of in ("first_is_better", "events_are_good"):
        assert abs(sum(getattr(plan, of) for plan in plans) - 150) < 4 * 75**0.5
    assert {plan.stratum for plan in plans} == set(STRATA["confounder"])


@pytest.mark.parametrize(("role", "reverses"), KINDS)
def test_the_second_group_is_the_one_at_risk(role, reverses):
    """Fewer good events there, or more of what is feared, at both units."""
    for learner in range(60):
        plan, table = drawn(role, reverses, learner)
        assert all(
            (high < low) is plan.events_are_good for low, high in table.rates.tolist()
        )
        assert table.strata == STRATA[role][plan.stratum]


@pytest.mark.parametrize(
    ("events", "patients", "words"),
    [
        ([[1, 2], [3, 4]], [[5, 5], [5, 3]], "4 events among 3 patients .*B, severe"),
        ([[0, 2], [3, 4]], [[0, 5], [5, 5]], "0 events among 0 patients .*A, mild"),
        ([[-1, 2], [3, 4]], [[5, 5], [5, 5]], "-1 events"),
        ([[1, 2, 3], [3, 4, 5]], [[5, 5], [5, 5]], "two units in each"),
    ],
)
def test_a_table_that_cannot_be_is_refused(events, patients, words):
    """With the unit and the group named."""
    with pytest.raises(ValueError, match=words):
        StratifiedTable(
            ("A", "B"), ("mild", "severe"), np.array(events), np.array(patients)
        )


def test_what_has_no_answer_is_refused():
    """Six groups have no single share, and a share of 80 is 80 per cent."""
    with pytest.raises(ValueError, match="two groups, not 6"):
        crude_difference_at(BERKELEY, 0.5)
    with pytest.raises(ValueError, match="0 to 1"):
        crude_difference_at(KIDNEY_STONES, [0.2, 80])
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="confounder, mediator"):
        draw_stratified_plan("collider", True, rng)
    plan = draw_stratified_plan("confounder", True, rng)
    with pytest.raises(ValueError, match="severity, age, arrival"):
        replace(plan, stratum="transfer")
    with pytest.raises(ValueError, match="None of 0 tables"):
        draw_read_table(plan, rng, tries=0)


def test_published_tables_cannot_be_changed():
    """They are shared by all who import them."""
    with pytest.raises(ValueError, match="read-only"):
        KIDNEY_STONES.events[0, 0] = 1


def test_another_mix_moves_both_crude_rates_and_nothing_else():
    """With the mix as it was they are the published ones; with equals, 83 and 78."""
    as_it_was = crude_rates_at(KIDNEY_STONES, KIDNEY_STONES.mix[:, 1])
    assert as_it_was == pytest.approx(KIDNEY_STONES.crude_rates)

    equal = crude_rates_at(KIDNEY_STONES, [0.5, 0.5])
    assert equal == pytest.approx(KIDNEY_STONES.rates.mean(axis=1))
    for shares in ([0, 0], [1, 1]):
        group = shares[0]
        assert crude_rates_at(KIDNEY_STONES, shares) == pytest.approx(
            KIDNEY_STONES.rates[:, group]
        )


def test_a_mix_that_cannot_be_is_refused():
    """As for one unit alone."""
    with pytest.raises(ValueError, match="0 to 1"):
        crude_rates_at(KIDNEY_STONES, [0.5, 1.5])
    with pytest.raises(ValueError, match="two groups, not 6"):
        crude_rates_at(BERKELEY, [0.5, 0.5])
