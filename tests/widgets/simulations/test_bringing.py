"""What the page offers when figures cannot be read, or could be read otherwise."""

import pytest

from course.charts.own_data.series import read_series
from course.charts.own_data.tables import read_text
from course.charts.own_data.unreadable import UnreadableData
from course.widgets.simulations.bringing import ways_back, ways_out

WAITS = "Day\tMinutes\n" + "".join(
    f"2027-02-{day:02d}\t{minutes}\n"
    for day, minutes in enumerate(
        ["12", "25", "1:05", "31", "cancelled", "18", "1:05", "22", "27", "16"], start=1
    )
)
CARE_DAYS = "Month\tCare days\n" + "".join(
    f"2027-{month:02d}\t{days}\n"
    for month, days in enumerate(["1.488", "1.344", "1.472", "1.395"], start=1)
)


def choices(blocks):
    """What each button chooses, by its key."""
    pressed = [one for block in blocks for one in block.get("buttons", ())]
    return {
        one["key"]: (one["details"]["what"], one["details"]["choice"])
        for one in pressed
    }


def test_what_would_be_left_out_is_told_before_it_is():
    """Each kind of cell with its number, and a clock can be read as minutes."""
    with pytest.raises(UnreadableData) as problem:
        read_series(read_text(WAITS), 0, 1)
    told, pressed = ways_out(problem.value)

    assert "2 × “1:05”" in str(told) and "1 × “cancelled”" in str(told)
    assert choices([pressed]) == {
        "durations": ("durations", True),
        "leave-out": ("leave-out", True),
    }


def test_what_was_left_out_stands_beside_the_reading_and_can_be_put_back():
    """Whoever reads "stable" sees that the longest waits are missing."""
    series = read_series(read_text(WAITS), 0, 1, leave_out=True)
    told, pressed = ways_back(series)

    assert "3 rows were left out" in str(told)
    assert choices([pressed]) == {"leave-out-not": ("leave-out", False)}


def test_clocks_read_as_minutes_can_be_unread():
    """An hour and five minutes are 65; the cell that is no time is left out."""
    series = read_series(read_text(WAITS), 0, 1, durations=True, leave_out=True)

    assert series.values.count(65) == 2
    assert choices(ways_back(series))["durations-not"] == ("durations", False)


@pytest.mark.parametrize(
    ("thousands", "offered"),
    [(True, ("thousands", False)), (False, ("thousands", True))],
)
def test_thousands_and_decimals_can_be_exchanged(thousands, offered):
    """However "1.488" was read, the other way is one button away."""
    series = read_series(read_text(CARE_DAYS), 0, 1, thousands=thousands)

    assert list(choices(ways_back(series)).values()) == [offered]
    assert series.values[0] == (1488 if thousands else 1.488)


def test_figures_that_are_plain_offer_nothing():
    """No button without a doubt."""
    series = read_series(read_text("Day\tFalls\n1\t4\n2\t6\n3\t5\n4\t7\n"), 0, 1)

    assert ways_back(series) == []
