"""Reading files that somebody else put there: whole, small, and nothing but files."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


class TooLarge(OSError):
    """The file holds more than it may; ``args[0]`` is its size in bytes."""


def read_regular_file(
    path: str | Path, largest: int, *, inside: int | None = None
) -> bytes:
    """Read a file without following a link or waiting for a device.

    Parameters
    ----------
    path : str or Path
        Its last part must be no link; of the others see `inside`.
    largest : int
        Bytes it may hold.
    inside : int, optional
        Descriptor of the folder that `path` starts from.

    Returns
    -------
    bytes

    Raises
    ------
    FileNotFoundError
        If there is nothing.
    TooLarge
        If it holds more.
    OSError
        If it is no regular file, or cannot be read.

    Examples
    --------
    >>> read_regular_file("/dev/zero", 10)
    Traceback (most recent call last):
    OSError: [Errno 22] not a regular file
    """
    # A link may point anywhere, a pipe or a device may never end.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), dir_fd=inside)
    # Without a file object, which asks four more things of the system than is needed.
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if about.st_size > largest:
            raise TooLarge(about.st_size)
        # No more room than it takes: to set aside `largest` costs more than reading.
        content = os.read(descriptor, about.st_size + 1)
        # It may have grown since it was asked, and a read may bring less.
        while len(content) != about.st_size and len(content) <= largest:
            more = os.read(descriptor, largest + 1 - len(content))
            if not more:
                break
            content += more
    finally:
        os.close(descriptor)
    if len(content) > largest:
        raise TooLarge(len(content))
    return content
