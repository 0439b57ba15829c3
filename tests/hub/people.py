"""What learners and teachers do at a hub, each step as a person would name it."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect
from serving import Hub
from visitor import Visitor

from course.grading.marking import graded_tasks, mark_answers, read_answers, total
from course.grading.personas import Persona
from course.tasks import AnswerFolder, find_run
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
KEYS = read_all_keys(ROOT / "source")
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
READY = ".fl-lesson[data-fourlenses=ready]"


class Work:
    """What one learner answers in one lesson, and what it should earn."""

    def __init__(
        self,
        assignment: str,
        learner: str,
        persona: Persona,
        seed: int = 0,
        course: Path = ROOT,
    ):
        self.assignment, self.learner = assignment, learner
        released = course / "release" / assignment
        (notebook,) = released.glob("*.ipynb")
        self.lesson = notebook.stem
        self.tasks, self.run = graded_tasks(notebook), find_run(released)
        rng = np.random.default_rng(seed)
        self.answers = {}
        for task in self.tasks:
            case, key = task.case(self.run, learner), KEYS.get(task.name)
            answer = persona.answer(task, case, key, rng, None)
            if answer is not None:
                self.answers[task.name] = answer

    def files(self) -> dict[str, str]:
        """The answer files, by name, as an exercise would have saved them."""
        with tempfile.TemporaryDirectory() as place:
            folder = AnswerFolder(Path(place), self.learner, self.run)
            for name, answer in self.answers.items():
                folder.save(name, answer, version=0, attempts=1)
            written = Path(place).glob("*.json")
            return {path.name: path.read_text("utf-8") for path in written}

    def points(self) -> float:
        """What it earns by machine."""
        with tempfile.TemporaryDirectory() as place:
            for name, text in self.files().items():
                Path(place, name).write_text(text, "utf-8")
            saved = read_answers(self.tasks, Path(place))
            about = {"learner": self.learner, "run": self.run, "keys": KEYS}
            return total(mark_answers(self.tasks, saved, **about))[0]


def inside(hub: Hub, people_inside: dict[str, Visitor], *names: str) -> list[Visitor]:
    """Bring in whoever is not there yet, several at a time as a class arrives."""
    missing = [name for name in names if name not in people_inside]
    with ThreadPoolExecutor(6) as arriving:
        people_inside.update(
            zip(missing, arriving.map(hub.enter, missing), strict=True)
        )
    return [people_inside[name] for name in names]


def work_over_http(visitor, work: Work) -> None:
    """Save the answers where the exercises would, through the server's own files."""
    contents = f"{visitor.server}api/contents/{work.assignment}/answers"
    visitor.send(contents, "PUT", json={"type": "directory"})
    for name, text in work.files().items():
        model = {"type": "file", "format": "text", "content": text}
        done = visitor.send(f"{contents}/{name}", "PUT", json=model)
        assert done.status_code in (200, 201), done.text


def release(hub: Hub, assignment: str) -> None:
    """Give out an assignment from the teachers' command line."""
    for command in ("generate_assignment", "release_assignment"):
        _as_grader(hub, "nbgrader", command, assignment, "--force")


def collect(hub: Hub, assignment: str) -> None:
    """Collect what has come in, from the teachers' command line."""
    _as_grader(hub, "nbgrader", "collect", assignment, "--update")


def grade(hub: Hub, assignment: str) -> None:
    """Have the machine mark what was collected."""
    _as_grader(hub, "fourlenses", "grade", assignment)


def read_marks(hub: Hub) -> dict[tuple[str, str], float]:
    """The gradebook's marks, by assignment and name."""
    _as_grader(hub, "nbgrader", "export")
    directory = hub.places.course_directory(hub.people.course)
    with (directory / "grades.csv").open(encoding="utf-8") as table:
        return {
            (row["assignment"], row["student_id"]): float(row["score"])
            for row in csv.DictReader(table)
        }


def _as_grader(hub: Hub, *command: str) -> None:
    done = hub.as_grader(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def collected_answers(hub: Hub, assignment: str, name: str) -> dict[str, object]:
    """What the teachers have of somebody's answers, by task."""
    course = hub.places.course_directory(hub.people.course)
    folder = course / "submitted" / name / assignment / "answers"
    saved = (json.loads(path.read_text("utf-8")) for path in folder.glob("*.json"))
    return {one["task"]: one["answer"] for one in saved}


def lost(hub: Hub, works: Iterable[Work]) -> list[str]:
    """Tell of whom the teachers have other answers or marks than were given."""
    marks = read_marks(hub)
    sentences = []
    for work in works:
        whose = f"{work.learner}, {work.assignment}"
        has = collected_answers(hub, work.assignment, work.learner)
        for task in sorted(has.keys() | work.answers.keys()):
            if has.get(task) != work.answers.get(task):
                sentences.append(f"{whose}: the answer to {task}")
        mark = marks.get((work.assignment, work.learner))
        if mark is None or abs(mark - work.points()) > 1e-6:
            sentences.append(f"{whose}: {mark} points instead of {work.points()}")
    return sentences


def press_hand_in(visitor, work: Work) -> str:
    """Do what *Hand in* does, in a kernel of the lesson; return its words."""
    return visitor.run(
        "from course import hand_in",
        f"view = hand_in({work.lesson!r})",
        "view.hand_in()",
        "print(view.standing['stage'], view.standing['sentence'])",
        beside=f"{work.assignment}/{work.lesson}.ipynb",
    )


def sign_in(page: Page, address: str, name: str, password: str) -> None:
    """Type name and password, and press Enter."""
    page.goto(address)
    page.get_by_label("Username").click()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def lesson_on_start_page(page: Page, title: str) -> Locator:
    """Find a lesson's row on the start page, which is open."""
    card = page.locator("[data-fourlenses=start-course]")
    card.wait_for()
    return card.get_by_role("listitem").filter(has_text=title)


def open_assignments(page: Page) -> Locator:
    """Open the Assignments tab by its menu; return it."""
    page.locator(READY).first.wait_for()
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.locator(".lm-Menu-item", has_text="Assignment List").click()
    tab = page.locator("#nbgrader-assignment-list")
    tab.locator("#released_assignments_list").wait_for()
    return tab


def fetch(tab: Locator, assignment: str) -> None:
    """Press *Fetch* beside an assignment."""
    row = tab.locator("#released_assignments_list .list_item", has_text=assignment)
    row.get_by_role("button", name="Fetch").click()


def press_on_page(page: Page, button: str) -> str:
    """Press a button of the teacher's page by its id; return what came of it."""
    page.locator(f"#{button}").click()
    return until_done(page)


def until_done(page: Page) -> str:
    """Say yes if the teacher's page asks, and wait until the job has ended."""
    if page.locator("#ask").is_visible():
        page.get_by_role("button", name="Yes, go on").click()
    expect(page.locator("#job-state")).to_have_text("Done.")
    expect(page.locator("[data-do][aria-disabled=true]")).to_have_count(0)
    return page.locator("#job-lines").inner_text()


def press_in_formgrader(page: Page, assignment: str, column: str) -> str:
    """Press an assignment's button in formgrader; return what it says came of it."""
    row = page.locator("tr", has=page.get_by_text(assignment, exact=True))
    row.locator(f".{column} a").click()
    said = page.locator(".modal.in, .modal.show").first
    expect(said).to_be_visible()
    text = said.inner_text()
    said.get_by_role("button", name=re.compile("OK|Close")).last.click()
    expect(said).to_be_hidden()
    return text


def tab_to(page: Page, target: Locator, limit: int = 300) -> None:
    """Reach a control as a keyboard user does: from where the focus is, by Tab."""
    for _ in range(limit):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The control cannot be reached with Tab.")
