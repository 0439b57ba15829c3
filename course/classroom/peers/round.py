"""What is known of a round of reviews: who reviews whom, and under which cover name.

It is kept in ``peers/round.json`` of the course directory, for the teacher alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from course.messages import say
from course.tasks.answers import unfinished_file

FOLDER = "peers"
FORMAT = 1


class PeersProblem(Exception):
    """The round cannot go on; the message is a sentence for the teacher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round of reviews.

    Attributes
    ----------
    each : int
        Projects for each reviewer.
    seed : int
        Where chance begins.
    deals : int
        How often something was dealt.
    covers : mapping of str to str
        Author to the cover name of their project, for ever.
    withdrawn, left : tuple of str
        Authors whose project was taken out, and learners who are gone altogether.
    dealt : mapping of str to tuple of str
        Reviewer to the authors of the projects that are theirs to review.
    before : mapping of str to tuple of str
        Reviewer to authors whose project was theirs until it was withdrawn.
    numbers : mapping of str to int
        Reviewer to the number of the packet that holds.
    """

    each: int
    seed: int
    deals: int = 0
    covers: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    dealt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def live(self) -> list[str]:
        """Authors whose projects are in the round."""
        return [one for one in self.covers if one not in (*self.withdrawn, *self.left)]

    @property
    def authors(self) -> dict[str, str]:
        """Cover name to author."""
        return {cover: author for author, cover in self.covers.items()}

    def ever_dealt(self, reviewer: str) -> tuple[str, ...]:
        """Return the authors of all that was ever a reviewer's to review."""
        return (*self.dealt.get(reviewer, ()), *self.before.get(reviewer, ()))


def round_file(root: Path) -> Path:
    """Where the round of a course directory is kept."""
    return root / FOLDER / "round.json"


def read_round(root: Path) -> Round | None:
    """Read the round of a course directory.

    Parameters
    ----------
    root : Path

    Returns
    -------
    Round or None
        None where none has begun.

    Raises
    ------
    PeersProblem
        If it cannot be read.
    """
    path = round_file(root)
    try:
        written = json.loads(path.read_text("utf-8"))
        if written.pop("format") != FORMAT:
            raise ValueError("Of another edition.")
        for name in ("withdrawn", "left"):
            written[name] = tuple(written[name])
        for name in ("dealt", "before"):
            written[name] = {who: tuple(them) for who, them in written[name].items()}
        return Round(**written)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PeersProblem(
            say("peers.unreadable-round", file=path, folder=path.parent)
        ) from error


def write_round(root: Path, round_: Round) -> None:
    """Write the round of a course directory, whole or not at all.

    Parameters
    ----------
    root : Path
    round_ : Round
    """
    content = {"format": FORMAT} | asdict(round_)
    write_file(
        round_file(root),
        (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(),
    )


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in a folder that is made for it.

    Parameters
    ----------
    path : Path
    content : bytes
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with unfinished_file(path) as unfinished:
        unfinished.write_bytes(content)
