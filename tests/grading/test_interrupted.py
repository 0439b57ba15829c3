r"""A grader that is killed, or runs out of disk, leaves nothing half done.

In every test run a few kills of a small class. What a release promises is tried by::

    FOURLENSES_KILLS=200 FOURLENSES_KILLED_CLASS=100 \
      pytest tests/grading/test_interrupted.py
"""

import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.grading.course_directory import open_course_directory
from course.grading.grader import grade
from course.grading.records import read_record
from course.grading.rehearsal import rehearse
from course.grading.workers import processes
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"
LEARNERS = int(os.environ.get("FOURLENSES_KILLED_CLASS", 12))
KILLS = int(os.environ.get("FOURLENSES_KILLS", 16))


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, make_course_directory):
    """A course directory where simulated learners have handed in; nobody is graded."""
    directory = make_course_directory(tmp_path_factory.mktemp("killed") / "course")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    rehearse(directory.root, ASSIGNMENT, LEARNERS, 9, keys)
    # One who copied, so that what is written in somebody else's rows is tried too.
    first, *_, last = sorted((directory.root / "submitted").glob("expert-*"))
    shutil.copy(
        last / ASSIGNMENT / "answers" / "run-lengths.json",
        first / ASSIGNMENT / "answers",
    )
    return directory.root


def files(course):
    """Return the bytes of every graded file, and of whatever else lies there."""
    return {
        path.relative_to(course.autograded).as_posix(): path.read_bytes()
        for path in course.autograded.rglob("*")
        if path.is_file() and path.name != ".grading.lock"
    }


def notebooks(course):
    """Return how many are graded."""
    return len(list(course.autograded.glob(f"*/{ASSIGNMENT}/*.ipynb")))


def wait_for_notebooks(course, count, run):
    """Return when that many are graded, or the run is over."""
    while run.is_alive() and notebooks(course) < count:
        time.sleep(0.001)


def _grade_in(root, workers):
    grade(open_course_directory(Path(root)), ASSIGNMENT, workers=processes(workers))


def test_killed_at_any_moment_the_next_run_makes_it_whole(handed_in, tmp_path, rows_of):
    """Gradebook and files equal those of a run that nobody disturbed."""
    undisturbed = open_course_directory(shutil.copytree(handed_in, tmp_path / "u"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["course.grading.grader"])
    grade(undisturbed, ASSIGNMENT)
    wanted = rows_of(undisturbed.db_url), files(undisturbed)

    moments = random.Random(4)
    killed_midway = 0
    course = open_course_directory(shutil.copytree(handed_in, tmp_path / "k"))
    for kill in range(KILLS):
        shutil.rmtree(course.autograded, ignore_errors=True)
        shutil.copy(handed_in / "gradebook.db", course.root)
        run = context.Process(target=_grade_in, args=(course.root, 1 + kill % 2))
        run.start()
        # While a lot is being marked, or while it is being written, at any of them.
        if kill % 3:
            wait_for_notebooks(course, moments.randrange(1, LEARNERS), run)
            time.sleep(moments.uniform(0, 0.003))
        else:
            time.sleep(moments.uniform(0, 0.4))
        run.kill()
        run.join()
        killed_midway += 0 < notebooks(course) < LEARNERS
        _grade_in(course.root, 1)
        assert (rows_of(course.db_url), files(course)) == wanted, kill
    # Otherwise nothing was tried.
    assert killed_midway >= KILLS // 4


def test_workers_end_when_their_parent_is_killed(handed_in, tmp_path):
    """Nobody would ever read what they mark."""
    root = shutil.copytree(handed_in, tmp_path / "w")
    script = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from course.grading.course_directory import open_course_directory\n"
        "from course.grading.grader import grade\n"
        "from course.grading.workers import processes\n"
        f"course = open_course_directory(Path({str(root)!r}))\n"
        "def tick():\n"
        "    print('graded', flush=True)\n"
        "    time.sleep(60)\n"
        f"grade(course, {ASSIGNMENT!r}, workers=processes(2), tick=tick)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout.readline() == "graded\n"
    children = (
        Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    )
    assert len(children) == 2
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        alive = [child for child in children if Path(f"/proc/{child}").exists()]
        if not alive:
            break
        time.sleep(0.1)

    assert alive == []


@pytest.mark.skipif(os.getuid() != 0, reason="a small disk needs root")
@pytest.mark.parametrize("full", ["autograded", "gradebook"])
def test_on_a_full_disk_nothing_is_half_written(handed_in, tmp_path, rows_of, full):
    """It is said in a sentence; with room again the next run makes it whole."""
    undisturbed = open_course_directory(shutil.copytree(handed_in, tmp_path / "u"))
    grade(undisturbed, ASSIGNMENT)
    root = shutil.copytree(handed_in, tmp_path / "course")
    small = tmp_path / "small"
    small.mkdir()
    room = (
        1500
        if full == "autograded"
        else 1 + (root / "gradebook.db").stat().st_size // 1024
    )
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={room}k", "none", small], check=True
    )
    try:
        command = [sys.executable, "-m", "course.cli", "grade"]
        if full == "autograded":
            (root / "autograded").symlink_to(small)
        else:
            shutil.move(root / "gradebook.db", small)
            with open(root / "nbgrader_config.py", "a") as settings:
                url = f"sqlite:///{small / 'gradebook.db'}"
                settings.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
        done = subprocess.run(command, cwd=root, capture_output=True, text=True)
        assert done.returncode == 2, done
        (sentence,) = done.stderr.splitlines()
        assert "no space" in sentence.lower() or "is full" in sentence
        course = open_course_directory(root)
        graded = [path.parent for path in course.autograded.glob("*/*/*.ipynb")]
        assert len(graded) < LEARNERS
        assert all(read_record(folder) for folder in graded)
        subprocess.run(["mount", "-o", "remount,size=50m", small], check=True)
        summary = grade(course, ASSIGNMENT)
        assert len(summary.unchanged) == len(graded)
        assert rows_of(course.db_url) == rows_of(undisturbed.db_url)
        assert files(course) == files(undisturbed)
    finally:
        subprocess.run(["umount", small], check=True)
