"""Predictions in the browser: a field and a slider that say the same."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def answer(folder):
    """Return a function that reads what is saved."""
    return lambda: folder.load("prediction-sample").answer


@pytest.fixture
def opened(build, open_view):
    """Two claims on a page."""
    return open_view(build("prediction"))


def test_the_slider_follows_the_number(opened, answer):
    """Typed, with a per cent sign or a comma if one likes."""
    opened.press("Tab")
    opened.page.keyboard.type("12,5 %")
    opened.press("Tab")

    assert answer() == {"same": 12.5}
    slider = opened.page.get_by_role("slider").first
    assert slider.get_attribute("aria-valuetext") == "12.5 %"


def test_the_number_follows_the_slider_by_keyboard(opened, answer):
    """Arrows move it by one."""
    opened.page.get_by_role("slider").first.focus()
    opened.press("ArrowRight", "ArrowRight", "Tab")

    assert answer() == {"same": 52}
    assert opened.page.get_by_role("textbox").first.input_value() == "52"


def test_a_slider_nobody_moved_is_no_answer(opened, answer):
    """It says so; a press in its middle is an answer."""
    slider = opened.page.get_by_role("slider").first
    assert slider.get_attribute("aria-valuetext") == "not answered yet"
    assert answer() is None

    slider.click()
    assert answer() in ({"same": 50}, {"same": 49}, {"same": 51})


@pytest.mark.parametrize("typed", ["120", "-1", "often"])
def test_what_is_no_chance_is_said_and_not_saved(opened, answer, typed):
    """The field keeps what was typed, and says what it takes."""
    field = opened.page.get_by_role("textbox").first
    field.fill(typed)
    field.blur()

    assert answer() is None
    assert field.get_attribute("aria-invalid") == "true"
    assert opened.page.get_by_text("Write a number from 0 to 100.").is_visible()
    assert field.input_value() == typed
    assert not opened.violations()


def test_an_answer_elsewhere_leaves_half_typed_text_alone(opened, answer):
    """What is not yet a chance is nowhere but on the screen."""
    first, second = opened.page.get_by_role("textbox").all()
    first.fill("often")
    second.fill("40")
    second.blur()

    assert answer() == {"above": 40}
    assert first.input_value() == "often"
