"""formgrader, as a teacher uses it: its button grades, its page is good to mark in."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookRows
from course.grading.own_programs import put_on_path
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
NAME, TOKEN = "04-variation", "only-for-this-test"
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course directory where three have handed in; nobody is graded."""
    root = tmp_path_factory.mktemp("formgrader") / "course"
    root.mkdir()
    for folder in ("source", "release"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    put_on_path()
    generate = ["-m", "nbgrader", "generate_assignment", NAME, "--force"]
    subprocess.run([sys.executable, *generate], cwd=root, check=True)
    rehearse(root, NAME, 3, 8, read_all_keys(root / "source"))
    return root


@pytest.fixture(scope="module")
def address(course, jupyter_home) -> Iterator[str]:
    """A Jupyter server in the course directory, with nbgrader's own extension."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": TOKEN,
    }
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyter_server"),
            *(f"--{name}={value}" for name, value in settings.items()),
        ],
        cwd=course,
        env=os.environ | {"IPYTHONDIR": str(course / "ipython")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/api?token={TOKEN}").close()
            break
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server has ended"
            time.sleep(0.3)
    yield url
    server.terminate()
    server.wait()


@pytest.fixture
def teacher(browser: Browser, address: str) -> Iterator[Page]:
    """A teacher who is let in."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    # MathJax is asked for elsewhere; nothing here needs it.
    context.route(re.compile("^https:"), lambda route: route.abort())
    page.goto(f"{address}/api?token={TOKEN}")
    yield page
    context.close()


def test_the_button_grades_and_the_page_shows_the_answers(teacher, address, course):
    """Grade one by its button; open the submission; read words, pictures, points."""
    learner = next(path.name for path in (course / "submitted").glob("expert-*"))
    teacher.goto(f"{address}/formgrader/manage_submissions/{NAME}", wait_until="commit")
    row = teacher.locator("tr", has_text=learner).first
    row.locator(".autograde a").click()
    said = teacher.locator(".modal.in, .modal.show").first
    said.wait_for()
    expect(said).to_contain_text(f"{learner} is graded in {NAME}")

    with GradebookRows(open_course_directory(course).db_url) as gradebook:
        grades = gradebook.grades(gradebook.assignment(NAME))
    assert list(grades) == [learner]
    teacher.goto(
        f"{address}/formgrader/gradebook/{NAME}/variation", wait_until="commit"
    )
    teacher.locator("a[href*='/submissions/']").first.click()
    expect(teacher.locator(".nbgrader_cell")).to_have_count(len(grades[learner]))
    teacher.wait_for_load_state("domcontentloaded")
    assert teacher.locator(".fl-review svg").count() > 20
    assert "My own words" in teacher.locator("body").inner_text()
    # The machine's points stand faintly in the field for a person's.
    ready = "() => document.querySelector('input#signals').placeholder"
    teacher.wait_for_function(ready)
    shown = teacher.locator("input#signals.score").get_attribute("placeholder")
    assert float(shown) == 6
