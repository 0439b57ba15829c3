"""Where a learner's packet of projects lies: beside the lesson."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from course.exercises.peers.packet import (
    LARGEST_PACKET,
    PACKETS,
    Packet,
    read_packet,
)
from course.messages import say
from course.tasks.quoting import quoted
from course.tasks.safe_files import read_regular_file

_SECONDS_TO_FETCH = 60


class NoPacket(Exception):
    """There is nothing to review yet; the message is a sentence for the learner."""


def find_packet(lesson: Path, learner: str) -> Packet:
    """Return the packet that holds for a learner.

    Parameters
    ----------
    lesson : Path
        The assignment's folder.
    learner : str
        Where all packets that lie there are one reviewer's, as on a laptop, they are
        this learner's, whatever the name they chose for themselves.

    Returns
    -------
    Packet
        The one with the highest number.

    Raises
    ------
    NoPacket
        If there is none, or the one that holds cannot be read.
    """
    found, unreadable = [], ""
    for path in sorted((lesson / PACKETS).glob("*.json")):
        try:
            found.append(read_packet(read_regular_file(path, LARGEST_PACKET)))
        except (OSError, ValueError):
            unreadable = path.name
    reviewers = {one.reviewer for one in found}
    wanted = learner.strip().lower()
    own = [one for one in found if one.reviewer.strip().lower() == wanted]
    if not own and len(reviewers) == 1:
        own = found
    if own:
        return max(own, key=lambda one: one.number)
    if unreadable:
        raise NoPacket(say("reviews.not-readable", file=quoted(unreadable)))
    raise NoPacket(say("reviews.not-dealt", folder=f"{quoted(lesson.name)}/{PACKETS}"))


def fetch_again(lesson: Path) -> None:
    """On a hub, fetch what has come into the released assignment since.

    The list of assignments there does not offer to fetch one twice, and a late
    packet would never be seen. Files that lie there already stay as they are.

    Parameters
    ----------
    lesson : Path
        The assignment's folder, named like the assignment.
    """
    if "JUPYTERHUB_USER" not in os.environ:
        return
    fetch = ("nbgrader", "fetch_assignment", lesson.name, "--replace")
    try:
        subprocess.run(
            [sys.executable, "-m", *fetch],
            cwd=lesson.parent,
            capture_output=True,
            timeout=_SECONDS_TO_FETCH,
        )
    except (OSError, subprocess.TimeoutExpired):
        # What is there is looked at in any case.
        return
