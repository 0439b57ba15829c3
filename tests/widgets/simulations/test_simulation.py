"""What every simulation does: keep its state, restore it, and refuse kindly."""

import json
import re

import numpy as np
import pytest

from course.tasks.answers import AnswerFolder
from course.widgets.frame import style
from course.widgets.simulations import VIEWS

NAMES = tuple(VIEWS)
# Kept in memory only, until the learner asks for more; or nothing to do before a
# teacher has dealt out projects.
KEEPS_AT_ONCE = tuple(n for n in NAMES if n not in ("own-data", "workbench", "reviews"))
ONE_AS_MANY = re.compile(
    r"(?<![\d.,])1 (?:minutes|hours|days|weeks|months|years|pages|points|people|values"
    r"|visits|patients)\b"
)
# Which of their pages is open is not kept.
HAS_PAGES = ("project", "dosing-planner")


def something_to_do(play, rng):
    """Choose blindly among the controls that the scene offers, and use one."""
    deeds = [
        lambda b=block: play.choose(b["key"], str(rng.choice(_ids(b))))
        for block in (*play.blocks("choices"), *play.blocks("select"))
    ]
    deeds += [
        lambda b=block: play.choose(
            b["key"], int(rng.integers(b["least"], b["most"] + 1))
        )
        for block in play.blocks("number")
    ]
    deeds += [
        lambda b=block: play.write(b["key"], f"{rng.integers(100)} calls")
        for block in play.blocks("text")
        if not block["closed"]
    ]
    # Buttons three times: otherwise one would look around for ever.
    deeds += [lambda k=key: play.press(k) for key in play.buttons] * 3
    # At the end of some there is nothing left to press.
    if deeds:
        deeds[rng.integers(len(deeds))]()


def _ids(block):
    return [option["id"] for option in block["options"]] or [""]


def what_lasts(scene):
    """The scene without what is said of the last deed only."""
    return {k: v for k, v in scene.items() if k not in ("refusal", "refusals")}


@pytest.mark.parametrize("name", NAMES)
def test_building_never_writes(player, name):
    """To open a lesson is not to answer it."""
    player.open(name)

    assert not player.folder.folder.exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_is_json(player, name):
    """It goes to the browser as it is: no arrays, no tuples that come back as lists."""
    view = player.view(name)

    for sent in (view.shown, view.scene, view.saved):
        assert json.loads(json.dumps(sent, allow_nan=False)) == sent


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", KEEPS_AT_ONCE)
def test_whatever_somebody_does_is_there_again(player, name, seed):
    """Reopened after any deeds, the same scene stands on the page."""
    rng = np.random.default_rng(seed)
    play = player.open(name)

    for _ in range(60):
        something_to_do(play, rng)
        json.dumps(play.scene, allow_nan=False)

    again = player.open(name)
    assert player.kept(name) == again.view.state == play.view.state
    if name not in HAS_PAGES:
        assert what_lasts(again.scene) == what_lasts(play.scene)


@pytest.mark.parametrize("name", KEEPS_AT_ONCE)
def test_nothing_is_told_of_1_minutes(player, name):
    """A sentence with a number in it must fit one as well as many."""
    rng = np.random.default_rng(3)
    play = player.open(name)
    for _ in range(100):
        something_to_do(play, rng)
        assert not ONE_AS_MANY.search(play.text)


@pytest.mark.parametrize("name", KEEPS_AT_ONCE)
def test_whoever_goes_on_long_enough_comes_to_begin_again(player, name):
    """No deed leads to a place with no way on or back."""
    rng = np.random.default_rng(11)
    play = player.open(name)
    for _ in range(200):
        something_to_do(play, rng)

    assert play.scene["can_restart"]
    play.do("restart")

    begun = play.view.begin()
    assert {**play.view.state, "round": 0} == {**begun, "round": 0}


@pytest.mark.parametrize("name", ["red-beads", "funnel", "clinic"])
def test_beginning_again_brings_new_chance(player, name):
    """The second time is not the first time over."""
    play = player.open(name)

    play.do("restart")

    assert play.view.state["round"] == 1
    assert player.open(name).view.state["round"] == 1


NONSENSE = (
    {},
    [],
    "text",
    12,
    {"do": None},
    {"do": "fly"},
    {"do": "choose"},
    {"do": "choose", "what": "rule", "choice": []},
    {"do": "choose", "what": "points", "choice": "many"},
    {"do": "choose", "what": "guess", "choice": {"a": 1}},
    {"do": "choose", "what": ["praise"], "choice": "aino"},
    {"do": "choose", "what": "months", "choice": None},
    {"do": "write", "what": "locked", "text": "yes"},
    {"do": "write", "what": {}, "text": 5},
    {"do": "decide", "change": 5000},
    {"do": "file-part", "number": "x"},
    {"do": "file-part", "number": 0, "total": 1, "content": "%%%"},
    {"do": "keep"},
    {"do": "keep-mine"},
    {"do": "show-theirs"},
)


@pytest.mark.parametrize("content", NONSENSE, ids=repr)
@pytest.mark.parametrize("name", NAMES)
def test_nonsense_from_the_browser_changes_nothing(player, name, content):
    """Whatever comes, nothing breaks, and nothing is written that was not there."""
    play = player.open(name)
    before = play.view.state

    play.view._handle_custom_msg(content, [])

    assert play.view.state == before
    assert player.kept(name) is None


BROKEN = (
    {},
    [],
    7,
    "text",
    {"round": 0},
    {"round": "x", "days": 9, "decisions": 3, "picture": 1, "expected": []},
    {"round": 0, "days": 4, "decisions": [{}], "picture": True, "expected": None},
    {"round": 0, "rule": 9, "guesses": {}, "dropped": [], "all": False},
    {"round": 0, "rule": 2, "guesses": {}, "dropped": [2], "all": False},
    {"round": 0, "changes": [1, 2]},
    {"step": 99, "looked": "yes"},
    {"points": 24, "rule": "none", "trials": {}},
    {"points": 24, "rule": "anhoej", "trials": {"a": {"guess": 1, "alarms": [1]}}},
    {"stage": "freeze", "guess": None, "months": 24},
    {"kept": {"measure": "a", "time": "b", "labels": ["1"], "values": []}},
    {"kept": {"measure": "a", "time": "b", "labels": [], "values": []}},
    {"kind": "log", "entries": []},
    {"kind": "log", "entries": [{"look": "a"}]},
)


@pytest.mark.parametrize("answer", BROKEN, ids=repr)
@pytest.mark.parametrize("name", NAMES)
def test_a_state_it_cannot_show_is_said_and_kept(player, name, answer):
    """The simulation begins anew; the file stays until something is done."""
    player.folder.save(name, answer, version=0)

    play = player.open(name)

    assert play.view.state == play.view.begin()
    assert play.saved["ok"] is None and "kept as it is" in play.saved["text"]
    assert player.kept(name) == answer


def test_another_ones_file_is_put_aside_when_something_is_done(tmp_path, player):
    """As with any answer: said first, put aside at the first save."""
    AnswerFolder(player.folder.folder, "bo", "demo").save("clinic", {}, version=0)

    play = player.open("clinic")
    assert "bo" in play.saved["text"]
    play.press("change+4")

    assert player.kept("clinic") == {"round": 0, "changes": [4]}
    assert list(player.folder.folder.glob("clinic.*.aside"))


def test_a_file_of_a_later_edition_closes_the_simulation(player):
    """What a newer course wrote is neither shown wrongly nor overwritten."""
    path = player.folder.path("clinic")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"format": 99}), "utf-8")

    play = player.open("clinic")
    play.press("change+4")

    assert play.saved["locked"]
    assert json.loads(path.read_text("utf-8")) == {"format": 99}


def test_of_two_windows_the_learner_chooses(player):
    """Neither is lost without being asked."""
    here, there = player.open("clinic"), player.open("clinic")
    there.press("change+8")

    here.press("change-4")
    assert here.saved["ok"] is False and here.saved["choice"]
    assert player.kept("clinic")["changes"] == [8]

    here.do("show-theirs")
    assert here.view.state["changes"] == [8] and here.saved["ok"]

    there.press("change+4")
    here.press("change-4")
    here.do("keep-mine")
    assert player.kept("clinic")["changes"] == [8, -4]


def test_what_cannot_be_saved_stays_on_the_screen(player, tmp_path):
    """A folder in the way of the answers: said, and tried again."""
    player.folder.folder.write_text("a file where the folder should be", "utf-8")
    play = player.open("clinic")

    play.press("change+4")
    assert play.saved["ok"] is False
    assert play.view.state["changes"] == [4]

    player.folder.folder.unlink()
    play.do("save-again")
    assert play.saved["ok"] and player.kept("clinic")["changes"] == [4]


def test_a_deed_that_is_refused_is_explained_each_time(player):
    """The same sentence, said anew."""
    play = player.open("false-alarm-trials")

    play.press("run")
    first = play.scene["refusals"]
    assert play.scene["refusal"] == play.buttons["run"]["refused"] != ""
    play.press("run")

    assert play.scene["refusals"] == first + 1
    assert "refusal" not in play.choose("guess", 5).scene


def test_a_deed_that_changes_nothing_still_answers(player):
    """The saved-mark in the browser waits for word; without it an alarm would come."""
    play = player.open("clinic")
    before = play.saved["count"]

    play.do("fly", kept=True)
    assert play.saved["count"] == before + 1

    play.do("fly", kept=False)
    assert play.saved["count"] == before + 1


@pytest.mark.parametrize("name", KEEPS_AT_ONCE)
def test_chance_belongs_to_the_learner(anybody, name):
    """The same for one, another for the next, where chance is drawn at all."""
    scenes = []
    for learner in ("amira", "bo"):
        play = anybody(learner).open(name)
        if name == "red-beads":
            play.press("draw")
        elif name == "funnel":
            play.choose("rule", "1").press("drop")
        elif name == "false-alarm-trials":
            for _ in range(3):
                play.choose("guess", 30).press("run")
        elif name == "self-efficacy":
            play.choose("guess", "pep-talk")
            for _ in range(8):
                play.press("small-step")
        elif name == "rule-explorer":
            play.choose("guess", 50).press("run")
        elif name == "held-gain":
            play.choose("predicted", 50).press("run")
        elif name == "points-ahead":
            play.choose("interval", "week").choose("guess", 30).press("run")
        scenes.append(json.dumps(what_lasts(play.scene)))

    drawn = name not in (
        *HAS_PAGES,
        "charter",
        "mix-slider",
        "process-map",
        "reviews",
        "semmelweis",
        "tomorrow",
    )
    assert (scenes[0] != scenes[1]) == drawn


def go_far(name, player):
    """Leave each simulation where most is to be seen."""
    play = player.open(name)
    if name == "red-beads":
        for _ in range(4):
            play.press("draw").choose("praise", "aino").choose("warn", "signe")
        play.press("draw").choose("expected", 8).press("draw")
    elif name == "funnel":
        play.choose("rule", "1").press("drop")
        for rule in ("2", "3", "4"):
            play.choose("rule", rule).choose("guess", "more").press("drop")
        play.press("all")
    elif name == "clinic":
        for _ in range(19):
            play.press("change+0")
    elif name == "run-chart-steps":
        play.choose("looked", "yes")
        for _ in range(5):
            play.press("next")
    elif name == "false-alarm-trials":
        play.choose("guess", 5).press("run")
    elif name == "semmelweis":
        play.choose("guess", "76").press("go").press("go")
    elif name == "self-efficacy":
        play.choose("guess", "pep-talk")
        for _ in range(8):
            play.press("small-step")
    elif name == "team-meeting":
        while len(play.buttons) > 1:
            play.press(next(iter(play.buttons)))
    elif name == "own-data":
        rows = "".join(f"2027-W{week:02d};{week % 7}\n" for week in range(1, 40))
        play.bring(f"Week;Falls on the ward\n{rows}".encode()).press("keep")
    elif name == "workbench":
        rows = "".join(f"2027-W{w:02d};{w % 7};{50 + w % 9}\n" for w in range(1, 40))
        play.bring(f"Week;Falls on the ward;Bed days\n{rows}".encode())
        play.choose("row", "period").choose("what", "count").choose("chances", "change")
        play.choose("point", "20").write("words", "New night schedule").press("note")
        play.write("words", "Flood").choose("point", "9").press("ghost").press("keep")
        play.choose("point", "20").press("split")
    elif name == "two-raters":
        for wording in ("vague", "sharp"):
            for report in range(1, 17):
                play.choose(f"{wording}-{report}", "yes" if report % 3 else "no")
            play.choose("guess", 12).do("next")
            if wording == "vague":
                play.do("next")
    elif name == "weekly-or-quarterly":
        play.choose("quarterly", 20).do("show").choose("weekly", 25).do("show")
    elif name == "mix-slider":
        play.choose("guess", "percutaneous").do("open").do("set", mix="alike")
    elif name == "tomorrow":
        for field in ("look", "number", "when"):
            play.write(field, "12 calls on Thursday")
        play.press("lock").write("happened", "It rang").write("learned", "Much")
        play.press("another")
    elif name == "points-ahead":
        play.choose("interval", "week").choose("guess", 30).press("run")
    elif name == "charter":
        for field in ("what", "by", "sponsor", "hours"):
            play.write(field, "twelve calls on Thursday")
    return play


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(
    open_simulation, player, name, width
):
    """On a phone and on a desk; with everything that can be unfolded, unfolded."""
    go_far(name, player)
    opened = open_simulation(name, width)
    if opened.view.scene["can_restart"]:
        again = "Remove all kept charts" if name == "workbench" else "Start again"
        opened.page.get_by_role("button", name=again).first.click()
    for summary in opened.page.locator("summary").all():
        summary.click()

    assert opened.violations() == ""
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.picture(f"{name}-{width}")


@pytest.mark.browser
def test_the_card_keeps_jupyters_letters_out(open_simulation):
    """With focus on a radio button, "d d" would delete the cell."""
    opened = open_simulation("funnel")

    assert opened.root.get_attribute("data-lm-suppress-shortcuts") == "true"
    assert opened.root.get_attribute("data-fourlenses") == "funnel"


@pytest.mark.browser
def test_a_save_is_told_to_the_page(open_simulation):
    """The start page and the hand-in button listen for it."""
    opened = open_simulation("clinic")
    opened.page.evaluate(
        "() => window.addEventListener('fourlenses:saved',"
        " (event) => { window.told = event.detail })"
    )

    opened.page.get_by_role("button", name="4 hours more").click()
    opened.page.get_by_text("After week 2").first.wait_for()

    told = opened.page.evaluate("window.told")
    assert told["ok"] and told["text"].startswith("Saved")


@pytest.mark.browser
def test_what_cannot_be_saved_is_loud_in_the_browser(open_simulation, player):
    """And trying again is a button."""
    player.folder.folder.write_text("a file where the folder should be", "utf-8")
    opened = open_simulation("clinic")

    opened.page.get_by_role("button", name="4 hours more").click()
    opened.page.get_by_role("alert").get_by_text("Not saved").wait_for()
    assert opened.violations() == ""
    player.folder.folder.unlink()
    opened.page.get_by_role("button", name="Try to save again").click()
    opened.page.get_by_role("status").get_by_text("Saved").wait_for()

    assert player.kept("clinic")["changes"] == [4]


@pytest.mark.browser
def test_beginning_again_is_asked_for_and_can_be_taken_back(open_simulation, player):
    """By keyboard; Escape keeps what one has."""
    player.open("clinic").press("change+4")
    opened = open_simulation("clinic")
    opened.tab_to("Start again")

    opened.press("Enter")
    assert opened.focused() == "Keep what I have"
    opened.press("Escape")
    assert opened.focused() == "Start again"
    opened.press("Enter", "Tab", "Enter")
    opened.page.get_by_text("After week 1 of").first.wait_for()

    assert player.kept("clinic") == {"round": 1, "changes": []}


@pytest.mark.browser
def test_the_page_lets_go_of_the_model(open_simulation):
    """When the output is cleared, nothing goes on listening."""
    opened = open_simulation("tomorrow")

    opened.page.evaluate("window.close_view()")

    assert opened.page.evaluate("window.model.listeners") == 0


@pytest.mark.browser
def test_what_follows_buttons_keeps_its_distance(open_simulation):
    """In JupyterLab too, where another widget brings the frame's sheet once more."""
    opened = open_simulation("icon-board")
    opened.page.add_style_tag(content=style())

    gaps = opened.page.locator(".fl-sim-stage > .fl-buttons + *").evaluate_all(
        """found => found.map(one => one.getBoundingClientRect().top
             - one.previousElementSibling.getBoundingClientRect().bottom)"""
    )

    assert gaps and min(gaps) >= 12
