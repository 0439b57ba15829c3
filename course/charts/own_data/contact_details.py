"""Telephone numbers and addresses, as they are written in the Nordic countries."""

from __future__ import annotations

import re

# Sweden, Norway, Denmark, Finland, Iceland, Faroe Islands, Greenland, Åland as Finland.
_ABROAD = re.compile(
    r"(?<![\w+])(?:\+|00\s?)(?:4[567]|35[48]|29[89])(?:[\s()-]*\d){6,11}(?!\d)"
)
# An area code from nought, and after one stroke or space the rest: 070-123 45 67.
_AT_HOME = re.compile(
    r"(?<![\w.,:+-])0\d{1,3}[-\s]\s?\d{2,4}(?:\s?\d{2,4}){1,3}(?!\d|[:.]\d)"
)
# Fewer digits may be a date such as 01-02-2027.
_FEWEST_AT_HOME = 9
# Danish, Norwegian: 12 34 56 78 and 412 34 567. As bare figures they might be counts.
_EIGHT = re.compile(r"\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3}")
_AFTER_ITS_WORD = re.compile(
    r"\b(?:tlf|tel|telefon|mobile?|phone|puh|puhelin|sími)\b"
    r"\W{0,3}(?:n[ro]\W{0,2})?(?:\d[\s-]?){6,11}\d",
    re.IGNORECASE,
)

_STREETS = (
    "gatan|gata|gaten|gate|gade|gaden|vägen|väg|vegen|vegur|veien|veg|vei|vejen|vej|"
    "gränd|gränden|stigen|stígur|stræde|stredet|stræti|allén|allé|alle|torget|torvet|"
    "backen|bakken|kroken|svingen|katu|tie|kuja|polku|kaari|rinne|braut|geaidnu|street|"
    "road|lane|avenue"
)
_STREET = re.compile(rf"[^\W\d_][ -]?(?:{_STREETS}) \d{{1,3}}(?!\d)", re.IGNORECASE)
# 114 55 Stockholm, also behind SE-. In the other countries a cost centre looks alike.
_SWEDISH_PLACE = re.compile(r"\b(?:SE?-)?\d{3} \d{2} {1,2}[A-ZÅÄÖ][a-zåäö]+")
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?\d{3}\s?\d{0,2}(?:\s+[^\W\d_][^\d]*)?")


def find_telephone_number(text: str) -> bool:
    """Whether a text holds something written as a telephone number.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
        Bare digits are none.

    Examples
    --------
    >>> find_telephone_number("Call +46 70-174 06 05 at noon")
    True
    >>> find_telephone_number("070-174 06 05"), find_telephone_number("tlf. 12345678")
    (True, True)
    >>> find_telephone_number("01-02-2027"), find_telephone_number("12345678")
    (False, False)
    """
    if _ABROAD.search(text) or _AFTER_ITS_WORD.search(text):
        return True
    return any(
        _FEWEST_AT_HOME <= len(re.sub(r"\D", "", match[0])) <= 11
        for match in _AT_HOME.finditer(text)
    )


def is_telephone_number(text: str, *, bare: bool = False) -> bool:
    """Whether a text is a telephone number and nothing else.

    Parameters
    ----------
    text : str
    bare : bool
        Whether digits alone are enough, as under a heading that says telephone.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_telephone_number("12 34 56 78"), is_telephone_number("12345678")
    (True, False)
    >>> is_telephone_number("12345678", bare=True)
    True
    """
    if bare:
        return bool(re.fullmatch(r"\+?[\d\s()/.-]+", text)) and (
            7 <= len(re.sub(r"\D", "", text)) <= 15
        )
    return bool(_EIGHT.fullmatch(text)) or find_telephone_number(text)


def find_street_address(text: str) -> bool:
    """Whether a text holds a street with its number, or a Swedish postcode and place.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool

    Examples
    --------
    >>> (
    ...     find_street_address("Nørregade 4, 2. tv"),
    ...     find_street_address("Karl Johans gate 5"),
    ... )
    (True, True)
    >>> find_street_address("Ward 4"), find_street_address("Plats 12")
    (False, False)
    """
    return bool(_STREET.search(text) or _SWEDISH_PLACE.search(text))


def is_postcode(text: str) -> bool:
    """Whether a text has the form of a postcode, with or without a place.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
        Many other figures have it too: to be asked only under a heading that says so.

    Examples
    --------
    >>> [is_postcode(text) for text in ("114 55", "2100 København Ø", "0150", "7")]
    [True, True, True, False]
    """
    return bool(_POSTCODE.fullmatch(text))
