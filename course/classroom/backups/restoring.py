"""From one file back to a course directory: the whole of it, or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from course.classroom.backups import BackupProblem
from course.classroom.backups.archive import unpack
from course.classroom.backups.databases import kind_of, restore_postgresql
from course.classroom.backups.manifest import GRADEBOOK, Manifest
from course.classroom.course_runs import CONFIGURATION
from course.messages import say

_GRADEBOOK_FILE = "gradebook.db"
_KEYS = "certificates/*.key"


def restore(
    archive: Path,
    target: Path,
    db_url: str = "",
    tick: Callable[[], None] = lambda: None,
) -> Manifest:
    """Unpack a backup, check every file in it, and only then put it in its place.

    Nothing in it is run, not even its settings.

    Parameters
    ----------
    archive : Path
    target : Path
        A folder that is empty, or not there.
    db_url : str
        Of the PostgreSQL database to fill, where it is not the one it was; empty.
    tick : callable
        Called after each file.

    Returns
    -------
    Manifest

    Raises
    ------
    BackupProblem
        If the target or the database is not empty, or the backup is damaged.
    GradebookUnusable
        If the database cannot be used.
    OSError
        If something cannot be read or written; nothing is left of it then.
    """
    target = target.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupProblem(say("backup.not-empty", folder=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=target.parent,
        prefix=f".{target.name}-unfinished-",
        # What was closed, even to its owner, must not hide the sentence that says why.
        ignore_cleanup_errors=True,
    ) as temporary:
        fresh = Path(temporary) / target.name
        fresh.mkdir()
        manifest = unpack(archive, fresh, tick)
        if not (fresh / GRADEBOOK).is_file():
            raise BackupProblem(say("backup.damaged", archive=archive, place=GRADEBOOK))
        for key in fresh.glob(_KEYS):
            key.chmod(0o600)
        if manifest.database == "postgresql":
            _settings(fresh, db_url)
            _fill(manifest, fresh / GRADEBOOK, db_url)
        else:
            if db_url:
                raise BackupProblem(say("backup.is-sqlite"))
            (fresh / GRADEBOOK).rename(fresh / _GRADEBOOK_FILE)
            place = f"sqlite:///{target / _GRADEBOOK_FILE}"
            _settings(fresh, place if manifest.db_url else "")
        if target.exists():
            # Windows puts nothing in the place of a folder, even of an empty one.
            target.rmdir()
        fresh.rename(target)
    return manifest


def _fill(manifest: Manifest, dump: Path, db_url: str) -> None:
    """Restore the database; last, since what it has taken in stays."""
    db_url = db_url or manifest.db_url
    if kind_of(db_url) != "postgresql":
        raise BackupProblem(say("backup.is-postgresql"))
    restore_postgresql(db_url, dump)
    dump.unlink()


def _settings(fresh: Path, db_url: str) -> None:
    """Name another gradebook than the settings did, after them and so before them."""
    if not db_url:
        return
    with open(fresh / CONFIGURATION, "a", encoding="utf-8") as settings:
        comment = say("backup.settings")
        settings.write(f"\n# {comment}\nc.CourseDirectory.db_url = {db_url!r}\n")
