"""The batch grader: the same rows as nbgrader's own, once, whole, and again at need."""

import json
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from course.exercises import MODULES, TASKS
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookRows, GradebookUnusable
from course.grading.grader import grade
from course.grading.records import RECORD_FILE, read_record
from course.grading.rehearsal import rehearse
from course.grading.workers import processes
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"
# What a release promises is tried with two hundred.
LEARNERS = int(os.environ.get("FOURLENSES_HONEST", 13))


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, make_course_directory):
    """A course directory where simulated learners have handed in; nobody is graded."""
    directory = make_course_directory(tmp_path_factory.mktemp("grader") / "course")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    directory.ways = rehearse(directory.root, ASSIGNMENT, LEARNERS, 5, keys)
    return directory


@pytest.fixture
def course(handed_in, tmp_path):
    """A copy of it for one test."""
    shutil.copytree(handed_in.root, tmp_path / "course")
    return open_course_directory(tmp_path / "course")


@pytest.fixture
def rows(rows_of):
    """Return what reads every row of a course directory's gradebook."""
    return lambda course: rows_of(course.db_url)


def files(course):
    """Return the bytes of every graded file, hidden ones too."""
    return {
        path.relative_to(course.autograded).as_posix(): path.read_bytes()
        for path in course.autograded.rglob("*")
        if path.is_file() and path.name != ".grading.lock"
    }


def answer_folder(course, learner):
    """Return the folder of a learner's handed-in answers."""
    return course.submitted / learner / ASSIGNMENT / "answers"


def learner_who(directory, way):
    """Return the first learner who answers in one way."""
    return next(name for name, how in directory.ways.items() if how == way)


def test_every_row_is_as_stock_nbgrader_writes_it(handed_in, course, tmp_path, rows_of):
    """All tables, all columns; but for a text left blank, which nobody need read."""
    stock = shutil.copytree(handed_in.root, tmp_path / "stock")
    (stock / "nbgrader_config.py").unlink()
    environment = dict(handed_in.environment)
    # A student's kernel has no course directory; the keys come from the hidden lines.
    del handed_in.environment["FOURLENSES_COURSE_ROOT"]
    try:
        course_id = "--CourseDirectory.course_id=four-lenses"
        handed_in.nbgrader("autograde", ASSIGNMENT, course_id, cwd=stock)
    finally:
        handed_in.environment.update(environment)
    grade(course, ASSIGNMENT)
    ours, theirs = (
        rows_of(course.db_url),
        rows_of(f"sqlite:///{stock / 'gradebook.db'}"),
    )

    assert ours.keys() == theirs.keys()
    for table in ours:
        if table in ("grade", "comment"):
            continue
        assert ours[table] == theirs[table], table
    # A copier has no text to copy.
    silent = [n for n, how in handed_in.ways.items() if how in ("blank", "copier")]
    for table, column, told in (
        ("grade", "auto_score", 0.0),
        ("comment", "auto_comment", "No response."),
    ):
        ours_only = [dict(row) for row in set(ours[table]) - set(theirs[table])]
        theirs_only = [dict(row) for row in set(theirs[table]) - set(ours[table])]
        assert len(ours_only) == len(theirs_only) == len(silent)
        for row in ours_only:
            assert "own-measure" in row["cell_id"]
            assert row["notebook_id"].split(":")[0] in silent
            assert row[column] == told
        assert {row[column] for row in theirs_only} == {None}
    assert len(ours["grade"]) == LEARNERS * sum(
        bool(t.points) for t in MODULES["variation"].values()
    )


def test_what_has_not_changed_is_not_graded_again(course, rows):
    """Neither rows nor files are touched."""
    first = grade(course, ASSIGNMENT)
    before, rows_before = files(course), rows(course)
    ages = {p: p.stat().st_mtime_ns for p in course.autograded.rglob("*.ipynb")}
    second = grade(course, ASSIGNMENT)

    assert (len(first.graded), first.unchanged) == (LEARNERS, [])
    assert (second.graded, len(second.unchanged)) == ([], LEARNERS)
    assert (files(course), rows(course)) == (before, rows_before)
    assert ages == {p: p.stat().st_mtime_ns for p in course.autograded.rglob("*.ipynb")}


@pytest.mark.parametrize("lost", ["record", "rows", "answer", "own cell", "time"])
def test_what_has_changed_is_graded_again(course, handed_in, lost):
    """A new answer, a new note, a later hand-in, a record or row that went missing."""
    learner = learner_who(handed_in, "expert")
    grade(course, ASSIGNMENT)
    submitted = course.submitted / learner / ASSIGNMENT
    if lost == "record":
        (course.autograded / learner / ASSIGNMENT / RECORD_FILE).unlink()
    elif lost == "rows":
        shutil.copy(handed_in.root / "gradebook.db", course.root)
    elif lost == "answer":
        (submitted / "answers" / "signals.json").unlink()
    elif lost == "own cell":
        path = submitted / "variation.ipynb"
        notebook = json.loads(path.read_text())
        note = {"cell_type": "markdown", "metadata": {}, "source": "A note", "id": "n"}
        path.write_text(json.dumps(notebook | {"cells": [*notebook["cells"], note]}))
    else:
        (submitted / "timestamp.txt").write_text("2027-04-01 12:00:00.000000 UTC")
    again = grade(course, ASSIGNMENT)

    assert learner in again.graded
    assert len(again.graded) == (LEARNERS if lost == "rows" else 1)


def test_any_number_of_workers_gives_the_same(course, handed_in, tmp_path, rows):
    """Rows and files, byte for byte; and in force once more."""
    shutil.copytree(handed_in.root, tmp_path / "alone")
    alone = open_course_directory(tmp_path / "alone")
    grade(alone, ASSIGNMENT)
    grade(course, ASSIGNMENT, workers=processes(3))
    assert (rows(course), files(course)) == (rows(alone), files(alone))

    grade(course, ASSIGNMENT, workers=processes(2), force=True)
    assert (rows(course), files(course)) == (rows(alone), files(alone))


def _grade_in(root):
    grade(open_course_directory(Path(root)), ASSIGNMENT, force=True)


def test_two_graders_at_once_do_no_harm(course, handed_in, tmp_path, rows):
    """The second waits for the first, and both leave what one would."""
    shutil.copytree(handed_in.root, tmp_path / "alone")
    alone = open_course_directory(tmp_path / "alone")
    grade(alone, ASSIGNMENT)
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_grade_in, args=(course.root,)) for _ in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [one.exitcode for one in both] == [0, 0]
    assert (rows(course), files(course)) == (rows(alone), files(alone))


def test_manual_marks_and_comments_survive(course, handed_in):
    """The teacher's points, extra credit and words stay, and are to be looked at."""
    learner = learner_who(handed_in, "expert")
    grade(course, ASSIGNMENT)
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url) as gradebook:
        about = ("variation", ASSIGNMENT, learner)
        found = gradebook.find_grade("own-measure", *about)
        found.manual_score, found.extra_credit = 4.5, 0.5
        found.needs_manual_grade = False
        gradebook.find_comment("own-measure", *about).manual_comment = "Who counts?"
        gradebook.find_grade("signals", *about).manual_score = 1.0
        gradebook.db.commit()
    grade(course, ASSIGNMENT, force=True)

    with GradebookRows(course.db_url) as gradebook:
        grades = gradebook.grades(gradebook.assignment(ASSIGNMENT))[learner]
    assert grades["own-measure"].points == 5.0
    assert grades["own-measure"].comment == "Who counts?"
    assert grades["own-measure"].needs_person
    assert grades["signals"].manual_score == 1.0
    assert grades["signals"].auto_score == TASKS["signals"].points


def test_lateness_is_kept_and_costs_what_the_course_run_says(course, handed_in):
    """By nbgrader's own plug-in, with its extensions; nothing where none is set."""
    from nbgrader.api import Gradebook

    experts = [name for name, how in handed_in.ways.items() if how == "expert"]
    late, extended = experts[:2]
    for learner in (late, extended):
        path = course.submitted / learner / ASSIGNMENT / "timestamp.txt"
        path.write_text("2027-03-02 12:00:00.000000 UTC")
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(
            ASSIGNMENT, duedate="2027-03-02 11:00:00.000000 UTC"
        )
        gradebook.update_or_create_student(extended)
        gradebook.update_or_create_submission(ASSIGNMENT, extended)
        gradebook.grant_extension(ASSIGNMENT, extended, hours=2)
    grade(course, ASSIGNMENT)
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, late)
        assert submission.total_seconds_late == 3600
        assert submission.notebooks[0].late_submission_penalty is None

    course.config.LateSubmissionPlugin.penalty_method = "zero"
    grade(course, ASSIGNMENT, force=True)
    with Gradebook(course.db_url) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, late)
        assert submission.notebooks[0].late_submission_penalty == submission.score > 0
        submission = gradebook.find_submission(ASSIGNMENT, extended)
        assert submission.total_seconds_late == 0
        assert submission.notebooks[0].late_submission_penalty is None


def test_a_copied_case_is_flagged_whoever_is_graded_first(course, handed_in):
    """In the copy and in what it was copied from; a look already taken stays taken."""
    experts = [name for name, how in handed_in.ways.items() if how == "expert"]
    owner, copier = experts[-1], experts[0]
    source = answer_folder(course, owner) / "run-lengths.json"
    shutil.copy(source, answer_folder(course, copier))
    # The copier comes first by name; the owner has no rows yet.
    assert copier < owner
    summary = grade(course, ASSIGNMENT)

    def looks():
        with GradebookRows(course.db_url) as gradebook:
            grades = gradebook.grades(gradebook.assignment(ASSIGNMENT))
        return [grades[name]["run-lengths"].needs_person for name in (owner, copier)]

    assert looks() == [True, True]
    assert list(summary.flagged) == [copier]
    record = read_record(course.autograded / copier / ASSIGNMENT)
    assert record.owners == {"run-lengths": owner}

    from nbgrader.api import Gradebook

    with Gradebook(course.db_url) as gradebook:
        for name in (owner, copier):
            found = gradebook.find_grade("run-lengths", "variation", ASSIGNMENT, name)
            found.needs_manual_grade = False
        gradebook.db.commit()
    grade(course, ASSIGNMENT)
    assert looks() == [False, False]
    # Grading the owner alone, anew, asks again: nbgrader's own way.
    grade(course, ASSIGNMENT, students=[owner], force=True)
    assert looks() == [True, False]


def test_without_a_gradebook_grading_says_how_to_make_one(course):
    """And leaves no empty file that would look like one."""
    (course.root / "gradebook.db").unlink()
    with pytest.raises(GradebookUnusable, match="generate_assignment"):
        grade(course, ASSIGNMENT)

    assert not (course.root / "gradebook.db").exists()
    assert files(course) == {}


def test_graded_files_are_read_only_as_nbgrader_leaves_them(course, handed_in):
    """So that nobody changes a graded notebook by a slip."""
    learner = learner_who(handed_in, "expert")
    grade(course, ASSIGNMENT)
    modes = {
        oct(path.stat().st_mode & 0o777)
        for path in (course.autograded / learner).rglob("*")
        if path.is_file()
    }

    assert modes == {"0o444"}
    assert os.listdir(course.autograded / learner) == [ASSIGNMENT]
