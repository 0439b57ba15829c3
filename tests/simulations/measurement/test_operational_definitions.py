"""One list of stays, two definitions: the counts are those of the plan, exactly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.measurement.operational_definitions import (
    ACQUIRED_ULCER,
    ANY_ULCER,
    REASONS,
    Definition,
    Stay,
    StaysPlan,
    count,
    draw_stays,
    draw_stays_plan,
)

# Counts under both definitions, and no reason to be left out.
STAY = Stay(number=1, age=81, days=6, examined_day=1, first_grade=0, worst_grade=2)


def drawn(learner):
    """One learner's plan and records; from 18 to 24 stays."""
    rng = np.random.default_rng(np.random.SeedSequence([16, learner]))
    plan = draw_stays_plan(rng, 18 + learner % 7)
    return plan, draw_stays(plan, rng)


@given(st.integers(0, 2**32), st.integers(18, 30))
def test_counts_are_those_of_the_plan(seed, stays):
    """Numerator and denominator under both definitions, and each exclusion."""
    rng = np.random.default_rng(seed)
    plan = draw_stays_plan(rng, stays)
    records = draw_stays(plan, rng)
    any_ulcer, acquired = count(ANY_ULCER, records), count(ACQUIRED_ULCER, records)
    left_out = [reason for _, reason in acquired.excluded]

    assert len(records) == plan.stays == stays
    assert (len(any_ulcer.numerator), len(any_ulcer.denominator)) == plan.any_ulcer
    assert (len(acquired.numerator), len(acquired.denominator)) == plan.acquired_ulcer
    assert [left_out.count(reason) for reason in REASONS] == [
        plan.under_age,
        plan.short_stay,
        plan.not_examined,
    ]


@given(st.integers(0, 2**32))
def test_no_record_is_left_out_for_two_reasons(seed):
    """In whichever order one asks, the answer is the same."""
    rng = np.random.default_rng(seed)
    records = draw_stays(draw_stays_plan(rng), rng)
    for record in records:
        assert sum(out(record) for _, out in ACQUIRED_ULCER.exclusions) <= 1


@given(st.integers(0, 2**32))
def test_records_could_be_true(seed):
    """No examination after discharge, and none that found more than was ever there."""
    rng = np.random.default_rng(seed)
    records = draw_stays(draw_stays_plan(rng), rng)

    assert [stay.number for stay in records] == list(range(1, len(records) + 1))
    for stay in records:
        assert 15 <= stay.age <= 99 and 1 <= stay.days <= 14
        assert 0 <= stay.worst_grade <= 4
        if stay.examined_day is None:
            assert stay.first_grade is None
        else:
            assert 1 <= stay.examined_day <= stay.days
            assert stay.first_grade <= stay.worst_grade


def test_three_hundred_lists_tell_slips_apart_and_no_two_are_alike():
    """Leaving nobody out, or also those hard to blame, gives other numbers."""
    include_all = replace_exclusions(())
    exclude_inconvenient = replace_exclusions(
        (*ACQUIRED_ULCER.exclusions, ("on-arrival", lambda stay: stay.first_grade > 1))
    )
    seen = set()
    for learner in range(300):
        plan, records = drawn(learner)
        seen.add(records)
        right = count(ACQUIRED_ULCER, records)
        slips = [count(ANY_ULCER, records), count(exclude_inconvenient, records)]
        slips += [count(include_all, [s for s in records if s.first_grade is not None])]
        assert all(slip.denominator != right.denominator for slip in slips)
        assert count(ANY_ULCER, records).share - right.share >= 0.1
        assert len(right.numerator) >= 2
        assert plan.clear >= 2

    assert len(seen) == 300


def replace_exclusions(exclusions):
    """The stricter definition with other exclusions."""
    return replace(ACQUIRED_ULCER, name="slip", exclusions=exclusions)


@pytest.mark.parametrize(
    ("change", "any_ulcer", "acquired", "reason"),
    [
        ({}, True, True, None),
        ({"worst_grade": 1}, True, False, None),
        ({"worst_grade": 0}, False, False, None),
        ({"first_grade": 1}, True, True, None),
        ({"first_grade": 2}, True, False, None),
        ({"first_grade": 2, "worst_grade": 4}, True, False, None),
        ({"age": 18}, True, True, None),
        ({"age": 17}, True, False, "under-age"),
        ({"days": 2}, True, True, None),
        ({"days": 1}, True, False, "short-stay"),
        ({"examined_day": 2}, True, False, "not-examined"),
        ({"examined_day": None, "first_grade": None}, True, False, "not-examined"),
        ({"age": 17, "days": 1}, True, False, "under-age"),
    ],
)
def test_a_stay_by_hand(change, any_ulcer, acquired, reason):
    """Each word of the definitions decides something."""
    stay = replace(STAY, **change)
    strict = count(ACQUIRED_ULCER, [stay])

    assert count(ANY_ULCER, [stay]).numerator == ((1,) if any_ulcer else ())
    assert strict.numerator == ((1,) if acquired else ())
    assert strict.denominator == (() if reason else (1,))
    assert strict.excluded == (((1, reason),) if reason else ())


def test_shares():
    """Numerator out of denominator; of nothing there is none."""
    stays = [replace(STAY, number=n, worst_grade=g) for n, g in enumerate((2, 0, 0, 3))]
    nobody = Definition(
        name="nobody", exclusions=(("all", lambda _: True),), counts=lambda _: True
    )

    assert count(ANY_ULCER, stays).share == 0.5
    with pytest.raises(ValueError, match="every record is left out"):
        _ = count(nobody, stays).share


def test_what_cannot_be_is_refused():
    """Too few stays to show it, and more broken skin than there are stays."""
    with pytest.raises(ValueError, match="at least 18 stays to show, not 17"):
        draw_stays_plan(np.random.default_rng(1), 17)
    with pytest.raises(ValueError, match="Of 3 stays left out, 4"):
        StaysPlan(
            clear=5,
            reddened=1,
            acquired=2,
            on_arrival=1,
            under_age=1,
            short_stay=1,
            not_examined=1,
            excluded_broken=4,
        )
