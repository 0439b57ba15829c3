"""Watch, from outside, what all the processes of one submission use together.

Linux limits one process at a time; a submission may start many. What is read here is
Linux's own account under /proc, which code in the sandbox cannot write.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

_PROC = Path("/proc")
_MB = 1024 * 1024

# A file takes about a kilobyte of memory even if it is empty, which no limit on the
# size of a disk counts.
_FILES = 20_000

_SECONDS_TO_DIE = 5.0


def descendants(process: int) -> list[int]:
    """List the processes that a process started, and those started by them.

    Parameters
    ----------
    process : int

    Returns
    -------
    list of int
        Empty where Linux does not tell.

    Examples
    --------
    >>> import subprocess
    >>> with subprocess.Popen(["sleep", "9"]) as sleeper:
    ...     found = sleeper.pid in descendants(os.getpid())
    ...     sleeper.kill()
    >>> found
    True
    """
    found: list[int] = []
    waiting = [process]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def end(processes: Iterable[int]) -> None:
    """Kill processes at once, those that are gone already left aside.

    Parameters
    ----------
    processes : iterable of int
    """
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def end_descendants(process: int) -> None:
    """Kill all that a process started, however deep, until nothing is left.

    Parameters
    ----------
    process : int
    """
    until = time.monotonic() + _SECONDS_TO_DIE
    while time.monotonic() < until:
        left = [pid for pid in descendants(process) if not _is_dead(pid)]
        if not left:
            return
        end(left)
        time.sleep(0.01)


def used_too_much(
    process: int, *, processes: int, memory_mb: int, rooms: Sequence[Path]
) -> str:
    """Say which limit a process and its descendants are beyond.

    Parameters
    ----------
    process : int
    processes, memory_mb : int
        Allowed for all together.
    rooms : sequence of Path
        Folders in a sandbox where files can be made. A process that does not see the
        first of them is not inside.

    Returns
    -------
    str
        ``"processes"``, ``"memory"``, ``"files"`` or ``""``.

    Examples
    --------
    >>> used_too_much(os.getpid(), processes=999, memory_mb=9999, rooms=[])
    ''
    >>> used_too_much(os.getpid(), processes=999, memory_mb=1, rooms=[])
    'memory'
    """
    family = [process, *descendants(process)]
    if len(family) > processes:
        return "processes"
    allowed = memory_mb * _MB
    # What processes share is counted for each of them here, and once there: slower.
    if sum(map(_resident, family)) > allowed and sum(map(_own, family)) > allowed:
        return "memory"
    if max((_files(pid, rooms) for pid in family), default=0) > _FILES:
        return "files"
    return ""


def _children(process: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in (_PROC / str(process) / "task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except OSError:  # It has ended meanwhile.
        pass
    return found


def _is_dead(process: int) -> bool:
    """Whether a process is gone, or only waits for its parent to notice."""
    try:
        status = (_PROC / str(process) / "stat").read_text()
    except OSError:
        return True
    # The name, in brackets, may hold anything.
    return status.rpartition(")")[2].split()[0] in "ZX"


def _resident(process: int) -> int:
    try:
        pages = (_PROC / str(process) / "statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _own(process: int) -> int:
    """Memory of a process, with its part of what it shares with others."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return _resident(process)
    kilobytes = (line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(next(kilobytes, 0)) * 1024


def _files(process: int, rooms: Sequence[Path]) -> int:
    """How many files there are in the rooms, as a process inside sees them."""
    root = f"{_PROC}/{process}/root"
    try:
        disks = [os.statvfs(f"{root}{room}") for room in rooms]
    except OSError:  # Not inside, not yet, or no longer.
        return 0
    return sum(disk.f_files - disk.f_ffree for disk in disks)
