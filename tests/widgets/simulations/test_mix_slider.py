"""The mix slider: real figures, and patients that may be exchanged."""

import pytest

from course.widgets.simulations.mix_slider import REAL


@pytest.fixture
def opened(player):
    """Predicted, and the sliders in view."""
    return player.open("mix-slider").choose("guess", "percutaneous").press("open")


def test_the_published_counts_stand_in_the_table(player):
    """273 and 289 of 350, and the four groups they come from."""
    rows = player.open("mix-slider").blocks("table")[0]["rows"]

    assert rows[0][1:] == ["81 of 87", "192 of 263", "273 of 350"]
    assert rows[1][1:] == ["234 of 270", "55 of 80", "289 of 350"]


def test_no_slider_before_the_prediction(player):
    """And no prediction after it."""
    play = player.open("mix-slider")
    play.press("open")
    assert "Predict first" in play.scene["refusal"]

    play.choose("guess", "alike").press("open").choose("guess", "open-surgery")

    assert play.view.state["guess"] == "alike"


def test_as_it_was_the_whole_says_the_opposite_of_the_groups(opened):
    """75 and 23 large stones in 100: 78 against 83."""
    assert opened.view.state["mix"] == list(REAL) == [75, 23]
    assert "78.0 and 82.5 in 100" in opened.text
    assert "the treatments did not have the same patients" in opened.text


def test_with_equal_patients_the_whole_says_what_the_groups_say(opened):
    """Half and half: the mean of 93.1 and 73.0 against that of 86.7 and 68.8."""
    opened.press("alike")

    assert "83.1 and 77.7 in 100" in opened.text
    assert "All together says what each group says" in opened.text


def test_only_the_last_two_bars_move(opened):
    """The success of each group is what it was."""
    before = [row[1] for row in opened.block("mix")["table"]["rows"]]

    opened.choose("open-surgery", 0).choose("percutaneous", 100)

    after = [row[1] for row in opened.block("mix")["table"]["rows"]]
    assert before[:4] == after[:4] == ["93.1", "86.7", "73", "68.8"]
    assert after[4:] == ["93.1", "68.8"]


def test_a_share_stays_a_share(opened):
    """Beyond a hundred there are no patients."""
    assert opened.choose("percutaneous", 900).view.state["mix"] == [75, 100]


def test_alike_is_said_where_the_two_are_alike(opened):
    """All of one size against a mixture of the other that comes to the same."""
    told = {}
    for first in range(101):
        opened.choose("open-surgery", first)
        told[first] = "the two look alike" in opened.text
    overall = {first: 93.1034 - (93.1034 - 73.0038) * first / 100 for first in told}

    for first, alike in told.items():
        assert alike == (abs(overall[first] - 82.549) < 0.05), first


def tab_to(opened, key, limit=80):
    """Press Tab until the focus stands on the control with a key."""
    for _ in range(limit):
        opened.press("Tab")
        if opened.page.evaluate("document.activeElement.dataset.key || ''") == key:
            return
    raise AssertionError(f"Tab never came to {key!r}")


@pytest.mark.browser
def test_the_patients_by_keyboard(open_simulation, player):
    """A choice, a button, and arrow keys on a slider."""
    opened = open_simulation("mix-slider")
    tab_to(opened, "guess-open-surgery")
    opened.press("Space")
    tab_to(opened, "open")
    opened.press("Enter")
    opened.page.get_by_text("Your mix of patients").first.wait_for()
    tab_to(opened, "alike")
    opened.press("Enter")
    opened.page.get_by_text("83.1 and 77.7").first.wait_for()

    assert player.kept("mix-slider")["mix"] == [50, 50]
    assert opened.violations() == ""
    opened.picture("mix-slider")
