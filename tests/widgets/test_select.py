"""Choosing from a list, and in a picture, in the browser."""

import pytest

from course.tasks import Select, Task
from course.widgets import ExerciseView

pytestmark = pytest.mark.browser


@pytest.fixture
def answer(folder):
    """Return a function that reads what is saved."""
    return lambda: folder.load("select-sample").answer


@pytest.mark.parametrize("width", [320, 1000])
def test_by_keyboard_only(build, open_view, answer, width):
    """Tab from box to box, Space ticks; in the order of the list."""
    opened = open_view(build("select"), width)
    boxes = opened.page.get_by_role("checkbox")

    boxes.nth(1).focus()
    opened.press("Space", "Shift+Tab", "Space")

    assert answer() == ["purpose", "companion"]
    assert "2 ticked" in opened.root.inner_text()
    assert not opened.violations()


def test_none_of_these_and_ticks_exclude_each_other(build, open_view, answer):
    """The list says one thing."""
    opened = open_view(build("select"))
    box = opened.page.get_by_label

    box("A list of who decides").check()
    box("None of these").check()
    assert answer() == []
    assert not box("A list of who decides").is_checked()

    box("A list of who decides").check()
    assert not box("None of these").is_checked()
    box("A list of who decides").uncheck()
    assert answer() is None


def test_a_spot_in_the_picture_is_a_shortcut(build, open_view, answer):
    """Pressing it ticks the item, and shows."""
    opened = open_view(build("select"))

    opened.page.locator("[data-item=slides]").click()
    assert answer() == ["slides"]
    assert opened.page.get_by_label("Slides with").is_checked()
    assert "fl-chosen" in opened.page.locator("[data-item=slides]").get_attribute(
        "class"
    )
    opened.page.locator("[data-item=slides]").click()
    assert answer() is None


def test_no_more_than_may_be_chosen(sample, folder, open_view, answer):
    """The next tick does nothing, and the boxes say so."""
    task, case = sample("select")
    few = Task(name=task.name, kind=Select(most=2), draw=lambda rng: case, points=4)
    opened = open_view(ExerciseView(_with_words(few, task), case, folder))
    boxes = opened.page.get_by_role("checkbox")

    for place in range(3):
        boxes.nth(place).focus()
        opened.press("Space")

    assert answer() == ["purpose", "companion"]
    assert not boxes.nth(2).is_checked()
    assert boxes.nth(2).get_attribute("aria-disabled") == "true"
    assert "2 of 2 ticked" in opened.root.inner_text()


def _with_words(task, written):
    """Return the task with the words of another."""
    return type(written)(
        name=task.name,
        kind=task.kind,
        draw=task.draw,
        points=task.points,
        asks=written.asks,
        hint_sentences=written.hint_sentences,
    )
