"""Days as people write them, and months from one day to another."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from functools import lru_cache

from course.messages import say

# The first three letters of a month, in English and the Nordic languages.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "tam"),
            ("feb",),
            ("mar",),
            ("apr", "huh"),
            ("may", "maj", "mai", "tou", "maí"),
            ("jun", "jún", "kes"),
            ("jul", "júl", "hei"),
            ("aug", "ágú", "elo"),
            ("sep", "syy"),
            ("oct", "okt", "lok"),
            ("nov", "nóv"),
            ("dec", "des"),
        ),
        start=1,
    )
    for name in names
}
# Finnish for February, and for March and November, which begin alike.
_LONGER = {"helm": 2, "maal": 3, "marr": 11}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th)?\s+([^\W\d_]{3,12})\.?,?\s+(\d{4})"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
)
_LENGTH = re.compile(
    r"\b(days?|weeks?|months?|years?|dagar|veckor|uker|uger|månader|måneder)\b"
)


@lru_cache(maxsize=256)
def read_day(text: str) -> date:
    """Read a day as people write it.

    Parameters
    ----------
    text : str
        ``2027-03-14``, ``14 March 2027``, ``March 14, 2027`` or ``14.3.2027``: in
        figures the day comes first, as in all the Nordic countries.

    Returns
    -------
    datetime.date

    Raises
    ------
    ValueError
        If it is a length of time ("length"), something else without a day in it
        ("day"), or a day there is not ("such-day").

    Examples
    --------
    >>> read_day("14 March 2027") == read_day("2027-03-14") == read_day("14/3/2027")
    True
    >>> read_day("in six months")
    Traceback (most recent call last):
    ValueError: length
    """
    cleaned = " ".join(text.split()).casefold().strip(" .")
    numbers = _numbers_of(cleaned)
    if numbers is None:
        raise ValueError("length" if _LENGTH.search(cleaned) else "day")
    try:
        return date(*numbers)
    except ValueError:
        raise ValueError("such-day") from None


def _numbers_of(cleaned: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if found := _ISO.fullmatch(cleaned):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _FIGURES.fullmatch(cleaned):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _DAY_FIRST.fullmatch(cleaned):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(cleaned):
        month, day, year = found.groups()
    else:
        return None
    number = _LONGER.get(month[:4]) or _MONTHS.get(month[:3])
    return (int(year), number, int(day)) if number else None


def say_day(day: date) -> str:
    """Write a day as the course does.

    Parameters
    ----------
    day : datetime.date

    Returns
    -------
    str

    Examples
    --------
    >>> say_day(date(2027, 3, 14))
    '14 March 2027'
    """
    month = say("tomorrow.months").split()[day.month - 1]
    return say("tomorrow.date", day=day.day, month=month, year=day.year)


def say_weekday(day: date) -> str:
    """Write a day with the day of its week before it.

    Parameters
    ----------
    day : datetime.date

    Returns
    -------
    str

    Examples
    --------
    >>> say_weekday(date(2027, 3, 12))
    'Friday 12 March 2027'
    """
    weekday = say("tomorrow.weekdays").split()[day.weekday()]
    return say("tomorrow.weekday-date", weekday=weekday, date=say_day(day))


def say_moment(when: datetime) -> str:
    """Write a day and the time on it.

    Parameters
    ----------
    when : datetime.datetime

    Returns
    -------
    str

    Examples
    --------
    >>> say_moment(datetime(2027, 3, 14, 9, 5))
    '14 March 2027 at 09:05'
    """
    return say("tomorrow.moment", date=say_day(when), time=f"{when:%H:%M}")


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month.

    Parameters
    ----------
    day : datetime.date
    months : int

    Returns
    -------
    datetime.date

    Examples
    --------
    >>> months_later(date(2027, 8, 31), 6)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
