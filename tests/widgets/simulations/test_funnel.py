"""The funnel: predicted first, then the same chance under four rules."""

import numpy as np
import pytest

from course.widgets.simulations.funnel import DROPS


@pytest.fixture
def all_dropped(player):
    """All four rules tried; every prediction was "more"."""
    play = player.open("funnel").choose("rule", "1").press("drop")
    for rule in ("2", "3", "4"):
        play.choose("rule", rule).choose("guess", "more").press("drop")
    return play


def test_no_marble_falls_before_the_prediction(player):
    """Leaving alone is what one predicts against, so it needs none."""
    play = player.open("funnel").choose("rule", "2")

    play.press("drop")
    assert not play.blocks("target") and "Predict first" in play.scene["refusal"]
    play.choose("guess", "less").press("drop")

    assert [t["title"] for t in play.blocks("target")] == ["Rule 2", "Rule 1"]


def test_a_prediction_stays_once_the_marbles_lie(all_dropped, player):
    """It would be no prediction otherwise."""
    all_dropped.choose("rule", "3").choose("guess", "less")

    assert player.kept("funnel")["guesses"] == {"2": "more", "3": "more", "4": "more"}


def test_all_rules_meet_the_same_chance(player):
    """Undone by its rule, every path is the one of rule 1."""
    view = player.view("funnel")
    alone = view.marbles(1)

    assert np.allclose(np.cumsum(view.marbles(2), axis=0), alone)
    assert np.allclose(np.diff(view.marbles(4), axis=0, prepend=0), alone)
    sums = view.marbles(3)[1:] + view.marbles(3)[:-1]
    assert np.allclose(sums, alone[1:])


def test_the_spread_is_given_beside_rule_one(all_dropped):
    """In the table and in words, computed from the marbles shown."""
    all_dropped.choose("rule", "2")
    one, two = (all_dropped.view.marbles(rule) for rule in (1, 2))
    ratio = np.sqrt((two**2).sum() / (one**2).sum())

    (table,) = all_dropped.blocks("table")

    assert [row[3] for row in table["rows"]] == ["1.0", f"{ratio:.1f}"]
    assert table["rows"][1][4] == "more"
    assert f"{np.hypot(*two.T).mean():.1f} cm from the target" in all_dropped.text


def test_targets_shown_together_have_one_scale(all_dropped):
    """Otherwise the wildest rule would look as calm as the calmest."""
    all_dropped.press("all")

    targets = all_dropped.blocks("target")

    assert [t["title"] for t in targets] == ["Rule 1", "Rule 2", "Rule 3", "Rule 4"]
    assert len({t["reach"] for t in targets}) == 1
    farthest = max(abs(x) for t in targets for place in t["marbles"] for x in place)
    assert farthest <= targets[0]["reach"]
    assert "of your 3 predictions came true" in all_dropped.text


def test_each_marble_stands_in_a_table(all_dropped):
    """The text twin of the targets."""
    (twin,) = all_dropped.press("all").blocks("folded")

    assert len(twin["table"]["rows"]) == DROPS
    x, y = all_dropped.view.marbles(4)[9]
    assert twin["table"]["rows"][9][4] == f"{x:.1f}, {y:.1f}"


def test_all_four_wait_for_all_four(player):
    """One sees them side by side when one has predicted each."""
    play = player.open("funnel").choose("rule", "1").press("drop")

    assert "all" not in play.buttons
    assert play.do("show-all").view.state["all"] is False


@pytest.mark.browser
def test_in_the_browser_by_keyboard(open_simulation):
    """Fifty marbles on each target, named in words; axe finds nothing."""
    opened = open_simulation("funnel")
    opened.press("Tab", "Space")
    opened.tab_to("Drop 50 marbles", 3)
    opened.press("Enter")
    opened.page.locator(".fl-target-view").wait_for()
    opened.page.get_by_role("radio", name="Rule 2").check()
    opened.page.get_by_role("radio", name="About as far").check()
    opened.page.get_by_role("button", name="Drop 50").click()
    opened.page.get_by_role("img", name="marbles of rule 2").wait_for()

    assert opened.page.locator(".fl-marble").count() == 100
    assert opened.violations() == ""
    opened.picture("funnel")
