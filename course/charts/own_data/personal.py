"""Columns that look as if they told who somebody is.

Only the look is judged: the form of the Nordic personal identity numbers with their
check digits, e-mail addresses, headings and cells that read as names. A warning too
many costs a glance; one too few may cost a patient's trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from course.charts.own_data.tables import OwnTable

_SAMPLE = 1000
_EMAIL = re.compile(r"[^\s@;,]+@[^\s@;,]+\.[A-Za-z]{2,}")
_TWO_NAMES = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+){1,3}")
_NAME_HEADINGS = re.compile(
    r"(?:patient|pasient|potilas|sjúkling|client|first|last|full|för|efter|for|etter|"
    r"eftir|suku|etu)?[\s_-]*(?:name|namn|navn|nafn|nimi)|patient|pasient|potilas",
    re.IGNORECASE,
)
_HETU_MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# Before it, a cell that only looks like a number may be one by chance.
_SHARE_THAT_TELLS = 0.2


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column that looks like personal data.

    Attributes
    ----------
    column : str
        Its heading.
    kind : {"identity", "email", "name"}
    """

    column: str
    kind: str


def find_personal_columns(table: OwnTable) -> tuple[PersonalColumn, ...]:
    r"""Find the columns of a table that look like personal data.

    Parameters
    ----------
    table : OwnTable
        The first 1,000 rows are looked at.

    Returns
    -------
    tuple of PersonalColumn

    Examples
    --------
    >>> from course.charts.own_data.tables import read_text
    >>> find_personal_columns(read_text("Patient;Days\n811218-9876;4\n"))
    (PersonalColumn(column='Patient', kind='identity'),)
    >>> find_personal_columns(read_text("Week;Falls\n2027-W01;4\n"))
    ()
    """
    found = []
    for place, heading in enumerate(table.columns):
        cells = [
            str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell
            for cell in (row[place] for row in table.rows[:_SAMPLE])
        ]
        texts = [cell.strip() for cell in cells if isinstance(cell, str)]
        kind = _kind_of(heading, texts)
        if kind:
            found.append(PersonalColumn(heading, kind))
    return tuple(found)


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


def _kind_of(heading: str, texts: list[str]) -> str:
    if not texts:
        return ""
    identities = sum(is_identity_number(text) for text in texts)
    written_out = any(is_identity_number(text) and not text.isdigit() for text in texts)
    if written_out or identities / len(texts) >= _SHARE_THAT_TELLS:
        return "identity"
    if any(_EMAIL.search(text) for text in texts):
        return "email"
    letters = [text for text in texts if not any(map(str.isdigit, text))]
    if _NAME_HEADINGS.fullmatch(heading.strip()) and len(letters) > len(texts) / 2:
        return "name"
    names = [text for text in letters if _TWO_NAMES.fullmatch(text)]
    many_different = len(set(names)) >= max(4, len(names) / 2)
    return "name" if len(names) > len(texts) / 2 and many_different else ""


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
