"""Stations in a row: the narrowest decides, and chance is the same for all ways."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.flow.line import (
    Station,
    draw_line_day,
    narrowest,
    through_per_hour,
)

stations = st.builds(
    Station, minutes_per_visit=st.floats(0.5, 120), staff=st.integers(1, 6)
)
rows = st.lists(stations, min_size=1, max_size=6)


@given(rows, st.floats(0.1, 500))
def test_no_more_comes_through_than_comes_in_or_than_any_station_takes(row, demand):
    """Whichever is least."""
    through = through_per_hour(row, demand)

    assert through == min(demand, *(station.capacity for station in row))
    assert row[narrowest(row)].capacity >= through


@given(rows, st.integers(0, 5))
def test_one_more_elsewhere_changes_nothing(row, place):
    """Only at the narrowest station does anything come of it."""
    place %= len(row)
    more = [
        Station(minutes_per_visit=s.minutes_per_visit, staff=s.staff + (i == place))
        for i, s in enumerate(row)
    ]
    before, after = (through_per_hour(each, 1e9) for each in (row, more))

    assert after >= before
    least = sorted(station.capacity for station in row)
    if row[place].capacity > least[0]:
        assert after == before


ROW = [
    Station(minutes_per_visit=3),
    Station(minutes_per_visit=9, staff=2),
    Station(minutes_per_visit=6.4),
]


def day(row, seed=7, **kwargs):
    """Draw a day of forty people."""
    return draw_line_day(row, 40, 20 / 3, np.random.default_rng(seed), **kwargs)


def test_everybody_goes_through_the_stations_in_order():
    """Nobody is seen before they have left the station before."""
    flows = day(ROW).flows

    for earlier, later in zip(flows, flows[1:], strict=False):
        assert (later.arrived == earlier.left).all()
        assert (later.started >= later.arrived - 1e-9).all()


def test_waits_and_visits_make_up_the_stay():
    """From the first door to the last."""
    drawn = day(ROW)
    visits = sum(flow.left - flow.started for flow in drawn.flows)

    assert drawn.stays == pytest.approx(drawn.waits.sum(axis=0) + visits)


def test_the_same_people_come_with_the_same_luck_whoever_works():
    """And a visit takes what it took."""
    more = [*ROW[:2], Station(minutes_per_visit=6.4, staff=3)]
    one, other = day(ROW), day(more)

    assert (one.flows[0].arrived == other.flows[0].arrived).all()
    for flow, again in zip(one.flows, other.flows, strict=True):
        assert flow.left - flow.started == pytest.approx(again.left - again.started)
    assert other.stays.mean() < one.stays.mean()


def test_booked_people_have_the_same_visits():
    """Only the way they come is another."""
    one, other = day(ROW), day(ROW, arrival_variation=0.2)

    for flow, again in zip(one.flows, other.flows, strict=True):
        assert flow.left - flow.started == pytest.approx(again.left - again.started)


def test_littles_law_holds_for_the_whole_row():
    """People there, averaged over time, are arrivals per minute times mean stay."""
    drawn = day(ROW)
    minutes = drawn.flows[-1].left.max()
    there = sum(flow.mean_present() * flow.minutes for flow in drawn.flows)

    assert there / minutes == pytest.approx(40 / minutes * drawn.stays.mean())


@pytest.mark.parametrize("wrong", [{"minutes_per_visit": 0}, {"staff": 0}])
def test_a_station_that_cannot_be_is_refused(wrong):
    """In a sentence."""
    with pytest.raises(ValueError):
        Station(**({"minutes_per_visit": 5} | wrong))
