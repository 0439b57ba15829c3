"""What looks as if it told who somebody is, in a column or in a text.

Only the look is judged: the form of identity numbers with their check digits, of
telephone numbers, addresses and names, and headings that announce them. A warning too
many costs a glance; one too few may cost a patient's trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from course.charts.own_data.cells import Cell
from course.charts.own_data.contact_details import (
    find_street_address,
    find_telephone_number,
    is_postcode,
    is_telephone_number,
)
from course.charts.own_data.identity_numbers import is_identity_number
from course.charts.own_data.personal_headings import (
    ADDRESS_HEADINGS,
    BIRTH_HEADINGS,
    IDENTITY_HEADINGS,
    NAME_HEADINGS,
    PLACE_HEADINGS,
    POSTCODE_HEADINGS,
    TELEPHONE_HEADINGS,
)
from course.charts.own_data.tables import OwnTable

_SAMPLE = 1000
# Of the cells; fewer may look so by chance.
_SHARE_THAT_TELLS = 0.2
_EMAIL = re.compile(r"[^\s@;,]+@[^\s@;,]+\.[A-Za-z]{2,}")
_LIKE_IDENTITY = re.compile(r"(?<![\w-])\d{6,8}[-+A-Y ]?\d{3,5}[0-9A-Y]?(?![\w-])")
_TWO_NAMES = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+){1,3}")
_DAY = re.compile(
    r"\d{1,4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}|(?:19|20)?\d{6}|"
    r"\d{1,2}\.?\s[^\W\d_]+\.?\s\d{4}"
)


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column that looks like personal data.

    Attributes
    ----------
    column : str
        Its heading.
    kind : {"identity", "email", "phone", "address", "birth", "name"}
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
    >>> find_personal_columns(read_text("Mobil;Days\n12345678;4\n"))
    (PersonalColumn(column='Mobil', kind='phone'),)
    >>> find_personal_columns(read_text("Week;Falls\n2027-W01;4\n"))
    ()
    """
    found = []
    for place, heading in enumerate(table.columns):
        cells = [_as_text(row[place]) for row in table.rows[:_SAMPLE]]
        kind = _kind_of(heading.strip(), [text for text in cells if text])
        if kind:
            found.append(PersonalColumn(heading, kind))
    return tuple(found)


def personal_in_text(text: str) -> str:
    """Say what in a text looks as if it told who somebody is.

    Parameters
    ----------
    text : str
        As somebody wrote it, of any length.

    Returns
    -------
    {"identity", "email", "phone", ""}

    Examples
    --------
    >>> personal_in_text("It was 811218-9876 who fell.")
    'identity'
    >>> personal_in_text("Ask aino@example.org, or 070-174 06 05.")
    'email'
    >>> personal_in_text("From 14 to 9 falls by 2027-03-14.")
    ''
    """
    if _identity_numbers_in(text):
        return "identity"
    if _EMAIL.search(text):
        return "email"
    return "phone" if find_telephone_number(text) else ""


def _identity_numbers_in(text: str) -> list[str]:
    return list(filter(is_identity_number, _LIKE_IDENTITY.findall(text)))


def _as_text(cell: Cell) -> str:
    """A cell as it would be typed; "" where it holds a measurement or nothing."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else ""


def _kind_of(heading: str, texts: list[str]) -> str:
    def share(looks_like: Callable[[str], object]) -> float:
        return sum(bool(looks_like(text)) for text in texts) / len(texts)

    def under(headings: re.Pattern[str], looks_like: Callable[[str], object]) -> bool:
        return bool(headings.fullmatch(heading)) and share(looks_like) > 0.5

    if not texts:
        return ""
    # Bare digits may be an identity number by chance, but not many of them.
    written_out = any(
        not number.isdigit() for text in texts for number in _identity_numbers_in(text)
    )
    if written_out or share(is_identity_number) >= _SHARE_THAT_TELLS:
        return "identity"
    # Spreadsheets take away a first nought, and people the last digits.
    if under(IDENTITY_HEADINGS, re.compile(r"\d{5,8}\W?[\dA-YX*]{0,5}").fullmatch):
        return "identity"
    if any(map(_EMAIL.search, texts)):
        return "email"
    if share(is_telephone_number) >= _SHARE_THAT_TELLS or under(
        TELEPHONE_HEADINGS, lambda text: is_telephone_number(text, bare=True)
    ):
        return "phone"
    if (
        share(find_street_address) >= _SHARE_THAT_TELLS
        or under(ADDRESS_HEADINGS, re.compile(r"[^\W\d_]{2}").search)
        or under(POSTCODE_HEADINGS, is_postcode)
    ):
        return "address"
    if under(BIRTH_HEADINGS, _DAY.fullmatch):
        return "birth"
    return "name" if _are_names(heading, texts) else ""


def _are_names(heading: str, texts: list[str]) -> bool:
    letters = [text for text in texts if not any(map(str.isdigit, text))]
    if NAME_HEADINGS.fullmatch(heading) and len(letters) > len(texts) / 2:
        return True
    names = [text for text in letters if _TWO_NAMES.fullmatch(text)]
    many_different = len(set(names)) >= max(4, len(names) / 2)
    return (
        len(names) > len(texts) / 2
        and many_different
        and not PLACE_HEADINGS.fullmatch(heading)
    )
