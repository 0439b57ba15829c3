"""One piece of work at a time in a folder: begun by the page, done by a process.

What a job says is written to a file as it goes. So the page can be closed, or looked at
by a second teacher, and the account is kept. The process that works holds the lock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from course.messages import say

FOLDER = ".teaching"
_LOCK = "at-work.lock"
# The page looks at the lock for a moment, now and then.
_SECONDS_TO_LOCK = 10
_MOST_LINES = 400


class Busy(Exception):
    """Another job is at work; the message is a sentence."""


@dataclass(slots=True)
class Account:
    """What a job has said so far.

    Attributes
    ----------
    id : str
    do, lesson : str
        What was asked for.
    title : str
    done, of : int
        Steps.
    lines : list of str
    offers : list of dict
        What can be done next, as buttons and links.
    running : bool
    well : bool
        Whether it came to its end, and nothing was refused.
    """

    id: str
    do: str = ""
    lesson: str = ""
    title: str = ""
    done: int = 0
    of: int = 0
    lines: list[str] = field(default_factory=list)
    offers: list[dict[str, str]] = field(default_factory=list)
    running: bool = False
    well: bool = False


class Journal:
    """Where a job writes what it does.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path):
        self._path = path
        self._done = 0

    def begin(self, title: str) -> None:
        """Say what is being done, and begin to count anew."""
        self._done = 0
        self._write(title=title, done=0, of=0)

    def count(self, of: int) -> None:
        """Say how many steps there are."""
        self._write(of=of)

    def step(self) -> None:
        """Say that one more is done."""
        self._done += 1
        self._write(done=self._done)

    def say(self, sentence: str) -> None:
        """Tell the teacher something."""
        self._write(line=sentence)

    def offer(self, label: str, **what: str) -> None:
        """Offer what can be done next: a deed, or an address to look at."""
        self._write(offer={"label": label, **what})

    def end(self, well: bool) -> None:
        """Say that it is over."""
        self._write(ended=True, well=well)

    def _write(self, **what: Any) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(what) + "\n")


class Jobs:
    """The jobs that one server has begun, and those that it finds."""

    def __init__(self) -> None:
        self._begun: dict[Path, subprocess.Popen] = {}

    def begin(self, folder: Path, order: Mapping[str, Any]) -> str:
        """Begin a job.

        Parameters
        ----------
        folder : Path
            In which nothing else may be at work.
        order : mapping
            What `course.classroom.teaching.deeds` is to do.

        Returns
        -------
        str
            Its id.

        Raises
        ------
        Busy
            If something is at work there.
        OSError
            If the folder cannot be written.
        """
        if self.is_busy(folder):
            raise Busy(say("teach.busy"))
        place = folder / FOLDER
        place.mkdir(exist_ok=True)
        id_ = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        path = place / f"{id_}.jsonl"
        path.write_text(json.dumps(dict(order)) + "\n", "utf-8")
        with (place / "problems.log").open("ab") as problems:
            self._begun[folder] = subprocess.Popen(
                [sys.executable, "-m", "course.classroom.teaching.deeds", str(path)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=problems,
                stderr=problems,
                # Closing the page's server, or Ctrl+C in its window, leaves the job be.
                start_new_session=os.name != "nt",
                env=os.environ | {"PYTHONSAFEPATH": "1"},
            )
        return id_

    def is_busy(self, folder: Path) -> bool:
        """Whether a job is at work in a folder, whoever began it."""
        begun = self._begun.get(folder)
        if begun is not None and begun.poll() is None:
            return True
        if not (folder / FOLDER / _LOCK).exists():
            return False
        lock = lock_of(folder)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        return False

    def last(self, folder: Path) -> Account | None:
        """Return what the latest job in a folder says, or has said.

        Parameters
        ----------
        folder : Path

        Returns
        -------
        Account or None
            None where there was none.
        """
        # First: a job that ends just now is then read to its end.
        busy = self.is_busy(folder)
        paths = sorted((folder / FOLDER).glob("*.jsonl"))
        if not paths:
            return None
        account, ended = read_account(paths[-1])
        # Until its process is gone nothing else can begin.
        account.running = busy
        if not (busy or ended):
            account.lines.append(say("teach.broken-off"))
        return account


def lock_of(folder: Path) -> FileLock:
    """Return the lock that is held while a job is at work in a folder."""
    return FileLock(folder / FOLDER / _LOCK, timeout=_SECONDS_TO_LOCK, mode=0o664)


def read_account(path: Path) -> tuple[Account, bool]:
    """Read what a job has written.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Account
    bool
        Whether it has ended.
    """
    account, ended = Account(path.stem), False
    for line in path.read_text("utf-8").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue  # The line that is being written.
        for name in ("do", "lesson", "title", "done", "of", "well"):
            if name in said:
                setattr(account, name, said[name])
        if "line" in said and len(account.lines) < _MOST_LINES:
            account.lines.append(said["line"])
        if "offer" in said:
            account.offers.append(said["offer"])
        ended = ended or "ended" in said
    return account, ended
