"""Numbers and a verdict in the browser."""

import pytest

from course.exercises import TASKS
from course.widgets import ExerciseView

TASK = TASKS["managers-aim"]
CASE = TASK.case("demo", "amira")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
def test_by_keyboard_only(open_view, folder, width):
    """Three numbers typed, a verdict chosen with the arrows, all of it saved."""
    opened = open_view(ExerciseView(TASK, CASE, folder), width)
    opened.page.get_by_label(CASE.items[0].text).focus()
    opened.press("8", "1", "Tab", "7", "8", "Tab", "8", "4", "Tab", "Space")
    opened.press("ArrowDown")

    given = {"share": "81", "lowest": "78", "highest": "84"}
    given["verdict"] = CASE.options[1].id
    opened.until(lambda: folder.load(TASK.name).answer == given)
    assert not opened.violations()
    opened.picture(f"conclude-{width}")


@pytest.mark.browser
def test_an_answer_is_put_back(open_view, folder):
    """Opened again, numbers and verdict stand as they were left."""
    folder.save(TASK.name, {"share": "80,5", "verdict": "cannot-tell"}, version=0)
    opened = open_view(ExerciseView(TASK, CASE, folder))

    assert opened.page.get_by_label(CASE.items[0].text).input_value() == "80,5"
    assert opened.page.locator("input[value=cannot-tell]").is_checked()
