"""A class that takes a track: its course directory is that course run, and is used.

The tests are steps, in their order. The hub has served another course before, as it has
after a first try or an earlier class.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from people import Work, collect, collected_answers, grade, work_over_http
from serving import Hub, processes_of, remove

from course.classroom.hub.accounts import find_account, set_passwords
from course.classroom.hub.class_list import ClassList
from course.grading.personas import EXPERT
from course.tasks import find_course_run

START = date(2027, 2, 1)
FIRST, SECOND = "01-improvement", "09-spread"
# Four in the afternoon in Oslo, in winter and in summer; the gradebook keeps UTC.
DUE = {FIRST: "2027-03-17 15:00:00", SECOND: "2027-04-30 14:00:00"}
TRACK = """
title = "Care homes of the county"
for_whom = "Everybody who works in one of our homes."
months = 3
[modules]
improvement = { depth = 1, tasks = ["four-lenses"] }
spread = { depth = 1, tasks = ["four-phases"] }
"""
TEACHER, STUDENT = "fl-vera", "fl-nora"
START_PAGE = """
from course import start
for module in start("course").shown["modules"]:
    if not module.get("tool"):
        print(module["title"], module["due"], sep="|")
"""
GRADEBOOK = """
from pathlib import Path
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookRows
with GradebookRows(open_course_directory(Path()).db_url) as rows:
    for name in sorted(rows.assignment_names()):
        row = rows.assignment(name)
        points = [
            grade.points
            for grades in rows.grades(row).values()
            for grade in grades.values()
        ]
        print(name, row.due, *points, sep="|")
"""


@pytest.fixture(scope="module")
def homes(hub, people_inside) -> Iterator[Hub]:
    """A hub in the place of the other one, for another class; not yet started."""
    hub.go_down()
    people_inside.clear()
    hub.database.start()
    people = ClassList(course="fl-homes", instructors=(TEACHER,), students=(STUDENT,))
    hub.database.say(f'CREATE ROLE "{people.grader}" LOGIN')
    address = hub.database.make_database("homes", people.grader)
    (hub.places.settings / "homes.toml").write_text(TRACK, "utf-8")
    before = hub.places.class_list.read_text("utf-8")
    homes = Hub(hub.places, replace(people, gradebook=address), hub.database)
    yield homes
    # Where the last of the tests has not been run, or not to its end.
    if homes.process and homes.process.poll() is None:
        homes.stop()
    remove(people)
    hub.places.class_list.write_text(before, "utf-8")
    if hub.process.poll() is not None:
        hub.start()


def write_class_list(hub: Hub, track: str = "homes.toml") -> None:
    """Write the class's list, with a track, as an administrator would."""
    hub.places.class_list.write_text(
        f"course = {hub.people.course!r}\n"
        f"instructors = {list(hub.people.instructors)}\n"
        f"students = {list(hub.people.students)}\n"
        f"gradebook = {hub.people.gradebook!r}\n"
        f"track = {track!r}\nstart = {START}\nzone = 'Europe/Oslo'\n",
        "utf-8",
    )


def owners(folder: Path) -> set[str]:
    """Whose a folder is, and all that lies in it."""
    return {path.owner() for path in (folder, *folder.rglob("*"))}


def test_a_track_that_does_not_fit_makes_nothing(homes):
    """It is told in one sentence, and there is no account yet."""
    wrong = homes.places.settings / "wrong.toml"
    wrong.write_text(TRACK.replace("four-phases", "five-phases"), "utf-8")
    write_class_list(homes, "wrong.toml")

    told = homes.run("--no-serve")

    assert (told.returncode, told.stdout) == (1, "")
    assert "no points to count: five-phases" in told.stderr
    assert find_account(homes.people.grader) is None


def test_a_hub_that_is_ended_half_way_makes_it_whole_the_next_time(homes):
    """Owned by the grader, with due dates in the gradebook, and nothing left over."""
    write_class_list(homes)
    course = homes.places.course_directory(homes.people.course)
    command = homes.command("--no-serve")
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd="/") as hub:
        while not list(course.parent.glob("*/.made-unfinished-*/made/source/*")):
            assert hub.poll() is None
            time.sleep(0.02)
        hub.kill()
    while processes_of(homes.people.grader):
        time.sleep(0.02)
    assert not course.exists()

    homes.start()

    assert owners(course) == {homes.people.grader}
    assert list(course.parent.glob(f".{homes.people.course}*")) == []
    assert sorted(path.name for path in (course / "release").iterdir()) == [*DUE]
    assert "Care homes of the county: fl-homes" in (course / "README.md").read_text()
    assert find_course_run(course / "source" / FIRST).name == homes.people.course


def test_a_student_has_the_lessons_of_the_track_and_hands_in(homes):
    """Those and no others, with their dates; what is handed in has its mark."""
    set_passwords(homes.passwords)
    student = homes.enter(STUDENT)
    given_out = homes.as_grader("nbgrader", "release_assignment", FIRST)
    assert given_out.returncode == 0, given_out.stderr

    shown = student.run(START_PAGE, beside="Start.ipynb").splitlines()

    (first, first_due), (second, second_due) = (line.split("|") for line in shown)
    assert (first, second) == ("1 Improvement knowledge", "9 Sustain and spread")
    assert "17 March 2027" in first_due and "30 April 2027" in second_due
    student.assignments("fetch", FIRST)
    course = homes.places.course_directory(homes.people.course)
    work = Work(FIRST, STUDENT, EXPERT, course=course)
    assert [task.name for task in work.tasks] == ["four-lenses"]
    work_over_http(student, work)
    student.assignments("submit", FIRST)
    collect(homes, FIRST)
    grade(homes, FIRST)
    assert collected_answers(homes, FIRST, STUDENT) == work.answers
    kept = homes.as_grader("python", "-c", GRADEBOOK)
    assert kept.stdout.splitlines() == [
        f"{FIRST}|{DUE[FIRST]}|{work.points()}",
        f"{SECOND}|{DUE[SECOND]}",
    ], kept.stderr
    assert work.points() > 0


def test_a_track_that_comes_too_late_is_told_and_changes_nothing(hub, homes):
    """The first class goes on, with the grader's home and the lessons that it had."""
    kept = hub.places.folder / hub.people.grader
    lessons = sorted((kept / hub.people.course / "source").iterdir())
    write_class_list(hub)

    homes.stop()
    hub.start()

    course = hub.places.course_directory(hub.people.course)
    told = hub.log.read_text("utf-8", "replace").split(f"{course} was there before")
    assert len(told) == 2
    assert told[1].startswith(" the class list said track = ")
    assert not kept.exists()
    after = sorted((course / "source").iterdir())
    assert [path.name for path in after] == [path.name for path in lessons]
