"""Columns that tell who somebody is are noticed; ordinary figures are left alone."""

import pytest

from course.charts.own_data.personal import (
    PersonalColumn,
    find_personal_columns,
    is_identity_number,
)
from course.charts.own_data.tables import read_text

# Numbers made up for tests; the first is the Swedish tax agency's own example.
SWEDISH = "811218-9876"
FINNISH = "131052-308T"


def weighted_mod_11(digits, weights):
    """The check digit that makes the weighted sum divisible by eleven."""
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return (11 - rest) % 11


def norwegian(day, serial):
    """A Norwegian number with right check digits, or None if there is none."""
    nine = f"{day}{serial}"
    first = weighted_mod_11(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2))
    if first == 10:
        return None
    second = weighted_mod_11(f"{nine}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
    return None if second == 10 else f"{nine}{first}{second}"


def icelandic(day, serial):
    """An Icelandic number with a right check digit, or None if there is none."""
    check = weighted_mod_11(f"{day}{serial}", (3, 2, 7, 6, 5, 4, 3, 2))
    return None if check == 10 else f"{day}-{serial}{check}9"


NORWEGIAN = [n for serial in range(100, 140) if (n := norwegian("140385", serial))]
ICELANDIC = [n for serial in range(20, 60) if (n := icelandic("140385", serial))]


@pytest.mark.parametrize(
    "text",
    [
        SWEDISH,
        "19811218-9876",
        "8112189876",
        "811278-9873",  # a coordination number: 60 added to the day
        FINNISH,
        "140385-1234",
        *NORWEGIAN[:3],
        *ICELANDIC[:3],
    ],
)
def test_an_identity_number_of_each_country(text):
    """Sweden, Finland, Denmark, Norway, Iceland."""
    assert is_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "811218-9875",
        "811218-9875X",
        "811318-98764",
        "131052-308U",
        "14.03.2027",
        "2027-03-14",
        "12345",
        "070-123 45 67",
        "",
    ],
)
def test_other_figures_are_none(text):
    """A wrong check digit, a month 13, a date, a telephone number."""
    assert not is_identity_number(text)


def test_one_wrong_digit_is_noticed_where_there_are_check_digits():
    """Form alone would accept them all."""
    for number in (*NORWEGIAN, *ICELANDIC):
        last = {**dict(zip("0123456789", "1234567890", strict=True))}
        place = -1 if "-" not in number else -2
        changed = list(number)
        changed[place] = last[changed[place]]
        wrong = "".join(changed)
        # With its hyphen it could still be Danish, which has no check digit.
        assert not is_identity_number(wrong.replace("-", "")) or "-" in number


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
