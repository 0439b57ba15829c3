"""When the lessons of a course run are due: evenly over the days on which one works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

DUE_AT = time(16)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether something may be due on a day.

    Not on a weekend; not in the first half of July, when half of the North is away; not
    from the 20th of December to the 7th of January.

    Examples
    --------
    >>> is_working_day(date(2027, 7, 15)), is_working_day(date(2027, 7, 16))
    (False, True)
    >>> is_working_day(date(2027, 1, 7)), is_working_day(date(2027, 1, 8))
    (False, True)
    """
    month_and_day = day.month, day.day
    return not (
        day.weekday() >= _SATURDAY
        or (7, 1) <= month_and_day <= (7, 15)
        or month_and_day >= (12, 20)
        or month_and_day <= (1, 7)
    )


def due_dates(
    start: date, months: int, count: int, zone: tzinfo | None = None
) -> list[datetime]:
    """Spread due dates over a course run.

    Parameters
    ----------
    start : date
        The first day of the course run.
    months : int
        How long it lasts; the last date is the last working day in it.
    count : int
        How many there are.
    zone : tzinfo, optional
        Whose clock shows four in the afternoon; this computer's if not given.

    Returns
    -------
    list of datetime
        In order, with their time zone, no two on a day. Between two of them, and
        before the first, lie as many working days, give or take one.

    Raises
    ------
    ValueError
        If there are more dates than days.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> for due in due_dates(date(2027, 2, 1), 3, 3, ZoneInfo("Europe/Oslo")):
    ...     print(due)
    2027-03-02 16:00:00+01:00
    2027-03-31 16:00:00+02:00
    2027-04-30 16:00:00+02:00
    """
    days = list(_working_days(start, start + relativedelta(months=months)))
    if count > len(days):
        raise ValueError(f"{count} dates do not fit into {len(days)} days.")
    chosen = [days[len(days) * one // count - 1] for one in range(1, count + 1)]
    return [due_on(day, zone) for day in chosen]


def due_on(day: date, zone: tzinfo | None = None, at: time = DUE_AT) -> datetime:
    """Return a moment of a day, on the clock of a zone.

    Parameters
    ----------
    day : date
    zone : tzinfo, optional
        As for `due_dates`.
    at : time

    Returns
    -------
    datetime
    """
    # Without a zone given, `astimezone` takes this computer's, summer time and all.
    moment = datetime.combine(day, at, zone)
    return moment if zone else moment.astimezone()


def moved(due: datetime, days: timedelta, zone: tzinfo | None = None) -> datetime:
    """Move a due date by some days, and on to the next day on which one works.

    Parameters
    ----------
    due : datetime
    days : timedelta
    zone : tzinfo, optional
        On whose clock the hour stays; this computer's if not given.

    Returns
    -------
    datetime

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> oslo = ZoneInfo("Europe/Oslo")
    >>> friday = datetime(2027, 3, 26, 16, tzinfo=oslo)
    >>> print(moved(friday, timedelta(weeks=1), oslo))
    2027-04-02 16:00:00+02:00
    >>> print(moved(friday, timedelta(days=1), oslo))
    2027-03-29 16:00:00+02:00
    """
    there = due.astimezone(zone)
    day = there.date() + days
    while not is_working_day(day):
        day += timedelta(days=1)
    return due_on(day, zone, there.time())


def _working_days(start: date, end: date) -> Iterator[date]:
    """Yield the working days after a start, up to the day before an end."""
    for ahead in range(1, (end - start).days):
        if is_working_day(day := start + timedelta(days=ahead)):
            yield day
