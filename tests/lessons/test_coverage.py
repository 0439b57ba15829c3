"""What the founding programmes ask for is found in lessons and tasks, or is missed."""

from pathlib import Path

import pytest

from course.lessons.coverage import find_coverage
from course.tasks import Select, Task

ROOT = Path(__file__).parents[2]
ELEMENTS = '[000]\nprogramme = "P"\n01 = "One"\n02 = "Two"\n03 = "Three"\n'


@pytest.fixture
def source(tmp_path):
    """Return a function that writes a small course."""

    def write(cells, background=""):
        (tmp_path / "elements.toml").write_text(ELEMENTS + background, "utf-8")
        (tmp_path / "03-aim.md").write_text(
            f"---\nfourlenses:\n  title: Aim\n  number: 3\n---\n\n{cells}", "utf-8"
        )
        return tmp_path

    return write


def test_a_cell_teaches_what_it_is_tagged_with(source):
    """It is named by its heading, or by the one above it."""
    cells = (
        '# Aim\n\n+++ {"elements": ["000-01"]}\n\n## Part 1\n\nWords.\n\n'
        '+++ {"elements": ["000-02"]}\n\nMore words.\n'
    )
    covered = find_coverage(
        source(cells, '[background]\n000-03 = "Told elsewhere."\n'), modules={}
    )

    assert [one.taught for one in covered] == [("M3, Part 1",), ("M3, Part 1",), ()]
    assert covered[2].background == "Told elsewhere."
    assert not any(one.is_missing for one in covered)


def test_a_task_grades_what_it_is_tagged_with(source):
    """An element may be graded where no cell teaches it by name."""
    task = Task(name="one", kind=Select(), draw=None, elements=("000-02",))

    covered = find_coverage(source("# Aim\n"), modules={"aim": {"one": task}})

    assert [one.graded for one in covered] == [(), ("one",), ()]


def test_what_nobody_teaches_is_missing(source):
    """That is what the command fails by."""
    covered = find_coverage(source("# Aim\n\nWords.\n"), modules={})

    assert [one.is_missing for one in covered] == [True] * 3


@pytest.mark.parametrize(
    "cells, background, named",
    [
        ('+++ {"elements": ["000-99"]}\n\nWords.\n', "", "03-aim.md"),
        ("Words.\n", '[background]\n001-01 = "No."\n', "elements.toml"),
    ],
)
def test_an_element_there_is_not_is_named(source, cells, background, named):
    """A slip of the pen would cover nothing, unseen."""
    with pytest.raises(ValueError, match=named):
        find_coverage(source(cells, background), modules={})


def test_the_founding_programmes_have_97_elements():
    """As many as were counted when the course began, each with a title."""
    covered = find_coverage(ROOT / "source")

    assert len(covered) == 97
    assert all(one.title for one in covered)
