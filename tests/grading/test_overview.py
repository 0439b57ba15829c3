"""The teacher's page: what it says, to whom it leads, and that nothing on it runs."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course.exercises import TASKS
from course.grading.assignments import read_assignment
from course.grading.class_summary import summarise_class
from course.grading.course_directory import CourseDirectory, open_course_directory
from course.grading.gradebook import GradebookUnusable
from course.grading.overview import (
    exercises_of,
    overview_page,
    same_for_all,
    write_overview,
)
from course.grading.records import RECORD_FILE, Record, TaskRecord
from course.messages import catalogue, keys, say

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "04-variation"
HOSTILE = '<script>alert(1)</script><img src="x" onerror="alert(2)">'


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> CourseDirectory:
    """A course directory in which nobody is graded."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("source", "release"):
        shutil.copytree(ROOT / folder, root / folder)
    return open_course_directory(root)


@pytest.fixture(scope="module")
def assignment(course):
    """The lesson on variation."""
    return read_assignment(course, ASSIGNMENT)


@pytest.fixture
def page_of(course, assignment):
    """Return a function that shows records to a teacher: ``page_of({"amira": …})``."""

    def page_of(
        records: dict[str, Record], enrolled: tuple[str, ...] = (), **more
    ) -> BeautifulSoup:
        summary = summarise_class(
            exercises_of(assignment),
            records.items(),
            {},
            enrolled=enrolled,
            handed_in=set(records),
        )
        page = overview_page(
            more.get("course", course), more.get("assignment", assignment), summary
        )
        return BeautifulSoup(page, "html.parser")

    return page_of


def answered(task: str, share: float = 1.0, **more) -> TaskRecord:
    """A marked answer to one of the course's own tasks."""
    most = TASKS[task].points if task in TASKS else 1.0
    about = {
        "attempted": True,
        "by_hand": False,
        "right": {},
        "pitfall": "",
        "flag": "",
        "owner": "",
        "attempts": 1,
        "hints": 0,
    }
    return TaskRecord(points=share * most, max_points=most, **(about | more))


def record(*remarks: str, **tasks: TaskRecord) -> Record:
    """A record; underscores stand for hyphens."""
    named = {name.replace("_", "-"): task for name, task in tasks.items()}
    return Record(submission="s", marked_by="m", remarks=remarks, tasks=named)


def part(page: BeautifulSoup, name: str) -> str:
    """All that one part of the page says, on one line."""
    return words(page.find("section", attrs={"aria-labelledby": name}))


def words(element) -> str:
    """What an element says, on one line."""
    return " ".join(element.get_text(" ").split())


def rows(page: BeautifulSoup, name: str) -> list[list[str]]:
    """The cells of all tables in one part of the page, in words."""
    section = page.find("section", attrs={"aria-labelledby": name})
    return [
        [words(cell) for cell in row.find_all(["th", "td"])]
        for row in section.select("tbody tr")
    ]


def test_the_head_says_how_it_went(page_of):
    """Enrolled, handed in, graded, waiting, flagged, and the middle of the points."""
    page = page_of(
        {
            "amira": record(signals=answered("signals", 1)),
            "björn": record(signals=answered("signals", 0.5)),
            "dora": record(
                signals=answered("signals", 0.25, flag="Look."),
                own_measure=answered("own-measure", by_hand=True),
            ),
        },
        enrolled=("amira", "eyvind"),
    )

    numbers = [words(number) for number in page.select(".fl-numbers dd")]
    assert numbers == ["4", "3", "3", "1", "1", "50%"]
    bands = dict(rows(page, "went"))
    assert bands["90 to 100%"] == bands["50 to 59%"] == bands["20 to 29%"] == "1"
    assert sum(map(int, bands.values())) == 3


def test_exercises_stand_in_the_order_of_the_lesson_and_the_hardest_in_words(page_of):
    """Colour is not needed to see which was hard."""
    page = page_of(
        {
            "amira": record(
                signals=answered("signals", 0.25, pitfall="above-the-line", attempts=4),
                bead_limits=answered("bead-limits"),
            )
        }
    )

    limits, signals = rows(page, "exercises")
    assert limits[0] == TASKS["bead-limits"].title
    assert signals == [
        f"{TASKS['signals'].title} {say('overview.hardest')}",
        "6",
        "100%",
        "25%",
        "0%",
        "–",
        "4",
        "Above the line",
    ]
    assert f"“{TASKS['signals'].title}” (25%)" in part(page, "went")


def test_a_misconception_is_told_as_one_of_those_who_had_it_was_told(
    page_of, course, assignment
):
    """The sentence is filled from that learner's own case."""
    mean = record(run_lengths=answered("run-lengths", 0.5, pitfall="mean-for-median"))
    folder = course.autograded / "amira" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / RECORD_FILE).write_bytes(mean.as_bytes())
    page = page_of({"amira": mean, "björn": mean})
    shutil.rmtree(course.autograded)

    case = TASKS["run-lengths"].case(assignment.run, "amira")
    told = part(page, "misconceptions")
    assert "Mean for median" in told
    assert "2 of 2 who answered" in told
    assert "amira, björn" in told
    assert say("run-lengths.pitfall.mean-for-median", **case.facts) in told


def test_a_misconception_without_a_sentence_is_still_named(page_of):
    """As after an update that knows it no more."""
    page = page_of(
        {"amira": record(signals=answered("signals", 0, pitfall="forgotten-thing"))}
    )

    assert "Forgotten thing" in part(page, "misconceptions")


def test_the_hardest_items_are_told_in_their_own_words(page_of, assignment):
    """As one of the learners saw them."""
    right = {"median": True, "crossings": False}
    page = page_of(
        {
            name: record(run_lengths=answered("run-lengths", 0.5, right=right))
            for name in "abcde"
        }
    )

    (row,) = rows(page, "items")
    case = TASKS["run-lengths"].case(assignment.run, "a")
    text = next(item.text for item in case.items if item.id == "crossings")
    assert row == [text, TASKS["run-lengths"].title, "0 of 5"]


def test_items_in_an_order_of_ones_own_are_not_compared(page_of):
    """Chart B is another chart for each; the page says why it is not there."""
    page = page_of(
        {
            name: record(signals=answered("signals", 0, right={"b": False}))
            for name in "abcde"
        }
    )

    assert rows(page, "items") == []
    assert TASKS["signals"].title in part(page, "items")


@pytest.mark.parametrize("task", TASKS)
def test_only_items_with_the_same_words_for_everybody_are_compared(task):
    """Two learners' items of one id differ only where their sentence has a place."""
    if TASKS[task].kind.name in ("numbers", "prediction"):
        return
    here, there = (
        {item.id: item.text for item in TASKS[task].case("run", name).items}
        for name in ("amira", "björn")
    )
    for item in here.keys() & there.keys():
        if same_for_all(task, item) and "{" not in catalogue()[f"{task}.item.{item}"]:
            assert here[item] == there[item]


def test_who_needs_a_word_is_named_with_a_question(page_of):
    """The reason in words, and what a good teacher would ask."""
    page = page_of(
        {
            "amira": record(signals=answered("signals", 0.5, attempts=12)),
            "björn": record(signals=answered("signals")),
        },
        enrolled=("amira", "björn", "eyvind"),
    )

    ((who, why),) = rows(page, "talk")
    assert who == "amira"
    assert "12 times" in why and TASKS["signals"].title in why
    assert "björn" not in part(page, "talk")
    assert say("overview.not-handed-in.what") + " eyvind" in part(page, "talk")


def test_texts_that_wait_are_listed_by_exercise(page_of):
    """Who, under the title of the exercise."""
    page = page_of({"amira": record(own_measure=answered("own-measure", by_hand=True))})

    assert f"{TASKS['own-measure'].title} amira" in part(page, "waiting")


def test_without_anybody_graded_one_sentence_says_so(page_of):
    """And what to do."""
    page = page_of({}, enrolled=("amira",))

    assert say("overview.none-graded") in part(page, "went")
    assert page.find("table") is None


def test_what_strangers_wrote_is_text(page_of):
    """Names, remarks, flags, tasks and misconceptions are shown and never obeyed."""
    task = answered("signals", 0, pitfall=HOSTILE, flag=HOSTILE, right={HOSTILE: False})
    tasks = {"signals": task, HOSTILE: replace(task, owner=HOSTILE, flag="")}
    hostile = Record(submission="s", marked_by="m", remarks=(HOSTILE,), tasks=tasks)
    records = {HOSTILE: hostile} | {f"{HOSTILE}{n}": hostile for n in range(5)}

    page = page_of(records, enrolled=(f"absent {HOSTILE}",))

    assert page.find(["script", "img"]) is None
    assert not [tag for tag in page.find_all(True) if tag.get("onerror")]
    # Also in attributes nothing has broken out of its quotation marks.
    assert all(">" not in str(tag.attrs.values()) for tag in page.find_all(True))
    assert part(page, "talk").count(HOSTILE) > 10


def test_a_task_that_the_course_no_longer_knows_is_told_by_its_name(page_of):
    """A record may be older than the course."""
    page = page_of({"amira": record(long_gone=answered("long-gone", 0))})

    assert "Long gone (not in this lesson any more)" in part(page, "exercises")


def test_nothing_runs_and_nothing_comes_from_elsewhere(page_of):
    """One file that may lie anywhere."""
    page = page_of({"amira": record(signals=answered("signals", 0.5))})

    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'")
    assert page.find(["script", "link", "iframe", "object"]) is None
    assert not [tag for tag in page.find_all(True) if tag.get("src")]


def test_a_row_that_a_phone_shows_as_a_block_is_read_out_as_a_row(page_of):
    """Some browsers forget what a table is when its display is changed."""
    page = page_of({"amira": record(signals=answered("signals", 0.5, pitfall="x"))})

    tables = page.select("table.fl-wide")
    assert tables
    for table in tables:
        parts = [table, *table.find_all(["thead", "tbody", "tr", "th", "td"])]
        assert all(part.get("role") for part in parts)


def test_a_name_leads_to_the_feedback_page_where_there_is_one(page_of, course):
    """And is a plain name where there is none."""
    flagged = record(signals=answered("signals", flag="Look."))
    folder = course.feedback / "amira@x.dk" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "variation.html").write_text("feedback")
    page = page_of({"amira@x.dk": flagged, "björn": flagged})
    shutil.rmtree(course.feedback)

    links = {link["href"] for link in page.select("main a") if link.text != ""}
    away = {link for link in links if not link.startswith("#")}
    assert away == {f"../feedback/amira%40x.dk/{ASSIGNMENT}/variation.html"}


def test_each_link_on_the_page_leads_somewhere(page_of):
    """Every part that the first lines point at is there."""
    page = page_of(
        {
            "amira": record(
                signals=answered("signals", 0.1),
                own_measure=answered("own-measure", by_hand=True),
            )
        },
        enrolled=("eyvind",),
    )

    targets = {link["href"] for link in page.select(".fl-first a")}
    assert len(targets) == 5
    assert all(page.find(id=target.removeprefix("#")) for target in targets)


def test_two_thousand_learners_fit_on_a_page(page_of):
    """Long lists are cut, and what is cut is counted."""
    pitfalls = [f"pitfall-{number}" for number in range(80)]
    records = {
        f"learner-{number:04}@a-hospital-with-a-long-name.example": record(
            "A file was left out.",
            signals=answered("signals", 0, pitfall=pitfalls[number % 80]),
            own_measure=answered("own-measure", by_hand=True),
        )
        for number in range(2000)
    }
    absent = tuple(f"absent-{number:04}" for number in range(500))

    page = page_of(records, enrolled=absent)

    assert len(str(page).encode()) < 1_000_000
    assert "absent-0039 and 460 more" in part(page, "talk")
    assert "And 1900 more learners." in part(page, "talk")
    assert "And 32 more" in part(page, "misconceptions")


def test_every_reason_has_its_sentence():
    """Whatever the summary finds can be said."""
    kinds = (
        "others-case own-case-elsewhere flagged left-out unanswered unanswered.all "
        "little-earned many-checks all-hints"
    )

    assert set(keys("overview.reason.")) == {
        f"overview.reason.{kind}" for kind in kinds.split()
    }


def test_the_page_is_written_in_the_course_directory(course, monkeypatch):
    """Whole, with what the gradebook knows, and again over the earlier one."""
    from nbgrader.api import Gradebook

    # nbgrader looks for its own alembic on the path.
    programs = (str(Path(sys.executable).parent), os.environ["PATH"])
    monkeypatch.setenv("PATH", os.pathsep.join(programs))

    with pytest.raises(GradebookUnusable):
        write_overview(course, ASSIGNMENT)
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_student("eyvind")
    folder = course.autograded / "amira" / ASSIGNMENT
    folder.mkdir(parents=True)
    graded = record(signals=answered("signals", 0.5))
    (folder / RECORD_FILE).write_bytes(graded.as_bytes())

    first, again = (write_overview(course, ASSIGNMENT) for _ in range(2))

    assert first == again == course.root / "overview" / f"{ASSIGNMENT}.html"
    assert [path.name for path in first.parent.iterdir()] == [first.name]
    page = BeautifulSoup(first.read_text("utf-8"), "html.parser")
    numbers = [words(number) for number in page.select(".fl-numbers dd")]
    assert numbers == ["2", "1", "1", "0", "0", "50%"]
    assert "eyvind" in part(page, "talk")
