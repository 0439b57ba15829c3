"""The personal identity numbers of the Nordic countries, by form and check digits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_HETU_MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def is_identity_number(text: str) -> bool:
    """Whether a text has the form and the check digits of an identity number.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
        For Danish numbers, whose check digit was given up in 2007, the form with its
        hyphen is enough.

    Examples
    --------
    >>> is_identity_number("131052-308T"), is_identity_number("131052-3080")
    (True, True)
    >>> is_identity_number("2027-03-14")
    False
    """
    return any(looks_like(text) for looks_like in _COUNTRIES)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_day_of_some_century(two_digits: str, month: str, day: int) -> bool:
    return any(
        _is_day(century + int(two_digits), int(month), day)
        for century in (1800, 1900, 2000)
    )


def _swedish(text: str) -> bool:
    match = re.fullmatch(r"(?:18|19|20)?(\d{2})(\d{2})(\d{2})[-+]?(\d{4})", text)
    if not match:
        return False
    year, month, day, _ = match.groups()
    # A coordination number has 60 added to the day.
    if not _is_day_of_some_century(year, month, (int(day) - 1) % 60 + 1):
        return False
    doubled = [
        int(digit) * (2 - place % 2)
        for place, digit in enumerate("".join(match.groups()))
    ]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _norwegian(text: str) -> bool:
    match = re.fullmatch(r"(\d{2})(\d{2})(\d{2})\s?(\d{5})", text)
    if not match:
        return False
    day, month, year, _ = match.groups()
    # D- and H-numbers have 40 added to the day or the month.
    if not _is_day_of_some_century(
        year, str((int(month) - 1) % 40 + 1), (int(day) - 1) % 40 + 1
    ):
        return False
    digits = [int(digit) for digit in "".join(match.groups())]
    return all(
        sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11
        == 0
        for weights in (
            (3, 7, 6, 1, 8, 9, 4, 5, 2, 1),
            (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1),
        )
    )


def _danish(text: str) -> bool:
    match = re.fullmatch(r"(\d{2})(\d{2})(\d{2})-(\d{4})", text)
    if not match:
        return False
    day, month, year, _ = match.groups()
    return _is_day_of_some_century(year, month, int(day))


def _finnish(text: str) -> bool:
    match = re.fullmatch(
        r"(\d{2})(\d{2})(\d{2})[-+ABCDEFYXWVU](\d{3})([0-9A-Y])", text.upper()
    )
    if not match:
        return False
    day, month, year, number, check = match.groups()
    remainder = int(day + month + year + number) % 31
    return (
        _is_day_of_some_century(year, month, int(day))
        and _HETU_MARKS[remainder] == check
    )


def _icelandic(text: str) -> bool:
    match = re.fullmatch(r"(\d{2})(\d{2})(\d{2})-?(\d{3})([089])", text)
    if not match:
        return False
    day, month, year, *_ = match.groups()
    digits = [int(digit) for digit in "".join(match.groups())]
    weights = (3, 2, 7, 6, 5, 4, 3, 2, 1)
    checked = sum(w * digit for w, digit in zip(weights, digits, strict=False)) % 11
    return checked == 0 and _is_day_of_some_century(year, month, int(day))


_COUNTRIES: tuple[Callable[[str], bool], ...] = (
    _swedish,
    _norwegian,
    _danish,
    _finnish,
    _icelandic,
)
