"""Who marks: this process, others on this machine, or other machines.

A worker gets bytes and gives bytes back: it needs no gradebook and, on another machine,
no shared disk. One writer puts everything in its place; `docs/grading.md` has the
measurements.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import (
    Callable,
    Collection,
    Generator,
    Iterable,
    Iterator,
    Sequence,
)
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from course import __version__
from course.grading.assignments import Assignment
from course.grading.intake import Submission
from course.grading.marked import Graded, grade_submissions
from course.messages import say
from course.tasks.quoting import quoted

# Submissions marked together: see `grade_submissions`.
TOGETHER = 32
# Lots of them on their way to each worker: enough that none waits, few enough that
# memory does not grow with the class.
_ON_THE_WAY = 2


class WorkersUnusable(Exception):
    """The workers asked for cannot be had; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class NotGraded:
    """A submission on which grading itself failed, and why, in a sentence."""

    student: str
    reason: str


Outcome = Graded | NotGraded
# Writes the files of a graded submission beside their place.
Lay = Callable[[Graded], Graded]
# (assignment, everybody in the course run, submissions, what to do with files that are
# to be written on this machine's disk)
Workers = Callable[
    [Assignment, Collection[str], Iterable[Submission], Lay], Generator[Outcome]
]


def attempt(
    assignment: Assignment,
    members: Collection[str],
    submissions: Sequence[Submission],
) -> list[Outcome]:
    """Grade submissions; on one that the course cannot grade the others do not depend.

    Parameters
    ----------
    assignment : Assignment
    members : collection of str
        Everybody in the course run.
    submissions : sequence of Submission

    Returns
    -------
    list of Graded or NotGraded
        One for each, in order.
    """
    try:
        return [*grade_submissions(assignment, submissions, members)]
    except Exception as error:
        if len(submissions) > 1:
            return [
                outcome
                for submission in submissions
                for outcome in attempt(assignment, members, [submission])
            ]
        words = quoted(f"{type(error).__name__}: {error}", longest=200)
        return [NotGraded(submissions[0].student, say("grading.failed", error=words))]


def here(
    assignment: Assignment,
    members: Collection[str],
    submissions: Iterable[Submission],
    lay: Lay,
) -> Generator[Outcome]:
    """Mark in this process, one after the other.

    Parameters
    ----------
    assignment : Assignment
    members : collection of str
        Everybody in the course run.
    submissions : iterable of Submission
        Read only as fast as they are marked.
    lay : callable
        Not needed: the writer is here.

    Yields
    ------
    Graded or NotGraded
    """
    for lot in _lots(assignment, submissions):
        yield from attempt(assignment, members, lot)


def processes(count: int) -> Workers:
    """Return workers that are processes of this machine.

    Parameters
    ----------
    count : int
        How many; one is this process itself.

    Returns
    -------
    Workers
    """
    if count == 1:
        return here

    def mark(
        assignment: Assignment,
        members: Collection[str],
        submissions: Iterable[Submission],
        lay: Lay,
    ) -> Generator[Outcome]:
        # A fork has everything imported already; elsewhere that takes a second each.
        method = "fork" if sys.platform == "linux" else "spawn"
        with ProcessPoolExecutor(
            count,
            multiprocessing.get_context(method),
            initializer=_begin,
            initargs=(assignment, members, lay, os.getpid()),
        ) as pool:
            yield from _in_order(
                lambda lot: pool.submit(_mark, lot),
                _lots(assignment, submissions),
                count * _ON_THE_WAY,
            )

    return mark


def scheduler(address: str) -> Workers:
    """Return workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://127.0.0.1:8786``.

    Returns
    -------
    Workers

    Raises
    ------
    WorkersUnusable
        If ``distributed`` is not installed, nobody answers, or a worker has another
        edition of the course.
    """
    try:
        from distributed import Client
    except ImportError:
        raise WorkersUnusable(say("grading.no-dask")) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise WorkersUnusable(
            say("grading.no-scheduler", address=address, reason=reason)
        ) from error
    editions = client.run(_edition)
    others = sorted(set(editions.values()) - {__version__})
    if others or not editions:
        client.close()
        raise WorkersUnusable(
            say("grading.other-edition", found=", ".join(others), ours=__version__)
            if others
            else say("grading.no-workers", address=address)
        )

    def mark(
        assignment: Assignment,
        members: Collection[str],
        submissions: Iterable[Submission],
        lay: Lay,
    ) -> Generator[Outcome]:
        with client:
            shared = client.scatter([assignment, frozenset(members)], broadcast=True)
            yield from _in_order(
                lambda lot: client.submit(attempt, *shared, lot, pure=False),
                _lots(assignment, submissions),
                len(editions) * _ON_THE_WAY,
            )

    return mark


def _lots(
    assignment: Assignment, submissions: Iterable[Submission]
) -> Iterator[list[Submission]]:
    """Cut into lots; where code is run, which takes seconds, each by itself."""
    submissions = iter(submissions)
    while lot := [*islice(submissions, 1 if assignment.runs_code else TOGETHER)]:
        yield lot


def _in_order(
    submit: Callable[[list[Submission]], Future[list[Outcome]] | Any],
    lots: Iterable[list[Submission]],
    most: int,
) -> Generator[Outcome]:
    """Keep `most` lots on the way, and give back the first handed out first."""
    on_the_way: deque[Any] = deque()
    for lot in lots:
        on_the_way.append(submit(lot))
        if len(on_the_way) == most:
            yield from on_the_way.popleft().result()
    while on_the_way:
        yield from on_the_way.popleft().result()


# In a worker process: what is the same for every submission.
_shared: tuple[Assignment, Collection[str]] | None = None
_lay: Lay | None = None


def _begin(
    assignment: Assignment, members: Collection[str], lay: Lay, parent: int
) -> None:
    global _shared, _lay
    _shared, _lay = (assignment, members), lay
    _die_with_parent()
    # For systems that cannot be asked to, and for a parent that is dead already.
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies.

    A moment later the next run clears away what this one left unfinished, and nothing
    may be written after that.
    """
    if sys.platform == "linux":
        # linux/prctl.h
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _end_with(parent: int) -> None:
    """Nobody reads the results of a worker whose parent was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _mark(lot: list[Submission]) -> list[Outcome]:
    # Written here: through a pipe, a notebook costs as much as half its drawing.
    return [
        outcome if isinstance(outcome, NotGraded) else _lay(outcome)
        for outcome in attempt(*_shared, lot)
    ]


def _edition() -> str:
    return __version__
