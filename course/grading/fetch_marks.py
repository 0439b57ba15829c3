"""Who has fetched an assignment: an empty file, left in the exchange by fetching.

The account that owns the file is who fetched. What it is called besides is drawn, so
that nobody can take the name of somebody else's. Where an exchange has no folder for
these marks, as nbgrader's own has not, nothing is known.

Imported by every learner's server on a hub, and so it needs little.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MARKS = "fetched"


def leave_mark(exchange: Path, assignment: str) -> None:
    """Note that the account this runs as has fetched an assignment.

    Parameters
    ----------
    exchange : Path
        The folder of the course run in it.
    assignment : str

    Raises
    ------
    OSError
        If it cannot be noted.
    """
    number, _ = tempfile.mkstemp(prefix=f"{assignment}+", dir=exchange / MARKS)
    os.close(number)


def fetched_by(exchange: Path, assignment: str) -> frozenset[str] | None:
    """Return the accounts that have fetched an assignment.

    Parameters
    ----------
    exchange : Path
        The folder of the course run in it.
    assignment : str

    Returns
    -------
    frozenset of str or None
        None where fetching leaves no mark.
    """
    marks = exchange / MARKS
    if not marks.is_dir():
        return None
    return frozenset(owner_of(mark) for mark in marks.glob(f"{assignment}+*"))


def owner_of(path: Path) -> str:
    """Return the account that owns a file; of a link, whoever made the link.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str
    """
    import pwd  # Not there on Windows, where there is no exchange either.

    uid = path.lstat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
