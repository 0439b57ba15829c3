"""Module 4 in JupyterLab: every kind by mouse and by keys, kept, handed in, read."""

from __future__ import annotations

import json
import os
import re

import pytest
from by_mouse import BY_MOUSE
from looking import nothing_for_axe
from playwright.sync_api import Locator, Page, expect
from waiting import until

from course.exercises import TASKS
from course.tasks import AnswerFolder
from course.tasks.learner import EVERYBODY

pytestmark = pytest.mark.browser

LESSON = "04-variation/variation.ipynb"
LEARNER = "amira"


@pytest.fixture
def answers(workspace) -> AnswerFolder:
    """Return the learner's answers as they lie on the disk."""
    return AnswerFolder(workspace / "04-variation" / "answers", LEARNER, EVERYBODY)


def case_of(name: str):
    """Return what the learner is shown."""
    return TASKS[name].case(EVERYBODY, LEARNER)


def exercise(page: Page, name: str) -> Locator:
    """Return the card of an exercise, in sight."""
    card = page.locator(
        f"section[data-fourlenses='{name}'], [data-fourlenses='{name}']"
    )
    card.first.scroll_into_view_if_needed()
    return card.first


def kept(card: Locator, answers: AnswerFolder, name: str, answer: object) -> None:
    """Wait until the page says that it is saved, then look on the disk."""
    expect(card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    until(card.page, lambda: answers.load(name).answer == answer)


def tab_to(page: Page, target: Locator, limit: int = 200) -> None:
    """Reach a control as a keyboard user does: from where the focus is, by Tab."""
    for _ in range(limit):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The control cannot be reached with Tab.")


def stand_before(page: Page, card: Locator) -> None:
    """Put the focus where Tab leads into the exercise next."""
    card.evaluate("element => { element.tabIndex = -1; element.focus(); }")


# By mouse: one exercise of each kind
PLAYED = {
    "classify": "bead-verdict",
    "mark-points": "signals",
    "order": "funnel-order",
    "numbers": "run-lengths",
    "matrix": "which-rule",
    "prediction": "next-day",
    "free-text": "own-measure",
}

# By keys alone -------------------------------------------------------------------


def classify_by_keys(page, card, case):
    """Tab to each group, choose with the arrow keys."""
    given = {}
    last = case.options[-1].id
    for number, item in enumerate(case.items):
        radios = card.locator("fieldset").nth(number).locator("input[type=radio]")
        tab_to(page, radios.first)
        page.keyboard.press("Space")
        for _ in case.options[1:]:
            page.keyboard.press("ArrowRight")
        given[item.id] = last
    return given


def mark_points_by_keys(page, card, case):
    """Walk along the points with the arrows, mark with Space."""
    first = card.locator(".point").first
    tab_to(page, first)
    page.keyboard.press("End")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    item = case.items[0]
    last = len(item.chart.values)
    return {item.id: [last - 2, last]}


def order_by_keys(page, card, case):
    """Move the first card down one, with its button."""
    down = card.locator("li.fl-movable").first.locator("button").last
    tab_to(page, down)
    before = [item.id for item in case.items]
    page.keyboard.press("Enter")
    return [before[1], before[0], *before[2:]]


def numbers_by_keys(page, card, case):
    """Tab from box to box."""
    typed = {}
    for number, item in enumerate(case.items):
        tab_to(page, card.locator("input[type=text]").nth(number))
        typed[item.id] = f"{number + 1}.5"
        page.keyboard.type(typed[item.id])
    page.keyboard.press("Tab")
    return typed


def matrix_by_keys(page, card, case):
    """Tick the first box of each row with Space."""
    for number in range(len(case.items)):
        boxes = card.locator("fieldset").nth(number).locator("input[type=checkbox]")
        tab_to(page, boxes.first)
        page.keyboard.press("Space")
    return {item.id: [case.options[0].id] for item in case.items}


def prediction_by_keys(page, card, case):
    """Type, Tab over the slider, type."""
    given = {}
    for number, item in enumerate(case.items):
        tab_to(page, card.locator("input[inputmode]").nth(number))
        page.keyboard.type(f"{10 + number}")
        given[item.id] = 10 + number
    page.keyboard.press("Tab")
    return given


def free_text_by_keys(page, card, case):
    """Write and Tab on; letters are letters, no notebook command."""
    written = {}
    for number, item in enumerate(case.items):
        tab_to(page, card.locator("textarea").nth(number))
        written[item.id] = "dd aa bb xx"
        page.keyboard.type(written[item.id])
    page.keyboard.press("Tab")
    return written


BY_KEYS = {
    "classify": ("two-errors", classify_by_keys),
    "mark-points": ("first-look", mark_points_by_keys),
    "order": ("funnel-order", order_by_keys),
    "numbers": ("bead-limits", numbers_by_keys),
    "matrix": ("which-rule", matrix_by_keys),
    "prediction": ("beads-prediction", prediction_by_keys),
    "free-text": ("own-measure", free_text_by_keys),
}


@pytest.fixture
def lesson(open_lesson, page, workspace) -> Page:
    """Return the page with the lesson opened, and nothing answered yet."""
    for answer in (workspace / "04-variation").glob("answers/*.json"):
        answer.unlink()
    open_lesson(LESSON)
    return page


@pytest.mark.parametrize("kind", BY_KEYS)
def test_every_kind_can_be_answered_by_keys_alone(lesson, answers, kind):
    """Tab, arrows, Space and letters; the notebook itself stays as it is."""
    name, work = BY_KEYS[kind]
    cells = lesson.locator(".jp-Cell").count()
    card = exercise(lesson, name)
    stand_before(lesson, card)
    given = work(lesson, card, case_of(name))

    kept(card, answers, name, given)
    assert lesson.locator(".jp-Cell").count() == cells


def test_check_hint_and_reset_by_keys(lesson, answers):
    """What stands below an exercise is reached and works without a mouse."""
    card = exercise(lesson, "bead-verdict")
    case = case_of("bead-verdict")
    stand_before(lesson, card)
    given = classify_by_keys(lesson, card, case)
    kept(card, answers, "bead-verdict", given)
    tab_to(lesson, card.get_by_role("button", name="Check"))
    lesson.keyboard.press("Enter")
    expect(card.get_by_text(re.compile(r"^\d+ of 12 are right\.$"))).to_be_visible()
    tab_to(lesson, card.get_by_role("button", name=re.compile("^Hint")))
    lesson.keyboard.press("Enter")
    hint = TASKS["bead-verdict"].hints(case)[0]
    expect(card.get_by_text(hint.split("\n")[0])).to_be_visible()
    until(lesson, lambda: answers.load("bead-verdict").hints == 1)
    assert answers.load("bead-verdict").attempts == 1
    tab_to(lesson, card.get_by_role("button", name="Reset"))
    lesson.keyboard.press("Enter")
    # It asks, with the focus on the answer that loses nothing.
    expect(card.get_by_role("button", name="Keep my answer")).to_be_focused()
    tab_to(lesson, card.get_by_role("button", name="Empty it"))
    lesson.keyboard.press("Enter")
    until(lesson, lambda: answers.load("bead-verdict").answer is None)
    expect(card.locator("input:checked")).to_have_count(0)


def test_the_round_of_a_self_learner(
    lesson, answers, open_lesson, workspace, take_picture, console_errors
):
    """Answer every kind, reload, restart, hand in, read the feedback."""
    page = lesson
    given = {}
    for kind, name in PLAYED.items():
        card, case = exercise(page, name), case_of(name)
        given[name] = BY_MOUSE[kind](page, card, case, case.truth)
        kept(card, answers, name, given[name])
        take_picture(f"exercise-{TASKS[name].kind.name}")

    page.reload()
    open_lesson(LESSON)
    still_there(page, given)
    page.get_by_role("menuitem", name="Kernel").click()
    page.locator(".lm-Menu-item", has_text=re.compile("^Restart Kernel…")).click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".fl-lesson[data-fourlenses=opening]").wait_for()
    page.locator(".fl-lesson[data-fourlenses=ready]").wait_for()
    still_there(page, given)
    assert {name: answers.load(name).answer for name in given} == given

    page.get_by_role("button", name="Hand in").first.click()
    button = page.locator("button[data-fourlenses='hand-in']")
    expect(button).to_be_focused()
    button.press("Enter")
    page.get_by_role("button", name="Hand in as it is").click()
    expect(page.get_by_text(re.compile(r"^Handed in on "))).to_be_visible()
    take_picture("handed-in")
    mark = json.loads(
        (workspace / "feedback" / LEARNER / "04-variation" / "mark.json").read_text()
    )
    right = set(PLAYED.values()) - {"own-measure"}
    assert mark["points"] == sum(TASKS[name].points for name in right)
    assert (workspace / "submitted" / LEARNER / "04-variation" / "answers").is_dir()
    nothing_for_axe(page, ".jp-OutputArea-output [data-fourlenses]")
    # If Lab saved the notebook in between, its outputs name the widgets of the page
    # before the reload, until the lesson has opened again.
    assert [e for e in console_errors if "widget model not found" not in e] == []

    feedback = workspace / "feedback" / LEARNER / "04-variation" / "variation.html"
    page.goto(feedback.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Variation: feedback for amira"
    )
    nothing_for_axe(page)
    take_picture("feedback")


def still_there(page: Page, given: dict) -> None:
    """See that each kind of answer stands on the page again."""
    signals = case_of("signals")
    marked = exercise(page, "signals").locator(".point[aria-checked=true]")
    expect(marked).to_have_count(sum(len(v) for v in signals.truth.values()))
    chosen = exercise(page, "bead-verdict").locator("input:checked")
    expect(chosen).to_have_count(12)
    cards = exercise(page, "funnel-order").locator("li.fl-movable")
    texts = {item.id: item.text for item in case_of("funnel-order").items}
    for place, card in enumerate(given["funnel-order"]):
        expect(cards.nth(place)).to_contain_text(texts[card])
    numbers = exercise(page, "run-lengths").locator("input[type=text]")
    for place, text in enumerate(given["run-lengths"].values()):
        expect(numbers.nth(place)).to_have_value(text)
    boxes = exercise(page, "own-measure").locator("textarea")
    for place, text in enumerate(given["own-measure"].values()):
        expect(boxes.nth(place)).to_have_value(text)
    chances = exercise(page, "next-day").locator("input[inputmode]")
    for place, chance in enumerate(given["next-day"].values()):
        expect(chances.nth(place)).to_have_value(str(chance))
    ticked = exercise(page, "which-rule").locator("input:checked")
    expect(ticked).to_have_count(
        sum(max(len(row), 1) for row in given["which-rule"].values())
    )


def test_an_answer_that_cannot_be_saved_is_said_loudly(lesson, answers, workspace):
    """The answer stays on the screen, and the toolbar says so too."""
    folder = workspace / "04-variation" / "answers"
    if folder.exists():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    # A file where the folder should be: even root cannot write into it.
    folder.write_text("in the way")
    try:
        card = exercise(lesson, "run-lengths")
        card.locator("input[type=text]").first.fill("7")
        expect(card.get_by_text(re.compile("^Not saved: "))).to_be_visible()
        expect(card.locator("input[type=text]").first).to_have_value("7")
    finally:
        os.remove(folder)
    card.locator("input[type=text]").first.fill("8")
    expect(card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    assert list(answers.load("run-lengths").answer.values()) == ["8"]


def test_an_answer_changed_elsewhere_is_not_lost(lesson, answers):
    """Both are offered; the one chosen is kept."""
    card = exercise(lesson, "run-lengths")
    box = card.locator("input[type=text]").first
    box.fill("7")
    expect(card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    first = case_of("run-lengths").items[0].id
    version = answers.load("run-lengths").version
    answers.save("run-lengths", {first: "from elsewhere"}, version=version)
    box.fill("9")
    expect(card.get_by_text(re.compile("in another window"))).to_be_visible()
    assert answers.load("run-lengths").answer == {first: "from elsewhere"}
    card.get_by_role("button", name="Show the other one").click()
    expect(box).to_have_value("from elsewhere")


def test_the_start_page_leads_to_the_lesson_and_shows_progress(
    lesson, answers, open_lesson, take_picture, workspace
):
    """One button, and the count of what is answered."""
    case = case_of("two-errors")
    answers.save("two-errors", {case.items[0].id: case.options[0].id}, version=0)
    for earlier in workspace.glob("feedback/*/*/mark.json"):
        earlier.unlink()
    open_lesson("Start.ipynb")
    expect(lesson.get_by_text(re.compile(r"1 of 14"))).to_be_visible()
    take_picture("start-page")
    nothing_for_axe(lesson, ".jp-OutputArea-output [data-fourlenses]")
    lesson.get_by_role("link", name="Open 4 Variation").click()
    lesson.locator("[data-fourlenses=first-look]").wait_for()


def test_no_path_of_the_page_leads_out(lesson):
    """Nothing is fetched from anywhere but this machine."""
    addresses = lesson.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    assert addresses
    outside = [
        a for a in addresses if not re.match(r"(https?://127\.0\.0\.1|data:|blob:)", a)
    ]
    assert outside == []
