"""nbgrader's exchange for people who share a machine: who handed in is who owns it.

nbgrader protects a submission by a name that is hard to guess, and takes the name of
whoever handed in from the folder's name, with a warning where another account owns it.
Here the account decides, and only the teachers can open what was handed in; and who has
fetched an assignment is known to them. nbgrader writes a submission where it is to lie,
and whoever collects meanwhile, or after the machine has gone down, has half of it. Here
it is put there whole. Named in ``ExchangeFactory`` of a hub's ``nbgrader_config.json``.
"""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import (
    ExchangeCollect,
    ExchangeFetchAssignment,
    ExchangeSubmit,
)

from course.grading.fetch_marks import leave_mark, owner_of
from course.grading.placing import UNFINISHED
from course.messages import say


class TellingFetch(ExchangeFetchAssignment):
    """Fetches, and leaves a mark for the teachers to see."""

    def copy_files(self) -> None:
        """Fetch, then leave the mark."""
        super().copy_files()
        try:
            leave_mark(Path(self.course_path), self.coursedir.assignment_id)
        # The lesson is there, and that is what they came for.
        except OSError as error:
            self.log.warning(say("hub.no-mark", reason=error))


class WholeSubmit(ExchangeSubmit):
    """Hands in all of it or nothing, for the teachers' eyes alone.

    The folder ``inbound`` carries the grader's group and gives it on (setgid).
    """

    def copy_files(self) -> None:
        """Write beside the places, close the door, then put it there."""
        inbound, kept = Path(self.inbound_path), Path(self.cache_path)
        kept.mkdir(parents=True, exist_ok=True)
        with _beside(inbound) as self.inbound_path, _beside(kept) as self.cache_path:
            super().copy_files()
            (handed_in,) = Path(self.inbound_path).iterdir()
            (copy,) = Path(self.cache_path).iterdir()
            handed_in.chmod(0o770)
            _keep(handed_in)
            handed_in.rename(inbound / handed_in.name)
            # Last: it is by this copy that the learner is told it was handed in.
            copy.rename(kept / copy.name)


class OwnersCollect(ExchangeCollect):
    """Collects what somebody handed in themselves, and leaves the rest."""

    def init_src(self) -> None:
        """Find the latest submission of each student that is the student's own."""
        inbound = Path(self.root) / self.coursedir.course_id / "inbound"
        self._foreign = set()
        for folder in inbound.glob("[!.]*") if inbound.is_dir() else ():
            owner = owner_of(folder)
            if folder.name.rsplit("+", 3)[0] != owner:
                self._foreign.add(folder.name)
                self.log.error(say("hub.foreign", name=folder.name, owner=owner))
        super().init_src()

    def _path_to_record(self, path: str) -> dict:
        name = Path(path).name
        if name not in self._foreign:
            try:
                return super()._path_to_record(path)
            # A folder with a name of somebody's own making must not stop the others.
            except (ExchangeError, ValueError, OverflowError) as error:
                self.log.error(say("hub.odd-name", name=name, reason=error))
        # Nobody's, so that it cannot stand before the student's own.
        return {"username": None, "filename": name, "timestamp": datetime.min}

    def copy_files(self) -> None:
        """Copy what is the students' own."""
        self.src_records = [one for one in self.src_records if one["username"]]
        super().copy_files()

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy one submission, whole or not at all."""
        with _beside(Path(dest).parent) as folder:
            whole = Path(folder, "whole")
            super().do_copy(src, whole, log)
            whole.rename(dest)


def _beside(place: Path) -> tempfile.TemporaryDirectory:
    """A folder that no pattern of nbgrader's finds."""
    return tempfile.TemporaryDirectory(dir=place, prefix=UNFINISHED)


def _keep(folder: Path) -> None:
    """Have the disk hold what is in a folder before others are told of it."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
