"""Weekly or quarterly: the same year seen twice, and guessed twice."""

import pytest

from course.widgets.simulations.weekly_or_quarterly import MOST_YEARS, WEEKS


def seen(play, quarterly=20, weekly=30):
    """Guess, look, guess, look."""
    play.choose("quarterly", quarterly).press("show-quarterly")
    return play.choose("weekly", weekly).press("show-weekly")


def test_the_weekly_points_wait_for_a_guess(player):
    """What one has seen one cannot predict."""
    play = player.open("weekly-or-quarterly")

    play.press("show-quarterly")

    assert "Write down a week first" in play.scene["refusal"]
    assert len(play.blocks("picture")) == 1


def test_the_large_samples_stand_in_the_last_week_of_each_quarter(player):
    """Four rows in the table, not forty-eight empty ones."""
    play = player.open("weekly-or-quarterly")

    rows = play.block("quarterly-chart")["table"]["rows"]

    assert [row[0] for row in rows] == ["13", "26", "39", "52"]


def test_both_pictures_are_of_one_process(player):
    """The weekly means and the large ones come from the same fifty-two weeks."""
    play = seen(player.open("weekly-or-quarterly"))
    process = play.view._process(play.view.state)

    weekly = [float(row[1]) for row in play.block("weekly-chart")["table"]["rows"]]

    assert weekly == process.weekly_means.round(1).tolist()
    assert len(weekly) == WEEKS


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(6)])
def test_what_is_told_is_the_week_of_the_change(anybody, learner):
    """With how far each guess was off, and the window of the large samples."""
    play = seen(anybody(learner).open("weekly-or-quarterly"))
    plan = play.view._process(play.view.state).plan
    first, last = plan.window

    assert f"in week {plan.change}." in play.text
    assert f"(weeks off: {abs(20 - plan.change)})" in play.text
    assert f"between week {first} and week {last}" in play.text
    assert first <= plan.change <= last
    row = play.blocks("table")[-1]["rows"][0]
    assert row[3] == f"week 30 ({abs(30 - plan.change)} off)"


def test_another_year_is_another_process_and_the_first_stays_in_the_table(player):
    """Only then can one see that a guess was luck."""
    play = seen(player.open("weekly-or-quarterly"))
    before = play.view._process(play.view.state).plan

    seen(play.press("another"))

    assert play.view._process(play.view.state).plan != before
    assert len(play.blocks("table")[-1]["rows"]) == 2


def test_years_come_to_an_end(player):
    """Twelve, and then a kind word."""
    play = player.open("weekly-or-quarterly")
    for _ in range(MOST_YEARS):
        seen(play).press("another")

    assert "Twelve years are enough" in play.scene["refusal"]
    assert len(play.view.state["years"]) == MOST_YEARS


def tab_to(opened, key, limit=80):
    """Press Tab until the focus stands on the control with a key."""
    for _ in range(limit):
        opened.press("Tab")
        if opened.page.evaluate("document.activeElement.dataset.key || ''") == key:
            return
    raise AssertionError(f"Tab never came to {key!r}")


@pytest.mark.browser
def test_a_year_by_keyboard(open_simulation, player):
    """Two numbers and two buttons."""
    opened = open_simulation("weekly-or-quarterly")
    for guess, then in (
        ("quarterly", "The same year, five a week"),
        ("weekly", "When it was"),
    ):
        tab_to(opened, guess)
        opened.page.keyboard.type("21")
        tab_to(opened, f"show-{guess}")
        opened.press("Enter")
        opened.page.locator(".fl-sim-heading", has_text=then).wait_for()

    assert player.kept("weekly-or-quarterly")["years"][0]["shown"] == 2
    assert opened.violations() == ""
    opened.picture("weekly-or-quarterly")
