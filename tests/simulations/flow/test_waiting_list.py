"""The waiting list: week by week, patient by patient and slot by slot."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.flow.waiting_list import (
    BALANCES,
    draw_list,
    draw_list_plan,
    draw_read_list,
    run_list,
)

weeks = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40
)


def drawn(balance, learner):
    """One learner's waiting list."""
    rng = np.random.default_rng(np.random.SeedSequence([11, learner]))
    return draw_read_list(draw_list_plan(balance, rng), rng)


@given(weeks, st.integers(0, 50))
def test_week_by_week(counts, waiting):
    """Who cannot be seen is kept on the list; a slot nobody fills is lost."""
    demand, slots = zip(*counts, strict=True)
    ran = run_list(demand, slots, waiting)
    for week, (patients, free) in enumerate(counts):
        seen = min(waiting + patients, free)
        waiting += patients - seen
        assert ran.waiting[week] == waiting
        assert ran.unused[week] == free - seen


@given(weeks, st.integers(0, 50))
def test_every_patient_and_every_slot_is_accounted_for(counts, waiting):
    """The list at the end is what it was, plus demand, less the slots used."""
    demand, slots = zip(*counts, strict=True)
    ran = run_list(demand, slots, waiting)

    used = ran.slots.sum() - ran.unused.sum()
    assert ran.waiting[-1] == waiting + ran.demand.sum() - used


def test_the_same_patients_in_another_order():
    """The good week before the bad one loses slots; after it, it does not."""
    assert run_list([12, 8], [10, 10]).waiting[-1] == 0
    assert run_list([8, 12], [10, 10]).waiting[-1] == 2


@pytest.mark.parametrize("balance", BALANCES)
def test_three_hundred_lists_say_what_was_planned_and_no_two_alike(balance):
    """Spare slots: no list at the end. As many: a list. Fewer: it grows and grows."""
    lists = [drawn(balance, learner) for learner in range(300)]

    assert len({one.waiting.tobytes() for one in lists}) == 300
    for one in lists:
        left_over = one.slots.sum() - one.demand.sum()
        quarters = one.waiting[[12, 25, 38, 51]]
        if balance == "spare":
            assert left_over > 0 and one.waiting.max() > 0 == one.waiting[-1]
        elif balance == "even":
            assert left_over == 0 and one.waiting[-1] == one.unused.sum() > 15
        else:
            assert left_over < 0 and (np.diff(quarters) > 0).all()


def test_without_variation_equal_capacity_is_enough():
    """It is the variation that makes the list, not the amount of work."""
    plan = draw_list_plan("even", np.random.default_rng(1))
    calm = replace(plan, demand_variation=0.0, slots_variation=0.0)

    assert draw_list(calm, np.random.default_rng(1)).waiting.max() == 0


def test_more_variation_means_a_longer_list():
    """Over 400 years of even capacity, by more than four standard errors."""
    rng = np.random.default_rng(3)
    plan = draw_list_plan("even", rng)
    ends = {}
    for variation in (0.08, 0.16):
        varied = replace(plan, demand_variation=variation, slots_variation=variation)
        ends[variation] = np.array(
            [draw_list(varied, rng).waiting[-1] for _ in range(400)]
        )
    error = (sum(end.var() for end in ends.values()) / 400) ** 0.5

    assert ends[0.16].mean() - ends[0.08].mean() > 4 * error


@pytest.mark.parametrize(
    ("demand", "slots", "waiting", "words"),
    [
        ([], [], 0, "for each week, not 0 and 0"),
        ([1, 2], [1], 0, "not 2 and 1"),
        ([1, -2], [1, 1], 0, "demand of week 2 is -2"),
        ([1, 2], [-1, 1], 0, "slots of week 1 is -1"),
        ([1], [1], -1, "cannot begin with -1"),
    ],
)
def test_weeks_that_cannot_be_are_refused(demand, slots, waiting, words):
    """With the week named."""
    with pytest.raises(ValueError, match=words):
        run_list(demand, slots, waiting)


def test_plans_that_cannot_be_are_refused():
    """An unknown balance, too short a time, and a plan nobody could read."""
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="spare, even, short"):
        draw_list_plan("plenty", rng)
    with pytest.raises(ValueError, match="at least 20 weeks"):
        draw_list_plan("even", rng, weeks=12)
    calm = replace(draw_list_plan("even", rng), demand_variation=0, slots_variation=0)
    with pytest.raises(ValueError, match="None of 5 waiting lists"):
        draw_read_list(calm, rng, tries=5)
