"""The matrix in the browser."""

from dataclasses import replace

import pytest

from course.widgets import ExerciseView

pytestmark = pytest.mark.browser


@pytest.fixture
def answer(folder):
    """Return a function that reads what is saved."""
    return lambda: folder.load("matrix-sample").answer


@pytest.mark.parametrize("width", [320, 1000])
def test_by_keyboard_only(build, open_view, answer, width):
    """Tab from box to box, Space ticks; on a phone as well."""
    opened = open_view(build("matrix"), width)

    opened.tab_to("East ward: A long run")
    opened.press("Space", "Tab", "Space")
    opened.tab_to("West ward: None of these")
    opened.press("Space")

    assert answer() == {"east": ["run", "crossings"], "west": []}


def test_none_of_these_and_ticks_exclude_each_other(build, open_view, answer):
    """A row says one thing."""
    opened = open_view(build("matrix"))
    box = opened.page.get_by_label

    box("East ward: A trend").check()
    box("East ward: None of these").check()
    assert answer() == {"east": []}
    assert not box("East ward: A trend").is_checked()

    box("East ward: A long run").check()
    assert answer() == {"east": ["run"]}
    assert not box("East ward: None of these").is_checked()

    box("East ward: A long run").uncheck()
    assert answer() is None


def test_the_saved_ticks_are_there_again(build, open_view):
    """With the rows that were left alone."""
    build("matrix").set_state({"answer": {"home": ["trend"], "west": []}})
    opened = open_view(build("matrix"))

    ticked = opened.page.locator("input:checked").evaluate_all(
        "boxes => boxes.map(box => box.getAttribute('aria-label'))"
    )
    assert ticked == ["West ward: None of these", "Home care, Tórshavn: A trend"]


def test_rows_with_a_picture_get_the_width_for_it(build, open_view, sample, folder):
    """A group each instead of a row; ticked by keyboard like the table."""
    task, case = sample("matrix")
    _, charts = sample("mark-points")
    east = replace(case.items[0], chart=charts.items[0].chart)
    case = replace(case, items=(east, *case.items[1:]))
    opened = open_view(ExerciseView(task, case, folder))

    opened.page.get_by_role("group", name="East ward").get_by_label("A trend").focus()
    opened.press("Space")
    opened.page.get_by_role("group", name="West ward").get_by_label("None").focus()
    opened.press("Space")

    assert folder.load(task.name).answer == {"east": ["trend"], "west": []}
    assert opened.page.locator("fieldset svg.fl-picture").bounding_box()["width"] > 600
    assert not opened.violations()
