"""The bead plant: four days, praise and warnings, and what became of them."""

import pytest

from course.charts import np_limits
from course.widgets.simulations.red_beads import DAYS, WORKERS, kept_workers

NAMES = ("Aino", "Bjarni", "Jákup", "Máret", "Signe", "Torgeir")


def play_day(play, praise="aino", warn="signe"):
    """Draw a day, and say the two things."""
    play.press("draw").choose("praise", praise).choose("warn", warn)


@pytest.fixture
def four_days(player):
    """The plant after four days; the best praised, the worst warned."""
    play = player.open("red-beads")
    counts = play.view.counts(0)
    for day in range(DAYS):
        best, worst = int(counts[day].argmin()), int(counts[day].argmax())
        play_day(play, WORKERS[best], WORKERS[worst])
    return play.press("draw")


def test_each_paddle_shows_its_count(player):
    """Fifty holes, as many red ones as the count says, in words and in shape."""
    play = player.open("red-beads").press("draw")

    paddles = play.block("paddles-1")["paddles"]

    counts = play.view.counts(0)[0].tolist()
    assert [p["holes"].count("1") for p in paddles] == counts
    assert all(len(p["holes"]) == 50 for p in paddles)
    assert [p["worker"] for p in paddles] == list(NAMES)
    assert paddles[0]["words"] == f"Aino: {counts[0]} of 50 beads are red."


def test_the_next_day_waits_for_praise_and_warning(player):
    """Of two different people."""
    play = player.open("red-beads").press("draw")

    play.press("draw")
    assert play.view.state["days"] == 1 and "first" in play.scene["refusal"]
    play.choose("praise", "aino").choose("warn", "aino").press("draw")
    assert play.view.state["days"] == 1 and "same person" in play.text
    play.choose("warn", "bjarni").press("draw")

    assert play.view.state["days"] == 2


def test_the_morning_after_says_what_became_of_them(player):
    """In numbers, and without comment."""
    play = player.open("red-beads")
    counts = play.view.counts(0)
    play_day(play)
    play.press("draw")

    aino, signe = counts[:2, 0], counts[:2, 4]
    assert (
        f"Yesterday you praised Aino, who had {aino[0]} red beads. "
        f"Today Aino has {aino[1]}. You warned Signe, who had {signe[0]}. "
        f"Today Signe has {signe[1]}." in play.text
    )


def test_what_was_said_is_kept_day_by_day(player):
    """As people, not as places in a list."""
    play = player.open("red-beads")
    play_day(play, "maret", "torgeir")
    play_day(play, "jakup", "aino")

    assert player.kept("red-beads")["decisions"] == [
        {"praise": "maret", "warn": "torgeir"},
        {"praise": "jakup", "warn": "aino"},
    ]


def test_a_decision_of_an_earlier_day_cannot_be_changed(four_days):
    """The four days are over when they are looked at."""
    before = four_days.view.state

    four_days.choose("praise", "bjarni")

    assert four_days.view.state == before


def test_the_picture_has_all_counts_and_their_limits(four_days):
    """Twenty-four points, and limits from their own mean."""
    counts = four_days.view.counts(0)[:DAYS]
    limits = np_limits(counts, 50)

    rows = four_days.block("chart")["table"]["rows"]

    assert [int(row[1]) for row in rows] == counts.ravel().tolist()
    assert f"{round(limits.upper, 1):g}" in four_days.text


def test_the_league_table_ranks_and_shares_places(four_days):
    """Fewest first; who has as many has the same place."""
    totals = four_days.view.counts(0)[:DAYS].sum(axis=0)

    league = four_days.blocks("table")[0]

    assert [int(row[2]) for row in league["rows"]] == sorted(totals.tolist())
    for row in league["rows"]:
        assert int(row[0]) == 1 + int((totals < int(row[2])).sum())


def test_what_became_of_the_praised_is_counted(four_days):
    """Each praise but the last had a day after it."""
    counts = four_days.view.counts(0)
    rose = sum(
        counts[day + 1, counts[day].argmin()] > counts[day].min()
        for day in range(DAYS - 1)
    )

    assert f"The count rose after {rose} of 3." in four_days.text


def test_the_best_three_work_the_fifth_day(four_days):
    """Two paddles each; the expectation comes first, and is shown beside the result."""
    four_days.press("draw")
    assert four_days.view.state["days"] == DAYS
    four_days.choose("expected", 7.5).press("draw")

    counts = four_days.view.counts(0)
    kept = [NAMES[WORKERS.index(worker)] for worker in kept_workers(counts)]
    paddles = four_days.block("paddles-5")["paddles"]
    assert [p["worker"] for p in paddles] == kept * 2
    assert [p["holes"].count("1") for p in paddles] == counts[DAYS].tolist()
    assert "You expected 7.5 red beads" in four_days.text
    assert f"On day 5 they drew {counts[DAYS].mean():.1f}" in four_days.text


def test_a_count_beyond_the_limits_is_said_as_chance(anybody):
    """One plant in twenty has one, and no worker is to blame for it."""
    for number in range(200):
        play = anybody(f"learner-{number}").open("red-beads")
        four = play.view.counts(0)[:DAYS]
        outside = np_limits(four, 50).outside(four).ravel()
        if outside.sum() == 1:
            break

    for _ in range(DAYS):
        play_day(play)
    play.press("draw")

    assert "One of the 24 counts lies beyond a limit" in play.text
    notes = [bool(row[2]) for row in play.block("chart")["table"]["rows"]]
    assert notes == outside.tolist()


@pytest.mark.browser
def test_the_whole_game_by_keyboard(open_simulation, player):
    """Four days and the fifth, without a mouse; the focus never gets lost."""
    opened = open_simulation("red-beads")
    opened.tab_to("Draw day 1")
    for day in range(1, DAYS + 1):
        opened.press("Enter")
        opened.page.get_by_text(f"Day {day}", exact=True).first.wait_for()
        focused = opened.page.evaluate("document.activeElement.textContent")
        assert focused == f"Day {day}"
        opened.press("Tab", "Space", "Tab", "ArrowUp")
        opened.page.get_by_role("radio", name="Torgeir").last.wait_for()
        next_one = "See the four days together" if day == 4 else f"Draw day {day + 1}"
        opened.tab_to(next_one, 3)
    opened.press("Enter")
    opened.page.get_by_text("The league table").wait_for()
    field = opened.page.get_by_role("spinbutton")
    while not field.evaluate("field => field === document.activeElement"):
        opened.press("Tab")
    opened.press("9", "Tab", "Enter")
    opened.page.get_by_text("You expected 9").wait_for()

    assert (
        player.kept("red-beads")["decisions"]
        == [{"praise": "aino", "warn": "torgeir"}] * 4
    )
    assert opened.violations() == ""
    opened.picture("red-beads")


@pytest.mark.browser
def test_red_and_white_differ_in_shape(open_simulation, player):
    """Diamonds and rings: told apart without colour."""
    opened = open_simulation("red-beads")
    opened.page.get_by_role("button", name="Draw day 1").click()
    opened.page.locator(".fl-paddle").first.wait_for()

    red = opened.page.locator("path.fl-red-bead").count()
    white = opened.page.locator("circle.fl-white-bead").count()

    total = int(opened.view.counts(0)[0].sum())
    assert (red, white) == (total, 300 - total)
    opened.picture("red-beads-day")
