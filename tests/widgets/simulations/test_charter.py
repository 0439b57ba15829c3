"""The charter: what is written is kept, and what is missing is said."""

import pytest

from course.widgets.simulations.charter import FIELDS, LEADER

AIM = {
    "what": "late morning visits",
    "whom": "clients of the eastern team",
    "from": "24",
    "to": "14",
    "unit": "a week",
    "by": "14 October 2027",
    "where": "visits from seven to eleven",
}
AGREED = {
    "sponsor": "the leader of the team",
    "agreed": "3 March 2027",
    "hours": "2 hours each Tuesday",
    "barrier": "the locked route lists",
}


def write(play, fields):
    """Type into some fields."""
    for name, text in fields.items():
        play.write(name, text)
    return play


def test_an_empty_page_blames_nobody(player):
    """Nothing is said to be missing before anything is written."""
    play = player.open("charter")

    assert play.blocks("table") == []
    assert "This tells" not in play.text
    assert "Nobody is named" not in play.text


def test_an_aim_is_read_by_the_rules_of_its_form(player):
    """The kind sentence for what it lacks, and none for a whole one."""
    play = write(player.open("charter"), {"by": "14 October 2027"})
    assert "This tells when, not yet how much." in play.text

    write(play, AIM)
    assert "This tells" not in play.text


@pytest.mark.parametrize("missing", AGREED)
def test_what_a_leader_has_not_agreed_to_is_said(player, missing):
    """Who, on which day, with which hours, and which barrier."""
    rest = {name: text for name, text in AGREED.items() if name != missing}
    play = write(player.open("charter"), rest)

    assert {
        "sponsor": "Nobody is named",
        "agreed": "There is no day",
        "hours": "No time is set aside",
        "barrier": "No barrier is named",
    }[missing] in play.text


def test_a_full_agreement_is_left_in_peace(player):
    """And vague hours or a vague day are not."""
    play = write(player.open("charter"), AGREED)
    assert "No time" not in play.text
    assert "How many hours" not in play.text

    write(play, {"hours": "some time", "agreed": "soon"})
    assert "How many hours" in play.text
    assert "“soon” is not a day" in play.text


def test_the_page_has_every_field_for_the_own_project(player):
    """By the names that other modules will ask for."""
    write(player.open("charter"), AIM | AGREED)

    kept = player.kept("charter")
    assert kept["kind"] == "charter"
    assert set(kept["fields"]) == set(FIELDS)
    assert kept["fields"]["by"] == "14 October 2027"
    rows = player.open("charter").blocks("table")[0]["rows"]
    assert len(rows) == len(FIELDS)
    assert set(LEADER) < set(FIELDS)


def test_what_no_field_has_is_not_written(player):
    """A forged deed changes nothing, and a long text is cut."""
    play = write(player.open("charter"), {"salary": "much", "from": "1" * 500})

    assert "salary" not in play.view.state["fields"]
    assert len(play.view.state["fields"]["from"]) == 40


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_a_page_by_keyboard(open_simulation, player, width):
    """Tab from field to field; what is typed is kept and read."""
    opened = open_simulation("charter", width)
    opened.page.get_by_label("What gets better").focus()
    opened.page.keyboard.type("late visits")
    opened.press("Tab")
    opened.page.keyboard.type("clients")
    opened.press("Tab")
    opened.page.get_by_text("The charter on one page").first.wait_for()
    opened.page.get_by_text("This does not tell yet how much").first.wait_for()

    opened.until(lambda: player.kept("charter")["fields"]["whom"] == "clients")
    assert opened.violations() == ""
    opened.picture(f"charter-{width}")
