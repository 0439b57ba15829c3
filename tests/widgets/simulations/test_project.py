"""The workspace of a project: what is written once, and what follows from it."""

import base64
import json
from datetime import date

import numpy as np
import pytest

from course.charts.own_data.kept import to_kept
from course.exercises.project.example import draw_example
from course.exercises.project.parts import PARTS
from course.exercises.project.project import read_project
from course.widgets.simulations.project_pages import PAGES, PAPERS


def example(seed=1):
    """A finished project."""
    return draw_example(np.random.default_rng(seed), "home")


def keep_charts(player, answer):
    """Put the charts of a project into the workbench beside it."""
    kept = [to_kept(chart) for chart in read_project(answer).charts.values()]
    player.folder.save("workbench", {"kept": kept}, version=0)


def test_every_part_has_its_page():
    """Nothing is asked for that cannot be filled in."""
    shown = [part for parts in PAGES.values() for part in parts]
    assert sorted({*PARTS, "data"}) == sorted(shown)


def test_each_page_opens_empty_and_full(player):
    """Also for somebody who has done nothing, and nothing is saved by looking."""
    play = player.open("project")
    for page in PAGES:
        play.do("open", page=page, kept=False)
        assert play.scene["blocks"]
    assert not player.folder.path("project").exists()
    player.folder.save("project", example(), version=0)
    play = player.open("project")
    for page in PAGES:
        play.press(f"page-{page}")
        assert "Nothing is missing here" in play.text


def test_what_is_written_is_kept_and_told(player):
    """A field is saved at once, and its page says what is still to do."""
    play = player.open("project").press("page-aim")
    for name, text in {
        "what": "Late visits",
        "from": "24",
        "to": "12",
        "unit": "a week",
        "by": "1 May 2027",
    }.items():
        play.write(f"aim.{name}", text)
    assert player.kept("project")["parts"]["aim"]["what"] == "Late visits"
    assert "Late visits: from 24 to 12 a week by 1 May 2027." in play.text
    assert "Aim: something is open" in play.text


@pytest.mark.parametrize(
    "field, text, said",
    [
        ("by", "in spring", "“in spring” is not a day"),
        ("from", "many", "“many” is not a number"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(player, field, text, said):
    """In one sentence, below the field; what was typed stays."""
    play = player.open("project").press("page-aim").write(f"aim.{field}", text)
    assert said in play.text
    assert player.kept("project")["parts"]["aim"][field] == text


def plan_test(play):
    """Fill in what a test needs before it is locked."""
    play.press("page-measures").press("add-measures")
    play.write("measures.m1.name", "Calls answered")
    play.press("page-theory").press("add-drivers")
    play.choose("drivers.d1.level", "idea").write("drivers.d1.text", "One telephone")
    play.press("page-tests").press("add-tests")
    play.choose("tests.t1.idea", "d1").choose("tests.t1.measure", "m1")
    play.choose("tests.t1.scale", "one")
    for name, text in {
        "question": "Will it ring through?",
        "plan": "Amira, on Monday, one hour",
        "day": "1 May 2027",
        "prediction": "Most calls are answered",
        "predicted": "80 %",
    }.items():
        play.write(f"tests.t1.{name}", text)
    return play


def test_a_prediction_is_locked_before_anything_is_seen(player):
    """Afterwards nobody writes over it, and before it nothing can be seen."""
    play = plan_test(player.open("project"))
    play.write("tests.t1.seen", "40")
    assert player.kept("project")["parts"]["tests"][0]["seen"] == ""
    play.press("lock")
    play.write("tests.t1.predicted", "40").write("tests.t1.seen", "40 %")
    test = player.kept("project")["parts"]["tests"][0]
    assert test["locked"] == date.today().isoformat()
    assert (test["predicted"], test["seen"]) == ("80 %", "40 %")


def test_a_test_without_a_number_cannot_be_locked(player):
    """What is missing is named when somebody tries."""
    play = plan_test(player.open("project")).write("tests.t1.predicted", "most")
    play.press("lock")
    assert "“most” is not a number" in play.scene["refusal"]
    play.write("tests.t1.predicted", "80").write("tests.t1.plan", "").press("lock")
    assert "Plan: who does what" in play.scene["refusal"]
    assert player.kept("project")["parts"]["tests"][0]["locked"] == ""


def test_a_prediction_for_a_day_that_has_passed_is_warned_about(player):
    """Before it is locked, since afterwards nothing can be mended."""
    play = plan_test(player.open("project"))
    play.write("tests.t1.day", "1 May 2090")
    assert "lies behind you" not in play.text
    play.write("tests.t1.day", "1 May 2020")
    assert "lies behind you" in play.text


def test_a_locked_test_that_follows_none_says_so(player):
    """Instead of an empty field that nobody can fill in any more."""
    play = plan_test(player.open("project")).press("lock")
    assert play.block("tests.t1.follows")["value"].startswith("None")


def test_a_word_or_two_are_said_not_to_count(player):
    """Else all is filled in, and something is said to be open."""
    play = player.open("project").press("page-charter")
    play.write("charter.inside", "Ward 3")
    assert "do not count as filled in" in play.text
    play.write("charter.inside", "All beds of ward 3")
    play.write("charter.outside", "Ward 4")
    assert "do not count as filled in" not in play.text


def test_what_points_to_a_removed_measure_does_not_point_to_the_next_one(player):
    """Not on another day, and not for an aim or a test."""
    play = player.open("project").press("page-measures")
    play.press("add-measures").press("add-measures").press("add-measures")
    play.press("page-aim").choose("aim.measure", "m3")
    play.press("page-tests").press("add-tests").choose("tests.t1.measure", "m2")
    play.press("page-measures").choose("open.measures", "m3")
    play.press("ask-remove-measures").press("remove")
    play.choose("open.measures", "m2").press("ask-remove-measures").press("remove")
    play = player.open("project").press("page-measures")
    play.press("add-measures").press("add-measures")
    ids = [one["id"] for one in player.kept("project")["parts"]["measures"]]
    assert ids == ["m1", "m4", "m5"]


def test_the_entry_that_is_open_stays_open(player):
    """Whoever looks up the theory comes back to the same test."""
    player.folder.save("project", example(), version=0)
    play = player.open("project").press("page-tests").choose("open.tests", "t2")
    play.press("page-theory").press("page-tests")
    assert play.block("open.tests")["chosen"] == "t2"


def test_removing_is_asked_about_first(player):
    """Nothing is lost by one press."""
    play = player.open("project").press("page-measures").press("add-measures")
    play.press("ask-remove-measures").press("not-remove")
    assert len(player.kept("project")["parts"]["measures"]) == 1


def test_a_chart_of_the_workbench_becomes_the_chart_of_a_measure(player):
    """Its points are copied; no other column is."""
    answer = example()
    keep_charts(player, answer)
    charts, answer["charts"] = answer["charts"], {}
    player.folder.save("project", answer, version=0)
    play = player.open("project").press("page-data")
    play.choose("chart.m1", charts["m1"]["name"])
    assert player.kept("project")["charts"] == {"m1": charts["m1"]}
    assert play.blocks("picture")
    play.choose("chart.m1", "none")
    assert player.kept("project")["charts"] == {}


def test_newer_figures_in_the_workbench_are_offered(player):
    """They are taken over when the learner says so."""
    answer = example()
    player.folder.save("project", answer, version=0)
    newer = json.loads(json.dumps(answer["charts"]["m1"]))
    newer["single"]["values"][-1] = 99.0
    player.folder.save("workbench", {"kept": [newer]}, version=0)
    play = player.open("project").press("page-data")
    play.press("newer-m1")
    values = player.kept("project")["charts"]["m1"]["single"]["values"]
    assert values[-1] == 99.0
    assert "newer-m1" not in play.buttons


def test_the_charter_of_lesson_3_is_taken_over(in_lesson):
    """Nothing is typed twice; and looking saves nothing."""
    fields = {"what": "Late visits", "matters": "People wait in bed", "hours": "3"}
    charter = {"kind": "charter", "fields": fields}
    in_lesson("03-aim").folder.save("charter", charter, version=0)
    player = in_lesson("11-project")
    play = player.open("project")
    assert "taken over" in play.text
    assert play.view.state["parts"]["aim"]["what"] == "Late visits"
    assert play.view.state["parts"]["charter"]["problem"] == "People wait in bed"
    assert not player.folder.path("project").exists()


def test_a_long_charter_of_lesson_3_is_taken_over_as_far_as_there_is_room(in_lesson):
    """Its fields have more room than a line here; the workspace opens all the same."""
    charter = {"kind": "charter", "fields": {"what": "Late visits " * 50}}
    in_lesson("03-aim").folder.save("charter", charter, version=0)
    aim = in_lesson("11-project").open("project").view.state["parts"]["aim"]
    assert aim["what"] == ("Late visits " * 50)[: PARTS["aim"].field("what").longest]


def test_only_what_somebody_has_written_can_be_emptied(player):
    """An empty workspace offers no emptying."""
    play = player.open("project")
    assert not play.scene["can_restart"]
    play.press("page-charter").write("charter.place", "Ward 3")
    assert play.scene["can_restart"]


@pytest.mark.parametrize(
    "paper, form", [(paper, form) for paper, forms in PAPERS for form in forms]
)
def test_each_paper_can_be_taken(player, paper, form):
    """The browser gets a file with a name."""
    player.folder.save("project", example(), version=0)
    play = player.open("project").press("page-papers").press(f"take-{paper}-{form}")
    taken = play.view.taken
    assert taken["name"] == f"{paper}.{form}"
    start = base64.b64decode(taken["content"])[:9]
    assert start.startswith(b"%PDF-" if form == "pdf" else b"<!DOCTYPE")


@pytest.mark.parametrize(
    "deed",
    [
        {"do": "write", "what": "aim.locked", "text": "x"},
        {"do": "write", "what": "tests.t9.plan", "text": "x"},
        {"do": "choose", "what": "conclusion.verdict", "choice": "splendid"},
        {"do": "choose", "what": "chart.m1", "choice": "no such chart"},
        {"do": "open", "page": "secrets"},
        {"do": "lock", "entry": "t9"},
        {"do": "add", "part": "aim"},
        {"do": "remove", "part": "tests", "entry": "t1"},
        {"do": "take", "paper": "diploma", "form": "pdf"},
    ],
)
def test_what_no_control_sends_changes_nothing(player, deed):
    """Whoever speaks to Python past the page finds it closed."""
    player.folder.save("project", example(), version=0)
    play = player.open("project")
    before = player.kept("project")
    # Past the widget's own list of listeners, which writes down what is raised.
    count = play.saved["count"]
    play.view._obey(play.view, deed, [])
    assert player.kept("project") == before
    assert play.saved["count"] == count + 1, "The browser waits for word."


@pytest.mark.browser
def test_the_workspace_by_keyboard(open_simulation, player):
    """Each page is opened by a key, and axe finds nothing on it."""
    player.folder.save("project", example(), version=0)
    opened = open_simulation("project")
    for page in PAGES:
        opened.page.locator(f"[data-key='page-{page}']").focus()
        opened.press("Enter")
        opened.page.locator(f"[data-key='page-{page}'].fl-primary").wait_for()
        assert opened.violations() == ""
        opened.picture(f"project-{page}")


@pytest.mark.browser
def test_a_project_on_a_narrow_screen(open_simulation, player):
    """Nothing is wider than a telephone, but tables that scroll by themselves."""
    player.folder.save("project", example(), version=0)
    opened = open_simulation("project", width=360)
    for page in PAGES:
        opened.page.locator(f"[data-key='page-{page}']").click()
        opened.page.locator(f"[data-key='page-{page}'].fl-primary").wait_for()
        wide = opened.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, page
