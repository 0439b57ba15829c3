"""The process map: boxes added, moved and reckoned, and nothing lost by accident."""

import pytest


def told(play):
    """What the map comes to."""
    return play.block("comes-to")["sentences"]


def rows(play):
    """The map as a table."""
    return play.block("map")["table"]["rows"]


def test_the_example_is_reckoned_as_by_hand(player):
    """95 + 6 + 20 + 25 + 18 + 3 + 22 + 6 + 9 minutes, and a product of seven shares."""
    play = player.open("process-map")

    assert "3 h 24 min" in told(play)[0]
    assert "for 42 min" in told(play)[0]
    assert "24 min change something for the person: 11.8 per cent" in told(play)[1]
    rolled = 100 * 0.92 * 0.88 * 0.97 * 0.95 * 0.98 * 0.85
    assert f"about {rolled:.1f} need nothing" in told(play)[2]


def test_a_map_of_ones_own_from_nothing(player):
    """Emptied, filled with three boxes, and kept."""
    play = player.open("process-map").press("empty")
    play.press("add-wait").choose("minutes-1", 50)
    play.press("add-step").write("name-2", "Blood is taken").choose("minutes-2", 10)
    play.choose("adds_value-2", "yes").choose("first_pass-2", 90)

    assert [row[1] for row in rows(play)] == ["Start", "Wait", "Step"]
    assert "1 h 0 min" in told(play)[0]
    assert "16.7 per cent" in told(play)[1]
    assert "about 90.0 need nothing" in told(play)[2]
    assert rows(player.open("process-map")) == rows(play)


def test_boxes_are_moved_and_removed_and_the_start_stays(player):
    """The box that is written in is the one that moves."""
    play = player.open("process-map").choose("at", "2")
    names = [row[2] for row in rows(play)]

    play.press("up")
    assert [row[2] for row in rows(play)][1:3] == [names[2], names[1]]
    assert play.buttons["up"]["refused"]
    play.press("down").press("remove")
    assert [row[2] for row in rows(play)] == names[:2] + names[3:]

    play.choose("at", "0")
    assert play.buttons["remove"]["refused"]
    play.press("remove")
    assert len(rows(play)) == len(names) - 1


def test_what_was_emptied_can_be_brought_back(player):
    """Also after the page was closed."""
    play = player.open("process-map").write("title", "Ours")
    before = rows(play)

    play.press("empty")
    assert len(rows(play)) == 1
    again = player.open("process-map").press("bring-back")

    assert rows(again) == before
    assert again.block("map")["table"]["caption"] == "Ours"


def test_a_map_has_room_for_24_boxes(player):
    """The next is refused, with a reason."""
    play = player.open("process-map")
    for _ in range(20):
        play.press("add-step")

    assert len(rows(play)) == 24
    assert "room for 24 boxes" in play.scene["refusal"]


def test_a_word_typed_late_lands_in_its_box(player):
    """The key of a field names the box, so that going on to another spoils nothing."""
    play = player.open("process-map").choose("at", "3").write("name-2", "Asked twice")

    assert rows(play)[2][2] == "Asked twice"


@pytest.mark.parametrize(
    "what, choice",
    [
        ("minutes-1", "many"),
        ("minutes-0", 5),
        ("minutes-99", 5),
        ("kind-1", "start"),
        ("adds_value-2", "perhaps"),
        ("no-such", 1),
        ("at", 77),
    ],
)
def test_a_deed_that_makes_no_sense_changes_nothing(player, what, choice):
    """Whoever sends it."""
    play = player.open("process-map")
    before = play.view.state

    play.choose(what, choice)

    assert play.view.state == before


def test_numbers_stay_within_what_they_can_be(player):
    """No negative minutes, no more than all right."""
    play = (
        player.open("process-map").choose("minutes-1", -5).choose("first_pass-2", 900)
    )

    assert (rows(play)[1][3], rows(play)[2][4]) == ("0", "100")


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "map"},
        {"kind": "log", "entries": []},
        {"kind": "map", "title": "", "steps": [], "at": 0, "emptied": None},
        {
            "kind": "map",
            "title": "",
            "steps": [
                {
                    "kind": "step",
                    "name": "",
                    "minutes": 1,
                    "first_pass": 1,
                    "adds_value": True,
                }
            ],
            "at": 0,
            "emptied": None,
        },
    ],
)
def test_a_state_that_is_no_map_is_put_aside(player, answer):
    """The example is shown instead, and nobody is told an error."""
    player.folder.save("process-map", answer, version=0)

    assert len(rows(player.open("process-map"))) == 10


def test_words_never_become_markup(player):
    """Neither in the picture nor in what is saved of it."""
    play = player.open("process-map").write("name-1", "<b>&amp;")

    assert "<b>" not in play.block("map")["svg"]
    files = {file["name"]: file["text"] for file in play.block("take")["files"]}
    assert "<b>" not in files["process-map.svg"]
    assert "2. Wait: <b>&amp; (95 min)" in files["process-map.txt"]


@pytest.mark.browser
def test_a_map_by_keyboard(open_simulation, player):
    """A box is chosen, named and moved, and the picture follows."""
    opened = open_simulation("process-map")
    opened.picture("process-map")
    opened.page.get_by_label("Which box?").focus()
    opened.press("ArrowDown")
    opened.page.get_by_label("What happens", exact=True).fill("Nurse asks again")
    opened.tab_to("Move it later")
    opened.press("Enter")
    opened.page.locator(".fl-picture text", has_text="4 Step").wait_for()

    steps = player.kept("process-map")["steps"]
    assert steps[3]["name"] == "Nurse asks again"
    assert opened.focused() == "Move it later"
    assert opened.violations() == ""
    opened.picture("process-map-moved")
