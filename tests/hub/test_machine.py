"""The machine that a hub runs on goes down in the middle of it, and comes up again."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from people import (
    Work,
    collect,
    collected_answers,
    grade,
    inside,
    lost,
    release,
    work_over_http,
)
from serving import ROOT, STUDENTS, in_these_folders, processes_of

from course.grading.personas import EXPERT, GUESSER

ASSIGNMENT = "07-testing"
MANY = 3000
AT_WORK, HANDING_IN = STUDENTS[4:6]


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine"
)
def test_systemd_understands_the_unit(places, tmp_path):
    """With its two folders corrected, as docs/hub.md says; read, and not run."""
    unit = tmp_path / "four-lenses-hub.service"
    text = (ROOT / "deploy/hub" / unit.name).read_text("utf-8")
    unit.write_text(in_these_folders(places, text), "utf-8")

    read = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True
    )

    assert (read.returncode, read.stdout + read.stderr) == (0, "")


@pytest.fixture
def stranger() -> Iterator[int]:
    """A process that has nothing to do with the hub."""
    with subprocess.Popen(["sleep", "infinity"]) as process:
        yield process.pid
        process.kill()


def test_a_machine_that_goes_down_takes_no_work_with_it(hub, people_inside, stranger):
    """One student has answers saved; of another, half of a hand-in is written."""
    release(hub, ASSIGNMENT)
    at_work, handing_in = inside(hub, people_inside, AT_WORK, HANDING_IN)
    for student in (at_work, handing_in):
        student.assignments("fetch", ASSIGNMENT)
    saved = Work(ASSIGNMENT, AT_WORK, EXPERT)
    work_over_http(at_work, saved)
    at_work.run("kept = 1", beside=f"{ASSIGNMENT}/{saved.lesson}.ipynb")
    first = Work(ASSIGNMENT, HANDING_IN, GUESSER)
    work_over_http(handing_in, first)
    handing_in.assignments("submit", ASSIGNMENT)
    second = Work(ASSIGNMENT, HANDING_IN, EXPERT)
    work_over_http(handing_in, second)

    notes = _notes_of(HANDING_IN)
    _go_down_in_the_middle_of_handing_in(hub, handing_in)
    shutil.rmtree(notes)
    people_inside.clear()
    # Numbers of processes are given anew: here all to the same.
    (hub.places.state / "jupyterhub-proxy.pid").write_text(str(stranger), "utf-8")
    with closing(sqlite3.connect(hub.places.state / "jupyterhub.sqlite")) as memory:
        memory.execute(
            "UPDATE spawners SET state = json_set(state, '$.pid', ?)", (stranger,)
        )
        memory.commit()
    hub.database.start()
    hub.start()

    assert Path(f"/proc/{stranger}").exists()
    collect(hub, ASSIGNMENT)
    assert collected_answers(hub, ASSIGNMENT, HANDING_IN) == first.answers
    for student, work in ((at_work, saved), (handing_in, second)):
        # With the cookies of before.
        student.start_server()
        answers = f"{student.server}api/contents/{ASSIGNMENT}/answers"
        for name in work.files():
            assert student.get(f"{answers}/{name}").status_code == 200
        handed_in = [one for one in student.assignments() if "submissions" in one]
        times = {one["assignment_id"]: len(one["submissions"]) for one in handed_in}
        assert times.get(ASSIGNMENT, 0) == (student is handing_in)
        student.assignments("submit", ASSIGNMENT)
    collect(hub, ASSIGNMENT)
    grade(hub, ASSIGNMENT)
    assert lost(hub, (saved, second)) == []


def _notes_of(name: str) -> Path:
    """Files of a student's own beside a lesson: so many that copying takes a while."""
    folder = Path(f"/home/{name}/four-lenses/{ASSIGNMENT}/own-notes")
    folder.mkdir()
    for number in range(MANY):
        (folder / f"{number}.txt").touch()
    return folder


def _go_down_in_the_middle_of_handing_in(hub, student) -> None:
    inbound = hub.places.exchange / hub.people.course / "inbound"
    before, theirs = set(inbound.iterdir()), processes_of(student.name)

    def notes() -> int:
        new = set(inbound.iterdir()) - before
        return sum(1 for folder in new for _ in folder.rglob("own-notes/*"))

    with ThreadPoolExecutor(1) as pressing:
        pressed = pressing.submit(student.assignments, "submit", ASSIGNMENT)
        while not notes():
            assert not pressed.done(), pressed.result()
        # No further before all else is down.
        for process in theirs:
            os.kill(int(process.name), signal.SIGSTOP)
        assert notes() < MANY
        hub.go_down()
    assert pressed.exception()
