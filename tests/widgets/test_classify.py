"""Classify in the browser, by mouse and by keyboard."""

import pytest

pytestmark = pytest.mark.browser


def test_by_mouse(build, open_view, folder):
    """The whole of a choice can be pressed, not only its circle."""
    opened = open_view(build("classify"))

    opened.page.get_by_text("Find out what happened").first.click()

    assert folder.load("classify-sample").answer == {"roof": "special"}


def test_by_keyboard_only(build, open_view, folder):
    """Tab to each item, arrows among its options."""
    opened = open_view(build("classify"))

    opened.press("Tab", "ArrowDown")
    opened.press("Tab", "Space")
    opened.press("Tab", "ArrowUp")

    assert folder.load("classify-sample").answer == {
        "roof": "special",
        "usual": "common",
        "night": "nothing",
    }


def test_options_stand_side_by_side_where_there_is_room(build, open_view):
    """And below each other on a phone."""

    def lines(width):
        opened.page.set_viewport_size({"width": width, "height": 800})
        choices = opened.page.locator("fieldset").first.locator(".fl-choice").all()
        return len({choice.bounding_box()["y"] for choice in choices})

    opened = open_view(build("classify"))

    assert lines(1000) == 1
    assert lines(320) == 3
