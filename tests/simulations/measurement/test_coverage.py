"""A registry with patients missing: its bounds are those of every possible truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.measurement.coverage import (
    VERDICTS,
    RegistryYear,
    coverage_bounds,
    draw_registry_year,
)

years = st.tuples(
    st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.floats(0, 1)
).map(
    lambda y: RegistryYear(
        events=min(y[0], y[1]), reported=y[1], missing=y[2], target=y[3]
    )
)


@given(years)
def test_bounds_and_verdict_are_those_of_every_possible_truth(year):
    """Try each number of events among the missing; the printed share is in between."""
    truths = [
        (year.events + among_missing) / year.patients
        for among_missing in range(year.missing + 1)
    ]
    reached = {truth >= year.target for truth in truths}

    assert (year.lower, year.upper) == (min(truths), max(truths))
    assert year.lower <= year.share <= year.upper or math.isclose(
        year.share, year.lower
    )
    assert (
        year.verdict
        == {
            (True,): "reached",
            (False,): "not-reached",
            (False, True): "unknown",
        }[tuple(sorted(reached))]
    )


@given(years)
def test_the_bounds_are_as_far_apart_as_there_are_missing(year):
    """Coverage decides, and nothing else."""
    assert year.upper - year.lower == pytest.approx(1 - year.coverage)


def test_a_year_by_hand():
    """72 of 80 reported is 90 %; with 20 missing it may be 72 % or 92 %."""
    year = RegistryYear(events=72, reported=80, missing=20, target=0.85)

    assert (year.share, year.lower, year.upper) == (0.9, 0.72, 0.92)
    assert year.verdict == "unknown"
    assert year.coverage_needed == pytest.approx(0.85 / 0.9)


@pytest.mark.parametrize(("events", "target"), [(720, 0.6), (240, 0.7)])
def test_from_the_coverage_needed_on_the_matter_is_settled(events, target):
    """A little more and it is known; a little less and it is not."""
    needed = RegistryYear(
        events=events, reported=800, missing=0, target=target
    ).coverage_needed
    for coverage, settled in ((needed - 0.02, False), (needed + 0.02, True)):
        missing = round(800 / coverage) - 800
        year = RegistryYear(events=events, reported=800, missing=missing, target=target)
        assert (year.verdict != "unknown") is settled


def test_a_share_on_the_target_is_never_settled_by_coverage_alone():
    """There is no number to give."""
    year = RegistryYear(events=8, reported=10, missing=0, target=0.8)

    assert math.isnan(year.coverage_needed)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_three_hundred_years_have_the_verdict_meant_and_no_two_alike(verdict):
    """And no figure that is compared lies on the target."""
    years = [
        draw_registry_year(
            verdict, np.random.default_rng(np.random.SeedSequence([14, learner]))
        )
        for learner in range(300)
    ]

    assert {year.verdict for year in years} == {verdict}
    assert len(set(years)) == 300
    for year in years:
        assert 0.39 < year.coverage < 0.96
        for figure in (year.lower, year.share, year.upper):
            assert abs(figure - year.target) >= 0.01


def test_what_is_printed_does_not_tell_whether_it_is_known():
    """Of the undecided, about half look as if they had reached the target."""
    above = 0
    for learner in range(300):
        year = draw_registry_year("unknown", np.random.default_rng([15, learner]))
        above += year.share > year.target

    assert abs(above - 150) < 4 * 75**0.5


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reported": 0, "events": 0}, "at least one patient reported"),
        ({"missing": -1}, "not 10 and -1"),
        ({"events": 11}, "11 of 10 reported"),
        ({"events": -1}, "-1 of 10 reported"),
        ({"target": 80}, "not at 80"),
    ],
)
def test_a_year_that_cannot_be_is_refused(wrong, words):
    """In one plain sentence."""
    usual = {"events": 5, "reported": 10, "missing": 3, "target": 0.8}
    with pytest.raises(ValueError, match=words):
        RegistryYear(**(usual | wrong))


def test_an_unknown_verdict_is_refused():
    """The verdicts there are, are named; a bound reached is told of."""
    with pytest.raises(ValueError, match="reached, not-reached, unknown"):
        draw_registry_year("perhaps", np.random.default_rng(1))
    with pytest.raises(ValueError, match="None of 0 years"):
        draw_registry_year("reached", np.random.default_rng(1), tries=0)


def test_coverage_bounds_are_what_the_unknown_patients_could_make_of_it():
    """None of twenty with the event, or all of them."""
    assert coverage_bounds(30, 80, 100) == (0.3, 0.5)
    assert coverage_bounds(30, 80, 80) == (0.375, 0.375)
    with pytest.raises(ValueError, match="do not fit"):
        coverage_bounds(30, 20, 100)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_the_truth_lies_within_the_coverage_bounds(events, others, unknown):
    """However many of the patients not registered had the event."""
    registered = events + others
    lowest, highest = coverage_bounds(events, registered, registered + unknown)
    for more in range(unknown + 1):
        truth = (events + more) / (registered + unknown)
        assert lowest - 1e-12 <= truth <= highest + 1e-12
