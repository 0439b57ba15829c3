"""An archive of files: written without following a link, unpacked without trust."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from course.classroom.backups import BackupProblem
from course.classroom.backups.manifest import MANIFEST, Manifest, read_manifest
from course.messages import say
from course.tasks.quoting import quoted

# Of a folder also whether what is made in it belongs to its group.
_FILE_MODE, _FOLDER_MODE = 0o777, 0o2777
# What Windows has not is not asked for there.
_BINARY = getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _BINARY
_WRITE_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_PIECE = 1 << 20
_LARGEST_MANIFEST = 200_000_000
# Whatever a damaged byte makes of a compressed archive.
_DAMAGE = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, ValueError)


class ArchiveWriter:
    """Adds files to an archive and keeps their digests.

    Parameters
    ----------
    tar : TarFile
    """

    def __init__(self, tar: tarfile.TarFile):
        self._tar = tar
        self.digests: dict[str, str] = {}

    def add_folder(self, path: Path, name: str) -> None:
        """Add a folder, without what is in it."""
        about = path.stat()
        entry = tarfile.TarInfo(name)
        entry.type = tarfile.DIRTYPE
        entry.mode, entry.mtime = about.st_mode & _FOLDER_MODE, about.st_mtime
        self._tar.addfile(entry)

    def add_file(self, path: Path, name: str) -> bool:
        """Add a regular file; return whether it was one, and still there."""
        try:
            # A link may point anywhere, a pipe or a device may never end.
            if not stat.S_ISREG(path.lstat().st_mode):
                return False
            descriptor = os.open(path, _READ)
        # Graded anew in this moment.
        except FileNotFoundError:
            return False
        with open(descriptor, "rb") as file:
            about = os.fstat(descriptor)
            entry = tarfile.TarInfo(name)
            entry.size = about.st_size
            entry.mode, entry.mtime = about.st_mode & _FILE_MODE, about.st_mtime
            reading = _Digesting(file)
            self._tar.addfile(entry, reading)
        self.digests[name] = reading.digest.hexdigest()
        return True

    def add_manifest(self, manifest: Manifest) -> None:
        """Add the manifest, last of all."""
        content = manifest.as_bytes()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))


class _Digesting:
    """A file whose digest is taken while it is read."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.digest = sha256()

    def read(self, size: int) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Open an archive to write to.

    Parameters
    ----------
    path : Path
    """
    # Without the name of the unfinished file, which gzip would keep.
    with (
        open(path, "wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield ArchiveWriter(tar)


def unpack(
    archive: Path, folder: Path, tick: Callable[[], None] = lambda: None
) -> Manifest:
    """Unpack an archive and hold every file against the manifest.

    Parameters
    ----------
    archive : Path
    folder : Path
        An empty one.
    tick : callable
        Called after each file.

    Returns
    -------
    Manifest

    Raises
    ------
    BackupProblem
        If it is damaged, or holds anything but files and folders within; `folder` may
        hold a part of it then.
    OSError
        If it cannot be read, or there is no room.
    """
    digests: dict[str, str] = {}
    modes: dict[Path, tuple[int, float]] = {}
    manifest, place = None, archive.name
    try:
        # A stream to its very end: a sum over everything stands there.
        with gzip.open(archive) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                for entry in tar:
                    place = entry.name
                    target = folder / _safe_path(archive, entry)
                    if entry.isdir():
                        target.mkdir(mode=0o700, parents=True, exist_ok=True)
                        modes[target] = (entry.mode & _FOLDER_MODE, entry.mtime)
                    elif entry.name == MANIFEST:
                        if entry.size > _LARGEST_MANIFEST:
                            raise ValueError("manifest too large")
                        manifest = read_manifest(tar.extractfile(entry).read())
                    else:
                        if entry.name in digests:
                            raise ValueError("twice")
                        digests[entry.name] = _write(tar, entry, target)
                        tick()
            while packed.read(_PIECE):
                pass
        place = MANIFEST
        if manifest is None:
            raise ValueError("no manifest")
        different = digests.items() ^ manifest.digests.items()
        if different:
            place = min(name for name, _ in different)
            raise ValueError("another digest")
    except _DAMAGE as error:
        raise BackupProblem(
            say("backup.damaged", archive=archive, place=quoted(place))
        ) from error
    # From within outwards: a folder may be closed, even to its owner.
    for path, (mode, changed) in sorted(modes.items(), reverse=True):
        path.chmod(mode)
        os.utime(path, (changed, changed))
    return manifest


def _safe_path(archive: Path, entry: tarfile.TarInfo) -> PurePosixPath:
    """Where an entry belongs, below the folder; refuses whatever is not below it."""
    path = PurePosixPath(entry.name)
    strange = (
        path.is_absolute()
        or ".." in path.parts
        or "\\" in entry.name
        or ":" in entry.name.split("/")[0]
        or not (entry.isfile() or entry.isdir())
    )
    if strange:
        raise BackupProblem(
            say("backup.strange", archive=archive, place=quoted(entry.name))
        )
    return path


def _write(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = sha256()
    content = tar.extractfile(entry)
    # New, or not at all: what stands there is not overwritten.
    descriptor = os.open(target, _WRITE_NEW, 0o600)
    with open(descriptor, "wb") as file:
        while piece := content.read(_PIECE):
            digest.update(piece)
            file.write(piece)
    target.chmod(entry.mode & _FILE_MODE)
    os.utime(target, (entry.mtime, entry.mtime))
    return digest.hexdigest()
