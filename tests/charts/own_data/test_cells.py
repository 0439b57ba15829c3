"""One cell as people fill it in: numbers, and what is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data.cells import is_missing, is_total, read_yes_no
from course.charts.own_data.series import read_series
from course.charts.own_data.tables import OwnTable
from course.charts.own_data.unreadable import UnreadableData


def column(*cells):
    """The numbers of one column, written like this."""
    rows = tuple((cell,) for cell in cells)
    table = OwnTable(("Wait",), rows, tuple(range(2, len(rows) + 2)))
    return read_series(table, None, 0)


@pytest.mark.parametrize(
    "cells, values",
    [
        (("1 250", "3 000,5"), (1250, 3000.5)),
        (("1\u00a0250,5", "2"), (1250.5, 2)),
        (("1.250,5", "2"), (1250.5, 2)),
        (("1,250.5", "2"), (1250.5, 2)),
        (("1,250,000", "2"), (1_250_000, 2)),
        (("1.250", "4,5"), (1250, 4.5)),
        (("1.5", "4,5", "6,5"), (1.5, 4.5, 6.5)),
        (("12 %", "4,5%"), (12, 4.5)),
        (("\u22123", "+4"), (-3, 4)),
        (("1,5e3", "2"), (1500, 2)),
        (("", "n/a", "saknas", "-", "3"), (None, None, None, None, 3)),
    ],
)
def test_numbers_as_people_write_them(cells, values):
    """The whole column tells which mark is for decimals."""
    cells = tuple(cell or None for cell in cells)

    assert column(*cells).values == values


@pytest.mark.parametrize("cell", ["1,2,3", "12 calls", "1.2.3", "inf", "1e999"])
def test_what_is_no_number_is_not_made_into_one(cell):
    """Better a sentence than a wrong point."""
    with pytest.raises(UnreadableData, match="where a number belongs"):
        column("4,5", cell)


def test_a_number_that_can_be_read_in_two_ways_is_said():
    """1,250 is a thousand and more to some, and little more than one to others."""
    series = column("1,250", "1,375")

    assert series.values == (1.25, 1.375)
    assert any("“1,250” can be read in two ways" in r for r in series.remarks)


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=3, max_size=20))
def test_decimal_comma_and_point_read_the_same(numbers):
    """A column means the same in either spelling."""
    points = column(*(f"{number:f}" for number in numbers))
    commas = column(*(f"{number:f}".replace(".", ",") for number in numbers))

    assert points.values == commas.values == tuple(float(n) for n in numbers)


@pytest.mark.parametrize(
    "text",
    [
        "Summa",
        "SUM",
        "Total:",
        "Totalt",
        "Totalt 2026",
        "I alt",
        "Ialt",
        "Yhteensä",
        "Kaikki yhteensä",
        "Samtals",
        "Genomsnitt",
        "Genomsnitt per månad",
        "Medelvärde",
        "Gjennomsnitt",
        "Gennemsnit",
        "Keskiarvo",
        "Delsumma",
        "Average",
    ],
)
def test_a_sum_or_a_mean_is_known_by_its_name(text):
    """In the Nordic languages and English, with a year or a colon."""
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["Total hip", "Medelpad", "Summit ward", "Sumava", "mars", "Totally", None]
)
def test_what_only_begins_like_a_sum_is_none(text):
    """Leaving out a ward would be worse than asking about a row."""
    assert not is_total(text)


def test_what_a_spreadsheet_says_of_a_share_of_nothing_is_not_measured():
    """An error of division is no text note; another error is."""
    assert is_missing("#DIV/0!") and is_missing("#DIVISION/0!")
    assert not is_missing("#REF!") and not is_missing("0")


def test_yes_and_no_in_the_nordic_languages():
    """And as ones and zeros; what is neither is refused."""
    assert [read_yes_no(each) for each in ("Ja", "kyllä", "já", 1.0, "X")] == [1] * 5
    assert [read_yes_no(each) for each in ("nej", "Nei", "EI", 0.0)] == [0] * 4
    assert read_yes_no(None) is None and read_yes_no("saknas") is None
    with pytest.raises(ValueError):
        read_yes_no("perhaps")
