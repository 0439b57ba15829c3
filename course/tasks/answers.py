"""Answers on disk: one small JSON file a task, never half-written, never overwritten.

Two windows may hold the same exercise open. Every file carries a version; who saves
says which version they had seen, and nobody saves over what they have not seen.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from course.messages import say
from course.tasks.quoting import quoted
from course.tasks.safe_files import TooLarge, read_regular_file

# Raised when the form of the file changes; older files stay readable.
FORMAT = 1

# Bytes. The longest honest answer, four pages of free text, takes a tenth of it.
LARGEST = 256 * 1024
# Levels of lists and tables in one another; a tree of drivers takes ten.
DEEPEST = 32

_SECONDS_TO_WAIT = 5


class NotSaved(Exception):
    """An answer could not be saved; the message is a sentence for the learner.

    Attributes
    ----------
    newer : Saved or None
        What lies on disk, where somebody else saved in the meantime.
    """

    def __init__(self, reason: str, newer: Saved | None = None):
        super().__init__(say("answers.not-saved", reason=reason))
        self.newer = newer


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What is known of one task's answer.

    Attributes
    ----------
    answer : JSON value or None
        As given; None where there is none (any more) that is the learner's own.
    state : str
        "new" (no file), "mine", "foreign", "damaged" or "newer" (a later edition's).
    version : int
        Counts the saves; 0 for none.
    attempts, hints : int
        How often it was checked, how many hints were opened.
    saved_at : str
        ISO 8601 with zone, or "".
    learner, run : str
        Whose case it answers, and of which course run.
    sector : str
        Where that case was asked to lie; "" for anywhere.
    sentence : str
        What the learner should read about a file that is not in use; often "".
    """

    answer: Any = None
    state: str = "new"
    version: int = 0
    attempts: int = 0
    hints: int = 0
    saved_at: str = ""
    learner: str = ""
    run: str = ""
    sector: str = ""
    sentence: str = ""

    @property
    def time(self) -> str:
        """Hours and minutes of the save, local time; "" for none."""
        return self.saved_at[11:16]


class AnswerFolder:
    """The answers of one learner to one lesson.

    Parameters
    ----------
    folder : Path
        Made at the first save, never before.
    learner, run : str
        Whose answers these are to be, in which course run.
    read_only : bool
        Refuse to save, as while grading.

    Examples
    --------
    >>> import tempfile
    >>> folder = AnswerFolder(Path(tempfile.mkdtemp()) / "answers", "amira", "demo")
    >>> saved = folder.save("run-lengths", {"median": "4"}, version=0)
    >>> folder.load("run-lengths").answer
    {'median': '4'}
    """

    def __init__(self, folder: Path, learner: str, run: str, read_only: bool = False):
        self.folder = Path(folder)
        self.learner = learner
        self.run = run
        self.read_only = read_only

    def path(self, task: str) -> Path:
        """Where the answer to `task` lies, or would."""
        return self.folder / f"{task}.json"

    def load(self, task: str) -> Saved:
        """Read the answer to `task`; whatever lies there, this never raises.

        Parameters
        ----------
        task : str

        Returns
        -------
        Saved
        """
        saved = read_answer(self.path(task), task)
        if saved.state == "mine" and not self._is_mine(saved):
            sentence = say(
                "answers.foreign",
                file=self.path(task).name,
                owner=quoted(saved.learner),
                aside=self._aside(task).name,
            )
            return Saved(
                state="foreign",
                learner=saved.learner,
                run=saved.run,
                saved_at=saved.saved_at,
                sentence=sentence,
            )
        if saved.state == "damaged":
            sentence = say(
                "answers.damaged",
                file=self.path(task).name,
                reason=saved.sentence,
                aside=self._aside(task).name,
            )
            return Saved(state="damaged", sentence=sentence)
        return saved

    def save(
        self,
        task: str,
        answer: Any,
        *,
        version: int,
        attempts: int = 0,
        hints: int = 0,
        sector: str = "",
    ) -> Saved:
        """Save an answer, whole or not at all.

        Parameters
        ----------
        task : str
        answer : JSON value or None
            None takes the answer back.
        version : int
            The version last loaded or saved here.
        attempts, hints : int
        sector : str

        Returns
        -------
        Saved
            With the next version.

        Raises
        ------
        NotSaved
            With the reason in a sentence. Nothing on disk has changed then.
        """
        if self.read_only:
            raise NotSaved(say("answers.grading"))
        # Not at the top: opening a lesson reads many answers and saves none.
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=_SECONDS_TO_WAIT):
                return self._save_alone(task, answer, version, attempts, hints, sector)
        except Timeout as error:
            raise NotSaved(say("answers.busy")) from error
        except OSError as error:
            raise NotSaved(self._reason(error)) from error

    def _save_alone(
        self,
        task: str,
        answer: Any,
        version: int,
        attempts: int,
        hints: int,
        sector: str,
    ) -> Saved:
        on_disk = self.load(task)
        if on_disk.state == "newer":
            raise NotSaved(on_disk.sentence)
        if on_disk.version != version:
            reason = say("answers.newer-elsewhere", time=on_disk.time)
            raise NotSaved(reason, newer=on_disk)
        # We hold the lock, so any unfinished file was left by a process that died.
        for orphan in self.folder.glob(".*.unfinished"):
            orphan.unlink()
        saved = Saved(
            answer=answer,
            state="mine",
            version=version + 1,
            attempts=attempts,
            hints=hints,
            saved_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            learner=self.learner,
            run=self.run,
            sector=sector,
        )
        content = {
            "format": FORMAT,
            "task": task,
            "learner": saved.learner,
            "run": saved.run,
            "sector": sector,
            "version": saved.version,
            "saved": saved.saved_at,
            "attempts": attempts,
            "hints": hints,
            "answer": answer,
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
        path = self.path(task)
        with unfinished_file(path) as unfinished:
            unfinished.write_text(text + "\n", encoding="utf-8")
            if on_disk.state in ("foreign", "damaged"):
                shutil.copyfile(path, self._aside(task), follow_symlinks=False)
                if path.is_symlink():
                    path.unlink()
        return saved

    def _is_mine(self, saved: Saved) -> bool:
        same_learner = saved.learner.strip().lower() == self.learner.strip().lower()
        return same_learner and saved.run == self.run

    def _aside(self, task: str) -> Path:
        number = 1
        while (path := self.folder / f"{task}.{number}.aside").exists():
            number += 1
        return path

    def _reason(self, error: OSError) -> str:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return say("answers.read-only-folder", folder=self.folder)
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
            return say("answers.disk-full")
        return say("answers.other-reason", error=error.strerror or error)


class unfinished_file:  # noqa: N801 - used as a verb: `with unfinished_file(path)`
    """Write beside `path`, and take its place only when all went well.

    Parameters
    ----------
    path : Path
    mode : int
        Its permissions: mkstemp makes files for their owner alone, and most of these a
        teacher must read.

    Examples
    --------
    >>> target = Path(tempfile.mkdtemp()) / "note.txt"
    >>> with unfinished_file(target) as unfinished:
    ...     _ = unfinished.write_text("whole")
    >>> target.read_text()
    'whole'
    """

    def __init__(self, path: Path, mode: int = 0o644):
        self._path, self._mode = path, mode

    def __enter__(self) -> Path:
        number, name = tempfile.mkstemp(
            dir=self._path.parent, prefix=".", suffix=".unfinished"
        )
        os.close(number)
        self._unfinished = Path(name)
        return self._unfinished

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._unfinished.unlink(missing_ok=True)
            return
        try:
            os.chmod(self._unfinished, self._mode)
            with open(self._unfinished, "rb+") as written:
                os.fsync(written.fileno())
            os.replace(self._unfinished, self._path)
        except BaseException:
            self._unfinished.unlink(missing_ok=True)
            raise


def read_answer(path: Path, task: str) -> Saved:
    """Read one answer file, whoever's it is and whatever is in it.

    Parameters
    ----------
    path : Path
        Opened only where it is a regular file of at most `LARGEST` bytes.
    task : str
        The task it should answer.

    Returns
    -------
    Saved
        With state "new", "mine" (a sound file, whoever's), "damaged" (with the
        reason as its sentence) or "newer".

    Examples
    --------
    >>> read_answer(Path("no-such-file.json"), "run-lengths").state
    'new'
    """
    try:
        content = read_regular_file(path, LARGEST)
    except FileNotFoundError:
        return Saved()
    except TooLarge as error:
        reason = say("answers.too-large", size=error.args[0] // 1024)
        return Saved(state="damaged", sentence=reason)
    except OSError:
        return Saved(state="damaged", sentence=say("answers.not-json"))
    return parse_answer(content, task)


def parse_answer(written: bytes, task: str) -> Saved:
    """Read what an answer file holds, whatever that is.

    Parameters
    ----------
    written : bytes
        Of a file; how large it may be, its reader decides.
    task : str
        The task it should answer.

    Returns
    -------
    Saved
        As `read_answer`; never "new".

    Examples
    --------
    >>> parse_answer(b"no JSON", "run-lengths").state
    'damaged'
    """
    try:
        # Not left to json, which reads half letters and other encodings too.
        text = written.decode("utf-8")
        content = json.loads(text, parse_constant=_refuse_constant)
        # Half a letter can be written in JSON and in no file or page after that.
        if "\\u" in text:
            json.dumps(content, ensure_ascii=False).encode()
        # Deeper than any answer, and too deep for some that walk through it.
        if _depth(content) > DEEPEST:
            raise ValueError
    # A ValueError is bad JSON or bad UTF-8; a RecursionError, JSON nested too deep.
    except (ValueError, RecursionError):
        return Saved(state="damaged", sentence=say("answers.not-json"))
    if isinstance(content, dict) and type(content.get("format")) is int:
        if content["format"] > FORMAT:
            sentence = say("answers.newer-format", file=f"{task}.json")
            return Saved(state="newer", sentence=sentence)
    if not _is_sound(content, task):
        return Saved(state="damaged", sentence=say("answers.not-json"))
    return Saved(
        answer=content["answer"],
        state="mine",
        version=content["version"],
        attempts=content["attempts"],
        hints=content["hints"],
        saved_at=content["saved"],
        learner=content["learner"],
        run=content["run"],
        sector=content.get("sector", ""),
    )


def _refuse_constant(name: str) -> None:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, list | dict)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth


def _is_sound(content: Any, task: str) -> bool:
    return (
        isinstance(content, dict)
        and content.get("task") == task
        and "answer" in content
        and all(type(content.get(k)) is str for k in ("learner", "run", "saved"))
        # An answer saved before there was a choice has none.
        and type(content.get("sector", "")) is str
        and all(
            type(content.get(k)) is int and 0 <= content[k] < 10**9
            for k in ("version", "attempts", "hints")
        )
    )
