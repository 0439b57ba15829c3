"""Widgets in a browser without Jupyter: real Python on one side, Chromium on the other.

Only Jupyter between them is stood in for: `page.js` hands each change to the widget as
the kernel would, and hands back what changed there.
"""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from waiting import until

from course.charts.elements import Element
from course.charts.pictures import Chart
from course.tasks import (
    AnswerFolder,
    Case,
    Classify,
    Drawing,
    FreeText,
    Item,
    MarkPoints,
    Matrix,
    Numbers,
    Option,
    Order,
    Prediction,
    Select,
    Table,
    Task,
)
from course.widgets import ExerciseView

HERE = Path(__file__).parent
PAGE = (HERE / "page.html").read_text("utf-8")
# No such place: each request to it is answered here.
ADDRESS = "http://lesson.test/"
_JUPYTERS = {"layout", "tabbable", "tooltip", "comm", "keys", "log"}


def state_of(view):
    """Give the traits a browser sees, as JSON has them."""
    state = view.get_state()
    return {
        name: value
        for name, value in state.items()
        if name in view.keys and not name.startswith("_") and name not in _JUPYTERS
    }


class Opened:
    """A widget on a page of its own, and what one does with it."""

    def __init__(self, page, view):
        self.page = page
        self.view = view
        self.cut_off = False
        page.route(f"{ADDRESS}**", self._serve)
        page.goto(ADDRESS)
        page.add_script_tag(path=HERE / "page.js")
        page.evaluate(
            "given => window.show(given)",
            {"script": view._esm, "style": view._css, "state": state_of(view)},
        )
        self.root = page.locator(".fourlenses").first

    def _serve(self, route):
        if not route.request.url.endswith("/python"):
            route.fulfill(body=PAGE, content_type="text/html")
            return
        if self.cut_off:
            route.fulfill(json={})
            return
        message = route.request.post_data_json
        if "update" in message:
            self.view.set_state(message["update"])
        else:
            self.view._handle_custom_msg(message["custom"], [])
        route.fulfill(json=state_of(self.view))

    def hear(self):
        """Bring to the page what Python changed by itself."""
        self.page.evaluate("state => window.model.apply(state)", state_of(self.view))

    def violations(self):
        """Let axe look at the page; its report, or "" where it finds nothing."""
        return axe_report(self.page)

    def press(self, *keys):
        """Type keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self):
        """Name what has the focus, as a screen reader would find it."""
        return self.page.evaluate(
            "() => { const a = document.activeElement;"
            " return a.getAttribute('aria-label') || a.textContent.trim() }"
        )

    def tab_to(self, name, limit=60):
        """Press Tab until the focus stands on the control of that name."""
        for _ in range(limit):
            self.press("Tab")
            if self.focused() == name:
                return
        raise AssertionError(f"Tab never came to {name!r}")

    def until(self, holds):
        """Let the page go on until something holds: Python hears a moment later."""
        until(self.page, holds)

    def picture(self, name):
        """Keep a picture where FOURLENSES_SCREENSHOTS says, if it says so."""
        keep_picture(self.page, name)


def axe_report(page):
    """Let axe look at a page; its report, or "" where it finds nothing."""
    # What scrolls is known, and can be reached by Tab, once it has been painted.
    page.evaluate(
        "() => new Promise((done) =>"
        " requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def keep_picture(page, name):
    """Keep a picture where FOURLENSES_SCREENSHOTS says, if it says so."""
    folder = os.environ.get("FOURLENSES_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def look():
    """Return a function that lets axe look at a page, and that can keep a picture."""
    look_at = partial(axe_report)
    look_at.picture = keep_picture
    return look_at


@pytest.fixture
def open_view(page):
    """Return a function that puts a widget on the page."""

    def open_one(view, width=1000):
        page.set_viewport_size({"width": width, "height": 800})
        return Opened(page, view)

    return open_one


# One small task of each kind


@dataclass(frozen=True, kw_only=True)
class WrittenTask(Task):
    """A task that brings its own words."""

    asks: str = ""
    hint_sentences: tuple[str, ...] = ()

    @property
    def title(self):
        """The name, as a heading."""
        return self.name.replace("-", " ").capitalize()

    def question(self, case):
        """What is asked."""
        return self.asks

    def hints(self, case):
        """The hints."""
        return self.hint_sentences


def falls(name, count=24, shift=0):
    """A ward's falls, week by week; from the middle on `shift` more."""
    rng = np.random.default_rng(len(name) + count)
    values = rng.poisson(4, count) + np.where(np.arange(count) >= count // 2, shift, 0)
    return Chart(
        id=name,
        title="Falls on the east ward",
        y_label="Falls a week",
        x_label="Week",
        values=tuple(float(value) for value in values),
        centre=float(np.median(values)),
    )


_WARD = (
    "Amira leads the east ward in Umeå. Every Monday she looks at last week's falls."
)

_CASES = {
    "classify": (
        Classify(),
        "For each message, say what it asks of the ward.",
        Case(
            story=_WARD,
            items=(
                Item(
                    "roof",
                    "Water came through the roof on Tuesday; two people slipped.",
                ),
                Item("usual", "Falls went from three to five, within the limits."),
                Item("night", "Nine weeks in a row above the middle line."),
            ),
            options=(
                Option("common", "Change how we work every week"),
                Option("special", "Find out what happened"),
                Option("nothing", "Nothing yet"),
            ),
            truth={"roof": "special", "usual": "common", "night": "special"},
        ),
    ),
    "mark-points": (
        MarkPoints(),
        "Mark the points that are a signal.",
        Case(
            items=(
                Item("east", "East ward", chart=falls("east", 24, 5)),
                Item("west", "West ward", chart=falls("west", 20)),
            ),
            truth={"east": list(range(13, 25)), "west": []},
        ),
    ),
    "order": (
        Order(),
        "Put the four rules in order, from the least to the most scatter.",
        Case(
            items=(
                Item("move", "Move the funnel by the error, from where it stands"),
                Item("leave", "Leave the funnel alone"),
                Item("chase", "Aim at the last mark"),
                Item("centre", "Move the funnel by the error, from the target"),
            ),
            truth=["leave", "move", "centre", "chase"],
        ),
    ),
    "numbers": (
        Numbers(),
        "Read the run chart and give the numbers.",
        Case(
            charts=(falls("one"),),
            tables=(
                Table(
                    "Falls by month",
                    ("Month", "Falls"),
                    (("May", "18"), ("June", "21")),
                ),
            ),
            items=(
                Item("median", "What is the median?", unit="falls", tolerance=0.5),
                Item("run", "How long is the longest run?", unit="points"),
                Item("crossings", "How often is the line crossed?"),
            ),
            truth={"median": 4.0, "run": 5.0, "crossings": 9.0},
        ),
    ),
    "select": (
        Select(),
        "Which of these should be ready before the patient comes to the meeting?",
        Case(
            drawings=(
                Drawing(
                    svg=Element(
                        "svg",
                        Element(
                            "g",
                            Element("rect", width=80, height=40, x=10, y=5),
                            data_item="purpose",
                        ),
                        Element(
                            "g",
                            Element("rect", width=80, height=40, x=110, y=5),
                            data_item="slides",
                        ),
                        xmlns="http://www.w3.org/2000/svg",
                        viewBox="0 0 200 50",
                        role="img",
                        aria_label="Two boxes on a table",
                    )(),
                    table=Table("Two boxes", ("Box", "Holds"), (("1", "a note"),)),
                ),
            ),
            items=(
                Item("purpose", "What the meeting is for, agreed with the patient"),
                Item("companion", "A companion, if the patient wants one"),
                Item("slides", "Slides with the terms of the trade"),
                Item("rank", "A list of who decides"),
            ),
            truth=["purpose", "companion"],
        ),
    ),
    "matrix": (
        Matrix(),
        "Which rules speak on each chart?",
        Case(
            items=(
                Item("east", "East ward"),
                Item("west", "West ward"),
                Item("home", "Home care, Tórshavn"),
            ),
            options=(
                Option("run", "A long run"),
                Option("crossings", "Few crossings"),
                Option("trend", "A trend"),
            ),
            truth={"east": ["run", "crossings"], "west": [], "home": ["trend"]},
        ),
    ),
    "prediction": (
        Prediction(),
        "How likely is each of these, if nothing changes on the ward?",
        Case(
            items=(
                Item("same", "Next week has the same number of falls."),
                Item("above", "Next week lies above the middle line."),
            ),
            truth={"same": 15.0, "above": 45.0},
        ),
    ),
    "free-text": (
        FreeText(),
        "Choose a measure of your own and describe it.",
        Case(
            items=(
                Item("measure", "What do you count, where, and how often?"),
                Item("plan", "What would you do if it signalled on Monday?"),
            ),
        ),
    ),
}


def _sample(kind, *, points=0.0, needs_key=False):
    """Return a task of that kind and its case."""
    of_kind, asks, case = _CASES[kind]
    task = WrittenTask(
        name=f"{kind}-sample",
        kind=of_kind,
        draw=lambda rng: case,
        points=points,
        needs_key=needs_key,
        asks=asks,
        hint_sentences=("Look at the middle line first.", "Count in a row."),
    )
    return task, case


@pytest.fixture
def sample():
    """Return a function that gives a task of a kind, and its case."""
    return _sample


@pytest.fixture
def folder(tmp_path):
    """Amira's answers, on a real disk."""
    return AnswerFolder(tmp_path / "answers", "amira", "demo")


@pytest.fixture
def build(folder):
    """Return a function that builds the exercise of a kind."""

    def build_one(kind, *, key=None, can_check=True, **about):
        task, case = _sample(kind, **about)
        return ExerciseView(task, case, folder, key, can_check)

    return build_one


@pytest.fixture
def told():
    """Return a function that gives a widget a message from the browser."""
    return lambda view, deed, **more: view._handle_custom_msg({"do": deed, **more}, [])
