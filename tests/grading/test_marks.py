"""Marks for learning platforms: what is written reads back, and no gap is a 0."""

import csv
import io
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from course.cli import app
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import Enrolled
from course.grading.grader import grade
from course.grading.marks import AssignmentMarks, Marks, class_marks
from course.grading.marks_file import FORMS, as_number, write_marks
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"
TASK = "own-measure"
COUNT = 12


@pytest.fixture(scope="module")
def graded(tmp_path_factory, make_course_directory):
    """A course directory, graded; nobody's text is marked yet."""
    directory = make_course_directory(tmp_path_factory.mktemp("marks") / "course")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    rehearse(directory.root, ASSIGNMENT, COUNT, 3, keys)
    course = open_course_directory(directory.root)
    grade(course, ASSIGNMENT)
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student(
            "amira",
            first_name="=1+1",
            last_name="Bergström, Åse",
            email="amira@region.example",
            lms_user_id="4711",
        )
    return directory


@pytest.fixture
def course(graded, tmp_path):
    """A copy of it for one test."""
    shutil.copytree(graded.root, tmp_path / "course")
    return open_course_directory(tmp_path / "course")


def run(course, *words):
    """Type the command; return its exit status and everything it said."""
    command = ["marks", *map(str, words), "--root", str(course.root)]
    done = CliRunner().invoke(app, command)
    return done.exit_code, done.output


def rows_in(path):
    """Return the rows of a file, each by its headings."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def finish_marking(course, points=3.0):
    """Give points wherever a person has something to look at, as formgrader would."""
    with Gradebook(course.db_url) as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            for notebook in submission.notebooks:
                for found in notebook.grades:
                    if found.needs_manual_grade:
                        found.manual_score = min(points, found.max_score)
                        found.needs_manual_grade = False
        gradebook.db.commit()


def nbgraders_scores(course):
    """Return learner to score, as nbgrader's own export has it."""
    with Gradebook(course.db_url) as gradebook:
        return {
            one.student.id: max(0.0, one.score - one.late_submission_penalty)
            for one in gradebook.assignment_submissions(ASSIGNMENT)
        }


@pytest.mark.parametrize(
    ("platform", "login"),
    [
        ("canvas", "SIS Login ID"),
        ("moodle", "Username"),
        ("blackboard", "Username"),
        ("csv", "learner"),
    ],
)
def test_the_marks_are_those_of_nbgrader(course, tmp_path, platform, login):
    """Learner by learner, in every form, when marking is finished."""
    finish_marking(course)
    out = tmp_path / "marks.csv"

    status, said = run(course, "--for", platform, "--out", out)

    assert status == 0, said
    read = {row[login]: row[ASSIGNMENT] for row in rows_in(out)}
    expected = {name: as_number(s) for name, s in nbgraders_scores(course).items()}
    assert len(expected) == COUNT
    assert {name: read[name] for name in expected} == expected
    assert read["amira"] == ""
    assert f"{COUNT} marks (learners: {COUNT + 1}, assignments: 1)" in said
    assert f"Left empty in {ASSIGNMENT}, since nothing is graded (learners: 1)" in said


def test_who_waits_for_a_person_is_left_empty_and_named(course, tmp_path):
    """Never 0, which a platform would take for a mark."""
    out = tmp_path / "marks.csv"

    status, said = run(course, "--for", "moodle", "--out", out, ASSIGNMENT)

    assert status == 0, said
    (marks,) = class_marks(course, [ASSIGNMENT]).assignments
    assert marks.waiting
    read = {row["Username"]: row[ASSIGNMENT] for row in rows_in(out)}
    assert {read[name] for name in marks.waiting} == {""}
    assert all(read[name] for name in marks.points)
    line = next(
        line for line in said.splitlines() if line.startswith(f"  {ASSIGNMENT}")
    )
    assert line == f"  {ASSIGNMENT}: {', '.join(marks.waiting)}"


def test_canvas_gets_the_columns_and_the_row_it_asks_for(course, tmp_path):
    """In its order: it counts columns up to the one called Section."""
    out = tmp_path / "canvas.csv"
    run(course, "--for", "canvas", "--out", out, "--heading", f"{ASSIGNMENT}=Var (12)")

    heading, most, *_ = csv.reader(io.StringIO(out.read_text("utf-8"), newline=""))

    assert ",".join(heading) == ("Student,ID,SIS User ID,SIS Login ID,Section,Var (12)")
    with Gradebook(course.db_url) as gradebook:
        points = gradebook.find_assignment(ASSIGNMENT).max_score
    assert most == ["Points Possible", "", "", "", "", as_number(points)]
    amira = next(row for row in rows_in(out) if row["SIS Login ID"] == "amira")
    assert (amira["Student"], amira["ID"]) == ("Bergström, Åse, =1+1", "4711")


def test_blackboard_gets_every_cell_in_quotation_marks(course, tmp_path):
    """As its manual asks of files divided by commas."""
    out = tmp_path / "blackboard.csv"
    run(course, "--for", "blackboard", "--out", out)

    lines = out.read_text("utf-8").splitlines()

    assert lines[0] == f'"Last Name","First Name","Username","{ASSIGNMENT}"'
    assert '"Bergström, Åse","\'=1+1","amira",""' in lines


def test_moodle_gets_comments_only_beside_a_mark(course, tmp_path):
    """A comment without one would take away the mark that Moodle has."""
    waiting = class_marks(course).assignments[0].waiting
    finish_marking(course)
    with Gradebook(course.db_url) as gradebook:
        for learner in waiting[:2]:
            about = (TASK, "variation", ASSIGNMENT, learner)
            gradebook.find_comment(*about).manual_comment = "=Who counts?\nAnd when?"
        found = gradebook.find_grade(TASK, "variation", ASSIGNMENT, waiting[0])
        found.needs_manual_grade = True
        gradebook.db.commit()
    out = tmp_path / "moodle.csv"

    status, said = run(course, "--for", "moodle", "--out", out, "--feedback")

    assert status == 0, said
    read = {row["Username"]: row for row in rows_in(out)}
    comment = f"{ASSIGNMENT} (feedback)"
    assert (read[waiting[0]][ASSIGNMENT], read[waiting[0]][comment]) == ("", "")
    assert read[waiting[1]][ASSIGNMENT]
    assert read[waiting[1]][comment].endswith(": =Who counts?\nAnd when?")


def test_points_off_for_being_late_are_off(course, tmp_path):
    """As nbgrader counts, and never below nothing."""
    finish_marking(course)
    with Gradebook(course.db_url) as gradebook:
        first, second, *_ = gradebook.assignment_submissions(ASSIGNMENT)
        first.notebooks[0].late_submission_penalty = 2.5
        second.notebooks[0].late_submission_penalty = 1000.0
        names = first.student.id, second.student.id
        gradebook.db.commit()

    (marks,) = class_marks(course).assignments

    assert marks.points == pytest.approx(nbgraders_scores(course))
    assert marks.points[names[1]] == 0.0


def test_a_file_that_is_there_is_replaced_only_with_force(course, tmp_path):
    """Somebody may have worked in it."""
    out = tmp_path / "marks.csv"
    out.write_text("mine")

    status, said = run(course, "--for", "csv", "--out", out)

    assert (status, out.read_text()) == (2, "mine")
    assert "--force" in said
    assert run(course, "--for", "csv", "--out", out, "--force")[0] == 0
    assert ASSIGNMENT in out.read_text("utf-8-sig")
    assert out.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_where_writing_fails(course, tmp_path):
    """No half a file, and no unfinished one."""
    status, said = run(course, "--for", "csv", "--out", tmp_path / "none" / "marks.csv")

    assert status == 2, said
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--for", "csv", "nonsense"], "does not know nonsense"),
        (["--for", "canvas", "--feedback"], "Only Moodle"),
        (["--for", "csv", "--heading", "05-measurement=M"], "no such column"),
        (["--for", "csv", "--heading", "04-variation"], "is no heading"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(course, tmp_path, words, sentence):
    """And nothing is written."""
    out = tmp_path / "marks.csv"

    status, said = run(course, *words, "--out", out)

    assert (status, out.exists()) == (2, False)
    assert sentence in said


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
learners = st.lists(
    st.builds(Enrolled, st.uuids().map(str), text, text, text, text), max_size=5
)
numbers = st.floats(0, 200).map(lambda points: round(points, 2))


@given(
    st.sampled_from(sorted(FORMS)), learners, st.lists(numbers, min_size=5, max_size=5)
)
def test_what_was_written_reads_back(platform, people, points):
    """Whatever the names: every mark with its learner, and no formula among them."""
    given_points = dict(zip((one.id for one in people), points, strict=False))
    marks = AssignmentMarks(
        name='=a,"b\n',
        most_points=200.0,
        points=dict(list(given_points.items())[::2]),
        waiting=(),
        missing=(),
        comments={},
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "marks.csv"
        write_marks(out, Marks(tuple(people), (marks,)), platform)
        content = out.read_bytes().decode(FORMS[platform].encoding)

    heading, *rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows = rows[bool(FORMS[platform].total_row) :]
    assert [len(row) for row in rows] == [len(heading)] * len(people)
    at = FORMS[platform].about(Enrolled("login", "", "", "", "")).index("login")
    at = {"canvas": 3, "csv": 0}.get(platform, at)
    for person, row in zip(people, rows, strict=True):
        assert row[at] == person.id
        mark = row[-1]
        assert (float(mark) if mark else None) == marks.points.get(person.id)
    cells = [cell for row in [heading, *rows] for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@"))]
