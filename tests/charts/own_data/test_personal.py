"""Columns that tell who somebody is are noticed; ordinary figures are left alone."""

from datetime import date

import pytest

from course.charts.own_data.personal import (
    PersonalColumn,
    find_personal_columns,
    personal_in_text,
)
from course.charts.own_data.tables import OwnTable, read_text

# The Swedish tax agency's own example; Norwegian ones with 80 added to the month, as
# numbers made for tests have.
SWEDISH = "811218-9876"
NORWEGIAN = ["14833552067", "02873552088", "23813552019", "20893552031"]


@pytest.mark.parametrize(
    "text, kind",
    [
        (f"Patient;Days\n{SWEDISH};4\n{SWEDISH};5\n", "identity"),
        ("Id;Days\n" + "".join(f"{n};4\n" for n in NORWEGIAN), "identity"),
        ("Contact;Days\naino@example.org;4\nbo@example.org;5\n", "email"),
        ("Navn;Days\nAino;4\nBo;5\n", "name"),
        ("Patient name;Days\nAino;4\nBo;5\n", "name"),
        (
            "Seen;Days\nAino Salo;4\nBo Lind;5\nEva Berg;3\nNils Utsi;3\n",
            "name",
        ),
    ],
)
def test_a_personal_column_is_found(text, kind):
    """By its numbers, its addresses, its heading, or the look of its cells."""
    (found,) = find_personal_columns(read_text(text))

    assert found == PersonalColumn(read_text(text).columns[0], kind)


@pytest.mark.parametrize(
    "text",
    [
        "Week;Falls\n2027-W01;4\n2027-W02;5\n",
        "Day;Falls\n14.03.2027;4\n15.03.2027;5\n",
        "Ward;Falls\nEast Wing;4\nEast Wing;5\nWest Wing;3\nEast Wing;3\n",
        "Calls;Minutes\n8112189;4\n1234567890;5\n" + "17;3\n" * 20,
        "Patients;Days\n12;4\n14;5\n",
    ],
)
def test_ordinary_columns_are_left_alone(text):
    """A warning on every file would soon be read by nobody."""
    assert find_personal_columns(read_text(text)) == ()


def test_dates_of_birth_are_found_also_as_a_spreadsheet_keeps_them():
    """The heading tells them from other dates."""
    days = ((date(1941, 3, 14),), (date(1938, 7, 2),))

    assert find_personal_columns(OwnTable(("Född",), days, (2, 3)))
    assert not find_personal_columns(OwnTable(("Inskriven",), days, (2, 3)))


def test_telephone_numbers_are_found_also_without_their_nought():
    """A spreadsheet takes 0701740605 for a number."""
    numbers = ((701740605.0,), (701740606.0,))

    assert find_personal_columns(OwnTable(("Mobil",), numbers, (2, 3)))
    assert not find_personal_columns(OwnTable(("Kronor",), numbers, (2, 3)))


@pytest.mark.parametrize(
    "text, kind",
    [
        (f"On Monday {SWEDISH} fell again.", "identity"),
        ("Hetu 140335A901J, huone 12", "identity"),
        (f"({NORWEGIAN[0]})", "identity"),
        ("Ask bo.lind@example.org.", "email"),
        ("Call +45 12 34 56 78 after lunch", "phone"),
        ("Ring 070-174 06 05, or 08-465 004 00", "phone"),
        ("tlf. 12345678", "phone"),
        ("", ""),
        ("From 14 to 9 falls in 100 nights by 1 June 2027.", ""),
        ("Weeks 12 to 24: 12 14 11 15 13 16 12 14", ""),
        ("01-02-2027, 08-16 and 10:30-14:00", ""),
        ("2027-03-14 to 2027-06-30, invoice 20270314", ""),
        ("12 345 678 kronor", ""),
        ("Phone waits 12 14 11 15 minutes", ""),
    ],
)
def test_a_text_is_looked_through(text, kind):
    """For what nobody needs to write in an account of an improvement."""
    assert personal_in_text(text) == kind
