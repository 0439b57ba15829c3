"""nbgrader starts ``alembic`` by its bare name; it lies beside this Python."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def put_on_path() -> None:
    """Let programs of this environment be found, also where it is not activated.

    Examples
    --------
    >>> put_on_path()
    >>> str(Path(sys.executable).parent) in os.environ["PATH"].split(os.pathsep)
    True
    """
    here = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if here not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join((here, path))
