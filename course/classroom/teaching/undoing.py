"""What the last job changed, kept as it was before, so that it can be taken back.

It can be taken back as long as nothing else has changed the gradebook since.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from sqlalchemy import make_url

from course.classroom.teaching.jobs import FOLDER
from course.grading.course_directory import CourseDirectory
from course.grading.grader import alone
from course.messages import say

_BEFORE = "before"
_MANIFEST = "manifest.json"
_GRADEBOOK = "gradebook.db"


class NotUndone(Exception):
    """It cannot be taken back; the message is a sentence."""


def keep_before(course: CourseDirectory, lesson: str, folders: Sequence[Path]) -> bool:
    """Keep a lesson's part of some folders, and the gradebook, as they are now.

    Parameters
    ----------
    course : CourseDirectory
    lesson : str
    folders : sequence of Path
        Such as ``autograded/``: of each the parts of all learners in this lesson.

    Returns
    -------
    bool
        False where the gradebook lies in a database that cannot simply be copied.
    """
    forget(course)
    gradebook = _gradebook_file(course)
    if gradebook is None or not gradebook.is_file():
        return False
    place = course.root / FOLDER / _BEFORE
    place.mkdir(parents=True)
    _copy_database(gradebook, place / _GRADEBOOK)
    for folder in folders:
        for part in sorted(folder.glob(f"*/{lesson}")):
            if part.is_dir() and not part.is_symlink():
                kept = place / folder.name / part.parent.name
                kept.mkdir(parents=True)
                shutil.copytree(part, kept / lesson, symlinks=True)
    return True


def seal(course: CourseDirectory, lesson: str, folders: Sequence[Path]) -> None:
    """Note that the job is done, and how the gradebook looks after it."""
    place = course.root / FOLDER / _BEFORE
    manifest = {
        "lesson": lesson,
        "folders": [str(folder) for folder in folders],
        "after": _fingerprint(_gradebook_file(course)),
    }
    (place / _MANIFEST).write_text(json.dumps(manifest), "utf-8")


def forget(course: CourseDirectory) -> None:
    """Keep nothing any more."""
    shutil.rmtree(course.root / FOLDER / _BEFORE, ignore_errors=True)


def take_back(course: CourseDirectory) -> str:
    """Put everything back as it was before the last job.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    str
        The lesson.

    Raises
    ------
    NotUndone
        If nothing is kept, or the gradebook has changed since.
    """
    place = course.root / FOLDER / _BEFORE
    gradebook = _gradebook_file(course)
    try:
        manifest = json.loads((place / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise NotUndone(say("teach.undo.nothing")) from None
    with alone(course, lambda: None):
        if gradebook is None or _fingerprint(gradebook) != manifest["after"]:
            raise NotUndone(say("teach.undo.changed"))
        _copy_database(place / _GRADEBOOK, gradebook)
        for folder in map(Path, manifest["folders"]):
            for part in folder.glob(f"*/{manifest['lesson']}"):
                shutil.rmtree(part)
                if not any(part.parent.iterdir()):
                    part.parent.rmdir()
            kept = place / folder.name
            if kept.is_dir():
                shutil.copytree(kept, folder, symlinks=True, dirs_exist_ok=True)
    forget(course)
    return manifest["lesson"]


def _gradebook_file(course: CourseDirectory) -> Path | None:
    url = make_url(course.db_url)
    if not url.drivername.startswith("sqlite") or not url.database:
        return None
    return Path(url.database)


def _fingerprint(database: Path) -> str:
    return sha256(database.read_bytes()).hexdigest()


def _copy_database(source: Path, target: Path) -> None:
    """Copy all that is committed, also while somebody else has it open."""
    with (
        closing(sqlite3.connect(source)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)
