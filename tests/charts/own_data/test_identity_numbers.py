"""A number is told by its form and its check digits."""

import pytest

from course.charts.own_data.identity_numbers import is_identity_number

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
