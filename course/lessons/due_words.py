"""When a lesson is due, in plain words."""

from __future__ import annotations

from datetime import datetime

from course.messages import say
from course.tasks.calendar_days import say_weekday

# Beyond, nobody counts in days.
_COUNTED_DAYS = 14


def say_due(due: datetime, now: datetime, handed_in: bool = False) -> str:
    """Say when a lesson is due, and how far away that is.

    Parameters
    ----------
    due, now : datetime
        With their time zones.
    handed_in : bool
        Whether something was handed in already: then nobody is hurried.

    Returns
    -------
    str

    Examples
    --------
    >>> from datetime import UTC
    >>> due = datetime(2027, 3, 12, 16, tzinfo=UTC)
    >>> say_due(due, datetime(2027, 3, 9, 20, tzinfo=UTC))
    'Due Friday 12 March 2027 at 16:00, in 3 days.'
    >>> say_due(due, datetime(2027, 3, 15, 8, tzinfo=UTC))
    'This was due Friday 12 March 2027 at 16:00. You can still hand it in.'
    """
    said = {"day": say_weekday(due), "time": f"{due:%H:%M}"}
    if now > due:
        return say(f"due.{'was' if handed_in else 'late'}", **said)
    # By the days of the calendar, where it is due.
    days = (due.date() - now.astimezone(due.tzinfo).date()).days
    if handed_in or days > _COUNTED_DAYS:
        return say("due.on", **said)
    if days > 1:
        return say("due.in-days", **said, days=days)
    return say("due.tomorrow" if days else "due.today", **said)
