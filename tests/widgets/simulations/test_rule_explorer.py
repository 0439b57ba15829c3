"""The rule explorer: what is expected first, and what many series come to."""

import pytest

from course.simulations.variation.rule_run_lengths import RULES
from course.widgets.simulations.rule_explorer import GROUPS, SERIES, SHIFTS


def run(play, rules, shift, presses, guess=50):
    """Choose a setting, say what is expected, and press the button."""
    play.choose("rules", rules).choose("shift", shift).choose("guess", guess)
    for _ in range(presses):
        play.press("run")
    return play


def test_one_says_first_what_one_expects(player):
    """Only then do the series run; the number stays beside the result."""
    play = player.open("rule-explorer").press("run")
    assert play.view.state["trials"] == {}
    assert "how many weeks you expect" in play.scene["refusal"]

    play.choose("guess", 100).press("run").choose("guess", 5)

    assert "You expected 100." in play.text


@pytest.mark.parametrize(
    ("rules", "shift", "average"),
    [("one", "0", 370), ("all-four", "0", 92), ("one", "10", 44), ("one", "30", 2)],
)
def test_many_presses_come_near_the_known_average(player, rules, shift, average):
    """Within four standard errors of 2,000 series."""
    run(player.open("rule-explorer"), rules, shift, 10)

    presses = player.kept("rule-explorer")["trials"][f"{rules}/{shift}"]["presses"]

    # Run lengths of such rules scatter about as much as they are long.
    error = average / (10 * SERIES) ** 0.5
    found = sum(total for total, _ in presses) / (10 * SERIES)
    assert found == pytest.approx(average, abs=4 * error + 0.5)
    assert all(sum(counts) == SERIES for _, counts in presses)


def test_every_setting_can_be_run_and_is_kept_beside_the_others(player):
    """A row for each, in the order of trying."""
    play = player.open("rule-explorer")
    settings = [(rules, shift) for rules in RULES for shift in SHIFTS]
    for rules, shift in settings:
        run(play, rules, shift, 1)

    rows = play.blocks("table")[-1]["rows"]

    assert len(rows) == len(settings)
    assert len(play.block("groups")["table"]["rows"]) == len(GROUPS) + 1


def test_it_ends_when_enough_has_been_run(player):
    """Twenty presses say all there is to say."""
    play = run(player.open("rule-explorer"), "all-four", "20", 21)

    assert "are enough" in play.scene["refusal"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rules": "nelson", "shift": "0", "trials": {}},
        {"rules": "one", "shift": "7", "trials": {}},
        {"rules": "one", "shift": "0", "trials": {"one/0": {"guess": 3}}},
        {
            "rules": "one",
            "shift": "0",
            "trials": {"one/0": {"guess": 3, "presses": [[200, [1]]]}},
        },
    ],
)
def test_a_state_it_never_wrote_is_not_taken_over(player, wrong):
    """Somebody else's file shows the beginning."""
    player.folder.save("rule-explorer", wrong, version=0)

    assert player.open("rule-explorer").view.state["trials"] == {}


@pytest.mark.browser
def test_a_setting_by_keyboard(open_simulation, player):
    """Say what is expected, run, and read on."""
    opened = open_simulation("rule-explorer")
    opened.page.get_by_role("spinbutton").first.focus()
    opened.press("2", "0", "0", "Tab")
    opened.tab_to("Run 200 series")
    opened.press("Enter")
    opened.page.get_by_text("200 series, each until").first.wait_for()

    assert len(player.kept("rule-explorer")["trials"]["one/0"]["presses"]) == 1
    assert opened.violations() == ""
    opened.picture("rule-explorer")
