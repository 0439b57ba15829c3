"""A ward for a week: one look an evening, a prediction, and four lenses at the end."""

import pytest

from course.simulations.improvement.ward_week import DAYS, draw_ward_week
from course.tasks.seeds import generator_for
from course.widgets.simulations.ward_week import LENSES


def week_of(learner="amira"):
    """The week that this learner is shown."""
    figures, _ = generator_for("demo", "ward-week", learner).spawn(2)
    return draw_ward_week(figures)


def live(play, guesses, looks=LENSES):
    """Look, predict and sleep, evening by evening."""
    for evening, guess in enumerate(guesses):
        play.choose("look", looks[evening % len(looks)]).choose("guess", guess)
        play.press("next-day")
    return play


def test_an_evening_tells_the_day_and_no_more(player):
    """What tomorrow brings is nowhere in the scene."""
    play = player.open("ward-week")

    assert f"Monday: {week_of().counts[0]} " in play.text
    assert "Tuesday:" not in play.text


def test_nobody_predicts_before_looking(player):
    """First a lens, then a number, then the night."""
    play = player.open("ward-week")
    play.press("next-day")
    assert "Choose a lens first" in play.scene["refusal"]

    play.choose("look", "system").press("next-day")
    assert "Write first" in play.scene["refusal"]

    play.choose("guess", 12).press("next-day")
    assert play.view.state["predictions"] == [12]


def test_one_look_an_evening(player):
    """The second choice of the same evening changes nothing."""
    play = player.open("ward-week").choose("look", "system")

    play.choose("look", "variation")

    assert play.view.state["looks"] == ["system"]


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("evening", range(1, DAYS))
def test_each_lens_has_a_picture_or_its_words_on_each_evening(player, lens, evening):
    """And a table that says the same as the picture."""
    play = live(player.open("ward-week"), [12] * (evening - 1))

    play.choose("look", lens)

    pictures = play.blocks("picture")
    if lens == "knowledge" and evening == 1:
        assert "no prediction yet" in play.text
    else:
        assert pictures[0]["table"]["rows"]
        assert "<title>" in pictures[0]["svg"]


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(12)])
def test_the_week_taken_apart_adds_up_to_what_was_counted(anybody, learner):
    """Usual, blocked step, test and chance: the last column is their sum."""
    play = live(anybody(learner).open("ward-week"), [12] * (DAYS - 1))

    rows = play.blocks("table")[-1]["rows"]

    assert [int(row[-1]) for row in rows] == list(week_of(learner).counts)
    for _, usual, blocked, test, _, chance, counted in rows:
        parts = [int(part.replace("−", "-")) for part in (usual, blocked, test, chance)]
        assert sum(parts) == int(counted)


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(8)])
def test_what_is_told_of_the_predictions_agrees_with_the_numbers(anybody, learner):
    """Set against somebody who says the usual number every evening."""
    week = week_of(learner)
    play = live(anybody(learner).open("ward-week"), [week.level] * (DAYS - 1))
    away = sum(abs(week.level - count) for count in week.counts[1:]) / (DAYS - 1)

    assert f"Your predictions were {away:.1f} away on average" in play.text
    assert "hard to beat" in play.text


def test_at_the_end_all_lenses_are_open(player):
    """And can be changed as often as one likes."""
    play = live(player.open("ward-week"), [12] * (DAYS - 1))
    keys = []
    for lens in LENSES:
        play.choose("lens", lens)
        keys.append(play.blocks("picture")[0]["key"])

    assert keys == ["system-1", *LENSES[1:]]
    assert not play.blocks("number")


def test_a_new_week_is_another_week(player):
    """Beginning again brings other chance, and perhaps another workplace."""
    play = live(player.open("ward-week"), [12])
    before = play.view.week(play.view.state)

    play.do("restart")

    assert play.view.week(play.view.state) != before
    assert play.view.state["round"] == 1


@pytest.mark.parametrize(
    "kept",
    [
        {"looks": ["telescope"]},
        {"looks": ["system"] * 7},
        {"predictions": [1, 2]},
        {"guess": 500},
        {"lens": "none"},
        {"round": -1},
        {"looks": ["system"], "predictions": [-3]},
    ],
)
def test_a_state_that_is_none_is_refused(player, kept):
    """Whatever lies in the file, the first evening is shown instead."""
    view = player.view("ward-week")

    with pytest.raises(ValueError):
        view.restore(view.begin() | kept)


@pytest.mark.browser
def test_a_week_by_keyboard(open_simulation, player):
    """Look, number, next day: all with keys, and nothing for axe to find."""
    opened = open_simulation("ward-week")
    for evening in range(1, DAYS):
        day = opened.page.get_by_text(
            ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][
                evening
            ]
            + " evening",
            exact=True,
        )
        day.first.wait_for()
        lens = LENSES[(evening - 1) % 4]
        radio = opened.page.locator(f"[data-key='look-{lens}']")
        radio.focus()
        opened.press("Space")
        opened.page.locator("[data-key='guess']").focus()
        opened.press(*"12", "Tab")
        opened.until(lambda: player.kept("ward-week")["guess"] == 12)
        opened.picture(f"ward-week-{lens}-{evening}")
        assert opened.violations() == ""
        opened.page.locator("[data-key='next-day']").focus()
        opened.press("Enter")
    opened.page.get_by_text("The week is over").first.wait_for()

    assert player.kept("ward-week")["predictions"] == [12] * (DAYS - 1)
    assert opened.violations() == ""
    opened.picture("ward-week-over")
