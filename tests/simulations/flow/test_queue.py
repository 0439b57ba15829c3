"""The queue: patients by hand, Little's law to the minute, and theory on average."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.flow.queue import (
    BUSY,
    QueueClinic,
    draw_clinic,
    draw_flow,
    expected_wait,
    run_queue,
)

minutes = st.integers(0, 60)
days = st.lists(st.tuples(minutes, minutes), min_size=1, max_size=40)
crews = st.integers(1, 4)


def flow_of(day, staff=1):
    """The day of patients given as (minutes since the one before, minutes of visit)."""
    gaps, visits = zip(*day, strict=True)
    return run_queue(np.cumsum(gaps), visits, staff)


def test_a_morning_by_hand():
    """Ten-minute visits from 0, 5 and 6, by one at work and by two."""
    alone = run_queue([0, 5, 6], [10, 10, 10])
    together = run_queue([0, 5, 6], [10, 10, 10], staff=2)

    assert alone.waits.tolist() == [0, 5, 14]
    assert alone.left.tolist() == [10, 20, 30]
    assert together.waits.tolist() == [0, 0, 4]
    assert alone.waiting_at([0, 4, 5, 6, 10, 19, 20, 30]).tolist() == [
        *(0, 0, 1, 2, 1, 1, 0, 0)
    ]


@given(days)
def test_one_at_work_follows_lindley(day):
    """Each wait is the last one plus the visit less the gap, and never below zero."""
    waits = flow_of(day).waits
    expected = [0.0]
    for (_, visit), (gap, _) in zip(day, day[1:], strict=False):
        expected.append(max(0.0, expected[-1] + visit - gap))

    assert waits.tolist() == expected


@given(days, crews)
def test_littles_law_holds_to_the_minute(day, staff):
    """Heads counted through a finished day are the minutes patients spent there."""
    flow = flow_of(day, staff)
    heads = flow.present_at(np.arange(flow.minutes)).sum()
    waiting = flow.waiting_at(np.arange(flow.minutes)).sum()

    assert heads == flow.stays.sum()
    assert waiting == flow.waits.sum()
    assert flow.mean_present() * flow.minutes == pytest.approx(flow.stays.sum())
    assert flow.mean_waiting() * flow.minutes == pytest.approx(flow.waits.sum())


@given(days, crews)
def test_nobody_is_seen_early_twice_or_while_all_are_busy(day, staff):
    """Visits begin after arrival, in its order, and never more than there are staff."""
    flow = flow_of(day, staff)
    moments = np.concatenate((flow.arrived, flow.started, flow.left))
    in_visit = flow.present_at(moments) - flow.waiting_at(moments)

    assert (flow.waits >= 0).all()
    assert (np.diff(flow.started) >= 0).all()
    assert in_visit.max() <= staff
    # Whoever waits does so because everybody is busy.
    assert ((flow.waiting_at(moments) == 0) | (in_visit == staff)).all()


@given(days, crews)
def test_one_more_at_work_never_makes_anybody_wait_longer(day, staff):
    """The same patients on the same day."""
    assert (flow_of(day, staff + 1).waits <= flow_of(day, staff).waits).all()


def test_patients_may_be_given_in_any_order():
    """As when they come from a step before this one."""
    flow = run_queue([6, 0, 5], [10, 10, 10])

    assert flow.waits.tolist() == [14, 0, 5]


def test_two_steps_in_a_row():
    """The slow step decides the pace, wherever it lies."""
    first = run_queue([0, 1, 2], [2, 2, 2])
    second = run_queue(first.left, [5, 5, 5])

    assert second.left.tolist() == [7, 12, 17]


@pytest.mark.parametrize(
    "clinic",
    [
        QueueClinic(minutes_between_arrivals=20, minutes_per_visit=12),
        QueueClinic(minutes_between_arrivals=20, minutes_per_visit=15),
        QueueClinic(visit_variation=0),
        QueueClinic(visit_variation=1.5),
        QueueClinic(minutes_between_arrivals=9, minutes_per_visit=14, staff=2),
        QueueClinic(minutes_between_arrivals=8, minutes_per_visit=18, staff=3),
    ],
)
def test_mean_wait_is_the_one_of_theory(clinic):
    """Over 60 clinics of 4000 patients, after a start-up, within four errors."""
    rng = np.random.default_rng(2)
    means = np.array(
        [draw_flow(clinic, 4000, rng).waits[800:].mean() for _ in range(60)]
    )

    assert means.mean() == pytest.approx(
        expected_wait(clinic), abs=4 * means.std(ddof=1) / 60**0.5
    )


def test_the_textbook_queue():
    """At 75 % the mean wait is three visits, at 90 % nine: rho / (1 - rho) of them."""
    quarter_hour = {"minutes_per_visit": 15.0}

    assert expected_wait(
        QueueClinic(minutes_between_arrivals=20, **quarter_hour)
    ) == pytest.approx(3 * 15)
    assert expected_wait(
        QueueClinic(minutes_between_arrivals=15 / 0.9, **quarter_hour)
    ) == pytest.approx(9 * 15)


def test_two_at_work_by_hand():
    """M/M/2: the wait is s rho² / (1 - rho²)."""
    clinic = QueueClinic(minutes_between_arrivals=10, minutes_per_visit=15, staff=2)

    assert expected_wait(clinic) == pytest.approx(15 * 0.75**2 / (1 - 0.75**2))


def test_littles_law_holds_on_average():
    """People waiting are arrivals per minute times the mean wait, in the long run."""
    clinic, rng = QueueClinic(), np.random.default_rng(3)
    flows = [draw_flow(clinic, 4000, rng) for _ in range(60)]
    waiting = np.array([flow.mean_waiting() for flow in flows])
    error = waiting.std(ddof=1) / 60**0.5

    assert waiting.mean() == pytest.approx(
        expected_wait(clinic) / clinic.minutes_between_arrivals, abs=4 * error
    )


def test_without_variation_nobody_waits():
    """A patient every twenty minutes and visits of fifteen: there is no queue."""
    clinic = QueueClinic(arrival_variation=0, visit_variation=0)

    assert draw_flow(clinic, 50, np.random.default_rng(1)).waits.max() == 0


def test_staff_are_idle_as_much_as_utilisation_says():
    """Visits fill three quarters of the time though people wait 45 minutes."""
    clinic = QueueClinic()
    flow = draw_flow(clinic, 40_000, np.random.default_rng(4))
    busy = (flow.mean_present() - flow.mean_waiting()) / clinic.staff

    # A ratio of two sums of exponential times: relative error sqrt(2 / patients).
    assert busy == pytest.approx(0.75, rel=4 * (2 / 40_000) ** 0.5)


@pytest.mark.parametrize("variation", [0.0, 0.5, 1.0, 1.5])
def test_drawn_times_have_the_mean_and_variation_asked_for(variation):
    """Within four standard errors of 40 000 arrivals."""
    clinic = QueueClinic(arrival_variation=variation)
    gaps = np.diff(draw_flow(clinic, 40_000, np.random.default_rng(5)).arrived)
    error = 20 * variation / len(gaps) ** 0.5

    assert gaps.mean() == pytest.approx(20, abs=4 * error + 1e-6)
    # Gamma times have a kurtosis of 3 + 6 variation²: it widens the error of a spread.
    wider = (0.5 + 1.5 * variation**2) ** 0.5
    assert gaps.std() == pytest.approx(20 * variation, abs=4 * error * wider + 1e-6)


def test_the_same_luck_whatever_the_mean_and_the_staff():
    """A slider moved is seen, not another draw."""
    slow, fast = (
        draw_flow(QueueClinic(minutes_per_visit=m), 30, np.random.default_rng(6))
        for m in (16, 8)
    )

    assert slow.arrived == pytest.approx(fast.arrived)
    assert (slow.left - slow.started) == pytest.approx(2 * (fast.left - fast.started))


def test_three_hundred_clinics_are_busy_and_no_two_alike():
    """Each within the utilisation meant, and none drawn twice."""
    flows = []
    for learner in range(300):
        rng = np.random.default_rng(np.random.SeedSequence([8, learner]))
        clinic = draw_clinic(rng)
        assert BUSY[0] - 0.01 < clinic.utilisation < BUSY[1] + 0.01
        flows.append(draw_flow(clinic, 40, rng))

    assert len({flow.waits.tobytes() for flow in flows}) == 300


@pytest.mark.parametrize(
    ("clinic", "words"),
    [
        (QueueClinic(minutes_per_visit=20), "grows for ever"),
        (QueueClinic(arrival_variation=0.5), "known exactly only"),
        (QueueClinic(staff=2, visit_variation=0), "known exactly only"),
    ],
)
def test_no_mean_wait_is_invented(clinic, words):
    """Where theory has no exact answer there is none."""
    with pytest.raises(ValueError, match=words):
        expected_wait(clinic)


@pytest.mark.parametrize(
    ("arrived", "visits", "staff", "words"),
    [
        ([], [], 1, "for each patient, not 0 and 0"),
        ([1, 2], [3], 1, "not 2 and 1"),
        ([1, 2], [3, -1], 1, "visit of patient 2 is -1"),
        ([1, np.nan], [3, 1], 1, "arrival of patient 2 is nan"),
        ([1, 2], [3, np.inf], 1, "visit of patient 2 is inf"),
        ([1, 2], [3, 1], 0, "at least one at work"),
    ],
)
def test_a_day_that_cannot_be_is_refused(arrived, visits, staff, words):
    """With the patient named."""
    with pytest.raises(ValueError, match=words):
        run_queue(arrived, visits, staff)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes_per_visit": 0},
        {"minutes_between_arrivals": -1},
        {"visit_variation": -0.1},
        {"staff": 0},
    ],
)
def test_a_clinic_that_cannot_be_is_refused(wrong):
    """Times above zero, variation not below it, somebody at work."""
    with pytest.raises(ValueError):
        QueueClinic(**wrong)
