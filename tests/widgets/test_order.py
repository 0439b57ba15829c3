"""Cards in an order: by buttons, by keyboard, by dragging."""

import pytest

pytestmark = pytest.mark.browser

DEALT = ["move", "leave", "chase", "centre"]


@pytest.fixture
def opened(build, open_view):
    """Four cards on a page."""
    return open_view(build("order"))


@pytest.fixture
def answer(folder):
    """Return a function that reads what is saved."""
    return lambda: folder.load("order-sample").answer


def test_the_dealt_order_is_no_answer_until_it_is_said_to_be(opened, answer):
    """One press makes it one."""
    assert answer() is None

    opened.page.get_by_role("button", name="This is my order").click()

    assert answer() == DEALT
    assert opened.page.locator(".fl-foot .fl-state").inner_text() == "Attempted"


def test_by_keyboard_only(opened, answer):
    """The focus stays on the card's button, and its place is spoken."""
    name = "Move down: Move the funnel by the error, from where it stands"
    opened.tab_to(name)

    opened.press("Enter")
    assert answer() == ["leave", "move", "chase", "centre"]
    assert opened.focused().startswith(
        "Move down: Move the funnel by the error, from wh"
    )
    assert (
        opened.page.locator("[aria-live].fl-hidden-words").inner_text()
        == "Move the funnel by the error, from where it stands is now 2 of 4."
    )

    opened.press("Enter", "Enter", "Enter")
    assert answer() == ["leave", "chase", "centre", "move"]
    assert opened.focused().startswith(
        "Move down: Move the funnel by the error, from wh"
    )


def test_moving_up_keeps_the_focus_too(opened, answer):
    """The card itself is moved in the page, which would let go of the focus."""
    name = "Move up: Aim at the last mark"
    opened.tab_to(name)

    opened.press("Enter", "Enter", "Enter")

    assert answer() == ["chase", "move", "leave", "centre"]
    assert opened.focused() == name


def test_by_dragging(opened, answer):
    """A card follows the mouse and stays where it is let go."""
    cards = opened.page.locator(".fl-movable")
    start = cards.nth(0).locator(".fl-place").bounding_box()
    end = cards.nth(2).bounding_box()
    mouse = opened.page.mouse

    mouse.move(start["x"] + 4, start["y"] + 4)
    mouse.down()
    mouse.move(start["x"] + 4, end["y"] + end["height"] * 0.3, steps=5)
    mouse.move(start["x"] + 4, end["y"] + end["height"] * 0.8, steps=5)
    opened.picture("order-dragged")
    assert answer() is None
    mouse.up()

    assert answer() == ["leave", "chase", "move", "centre"]


def test_a_press_without_a_move_is_no_answer(opened, answer):
    """Picking a card up and putting it back says nothing."""
    opened.page.locator(".fl-movable").first.locator(".fl-place").click()

    assert answer() is None


def test_the_saved_order_is_there_again(build, open_view):
    """And counts as an answer."""
    build("order").set_state({"answer": ["chase", "centre", "move", "leave"]})
    opened = open_view(build("order"))

    texts = opened.page.locator(".fl-card-words").all_inner_texts()
    assert texts[0] == "Aim at the last mark"
    assert opened.page.get_by_role("button", name="Your order is taken").is_visible()
