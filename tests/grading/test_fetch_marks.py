"""Who has fetched: told by whose the mark is, and by nothing that is written on it."""

import os

import pytest

from course.grading.fetch_marks import MARKS, fetched_by, leave_mark, owner_of


def test_whoever_fetched_is_known_by_the_account(tmp_path):
    """For this assignment and no other, and once however often they fetched."""
    (tmp_path / MARKS).mkdir()
    leave_mark(tmp_path, "04-variation")
    leave_mark(tmp_path, "04-variation")

    assert fetched_by(tmp_path, "04-variation") == {owner_of(tmp_path)}
    assert fetched_by(tmp_path, "04") == frozenset()


def test_without_a_place_for_marks_nothing_is_known(tmp_path):
    """As in the exchange that nbgrader makes; fetching says that it cannot be noted."""
    assert fetched_by(tmp_path, "04-variation") is None
    with pytest.raises(FileNotFoundError):
        leave_mark(tmp_path, "04-variation")


@pytest.mark.skipif(os.geteuid() != 0, reason="to own a file for another takes root")
def test_a_mark_speaks_for_its_owner_whatever_it_is_called(tmp_path):
    """An account that is gone is known by its number."""
    (tmp_path / MARKS).mkdir()
    forged = tmp_path / MARKS / "04-variation+amira"
    forged.touch()
    os.chown(forged, 54321, -1)

    assert fetched_by(tmp_path, "04-variation") == {"54321"}
