"""When a lesson is due, as one would say it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from course.lessons.due_words import say_due

HERE = timezone(timedelta(hours=1))
DUE = datetime(2027, 3, 12, 16, tzinfo=HERE)
DAY = "Friday 12 March 2027 at 16:00"
LATE = f"This was due {DAY}. You can still hand it in."


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2027, 1, 4, 9), f"Due {DAY}."),
        (datetime(2027, 2, 26, 9), f"Due {DAY}, in 14 days."),
        (datetime(2027, 3, 10, 23, 59), f"Due {DAY}, in 2 days."),
        (datetime(2027, 3, 11, 0, 1), f"Due tomorrow, {DAY}."),
        (datetime(2027, 3, 12, 8), f"Due today, {DAY}."),
        (datetime(2027, 3, 12, 16, 1), LATE),
        (datetime(2027, 4, 12), LATE),
    ],
)
def test_a_due_date_is_said_with_how_far_away_it_is(now, words):
    """In days of the calendar; late without blame."""
    assert say_due(DUE, now.replace(tzinfo=HERE)) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2027, 3, 10), f"Due {DAY}."),
        (datetime(2027, 4, 12), f"This was due {DAY}."),
    ],
)
def test_who_has_handed_in_is_not_hurried(now, words):
    """Neither before nor after."""
    assert say_due(DUE, now.replace(tzinfo=HERE), handed_in=True) == words


def test_days_are_counted_where_the_lesson_is_due():
    """It is already Thursday there, while the server still has Wednesday."""
    server = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)

    assert say_due(DUE, server).startswith("Due tomorrow")
