"""Do it at work tomorrow: a prediction that is locked, and what came of it."""

from datetime import date

import pytest


def plan(play, number="12 calls"):
    """Fill in what a prediction needs."""
    play.write("look", "Calls nobody answers on Thursday")
    return play.write("number", number).write("when", "Thursday at ten")


def test_a_prediction_needs_a_place_a_number_and_a_time(player):
    """What is missing is named."""
    play = player.open("tomorrow").write("look", "Calls")

    play.press("lock")

    assert play.view.state["entries"][0]["locked"] == ""
    assert play.scene["refusal"] == (
        "Before you can lock it, fill in: your prediction as a number, "
        "when you will look."
    )


def test_a_number_is_a_number(player):
    """A word such as fewer cannot be compared with what happened."""
    play = plan(player.open("tomorrow"), "fewer").press("lock")

    assert "“fewer” has no number in it." in play.scene["refusal"]
    assert plan(play, "about 12").press("lock").view.state["entries"][0]["locked"]


def test_what_is_locked_stays(player):
    """Nobody writes over a prediction, not even a second window or a script."""
    play = plan(player.open("tomorrow")).press("lock")
    play.write("number", "30 calls").write("when", "never").write("locked", "")

    entry = player.kept("tomorrow")["entries"][0]

    assert entry["number"] == "12 calls" and entry["when"] == "Thursday at ten"
    assert entry["locked"] == date.today().isoformat()
    assert all(b["closed"] for b in play.blocks("text") if b["key"] == "number")


def test_what_happened_waits_for_the_lock(player):
    """The order is the method."""
    play = plan(player.open("tomorrow"))

    play.write("happened", "It rang all day")
    assert player.kept("tomorrow")["entries"][0]["happened"] == ""
    play.press("lock").write("happened", "It rang all day").write("observed", "17")

    assert "You expected 12 calls and saw 17." in play.text


def test_earlier_looks_stay_in_a_table(player):
    """Another one can be planned when the first has taught something."""
    play = plan(player.open("tomorrow")).press("lock")
    play.press("another")
    assert len(player.kept("tomorrow")["entries"]) == 1

    play.write("happened", "It rang").write("learned", "Thursdays differ")
    play.press("another")

    (table,) = play.blocks("table")
    assert table["rows"] == [
        [
            "Thursday at ten",
            "Calls nobody answers on Thursday",
            "12 calls",
            "",
            "Thursdays differ",
        ]
    ]
    assert "Look number 2" in play.text


def test_it_is_kept_as_a_log(player):
    """As data a teacher, a report or a later lesson can read."""
    plan(player.open("tomorrow"))

    kept = player.kept("tomorrow")

    assert kept["kind"] == "log"
    assert kept["entries"][0]["look"] == "Calls nobody answers on Thursday"


def test_more_than_a_page_is_cut(player):
    """The field says so in the browser; the file stays small whoever writes."""
    player.open("tomorrow").write("look", "x" * 5000)

    assert len(player.kept("tomorrow")["entries"][0]["look"]) == 1000


@pytest.mark.browser
def test_typing_is_never_interrupted(open_simulation, player):
    """Saving redraws the page; what is being typed stays, and so does the caret."""
    opened = open_simulation("tomorrow")
    field = opened.page.get_by_label("What do you expect")

    def kept(text):
        entries = player.kept("tomorrow")["entries"] if player.kept("tomorrow") else []
        return bool(entries) and entries[0]["expect"] == text

    field.press_sequentially("Fewer calls, ", delay=120)
    opened.until(lambda: kept("Fewer calls, "))
    field.press_sequentially("because of the new rota", delay=60)
    opened.press("Home")
    opened.until(lambda: kept("Fewer calls, because of the new rota"))
    opened.press("A", "h", ":", " ")
    opened.press("Tab")
    opened.until(lambda: kept("Ah: Fewer calls, because of the new rota"))

    opened.page.get_by_text("Saved").wait_for()
    assert field.input_value() == "Ah: Fewer calls, because of the new rota"


@pytest.mark.browser
def test_from_plan_to_learning_in_the_browser(open_simulation, player):
    """Typed and locked at once; axe finds nothing before or after."""
    opened = open_simulation("tomorrow")
    page = opened.page
    assert opened.violations() == ""
    page.get_by_label("What will you look at").fill("Calls")
    page.get_by_label("Your prediction as a number").fill("12 calls")
    page.get_by_label("When will you look").fill("Thursday")
    page.get_by_role("button", name="Lock").click(force=True)
    page.get_by_text("After you looked").wait_for()

    assert page.evaluate("document.activeElement.textContent") == "After you looked"
    page.get_by_label("What you saw, as a number").fill("17 calls")
    opened.press("Tab")
    page.get_by_text("You expected 12 calls and saw 17 calls.").wait_for()
    assert opened.violations() == ""
    opened.picture("tomorrow")


def test_looks_of_other_lessons_are_shown_the_earliest_first(in_lesson):
    """A log goes on from lesson to lesson; what is not locked is no look yet."""
    early = plan(in_lesson("04-variation").open("tomorrow"), "12 calls").press("lock")
    early.view.state["entries"][0]["locked"] = "2027-03-01"
    early.write("observed", "9 calls")
    plan(in_lesson("05-measurement").open("tomorrow"), "5 calls").press("lock")
    plan(in_lesson("06-shewhart").open("tomorrow"), "7 calls")

    (told,) = in_lesson("07-testing").open("tomorrow").blocks("table")

    assert told["caption"] == "Your looks in the other lessons"
    assert [row[2:4] for row in told["rows"]] == [
        ["5 calls", ""],
        ["12 calls", "9 calls"],
    ]


def test_a_log_that_is_none_does_no_harm_elsewhere(tmp_path, in_lesson):
    """It is told of where it lies."""
    answers = tmp_path / "04-variation" / "answers"
    answers.mkdir(parents=True)
    for content in ("no JSON", '{"answer": 3}'):
        (answers / "tomorrow.json").write_text(content)
        assert in_lesson("05-measurement").open("tomorrow").view.state
