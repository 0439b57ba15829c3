"""The planner of doses: twelve pages, one plan kept, and what follows from it."""

import base64
import json
from copy import deepcopy
from pathlib import Path

import pytest

from course.simulations.capability.dosing.plan import MOST, MOST_POSSIBLE
from course.simulations.capability.dosing.steps import PAGES
from course.widgets.simulations.dosing_pages import LOGS

SUNDMARK = json.loads(
    Path(__file__)
    .parents[2]
    .joinpath("simulations/capability/dosing/sundmark.json")
    .read_text("utf-8")
)
UNITS = "Unit\tAsked\tAnswered\tTesting\nNess\t22\t17\t3,1\nNight team\t6\t3\t1,8\n"


def sundmark(player, **changes):
    """Open the planner with Sundmark's plan in it."""
    plan = deepcopy(SUNDMARK) | changes
    player.folder.save("dosing-planner", plan, version=0)
    return player.open("dosing-planner")


def table(play, caption):
    """The rows of a table of the scene."""
    every = (*play.blocks("table"), *play.blocks("fill_in"))
    return next(block["rows"] for block in every if block["caption"] == caption)


def test_each_page_opens_empty_and_full(player):
    """And nothing is saved by looking."""
    play = player.open("dosing-planner")
    for page in PAGES:
        play.press(f"page-{page}")
        assert play.buttons[f"page-{page}"]["primary"]
    assert not player.folder.path("dosing-planner").exists()
    play = sundmark(player)
    for page in PAGES:
        play.press(f"page-{page}")
        assert play.buttons[f"page-{page}"]["primary"]
        assert "Still to do" not in play.text
    assert "12 of 12 steps can be seen" in play.text


def test_what_is_written_is_kept_and_told(player):
    """A step is done when what it asks for stands there."""
    play = player.open("dosing-planner")
    for name in ("who", "decided", "purpose"):
        assert "Step 1, anchor it at the top." in play.text
        play.write(f"anchor.{name}", "The county director, on 12 January")

    kept = player.kept("dosing-planner")
    assert kept["texts"]["anchor.who"] == "The county director, on 12 January"
    assert "1 of 12 steps can be seen in the plan." in play.text
    assert "Open now: step 2, find out where you stand." in play.text


def test_a_survey_is_typed_as_counts(player):
    """The mean with its interval, and how many of those asked."""
    play = player.open("dosing-planner").press("page-stand")
    for answer, count in enumerate((10, 30, 40, 15, 5), start=1):
        play.choose(f"survey.testing.{answer}", count)
    play.choose("survey.asked", 160).choose("survey.answered", 100)

    assert "100 of 160 have answered, 62.5 of 100." in play.text
    (row,) = table(play, "How people see it, the lowest mean first")
    assert row == ["Testing changes", "2.75", "2.55 – 2.95", "100"]
    play.choose("survey.answered", 170)
    assert "More have answered than were asked" in play.text


def test_a_survey_is_pasted_and_only_what_is_needed_is_kept(player):
    """The name of the small unit is nowhere in the file."""
    play = player.open("dosing-planner").press("page-stand")
    play.write("paste", UNITS.replace("3,1", "many")).press("read-units")
    assert "“many” in Testing is not a number" in play.text
    assert not player.folder.path("dosing-planner").exists()

    play.write("paste", UNITS).press("read-units")
    assert "20 of 28 have answered" in play.text
    assert table(play, "Who has answered")[1][0] == (
        "units with fewer than five answers"
    )
    assert "Night team" not in json.dumps(player.kept("dosing-planner"))
    play.press("forget-units")
    assert player.kept("dosing-planner")["survey"]["units"] == []


def test_no_table_is_no_reading(player):
    """The button says why."""
    play = player.open("dosing-planner").press("page-stand").press("read-units")

    assert play.scene["refusal"] == "Paste a table first."


def test_doses_are_changed_cell_by_cell_and_counted(player):
    """What is not as it was suggested is told."""
    play = player.open("dosing-planner").press("page-doses")
    play.choose("groups.board.doses.variation", "2")
    play.choose("groups.line.doses.variation", "2")
    play.choose("factor.size", "less").write("doses.size-why", "Specialists to ask")

    assert "Cells that are not as suggested: 2." in play.text
    kept = player.kept("dosing-planner")
    assert kept["groups"][4]["doses"] == [1, 1, 1, 2, 0, 0, 1, 1]
    assert kept["factors"]["size"] == "less"


def test_a_group_is_added_named_and_removed(player):
    """It is asked first, and courses forget it."""
    play = player.open("dosing-planner").press("page-groups").press("add-groups")
    play.write("groups.g1.name", "Home care").choose("groups.g1.people", 900)
    play.press("page-existing").press("add-existing")
    play.choose("courses.c1.groups.g1", True).choose("courses.c1.groups.line", True)
    assert player.kept("dosing-planner")["courses"][0]["groups"] == ["line", "g1"]

    play.press("page-groups").press("ask-remove-groups").press("not-remove")
    assert player.kept("dosing-planner")["groups"][-1]["name"] == "Home care"
    play.press("ask-remove-groups").press("remove")
    kept = player.kept("dosing-planner")
    assert len(kept["groups"]) == 5
    assert kept["courses"][0]["groups"] == ["line"]


def test_gaps_follow_from_doses_and_courses(player):
    """A course of dose 1 leaves the gap open, one of dose 2 closes it."""
    play = sundmark(player, courses=[]).press("page-existing").press("add-existing")
    play.choose("courses.c1.groups.line", True).choose("courses.c1.doses.aims", "1")
    play.press("page-gaps")
    assert ["Line managers", "Setting aims", "2", "1"] in table(
        play, "What is missing today"
    )
    play.press("page-existing").choose("courses.c1.doses.aims", "2").press("page-gaps")
    gaps = table(play, "What is missing today")
    assert not any(row[:2] == ["Line managers", "Setting aims"] for row in gaps)


def test_the_proposal_is_put_into_the_plan(player):
    """And somebody may choose otherwise."""
    courses = [course | {"taken": False} for course in SUNDMARK["courses"]]
    play = sundmark(player, courses=courses).press("page-fill")
    assert "gaps are still open" in play.text
    play.press("take-proposal")
    assert "no gap is left open" in play.text
    assert player.kept("dosing-planner") == SUNDMARK

    play.choose("courses.c8.taken", False)
    assert "gaps are still open" in play.text
    play.choose("prefer", "fewest").press("take-proposal")
    kept = player.kept("dosing-planner")["courses"]
    assert [one["name"] for one in kept if one["taken"]] == [
        "Charts for those who decide",
        "A large programme for everybody, from a firm",
    ]


def test_too_few_places_are_told_as_they_are_typed(player):
    """For whom, by when it would do, and in which competence."""
    play = sundmark(player).press("page-capacity")
    play.choose("groups.line.years", 2)

    assert "Line managers: 70 places a year are too few." in play.text
    assert "The fewest places are for: Setting aims." in play.text
    assert "Step 9, make it no larger than can be done." in play.text
    play.choose("open.groups", "line")
    assert play.block("stock")["table"]["rows"][0] == ["now", "132"]
    play.choose("groups.line.years", None)
    assert "Line managers: 70" not in play.text


def test_each_list_says_when_it_is_full(player):
    """And takes no more."""
    for log, page in {
        "groups": "groups",
        "possible": "fill",
        "decisions": "plan",
    }.items():
        play = player.open("dosing-planner").press(f"page-{page}")
        for _ in range(MOST[LOGS[log]] + 1):
            play.press(f"add-{log}")
        assert "There is room for" in play.scene["refusal"]
    kept = player.kept("dosing-planner")
    assert len(kept["courses"]) == MOST_POSSIBLE
    assert len(kept["groups"]) == MOST["groups"]


@pytest.mark.parametrize(
    "deed",
    [
        {"do": "choose", "what": "groups.line.doses.aims", "choice": "4"},
        {"do": "choose", "what": "groups.line.doses.magic", "choice": "1"},
        {"do": "choose", "what": "groups.nobody.people", "choice": 3},
        {"do": "choose", "what": "groups.line.people", "choice": "many"},
        {"do": "choose", "what": "groups.line.id", "choice": "board"},
        {"do": "choose", "what": "groups.line.suggested", "choice": "board"},
        {"do": "choose", "what": "groups.line.doses", "choice": 3},
        {"do": "choose", "what": "courses.c1.how", "choice": "free"},
        {"do": "choose", "what": "courses.c1.groups.nobody", "choice": True},
        {"do": "choose", "what": "survey.testing.9", "choice": 3},
        {"do": "choose", "what": "survey.magic.1", "choice": 3},
        {"do": "choose", "what": "factor.magic", "choice": "more"},
        {"do": "choose", "what": "prefer", "choice": "dearest"},
        {"do": "write", "what": "anchor.magic", "text": "x"},
        {"do": "write", "what": "groups.line.people", "text": "x"},
        {"do": "remove", "log": "groups", "entry": "line"},
        {"do": "add", "log": "magic"},
        {"do": "open", "page": "magic"},
        {"do": "take", "form": "exe"},
    ],
)
def test_what_no_control_sends_changes_nothing(player, deed):
    """Whoever sent it."""
    play = sundmark(player)
    play.do(deed.pop("do"), **deed)

    assert player.kept("dosing-planner") == SUNDMARK
    assert play.view.state == SUNDMARK
    assert player.open("dosing-planner").view.state == SUNDMARK


@pytest.mark.parametrize(
    ("form", "begins"),
    [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE"), ("csv", b"\xef\xbb")],
)
def test_the_plan_is_taken_along(player, form, begins):
    """And nothing is saved by it."""
    play = sundmark(player).press("page-plan").press(f"take-{form}")
    taken = play.view.taken

    assert taken["count"] == 1 and taken["name"].endswith(f".{form}")
    assert base64.b64decode(taken["content"]).startswith(begins)


@pytest.mark.browser
def test_a_plan_by_keyboard(open_simulation, player):
    """From the first yes to a dose, a course, and places that are too few."""
    opened = open_simulation("dosing-planner")
    page = opened.page

    def go_to(name):
        page.get_by_role("button", name=name).first.focus()
        opened.press("Enter")
        page.wait_for_function(
            "name => document.activeElement.textContent === name", arg=name
        )

    page.get_by_label("Who has decided").focus()
    opened.press("T", "h", "e", "Space", "b", "o", "a", "r", "d", "Tab")
    go_to("Doses")
    page.get_by_label("Variation, The board").focus()
    opened.press("2", "Tab")
    page.get_by_text("Cells that are not as suggested: 1.").wait_for()
    go_to("Courses you have")
    page.get_by_role("button", name="Add a course that exists").focus()
    opened.press("Enter")
    page.get_by_label("For The board").focus()
    opened.press("Space")
    page.get_by_label("Takes to dose: Variation").focus()
    opened.press("1", "Tab")
    assert opened.violations() == ""
    go_to("Capacity")
    for label, figures in (
        ("The board, People", "30"),
        ("The board, Leave in a year", "25"),
        ("The board, Trained today", "0"),
        ("The board, Wanted, of 100", "60"),
        ("The board, Within years", "2"),
    ):
        page.get_by_label(label).focus()
        opened.press(*figures, "Tab")
    page.get_by_text("will never bring 18").wait_for()

    kept = player.kept("dosing-planner")
    assert kept["texts"]["anchor.who"] == "The board"
    assert kept["groups"][4]["doses"][3] == 2
    assert kept["courses"][0]["groups"] == ["board"]
    assert opened.violations() == ""
    opened.picture("dosing-planner-capacity")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
def test_axe_finds_nothing_on_any_page(open_simulation, player, width):
    """On a phone and on a desk; and no page scrolls sideways."""
    player.folder.save("dosing-planner", SUNDMARK, version=0)
    opened = open_simulation("dosing-planner", width)
    for page in PAGES:
        opened.page.locator(f"[data-key='page-{page}']").click()
        opened.page.locator(f".fl-primary[data-key='page-{page}']").wait_for()

        assert opened.violations() == ""
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        opened.picture(f"dosing-planner-{page}-{width}")
