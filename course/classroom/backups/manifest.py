"""What lies in a backup: every file with its digest, written last, checked first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from course.classroom.backups import BackupProblem
from course.messages import say

# Names no course directory has.
MANIFEST = "fourlenses-backup.json"
GRADEBOOK = "fourlenses-gradebook"
FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What lies in a backup.

    Attributes
    ----------
    run : str
        The course run's name.
    made : str
        When, as ISO 8601.
    edition : str
        Of the course that made it.
    database : str
        "sqlite" or "postgresql".
    db_url : str
        The gradebook's, where the settings name one; without a password.
    digests : mapping of str to str
        SHA-256 by path in the archive.
    """

    run: str
    made: str
    edition: str
    database: str
    db_url: str
    digests: Mapping[str, str]

    def as_bytes(self) -> bytes:
        """Write it as JSON."""
        return json.dumps({"form": FORM, **asdict(self)}, indent=1).encode()


def read_manifest(written: bytes) -> Manifest:
    """Read what `Manifest.as_bytes` wrote.

    Parameters
    ----------
    written : bytes

    Returns
    -------
    Manifest

    Raises
    ------
    BackupProblem
        If a later edition of the course wrote it.
    ValueError
        If it is none.

    Examples
    --------
    >>> about = dict(run="a", made="", edition="", database="sqlite", db_url="")
    >>> read_manifest(Manifest(**about, digests={"README.md": "0f"}).as_bytes()).run
    'a'
    >>> read_manifest(b"[]")
    Traceback (most recent call last):
    ValueError: no manifest
    """
    content = json.loads(written)
    if not isinstance(content, dict) or not isinstance(content.get("form"), int):
        raise ValueError("no manifest")
    if content.pop("form") > FORM:
        raise BackupProblem(say("backup.later"))
    try:
        manifest = Manifest(**content)
    except TypeError as error:
        raise ValueError("no manifest") from error
    if not isinstance(manifest.digests, dict):
        raise ValueError("no manifest")
    return manifest
