"""A driver diagram in the browser: hung by keyboard, drawn meanwhile, taken away."""

import pytest

from course.exercises import TASKS
from course.widgets import ExerciseView

pytestmark = pytest.mark.browser

TASK = TASKS["driver-diagram"]
CASE = TASK.case("demo", "amira")
CARDS = [item.id for item in CASE.items]
TEXT = {item.id: item.text for item in CASE.items}


@pytest.fixture
def opened(open_view, folder):
    """The exercise on a page."""
    return open_view(ExerciseView(TASK, CASE, folder))


def hang(opened, card, parent):
    """Choose a parent in the list of a card."""
    opened.page.get_by_label(TEXT[card], exact=True).select_option(parent)


def test_by_keyboard_only(opened, folder):
    """The first key presses in a list choose the aim, and it is saved and drawn."""
    opened.page.get_by_label(TEXT[CARDS[0]], exact=True).focus()
    opened.press("ArrowDown", "Tab", "ArrowDown", "ArrowDown")

    given = {CARDS[0]: "aim", CARDS[1]: "none"}
    opened.until(lambda: folder.load(TASK.name).answer == given)
    assert opened.page.locator(".fl-tree-canvas rect").count() == 2
    assert "2 of 17 cards have a place" in opened.root.inner_text()
    assert not opened.violations()


def test_a_card_cannot_be_hung_below_itself(opened):
    """In the list of a card, those that hang on it are closed."""
    first, second, third = CARDS[:3]
    hang(opened, first, "aim")
    hang(opened, second, first)
    hang(opened, third, second)

    of_first = opened.page.get_by_label(TEXT[first], exact=True)
    closed = of_first.locator("option:disabled")
    assert sorted(closed.evaluate_all("all => all.map(each => each.value)")) == sorted(
        [second, third]
    )


@pytest.mark.parametrize("width", [320, 1000])
def test_a_whole_tree_is_drawn_and_told_as_an_outline(opened, folder, width):
    """As many boxes as cards in it, and the same words in the nested list."""
    opened.page.set_viewport_size({"width": width, "height": 900})
    primary, secondary, *rest = CARDS
    hang(opened, primary, "aim")
    hang(opened, secondary, primary)
    for card in rest[:-1]:
        hang(opened, card, secondary)
    hang(opened, rest[-1], "none")
    opened.page.get_by_text("The same diagram as an outline").click()

    assert opened.page.locator(".fl-tree-canvas rect").count() == 17
    outline = opened.page.locator(".fl-tree details ul").first.inner_text()
    assert TEXT[rest[0]] in outline
    assert TEXT[rest[-1]] not in outline
    assert not opened.violations()
    opened.picture(f"tree-{width}")


def test_the_picture_and_the_outline_can_be_saved(opened):
    """As SVG, and as text with two spaces for each level."""
    hang(opened, CARDS[0], "aim")
    hang(opened, CARDS[1], CARDS[0])
    with opened.page.expect_download() as picture:
        opened.page.get_by_text("Save the picture (SVG)").click()
    with opened.page.expect_download() as outline:
        opened.page.get_by_text("Save the outline (text)").click()

    assert picture.value.suggested_filename == "driver-diagram.svg"
    assert picture.value.path().read_text("utf-8").count("<rect") == 3
    lines = outline.value.path().read_text("utf-8").splitlines()
    assert lines[1:3] == [f"  - {TEXT[CARDS[0]]}", f"    - {TEXT[CARDS[1]]}"]


def test_an_answer_is_put_back(open_view, folder):
    """Opened again, the lists stand as they were left."""
    folder.save(TASK.name, {CARDS[0]: "aim"}, version=0)
    opened = open_view(ExerciseView(TASK, CASE, folder))

    list_ = opened.page.get_by_label(TEXT[CARDS[0]], exact=True)
    assert list_.input_value() == "aim"
