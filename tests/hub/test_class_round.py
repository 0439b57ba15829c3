"""A class on a real hub: released, fetched, worked on, handed in, marked, read.

The tests are the steps of one round, in their order. Two students and an instructor
use Chromium; the others use the same pages and interfaces without one.
"""

from __future__ import annotations

import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from by_mouse import BY_MOUSE
from looking import nothing_for_axe
from people import (
    KEYS,
    PATIENCE_MS,
    Work,
    fetch,
    inside,
    lesson_on_start_page,
    open_assignments,
    press_hand_in,
    press_in_formgrader,
    press_on_page,
    read_marks,
    sign_in,
    tab_to,
    until_done,
    work_over_http,
)
from playwright.sync_api import Page, expect
from serving import INSTRUCTORS, STUDENTS

from course.classroom.teaching import ADDRESS
from course.grading.personas import BLANK, EXPERT, GUESSER, mistaken
from course.tasks import find_course_run

pytestmark = pytest.mark.browser

MODULES = ("03-aim", "04-variation", "05-measurement")
# One goes its round by the teacher's page, the others by formgrader.
BY_PAGE, *BY_FORMGRADER = MODULES
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
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def take_picture(window):
    """Return a function that keeps a picture, if FOURLENSES_SCREENSHOTS says where."""
    folder = os.environ.get("FOURLENSES_SCREENSHOTS")

    def take_picture(name: str, page: Page = window, whole: bool = False) -> None:
        if folder:
            # Lab slides its parts into place.
            page.wait_for_timeout(500)
            page.screenshot(path=Path(folder) / f"hub-{name}.png", full_page=whole)

    return take_picture


def teachers_page(hub, page: Page) -> None:
    """Sign in as the instructor; what opens is the teacher's page."""
    sign_in(page, hub.address, TEACHER, hub.passwords[TEACHER])
    page.get_by_role("heading", name=hub.people.course, level=1).wait_for()


def open_formgrader(page: Page) -> Page:
    """Go on from the teacher's page, which stays open."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="formgrader", exact=True).click()
    opened.value.get_by_text(ASSIGNMENT, exact=True).wait_for()
    return opened.value


def test_an_instructor_sets_dates_and_releases_by_mouse(hub, window, take_picture):
    """By the teacher's page one button for a module, by formgrader two."""
    teachers_page(hub, window)
    # The class of a hub is one course run; nobody could fetch another's lessons.
    expect(window.get_by_text("Make a course run")).to_have_count(0)
    # The class is enrolled before anybody has handed in.
    for student in STUDENTS:
        expect(window.locator("#class ~ p").first).to_contain_text(student)
    window.locator("#all-due summary").click()
    window.get_by_label("First day").fill(date.today().isoformat())
    press_on_page(window, "spread-due")
    released = press_on_page(window, f"release-{BY_PAGE}")
    assert f"{BY_PAGE} is released" in released
    outbound = hub.places.exchange / hub.people.course / "outbound"
    before = find_course_run(outbound / BY_PAGE).due
    window.locator(f"#more-{BY_PAGE} summary").click()
    day = (before + timedelta(days=1)).date()
    window.locator(f"#due-{BY_PAGE}").fill(day.isoformat())
    window.locator(f"#later-{BY_PAGE}").check()
    press_on_page(window, f"set-due-{BY_PAGE}")
    assert find_course_run(outbound / BY_PAGE).due.date() == day
    nothing_for_axe(window)
    take_picture("teaching", whole=True)
    folder = hub.places.course_directory(hub.people.course) / ".teaching"
    assert {path.owner() for path in folder.iterdir()} == {hub.people.grader}

    nbgraders = open_formgrader(window)
    take_picture("formgrader", nbgraders)
    for module in BY_FORMGRADER:
        generated = press_in_formgrader(nbgraders, module, "assign")
        assert "Successfully created" in generated
        released = press_in_formgrader(nbgraders, module, "release")
        assert "Successfully released" in released
    assert sorted(path.name for path in (outbound / ASSIGNMENT).iterdir()) == [
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


def test_an_instructor_collects_and_grades_by_the_page(
    hub, window, people_inside, take_picture
):
    """Who has fetched and who has not handed in is seen; a reminder is for those."""
    (late,) = inside(hub, people_inside, BY_MOUSE_)
    late.assignments("fetch", MODULES[-1])
    teachers_page(hub, window)
    row = window.locator("main tbody tr", has=window.locator(f"#more-{BY_PAGE}"))
    expect(row).to_contain_text(f"{len(OTHERS)} have fetched it")
    expect(row).to_contain_text(f"{len(OTHERS)} to collect")
    said = press_on_page(window, f"collect-{BY_PAGE}")
    assert f"{BY_PAGE}: {len(OTHERS)} collected" in said
    expect(row).to_contain_text(f"{len(OTHERS)} of {len(STUDENTS)}")
    said = press_on_page(window, f"grade-{BY_PAGE}")
    assert f"{len(OTHERS)} graded" in said
    window.locator(f"#remind-{BY_PAGE} summary").click()
    missing = ", ".join(sorted((BY_MOUSE_, BY_KEYS)))
    expect(window.locator(f"#to-{BY_PAGE}")).to_have_value(missing)
    learner = window.locator("table.who tr", has_text=BY_MOUSE_)
    # The second waits to be collected.
    expect(learner.locator("td")).to_have_text(["–", "Handed in", "Fetched"])
    expect(window.get_by_text("Nothing heard from yet")).to_have_count(0)
    nothing_for_axe(window)
    take_picture("teaching-graded", whole=True)


def test_the_colleague_collects_and_grades_what_the_class_handed_in(hub):
    """Another instructor, in a kernel of the course directory's server."""
    colleague = hub.visitor(COLLEAGUE)
    colleague.sign_in(hub.passwords[COLLEAGUE])
    service = f"/services/{hub.people.course}/"
    assert colleague.is_in(f"{service}{ADDRESS}")
    assert colleague.is_in(f"{service}formgrader")
    for module in BY_FORMGRADER:
        about = f"{service}formgrader/api/assignment/{module}"
        collected = colleague.send(f"{about}/collect").json()
        assert collected["success"], collected
    colleague.server = service
    graded = colleague.run(
        "import subprocess",
        "print('ended with', subprocess.run(['fourlenses', 'grade']).returncode)",
    )
    # Its progress is written elsewhere, and may arrive later.
    assert "ended with 0" in graded


def test_an_instructor_marks_by_hand_and_gives_feedback(
    hub, window, take_picture, works
):
    """A text is read and given its points; feedback is made and released."""
    teachers_page(hub, window)
    window.locator(f"#read-{BY_PAGE}").click()
    nothing_for_axe(window)
    for points in window.locator("input.points:visible").all():
        points.fill("0")
    window.get_by_role("button", name=re.compile("^Save")).first.click()
    expect(window.locator("#said")).to_contain_text("Saved: ")
    window.locator("header a").click()
    assert f"{len(OTHERS)} pages" in press_on_page(window, f"feedback-{BY_PAGE}")
    window.get_by_role("button", name="Release feedback", exact=True).click()
    assert f"feedback on {BY_PAGE} is released" in until_done(window)
    take_picture("teaching-feedback", whole=True)
    window = open_formgrader(window)
    base = f"{hub.address}/services/{hub.people.course}/formgrader"
    window.goto(f"{base}/manage_submissions/{ASSIGNMENT}")
    window.locator("tr", has_text=BY_MOUSE_).wait_for()
    take_picture("submissions", window)
    window.goto(f"{base}/gradebook/{ASSIGNMENT}/{LESSON}")
    window.locator("a[href*='/submissions/']").first.wait_for()
    take_picture("manual-grading", window)
    window.goto(f"{base}/manage_students/{BY_MOUSE_}/{ASSIGNMENT}")
    window.locator("a[href*='/submissions/']").first.click()
    field = window.locator(f"input#{MARKED_BY_HAND}.score")
    # The page is ready once the machine's points stand faintly in their fields.
    window.wait_for_function("document.querySelector('input#run-lengths')?.placeholder")
    field.click()
    window.keyboard.type(str(GIVEN))
    with window.expect_response(re.compile("/formgrader/api/grade/")):
        window.keyboard.press("Tab")
    take_picture("marking", window)
    window.goto(f"{base}/manage_assignments")
    for module in BY_FORMGRADER:
        for column in ("generate-feedback", "release-feedback"):
            assert "Success" in press_in_formgrader(window, module, column)


def test_everybody_reads_their_own_feedback(hub, people_inside, works):
    """Fetched by each, with the points that the answers are worth."""
    marks = read_marks(hub)
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
