"""Putting a folder in its place: the whole of it, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# How a folder is called that is not yet whole.
UNFINISHED = ".unfinished-"


def lay_ready(
    folder: Path, files: Mapping[str, bytes], *, mode: int, shared: bool = False
) -> Path:
    """Write a folder beside its place.

    Parameters
    ----------
    folder : Path
        Its place.
    files : mapping of str to bytes
        By path within the folder.
    mode : int
        Permissions of the files.
    shared : bool
        Whether the folders are made for a group to write.

    Returns
    -------
    Path
        To be given to `placing`.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left of it then.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    ready = Path(tempfile.mkdtemp(dir=folder.parent, prefix=UNFINISHED))
    try:
        os.chmod(ready, 0o2770 if shared else 0o755)
        for path, content in files.items():
            _write(ready / path, content, mode)
        if shared:
            for place in (folder.parent, *ready.rglob("*")):
                if place.is_dir():
                    os.chmod(place, 0o2770)
    except BaseException:
        shutil.rmtree(ready, ignore_errors=True)
        raise
    return ready


@contextmanager
def placing(folder: Path, ready: Path) -> Iterator[None]:
    """Put a folder in its place when all went well within.

    Parameters
    ----------
    folder : Path
        What is there now is taken away at the last moment.
    ready : Path
        From `lay_ready`.

    Raises
    ------
    OSError
        If it cannot be put there; the folder is then what it was.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "amira" / "04-variation"
    >>> ready = lay_ready(place, {"answers/signals.json": b"{}"}, mode=0o444)
    >>> with placing(place, ready):
    ...     place.exists()
    False
    >>> (place / "answers/signals.json").read_text()
    '{}'
    """
    earlier = ready.with_name(f"{ready.name}-earlier")
    try:
        yield
        if folder.exists():
            os.rename(folder, earlier)
        os.rename(ready, folder)
    except BaseException:
        shutil.rmtree(ready, ignore_errors=True)
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def _write(target: Path, content: bytes, mode: int) -> None:
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileNotFoundError:
        target.parent.mkdir(parents=True)
        return _write(target, content, mode)
    # Without a file object, which asks the system more than is needed.
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)


def clear_unfinished(root: Path) -> None:
    """Take away what an interrupted run left; only while no other run is at work.

    Parameters
    ----------
    root : Path
        A folder with one folder for each learner.
    """
    for leftover in root.glob(f"*/{UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
