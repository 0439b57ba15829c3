"""The extract: faults found again by reading, and figures from what is left."""

import re
from datetime import date

import pytest

from course.exercises.measurement.extracts import EXTRACT_COUNTS, EXTRACT_ROWS, YEAR

LEARNERS = range(40)


def rows(learner):
    """The table that goes with the counts."""
    return EXTRACT_COUNTS.case("autumn", f"l-{learner}").tables[0].rows


def day(text):
    """A day, or None where no calendar has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def faulty(table):
    """Rows that repeat a person, and rows whose days cannot be."""
    seen, twice, impossible = set(), [], []
    for number, person, _, fell, reported, _ in table:
        if person in seen:
            twice.append(int(number))
        seen.add(person)
        told = day(reported)
        if told is None or not 0 <= (told - day(fell)).days <= 3:
            impossible.append(int(number))
    return twice, impossible


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_rows_to_tick_are_found_by_reading(learner):
    """Same person again, or a report that cannot be."""
    case = EXTRACT_ROWS.case("autumn", f"l-{learner}")
    twice, impossible = faulty(rows(learner))

    assert case.truth == [f"row-{n:02d}" for n in sorted({*twice, *impossible})]
    assert not set(twice) & set(impossible)


@pytest.mark.parametrize("learner", LEARNERS)
def test_both_tasks_are_about_one_file(learner):
    """The row as it stands in the list is the row of the table."""
    items = EXTRACT_ROWS.case("autumn", f"l-{learner}").items

    for item, row in zip(items, rows(learner), strict=True):
        for cell in row:
            assert re.search(rf"\b{re.escape(cell)}\b", item.text), item.text


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_counts_are_those_of_what_is_left(learner):
    """And the month is the first with a zero."""
    case = EXTRACT_COUNTS.case("autumn", f"l-{learner}")
    table = rows(learner)
    out = {n for faults in faulty(table) for n in faults}
    left = [row for row in table if int(row[0]) not in out]
    harmed = sum(row[5] == "1" for row in left)
    zeros = [int(row[3][5:7]) for row in left if row[5] == "0"]
    twos = [int(row[3][5:7]) for row in left if row[5] == "2"]

    assert case.truth == {
        "month": min(zeros),
        "falls": len(left),
        "harmed": harmed,
        "share": round(100 * harmed / len(left), 2),
    }
    # No month has both codes, and no month between them is open.
    assert max(twos) == min(zeros) - 1
    assert all(row[3].startswith(str(YEAR)) for row in table)


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_repetition_comes_later_and_is_the_same_but_for_its_number(learner):
    """So that it is clear which of the two to tick."""
    table = rows(learner)
    twice, _ = faulty(table)
    for number in twice:
        again = table[number - 1]
        first = next(row for row in table if row[1] == again[1])
        assert int(first[0]) < number
        assert first[1:] == again[1:]
