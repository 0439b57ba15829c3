"""Vienna: the month is guessed before it is told, and the median can be frozen."""

import numpy as np
import pytest

from course.charts import find_run_signals, run_centre
from course.simulations.variation.semmelweis import first_clinic

# Counted from January 1841, December 1841 included as a gap.
MAY_1847 = 77
GAP = 12


@pytest.fixture
def guessed(player):
    """April 1847 chosen, the median frozen."""
    return player.open("semmelweis").choose("guess", "76").press("go")


def test_the_first_look_gives_nothing_away(player):
    """No line, no note, no name of what was done."""
    play = player.open("semmelweis")
    seen = play.text + play.block("chart")["svg"] + play.view.shown["story"]

    assert "Chlorine" not in seen and 'fl-centre"' not in seen
    play.press("go")
    assert play.view.state["stage"] == "look" and play.scene["refusal"]


def test_the_figures_are_the_published_ones(player):
    """98 months, and the absent one is a gap, not a zero."""
    rows = player.open("semmelweis").block("chart")["table"]["rows"]

    assert len(rows) == 99
    assert rows[GAP - 1][:2] == ["Dec 1841", "not measured"]
    shares = [float(row[1]) for row in rows if row[1] != "not measured"]
    assert shares == pytest.approx([m.deaths_per_100 for m in first_clinic()], abs=0.01)
    assert rows[MAY_1847 - 1][0] == "May 1847"


def test_a_month_that_was_not_measured_cannot_be_chosen(player):
    """There is no point to press."""
    play = player.open("semmelweis")

    assert play.choose("guess", str(GAP)).view.state["guess"] is None
    assert play.choose("guess", "100").view.state["guess"] is None


@pytest.mark.parametrize("months", [10, 24, 60, 76, 98])
def test_the_median_is_the_one_of_the_first_months(guessed, months):
    """And the runs are read against it."""
    guessed.choose("months", months)
    values = np.array(
        [np.nan if v is None else v for v in _values(guessed)], dtype=float
    )
    centre = run_centre(values, months)
    found = find_run_signals(values, centre)

    told = guessed.text
    assert f"The first {months} months" in told
    assert f"a median of {round(centre, 1):g} deaths per 100 births" in told
    assert f"than the {found.longest_run_allowed} points that chance allows" in told


def _values(play):
    rows = play.block("chart")["table"]["rows"]
    by_label = {f"{m.year}-{m.month}": m.deaths_per_100 for m in first_clinic()}
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    for row in rows:
        month, year = row[0].split()
        yield by_label.get(f"{year}-{months.index(month) + 1}")


def test_the_note_comes_last(guessed, player):
    """Before it the chart shows when, after it one reads what."""
    assert "Chlorine" not in guessed.block("chart")["svg"]

    guessed.press("go")

    assert "Chlorine washing" in guessed.block("chart")["svg"]
    notes = guessed.block("chart")["table"]["rows"][MAY_1847 - 1][2]
    assert "Chlorine washing" in notes
    assert "You chose Apr 1847, one month from it." in guessed.text


@pytest.mark.parametrize(
    "guess, said",
    [
        ("77", "You chose May 1847, the month of the change."),
        ("70", "You chose Oct 1846, 7 months from it."),
    ],
)
def test_the_guess_is_set_beside_what_happened(player, guess, said):
    """In months, without praise or blame."""
    play = player.open("semmelweis").choose("guess", guess).press("go").press("go")

    assert said in play.text


def test_a_baseline_that_reaches_beyond_the_change_is_said(guessed):
    """It mixes before with after."""
    guessed.press("go").choose("months", 76)
    assert "ends before the change, in Apr 1847" in guessed.text

    guessed.choose("months", 77)
    assert "goes beyond the change" in guessed.text


def test_the_source_is_named(player):
    """On the page, beside the figures."""
    assert "1861" in player.open("semmelweis").view.shown["note"]


@pytest.mark.browser
def test_a_point_may_be_pressed_or_chosen_from_the_list(open_simulation, player):
    """The mouse has its short way, the keyboard the list."""
    opened = open_simulation("semmelweis")
    page = opened.page

    page.locator(".point[data-period='76'] .fl-hit").click()
    page.wait_for_function("document.querySelector('select').value === '76'")
    page.get_by_label("In which month").select_option(label="Mar 1847")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("A median frozen").wait_for()
    assert player.kept("semmelweis")["guess"] == 75

    assert opened.violations() == ""
    page.get_by_role("button", name="What happened").click()
    page.get_by_text("You chose Mar 1847").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "What happened"
    assert opened.violations() == ""
    opened.picture("semmelweis")
