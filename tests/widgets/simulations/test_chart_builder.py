"""The chart builder: a chart is chosen before its lines are drawn."""

import pytest

from course.charts import g_chart, individuals_chart, p_chart, u_chart
from course.widgets.simulations.chart_builder import FITTING, STEPS


def build(play, data):
    """Choose the numbers and their chart, and go to the last step."""
    play.choose("data", data).choose("kind", FITTING[data])
    for _ in STEPS[1:]:
        play.press("next")
    return play


def test_nothing_is_drawn_before_the_chart_is_chosen(player):
    """The next step waits, and says why."""
    play = player.open("chart-builder").press("next")
    assert "Choose the chart" in play.scene["refusal"]

    play.choose("kind", "p").press("next")

    assert play.view.state["steps"] == {}
    assert "Nothing is out of anything." in play.text


@pytest.mark.parametrize("data", FITTING)
@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(6)])
def test_each_step_adds_its_line_and_says_its_numbers(anybody, data, learner):
    """Points, then a centre, then limits, for every learner's numbers."""
    play = anybody(learner).open("chart-builder")
    play.choose("data", data).choose("kind", FITTING[data])
    drawn = []
    for _ in STEPS[1:]:
        play.press("next")
        svg = play.block("chart")["svg"]
        drawn.append(
            (
                "fl-centre" in svg.split("</style>")[1],
                "fl-limit" in svg.split("</style>")[1],
            )
        )
        assert "{" not in play.text

    assert drawn == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
        (True, True),
    ]


@pytest.mark.parametrize("data", FITTING)
def test_the_lines_are_those_of_the_course(player, data):
    """Recomputed from the points and sizes of the picture."""
    play = build(player.open("chart-builder"), data)
    chart = play.view.brought(data).chart

    if data == "waits":
        again = individuals_chart(chart.values)
    elif data == "infections":
        again = g_chart(chart.values, freeze=12)
    else:
        per, kind = (100, p_chart) if data == "share" else (1000, u_chart)
        counts = (chart.values * chart.sizes / per).round()
        again = kind(counts, chart.sizes, multiply=per)

    assert again.upper.tolist() == pytest.approx(chart.upper.tolist())
    assert again.centre[0] == pytest.approx(chart.centre[0])


@pytest.mark.parametrize("learner", [f"learner-{n}" for n in range(8)])
def test_what_is_said_at_the_end_is_on_the_chart(anybody, learner):
    """One Monday outside, one month outside, nothing, and longer spells."""
    play = anybody(learner).open("chart-builder")
    signals = {data: play.view.brought(data).chart for data in FITTING}

    assert signals["waits"].outside.sum() == 1
    assert signals["share"].outside.sum() == 1
    assert not signals["falls"].signals
    assert signals["infections"].shifted


def test_each_set_of_numbers_keeps_its_step(player):
    """One can look at another and come back."""
    play = build(player.open("chart-builder"), "falls")
    play.choose("data", "share").choose("data", "falls")

    assert "Step 6 of 6" in play.text
    assert player.open("chart-builder").view.state == play.view.state


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": "beads", "picked": {}, "steps": {}},
        {"data": "falls", "picked": {"falls": "c"}, "steps": {}},
        {"data": "falls", "picked": {"falls": "i"}, "steps": {"falls": 2}},
        {"data": "falls", "picked": {"falls": "u"}, "steps": {"falls": 9}},
    ],
)
def test_a_state_it_never_wrote_is_not_taken_over(player, wrong):
    """Somebody else's file shows the beginning."""
    player.folder.save("chart-builder", wrong, version=0)

    assert player.open("chart-builder").view.state["picked"] == {}


@pytest.mark.browser
def test_a_chart_by_keyboard(open_simulation, player):
    """Choose, and press on to the last step."""
    opened = open_simulation("chart-builder")
    opened.page.get_by_role("radio", name="XmR chart").focus()
    opened.press("Space")
    opened.page.get_by_text("The spread is taken from").first.wait_for()
    opened.tab_to("Next step")
    for number in range(2, len(STEPS) + 1):
        opened.press("Enter")
        opened.page.get_by_text(f"Step {number} of").first.wait_for()
        if number == 5:
            opened.picture("chart-builder-limits")

    assert player.kept("chart-builder")["steps"] == {"waits": 5}
    assert opened.violations() == ""
    opened.picture("chart-builder")
