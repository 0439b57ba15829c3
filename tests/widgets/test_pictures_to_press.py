"""The ward and the Pareto picture of module 2, pressed in the browser."""

import pytest

from course.exercises import TASKS
from course.widgets import ExerciseView

pytestmark = pytest.mark.browser


@pytest.fixture
def open_task(folder, open_view):
    """Return a function that opens an exercise of the course."""

    def open_one(name, width=1000):
        task = TASKS[name]
        return open_view(
            ExerciseView(task, task.case("autumn", "amira"), folder), width
        )

    return open_one


@pytest.mark.parametrize("name", ["fresh-eyes", "pareto-counts", "pareto-weights"])
def test_a_place_is_pressed_and_shows(open_task, folder, name):
    """Anywhere within its frame, and once more to take it back."""
    opened = open_task(name)
    item = TASKS[name].case("autumn", "amira").items[4]
    place = opened.page.locator(f"[data-item={item.id}]")

    # Beside whatever is drawn in it.
    place.click(position={"x": 4, "y": 6})
    assert folder.load(name).answer == [item.id]
    assert "fl-chosen" in place.get_attribute("class")
    assert opened.page.get_by_label(item.text, exact=True).is_checked()
    opened.picture(name)
    assert not opened.violations()

    place.click(position={"x": 4, "y": 6})
    assert folder.load(name).answer is None


def test_on_a_narrow_page_the_ward_scrolls_and_the_list_stays(open_task):
    """Nothing is cut off, and the keyboard reaches the picture."""
    opened = open_task("fresh-eyes", 320)

    assert opened.page.get_by_role("checkbox").count() == 17
    assert not opened.violations()
