"""Semmelweis's figures: known months, sums, and what is absent."""

from course.simulations.variation.semmelweis import (
    WASHING_BEGAN,
    by_clinic_and_year,
    first_clinic,
)


def month(year, number):
    """The figures of one month."""
    (found,) = (
        row for row in first_clinic() if (row.year, row.month) == (year, number)
    )
    return found


def test_ninety_eight_months_in_order():
    """January 1841 to March 1849, without December 1841."""
    months = [(row.year, row.month) for row in first_clinic()]
    expected = [
        (year, number)
        for year in range(1841, 1850)
        for number in range(1, 13)
        if (1841, 12) != (year, number) and (year, number) <= (1849, 3)
    ]

    assert months == expected
    assert len(months) == 98


def test_known_months():
    """The first month, and the month before washing began."""
    january = month(1841, 1)
    april = month(1847, 4)

    assert (january.births, january.deaths) == (254, 37)
    assert (april.births, april.deaths) == (312, 57)
    assert round(april.deaths_per_100, 1) == 18.3


def test_sum_of_all_months():
    """26 166 births and 2202 deaths: no digit has slipped."""
    assert sum(row.births for row in first_clinic()) == 26166
    assert sum(row.deaths for row in first_clinic()) == 2202


def test_the_two_tables_agree_on_the_deaths():
    """The deaths of the months of 1843 to 1846 add up to those of the years.

    The births do not, nor do the deaths of 1842 (521 and 518): the two tables in the
    source count differently, and 1841 lacks a month.
    """
    yearly = {row.year: row for row in by_clinic_and_year() if row.clinic == "first"}
    for year in range(1843, 1847):
        months = [row for row in first_clinic() if row.year == year]
        assert sum(row.deaths for row in months) == yearly[year].deaths
        assert sum(row.births for row in months) < yearly[year].births


def test_no_more_deaths_than_births():
    """A slip of a digit would show."""
    for row in (*first_clinic(), *by_clinic_and_year()):
        assert 0 <= row.deaths < row.births


def test_fewer_died_after_washing_began():
    """From some 10 of 100 to some 2."""
    before = [row for row in first_clinic() if (row.year, row.month) < WASHING_BEGAN]
    after = [row for row in first_clinic() if (row.year, row.month) > WASHING_BEGAN]

    assert 9 < share(before) < 11
    assert 1 < share(after) < 3


def test_fewer_died_where_midwives_attended():
    """1841 to 1846: 9.92 of 100 at the first clinic, 3.88 at the second."""
    clinics = {
        name: [row for row in by_clinic_and_year() if row.clinic == name]
        for name in ("first", "second")
    }

    assert [row.year for row in clinics["first"]] == list(range(1841, 1847))
    assert [row.year for row in clinics["second"]] == list(range(1841, 1847))
    assert sum(row.births for row in clinics["first"]) == 20042
    assert sum(row.deaths for row in clinics["first"]) == 1989
    assert sum(row.births for row in clinics["second"]) == 17791
    assert sum(row.deaths for row in clinics["second"]) == 691
    assert round(share(clinics["first"]), 2) == 9.92
    assert round(share(clinics["second"]), 2) == 3.88
    assert round(clinics["first"][1].deaths_per_100, 1) == 15.8


def share(rows):
    """Deaths per 100 births of all rows together."""
    return 100 * sum(row.deaths for row in rows) / sum(row.births for row in rows)
