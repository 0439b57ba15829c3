"""Days as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.tasks.calendar_days import months_later, read_day

DAY = date(2027, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        *("2027-03-14", "2027-3-14", "14 March 2027", "14. mars 2027", "14 Mar 2027"),
        *(
            "March 14, 2027",
            "14.3.2027",
            "14/3/2027",
            "14 . 3 . 2027",
            " 14  march 2027.",
        ),
        *("14th March 2027", "14 maaliskuuta 2027", "14 MARS 2027"),
    ],
)
def test_a_day_is_read_as_people_write_it(text):
    """Day first in figures, as in the Nordic countries; months in several tongues."""
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("in six months", "length"),
        ("6 months", "length"),
        ("åtta veckor", "length"),
        ("soon", "day"),
        ("before summer", "day"),
        ("2027", "day"),
        ("March 2027", "day"),
        ("", "day"),
        ("31 February 2027", "such-day"),
        ("2027-13-01", "such-day"),
        ("0000-01-01", "such-day"),
    ],
)
def test_what_is_no_day_is_told_apart(text, reason):
    """A length of time, a day that is not in the calendar, or something else."""
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_day(text)


@given(st.dates())
def test_an_iso_date_comes_back(day):
    """Whatever day it is."""
    assert read_day(day.isoformat()) == day


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(0, 48))
def test_months_later_keeps_the_day_or_the_end_of_the_month(day, months):
    """Never in another month than the one counted to."""
    later = months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later.day >= 28)
