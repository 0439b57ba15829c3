"""Two markers: what the second is given, how far they agree, and what is written."""

import csv
import io
import shutil
from copy import copy

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from course.cli import app
from course.grading.course_directory import open_course_directory
from course.grading.grader import grade
from course.grading.records import read_record
from course.grading.rehearsal import rehearse
from course.grading.second_marks import covered_texts
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"
TASK = "own-measure"
AGREED = "Two markers have read this text."


@pytest.fixture(scope="module")
def marked(tmp_path_factory, make_course_directory):
    """A course directory, graded, where a teacher has marked the texts in turn."""
    directory = make_course_directory(tmp_path_factory.mktemp("two") / "course")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    rehearse(
        directory.root, ASSIGNMENT, 24, 3, read_all_keys(directory.root / "source")
    )
    course = open_course_directory(directory.root)
    grade(course, ASSIGNMENT)
    with Gradebook(course.db_url) as gradebook:
        for at, text in enumerate(covered_texts(course, ASSIGNMENT)):
            about = ("variation", ASSIGNMENT, text.student)
            found = gradebook.find_grade(TASK, *about)
            found.manual_score, found.needs_manual_grade = (6, 3, 0)[at % 3], False
            if at == 0:
                gradebook.find_comment(TASK, *about).manual_comment = "Who counts?"
        gradebook.db.commit()
    return directory


@pytest.fixture
def course(marked, tmp_path):
    """A copy of it for one test."""
    shutil.copytree(marked.root, tmp_path / "course")
    return open_course_directory(tmp_path / "course")


@pytest.fixture
def rows(rows_of):
    """Return what reads every row of a course directory's gradebook."""
    return lambda course: rows_of(course.db_url)


def run(course, *words, typed=""):
    """Type the command; return its exit status and everything it said."""
    command = ["second-marks", ASSIGNMENT, *map(str, words), "--root", str(course.root)]
    done = CliRunner().invoke(app, command, input=typed)
    return done.exit_code, done.output


def export(course, path, *more):
    """Export, and return the rows without their heading."""
    status, said = run(course, "--export", path, *more)
    assert status == 0, said
    return rows_in(path)[1:]


def rows_in(path):
    """Return the rows of a file that the command wrote."""
    text = path.read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def fill_in(path, points, *, divider=";", encoding="utf-8-sig"):
    """Write points into the last column, one for each row, as a spreadsheet would."""
    heading, *texts = rows_in(path)
    written = io.StringIO()
    rows = csv.writer(written, delimiter=divider)
    rows.writerow(heading)
    for row, given in zip(texts, points, strict=True):
        rows.writerow([*row[:-1], given])
    path.write_text(written.getvalue(), encoding, newline="", errors="replace")


def manual(course):
    """Return (points, comment, whether a person must look), in order of codes."""
    with Gradebook(course.db_url) as gradebook:
        found = []
        for text in covered_texts(course, ASSIGNMENT):
            about = (TASK, "variation", ASSIGNMENT, text.student)
            row = gradebook.find_grade(*about)
            comment = gradebook.find_comment(*about).manual_comment
            found.append((row.manual_score, comment, row.needs_manual_grade))
        return found


def test_the_second_marker_reads_texts_and_no_names(course, tmp_path):
    """A code, what was asked and written, the levels, and an empty column."""
    path = tmp_path / "second.csv"
    texts = export(course, path)
    learners = {text.student for text in covered_texts(course, ASSIGNMENT)}

    assert len(texts) == len(learners) > 12
    for code, title, text, levels, points in texts:
        assert code.isupper()
        assert title == "A measure of your own"
        assert "What will you do if you see a signal" in text
        assert levels.splitlines()[0] == "Clear (6 points)"
        assert points == ""
    written = path.read_text("utf-8-sig")
    assert not any(learner in written for learner in learners)
    assert any("My own words about what." in row[2] for row in texts)


def test_a_sample_is_some_of_the_texts_and_the_same_again(course, tmp_path):
    """Codes order them, and codes do not change."""
    everything = export(course, tmp_path / "all.csv")

    assert export(course, tmp_path / "some.csv", "--sample", 5) == everything[:5]


def test_a_file_is_never_written_over(course, tmp_path):
    """Somebody's evening may be in it."""
    path = tmp_path / "second.csv"
    path.write_text("points")
    status, said = run(course, "--export", path)

    assert status == 2
    assert "is there already" in said
    assert path.read_text() == "points"


@pytest.mark.parametrize("divider", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_two_who_agree_have_a_kappa_of_one(course, tmp_path, divider, encoding):
    """However the spreadsheet has saved the file."""
    path = tmp_path / "second.csv"
    count = len(export(course, path))
    points = [row[0] for row in manual(course)]
    fill_in(path, points, divider=divider, encoding=encoding)
    status, said = run(course, "--compare", path)

    assert status == 0
    assert f"{count} texts with two marks, 0 with the first" in said
    assert f"Same level: {count} of {count}." in said
    assert "Weighted kappa: 1.00. Who reads a text hardly matters" in said
    assert "More than one level apart" not in said


def test_where_they_differ_is_said_and_what_is_not_read_is_counted(course, tmp_path):
    """One level down is near; two are named, with the code and the learner."""
    path = tmp_path / "second.csv"
    texts = export(course, path)
    points = [row[0] for row in manual(course)]
    # The first two change places with the third, and the last was not read.
    second = ["0", "2,5", "6", *points[3:-1], ""]
    fill_in(path, second)
    status, said = run(course, "--compare", path)
    far = [line for line in said.splitlines() if ": first " in line]
    count = len(texts) - 1

    assert status == 0
    assert f"{count} texts with two marks, 1 with the first marker's alone" in said
    assert f"Same level: {count - 3} of {count}." in said
    assert f"Same or next level: {count - 2} of {count}." in said
    assert [line.split()[0] for line in far] == [texts[0][0], texts[2][0]]
    assert "first 6, second 0" in far[0]


@pytest.mark.parametrize(
    "by, first_two", [("mean", (3.0, 4.5)), ("second", (0.0, 6.0))]
)
def test_what_is_agreed_on_is_written_once(course, tmp_path, by, first_two):
    """With a line in the comment, after what was said before; and then left out."""
    path = tmp_path / "second.csv"
    export(course, path)
    before = manual(course)
    fill_in(path, [0, 6, *(row[0] for row in before[2:-1]), ""])
    status, said = run(course, "--compare", path, "--apply", by, typed="y\n")
    after = manual(course)

    assert status == 0
    assert f"2 of {len(before) - 1} would change" in said
    assert tuple(row[0] for row in after[:2]) == first_two
    assert after[0][1] == f"Who counts?\n\n{AGREED}"
    assert all(row[1:] == (AGREED, False) for row in after[1:-1])
    assert [row[0] for row in after[2:]] == [row[0] for row in before[2:]]
    assert after[-1] == before[-1]

    _, said = run(course, "--compare", path, "--apply", by, "--yes")
    assert f"{len(before) - 1} more were agreed on before" in said
    assert "Nothing is written." in said
    assert manual(course) == after


def test_who_would_change_is_shown_before_anything_is_written(course, tmp_path, rows):
    """No is an answer."""
    path = tmp_path / "second.csv"
    export(course, path)
    fill_in(path, [0, *(row[0] for row in manual(course)[1:])])
    before = rows(course)
    status, said = run(course, "--compare", path, "--apply", "second", typed="n\n")

    assert status == 0
    assert "A measure of your own: 6 becomes 0" in said
    assert "Nothing is written." in said
    assert rows(course) == before


def spoilt(change):
    """Return what changes the rows of a file, heading and all."""

    def spoil(path):
        rows = rows_in(path)
        change(rows)
        written = io.StringIO()
        csv.writer(written, delimiter=";").writerows(rows)
        path.write_text(written.getvalue(), "utf-8-sig", newline="")

    return spoil


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (spoilt(lambda rows: rows[3].__setitem__(4, "good")), "row 4: “good” is not"),
        (spoilt(lambda rows: rows[3].__setitem__(4, "7")), "row 4: “7” is not points"),
        (spoilt(lambda rows: rows[3].__setitem__(4, "-1")), "from 0 to 6"),
        (spoilt(lambda rows: rows[3].__setitem__(4, "nan")), "“nan” is not points"),
        (spoilt(lambda rows: rows[2].__setitem__(0, "XXXX-XXXX")), "row 3: the code"),
        (spoilt(lambda rows: rows.append(rows[1])), "stands in row 2 already"),
        (spoilt(lambda rows: rows[0].__setitem__(4, "Marks")), "called “Points”"),
        (lambda path: path.write_text(""), "row 1: there is no column"),
        (lambda path: path.write_bytes(bytes(range(256)) * 9), "row 1: there is no"),
        (lambda path: path.write_text('Code;Points\n"A;3\n'), "is no table in CSV"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
    ids=range(11),
)
def test_a_spoilt_file_is_one_sentence_and_writes_nothing(
    course, tmp_path, rows, spoil, sentence
):
    """With the row, as a spreadsheet counts it."""
    path = tmp_path / "second.csv"
    export(course, path)
    fill_in(path, [0 for _ in manual(course)])
    spoil(path)
    before = rows(course)
    status, said = run(course, "--compare", path, "--apply", "second", "--yes")

    assert status == 2
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert rows(course) == before


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--export", "a.csv", "--compare", "b.csv"),
        ("--export", "a.csv", "--apply", "mean"),
        ("--compare", "b.csv", "--sample", "3"),
    ],
)
def test_one_thing_is_done_at_a_time(course, words):
    """What does not fit together is said, and nothing is begun."""
    status, said = run(course, *words)

    assert status == 2
    assert "either --export FILE" in said


def test_points_that_changed_meanwhile_are_not_written_over(course, tmp_path, rows):
    """All are written or none."""
    from course.grading.gradebook import GradebookUnusable
    from course.grading.second_marks import agree, compare

    texts = covered_texts(course, ASSIGNMENT)
    second = {text.code: 0.0 for text in texts}
    agreements = compare(course, ASSIGNMENT, texts, second)
    with Gradebook(course.db_url) as gradebook:
        about = (TASK, "variation", ASSIGNMENT, texts[-1].student)
        gradebook.find_grade(*about).manual_score = 1.5
        gradebook.db.commit()
    before = rows(course)

    with pytest.raises(GradebookUnusable, match="have changed since"):
        agree(course, ASSIGNMENT, agreements, "second")
    assert rows(course) == before


def test_texts_graded_by_nbgrader_itself_are_found_too(marked, course):
    """With its own settings it keeps no record of ours, but the answers."""
    texts = covered_texts(course, ASSIGNMENT)
    learner = texts[0].student
    elsewhere = copy(marked)
    elsewhere.root = course.root
    elsewhere.environment = marked.environment | {
        "FOURLENSES_COURSE_ROOT": str(course.root)
    }
    (course.root / "nbgrader_config.py").unlink()
    elsewhere.nbgrader("autograde", ASSIGNMENT, "--student", learner, "--force")

    assert read_record(course.autograded / learner / ASSIGNMENT) is None
    assert covered_texts(course, ASSIGNMENT) == texts
