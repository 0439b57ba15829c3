"""A learner's side of the exchange, as folders that nbgrader would have written."""

import json
import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.utils import notebook_hash

from course.grading.feedback import Section, feedback_page
from course.grading.my_exchange import find_my_exchange
from course.grading.page_marks import PageMark, read_mark
from course.grading.start_page import start
from course.messages import say
from course.tasks import Announced, CourseRun
from course.tasks.calendar_days import say_moment

ROOT = Path(__file__).parents[2]
COURSE, ASSIGNMENT, LESSON = "autumn", "04-variation", "variation"
FIRST, SECOND = datetime(2027, 3, 1, 12, 30), datetime(2027, 3, 8, 9, 15)
RUN = CourseRun(name=COURSE)
SECRETS = {FIRST: "0123456789abcdef" * 8, SECOND: "fedcba9876543210" * 8}


class Hub:
    """The folders of one learner's hub, and what others put there."""

    def __init__(self, place: Path):
        self.root, self.cache = place / "exchange", place / "cache"
        self.workspace = place / "home"
        self.root.mkdir()
        self.workspace.mkdir()
        settings = {
            "CourseDirectory": {"course_id": COURSE},
            "Exchange": {"root": str(self.root), "cache": str(self.cache)},
        }
        place = self.workspace / "nbgrader_config.json"
        place.write_text(json.dumps(settings), "utf-8")

    def release(self, name: str, run: CourseRun = RUN) -> None:
        """Put a lesson where it can be fetched."""
        folder = self.root / COURSE / "outbound" / name
        shutil.copytree(ROOT / "release" / name, folder)
        (folder / "course-run.json").write_text(run.as_text(), "utf-8")

    def fetch(self, name: str = ASSIGNMENT) -> None:
        """Copy it."""
        shutil.copytree(self.root / COURSE / "outbound" / name, self.workspace / name)

    def hand_in(self, when: datetime) -> None:
        """Leave what nbgrader keeps of a hand-in."""
        kept = self.cache / COURSE / f"siri+{ASSIGNMENT}+{stamp(when)}"
        kept.mkdir(parents=True)
        (kept / "submission_secret.txt").write_text(SECRETS[when], "ascii")

    def give_feedback(self, when: datetime, points: float) -> None:
        """Put a page where only who handed that in can find it."""
        folder = self.root / COURSE / "feedback"
        folder.mkdir(parents=True, exist_ok=True)
        name = notebook_hash(secret=SECRETS[when], notebook_id=LESSON)
        (folder / f"{name}.html").write_text(page_with(points), "utf-8")

    def fetch_feedback(self, when: datetime) -> Path:
        """Copy it."""
        name = notebook_hash(secret=SECRETS[when], notebook_id=LESSON)
        page = self.workspace / ASSIGNMENT / "feedback" / stamp(when) / f"{LESSON}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.root / COURSE / "feedback" / f"{name}.html", page)
        return page

    def lessons(self) -> dict[str, dict]:
        """What stands on the start page, by the number of the lesson."""
        modules = start("course").shown["modules"]
        return {one["title"].split()[0]: one for one in modules}


def stamp(when: datetime) -> str:
    """A time as nbgrader writes it."""
    return f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"


def in_words(when: datetime) -> str:
    """A time as the page says it: by the clock of the computer."""
    return say_moment(when.replace(tzinfo=UTC).astimezone())


def page_with(points: float) -> str:
    """A page of feedback on one exercise."""
    about = {"name": "signals", "title": "Signals", "max_points": 6, "body": ""}
    return feedback_page("Variation", "siri", [Section(points=points, **about)])


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub on which nothing is released yet."""
    for name in list(os.environ):
        if name.startswith(("FOURLENSES_", "NBGRADER_", "JUPYTERHUB_")):
            monkeypatch.delenv(name)
    hub = Hub(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "no-config"))
    monkeypatch.setenv("JUPYTERHUB_USER", "siri")
    monkeypatch.setenv("FOURLENSES_WORKSPACE", str(hub.workspace))
    monkeypatch.chdir(hub.workspace)
    return hub


def test_away_from_a_hub_there_is_no_exchange(hub, monkeypatch):
    """Whatever a teacher's own laptop has in its settings."""
    hub.release(ASSIGNMENT)
    monkeypatch.delenv("JUPYTERHUB_USER")

    assert start("course").shown["modules"] == []
    assert start("course").shown["notice"] == ""


def test_a_hub_whose_settings_name_no_course_has_no_exchange_of_ours(hub):
    """The start page shows what is here, and nbgrader's own tab the rest."""
    (hub.workspace / "nbgrader_config.json").unlink()
    hub.release(ASSIGNMENT)

    assert find_my_exchange(hub.workspace) is None
    assert start("course").shown["modules"] == []


def test_a_lesson_is_to_come_then_released_then_here(hub):
    """A course run that says what it has announces it from the first lesson on."""
    due = datetime.now(UTC) + timedelta(days=3)
    run = CourseRun(
        name=COURSE,
        due=due,
        lessons=(
            Announced("03-aim", "Aim"),
            Announced(ASSIGNMENT, "Variation", due),
            Announced("05-measurement", "Measurement", due + timedelta(days=40)),
            Announced("../../somewhere", "Not ours"),
        ),
    )
    hub.release(ASSIGNMENT, run)
    lessons = hub.lessons()
    assert list(lessons) == ["3", "4", "5"]
    assert [one["state"] for one in lessons.values()] == [
        "to-come",
        "released",
        "to-come",
    ]
    assert lessons["4"]["due"].endswith(", in 3 days.")
    assert lessons["4"]["deeds"] == ["fetch"]
    assert (lessons["3"]["due"], lessons["5"]["words"]) == ("", "Not released yet.")
    assert lessons["5"]["due"].startswith("Due ")

    hub.fetch()
    lesson = hub.lessons()["4"]
    assert (lesson["state"], lesson["path"]) == (
        "not-attempted",
        f"{ASSIGNMENT}/{LESSON}.ipynb",
    )
    assert "deeds" not in lesson


def test_a_date_that_was_moved_is_the_teachers(hub):
    """Not the one that the learner fetched."""
    hub.release(ASSIGNMENT, CourseRun(due=datetime(2027, 3, 1, 16, tzinfo=UTC)))
    hub.fetch()
    moved = CourseRun(due=datetime(2027, 4, 1, 16, tzinfo=UTC))
    released = hub.root / COURSE / "outbound" / ASSIGNMENT / "course-run.json"
    released.write_text(moved.as_text(), "utf-8")

    assert "1 April 2027" in hub.lessons()["4"]["due"]


def test_what_was_handed_in_and_came_back_is_said_step_by_step(hub):
    """Also what was handed in on another day; a page tells what it is about."""
    hub.release(ASSIGNMENT)
    hub.fetch()
    hub.hand_in(FIRST)
    lesson = hub.lessons()["4"]
    assert lesson["handed_in"] == (
        f"Handed in on {in_words(FIRST)}. There is no feedback yet."
    )
    assert (lesson["deeds"], lesson["feedback"], lesson["points"]) == ([], "", None)

    hub.give_feedback(FIRST, 4)
    lesson = hub.lessons()["4"]
    assert lesson["deeds"] == ["get-feedback"]
    assert lesson["handed_in"].endswith("There is feedback for you.")

    page = hub.fetch_feedback(FIRST)
    lesson = hub.lessons()["4"]
    assert lesson["deeds"] == []
    assert hub.workspace / lesson["feedback"] == page
    assert (lesson["points"], lesson["max_points"]) == ("4", "6")

    hub.hand_in(SECOND)
    lesson = hub.lessons()["4"]
    assert lesson["handed_in"] == (
        f"Handed in on {in_words(SECOND)}. "
        f"The page is about what you handed in on {in_words(FIRST)}."
    )
    assert (lesson["deeds"], lesson["points"]) == ([], "4")

    hub.give_feedback(SECOND, 6)
    lesson = hub.lessons()["4"]
    assert lesson["deeds"] == ["get-feedback"]
    assert "newer feedback than the page you have" in lesson["handed_in"]

    hub.fetch_feedback(SECOND)
    lesson = hub.lessons()["4"]
    assert (lesson["deeds"], lesson["points"]) == ([], "6")
    assert lesson["handed_in"] == f"Handed in on {in_words(SECOND)}."


def test_feedback_that_a_teacher_corrected_can_be_fetched_again(hub):
    """It lies under the same name, with other words."""
    hub.release(ASSIGNMENT)
    hub.fetch()
    hub.hand_in(FIRST)
    hub.give_feedback(FIRST, 4)
    hub.fetch_feedback(FIRST)
    hub.give_feedback(FIRST, 5)
    assert hub.lessons()["4"]["deeds"] == ["get-feedback"]

    hub.fetch_feedback(FIRST)
    assert hub.lessons()["4"]["points"] == "5"


def test_marks_count_as_evidence_on_a_hub_too(hub):
    """From the page of feedback, by objective; hours once something is handed in."""
    hub.release(ASSIGNMENT)
    hub.fetch()
    hub.hand_in(FIRST)
    standing = start("course").shown["standing"]
    assert standing["hours"]["rows"][0] == ["4 Variation", "3"]
    assert {one["words"] for one in standing["objectives"]} == {"Nothing marked yet."}

    hub.give_feedback(FIRST, 6)
    hub.fetch_feedback(FIRST)
    objectives = start("course").shown["standing"]["objectives"]
    assert "Mark the signals: 6 of 6 points" in [
        task for one in objectives for task in one["tasks"]
    ]


def test_an_exchange_out_of_reach_is_said_and_what_is_here_stays(hub):
    """On the page, and again by the button."""
    hub.release(ASSIGNMENT)
    hub.release("05-measurement")
    hub.fetch()
    hub.hand_in(FIRST)
    view = start("course")
    shutil.rmtree(hub.root)

    view._handle_custom_msg({"do": "fetch", "lesson": "05-measurement"}, [])

    assert view.done["ok"] is False
    assert "cannot be reached" in view.done["text"]
    assert view.shown["notice"] == view.done["text"]
    (lesson,) = view.shown["modules"]
    assert lesson["path"] == f"{ASSIGNMENT}/{LESSON}.ipynb"
    assert in_words(FIRST) in lesson["handed_in"]


def test_what_nbgrader_declines_is_said_with_its_reason(hub):
    """A lesson that the teacher took back after the page was opened."""
    hub.release(ASSIGNMENT)
    view = start("course")
    shutil.rmtree(hub.root / COURSE / "outbound" / ASSIGNMENT)

    view._handle_custom_msg({"do": "fetch", "lesson": ASSIGNMENT}, [])

    assert view.done["ok"] is False
    assert view.done["text"].startswith("Not fetched: ")
    assert "Assignment not found" in view.done["text"]
    assert view.shown["notice"] == say("my-exchange.none-released")


def test_looking_at_the_exchange_changes_nothing_in_it(hub):
    """And nothing in the learner's home."""
    hub.release(ASSIGNMENT)
    hub.fetch()
    hub.hand_in(FIRST)
    hub.give_feedback(FIRST, 4)

    def everything():
        return {
            path: (path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode))
            for place in (hub.root, hub.workspace, hub.cache)
            for path in place.rglob("*")
        }

    before = everything()
    start("course")
    assert everything() == before


def test_a_page_carries_its_mark_for_programs(tmp_path):
    """By exercise; one that a person has still to read is there, without points."""
    about = {"title": "T", "max_points": 4, "body": ""}
    sections = [
        Section(name="signals", points=2.5, **about),
        Section(name="own-measure", points=None, **about),
    ]
    page = tmp_path / "page.html"
    page.write_text(feedback_page("Variation", "siri", sections), "utf-8")

    assert read_mark(page) == PageMark(
        points=2.5, max_points=4, tasks={"signals": 2.5, "own-measure": None}
    )


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"points": 1}', '{"points": "x", "max_points": 1, "tasks": {}}'],
)
def test_a_page_without_a_sound_mark_has_none(tmp_path, content):
    """One of an earlier edition, one that somebody wrote in, one that is gone."""
    page = tmp_path / "page.html"
    assert read_mark(page) is None
    text = f"<html><head><meta name='fourlenses-mark' content='{content}'></head>"
    page.write_text(text, "utf-8")
    assert read_mark(page) is None
