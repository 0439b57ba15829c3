"""Points on charts, marked by mouse, by keyboard, and in the table."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(build, open_view):
    """Two charts on a page."""
    return open_view(build("mark-points"))


@pytest.fixture
def answer(folder):
    """Return a function that reads what is saved."""
    return lambda: folder.load("mark-points-sample").answer


def test_a_click_marks_and_another_takes_it_back(opened, answer):
    """With the last mark gone nothing is said about the chart."""
    seventh = opened.page.locator('[data-period="7"]').first

    seventh.click()
    assert answer() == {"east": [7]}
    assert seventh.get_attribute("aria-checked") == "true"
    assert seventh.locator(".fl-ring").is_visible()
    opened.picture("mark-points-marked")

    seventh.click()
    assert answer() is None
    assert seventh.get_attribute("aria-checked") == "false"


def test_by_keyboard_only(opened, answer):
    """One stop for Tab, arrows from point to point, Space and Enter mark."""
    opened.press("Tab")
    assert opened.focused().startswith("Week 1")
    opened.press("ArrowRight", "ArrowRight", "Space")
    opened.press("End", "Enter", "ArrowRight")
    assert opened.focused().startswith("Week 24")
    opened.press("ArrowLeft", "Space", "Home", "ArrowLeft", "Space")

    assert answer() == {"east": [1, 3, 23, 24]}

    opened.press("Tab")
    assert opened.focused() == ""
    opened.press("Tab", "Tab")
    assert opened.focused().startswith("Week 1")


def test_coming_back_to_a_chart_one_stands_where_one_was(opened):
    """The point last visited keeps the place in the tab order."""
    opened.press("Tab", "ArrowRight", "ArrowRight", "Tab", "Shift+Tab")

    assert opened.focused().startswith("Week 3")


def test_an_empty_chart_is_said_to_be_empty(opened, answer):
    """To find no signal and to have marked nothing yet are different answers."""
    none = opened.page.get_by_label("No signal here")

    none.nth(1).check()
    assert answer() == {"west": []}

    opened.page.locator("fieldset").nth(1).locator('[data-period="2"]').click()
    assert answer() == {"west": [2]}
    assert not none.nth(1).is_checked()

    none.nth(1).check()
    assert answer() == {"west": []}
    assert opened.page.locator(".point.marked").count() == 0

    none.nth(1).uncheck()
    assert answer() is None


def test_table_and_chart_keep_in_step(opened, answer):
    """What is ticked there is marked here, and the other way round."""
    chart = opened.page.locator("fieldset").first
    chart.locator("summary").click()
    ticks = chart.locator("table input")

    ticks.nth(4).check()
    assert answer() == {"east": [5]}
    assert "marked" in chart.locator('[data-period="5"]').get_attribute("class")

    chart.locator('[data-period="6"]').click()
    assert ticks.nth(5).is_checked()


def test_each_point_is_a_named_checkbox(opened):
    """A screen reader hears week and value."""
    box = opened.page.get_by_role("checkbox", name="Week 7: ", exact=False).first

    assert box.get_attribute("data-period") == "7"


def test_saved_marks_are_there_again(build, open_view):
    """In the chart, in the table and in words."""
    build("mark-points").set_state({"answer": {"east": [3, 4], "west": []}})
    opened = open_view(build("mark-points"))

    assert opened.page.locator(".point.marked").count() == 2
    assert opened.page.get_by_text("2 points marked").is_visible()
    assert opened.page.get_by_label("No signal here").nth(1).is_checked()
