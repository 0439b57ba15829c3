"""A course run as its learners see it: dates, a lesson in part, what counts in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from looking import nothing_for_axe
from playwright.sync_api import Page, expect

from course.classroom.course_runs import make_course_run, plan_course_run
from course.classroom.lab_server import LabServer, start_lab, stop_lab
from course.classroom.tracks import find_track
from course.classroom.workspace import prepare
from course.exercises import TASKS

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
START = date(2027, 2, 1)


@pytest.fixture(scope="module")
def plan():
    """Two lessons of a track, one of them in part."""
    track = find_track("clinical-staff")
    short = dataclasses.replace(track, modules=track.modules[1:3])
    return plan_course_run(short, ROOT / "source", START, zone=ZoneInfo("Europe/Oslo"))


@pytest.fixture(scope="module")
def course_run(tmp_path_factory, plan) -> Path:
    """Its course directory."""
    folder = tmp_path_factory.mktemp("runs") / plan.name
    make_course_run(plan, ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, jupyter_home, course_run) -> Path:
    """A learner's folder, with what this run has released."""
    folder = tmp_path_factory.mktemp("learner") / "work"
    prepare(folder, course_run, START)
    return folder


@pytest.fixture(scope="module")
def lab(workspace, course_run) -> Iterator[LabServer]:
    """JupyterLab as ``fourlenses learn --course`` starts it."""
    server, process = start_lab(workspace, course_run, 8950, learner="amira")
    yield server
    stop_lab(server, process)


def test_the_start_page_says_when_each_lesson_is_due(
    open_lesson, page: Page, plan, take_picture
):
    """And how long it takes in this run."""
    open_lesson("Start.ipynb")

    modules = page.locator(".fl-module:not([data-state=tool])")
    expect(modules).to_have_count(2)
    for at, (one, due) in enumerate(zip(plan.assigned, plan.due, strict=True)):
        expect(modules.nth(at)).to_contain_text(f"About {one.hours:g} hours")
        expect(modules.nth(at)).to_contain_text(f"{due.day} {due:%B %Y} at 16:00")
    take_picture("course-run-start")


def test_a_lesson_in_part_says_what_counts_and_shows_the_rest_as_practice(
    open_lesson, page: Page, plan, take_picture, console_errors
):
    """Nothing of the lesson is missing."""
    open_lesson("04-variation/variation.ipynb")
    one = plan.assigned[1]

    note = page.locator(".jp-MarkdownCell", has_text="the lesson is taken in part")
    for name in one.counted:
        expect(
            note.get_by_role("listitem").filter(has_text=TASKS[name].title)
        ).to_be_visible()
    for name in (*one.counted, *one.practice):
        card = page.locator(f"[data-fourlenses='{name}']").first
        card.scroll_into_view_if_needed()
        words = f"{TASKS[name].points:g} points" if name in one.counted else "Practice"
        expect(card.locator(".fl-tag")).to_contain_text(words)
    note.scroll_into_view_if_needed()
    take_picture("course-run-lesson")
    nothing_for_axe(page, ".jp-OutputArea-output [data-fourlenses]")
    assert console_errors == []
