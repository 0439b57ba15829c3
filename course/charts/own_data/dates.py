"""Dates as people in the Nordic countries write them, read as spans of time.

One column is read at a time: whether 03/04/2027 is in March or in April only the other
dates of its column can tell, and sometimes nothing can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from course.messages import say

# Two weeks of five days, from Monday to Friday.
_FEWEST_DAYS = 12
SPANS = ("day", "week", "month", "quarter", "year")

# A year outside these is more often a count or a postcode.
_EARLIEST, _LATEST = 1800, 2199

# Danish, English, Faroese, Finnish, Icelandic, Northern Sámi, Norwegian and Swedish,
# with the short forms.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar januari january janúar tammi tammikuu tammikuuta ođđajagimánnu",
            "feb febr februar februari february febrúar helmi helmikuu helmikuuta"
            " guovvamánnu",
            "mar mars marts march maalis maaliskuu maaliskuuta njukčamánnu",
            "apr april apríl huhti huhtikuu huhtikuuta cuoŋománnu",
            "maj mai may maí touko toukokuu toukokuuta miessemánnu",
            "jun jún juni june júní kesä kesäkuu kesäkuuta geassemánnu",
            "jul júl juli july júlí heinä heinäkuu heinäkuuta suoidnemánnu",
            "aug ágú august augusti ágúst elo elokuu elokuuta borgemánnu",
            "sep sept september syys syyskuu syyskuuta čakčamánnu",
            "okt oct oktober october október loka lokakuu lokakuuta golggotmánnu",
            "nov nóv november nóvember marras marraskuu marraskuuta skábmamánnu",
            "dec des december desember joulu joulukuu joulukuuta juovlamánnu",
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
        # As Excel writes a month that it was given: jan-27.
        rf"{_NAME}\s*[-'’]\s*(?P<year>\d{{2}})",
        rf"{_YEAR}[\s,-]*{_NAME}",
        rf"{_YEAR}",
    )
]


# Days counted from 30 December 1899, as Excel stores a date: 1982 to 2064. A number
# outside these is more often a count.
_SERIALS = range(30_000, 60_000)
_SERIAL_ZERO = date(1899, 12, 30)

_WEEK = re.compile(rf"(?:{_WEEK_WORD})?\s*(\d{{1,2}})", re.IGNORECASE)
_UNDATED = re.compile(
    rf"(?:{_WEEK_WORD}\s*\d{{1,2}}|[QK][1-4]|[1-4]\.?\s*(?:kvartal|neljännes))",
    re.IGNORECASE,
)


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
        """Its name on a chart: "14 Mar 2027", "week 11 2027", "Mar 2027"."""
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
        'week 10 2027'
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
    serial : str
        A number that was read as a date of Excel's; "" for none.
    """

    periods: tuple[Period | None, ...]
    unreadable: tuple[int, ...]
    ambiguous: str
    serial: str = ""


def read_periods(cells: Sequence[object], *, month_first: bool = False) -> PeriodsRead:
    """Read a column of dates.

    Parameters
    ----------
    cells : sequence of str, date, float or None
        As they stand in a file.
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

    A number is a year, or a day as Excel counts them where the whole column is such
    numbers. Where all days are the first of a month, or all the last, and no month
    comes twice, the column is one of months.

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
    ['14 Mar 2027', '14 Mar 2027', '14 Mar 2027', '14 Mar 2027', 'week 31 2027']
    >>> read_periods(["03/04/2027", "05/04/2027"]).ambiguous
    '03/04/2027'
    >>> read_periods(["03/04/2027", "25/04/2027"]).ambiguous
    ''
    >>> [period.label for period in read_periods([46388.0, 46419.0, 46447.0]).periods]
    ['Jan 2027', 'Feb 2027', 'Mar 2027']
    """
    serials = _as_serials(cells)
    if serials is not None:
        return PeriodsRead(
            _as_months(serials), (), "", next(str(int(float(c))) for c in cells if c)
        )
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
        periods=_as_months(periods),
        unreadable=tuple(
            place
            for place, (cell, period) in enumerate(zip(cells, periods, strict=True))
            if period is None and not _is_empty(cell)
        ),
        ambiguous=undecided[0] if undecided else "",
    )


def every_period(first: Period, last: Period, most: int) -> list[Period]:
    """List all periods of one span from the first to the last.

    Parameters
    ----------
    first, last : Period
    most : int
        Stop when there are more than these.

    Returns
    -------
    list of Period

    Examples
    --------
    >>> ends = Period(date(2026, 12, 1), "month"), Period(date(2027, 2, 1), "month")
    >>> [period.label for period in every_period(*ends, most=100)]
    ['Dec 2026', 'Jan 2027', 'Feb 2027']
    """
    periods = [first]
    while periods[-1] < last and len(periods) <= most:
        periods.append(periods[-1].following())
    return periods


def periods_shown(present: Iterable[Period], most: int) -> list[Period]:
    """List all periods from the first to the last, without days that never come.

    Parameters
    ----------
    present : iterable of Period
        Of one span, at least one.
    most : int
        Stop when there are more than these.

    Returns
    -------
    list of Period
        Without the days of the week that none of `present` is, as the Saturdays and
        Sundays of an office, where most of the other days are there.

    Examples
    --------
    >>> may = [Period(date(2027, 5, day)) for day in (3, 4, 5, 6, 7, 10, 11, 12, 14)]
    >>> [period.start.day for period in periods_shown(may, most=100)][4:]
    [7, 10, 11, 12, 13, 14]
    """
    present = set(present)
    periods = every_period(min(present), max(present), most)
    # Two whole weeks, or it may be chance that a day is not there.
    if periods[0].span != "day" or len(periods) < _FEWEST_DAYS:
        return periods
    weekdays = {period.start.weekday() for period in present}
    kept = [period for period in periods if period.start.weekday() in weekdays]
    return kept if 2 * len(present) > len(kept) else periods


def is_undated_period(cell: object) -> bool:
    """Whether a cell names a month, week or quarter without its year.

    Parameters
    ----------
    cell : str, date, float or None

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_undated_period(cell) for cell in ("mars", "v. 12", "Q1", "Mars 2027")]
    [True, True, True, False]
    """
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return text.rstrip(".").casefold() in _MONTHS or bool(_UNDATED.fullmatch(text))


def month_number(cell: object) -> int | None:
    """Return the month that a cell names or numbers, without its year.

    Parameters
    ----------
    cell : str, float or None

    Returns
    -------
    int or None

    Examples
    --------
    >>> [month_number(cell) for cell in ("Mars", "okt.", 3.0, "14")]
    [3, 10, 3, None]
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = str(int(cell))
    text = cell.strip().rstrip(".").casefold() if isinstance(cell, str) else ""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.get(text)


def week_number(cell: object) -> int | None:
    """Return the week that a cell numbers, without its year.

    Parameters
    ----------
    cell : str, float or None

    Returns
    -------
    int or None

    Examples
    --------
    >>> [week_number(cell) for cell in ("v. 12", 12.0, "uke 53", "54")]
    [12, 12, 53, None]
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = str(int(cell))
    if not isinstance(cell, str):
        return None
    found = _WEEK.fullmatch(cell.strip())
    return int(found[1]) if found and 1 <= int(found[1]) <= 53 else None


def _as_serials(cells: Sequence[object]) -> list[Period | None] | None:
    """The days that Excel's numbers stand for, or None where they stand for none."""
    days: list[Period | None] = []
    for cell in cells:
        if _is_empty(cell):
            days.append(None)
            continue
        if isinstance(cell, str) and cell.strip().isdecimal():
            cell = float(cell)
        # A part of a day is its hour.
        if not isinstance(cell, float) or int(cell) not in _SERIALS:
            return None
        days.append(Period(_SERIAL_ZERO + timedelta(int(cell))))
    return days if any(days) else None


def _as_months(periods: Sequence[Period | None]) -> tuple[Period | None, ...]:
    """Months, where each day stands for one: the first of each, or the last."""
    days = [period.start for period in periods if period is not None]
    months = [day.replace(day=1) for day in days]
    if (
        len(days) < 3
        or any(period is not None and period.span != "day" for period in periods)
        or len(set(months)) < len(months)
        or not (
            all(day.day == 1 for day in days)
            or all((day + timedelta(1)).day == 1 for day in days)
        )
    ):
        return tuple(periods)
    return tuple(period and period.within("month") for period in periods)


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
