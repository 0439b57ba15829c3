"""Free text in the browser."""

import pytest

pytestmark = pytest.mark.browser


def test_by_keyboard_only(build, open_view, folder):
    """What is written is saved when one goes on, and counted."""
    opened = open_view(build("free-text"))

    opened.press("Tab")
    opened.page.keyboard.type("Falls on the ward,")
    opened.press("Enter")
    opened.page.keyboard.type("every Monday")
    opened.press("Tab")

    assert folder.load("free-text-sample").answer == {
        "measure": "Falls on the ward,\nevery Monday"
    }
    assert opened.page.get_by_text("6 words").is_visible()
    opened.picture("free-text-written")


def test_jupyterlab_does_not_swallow_line_breaks(build, open_view, folder):
    """It forbids them in fields of a cell's output, as done here on its behalf."""
    opened = open_view(build("free-text"))
    box = opened.page.get_by_role("textbox").first
    box.evaluate(
        """box => box.addEventListener("beforeinput", (event) => {
             if (event.inputType === "insertLineBreak") event.preventDefault();
           })"""
    )

    box.focus()
    opened.page.keyboard.type("one")
    opened.press("Enter")
    opened.page.keyboard.type("two")
    opened.press("Tab")

    assert folder.load("free-text-sample").answer == {"measure": "one\ntwo"}


def test_the_saved_text_is_there_again_letter_for_letter(build, open_view):
    """Line breaks, signs of other scripts and all."""
    text = 'Þórdís & Väinö <b>"counted"</b>\n\n  twice'
    build("free-text").set_state({"answer": {"plan": text}})
    opened = open_view(build("free-text"))

    box = opened.page.get_by_label("What would you do if it signalled on Monday?")
    assert box.input_value() == text


def test_a_box_does_not_take_more_than_may_be_saved(build, open_view, folder):
    """Near the end it says how much is left."""
    opened = open_view(build("free-text"))
    box = opened.page.get_by_label("What do you count, where, and how often?")

    box.fill("a" * 11_990)
    assert opened.page.get_by_text("10 characters left").is_visible()
    box.press_sequentially("b" * 15)
    box.blur()

    assert folder.load("free-text-sample").state == "mine"
    assert len(folder.load("free-text-sample").answer["measure"]) == 12_000
