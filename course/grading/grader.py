"""Grade an assignment: every submission read, marked, written; none stops another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from course.grading.assignments import Assignment, NotGradable, read_assignment
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import AssignmentRow, GradebookRows
from course.grading.intake import Refused, Submission, is_student, take_in
from course.grading.lasting import lasting
from course.grading.late import late_penalty
from course.grading.marked import Graded
from course.grading.placing import clear_unfinished, lay_ready, placing
from course.grading.records import Record, read_record, read_records
from course.grading.sandbox.execution import sandbox_problem, seen_inside
from course.grading.workers import NotGraded, Workers, here
from course.messages import say
from course.tasks.quoting import quoted

_LOCK = ".grading.lock"


@dataclass(slots=True)
class Summary:
    """What a run has done; learners are named in order.

    Attributes
    ----------
    graded : list of str
    unchanged : list of str
        Graded before, and nothing new handed in.
    flagged : dict of str to list of str
        Learner to sentences for the teacher.
    remarks : dict of str to tuple of str
        Learner to what was left out of their submission.
    late : dict of str to timedelta
        Learner to how long after the due date they handed in what is graded now.
    refused : dict of str to str
        Learner, or the name of a folder as it can be shown, to why they were not
        graded.
    by_earlier_key : int
        How many unchanged ones were marked by an earlier key, lesson or course.
    """

    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    flagged: dict[str, list[str]] = field(default_factory=dict)
    remarks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    late: dict[str, timedelta] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    by_earlier_key: int = 0


def submitted_folders(
    course: CourseDirectory, assignment: str, students: Collection[str] | None = None
) -> list[Path]:
    """Return the folders handed in for an assignment, in order of learners.

    Parameters
    ----------
    course : CourseDirectory
    assignment : str
    students : collection of str, optional
        Only these.

    Returns
    -------
    list of Path
    """
    if not course.submitted.is_dir():
        return []
    return [
        folder / assignment
        for folder in sorted(course.submitted.iterdir())
        if (students is None or folder.name in students)
        and not folder.name.startswith(".")
        and _is_there(folder / assignment)
    ]


def _is_there(folder: Path) -> bool:
    try:
        folder.lstat()
    # A file in the place of a learner's folder holds nothing of theirs.
    except (FileNotFoundError, NotADirectoryError):
        return False
    # One that may not be looked into is refused with the reason, not passed over.
    except OSError:
        pass
    return True


def graded_folders(
    course: CourseDirectory, assignment: str, students: Collection[str] | None = None
) -> list[Path]:
    """Return the folders of everybody graded in an assignment, in order of learners.

    Parameters
    ----------
    course : CourseDirectory
    assignment : str
    students : collection of str, optional
        Only these.

    Returns
    -------
    list of Path
    """
    return [
        folder
        for folder in sorted(course.autograded.glob(f"*/{assignment}"))
        if students is None or folder.parent.name in students
    ]


def grade(
    course: CourseDirectory,
    name: str,
    *,
    students: Collection[str] | None = None,
    force: bool = False,
    unsafe: bool = False,
    workers: Workers = here,
    tick: Callable[[], None] = lambda: None,
    waiting: Callable[[], None] = lambda: None,
) -> Summary:
    """Grade what was handed in for an assignment.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.
    students : collection of str, optional
        Only these learners.
    force : bool
        Grade also what has not changed.
    unsafe : bool
        Whether code may be run also where there is no sandbox for it.
    workers : Workers
        Who marks.
    tick : callable
        Called after each submission.
    waiting : callable
        Called once if another grader is at work and this one waits for it.

    Returns
    -------
    Summary

    Raises
    ------
    NotGradable
        If the assignment is not in order.
    GradebookUnusable
        If the database does not take the rows. What was graded by then is whole.
    OSError
        If a folder cannot be written; likewise.
    """
    assignment = read_assignment(course, name, unsafe=unsafe)
    refuse_without_sandbox(course, assignment)
    penalty = late_penalty(course.config)
    with (
        GradebookRows(course.db_url, penalty) as gradebook,
        alone(course, waiting),
        lasting(),
    ):
        run = _Run(course, assignment, gradebook, force)
        folders = submitted_folders(course, name, students)
        lay = partial(lay_graded, run.place)
        submissions = run.let_in(folders, tick)
        # Closed before others are let in: no worker writes after that.
        with closing(workers(assignment, run.members, submissions, lay)) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, NotGraded):
                    run.summary.refused[outcome.student] = outcome.reason
                else:
                    run.keep(outcome)
                tick()
        return run.summary


def refuse_without_sandbox(course: CourseDirectory, assignment: Assignment) -> None:
    """Begin nothing that would have to run code in the open.

    Raises
    ------
    NotGradable
        If there is code to run, no sandbox to run it in, and nobody has said that it
        may be run all the same.
    """
    if assignment.unsafe or not assignment.runs_code:
        return
    if problem := sandbox_problem() or seen_inside(course.root):
        raise NotGradable(
            say("grading.no-sandbox", assignment=assignment.name, reason=problem)
        )


@contextmanager
def alone(course: CourseDirectory, waiting: Callable[[], None]) -> Iterator[None]:
    """Wait until no other grader is at work in this course directory."""
    course.autograded.mkdir(parents=True, exist_ok=True)
    lock = FileLock(course.autograded / _LOCK, mode=0o664)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        clear_unfinished(course.autograded)
        try:
            yield
        finally:
            # What a worker had written ahead when the run was stopped.
            clear_unfinished(course.autograded)
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Place:
    """Where graded submissions of an assignment lie, and with which permissions."""

    autograded: Path
    assignment: str
    mode: int
    shared: bool

    @classmethod
    def of(cls, course: CourseDirectory, assignment: str) -> Place:
        """Return the place in a course directory."""
        return cls(course.autograded, assignment, course.file_mode, course.group_shared)

    def folder(self, student: str) -> Path:
        """The folder of one learner's."""
        return self.autograded / student / self.assignment


def lay_graded(place: Place, graded: Graded) -> Graded:
    """Write the files of a graded submission beside their place, unless they are.

    Parameters
    ----------
    place : Place
    graded : Graded

    Returns
    -------
    Graded
        With `ready`, and without the files themselves.
    """
    if graded.ready is not None:
        return graded
    folder = place.folder(graded.student)
    ready = lay_ready(folder, graded.files, mode=place.mode, shared=place.shared)
    return replace(graded, ready=ready, files={})


class _Run:
    """One run over an assignment; holds what must not be asked for each learner."""

    def __init__(
        self,
        course: CourseDirectory,
        assignment: Assignment,
        gradebook: GradebookRows,
        force: bool,
    ):
        self._assignment, self._gradebook, self._force = assignment, gradebook, force
        self._rows: AssignmentRow = gradebook.assignment(assignment.name)
        self._graded_at = gradebook.graded_at(self._rows)
        self.members = gradebook.students() | members_of(course)
        self._concerned = _concerned(course, assignment.name)
        self.place = Place.of(course, assignment.name)
        self.summary = Summary()

    def let_in(
        self, folders: list[Path], tick: Callable[[], None]
    ) -> Iterator[Submission]:
        """Read each submission; leave out what is refused, and what is unchanged."""
        for folder in folders:
            student = folder.parent.name
            try:
                submission = take_in(folder, self._assignment)
            except Refused as refused:
                self.summary.refused[quoted(student)] = str(refused)
                tick()
                continue
            record = self._unchanged(submission)
            if record is None:
                yield submission
                continue
            self.summary.unchanged.append(student)
            self.summary.by_earlier_key += (
                record.marked_by != self._assignment.marked_by
            )
            tick()

    def _unchanged(self, submission: Submission) -> Record | None:
        """The record of the same submission, if its rows are in the gradebook too."""
        if self._force or submission.student not in self._graded_at:
            return None
        if self._graded_at[submission.student] != submission.handed_in:
            return None
        record = read_record(self.place.folder(submission.student))
        if record is None or record.submission != submission.fingerprint:
            return None
        return record

    def keep(self, graded: Graded) -> None:
        """Write a submission's files and rows: all of them, or none."""
        student, record = graded.student, graded.record
        # Interrupted between the two, rows without a record are written once more.
        with placing(self.place.folder(student), lay_graded(self.place, graded).ready):
            concerned = self._concerned.get(student, ())
            late = self._gradebook.write(self._rows, graded, concerned)
        for task, owner in record.owners.items():
            self._concerned.setdefault(owner, set()).add(task)
        self.summary.graded.append(student)
        if late:
            self.summary.late[student] = late
        # Each sentence once, of however many tasks it is said.
        flags = dict.fromkeys(task.flag for task in record.tasks.values() if task.flag)
        if flags:
            self.summary.flagged[student] = list(flags)
        if record.remarks:
            self.summary.remarks[student] = record.remarks


def members_of(course: CourseDirectory) -> set[str]:
    """Return everybody who has handed in something.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    set of str
    """
    return {
        folder.name
        for place in (course.submitted, course.autograded)
        if place.is_dir()
        for folder in place.iterdir()
        if is_student(folder.name)
    }


def _concerned(course: CourseDirectory, assignment: str) -> dict[str, set[str]]:
    """Learner to the tasks in which somebody else answered their case."""
    concerned: dict[str, set[str]] = {}
    for _, record in read_records(course.autograded, assignment):
        for task, owner in record.owners.items():
            concerned.setdefault(owner, set()).add(task)
    return concerned
