"""Thirty columns of people's files are warned about, and thirty others are not."""

import tomllib
from pathlib import Path

import pytest

from course.charts.own_data.personal import PersonalColumn, find_personal_columns
from course.charts.own_data.tables import read_text

COLUMNS = tomllib.loads(
    Path(__file__).with_name("thirty_columns.toml").read_text("utf-8")
)


def heading_of(column):
    """What a test of it is called."""
    return column["heading"]


def table_of(column):
    """Read a file with a week, this column and a count."""
    lines = [f"2027-W{at:02};{cell};{at}" for at, cell in enumerate(column["cells"], 1)]
    return read_text("\n".join([f"Period;{column['heading']};Count", *lines]))


@pytest.mark.parametrize("column", COLUMNS["personal"], ids=heading_of)
def test_a_column_that_tells_who_somebody_is_is_warned_about(column):
    """And the two beside it are not."""
    found = find_personal_columns(table_of(column))

    assert found == (PersonalColumn(column["heading"], column["kind"]),)


@pytest.mark.parametrize("column", COLUMNS["harmless"], ids=heading_of)
def test_a_column_that_tells_nobody_apart_is_left_alone(column):
    """A warning on every file would soon be read by nobody."""
    assert find_personal_columns(table_of(column)) == ()


def test_there_are_thirty_of_each():
    """In five languages; whoever adds one adds to both."""
    assert [len(COLUMNS[kind]) for kind in ("personal", "harmless")] == [30, 30]
