"""nbgrader's commands, run in a process of their own: loading it takes seconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from course.grading.own_programs import put_on_path


class Declined(Exception):
    """nbgrader did not do it; the message is its own reason."""


def ask_nbgrader(*words: str, folder: Path) -> None:
    """Run one of nbgrader's commands.

    Parameters
    ----------
    *words : str
    folder : Path
        Where it is to work.

    Raises
    ------
    Declined
    """
    put_on_path()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = [line.split("] ")[-1] for line in done.stderr.splitlines()]
        # The last line is that it failed; the one before it, why.
        reasons = [one for one in said if one.strip() and not one.endswith(" failed")]
        raise Declined(reasons[-1] if reasons else str(done.returncode))
