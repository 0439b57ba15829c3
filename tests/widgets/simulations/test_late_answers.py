"""Python answers while somebody types or presses: nothing of theirs is lost."""

import pytest

pytestmark = pytest.mark.browser


def answer_late(opened, deed):
    """Let an answer come now to something that was done before."""
    opened.view._handle_custom_msg(deed, [])
    opened.hear()


@pytest.mark.parametrize("leave", ["Tab", "Enter"])
@pytest.mark.parametrize(
    ("before", "typed", "after", "kept"),
    [
        (None, "6", "0", 60),
        (24, "", "60", 60),
        (24, "6", "0", 60),
        (24, "6", "", 6),
        (24, "", "", 24),
    ],
)
def test_a_number_is_typed_to_its_end(
    open_simulation, player, before, typed, after, kept, leave
):
    """Half of it is not taken, and what was selected is still written over."""
    if before:
        player.open("trained-stock").choose("first", before)
    opened = open_simulation("trained-stock")
    field = opened.page.get_by_label("in the first three years")
    field.select_text()
    opened.press(*typed)

    answer_late(opened, {"do": "choose", "what": "later", "choice": 33})
    assert opened.view.state["later"] == 33
    assert opened.view.state["first"] == before
    opened.press(*after, leave)

    opened.until(lambda: opened.view.state["first"] == kept)
    assert field.input_value() == str(kept)


def test_a_press_of_space_is_not_lost(open_simulation):
    """A button is not replaced between the key's going down and its coming up."""
    opened = open_simulation("clinic")
    opened.tab_to("4 hours more")

    opened.page.keyboard.down("Space")
    answer_late(opened, {"do": "decide", "change": 0})
    assert opened.view.state["changes"] == [0]
    opened.page.keyboard.up("Space")

    opened.until(lambda: opened.view.state["changes"] == [0, 4])
    opened.page.get_by_text("After week 3 of").first.wait_for()
