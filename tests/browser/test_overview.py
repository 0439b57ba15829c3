"""The teacher's page in a browser: read by everybody, on a phone too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from course.exercises import TASKS
from course.grading.assignments import read_assignment
from course.grading.class_summary import summarise_class
from course.grading.course_directory import open_course_directory
from course.grading.overview import exercises_of, overview_page
from course.grading.records import Record, TaskRecord

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
LONG_NAME = "anamewithoutaplacetobreakit" * 4
ABOUT = {"attempted": True, "by_hand": False, "owner": "", "attempts": 12, "hints": 3}


@pytest.fixture
def overview(context: BrowserContext, tmp_path: Path) -> Page:
    """The page of a dozen learners who have given reason to fill each part of it."""
    course = open_course_directory(ROOT)
    assignment = read_assignment(course, "04-variation")
    exercises = exercises_of(assignment)
    records = {}
    for number in range(12):
        tasks = {
            one.name: TaskRecord(
                points=one.max_points * (number % 4) / 5,
                max_points=one.max_points,
                right={"median": False, "crossings": number > 6},
                pitfall=f"misconception-{number % 9}",
                flag="Look at this." if number == 3 else "",
                **ABOUT | {"by_hand": TASKS[one.name].kind.by_hand},
            )
            for one in exercises
        }
        records[f"{LONG_NAME}-{number}"] = Record(
            submission="s", marked_by="m", remarks=("Left out.",), tasks=tasks
        )
    summary = summarise_class(
        exercises,
        records.items(),
        {},
        enrolled={"eyvind", LONG_NAME},
        handed_in={*records, f"{LONG_NAME}-freja"},
    )
    file = tmp_path / "overview.html"
    file.write_text(overview_page(course, assignment, summary), "utf-8")
    page = context.new_page()
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("width", [1200, 400])
def test_the_page_is_accessible_and_never_wider_than_the_screen(overview, width):
    """On a desk and on a phone, with names that nothing can break."""
    overview.set_viewport_size({"width": width, "height": 900})

    found = Axe().run(overview)

    assert found.violations_count == 0, json.dumps(found.response["violations"])
    assert overview.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_lines_lead_to_their_parts(overview):
    """By keyboard, as any link."""
    overview.get_by_role("link", name="Who may need a word").focus()
    overview.keyboard.press("Enter")

    expect(overview).to_have_url(re.compile("#talk$"))
    overview.wait_for_function(
        "document.querySelector('#talk').getBoundingClientRect().top < 900"
    )
