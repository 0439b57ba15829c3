"""Dates as people in the Nordic countries write them, read as spans of time.

One column is read at a time: whether 03/04/2027 is in March or in April only the other
dates of its column can tell, and sometimes nothing can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from course.messages import say

SPANS = ("day", "week", "month", "quarter", "year")

# A year outside these is more often a count or a postcode.
_EARLIEST, _LATEST = 1800, 2199

# Danish, English, Finnish, Icelandic, Norwegian and Swedish, with the short forms.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar januari january janúar tammikuu tammikuuta",
            "feb febr februar februari february febrúar helmikuu helmikuuta",
            "mar mars marts march maaliskuu maaliskuuta",
            "apr april apríl huhtikuu huhtikuuta",
            "maj mai may maí toukokuu toukokuuta",
            "jun juni june júní kesäkuu kesäkuuta",
            "jul juli july júlí heinäkuu heinäkuuta",
            "aug august augusti ágúst elokuu elokuuta",
            "sep sept september syyskuu syyskuuta",
            "okt oct oktober october október lokakuu lokakuuta",
            "nov november nóvember marraskuu marraskuuta",
            "dec des december desember joulukuu joulukuuta",
        ),
        start=1,
    )
    for name in names.split()
}

_YEAR = r"(?P<year>\d{4})"
_SHORT_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_WEEK = r"(?P<week>\d{1,2})"
_WEEK_WORD = r"(?:vecka|veckan|uke|uge|week|wk|viikko|viikolla|vko|vk|vika|[vuw])\.?"
_QUARTER = r"(?P<quarter>[1-4])"
_TIME = (
    r"(?:[T\s,]+(?:kl\.?\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)

# Tried in this order; `first` and `second` are left for the column to decide.
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}-{_MONTH}-{_DAY}{_TIME}",
        rf"{_YEAR}[/.]{_MONTH}[/.]{_DAY}{_TIME}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_DAY}\.\s?{_MONTH}\.\s?{_SHORT_YEAR}{_TIME}",
        rf"{_DAY}/{_MONTH}(?:\s*-\s*|\s+){_SHORT_YEAR}{_TIME}",
        rf"(?P<first>\d{{1,2}})(?P<mark>[/-])(?P<second>\d{{1,2}})(?P=mark){_SHORT_YEAR}{_TIME}",
        rf"(?:den\s+)?{_DAY}(?:\.|:e|st|nd|rd|th)?[\s-]*{_NAME}[\s,-]*{_YEAR}{_TIME}",
        rf"{_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_TIME}",
        rf"{_YEAR}\s*-?\s*W{_WEEK}(?:-?[1-7])?",
        rf"{_WEEK_WORD}\s*{_WEEK}(?:\s*[,/-]\s*|\s+){_YEAR}",
        rf"{_YEAR}(?:\s*[,/-]\s*|\s*){_WEEK_WORD}\s*{_WEEK}",
        rf"{_YEAR}\s*-?\s*[QK]{_QUARTER}",
        rf"[QK]{_QUARTER}[\s,/-]*{_YEAR}",
        rf"{_QUARTER}\.?\s*(?:kvartal|neljännes)\.?\s*{_YEAR}",
        rf"(?:kvartal|quarter)\s*{_QUARTER}[\s,/-]*{_YEAR}",
        rf"{_YEAR}(?:-|M|/){_MONTH}",
        rf"{_MONTH}[./-]{_YEAR}",
        rf"{_NAME}[\s,'-]*{_YEAR}",
        rf"{_YEAR}[\s,-]*{_NAME}",
        rf"{_YEAR}",
    )
]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, week, month, quarter or year.

    Attributes
    ----------
    start : date
        Its first day; a week begins on Monday.
    span : str
        One of `SPANS`.
    """

    start: date
    span: str = "day"

    @property
    def label(self) -> str:
        """Its name on a chart: "14 Mar 2027", "week 11, 2027", "Mar 2027"."""
        year, week, _ = self.start.isocalendar()
        return say(
            f"own-data.period.{self.span}",
            day=self.start.day,
            week=week,
            month=say("own-data.months").split()[self.start.month - 1],
            quarter=(self.start.month + 2) // 3,
            year=year if self.span == "week" else self.start.year,
        )

    def within(self, span: str) -> Period:
        """Return the longer span it belongs to.

        Parameters
        ----------
        span : str
            As long as its own, or longer.

        Returns
        -------
        Period
            A week belongs to the month, quarter and year that hold its Thursday.

        Examples
        --------
        >>> Period(date(2027, 3, 14)).within("week").label
        'week 10, 2027'
        """
        day = self.start
        if self.span == "week" and span != "week":
            day += timedelta(days=3)
        if span == "week":
            day -= timedelta(days=day.weekday())
        elif span == "month":
            day = day.replace(day=1)
        elif span == "quarter":
            day = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        elif span == "year":
            day = day.replace(month=1, day=1)
        return Period(day, span)

    def following(self) -> Period:
        """Return the next one of the same span.

        Examples
        --------
        >>> Period(date(2027, 12, 1), "month").following().label
        'Jan 2028'
        """
        # A day safely inside the next span, whichever length this one has.
        beyond = {"day": 1, "week": 7, "month": 32, "quarter": 93, "year": 367}
        return Period(self.start + timedelta(beyond[self.span])).within(self.span)


@dataclass(frozen=True, slots=True)
class PeriodsRead:
    """A column of dates as it was understood.

    Attributes
    ----------
    periods : tuple of Period or None
        None for an empty cell, and for one that is no date.
    unreadable : tuple of int
        Places (from 0) of cells that are neither empty nor a date.
    ambiguous : str
        A date as written that could be read in two ways, where nothing in the column
        decides; "" for none.
    """

    periods: tuple[Period | None, ...]
    unreadable: tuple[int, ...]
    ambiguous: str


def read_periods(cells: Sequence[object], *, month_first: bool = False) -> PeriodsRead:
    """Read a column of dates.

    Parameters
    ----------
    cells : sequence of str, date, float or None
        As they stand in a file; a number is a date only as a year.
    month_first : bool
        How to read 03/04/2027 where the column itself does not tell.

    Returns
    -------
    PeriodsRead

    Notes
    -----
    Dates with strokes or hyphens such as 03/04/2027 are read with the day first if
    any of the column has a first number above 12, with the month first if any has a
    second number above 12. Dates with points, 3.4.2027, always have the day first.

    Examples
    --------
    >>> [
    ...     period.label
    ...     for period in read_periods(
    ...         [
    ...             "2027-03-14",
    ...             "14.03.2027",
    ...             "14/3-2027",
    ...             "14. marts 2027",
    ...             "vecka 31 2027",
    ...         ]
    ...     ).periods
    ... ]
    ['14 Mar 2027', '14 Mar 2027', '14 Mar 2027', '14 Mar 2027', 'week 31, 2027']
    >>> read_periods(["03/04/2027", "05/04/2027"]).ambiguous
    '03/04/2027'
    >>> read_periods(["03/04/2027", "25/04/2027"]).ambiguous
    ''
    """
    matches = [_match(cell) for cell in cells]
    open_pairs = [
        (int(match["first"]), int(match["second"]))
        for match in matches
        if match and "first" in match.re.groupindex
    ]
    day_first = any(first > 12 for first, _ in open_pairs)
    month_first_seen = any(second > 12 for _, second in open_pairs)
    if day_first != month_first_seen:
        month_first = month_first_seen

    periods = [
        _as_period(cell, match, month_first)
        for cell, match in zip(cells, matches, strict=True)
    ]
    undecided = [
        match[0]
        for match in matches
        if match
        and not day_first
        and not month_first_seen
        and "first" in match.re.groupindex
        and match["first"] != match["second"]
    ]
    return PeriodsRead(
        periods=tuple(periods),
        unreadable=tuple(
            place
            for place, (cell, period) in enumerate(zip(cells, periods, strict=True))
            if period is None and not _is_empty(cell)
        ),
        ambiguous=undecided[0] if undecided else "",
    )


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _match(cell: object) -> re.Match[str] | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = str(int(cell))
    # Nothing that is a date is longer, and a page of text need not be searched.
    if not isinstance(cell, str) or len(cell) > 60:
        return None
    text = " ".join(cell.split())
    for form in _FORMS:
        if match := form.fullmatch(text):
            name = match.groupdict().get("name")
            if name is None or name.casefold() in _MONTHS:
                return match
    return None


def _as_period(
    cell: object, match: re.Match[str] | None, month_first: bool
) -> Period | None:
    if isinstance(cell, datetime):
        return Period(cell.date())
    if isinstance(cell, date):
        return Period(cell)
    if match is None:
        return None
    found = match.groupdict()
    year = _full_year(found["year"])
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        if found.get("week"):
            return Period(date.fromisocalendar(year, int(found["week"]), 1), "week")
        if found.get("quarter"):
            return Period(date(year, 3 * int(found["quarter"]) - 2, 1), "quarter")
        if found.get("first"):
            first, second = int(found["first"]), int(found["second"])
            day, month = (second, first) if month_first else (first, second)
            return Period(date(year, month, day))
        month = found.get("month") or _MONTHS.get((found.get("name") or "").casefold())
        if month is None:
            return Period(date(year, 1, 1), "year")
        if found.get("day") is None:
            return Period(date(year, int(month), 1), "month")
        return Period(date(year, int(month), int(found["day"])))
    except ValueError:
        # 30 February, week 54: the form of a date, but no such day.
        return None


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    # As C's strptime has it: 69 is 1969, 68 is 2068.
    return int(digits) + (1900 if int(digits) >= 69 else 2000)
