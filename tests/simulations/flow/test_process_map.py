"""A process map: minutes add up, and shares of first passes multiply."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.flow.process_map import (
    KINDS,
    ProcessStep,
    measure_process,
    rolled_yield,
)

steps = st.lists(
    st.builds(
        ProcessStep,
        kind=st.sampled_from(KINDS),
        minutes=st.floats(0, 1e4),
        first_pass=st.floats(0, 100),
        adds_value=st.booleans(),
    )
)


@given(steps)
def test_work_and_waiting_make_the_whole_and_value_is_part_of_the_work(drawn):
    """Nothing is counted twice."""
    measured = measure_process(drawn)

    assert measured.touch_minutes + measured.wait_minutes == pytest.approx(
        measured.lead_minutes
    )
    assert measured.value_minutes <= measured.touch_minutes + 1e-9
    assert 0 <= measured.value_share <= 100 + 1e-9


@given(steps)
def test_no_more_go_through_untouched_than_through_the_weakest_step(drawn):
    """Each step takes its share."""
    measured = measure_process(drawn)
    passed = [s.first_pass for s in drawn if s.kind in ("step", "decision", "handoff")]

    assert measured.rolled_yield <= min(passed, default=100) + 1e-9


@given(st.lists(st.floats(1, 100), min_size=1, max_size=8))
def test_the_order_of_the_steps_does_not_matter_to_the_yield(shares):
    """A product is a product from either end."""
    assert rolled_yield(shares) == pytest.approx(rolled_yield(shares[::-1]))


def test_the_lesson_s_example():
    """Five steps at 95, 90, 96, 92 and 98 per cent leave 74."""
    assert rolled_yield([95, 90, 96, 92, 98]) == pytest.approx(74.0, abs=0.05)


def test_forty_steps_at_98_leave_fewer_than_half():
    """As the pitfall asks."""
    assert rolled_yield([98] * 40) == pytest.approx(44.6, abs=0.05)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nap"},
        {"kind": "step", "minutes": -1},
        {"kind": "step", "minutes": math.inf},
        {"kind": "step", "minutes": math.nan},
        {"kind": "step", "first_pass": 101},
        {"kind": "step", "first_pass": math.nan},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    """In a sentence, where the map is made."""
    with pytest.raises(ValueError):
        ProcessStep(**wrong)
