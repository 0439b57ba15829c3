"""What a hub does as the grader account, and not as root.

All below that account's home is its own: it could put a link where root is to write.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from course.classroom.hub.class_list import ClassList
from course.classroom.hub.places import Places


class AsGrader:
    """Does things as the grader account of a class.

    Parameters
    ----------
    people : ClassList
        Whose accounts are there.
    places : Places
    """

    def __init__(self, people: ClassList, places: Places):
        self._places = places
        account = [f"--reuid={people.grader}", f"--regid={people.grader}"]
        # Nothing goes on when the hub that asked for it is ended: the next one begins
        # anew, and would be in its way.
        self._setpriv = ["setpriv", *account, "--clear-groups", "--pdeathsig", "KILL"]

    def run(self, *command: str | Path, **more) -> None:
        """Run a command; it is an error if it fails."""
        self._run(*command, check=True, stdout=subprocess.DEVNULL, **more)

    def write(self, text: str, target: Path) -> None:
        """Write a file."""
        self.run("tee", target, input=text, text=True)

    def unpack(self, root: Path, folders: Sequence[str], target: Path) -> None:
        """Copy folders that only root may be able to read; leave what is there."""
        packed = ["tar", "--create", "--directory", root, *folders]
        unpack = ["tar", "--extract", "--skip-old-files", "--directory", target]
        with subprocess.Popen(packed, stdout=subprocess.PIPE) as files:
            self.run(*unpack, stdin=files.stdout)

    def run_program(self, folder: Path, program: str, *words: str | Path) -> str:
        """Run a program of the hub's environment in a folder.

        Returns
        -------
        str
            Why it failed; "" if it did not.
        """
        done = self._run(
            self._places.environment / "bin" / program,
            *words,
            cwd=folder,
            env=os.environ
            | {"HOME": str(self._places.grader_home), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
        )
        return (done.stderr.strip() or "?").splitlines()[-1] if done.returncode else ""

    def _run(self, *command: str | Path, **more) -> subprocess.CompletedProcess:
        # The folder that root is in may be closed to the grader.
        about = {"cwd": self._places.grader_home} | more
        return subprocess.run([*self._setpriv, "--", *command], **about)
