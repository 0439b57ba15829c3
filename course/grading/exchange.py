"""nbgrader's exchange, where there is one: what lies in it, and what is put there.

What lies in it is read without nbgrader, which takes three seconds to load.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets.config import Config

from course.grading.course_directory import CourseDirectory
from course.grading.fetch_marks import owner_of
from course.grading.intake import read_secret, read_timestamp
from course.grading.own_programs import put_on_path
from course.messages import say

# As nbgrader has it, if its settings name no other.
_USUAL_ROOT = "/usr/local/share/nbgrader/exchange"
# Of `course.grading.owned_exchange`.
_OF_OWNERS = "OwnersCollect"
_UNDER_ANOTHER_NAME = "claims to be submitted by"


class ExchangeRefused(Exception):
    """nbgrader could not do it; the message is a sentence with its reason."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The exchange of one course run.

    Attributes
    ----------
    folder : Path
        Of this course run; not there before the first release.
    by_owner : bool
        Whether only what lies there as its owner's own is collected, as on a hub.
    """

    folder: Path
    by_owner: bool = False

    @property
    def outbound(self) -> Path:
        """Where what is released lies."""
        return self.folder / "outbound"

    def has_released(self, assignment: str) -> bool:
        """Whether learners can fetch an assignment."""
        return (self.outbound / assignment).is_dir()

    def to_collect(self, course: CourseDirectory, assignment: str) -> set[str]:
        """Return the learners who handed in something that was not collected yet."""
        newest: dict[str, str] = {}
        for student, when in self._handed_in(assignment):
            newest[student] = max(when, newest.get(student, ""))
        return {
            student
            for student, when in newest.items()
            if when > _collected(course.submitted / student / assignment)
        }

    def _handed_in(self, assignment: str) -> Iterator[tuple[str, str]]:
        try:
            names = os.listdir(self.folder / "inbound")
        # Not there before the first release; not ours to read on another's behalf.
        except OSError:
            return
        for name in names:
            # nbgrader's own rule: a learner's name may hold a plus, the rest may not.
            parts = name.rsplit("+", 3)
            if len(parts) != 4 or parts[1] != assignment:
                continue
            if self.by_owner and owner_of(self.folder / "inbound" / name) != parts[0]:
                continue
            yield parts[0], parts[2]


def find_exchange(course: CourseDirectory) -> Exchange | None:
    """Return the exchange that a course run's settings name, if it can be used.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    Exchange or None
        None where there is no such folder, as on a laptop; or where neither the folder
        nor this course run's part of it is ours to write.
    """
    root = exchange_root(course.config)
    collected_by = str(course.config.ExchangeFactory.get("collect", ""))
    exchange = Exchange(root / course.course_id, _OF_OWNERS in collected_by)
    if os.name == "nt" or not (_is_ours(root) or _is_ours(exchange.outbound)):
        return None
    return exchange


def takes_course_runs(course: CourseDirectory) -> bool:
    """Whether a course run made now could be released from here like this one.

    On a hub only its administrator adds to the exchange. Without an exchange nothing
    is released, by any of them.
    """
    root = exchange_root(course.config)
    return find_exchange(course) is None or _is_ours(root)


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def exchange_root(config: Config) -> Path:
    """Return where the exchange of all course runs lies.

    Parameters
    ----------
    config : Config
        nbgrader's settings.

    Returns
    -------
    Path
        Whether it is there or not.
    """
    return Path(config.Exchange.get("root") or _USUAL_ROOT)


def generate_assignment(course: CourseDirectory, name: str) -> None:
    """Make an assignment from ``source/``, and tell the gradebook of it.

    Raises
    ------
    ExchangeRefused
        With nbgrader's reason.
    """
    _do(course, lambda api: api.generate_assignment(name))


def release_assignment(course: CourseDirectory, name: str) -> None:
    """Put an assignment where learners fetch it.

    Raises
    ------
    ExchangeRefused
        With nbgrader's reason.
    """
    _do(course, lambda api: api.release_assignment(name))


def withdraw_assignment(course: CourseDirectory, name: str) -> None:
    """Take an assignment back; who has fetched it keeps their copy.

    Raises
    ------
    ExchangeRefused
        With nbgrader's reason.
    """
    _do(course, lambda api: api.unrelease(name))


def collect(course: CourseDirectory, name: str) -> list[str]:
    """Copy everybody's newest hand-in to ``submitted/``.

    Returns
    -------
    list of str
        What was said of work that lies there under somebody else's name.

    Raises
    ------
    ExchangeRefused
        With nbgrader's reason.
    """
    log = _do(course, lambda api: api.collect(name, update=True))
    return [
        line.split("] ", 1)[-1]
        for line in log.splitlines()
        if _UNDER_ANOTHER_NAME in line or line.startswith("[ERROR]")
    ]


def release_feedback(course: CourseDirectory, name: str) -> list[str]:
    """Put everybody's feedback where they fetch it.

    Returns
    -------
    list of str
        Learners whose work did not come through the exchange: they do not find theirs
        there.

    Raises
    ------
    ExchangeRefused
        With nbgrader's reason.
    """
    _do(course, lambda api: api.release_feedback(name))
    with_feedback = (
        folder.parent.name for folder in sorted(course.feedback.glob(f"*/{name}"))
    )
    return [
        student
        for student in with_feedback
        if not read_secret(course.submitted / student / name)
    ]


def _do(course: CourseDirectory, work: Callable[[Any], Any]) -> str:
    """Let nbgrader do something; return its log."""
    from nbgrader.apps import NbGraderAPI

    put_on_path()
    config = course.config.copy()
    config.CourseDirectory.root = str(course.root)
    done = work(NbGraderAPI(config=config))
    log = done.get("log", "")
    if not done["success"]:
        account = (log or done.get("error", "")).strip().splitlines()
        wrong = [line for line in account if line.startswith(("[ERROR]", "[CRITICAL]"))]
        last = (wrong or account or [""])[-1]
        raise ExchangeRefused(say("exchange.refused", reason=last.split("] ", 1)[-1]))
    return log


def _collected(folder: Path) -> str:
    """When what was collected had been handed in, as nbgrader writes it."""
    return read_timestamp(folder).decode("ascii", "replace").strip()
