"""What is dealt out to a reviewer: some projects of others, under cover names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.exercises.project.project import Project, read_project

PACKETS = "packets"
FORMAT = 1
# Bytes. A project is an answer, and no packet holds more than four of them.
LARGEST_PACKET = 2 * 1024 * 1024
_MOST_PROJECTS = 4
# A bird or a tree, and where there are more projects than those, a number.
_LONGEST_COVER = 40


@dataclass(frozen=True, slots=True)
class Packet:
    """The projects that one reviewer reads.

    Attributes
    ----------
    reviewer : str
    number : int
        Counts what was dealt to this reviewer: the highest is the one that holds.
    projects : mapping of str to JSON value
        Cover name to the project as its workspace keeps it, with its author's names
        hidden.
    """

    reviewer: str
    number: int
    projects: Mapping[str, Any]

    def project(self, cover: str) -> Project:
        """Return a project, to be shown."""
        return read_project(self.projects[cover])

    @property
    def file(self) -> str:
        """The name of the file it is put in, which no other packet has.

        A file that was fetched before is not fetched again, so a packet that takes the
        place of another has a name of its own.
        """
        return f"{self.reviewer}.{self.number}.json"


def write_packet(packet: Packet) -> bytes:
    """Write a packet as JSON.

    Parameters
    ----------
    packet : Packet

    Returns
    -------
    bytes
        What `read_packet` reads.

    Examples
    --------
    >>> packet = Packet("amira", 1, {"Heron": {"kind": "project"}})
    >>> read_packet(write_packet(packet)) == packet
    True
    """
    content = {
        "format": FORMAT,
        "reviewer": packet.reviewer,
        "number": packet.number,
        "projects": dict(packet.projects),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_packet(content: bytes) -> Packet:
    """Read a packet, whoever wrote it.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    Packet

    Raises
    ------
    ValueError
        If it is none, or one of its projects cannot be read.
    """
    try:
        written = json.loads(content.decode("utf-8"))
        if written["format"] != FORMAT or type(written["number"]) is not int:
            raise ValueError("Not a packet of this edition.")
        reviewer, projects = written["reviewer"], written["projects"]
        if not isinstance(reviewer, str) or not 1 <= len(projects) <= _MOST_PROJECTS:
            raise ValueError("A packet is for one reviewer, and holds some projects.")
        for cover, project in projects.items():
            if not 0 < len(cover) <= _LONGEST_COVER:
                raise ValueError("A cover name is a word or two.")
            read_project(project)
    except (TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("Not a packet.") from error
    return Packet(reviewer, written["number"], projects)
