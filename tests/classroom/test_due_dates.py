"""When lessons are due: on days on which one works, evenly, and at four o'clock."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from course.classroom.due_dates import due_dates, is_working_day

OSLO = ZoneInfo("Europe/Oslo")
any_run = {
    "start": st.dates(date(2026, 1, 1), date(2036, 12, 31)),
    "months": st.integers(3, 10),
    "count": st.integers(1, 12),
}


@given(**any_run)
def test_every_date_is_a_working_day_of_the_run_at_four(start, months, count):
    """Nobody hands in on a Sunday, in the first half of July or at Christmas."""
    due = due_dates(start, months, count, OSLO)

    assert len(due) == count
    for moment in due:
        assert is_working_day(moment.date())
        assert start < moment.date() < start + relativedelta(months=months)
        assert moment.timetz().replace(tzinfo=None) == time(16)
        assert moment.tzinfo is OSLO


@given(**any_run)
def test_between_two_dates_lie_as_many_working_days(start, months, count):
    """Give or take one, so that no lesson is pressed between two holidays."""
    due = [moment.date().toordinal() for moment in due_dates(start, months, count)]
    between = [
        sum(is_working_day(date.fromordinal(day)) for day in range(one + 1, next_ + 1))
        for one, next_ in zip([start.toordinal(), *due], due, strict=False)
    ]

    assert max(between) - min(between) <= 1


def test_four_oclock_is_four_oclock_in_summer_too():
    """The clock on the wall counts, and not the one in Greenwich."""
    winter, summer = due_dates(date(2027, 1, 11), 5, 2, OSLO)

    assert winter.isoformat() == "2027-03-26T16:00:00+01:00"
    assert summer.isoformat() == "2027-06-10T16:00:00+02:00"


def test_without_a_zone_the_clock_of_this_computer_counts():
    """And the moment still knows its zone."""
    (moment,) = due_dates(date(2027, 2, 1), 3, 1)

    assert moment.tzinfo is not None
    assert moment.hour == 16


def test_more_dates_than_days_are_refused():
    """Two lessons are never due on one day."""
    with pytest.raises(ValueError, match="99 dates do not fit"):
        due_dates(date(2027, 2, 1), 3, 99)
