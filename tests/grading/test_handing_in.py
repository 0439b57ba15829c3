"""*Hand in* on a laptop: a whole copy, a mark, a page; and nothing run."""

import json
import os
import shutil
from pathlib import Path

import pytest

from course.grading.handing_in import hand_in_here, handed_in_earlier, unanswered
from course.grading.marking import graded_tasks
from course.grading.start_page import start
from course.lessons.progress import lesson_progress, lessons_in
from course.tasks import AnswerFolder
from course.widgets.hand_in import NotHandedIn

ROOT = Path(__file__).parents[2]
ASSIGNMENT, LESSON = "04-variation", "variation"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A learner's workspace with the lesson in it, on a machine that has the keys."""
    monkeypatch.setenv("FOURLENSES_COURSE_ROOT", str(ROOT))
    shutil.copytree(ROOT / "release" / ASSIGNMENT, tmp_path / ASSIGNMENT)
    return tmp_path / ASSIGNMENT


@pytest.fixture
def folder(here):
    """Her answers: one task all right, one text, the rest open."""
    folder = AnswerFolder(here / "answers", "siri", "four-lenses")
    for task in graded_tasks(here / f"{LESSON}.ipynb"):
        case = task.case("four-lenses", "siri")
        if task.name == "signals":
            folder.save(task.name, case.truth, version=0)
        if task.name == "own-measure":
            text = {item.id: "<script>alert(1)</script>" for item in case.items}
            folder.save(task.name, text, version=0)
    return folder


def test_the_mark_and_the_page_come_at_once(here, folder):
    """With the text shown as text, and no outside resource."""
    handed_in = hand_in_here(here, LESSON, folder, here.parent)

    tasks = graded_tasks(here / f"{LESSON}.ipynb")
    assert handed_in.points == next(t.points for t in tasks if t.name == "signals")
    assert handed_in.max_points == sum(t.points for t in tasks if not t.kind.by_hand)
    page = (here.parent / handed_in.page_path).read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "<script" not in handed_in.feedback_html


def test_the_copy_is_what_nbgrader_collects(here, folder):
    """Notebook, answers and a timestamp, in submitted/learner/assignment."""
    hand_in_here(here, LESSON, folder, here.parent)
    submitted = here.parent / "submitted" / "siri" / ASSIGNMENT

    names = {p.relative_to(submitted).as_posix() for p in submitted.rglob("*.*")}
    assert names == {
        "variation.ipynb",
        "timestamp.txt",
        "course-run.json",
        "answers/signals.json",
        "answers/own-measure.json",
    }
    assert (submitted / "timestamp.txt").read_text().endswith(" UTC")


def test_handing_in_again_replaces_the_copy(here, folder):
    """And nothing unfinished is left beside it."""
    hand_in_here(here, LESSON, folder, here.parent)
    folder.save("signals", None, version=1)
    again = hand_in_here(here, LESSON, folder, here.parent)

    assert again.points == 0
    assert [p.name for p in (here.parent / "submitted" / "siri").iterdir()] == [
        ASSIGNMENT
    ]


def test_a_copy_that_fails_leaves_the_earlier_one(here, folder):
    """Here the notebook cannot be read; what was handed in before stays."""
    hand_in_here(here, LESSON, folder, here.parent)
    notebook = here / f"{LESSON}.ipynb"
    content = notebook.read_bytes()
    notebook.unlink()
    with pytest.raises(NotHandedIn, match="no notebook called variation.ipynb"):
        hand_in_here(here, LESSON, folder, here.parent)
    notebook.write_bytes(content)

    earlier = handed_in_earlier(here, LESSON, folder, here.parent)
    assert earlier.points > 0


def test_what_came_of_it_is_there_again_later(here, folder):
    """After a reload, from the copy that was handed in and not from newer answers."""
    assert handed_in_earlier(here, LESSON, folder, here.parent) is None
    handed_in = hand_in_here(here, LESSON, folder, here.parent)
    folder.save("signals", None, version=1)
    earlier = handed_in_earlier(here, LESSON, folder, here.parent)

    assert (earlier.points, earlier.sentence) == (handed_in.points, handed_in.sentence)


def test_without_keys_the_rest_is_still_marked(here, folder, monkeypatch):
    """The lesson was opened outside the course: what needs a key waits."""
    case = next(
        t for t in graded_tasks(here / f"{LESSON}.ipynb") if t.name == "two-errors"
    ).case("four-lenses", "siri")
    given = {item.id: case.options[0].id for item in case.items}
    folder.save("two-errors", given, version=0)
    monkeypatch.delenv("FOURLENSES_COURSE_ROOT")
    monkeypatch.setattr("course.lessons.page._told", {})
    handed_in = hand_in_here(here, LESSON, folder, here.parent)

    tasks = {task.name: task for task in graded_tasks(here / f"{LESSON}.ipynb")}
    assert handed_in.points == tasks["signals"].points
    assert handed_in.max_points == 56 - tasks["two-errors"].points
    assert "marked by a key that is not on this computer" in handed_in.feedback_html


def test_a_swap_that_fails_puts_the_earlier_copy_back(here, folder, monkeypatch):
    """As on Windows, where a virus scanner may hold the fresh files."""
    before = hand_in_here(here, LESSON, folder, here.parent)
    folder.save("signals", None, version=1)
    rename = os.rename

    def held(source, target):
        if Path(source).name == "fresh":
            raise PermissionError(13, "held by another program")
        rename(source, target)

    monkeypatch.setattr(os, "rename", held)
    with pytest.raises(NotHandedIn, match="held by another program"):
        hand_in_here(here, LESSON, folder, here.parent)
    earlier = handed_in_earlier(here, LESSON, folder, here.parent)

    assert earlier.points == before.points


def test_what_is_missing_is_named(here, folder):
    """By title, and only what gives points."""
    missing = unanswered(here, LESSON, folder)
    tasks = graded_tasks(here / f"{LESSON}.ipynb")

    assert missing == [
        t.title for t in tasks if t.name not in ("signals", "own-measure")
    ]


def test_progress_shows_what_was_answered_and_earned(here, folder):
    """On the start page."""
    workspace, notebook = here.parent, here / f"{LESSON}.ipynb"
    before = lesson_progress(notebook, workspace, "siri")
    assert (before.answered, before.points, before.handed_in) == (2, None, "")
    handed_in = hand_in_here(here, LESSON, folder, workspace)
    (after,) = lessons_in(workspace, "siri")

    assert (after.points, after.max_points) == (handed_in.points, handed_in.max_points)
    assert after.title == "Variation"
    # By task, for what the start page says of objectives; a text waits for a reader.
    assert sum(mark or 0 for mark in after.marks.values()) == after.points
    assert after.marks["signals"] == handed_in.points
    assert after.marks["own-measure"] is None
    assert list(after.tasks) == [task.name for task in graded_tasks(notebook)]


def test_the_start_page_shows_what_was_handed_in_as_evidence(here, folder, monkeypatch):
    """By objective, with the hours of the lesson; nothing before there is a mark."""
    monkeypatch.setenv("FOURLENSES_WORKSPACE", str(here.parent))
    monkeypatch.setenv("FOURLENSES_LEARNER", "siri")
    before = start("course").shown["standing"]
    hand_in_here(here, LESSON, folder, here.parent)
    after = start("course").shown["standing"]

    assert (before["handed_in"], after["handed_in"]) == (False, True)
    assert {one["words"] for one in before["objectives"]} == {"Nothing marked yet."}
    told = {one["text"]: one for one in after["objectives"]}
    signals = told["Tells a signal from chance, and acts on each as it deserves."]
    assert signals["words"] == "Not yet: 6 of 52 points."
    assert "Mark the signals: 6 of 6 points" in signals["tasks"]
    judged = told["Uses measurement to judge whether a change is an improvement."]
    assert "A measure of your own: waits for a person to read it" in judged["tasks"]
    assert after["hours"]["rows"] == [["4 Variation", "3"], ["Together", "3"]]


def test_a_folder_that_is_no_lesson_is_passed_over(tmp_path):
    """Whatever a learner keeps in the workspace."""
    for name, content in (("05-mine", "{"), ("06-own", "[]"), ("07-x", None)):
        (tmp_path / name).mkdir()
        if content is not None:
            (tmp_path / name / f"{name[3:]}.ipynb").write_text(content)

    assert lessons_in(tmp_path, "siri") == []


def test_a_notebook_of_the_learners_own_making_earns_nothing_more(here, folder):
    """Added graded cells with invented points do not count."""
    honest = hand_in_here(here, LESSON, folder, here.parent).max_points
    notebook = here / f"{LESSON}.ipynb"
    content = json.loads(notebook.read_text("utf-8"))
    content["cells"].append(
        {
            "cell_type": "code",
            "metadata": {"nbgrader": {"grade": True, "grade_id": "gift", "points": 99}},
            "source": "99.0",
            "outputs": [],
        }
    )
    notebook.write_text(json.dumps(content))

    assert hand_in_here(here, LESSON, folder, here.parent).max_points == honest
