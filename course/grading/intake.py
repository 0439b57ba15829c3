"""At the door: a handed-in folder is bytes from a stranger.

Only regular files are read, opened without following a link, within limits of size,
number and depth, and only those a lesson has. What is left out is said.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import dateutil.parser
from dateutil.tz import gettz

from course.grading.assignments import Assignment
from course.messages import say
from course.tasks.answers import LARGEST as LARGEST_ANSWER
from course.tasks.quoting import quoted
from course.tasks.safe_files import TooLarge, read_regular_file

ANSWERS = "answers"
TIMESTAMP = "timestamp.txt"
# By it alone the exchange gives a learner the feedback on what they handed in.
SECRET = "submission_secret.txt"
# So begin the files that the grader keeps beside a graded notebook.
KEPT = "fourlenses-"

# Bytes. A lesson with every output saved in it takes a tenth.
LARGEST_NOTEBOOK = 8 * 1024 * 1024
_LARGEST_TIMESTAMP = 100
# The form in which nbgrader writes it, unless it is told to use another.
_AS_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}[.][0-9]{6} UTC")
# nbgrader draws 128 digits.
_SECRET_BYTES = 256
# For notebooks with code of their own: other files, and all of them together.
_LARGEST_FILE, _LARGEST_FILES = 4 * 1024 * 1024, 16 * 1024 * 1024
_MOST_FILES, _DEEPEST_FILE = 200, 4
# Entries of a folder looked at for things that should not be there.
_MOST_ENTRIES = 1000
_MOST_REMARKS = 5

_SECRET = re.compile(rb"[0-9a-f]{32,1000}")
# A user name of any system, or an e-mail address; the gradebook holds 128 characters.
_STUDENT = re.compile(r"[^\W_][\w.@+-]{0,127}")


class Refused(Exception):
    """A submission that cannot be read; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What was handed in, as far as it was let in.

    Attributes
    ----------
    student, assignment : str
    notebooks : mapping of str to bytes
        By name; one that was not handed in, or not let in, is not there.
    answers : mapping of str to bytes
        By task.
    files : mapping of str to bytes
        Others, by path; only for an assignment that runs code.
    timestamp : bytes
        As it was written; empty where it was not.
    handed_in : datetime or None
        UTC, without a zone, as the gradebook keeps it.
    secret : bytes
        What the exchange gave it; empty where it came another way.
    remarks : tuple of str
        A sentence for each thing that was left out.
    """

    student: str
    assignment: str
    notebooks: Mapping[str, bytes]
    answers: Mapping[str, bytes]
    files: Mapping[str, bytes]
    timestamp: bytes
    handed_in: datetime | None
    secret: bytes
    remarks: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Changes when anything that was let in does."""
        digest = sha256(self.timestamp)
        for part in (self.notebooks, self.answers, self.files):
            digest.update(b"\0")
            for name in sorted(part):
                digest.update(f"{name}\0{len(part[name])}\0".encode() + part[name])
        digest.update("\0".join(self.remarks).encode())
        return digest.hexdigest()


def is_student(name: str) -> bool:
    """Whether a folder's name can be that of a learner.

    Examples
    --------
    >>> is_student("amira.k@region.example"), is_student("Åse-Marit")
    (True, True)
    >>> is_student(".."), is_student("a/b"), is_student("<b>"), is_student("a" * 129)
    (False, False, False, False)
    """
    return _STUDENT.fullmatch(name) is not None


def take_in(folder: Path, assignment: Assignment) -> Submission:
    """Read what one learner handed in for one assignment.

    Parameters
    ----------
    folder : Path
        Such as ``submitted/amira/04-variation``. The last two parts of the path are the
        learner's and must be no links.
    assignment : Assignment

    Returns
    -------
    Submission

    Raises
    ------
    Refused
        If nothing of it can be graded.
    """
    student = folder.parent.name
    if not is_student(student):
        raise Refused(say("intake.name", name=quoted(student)))
    remarks: list[str] = []
    try:
        with _folder(folder.parent) as home, _folder(folder.name, home) as inside:
            _look_round(inside, "", remarks)
            notebooks = _read_notebooks(inside, assignment, remarks)
            answers = _read_answers(inside, assignment, remarks)
            files = _read_files(inside, assignment, remarks)
            timestamp, handed_in = _read_timestamp(inside, remarks)
            secret = _read_secret(inside, remarks)
    except NotADirectoryError:
        raise Refused(say("intake.link", name=quoted(student))) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(say("intake.closed", reason=reason)) from None
    if not (notebooks or answers):
        why = " ".join(remarks[:_MOST_REMARKS])
        raise Refused(f"{say('intake.empty')} {why}".strip())
    more = len(remarks) - _MOST_REMARKS
    if more > 0:
        remarks = [*remarks[:_MOST_REMARKS], say("intake.more", count=more)]
    return Submission(
        student=student,
        assignment=assignment.name,
        notebooks=notebooks,
        answers=answers,
        files=files,
        timestamp=timestamp,
        handed_in=handed_in,
        secret=secret,
        remarks=tuple(remarks),
    )


def read_secret(folder: Path) -> bytes:
    """Read what the exchange gave a submission, whatever else is in it.

    Parameters
    ----------
    folder : Path
        As for `take_in`.

    Returns
    -------
    bytes
        Empty where there is none that could be one.
    """
    try:
        with _folder(folder.parent) as home, _folder(folder.name, home) as inside:
            return _read_secret(inside, [])
    except OSError:
        return b""


def _read_secret(inside: int, remarks: list[str]) -> bytes:
    content = _read(SECRET, _SECRET_BYTES, inside, "", remarks) or b""
    # Anything else could stop nbgrader from giving feedback to anybody.
    return content if _SECRET.fullmatch(content) else b""


@contextmanager
def _folder(name: Path | str, inside: int | None = None) -> Iterator[int]:
    """Open a folder that is no link; with O_NOFOLLOW a link is no directory."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    descriptor = os.open(name, flags, dir_fd=inside)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _look_round(folder: int, within: str, remarks: list[str]) -> None:
    """Say of links, pipes and devices that they are there; nothing opens them."""
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries, start=1):
            if count > _MOST_ENTRIES:
                place = within or say("intake.folder")
                remarks.append(say("intake.many", place=place, most=_MOST_ENTRIES))
                return
            if not (
                entry.is_file(follow_symlinks=False)
                or entry.is_dir(follow_symlinks=False)
            ):
                name = quoted(f"{within}{entry.name}")
                what = "intake.is-link" if entry.is_symlink() else "intake.is-device"
                remarks.append(say(what, name=name))


def _read(
    name: str, largest: int, inside: int, within: str, remarks: list[str]
) -> bytes | None:
    """Read a file, or say why not; None, in silence, where there is none."""
    try:
        return read_regular_file(name, largest, inside=inside)
    except FileNotFoundError:
        return None
    except TooLarge as error:
        size = f"{error.args[0] / 1e6:.1f}"
        remarks.append(say("intake.too-large", name=quoted(within + name), size=size))
    except OSError as error:
        about = os.stat(name, dir_fd=inside, follow_symlinks=False)
        # Links and devices have been named already.
        if stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode):
            reason = error.strerror or type(error).__name__
            remarks.append(
                say("intake.unreadable", name=quoted(within + name), reason=reason)
            )
    return None


def _read_notebooks(
    inside: int, assignment: Assignment, remarks: list[str]
) -> dict[str, bytes]:
    notebooks = {}
    for notebook in assignment.notebooks:
        file = f"{notebook.name}.ipynb"
        content = _read(file, LARGEST_NOTEBOOK, inside, "", remarks)
        if content is not None:
            notebooks[notebook.name] = content
        elif not _is_there(file, inside):
            remarks.append(say("intake.no-notebook", name=notebook.name))
    return notebooks


def _is_there(name: str, inside: int) -> bool:
    try:
        os.stat(name, dir_fd=inside, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _read_answers(
    inside: int, assignment: Assignment, remarks: list[str]
) -> dict[str, bytes]:
    """Read the answers to this lesson's tasks, by name: others may be any number."""
    answers = {}
    try:
        with _folder(ANSWERS, inside) as folder:
            _look_round(folder, f"{ANSWERS}/", remarks)
            for notebook in assignment.notebooks:
                for task in notebook.tasks:
                    file = f"{task.name}.json"
                    content = _read(
                        file, LARGEST_ANSWER, folder, f"{ANSWERS}/", remarks
                    )
                    if content is not None:
                        answers[task.name] = content
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        about = os.stat(ANSWERS, dir_fd=inside, follow_symlinks=False)
        if not stat.S_ISLNK(about.st_mode):
            remarks.append(say("intake.no-folder", name=ANSWERS))
    return answers


def _read_files(
    inside: int, assignment: Assignment, remarks: list[str]
) -> dict[str, bytes]:
    """Read what code of a learner's may need; nothing where no code is run."""
    files: dict[str, bytes] = {}
    if assignment.runs_code:
        _read_files_below(inside, "", files, remarks)
        # The teacher's own stand in their place.
        for name in assignment.files:
            files.pop(name, None)
    return files


def _read_files_below(
    folder: int, within: str, files: dict[str, bytes], remarks: list[str]
) -> None:
    with os.scandir(folder) as entries:
        listed = sorted(
            (entry for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False)),
            key=lambda entry: entry.name,
        )
    for entry in listed:
        path = f"{within}{entry.name}"
        # The grader's own names.
        if path.startswith(KEPT):
            continue
        if path in (ANSWERS, TIMESTAMP, SECRET) or path.endswith(".ipynb"):
            continue
        if entry.is_dir(follow_symlinks=False):
            if path.count("/") < _DEEPEST_FILE:
                with _folder(entry.name, folder) as below:
                    _read_files_below(below, f"{path}/", files, remarks)
        elif entry.is_file(follow_symlinks=False):
            left = _LARGEST_FILES - sum(map(len, files.values()))
            if len(files) == _MOST_FILES or left <= 0:
                remarks.append(say("intake.too-many", name=quoted(path)))
                return
            largest = min(left, _LARGEST_FILE)
            content = _read(entry.name, largest, folder, within, remarks)
            if content is not None:
                files[path] = content


def _read_timestamp(inside: int, remarks: list[str]) -> tuple[bytes, datetime | None]:
    content = _read(TIMESTAMP, _LARGEST_TIMESTAMP, inside, "", remarks)
    if content is None or not content.strip():
        return b"", None
    handed_in = parse_timestamp(content)
    if handed_in is None:
        text = quoted(content.decode(errors="replace").strip())
        remarks.append(say("intake.time", text=text))
        return b"", None
    return content, handed_in


def read_timestamp(folder: Path) -> bytes:
    """Read when something was handed in, as it was written.

    Parameters
    ----------
    folder : Path
        What was handed in, or what came of it.

    Returns
    -------
    bytes
        For `parse_timestamp`; empty where it does not say so.
    """
    try:
        return read_regular_file(folder / TIMESTAMP, _LARGEST_TIMESTAMP)
    except OSError:
        return b""


def parse_timestamp(content: bytes) -> datetime | None:
    """Read a time as nbgrader writes it.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    datetime or None
        UTC, without a zone; None where it is no time of this century.

    Examples
    --------
    >>> parse_timestamp(b"2027-03-01 13:00:00.000000 CET")
    datetime.datetime(2027, 3, 1, 12, 0)
    >>> parse_timestamp(b"2027-03-01 13:00:00 +0100")
    datetime.datetime(2027, 3, 1, 12, 0)
    >>> parse_timestamp(b"yesterday")
    >>> parse_timestamp(b"13:00")
    >>> parse_timestamp(b"2027-03-01 13:00 at Elsinore ZZZ")
    """
    try:
        text = content.decode().strip()
        if not text.isprintable():
            return None
        if _AS_WRITTEN.fullmatch(text):
            return _of_this_century(datetime.fromisoformat(text.removesuffix(" UTC")))
        zone = text.rpartition(" ")[2]
        # By letters alone: gettz would open a path.
        zones = {zone: gettz(zone)} if re.fullmatch("[A-Za-z]{1,5}", zone) else None
        # What is not said is not to be that of the day on which it is read.
        unsaid = datetime(1, 1, 1)
        with warnings.catch_warnings():
            # A zone it does not know would be told to the teacher, and then ignored.
            warnings.simplefilter("error", dateutil.parser.UnknownTimezoneWarning)
            moment = dateutil.parser.parse(text, tzinfos=zones, default=unsaid)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    # The parser's own errors are ValueErrors, and not its only ones.
    except Exception:
        return None
    return _of_this_century(moment)


def _of_this_century(moment: datetime) -> datetime | None:
    return moment if 2000 <= moment.year < 2100 else None
