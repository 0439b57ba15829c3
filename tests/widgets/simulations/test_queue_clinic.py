"""The drop-in clinic: a prediction first, then the same people with other staff."""

import pytest

from course.widgets.simulations.queue_clinic import MOST_TRIES, PEOPLE


def predicted(player, where, minutes=60):
    """Lock a prediction."""
    play = player.open("queue-clinic").choose("where", where)
    return play.choose("minutes", minutes).press("lock")


def whole_visits(play):
    """The last figure but one of each way tried."""
    return [float(row[5]) for row in play.blocks("table")[0]["rows"]]


def test_nothing_is_found_before_a_prediction(player):
    """Neither the waits nor what others get."""
    play = player.open("queue-clinic").press("lock")
    assert "Choose first where" in play.scene["refusal"]
    play.choose("where", "doctor").press("lock")
    assert "how many minutes" in play.scene["refusal"]

    assert not play.view.state["locked"]
    assert "Twenty days later" not in play.text


def test_a_locked_prediction_stays(player):
    """Whoever asks."""
    play = predicted(player, "doctor")
    play.choose("where", "laboratory").choose("minutes", 10)

    assert player.kept("queue-clinic")["where"] == "doctor"
    assert player.kept("queue-clinic")["minutes"] == 60


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(8)])
def test_one_more_helps_at_the_narrowest_station_only(anybody, learner):
    """In each learner's twenty days, and by what the sentence says."""
    for where in ("reception", "nurse", "doctor", "laboratory"):
        play = predicted(anybody(f"{learner}-{where}"), where)
        usual, found = whole_visits(play)
        helped = where == "laboratory"

        assert (found < 0.9 * usual) == helped
        assert ("everybody in the waiting room noticed" in play.text) == helped
        assert f"took {found} minutes instead of {usual}" in play.text


def test_the_same_people_come_whoever_works(player):
    """So that a difference is the staff's doing and not luck."""
    play = predicted(player, "doctor")
    usual, more = (
        play.view.days({"staff": staff, "arrivals": "as-they-come"})
        for staff in ([1, 2, 1, 3], [1, 2, 1, 4])
    )

    for day, other in zip(usual, more, strict=True):
        assert (day.flows[0].arrived == other.flows[0].arrived).all()
        assert day.stays.shape == (PEOPLE,)


def test_everything_else_may_be_tried(player):
    """Each way once, twelve at most."""
    play = predicted(player, "doctor")
    play.press("run")
    assert "already run this one" in play.scene["refusal"]

    play.choose("laboratory", 2).choose("doctor", 3).choose("arrivals", "booked")
    play.press("run")
    assert len(whole_visits(play)) == 3
    for reception in (2, 3, 4, 5):
        for nurse in (2, 3, 4):
            play.choose("reception", reception).choose("nurse", nurse).press("run")

    assert len(play.view.state["tries"]) == MOST_TRIES
    assert "Begin again" in play.scene["refusal"]


def test_the_picture_says_what_its_table_says(player):
    """At any minute: who waits, who is seen, who works."""
    play = predicted(player, "nurse").choose("at", 200)
    picture = play.block("clinic")

    assert "at 11:20" in picture["table"]["caption"]
    for _, waiting, seen, staff in picture["table"]["rows"]:
        assert f">{waiting} waiting<" in picture["svg"]
        assert f">{seen} of {staff} busy<" in picture["svg"]
        assert int(seen) == int(staff) or waiting == "0"


def test_who_waits_for_whom_is_not_shown_before_the_prediction(player):
    """It would give it away; and in the waiting room nobody can see it."""
    play = player.open("queue-clinic").choose("at", 200)

    assert not play.blocks("picture")
    assert play.view.state == play.view.begin()


def test_the_first_day_is_shown_as_it_was_and_as_it_was_tried(player):
    """With the staff of each."""
    play = predicted(player, "doctor")
    assert [row[3] for row in play.block("clinic")["table"]["rows"]] == list("1213")

    play.choose("show", "tried")
    assert [row[3] for row in play.block("clinic")["table"]["rows"]] == list("1214")


@pytest.mark.parametrize(
    "answer",
    [
        {"where": "roof"},
        {
            "where": None,
            "minutes": None,
            "locked": True,
            "staff": [1, 2, 1, 3],
            "arrivals": "as-they-come",
            "tries": [],
            "at": 0,
            "usual": True,
        },
        {
            "where": None,
            "minutes": None,
            "locked": False,
            "staff": [1, 2, 1, 99],
            "arrivals": "as-they-come",
            "tries": [],
            "at": 0,
            "usual": True,
        },
    ],
)
def test_a_state_that_is_none_is_put_aside(player, answer):
    """The clinic opens as it is."""
    player.folder.save("queue-clinic", answer, version=0)

    assert player.open("queue-clinic").view.state["staff"] == [1, 2, 1, 3]


@pytest.mark.browser
def test_a_prediction_by_keyboard(open_simulation, player):
    """Chosen, written, locked; the focus comes to what was found."""
    opened = open_simulation("queue-clinic")
    opened.picture("queue-clinic")
    opened.page.get_by_label("Doctor", exact=True).focus()
    opened.press("Space")
    opened.page.get_by_label("Minutes a visit will take").fill("50")
    opened.tab_to("Lock my prediction and run twenty days")
    opened.press("Enter")
    opened.page.get_by_text("You expected 50").first.wait_for()

    assert opened.focused() == "Twenty days later"
    assert player.kept("queue-clinic")["locked"]
    assert opened.violations() == ""
    opened.picture("queue-clinic-found")
