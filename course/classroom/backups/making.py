"""From a course directory to one file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from course import __version__
from course.classroom.backups import BackupProblem
from course.classroom.backups.archive import ArchiveWriter, writing
from course.classroom.backups.databases import (
    copy_sqlite,
    dump_postgresql,
    kind_of,
    without_password,
)
from course.classroom.backups.manifest import GRADEBOOK, MANIFEST, Manifest
from course.grading.course_directory import CourseDirectory
from course.grading.grader import alone
from course.messages import say
from course.tasks.answers import unfinished_file

# What programs leave behind: locks, half-written files and caches.
_LEFT = (".lock", ".ipynb_checkpoints", "__pycache__")
_SQLITE_LEAVES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes
    ----------
    files : int
    left_out : tuple of str
        Links and devices, by path: nobody follows them.
    """

    files: int
    left_out: tuple[str, ...]


def back_up(
    course: CourseDirectory,
    archive: Path,
    tick: Callable[[], None] = lambda: None,
    waiting: Callable[[], None] = lambda: None,
) -> Backup:
    """Put everything in a course directory, and its gradebook, into one file.

    Parameters
    ----------
    course : CourseDirectory
    archive : Path
        A file that is not there yet, outside the course directory.
    tick : callable
        Called after each file.
    waiting : callable
        Called once if a grader is at work and this waits for it.

    Returns
    -------
    Backup

    Raises
    ------
    BackupProblem
        If there is such a file, or the course directory cannot be backed up.
    GradebookUnusable
        If the gradebook cannot be read.
    OSError
        If something cannot be read or written; nothing is left then.
    """
    archive = archive.absolute()
    _refuse_what_cannot_be_backed_up(course, archive)
    kind = kind_of(course.db_url)
    left_out: list[str] = []
    with (
        unfinished_file(archive, mode=0o600) as unfinished,
        tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as aside,
        writing(unfinished) as writer,
    ):
        with alone(course, waiting):
            for path in _add_all(course, writer):
                if path is None:
                    tick()
                else:
                    left_out.append(path)
        # After the files: a graded notebook without rows would be passed over by the
        # next run, and rows without their notebook are graded again.
        gradebook = Path(aside) / GRADEBOOK
        copy = copy_sqlite if kind == "sqlite" else dump_postgresql
        copy(course.db_url, gradebook)
        writer.add_file(gradebook, GRADEBOOK)
        named = course.config.CourseDirectory.get("db_url")
        writer.add_manifest(
            Manifest(
                run=course.course_id,
                made=datetime.now(UTC).isoformat(timespec="seconds"),
                edition=__version__,
                database=kind,
                db_url=without_password(named) if named else "",
                digests=writer.digests,
            )
        )
    return Backup(len(writer.digests), tuple(left_out))


def _refuse_what_cannot_be_backed_up(course: CourseDirectory, archive: Path) -> None:
    if archive.exists():
        raise BackupProblem(say("backup.file-exists", file=archive))
    root = course.root.resolve()
    if archive.resolve().is_relative_to(root):
        raise BackupProblem(say("backup.inside", folder=course.root))
    for folder in (
        course.source,
        course.release,
        course.submitted,
        course.autograded,
        course.feedback,
    ):
        if not folder.resolve().is_relative_to(root):
            raise BackupProblem(say("backup.elsewhere", folder=folder))


def _add_all(course: CourseDirectory, writer: ArchiveWriter) -> Iterator[str | None]:
    """Add what is there; yield None for each file, and the path of what is none."""
    live = set()
    if kind_of(course.db_url) == "sqlite":
        database = Path(make_url(course.db_url).database).absolute()
        live = {database.with_name(database.name + end) for end in _SQLITE_LEAVES}
    writer.add_folder(course.root, ".")
    folders = [course.root]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            name = path.relative_to(course.root).as_posix()
            # At the top, what begins with a dot belongs to programs, not to the run.
            if path in live or _is_left_behind(path.name) or name.startswith("."):
                continue
            if name in (MANIFEST, GRADEBOOK):
                raise BackupProblem(say("backup.name", name=name))
            if path.is_dir() and not path.is_symlink():
                writer.add_folder(path, name)
                folders.append(path)
            else:
                yield None if writer.add_file(path, name) else name


def _is_left_behind(name: str) -> bool:
    return (
        name in _LEFT or name.endswith(".unfinished") or name.startswith(".unfinished-")
    )
