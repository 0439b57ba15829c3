"""The program inside the sandbox: one request in, one executed notebook out.

Reads a request from standard input and writes one line of JSON to what is standard
output when it starts. The kernel that it starts belongs to the same user, so it makes
itself unreadable first, and keeps the way back to the grader to itself.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path

from course.grading.sandbox.watch import end_descendants

# linux/prctl.h. After the first, other processes of this user read neither this
# one's memory nor its open files. By the second, orphans become its children, so that
# it finds them and can end them.
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36

_MB = 1024 * 1024
_OPEN_FILES = 512


def main() -> None:
    """Execute the notebook of one request, and report."""
    began = time.monotonic()
    _hide()
    # A descriptor that no program started from here inherits.
    report = os.dup(1)
    request = json.load(sys.stdin)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    try:
        answer = {"cells": _execute(request, began)}
    # The grader must hear of it, whatever it was.
    except BaseException as error:
        answer = {"failed": f"{type(error).__name__}: {error}"[:500]}
    end_descendants(os.getpid())
    # Only this process has read it, so no other can have written the line.
    answer["token"] = request["token"]
    line = memoryview(json.dumps(answer).encode() + b"\n")
    while line:
        line = line[os.write(report, line) :]


def _execute(request: dict, began: float) -> list[dict]:
    # A grammar that a checker of web addresses builds when it is imported: a second
    # of work, for a check that is not made here.
    sys.modules["rfc3987_syntax"] = None
    import nbformat

    from course.grading.sandbox.guarded_execute import ExecuteGuarded

    room = Path(request["room"])
    limits = request["limits"]
    submission = _furnish(room, request["files"])
    notebook = nbformat.from_dict(request["notebook"])
    execute = ExecuteGuarded(
        sockets=room / "run",
        tests=request["tests"],
        seconds_per_cell=limits["seconds_per_cell"],
        until=began + limits["seconds_for_cells"],
        most_output=limits["output_kb"] * 1024,
    )
    _limit(limits)
    execute.preprocess(notebook, {"metadata": {"path": str(submission)}})
    return [
        {
            "index": index,
            "execution_count": cell.get("execution_count"),
            "outputs": cell.get("outputs", []),
            "test": execute.findings.get(index),
        }
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    ]


def _hide() -> None:
    # As process 1, it is sent no signal from inside for which it has no handler, and
    # Python gives it one for this.
    signal.signal(signal.SIGINT, lambda *_: None)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _furnish(room: Path, files: dict[str, str]) -> Path:
    submission = room / "submission"
    for folder in (room / "home", room / "run", submission):
        folder.mkdir()
    for name, content in files.items():
        path = submission / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
    return submission


def _limit(limits: dict[str, int]) -> None:
    """Set what each process may use; none can raise it again."""
    import resource

    for name, most in (
        ("AS", limits["memory_mb"] * _MB),
        ("FSIZE", limits["disk_mb"] * _MB),
        ("NPROC", limits["processes"]),
        ("NOFILE", _OPEN_FILES),
        ("CORE", 0),
        ("CPU", limits["seconds"]),
    ):
        if name == "NPROC" and not limits["count_processes"]:
            continue
        which = getattr(resource, f"RLIMIT_{name}")
        _, allowed = resource.getrlimit(which)
        if allowed != resource.RLIM_INFINITY:
            most = min(most, allowed)
        resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    main()
