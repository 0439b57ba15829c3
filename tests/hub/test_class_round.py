"""A class on a real hub: released, fetched, worked on, handed in, marked, read.

The tests are the steps of one round, in their order. Two students and an instructor
use Chromium; the others use the same pages and interfaces without one.
"""

from __future__ import annotations

import csv
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from by_mouse import BY_MOUSE
from people import (
    KEYS,
    PATIENCE_MS,
    Work,
    fetch,
    lesson_on_start_page,
    open_assignments,
    press_hand_in,
    press_in_formgrader,
    sign_in,
    tab_to,
    work_over_http,
)
from playwright.sync_api import Page, expect
from serving import INSTRUCTORS, STUDENTS

from course.grading.personas import BLANK, EXPERT, GUESSER, mistaken

pytestmark = pytest.mark.browser

MODULES = ("03-aim", "04-variation", "05-measurement")
# The one that is worked on in a browser too.
ASSIGNMENT, LESSON, TITLE = "04-variation", "variation", "4 Variation"
BY_MOUSE_, BY_KEYS, *OTHERS = STUDENTS
TEACHER, COLLEAGUE = INSTRUCTORS
MARKED_BY_HAND, GIVEN = "own-measure", 3
# Some of each kind, so that marks differ.
PERSONAS = (EXPERT, GUESSER, mistaken("mean-for-median"), EXPERT, BLANK)


@pytest.fixture(scope="module")
def works() -> dict[tuple[str, str], Work]:
    """What each of the others answers, by module and name."""
    return {
        (module, name): Work(module, name, PERSONAS[at % len(PERSONAS)], seed=at)
        for module in MODULES
        for at, name in enumerate(OTHERS)
    }


@pytest.fixture
def window(chromium) -> Page:
    """A window of a browser that has never been here."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    # nbgrader asks for MathJax elsewhere; nothing here needs it.
    context.route(re.compile("^https:"), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


@pytest.fixture
def take_picture(window):
    """Return a function that keeps a picture, if FOURLENSES_SCREENSHOTS says where."""
    folder = os.environ.get("FOURLENSES_SCREENSHOTS")

    def take_picture(name: str) -> None:
        if folder:
            # Lab slides its parts into place.
            window.wait_for_timeout(500)
            window.screenshot(path=Path(folder) / f"hub-{name}.png")

    return take_picture


def formgrader(hub, page: Page) -> None:
    """Sign in as the instructor; what opens is formgrader."""
    sign_in(page, hub.address, TEACHER, hub.passwords[TEACHER])
    page.get_by_text(ASSIGNMENT, exact=True).wait_for()


def inside(hub, people_inside, *names):
    """Bring in whoever is not there yet, several at a time as a class arrives."""
    missing = [name for name in names if name not in people_inside]
    with ThreadPoolExecutor(6) as arriving:
        people_inside.update(
            zip(missing, arriving.map(hub.enter, missing), strict=True)
        )
    return [people_inside[name] for name in names]


def test_an_instructor_releases_by_mouse(hub, window, take_picture):
    """Two buttons of formgrader for each module: generate, release."""
    formgrader(hub, window)
    take_picture("formgrader")
    for module in MODULES:
        generated = press_in_formgrader(window, module, "assign")
        assert "Successfully created" in generated
        released = press_in_formgrader(window, module, "release")
        assert "Successfully released" in released
    outbound = hub.places.exchange / hub.people.course / "outbound" / ASSIGNMENT
    assert sorted(path.name for path in outbound.iterdir()) == [
        "course-run.json",
        f"{LESSON}.ipynb",
    ]


def test_a_class_fetches_works_and_hands_in(hub, people_inside, works):
    """Ten students over HTTP: half by our button, half by the Assignments tab's."""

    def do(number: int, student) -> None:
        listed = {one["assignment_id"]: one["status"] for one in student.assignments()}
        assert listed == dict.fromkeys(MODULES, "released")
        for module in MODULES:
            work = works[module, student.name]
            student.assignments("fetch", module)
            work_over_http(student, work)
            if number % 2 or module != ASSIGNMENT:
                student.assignments("submit", module)
            else:
                said = press_hand_in(student, work)
                assert said.startswith("done Handed in "), said

    students = inside(hub, people_inside, *OTHERS)
    with ThreadPoolExecutor(5) as at_work:
        list(at_work.map(do, range(len(students)), students))


def test_a_student_works_by_mouse(hub, window, take_picture, works):
    """Sign in, fetch, answer, hand in: all by the course's own buttons."""
    sign_in(window, hub.address, BY_MOUSE_, hub.passwords[BY_MOUSE_])
    lesson = lesson_on_start_page(window, TITLE)
    expect(lesson).to_contain_text("Released, with")
    take_picture("start-page")
    lesson.get_by_role("button", name="Fetch").click()
    expect(lesson.get_by_role("status")).to_have_text(
        f"{TITLE} is here. Open it and begin."
    )
    take_picture("fetched")
    lesson.get_by_role("link", name="Open").click()
    window.locator("[data-fourlenses=bead-verdict]").first.wait_for()
    work = works[ASSIGNMENT, BY_MOUSE_] = Work(ASSIGNMENT, BY_MOUSE_, BLANK)
    for task in work.tasks:
        if task.name in ("bead-verdict", "run-lengths", MARKED_BY_HAND):
            case = task.case(work.run, BY_MOUSE_)
            card = window.locator(f"[data-fourlenses='{task.name}']").first
            card.scroll_into_view_if_needed()
            truth = task.truth(case, KEYS.get(task.name))
            work.answers[task.name] = BY_MOUSE[task.kind.name](
                window, card, case, truth
            )
            saved = card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))
            expect(saved).to_be_visible()
    take_picture("lesson")
    window.locator("button[data-fourlenses='hand-in']").click()
    window.get_by_role("button", name="Hand in as it is").click()
    expect(window.get_by_text(re.compile("^Handed in "))).to_be_visible()
    take_picture("handed-in")
    window.get_by_role("tab", name="Start.ipynb").click()
    expect(lesson).to_contain_text(re.compile(r"Handed in on .* no feedback yet"))
    take_picture("start-page-handed-in")


def test_a_student_works_by_keys(hub, window, works):
    """Sign in, answer and hand in without a mouse; JupyterLab's own menu apart."""
    sign_in(window, hub.address, BY_KEYS, hub.passwords[BY_KEYS])
    tab = open_assignments(window)
    fetch(tab, ASSIGNMENT)
    tab.locator("#fetched_assignments_list").get_by_text(ASSIGNMENT).wait_for()
    window.goto(f"{hub.address}/user/{BY_KEYS}/lab/tree/{ASSIGNMENT}/{LESSON}.ipynb")
    card = window.locator("[data-fourlenses=run-lengths]").first
    card.wait_for()
    card.evaluate("element => { element.tabIndex = -1; element.focus(); }")
    work = works[ASSIGNMENT, BY_KEYS] = Work(ASSIGNMENT, BY_KEYS, BLANK)
    (task,) = (task for task in work.tasks if task.name == "run-lengths")
    case = task.case(work.run, BY_KEYS)
    work.answers[task.name] = {}
    for number, item in enumerate(case.items):
        tab_to(window, card.locator("input[type=text]").nth(number))
        typed = f"{task.truth(case, None)[item.id]:.6g}"
        window.keyboard.type(typed)
        work.answers[task.name][item.id] = typed
    window.keyboard.press("Tab")
    expect(card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    button = window.locator("button[data-fourlenses='hand-in']")
    button.focus()
    window.keyboard.press("Enter")
    tab_to(window, window.get_by_role("button", name="Hand in as it is"))
    window.keyboard.press("Enter")
    expect(window.get_by_text(re.compile("^Handed in "))).to_be_visible()


def test_restarts_in_the_middle_lose_nothing(hub, people_inside):
    """Proxy, database and hub go away; whoever was at work is still at work."""
    (student,) = inside(hub, people_inside, OTHERS[0])
    before = student.get(f"{student.server}api/status").json()["started"]

    proxy = int((hub.places.state / "jupyterhub-proxy.pid").read_text().split()[0])
    os.kill(proxy, signal.SIGKILL)
    hub.database.stop("immediate")
    hub.database.start()
    # As the power of a machine fails: the hub cannot say farewell to anything.
    hub.stop(signal.SIGKILL)
    hub.start()

    assert student.get(f"{student.server}api/status").json()["started"] == before
    handed_in = [one for one in student.assignments() if "submissions" in one]
    assert [one["assignment_id"] for one in handed_in] == list(MODULES)


def test_the_colleague_collects_and_grades_what_the_class_handed_in(hub):
    """Another instructor, in a kernel of the course directory's server."""
    colleague = hub.visitor(COLLEAGUE)
    colleague.sign_in(hub.passwords[COLLEAGUE])
    service = f"/services/{hub.people.course}/"
    assert colleague.is_in(f"{service}formgrader")
    for module in MODULES:
        about = f"{service}formgrader/api/assignment/{module}"
        collected = colleague.send(f"{about}/collect").json()
        assert collected["success"], collected
    colleague.server = service
    graded = colleague.run(
        "import subprocess",
        "print(subprocess.run(['fourlenses', 'grade']).returncode)",
    )
    assert graded.split()[-1] == "0", graded


def test_an_instructor_marks_by_hand_and_gives_feedback(
    hub, window, take_picture, works
):
    """A text is read and given its points; feedback is made and released."""
    formgrader(hub, window)
    base = f"{hub.address}/services/{hub.people.course}/formgrader"
    window.goto(f"{base}/manage_submissions/{ASSIGNMENT}")
    window.locator("tr", has_text=BY_MOUSE_).wait_for()
    take_picture("submissions")
    window.goto(f"{base}/gradebook/{ASSIGNMENT}/{LESSON}")
    window.locator("a[href*='/submissions/']").first.wait_for()
    take_picture("manual-grading")
    window.goto(f"{base}/manage_students/{BY_MOUSE_}/{ASSIGNMENT}")
    window.locator("a[href*='/submissions/']").first.click()
    field = window.locator(f"input#{MARKED_BY_HAND}.score")
    # The page is ready once the machine's points stand faintly in their fields.
    window.wait_for_function("document.querySelector('input#run-lengths')?.placeholder")
    field.click()
    window.keyboard.type(str(GIVEN))
    with window.expect_response(re.compile("/formgrader/api/grade/")):
        window.keyboard.press("Tab")
    take_picture("marking")
    window.goto(f"{base}/manage_assignments")
    for module in MODULES:
        for column in ("generate-feedback", "release-feedback"):
            assert "Success" in press_in_formgrader(window, module, column)


def test_everybody_reads_their_own_feedback(hub, people_inside, works):
    """Fetched by each, with the points that the answers are worth."""
    exported = hub.as_grader("nbgrader", "export")
    assert exported.returncode == 0, exported.stderr
    directory = hub.places.course_directory(hub.people.course)
    with (directory / "grades.csv").open(encoding="utf-8") as table:
        marks = {
            (row["assignment"], row["student_id"]): float(row["score"])
            for row in csv.DictReader(table)
        }
    expected = {whose: work.points() for whose, work in works.items()}
    expected[ASSIGNMENT, BY_MOUSE_] += GIVEN
    assert {whose: marks[whose] for whose in works} == pytest.approx(expected)
    for student in inside(hub, people_inside, *OTHERS):
        for module in MODULES:
            listed = student.assignments("fetch_feedback", module)
            places = {
                one["assignment_id"]: one["submissions"][-1]["local_feedback_path"]
                for one in listed
                if "submissions" in one
            }
            lesson = works[module, student.name].lesson
            page = student.get(f"{student.server}files/{places[module]}/{lesson}.html")
            assert page.status_code == 200
            assert f"feedback for {student.name}" in page.text


def test_a_student_reads_feedback_by_mouse(hub, window, take_picture, works):
    """Fetch it on the start page, on another day, and open the page."""
    sign_in(window, hub.address, BY_MOUSE_, hub.passwords[BY_MOUSE_])
    lesson = lesson_on_start_page(window, TITLE)
    expect(lesson).to_contain_text(
        re.compile("Handed in on .* There is feedback for you")
    )
    lesson.get_by_role("button", name="Get feedback").click()
    expect(lesson.get_by_role("status")).to_have_text(
        f"The feedback on {TITLE} is here."
    )
    points = works[ASSIGNMENT, BY_MOUSE_].points() + GIVEN
    expect(lesson).to_contain_text(re.compile(rf"{round(points, 2):g} of \d+ points"))
    take_picture("feedback-fetched")
    lesson.get_by_role("link", name="Read feedback").click()
    page = window.frame_locator(".jp-HTMLViewer iframe, iframe.jp-HTMLViewer-iframe")
    expect(page.locator("h1").first).to_contain_text("feedback for")
    take_picture("feedback")
