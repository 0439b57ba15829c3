"""Answers on disk: whole or not at all, nobody's lost, nothing that cannot be read."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.tasks.answers import LARGEST, AnswerFolder, NotSaved, read_answer


@pytest.fixture
def folder(tmp_path):
    """Return where one learner's answers will lie."""
    return AnswerFolder(tmp_path / "answers", "amira", "autumn")


def other_window(folder):
    """Return the same folder, as another window knows it."""
    return AnswerFolder(folder.folder, folder.learner, folder.run)


def test_an_answer_comes_back_as_it_was_given(folder):
    """With when it was saved, whose it is, and how often it was checked."""
    folder.save("run-lengths", {"median": "4,5"}, version=0, attempts=2, hints=1)
    saved = folder.load("run-lengths")

    assert saved.answer == {"median": "4,5"}
    assert (saved.state, saved.version, saved.attempts, saved.hints) == (
        "mine",
        1,
        2,
        1,
    )
    assert (saved.learner, saved.run) == ("amira", "autumn")
    assert len(saved.time) == 5


def test_looking_writes_nothing(folder):
    """Not even the folder."""
    assert folder.load("run-lengths").state == "new"
    assert not folder.folder.exists()


json_answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(json_answers.filter(lambda answer: "\ud800" not in repr(answer)))
def test_any_answer_survives_the_disk(tmp_path_factory, answer):
    """Letters of every language, empty and nested answers."""
    folder = AnswerFolder(tmp_path_factory.mktemp("answers"), "åsa", "höst")
    folder.save("t", answer, version=0)

    assert folder.load("t").answer == answer


def test_two_windows_lose_nothing(folder):
    """Who has not seen the newer answer may not save over it."""
    here, there = folder, other_window(folder)
    first = here.save("t", "first", version=0)
    there.save("t", "second", version=there.load("t").version)

    with pytest.raises(NotSaved, match="changed at .* in another window") as refused:
        here.save("t", "third", version=first.version)

    assert refused.value.newer.answer == "second"
    assert here.load("t").answer == "second"
    # Having seen it, they may choose their own.
    here.save("t", "third", version=refused.value.newer.version)
    assert there.load("t").answer == "third"


def test_of_many_at_once_each_save_is_kept_or_refused(tmp_path):
    """Four processes count in one file; nothing counted is lost."""
    code = """
import sys
from pathlib import Path
from course.tasks.answers import AnswerFolder, NotSaved
folder = AnswerFolder(Path(sys.argv[1]), "amira", "autumn")
done = 0
while done < 25:
    saved = folder.load("t")
    try:
        folder.save("t", (saved.answer or 0) + 1, version=saved.version)
        done += 1
    except NotSaved:
        pass
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(4)
    ]
    assert [writer.wait() for writer in writers] == [0] * 4

    saved = AnswerFolder(tmp_path, "amira", "autumn").load("t")
    assert (saved.answer, saved.version) == (100, 100)


def test_a_killed_save_leaves_the_old_answer_or_the_new(tmp_path):
    """Killed by -9 at any moment of 1,000 saves, over and over."""
    code = """
import sys
from pathlib import Path
from course.tasks.answers import AnswerFolder
folder = AnswerFolder(Path(sys.argv[1]), "amira", "autumn")
saved = folder.load("t")
version, n = saved.version, saved.version
for n in range(n + 1, n + 1001):
    # Long enough to be caught half-written, were it written in place.
    version = folder.save("t", {"n": n, "text": str(n) * 5000}, version=version).version
    print("saved", flush=True)
"""
    last = 0
    for delay in (0.01, 0.03, 0.05, 0.08, 0.13, 0.21, 0.02, 0.04):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE
        )
        writer.stdout.readline()
        time.sleep(delay)
        writer.kill()
        writer.wait()
        writer.stdout.close()

        content = json.loads((tmp_path / "t.json").read_text("utf-8"))
        n = content["answer"]["n"]
        assert content["answer"]["text"] == str(n) * 5000
        assert n == content["version"] >= last
        last = n
    assert last > 8, "no save was ever finished: nothing was tested"
    # Unfinished files of the dead are cleared away by the next save.
    folder = AnswerFolder(tmp_path, "amira", "autumn")
    folder.save("t", "alive", version=folder.load("t").version)
    assert {path.name for path in tmp_path.iterdir()} == {"t.json", ".lock"}


def test_a_full_disk_is_said_and_the_old_answer_stays(folder, tmp_path):
    """Written through /dev/full, as a full disk answers."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        small = AnswerFolder(mount, "amira", "autumn")
        first = small.save("t", "short", version=0)
        with pytest.raises(NotSaved, match="the disk is full"):
            small.save("t", "x" * 100_000, version=first.version)
        assert small.load("t").answer == "short"
        assert small.save("t", "still here", version=first.version).version == 2
    finally:
        subprocess.run(["umount", mount], check=True)


def test_a_read_only_folder_is_said(folder):
    """With the folder's name, and what to do."""
    folder.save("t", "first", version=0)
    if os.geteuid() == 0:
        flag = subprocess.run(["chattr", "+i", folder.folder], capture_output=True)
        if flag.returncode:
            pytest.skip("root may write everywhere, and this disk knows no chattr")
    else:
        folder.folder.chmod(0o500)
    try:
        with pytest.raises(NotSaved, match="cannot be written to"):
            folder.save("u", "second", version=0)
        with pytest.raises(NotSaved, match="cannot be written to"):
            folder.save("t", "second", version=1)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", folder.folder], check=True)
        folder.folder.chmod(0o700)
    assert folder.load("t").answer == "first"


def test_while_grading_nothing_is_written(tmp_path):
    """Answers are only read then."""
    folder = AnswerFolder(tmp_path / "answers", "amira", "autumn", read_only=True)

    with pytest.raises(NotSaved, match="only read while"):
        folder.save("t", "x", version=0)
    assert not folder.folder.exists()


def test_somebody_elses_answer_is_kept_and_put_aside(folder, tmp_path):
    """The file of another learner is not shown as one's own, and never lost."""
    folder.save("t", "mine", version=0)
    jonas = AnswerFolder(folder.folder, "jonas", "autumn")
    found = jonas.load("t")

    assert (found.state, found.answer, found.version) == ("foreign", None, 0)
    assert "given by amira" in found.sentence
    jonas.save("t", "of jonas", version=0)
    assert jonas.load("t").answer == "of jonas"
    aside = read_answer(folder.folder / "t.1.aside", "t")
    assert (aside.answer, aside.learner) == ("mine", "amira")


def test_an_answer_of_another_course_run_is_foreign(folder):
    """Its case was drawn from another seed."""
    folder.save("t", "mine", version=0)

    next_year = AnswerFolder(folder.folder, "amira", "spring")
    assert next_year.load("t").state == "foreign"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b'{"format": 1}',
        b"[" * 100_000,
        b'{"format": 1, "task": "other", "answer": 1, "learner": "amira", '
        b'"run": "autumn", "saved": "", "version": 1, "attempts": 0, "hints": 0}',
        b'{"format": 1, "task": "t", "answer": 1, "learner": ["amira"], '
        b'"run": "autumn", "saved": "", "version": 1, "attempts": 0, "hints": 0}',
        b'{"format": 1, "task": "t", "answer": 1, "learner": "amira", '
        b'"run": "autumn", "saved": "", "version": true, "attempts": 0, "hints": 0}',
        b" " * (LARGEST + 1),
    ],
    ids=lambda content: repr(content[:24]),
)
def test_a_damaged_file_is_said_and_put_aside(folder, content):
    """No exception reaches the learner, and the bytes are kept."""
    folder.folder.mkdir(parents=True)
    folder.path("t").write_bytes(content)
    found = folder.load("t")

    assert found.state == "damaged"
    assert "cannot be read" in found.sentence
    folder.save("t", "anew", version=0)
    assert folder.load("t").answer == "anew"
    assert (folder.folder / "t.1.aside").read_bytes() == content


def test_a_file_of_a_later_edition_is_left_alone(folder):
    """Neither read wrongly nor written over."""
    folder.folder.mkdir(parents=True)
    folder.path("t").write_text('{"format": 2, "answers": ["of a later form"]}')
    before = folder.path("t").read_bytes()

    assert folder.load("t").state == "newer"
    with pytest.raises(NotSaved, match="newer edition"):
        folder.save("t", "old form", version=0)
    assert folder.path("t").read_bytes() == before


def test_a_link_is_not_followed(folder, tmp_path):
    """A handed-in link could point at a key or a gradebook."""
    secret = tmp_path / "secret.json"
    AnswerFolder(tmp_path, "amira", "autumn").save("secret", "of others", version=0)
    folder.folder.mkdir(parents=True)
    folder.path("secret").symlink_to(secret)

    assert folder.load("secret").state == "damaged"


def test_a_pipe_does_not_stop_the_reader(folder):
    """Opening one would wait for ever."""
    folder.folder.mkdir(parents=True)
    os.mkfifo(folder.path("t"))

    assert folder.load("t").state == "damaged"
