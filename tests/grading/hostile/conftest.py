"""One batch of hostile and honest submissions, graded in every way there is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from course.grading.course_directory import CourseDirectory, open_course_directory
from course.grading.feedback_pages import FeedbackMade, write_feedback
from course.grading.gradebook import GradebookRows
from course.grading.grader import Summary, grade
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

from .attacks import ATTACKS
from .submissions import (
    ASSIGNMENT,
    VICTIM,
    CannotTry,
    Place,
    hand_in_perfectly,
)

_REHEARSED = 6
# The gradebook as it was before anybody was graded.
_EMPTY = "before-grading.db"


@dataclass
class Graded:
    """A batch, and what came of it.

    Attributes
    ----------
    course : CourseDirectory
    summary : Summary
    feedback : FeedbackMade
    honest : list of str
    untried : dict of str to str
        Attack to why it could not be made here.
    """

    course: CourseDirectory
    summary: Summary
    feedback: FeedbackMade
    honest: list[str]
    untried: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The course directory."""
        return self.course.root

    def files(self, step: str, student: str) -> dict[str, bytes]:
        """What lies in a student's folder, of ``autograded``, say."""
        folder = self.root / step / student / ASSIGNMENT
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def page(self, student: str) -> str:
        """Their feedback page, but for the time at which it was made."""
        page = self.root / "feedback" / student / ASSIGNMENT / "variation.html"
        return re.sub('<p class="fl-made">.*?</p>', "", page.read_text("utf-8"))


def scores_in(database: Path) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """Return student to cell to (points by machine, whether a person has to look)."""
    with GradebookRows(f"sqlite:///{database}") as gradebook:
        grades = gradebook.grades(gradebook.assignment(ASSIGNMENT))
    return {
        student: {cell: (row.auto_score, row.needs_person) for cell, row in own.items()}
        for student, own in grades.items()
    }


@pytest.fixture(scope="session")
def released(tmp_path_factory, make_course_directory):
    """A course directory whose gradebook knows the lesson, and honest learners' work.

    With commands of its own: see `tests/grading/conftest.py`.
    """
    directory = make_course_directory(tmp_path_factory.mktemp("hostile") / "course")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    shutil.copy(directory.root / "gradebook.db", directory.root / _EMPTY)
    keys = read_all_keys(directory.root / "source")
    directory.ways = rehearse(directory.root, ASSIGNMENT, _REHEARSED, 7, keys)
    hand_in_perfectly(Place(directory.root, VICTIM), keys)
    return directory


@pytest.fixture(scope="session")
def without_attackers(released, tmp_path_factory) -> Graded:
    """Only honest learners."""
    root = tmp_path_factory.mktemp("honest") / "course"
    shutil.copytree(released.root, root)
    return _graded(root, [*released.ways, VICTIM])


@pytest.fixture(scope="session")
def attacked(released, without_attackers) -> Iterator[dict[str, str]]:
    """Hand in every attack; return those that cannot be made here, and why."""
    root = released.root
    (root / "traces").mkdir()
    keys, untried = read_all_keys(root / "source"), {}
    try:
        for attack in ATTACKS:
            place = Place(root, attack.student)
            try:
                hand_in_perfectly(place, keys)
                attack.does(place)
            except (CannotTry, OSError) as problem:
                untried[attack.name] = str(problem)
                shutil.rmtree(place.home, ignore_errors=True)
        yield untried
    finally:
        # Too deep for pytest to take away.
        subprocess.run(["rm", "-rf", root / "submitted"], check=True)


@pytest.fixture(scope="session")
def batch(released, attacked, nbgrader_at_work, command_at_work) -> Graded:
    """Honest learners and every attack, graded by the grader itself."""
    done = _graded(released.root, [*released.ways, VICTIM])
    done.untried = attacked
    return done


def _graded(root: Path, honest: list[str]) -> Graded:
    course = open_course_directory(root)
    summary = grade(course, ASSIGNMENT)
    return Graded(course, summary, write_feedback(course, ASSIGNMENT), honest)


@pytest.fixture(scope="session")
def scores(batch) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """Points of everybody in the batch."""
    return scores_in(batch.root / "gradebook.db")


@pytest.fixture(scope="session")
def nbgrader_at_work(released, attacked) -> Iterator[Running]:
    """``nbgrader autograde`` on the same batch; it takes a while, so it begins early.

    Into folders and a gradebook of its own.
    """
    place = _place_for("by-nbgrader", released.root)
    yield from _running(
        released,
        place,
        *(sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT),
        "--CourseDirectory.autograded_directory=by-nbgrader/autograded",
        f"--CourseDirectory.db_url=sqlite:///{place / 'gradebook.db'}",
    )


@pytest.fixture(scope="session")
def command_at_work(released, attacked) -> Iterator[Running]:
    """``fourlenses grade`` with two workers, for those whose words it shows."""
    place = _place_for("by-command", released.root)
    for step in ("source", "release", "submitted", "nbgrader_config.py"):
        (place / step).symlink_to(released.root / step)
    shown = ("students", "file names", "identities", "scripts", "timestamps")
    yield from _running(
        released,
        place,
        *(sys.executable, "-m", "course.cli", "grade", ASSIGNMENT),
        *("--workers=2", f"--root={place}"),
        *(f"--student={one.student}" for one in ATTACKS if one.family in shown),
    )


@pytest.fixture(scope="session")
def by_nbgrader(batch, nbgrader_at_work) -> subprocess.CompletedProcess:
    """The batch graded by ``nbgrader autograde``."""
    return nbgrader_at_work.wait()


@pytest.fixture(scope="session")
def by_command(batch, command_at_work) -> subprocess.CompletedProcess:
    """Some of the batch graded by ``fourlenses grade``."""
    return command_at_work.wait()


class Running:
    """A command at work in the course directory, whatever bytes it says."""

    def __init__(self, released, place: Path, *words: str):
        self._said = place / "said", place / "complained"
        with open(self._said[0], "wb") as out, open(self._said[1], "wb") as err:
            self.process = subprocess.Popen(
                words,
                cwd=released.root,
                env=released.environment,
                stdout=out,
                stderr=err,
            )

    def wait(self) -> subprocess.CompletedProcess:
        """Return what it said, when it has ended."""
        code = self.process.wait()
        out, err = (path.read_text("utf-8", "replace") for path in self._said)
        return subprocess.CompletedProcess(self.process.args, code, out, err)


def _running(released, place: Path, *words: str) -> Iterator[Running]:
    running = Running(released, place, *words)
    yield running
    running.process.kill()
    running.process.wait()


def _place_for(name: str, root: Path) -> Path:
    """A folder beside the others, with a gradebook in which nobody is graded."""
    place = root / name
    place.mkdir()
    shutil.copy(root / _EMPTY, place / "gradebook.db")
    return place
