"""A run chart in six steps: each sentence must be true of the learner's own series."""

import re

import numpy as np
import pytest

from course.charts import Chart, draw_svg, find_run_signals, run_centre, runs_about
from course.charts.runs import sides_of
from course.widgets.simulations.run_chart_steps import STEPS, shade_runs


@pytest.fixture
def looked(player):
    """The first step, with the first look taken."""
    return player.open("run-chart-steps").choose("looked", "no")


def at(play, step):
    """Go on to a step."""
    for _ in range(STEPS.index(step)):
        play.press("next")
    return play


def test_one_looks_before_anything_is_drawn_in(player):
    """The first judgement is kept, and shown again at the end."""
    play = player.open("run-chart-steps")
    assert 'fl-centre"' not in play.block("chart")["svg"]

    play.press("next")
    assert play.view.state["step"] == 0 and play.scene["refusal"]
    at(play.choose("looked", "no"), "reading")

    assert "At first sight you said that it goes up and down" in play.text


@pytest.mark.parametrize("learner", ["amira", "bo", "eva", "nils", "tuva"])
def test_each_step_says_what_is_true(anybody, learner):
    """The numbers in the sentences are those of the series, whoever's it is."""
    play = anybody(learner).open("run-chart-steps").choose("looked", "yes")
    values = play.view.values()
    centre = run_centre(values)
    found = find_run_signals(values, centre)
    measured = values[~np.isnan(values)]
    expected = {
        "points": f"{measured.size} of 24 weeks were counted, and the counts lie "
        f"between {measured.min():g} and {measured.max():g}.",
        "median": f"The median is {centre:g}:",
        "useful": f"{found.useful} useful points are left.",
        "runs": f"the longest has {found.longest_run} points",
        "crossings": f"make {found.crossings} crossings.",
        "reading": f"a run longer than {found.longest_run_allowed}, and seldom "
        f"crosses the median fewer than {found.crossings_required} times.",
    }

    for step in STEPS:
        assert expected[step] in play.text
        if step != "reading":
            play.press("next")
    # The series was drawn to signal, and the reading says it does.
    assert found.long_run and "Chance alone seldom does that." in play.text


def test_each_step_has_two_paragraphs(looked):
    """Neither more nor less to take in at a time."""
    for step in STEPS:
        (told,) = [b for b in looked.blocks("words") if b["key"] == f"told-{step}"]
        assert len(told["sentences"]) == 2
        looked.press("next") if step != "reading" else None


def test_back_leads_back(looked):
    """And what was there is there again."""
    first = looked.scene
    looked.press("next").press("back")

    assert looked.scene == first


def test_each_run_gets_its_band_and_each_crossing_its_number(looked):
    """The bands are the runs; a number tells more than a shade."""
    values = looked.view.values()
    runs = runs_about(values, run_centre(values))

    at(looked, "runs")
    assert looked.block("chart")["svg"].count("fl-run-band") == len(runs)
    assert looked.block("chart")["svg"].count("fl-crossing") == 0
    looked.press("next")

    assert looked.block("chart")["svg"].count("fl-crossing") == len(runs) - 1


def test_a_band_lies_on_the_side_of_its_run():
    """Above or below the line, from its first point to its last."""
    values = (1, 5, 6, 2, 2)
    chart = Chart(id="a", values=values, centre=3)
    plain = draw_svg(chart)

    shaded = shade_runs(plain, runs_about(values, 3), sides_of(values, 3))

    number = r'"(-?[\d.]+)"'
    bands = re.findall(
        rf'fl-run-band" x={number} y={number} width={number} height={number}', shaded
    )
    xs = [float(x) for x in re.findall(rf'fl-marker" cx={number}', shaded)]
    centre = float(re.search(rf'fl-centre"[^>]*y1={number}', shaded)[1])
    for run, (x, y, width, height) in zip([[0], [1, 2], [3, 4]], bands, strict=True):
        above = values[run[0]] > 3
        edge = float(y) + float(height) if above else float(y)
        assert edge == pytest.approx(centre, abs=0.2)
        assert float(x) < xs[run[0]]
        assert xs[run[-1]] < float(x) + float(width)


def test_the_table_says_what_the_shading_shows(looked):
    """Side and run of every week, for who reads rather than looks."""
    values = looked.view.values()
    table = at(looked, "runs").block("chart")["table"]

    runs = runs_about(values, run_centre(values))
    for number, run in enumerate(runs, start=1):
        assert all(table["rows"][week - 1][3] == str(number) for week in run)
    gap = int(np.flatnonzero(np.isnan(values))[0])
    assert table["rows"][gap][1:] == ["not measured", "", ""]


@pytest.mark.browser
def test_through_all_steps_by_keyboard(open_simulation, player):
    """The focus stays on the button that leads on, and axe finds nothing."""
    opened = open_simulation("run-chart-steps")
    opened.tab_to("The same figures as a table")
    opened.press("Tab", "Space")
    opened.tab_to("Next step", 3)
    for step in range(2, 7):
        opened.press("Enter")
        opened.page.get_by_text(f"Step {step} of 6").first.wait_for()
        if step < 6:
            assert opened.focused() == "Next step"
        assert opened.violations() == ""
    opened.picture("run-chart-steps")

    assert player.kept("run-chart-steps")["step"] == 5
