"""A course run is backed up, destroyed and restored: the same to the last byte."""

import gzip
import io
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from course.classroom.backups import BackupProblem
from course.classroom.backups.making import back_up
from course.classroom.backups.manifest import GRADEBOOK, MANIFEST, Manifest
from course.classroom.backups.restoring import restore
from course.cli import app
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookUnusable
from course.grading.grader import grade
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"
LEARNERS = 8
_numbers = count()


def run(*words):
    """Type a command; return its exit status and everything it said."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def everything_in(root):
    """Return every file and folder: its permissions and what is in it."""
    return {
        path.relative_to(root).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else None,
        )
        for path in [root, *root.rglob("*")]
        if path.name != ".lock" and not path.name.startswith("gradebook.db")
    }


def hand_in_and_grade(directory):
    """Let simulated learners hand in, grade them, and issue a certificate."""
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    rehearse(directory.root, ASSIGNMENT, LEARNERS, 6, keys)
    course = open_course_directory(directory.root)
    grade(course, ASSIGNMENT)
    status, said = run("feedback", ASSIGNMENT, "--root", directory.root)
    assert status == 0, said
    status, said = run("certificate", "--root", directory.root)
    assert status == 0, said
    (directory.root / "peers").mkdir()
    (directory.root / "peers" / "drawn.json").write_text("{}")
    for program in ("no-config", "no-data", "ipython", ".nbgrader.log"):
        path = directory.root / program
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, make_course_directory):
    """A course run in which everything has been used."""
    directory = make_course_directory(tmp_path_factory.mktemp("backups") / "course")
    hand_in_and_grade(directory)
    return directory.root


@pytest.fixture
def course(graded, tmp_path):
    """A copy of it for one test."""
    return open_course_directory(shutil.copytree(graded, tmp_path / "course"))


@pytest.fixture
def small(tmp_path):
    """A course directory of a few files, whose gradebook is any database."""
    root = tmp_path / "small"
    for name in ("source", "submitted/amira/answers"):
        (root / name).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    (root / "source" / "lesson.md").write_text("A ward.\n" * 40)
    for number in range(12):
        answer = root / "submitted" / "amira" / "answers" / f"{number}.json"
        answer.write_text(f'{{"marks": [{number}]}}\n')
    with sqlite3.connect(root / "gradebook.db") as gradebook:
        gradebook.execute("CREATE TABLE grade (student TEXT, points REAL)")
        gradebook.execute("INSERT INTO grade VALUES ('amira', 7.5)")
    gradebook.close()
    return open_course_directory(root)


def points_in(root):
    """Return all rows of a small gradebook."""
    gradebook = sqlite3.connect(root / "gradebook.db")
    rows = gradebook.execute("SELECT * FROM grade").fetchall()
    gradebook.close()
    return rows


def test_what_was_destroyed_is_restored(course, tmp_path, rows_of):
    """Files, permissions, rows; the next grading finds nothing to do."""
    before, rows = everything_in(course.root), rows_of(course.db_url)
    archive = tmp_path / "run.tar.gz"

    status, said = run("backup", course.root, "--to", archive)
    assert status == 0, said
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    shutil.rmtree(course.root)
    status, said = run("restore", archive, "--to", course.root)

    assert status == 0, said
    assert everything_in(course.root) == before
    assert rows_of(course.db_url) == rows
    assert (len(rows["student"]), len(before) > 300) == (LEARNERS, True)
    key = course.root / "certificates" / "signing.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(grade(course, ASSIGNMENT).unchanged) == LEARNERS
    assert [path.name for path in tmp_path.iterdir()] in (
        ["course", "run.tar.gz"],
        ["run.tar.gz", "course"],
    )


def test_a_certificate_is_still_real_after_a_restore_elsewhere(course, tmp_path):
    """The key and the register have come along."""
    run("backup", course.root, "--to", tmp_path / "run.tar.gz")
    pdf = sorted((course.root / "certificates").glob("*.pdf"))[0]
    pdf.rename(tmp_path / "held.pdf")
    shutil.rmtree(course.root)
    run("restore", tmp_path / "run.tar.gz", "--to", tmp_path / "new" / "place")

    status, said = run(
        *("certificate", "--check", tmp_path / "held.pdf"),
        *("--root", tmp_path / "new" / "place"),
    )

    assert status == 0, said


def test_a_gradebook_named_by_its_full_path_moves_along(small, tmp_path):
    """The restored run does not write to the old one's gradebook."""
    config = small.root / "nbgrader_config.py"
    url = f"sqlite:///{small.root / 'marks.db'}"
    (small.root / "gradebook.db").rename(small.root / "marks.db")
    with open(config, "a") as settings:
        settings.write(f"c.CourseDirectory.db_url = {url!r}\n")
    back_up(open_course_directory(small.root), tmp_path / "run.tar.gz")

    restore(tmp_path / "run.tar.gz", tmp_path / "new")

    assert points_in(tmp_path / "new") == [("amira", 7.5)]
    url = open_course_directory(tmp_path / "new").db_url
    assert url == f"sqlite:///{tmp_path / 'new' / 'gradebook.db'}"
    assert not (tmp_path / "new" / "marks.db").exists()


def test_a_mark_that_is_being_written_is_in_it_whole_or_not_at_all(small, tmp_path):
    """Formgrader may be at work: the copy is of one moment."""
    writer = sqlite3.connect(small.root / "gradebook.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE grade SET points = 1")
    writer.execute("INSERT INTO grade VALUES ('bo', 2)")

    back_up(small, tmp_path / "run.tar.gz")
    writer.execute("COMMIT")
    writer.close()
    restore(tmp_path / "run.tar.gz", tmp_path / "new")

    assert points_in(tmp_path / "new") == [("amira", 7.5)]


def test_links_and_pipes_are_left_out_and_named(small, tmp_path):
    """A learner may have put them there; nobody follows them."""
    answers = small.submitted / "amira" / "answers"
    (answers / "secrets").symlink_to("/etc/passwd")
    (answers / "root").symlink_to("/etc")
    os.mkfifo(answers / "pipe")

    status, said = run("backup", small.root, "--to", tmp_path / "run.tar.gz")

    assert status == 0, said
    for name in ("secrets", "root", "pipe"):
        assert f"no file: submitted/amira/answers/{name}" in said
    restore(tmp_path / "run.tar.gz", tmp_path / "new")
    names = {path.name for path in (tmp_path / "new").rglob("*")}
    assert not names & {"secrets", "root", "pipe", "passwd"}


def test_one_damaged_byte_is_never_restored(small, tmp_path):
    """Wherever it is: the backup is refused by name, or the byte meant nothing."""
    archive = tmp_path / "run.tar.gz"
    back_up(small, archive)
    whole, before = archive.read_bytes(), everything_in(small.root)
    places = {*range(0, len(whole), 23), *range(12), *range(len(whole) - 9, len(whole))}
    refused = 0

    for place in sorted(places):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        archive.write_bytes(damaged)
        try:
            restore(archive, tmp_path / "new")
        except BackupProblem as problem:
            refused += 1
            assert str(archive) in str(problem)
            assert not (tmp_path / "new").exists()
        else:
            # The time in gzip's own heading, say.
            assert everything_in(tmp_path / "new") == before
            shutil.rmtree(tmp_path / "new")
    assert refused > 0.9 * len(places)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.999])
def test_half_a_backup_is_refused(small, tmp_path, share):
    """As where a copy of it was broken off."""
    archive = tmp_path / "run.tar.gz"
    back_up(small, archive)
    content = archive.read_bytes()
    archive.write_bytes(content[: int(share * len(content))])

    with pytest.raises(BackupProblem, match=r"run\.tar\.gz is damaged"):
        restore(archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def packed(path, entries, digests=None):
    """Write an archive by hand, with a manifest that tells the truth of it."""
    about = dict(run="r", made="", edition="", database="sqlite", db_url="")
    if digests is None:
        digests = {
            entry.name: sha256(content).hexdigest()
            for entry, content in entries
            if entry.isfile()
        }
    manifest = Manifest(**about, digests=digests).as_bytes()
    entries = [*entries, (tarfile.TarInfo(MANIFEST), manifest)]
    with gzip.open(path, "wb") as raw, tarfile.open(fileobj=raw, mode="w|") as tar:
        for entry, content in entries:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def entry_of(name, kind=tarfile.REGTYPE, link=""):
    """Return the heading of an entry."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, link
    return entry


@pytest.mark.parametrize(
    "entry",
    [
        entry_of("../outside"),
        entry_of("/tmp/fourlenses-outside"),
        entry_of("source/../../outside"),
        entry_of("..\\outside"),
        entry_of("C:/outside"),
        entry_of("link", tarfile.SYMTYPE, "/etc"),
        entry_of("link", tarfile.LNKTYPE, "/etc/passwd"),
        entry_of("pipe", tarfile.FIFOTYPE),
        entry_of("disk", tarfile.BLKTYPE),
    ],
    ids=lambda entry: f"{entry.name} {entry.type.decode()}",
)
def test_what_no_backup_holds_is_refused(tmp_path, entry):
    """Paths that lead outside, links and devices: nothing is written anywhere."""
    archive = packed(
        tmp_path / "run.tar.gz", [(entry_of(GRADEBOOK), b"x"), (entry, b"")]
    )

    with pytest.raises(BackupProblem, match="which no backup holds"):
        restore(archive, tmp_path / "new")

    assert [path.name for path in tmp_path.iterdir()] == ["run.tar.gz"]
    assert not Path("/tmp/fourlenses-outside").exists()


@pytest.mark.parametrize(
    ("entries", "digests"),
    [
        ([("a", b"1")], {}),
        ([("a", b"1")], {"a": sha256(b"2").hexdigest()}),
        ([], {"a": sha256(b"1").hexdigest()}),
        ([("a", b"1"), ("a", b"1")], None),
        ([("a", b"1")], None),
        ([("a", b"1")], ["a"]),
    ],
    ids=["too much", "changed", "too little", "twice", "no gradebook", "no table"],
)
def test_the_manifest_and_the_files_must_agree(tmp_path, entries, digests):
    """Each file it names, and no other, with the digest it names."""
    entries = [(entry_of(name), content) for name, content in entries]

    with pytest.raises(BackupProblem, match="is damaged"):
        restore(packed(tmp_path / "run.tar.gz", entries, digests), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_backup_of_a_later_edition_is_named_as_such(tmp_path):
    """It is not damaged, and need not be thrown away."""
    archive = tmp_path / "run.tar.gz"
    with gzip.open(archive, "wb") as raw, tarfile.open(fileobj=raw, mode="w|") as tar:
        content = json.dumps({"form": 99}).encode()
        entry = entry_of(MANIFEST)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))

    with pytest.raises(BackupProblem, match="later edition"):
        restore(archive, tmp_path / "new")


class Stop(Exception):
    """Stands for whatever stops a run."""


def stop_at(number):
    """Return what raises at its `number`th call."""
    seen = count(1)

    def tick():
        if next(seen) == number:
            raise Stop

    return tick


@pytest.mark.parametrize("number", [1, 5, 13])
def test_what_is_interrupted_leaves_nothing_and_is_done_again(small, tmp_path, number):
    """Backup and restore alike."""
    archive, new = tmp_path / "out" / "run.tar.gz", tmp_path / "out" / "new"
    archive.parent.mkdir()

    with pytest.raises(Stop):
        back_up(small, archive, stop_at(number))
    assert not list(archive.parent.iterdir())
    back_up(small, archive)
    with pytest.raises(Stop):
        restore(archive, new, tick=stop_at(number))
    assert list(archive.parent.iterdir()) == [archive]
    restore(archive, new)

    assert everything_in(new) == everything_in(small.root)


_KILLED = """
import os, signal, sys
from itertools import count
from pathlib import Path
from course.classroom.backups.restoring import restore

seen = count(1)

def tick():
    if next(seen) == 5:
        os.kill(os.getpid(), signal.SIGKILL)

restore(Path(sys.argv[1]), Path(sys.argv[2]), tick=tick)
"""


def test_a_restore_that_is_killed_leaves_the_place_free(small, tmp_path):
    """As when the machine goes down: the same command then succeeds."""
    archive, new = tmp_path / "run.tar.gz", tmp_path / "new"
    back_up(small, archive)

    done = subprocess.run([sys.executable, "-c", _KILLED, archive, new])

    assert done.returncode == -signal.SIGKILL
    assert not new.exists()
    restore(archive, new)
    assert everything_in(new) == everything_in(small.root)


def test_nothing_that_is_there_is_written_over(small, tmp_path):
    """Neither a backup nor a folder with something in it."""
    archive = tmp_path / "run.tar.gz"
    back_up(small, archive)
    content = archive.read_bytes()

    status, said = run("backup", small.root, "--to", archive)
    assert (status, archive.read_bytes()) == (2, content)
    assert "is there already" in said
    before = everything_in(small.root)
    status, said = run("restore", archive, "--to", small.root)
    assert (status, everything_in(small.root)) == (2, before)
    assert "is not empty" in said
    assert run("restore", archive, "--to", archive)[0] == 2
    (tmp_path / "empty").mkdir()
    assert run("restore", archive, "--to", tmp_path / "empty")[0] == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: (c.root / "gradebook.db").unlink(), "no gradebook yet"),
        (lambda c: (c.root / "gradebook.db").write_bytes(b"x" * 5000), "cannot be"),
        (lambda c: (c.root / MANIFEST).write_text(""), "another"),
    ],
    ids=["no gradebook", "a spoilt one", "a name that is taken"],
)
def test_what_cannot_be_backed_up_is_said(small, tmp_path, change, sentence):
    """And no file is left that looks like a backup."""
    change(small)

    status, said = run("backup", small.root, "--to", tmp_path / "run.tar.gz")

    assert status == 2, said
    assert sentence in said
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_a_backup_inside_the_course_directory_is_refused(small):
    """It would be lost with it, and be part of the next."""
    status, said = run("backup", small.root, "--to", small.root / "run.tar.gz")

    assert status == 2
    assert "would be lost with it" in said


def test_a_folder_outside_the_course_directory_is_refused(small, tmp_path):
    """Better no backup than one that lacks what people handed in."""
    with open(small.root / "nbgrader_config.py", "a") as settings:
        settings.write("c.CourseDirectory.submitted_directory = '/srv/submitted'\n")

    status, said = run("backup", small.root, "--to", tmp_path / "run.tar.gz")

    assert status == 2
    assert "/srv/submitted lies outside" in said


@pytest.fixture
def in_postgresql(postgresql, tmp_path, make_course_directory):
    """A course run whose gradebook is a database of its own."""
    directory = make_course_directory(tmp_path / "course")
    url = postgresql.make_database(f"backup{next(_numbers)}")
    with open(directory.root / "nbgrader_config.py", "a") as settings:
        settings.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    hand_in_and_grade(directory)
    return open_course_directory(directory.root)


def test_a_run_in_postgresql_is_restored_with_its_database(
    in_postgresql, postgresql, tmp_path, rows_of
):
    """Into the same database, made anew, or into another."""
    course, archive = in_postgresql, tmp_path / "run.tar.gz"
    before, rows = everything_in(course.root), rows_of(course.db_url)
    status, said = run("backup", course.root, "--to", archive)
    assert status == 0, said
    shutil.rmtree(course.root)

    status, said = run("restore", archive, "--to", course.root)
    assert (status, course.root.exists()) == (2, False)
    assert "is not empty" in said
    name = make_url(course.db_url).database
    postgresql.drop_database(name)
    status, said = run("restore", archive, "--to", course.root)
    assert (status, course.root.exists()) == (2, False)
    assert "cannot be used" in said
    postgresql.make_database(name)
    status, said = run("restore", archive, "--to", course.root)
    assert status == 0, said
    assert everything_in(course.root) == before
    assert rows_of(course.db_url) == rows
    assert len(grade(course, ASSIGNMENT).unchanged) == LEARNERS

    other = postgresql.make_database(f"backup{next(_numbers)}")
    status, said = run("restore", archive, "--to", tmp_path / "new", "--db", other)
    assert status == 0, said
    moved = open_course_directory(tmp_path / "new")
    assert (moved.db_url, rows_of(other)) == (other, rows)


def test_a_database_that_fails_in_the_middle_is_left_empty(
    in_postgresql, postgresql, tmp_path, rows_of
):
    """One transaction: the next try finds it empty."""
    archive = tmp_path / "run.tar.gz"
    back_up(in_postgresql, archive)
    name = f"backup{next(_numbers)}"
    other = postgresql.make_database(name)
    # In the way of a table that comes late, and no table itself.
    postgresql.say("CREATE VIEW submitted_notebook AS SELECT 1 AS id", database=name)

    with pytest.raises(BackupProblem, match="pg_restore did not succeed"):
        restore(archive, tmp_path / "new", other)
    assert not (tmp_path / "new").exists()
    postgresql.say("DROP VIEW submitted_notebook", database=name)
    restore(archive, tmp_path / "new", other)

    assert rows_of(other) == rows_of(in_postgresql.db_url)


def test_postgresqls_programs_are_asked_for_where_they_are_missing(
    in_postgresql, tmp_path, monkeypatch
):
    """In one sentence that says how to get them."""
    monkeypatch.setenv("PATH", str(tmp_path))

    status, said = run("backup", in_postgresql.root, "--to", tmp_path / "run.tar.gz")

    assert status == 2
    assert "apt install postgresql-client" in said
    assert not (tmp_path / "run.tar.gz").exists()


def test_a_database_of_the_wrong_kind_is_refused(small, tmp_path):
    """A gradebook that is a file stays one."""
    archive = tmp_path / "run.tar.gz"
    back_up(small, archive)

    for url in ("postgresql://teacher@/grades", "nonsense"):
        with pytest.raises((BackupProblem, GradebookUnusable), match="as a file"):
            restore(archive, tmp_path / "new", url)
    assert not (tmp_path / "new").exists()
