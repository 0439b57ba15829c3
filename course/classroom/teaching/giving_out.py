"""What learners without a hub are given: the lessons, and no keys."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path


def lessons_archive(release: Path, name: str) -> bytes:
    """Put the lessons of a course run into one file to be sent.

    Parameters
    ----------
    release : Path
        The folder with the lessons as learners get them.
    name : str
        Of the folder that the file unpacks to; ``release`` lies in it.

    Returns
    -------
    bytes
        A ZIP file. Links are left out, and whatever lies behind them.
    """
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(release.rglob("*")):
            within = path.relative_to(release)
            is_hidden = any(part.startswith(".") for part in within.parts)
            if path.is_file() and not path.is_symlink() and not is_hidden:
                archive.write(path, Path(name, "release", within))
    return content.getvalue()
