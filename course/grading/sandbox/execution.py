"""Run a notebook that was handed in, with a teacher's tests, where it can do no harm.

Only notebooks with test cells that a teacher has written come here; the course's own
tasks are marked from data, and nobody's code is run.

What holds: code in the sandbox reads no keys, gradebook, home, environment variable or
other submission, reaches no network, changes nothing outside, and cannot use so much
that the next submission is not graded. It ends with the sandbox, to the last process.
What it reports is read as data, within bounds.

What cannot hold: a learner's code and the test of it share one process, so that one
who knows this program well can take the test itself apart. The guard (see
`course.grading.sandbox.guard`) undoes what was replaced before each test and notices a
test that was left early. It does not stop a thread that waits for the test, code that
searches the guard's memory, or ``def all(values): return True`` in the notebook itself,
where the test calls ``all``. An object whose ``__eq__`` always says yes passes
``f(2) == 4`` anywhere: a test that should know says ``type(f(2)) is int`` first. And
a function that is tested can print what it is tested with, hidden tests included:
outputs of a test are for the teacher.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import platform
import secrets
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from course.grading.sandbox.code_cells import FOUND, is_test
from course.grading.sandbox.outputs import known_output, length
from course.grading.sandbox.walls import (
    ROOM,
    SMALL_ROOMS,
    environment_inside,
    shown_folders,
    wrapped,
)
from course.grading.sandbox.watch import end_descendants, used_too_much
from course.messages import say

_MB = 1024 * 1024
_PROGRAM = [sys.executable, "-I", "-m", "course.grading.sandbox.program"]

# The program that runs the notebook, on top of what the notebook itself uses.
_MB_OF_PROGRAM = 256
# bubblewrap outside, the program, the kernel: not of the learner's making.
_OWN_PROCESSES = 4

# Seconds kept of all, to end a kernel that does not listen and to report.
_SECONDS_TO_END = 8
_SECONDS_TO_START = 60
_SECONDS_BETWEEN_LOOKS = 0.2

# A character takes six in JSON at worst; the rest is for what is around it.
_REPORT_PER_CHARACTER = 6
_REPORT_PER_CELL = 4096
_REASON = 2000

# From here on, Linux counts a user's processes in each sandbox apart.
_COUNTS_APART = (5, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    seconds_per_cell, seconds : int
        Of the clock. A cell that takes longer is stopped, and the next one run; where
        there is no time left, cells are not run.
    memory_mb, processes : int
        For all its processes together.
    disk_mb : int
        Its files, and what it writes; a quarter as much again each in ``/tmp`` and
        ``/dev/shm``.
    output_kb : int
        All outputs together; the surplus is left out, and its cell stopped.
    """

    seconds_per_cell: int = 30
    seconds: int = 120
    memory_mb: int = 1024
    processes: int = 64
    disk_mb: int = 64
    output_kb: int = 1024


class SandboxMissing(Exception):
    """No sandbox can be started here; the message is a sentence for the teacher."""


class NotExecuted(Exception):
    """A notebook gave no result; the message is a sentence for the teacher."""


@cache
def sandbox_problem() -> str:
    """Say why no sandbox can be started on this machine.

    Returns
    -------
    str
        One sentence, or ``""`` where one can be. Found out by starting one.
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return say("sandbox.missing")
    command = wrapped([sys.executable, "-I", "-c", "import course"], bwrap, disk_mb=1)
    try:
        tried = subprocess.run(
            command,
            env={},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS_TO_START,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return say("sandbox.not-started", reason=error)
    if tried.returncode == 0:
        return ""
    lines = tried.stderr.strip().splitlines() or [say("sandbox.silent")]
    return say("sandbox.not-started", reason=lines[-1][:_REASON])


def seen_inside(root: Path) -> str:
    """Say why nothing may be run in a sandbox for this course directory.

    Parameters
    ----------
    root : Path
        The course directory, with its keys and its gradebook.

    Returns
    -------
    str
        One sentence where it lies in a folder that can be read in the sandbox, such as
        that of the Python environment; else ``""``.

    Examples
    --------
    >>> seen_inside(Path("/usr/share/course")).split(",")[0]
    'Code that was handed in is run only in a sandbox'
    """
    bwrap = shutil.which("bwrap") or ""
    for folder in shown_folders(bwrap):
        if root.resolve().is_relative_to(folder):
            return say("sandbox.course-inside", folder=folder)
    return ""


def execute_in_sandbox(
    notebook: dict,
    files: Mapping[str, bytes],
    *,
    limits: Limits | None = None,
    unsafe: bool = False,
) -> dict:
    """Execute a notebook with nbgrader's ``Execute``, away from everything else.

    Parameters
    ----------
    notebook : dict
        In nbformat 4, its locked cells overwritten with the teacher's. Not changed.
    files : mapping of str to bytes
        What lies beside it, by relative path with ``/``.
    limits : Limits, optional
    unsafe : bool
        Where no sandbox can be started, run it all the same, with the rights of the
        one who grades: only for code that one has read, or in a container that is
        thrown away.

    Returns
    -------
    dict
        The notebook with outputs and execution counts, each test with what was found
        (see `points_of`), and without tags: by some, cells are skipped. All else is as
        it was given.

    Raises
    ------
    SandboxMissing
        If no sandbox can be started here.
    NotExecuted
        If the program inside died, used too much, or reported nonsense. A cell that
        ends its kernel is no reason: the cells before it keep what they earned.
    """
    limits = limits or Limits()
    problem = sandbox_problem()
    if problem and not unsafe:
        raise SandboxMissing(problem)
    notebook = _prepared(notebook)
    content = {name: _encoded(name, data) for name, data in files.items()}
    if sum(map(len, files.values())) > limits.disk_mb * _MB:
        raise NotExecuted(say("sandbox.no-room", megabytes=limits.disk_mb))

    token = secrets.token_hex()
    request = {
        "token": token,
        "notebook": notebook,
        "tests": [i for i, cell in enumerate(notebook["cells"]) if is_test(cell)],
        "files": content,
        "limits": asdict(limits)
        | {
            "seconds_for_cells": max(limits.seconds - _SECONDS_TO_END, 1),
            "count_processes": not problem and _linux() >= _COUNTS_APART,
        },
    }
    if problem:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
            request["room"] = room
            environment = environment_inside(Path(room))
            line = _run(_PROGRAM, environment, request, limits)
    else:
        request["room"] = str(ROOM)
        command = wrapped(_PROGRAM, shutil.which("bwrap"), limits.disk_mb)
        line = _run(command, {}, request, limits)
    return _executed(notebook, _report(line, token), limits)


def _prepared(notebook: dict) -> dict:
    """Copy a notebook, without anything by which a cell would not be executed."""
    notebook = copy.deepcopy(notebook)
    try:
        metadata = notebook.setdefault("metadata", {})
        # What language its kernel has is not for a submission to say.
        for name in ("kernelspec", "language_info", "widgets"):
            metadata.pop(name, None)
        for cell in notebook["cells"]:
            about = cell.setdefault("metadata", {})
            for name in ("tags", "execution", FOUND):
                about.pop(name, None)
            if isinstance(cell["source"], list):
                cell["source"] = "".join(cell["source"])
            if not isinstance(cell["source"], str):
                raise TypeError
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
    except (AttributeError, KeyError, TypeError) as error:
        raise NotExecuted(say("sandbox.damaged")) from error
    return notebook


def _encoded(name: str, data: bytes) -> str:
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise NotExecuted(say("sandbox.bad-name", name=ascii(name)))
    return base64.b64encode(data).decode("ascii")


def _linux() -> tuple[int, ...]:
    numbers = platform.release().split("-")[0].split(".")[:2]
    return tuple(int(number) for number in numbers if number.isdigit())


def _run(
    command: list[str], environment: dict[str, str], request: dict, limits: Limits
) -> bytes:
    """Give a program a request, and return what it reports within its limits."""
    cells = len(request["notebook"]["cells"])
    most = limits.output_kb * 1024 * _REPORT_PER_CHARACTER + cells * _REPORT_PER_CELL
    with tempfile.TemporaryFile() as letter:
        letter.write(json.dumps(request).encode())
        letter.seek(0)
        process = subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdin=letter,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    until = time.monotonic() + limits.seconds
    report, complaint = bytearray(), bytearray()
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ, report)
            selector.register(process.stderr, selectors.EVENT_READ, complaint)
            while selector.get_map():
                _look(process.pid, until, limits)
                for key, _ in selector.select(_SECONDS_BETWEEN_LOOKS):
                    read = os.read(key.fd, 65536)
                    if not read:
                        selector.unregister(key.fileobj)
                    key.data.extend(read)
                    if len(key.data) > most:
                        raise NotExecuted(say("sandbox.nonsense"))
        process.wait(_SECONDS_TO_END)
    finally:
        end_descendants(process.pid)
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
    if not report:
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1][:_REASON] if lines else say("sandbox.silent")
        raise NotExecuted(say("sandbox.failed", reason=reason))
    return bytes(report)


def _look(process: int, until: float, limits: Limits) -> None:
    if time.monotonic() > until:
        raise NotExecuted(say("sandbox.time", seconds=limits.seconds))
    limit = used_too_much(
        process,
        processes=limits.processes + _OWN_PROCESSES,
        memory_mb=limits.memory_mb + _MB_OF_PROGRAM,
        rooms=(ROOM, *SMALL_ROOMS),
    )
    if limit:
        values = {"megabytes": limits.memory_mb, "processes": limits.processes}
        raise NotExecuted(say(f"sandbox.{limit}", **values))


def _report(line: bytes, token: str) -> list[dict]:
    """Read what the program wrote, if it was the program that wrote it."""
    try:
        report = json.loads(line)
        if not secrets.compare_digest(report["token"], token):
            raise ValueError("not the program's")
        failed = report.get("failed")
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise NotExecuted(say("sandbox.nonsense")) from error
    if failed:
        raise NotExecuted(say("sandbox.failed", reason=failed))
    return report.get("cells")


def _executed(notebook: dict, cells: list[dict], limits: Limits) -> dict:
    """Fill a notebook with what was reported of each of its cells."""
    left = limits.output_kb * 1024
    try:
        for report in cells:
            cell = notebook["cells"][report["index"]]
            count = report["execution_count"]
            cell["execution_count"] = count if type(count) is int else None
            for output in report["outputs"]:
                known = known_output(output, left)
                if known is not None:
                    cell["outputs"].append(known)
                    left -= length(known)
            if is_test(cell):
                not_run = {"ended": False, "mark": None}
                cell["metadata"][FOUND] = report["test"] or not_run
    except (TypeError, LookupError) as error:
        raise NotExecuted(say("sandbox.nonsense")) from error
    return notebook
