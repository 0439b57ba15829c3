"""The instructor's page by mouse: a course run from nothing to a table of marks."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import nothing_for_axe
from playwright.sync_api import Page, expect

from course.classroom.lab_server import LabServer, start_teaching, stop_lab
from course.classroom.teaching import ADDRESS
from course.grading.course_directory import open_course_directory
from course.grading.enrolling import enrol

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where a teacher begins: an empty folder."""
    return tmp_path_factory.mktemp("teaching")


@pytest.fixture(scope="module")
def lab(folder, jupyter_home) -> Iterator[LabServer]:
    """A server as ``fourlenses teach`` starts it."""
    server, process = start_teaching(folder, 8970, os.environ)
    yield server
    stop_lab(server, process)


def press(page: Page, name: str, done: str = "Done.") -> None:
    """Press a button, and wait until its job has ended."""
    page.get_by_role("button", name=name, exact=True).click()
    if page.locator("#ask").is_visible():
        page.get_by_role("button", name="Yes, go on").click()
    expect(page.locator("#job-state")).to_have_text(done)
    expect(page.locator("[data-do][aria-disabled=true]")).to_have_count(0)


def test_a_course_run_from_nothing_to_marks_by_mouse(
    page: Page, lab, folder, take_picture, console_errors
):
    """Make, rehearse, grade, look, preview, write feedback, undo, export."""
    page.goto(f"{lab.url}{ADDRESS}")
    nothing_for_axe(page)
    take_picture("teaching-begin")
    page.get_by_label("Who is it for?").select_option("clinical-staff")
    page.get_by_label("First day").fill("2027-02-01")
    press(page, "Make it")
    expect(page.locator("#job")).to_contain_text("clinical-staff-2027-02 is ready")
    # The first one is shown at once, and its buttons work.
    expect(page.get_by_role("heading", level=1)).to_have_text("clinical-staff-2027-02")
    expect(page.get_by_role("link", name="Open clinical-staff-2027-02")).to_be_visible()
    run = folder / "clinical-staff-2027-02"
    take_picture("teaching-made")

    row, second = (page.locator("main tbody tr").nth(at) for at in (0, 1))
    lesson = row.locator(".title").inner_text()
    row.get_by_text("More", exact=True).click()
    later = second.locator(".title + .soft").inner_text()
    row.get_by_label("Due on").fill("2027-02-17")
    row.get_by_label(re.compile("^Move the ")).check()
    press(page, f"Set the date: {lesson}")
    expect(row).to_contain_text("Due 17 February 2027")
    expect(second.locator(".title + .soft")).not_to_have_text(later)
    take_picture("teaching-dates")
    nothing_for_axe(page)
    press(page, "Undo")
    expect(second.locator(".title + .soft")).to_have_text(later)
    with page.context.expect_page() as opened:
        row.get_by_role("link", name="See it as a student").click()
    seen = opened.value
    expect(seen).to_have_url(re.compile("/lab/tree/clinical-staff-2027-02/as-learner/"))
    seen.close()
    assert not list(run.glob("release/*/answers"))
    press(page, f"Let simulated learners hand in: {lesson}")
    expect(row).to_contain_text("5 of 5, 1 late")
    press(page, f"Grade: {lesson}")
    expect(page.locator("#job-lines")).to_contain_text("5 graded, 0 unchanged")
    expect(page.locator("table.who tbody tr")).to_have_count(5)
    nothing_for_axe(page)
    take_picture("teaching-graded")

    with page.context.expect_page() as opened:
        row.get_by_role("link", name="How it went").click()
    overview = opened.value
    expect(overview.locator(".fl-exercises tbody tr").first).to_be_visible()
    overview.close()

    press(page, f"Preview a regrade: {lesson}")
    expect(page.locator("#job-lines")).to_contain_text("0 of 5 learners would change")
    row.get_by_role("link", name="Read texts").click()
    nothing_for_axe(page)
    take_picture("teaching-texts")
    points = page.locator("input.points:visible")
    waiting = points.count()
    points.first.fill("2,5")
    page.get_by_label("A comment to the learner").first.fill("Who <b>counts</b>?")
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    expect(page.get_by_role("status")).to_contain_text("Saved: 1.")
    expect(points).to_have_count(waiting - 1)
    page.get_by_role("link", name="Back to clinical-staff-2027-02").click()
    expect(row).to_contain_text(f"{waiting - 1} to read")

    row.get_by_text("More", exact=True).click()
    press(page, f"Write feedback: {lesson}")
    assert len(list(run.glob("feedback/*/*/*.html"))) == 5
    pages = page.get_by_role("link", name=re.compile("^Feedback page of"))
    expect(pages).to_have_count(5)
    with page.context.expect_page() as opened:
        pages.first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    opened.value.close()
    press(page, "Undo")
    assert not list(run.glob("feedback/*/*/*.html"))

    page.get_by_text("Export all marks", exact=True).click()
    press(page, "Make the file")
    # What came of it stands far above the button.
    expect(page.locator("#job-state")).to_be_in_viewport()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the file").click()
    with Path(saved.value.path()).open(encoding="utf-8-sig") as file:
        table = list(csv.reader(file))
    # The headings, the points possible, and everybody.
    assert len(table) == 2 + 5
    assert table[0][:2] == ["learner", "last name"]
    take_picture("teaching-exported")
    assert console_errors == []


def test_the_keyboard_is_enough_and_a_question_can_be_answered_with_no(
    page: Page, lab, folder
):
    """Escape leaves everything as it is, and the focus where it was."""
    page.goto(f"{lab.url}{ADDRESS}")
    row = page.locator("main tbody tr").nth(1)
    lesson = row.locator(".title").inner_text()
    row.locator("summary").first.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role(
        "button", name=f"Let simulated learners hand in: {lesson}"
    )
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_visible()
    nothing_for_axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#ask")).to_be_hidden()
    expect(button).to_be_focused()
    assert len({path.name for path in folder.glob("*/submitted/*/*")}) == 1


def test_a_reminder_is_copied_with_its_addressees_apart(page: Page, lab, folder):
    """Once somebody is enrolled who has not handed in."""
    course = open_course_directory(folder / "clinical-staff-2027-02")
    enrol(course, ["amira"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{lab.url}{ADDRESS}")
    row = page.locator("main tbody tr").first
    row.get_by_text("Reminder", exact=True).click()
    to, message = (
        row.get_by_role("textbox", name=name)
        for name in ("To those who have not handed in", "The message")
    )
    expect(to).to_have_value("amira")
    page.get_by_role("button", name="Copy. The message").click()
    expect(row).to_contain_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == message.input_value()
    assert row.locator(".title").inner_text() in copied
    nothing_for_axe(page)


def test_on_a_telephone_nothing_is_wider_than_the_screen(page: Page, lab):
    """Tables fold, or scroll by themselves."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{lab.url}{ADDRESS}")
    page.locator("#make summary").click()

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    nothing_for_axe(page)
