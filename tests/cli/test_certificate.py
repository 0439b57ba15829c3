"""`fourlenses certificate`, as typed: by a teacher, by a learner, by who checks."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.classroom.certificates.register import read_register
from course.classroom.certificates.transcripts import class_transcripts
from course.cli import app
from course.exercises import TASKS
from course.grading.course_directory import open_course_directory
from course.grading.handing_in import hand_in_here
from course.grading.marking import graded_tasks
from course.grading.own_programs import put_on_path
from course.grading.rehearsal import rehearse
from course.lessons.parts import lesson_hours
from course.tasks import AnswerFolder
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
NAME = "04-variation"
HOURS = lesson_hours(ROOT / "source" / f"{NAME}.md")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course directory where simulated learners are graded in one assignment."""
    root = tmp_path_factory.mktemp("issuing") / "course"
    root.mkdir()
    for name in ("source", "release"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    put_on_path()
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI

    config = open_course_directory(root).config
    config.CourseDirectory.root = str(root)
    assert NbGraderAPI(config=config).generate_assignment(NAME)["success"]
    ways = rehearse(root, NAME, 13, 2, read_all_keys(root / "source"))
    assert run("grade", "--root", root)[0] == 0
    expert, other = sorted(name for name in ways if name.startswith("expert"))[:2]
    with Gradebook(open_course_directory(root).db_url) as gradebook:
        gradebook.update_or_create_student(
            expert, first_name="Amira", last_name="Berg Ölund"
        )
    return root, expert, other, sorted(ways)


@pytest.fixture
def course(graded, tmp_path):
    """A copy of it for one test: its root, two experts and everybody."""
    return shutil.copytree(graded[0], tmp_path / "course"), *graded[1:]


def run(*words):
    """Type a command; return its exit status and everything it said."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def certificate(root, *words):
    """Type the command in a course directory."""
    return run("certificate", *words, "--root", root)


def test_everybody_who_has_shown_something_gets_one(course):
    """With the name the gradebook has; a second time there is nothing to do."""
    root, expert, _, everybody = course
    status, said = certificate(root)
    issued = sorted(path.stem for path in (root / "certificates").glob("*.pdf"))

    assert status == 0
    assert expert in issued
    assert f"{len(issued)} issued, 0 unchanged, {13 - len(issued)} without" in said
    assert set(issued) < set(everybody)
    blank = next(name for name in everybody if name.startswith("blank"))
    assert f"  {blank}: No objective is met yet" in said
    content = {one.content["learner"]: one.content for one in read_register_of(root)}
    assert content[expert]["name"] == "Amira Berg Ölund"
    assert content[expert]["modules"] == [{"title": "Variation", "hours": HOURS}]
    assert content[expert]["run"] == "four-lenses"

    assert f"0 issued, {len(issued)} unchanged" in certificate(root)[1]


def read_register_of(root):
    """Read the register of a course directory."""
    return read_register(root / "certificates")


def test_a_text_counts_neither_way_until_somebody_has_read_it(course):
    """Then the points given by hand are those that count."""
    root, expert, *_ = course
    directory = open_course_directory(root)
    (before,) = class_transcripts(directory, [expert])
    from nbgrader.api import Gradebook

    with Gradebook(directory.db_url) as gradebook:
        grade = gradebook.find_grade("own-measure", "variation", NAME, expert)
        grade.manual_score = 5.0
        gradebook.db.commit()
    (after,) = class_transcripts(directory, [expert])

    assert (before.marks["own-measure"], after.marks["own-measure"]) == (None, 5.0)
    assert before.marks["signals"] == after.marks["signals"] == TASKS["signals"].points


def test_real_copied_edited_and_forged_are_told(course):
    """Status 0 for the real one alone, and what it says said again."""
    root, expert, other, _ = course
    certificate(root, expert, other)
    place = root / "certificates"
    mine, theirs = (
        next(one for one in read_register_of(root) if one.content["learner"] == who)
        for who in (expert, other)
    )

    status, said = certificate(root, "--check", place / f"{expert}.pdf")
    assert (status, said.splitlines()[0]) == (
        0,
        f"Real. The code {mine.code} was issued to Amira Berg Ölund.",
    )
    assert f"  Hours: {HOURS:g} (Variation {HOURS:g})" in said
    assert certificate(root, "--check-code", mine.code)[0] == 0

    status, said = certificate(
        root, "--check-code", theirs.code, "--name", "Amira Berg Ölund"
    )
    assert (status, said.split(".")[0]) == (1, "Copied")

    edited = root / "edited.pdf"
    edited.write_bytes((place / f"{expert}.pdf").read_bytes() + b"\n")
    status, said = certificate(root, "--check", edited)
    assert (status, said.split(".")[0]) == (1, "Edited")

    status, said = certificate(root, "--check-code", "ABCD-EFGH-JKLM-NPQR")
    assert (status, said.split(",")[0]) == (1, "Forged")
    status, said = certificate(root, "--check-code", "hello")
    assert (status, said.split(":")[0]) == (1, "This is no code")

    edited.write_bytes(b"x" * 5_000_001)
    assert certificate(root, "--check", edited)[0] == 1


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["nobody-of-this-name"], "Not in the gradebook: nobody-of-this-name."),
        (["--name", "Amira"], "A name is for one learner"),
        (["--check", "a.pdf", "--check-code", "b"], "Check one thing at a time"),
        (["amira", "--check-code", "b"], "Check one thing at a time"),
        (["--workspace", "no-such-folder"], "is no folder that somebody learns in"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(course, words, sentence):
    """In one sentence, with status 2."""
    root, *_ = course
    status, said = certificate(root, *words)

    assert (status, len(said.splitlines())) == (2, 1)
    assert sentence in said
    assert not (root / "certificates").exists()


def test_without_a_gradebook_it_says_so(tmp_path):
    """As the other commands do."""
    (tmp_path / "source").mkdir()
    status, said = certificate(tmp_path)

    assert (status, len(said.splitlines())) == (2, 1)
    assert "There is no gradebook yet" in said


def test_a_file_that_is_not_there_is_said(course):
    """That is no verdict."""
    status, said = certificate(course[0], "--check", "no-such-file.pdf")
    # Nothing was issued, and yet a file that cannot be read comes first.
    assert (status, "no-such-file.pdf" in said) == (2, True)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A learner's own folder, in which a lesson was answered rightly and handed in."""
    monkeypatch.setenv("FOURLENSES_COURSE_ROOT", str(ROOT))
    here = shutil.copytree(ROOT / "release" / NAME, tmp_path / "work" / NAME)
    (here.parent / ".fourlenses-name").write_text("siri\n", "utf-8")
    folder = AnswerFolder(here / "answers", "siri", "four-lenses")
    keys = read_all_keys(ROOT / "source")
    for task in graded_tasks(here / "variation.ipynb"):
        case = task.case("four-lenses", "siri")
        truth = task.truth(case, keys.get(task.name))
        if truth is not None:
            folder.save(task.name, truth, version=0)
    hand_in_here(here, "variation", folder, here.parent)
    return here.parent


def test_who_learns_alone_gets_a_record_that_says_so(workspace):
    """From their own hand-ins, checked in their own folder."""
    status, said = run("certificate", "--workspace", workspace, "--name", "Siri Lo")
    pdf = workspace / "certificates" / "siri.pdf"

    assert (status, "1 issued" in said) == (0, True)
    (entry,) = read_register(pdf.parent)
    assert entry.content["by_teacher"] is False
    assert entry.content["name"] == "Siri Lo"
    assert entry.content["hours"] == HOURS
    status, said = run("certificate", "--workspace", workspace, "--check", pdf)
    assert (status, said[:4]) == (0, "Real")


def test_a_learners_own_record_is_not_real_to_a_teacher(workspace, course):
    """It was not issued there, whatever it says."""
    run("certificate", "--workspace", workspace)
    certificate(course[0], course[1])
    pdf = workspace / "certificates" / "siri.pdf"

    status, said = certificate(course[0], "--check", pdf)
    assert (status, said[:6]) == (1, "Forged")


def test_a_hand_in_of_an_earlier_edition_has_hours_and_no_evidence(workspace):
    """Its mark did not say which tasks; handing in again adds them."""
    path = workspace / "feedback" / "siri" / NAME / "mark.json"
    mark = json.loads(path.read_text("utf-8"))
    del mark["tasks"]
    path.write_text(json.dumps(mark), "utf-8")

    status, said = run("certificate", "--workspace", workspace)
    assert (status, "No objective is met yet" in said) == (0, True)
