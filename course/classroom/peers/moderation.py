"""What a teacher decides about single texts, in a table that any program opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from course.classroom.peers.round import FOLDER, PeersProblem, write_file
from course.grading.spreadsheets import harmless
from course.messages import say
from course.tasks.quoting import quoted

COLUMNS = ("keep", "author", "project", "reviewer", "part", "text", "id")
_DECISIONS = {"yes": True, "y": True, "no": False, "n": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextToRead:
    """One text of one review.

    Attributes
    ----------
    author, project, reviewer, part, text : str
        Whose project it is about, its cover name, who wrote it, which text it is.
    """

    author: str
    project: str
    reviewer: str
    part: str
    text: str

    @property
    def id(self) -> str:
        """Changes with the text: what is written anew is decided anew."""
        told = "\0".join((self.author, self.reviewer, self.part, self.text))
        return sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def moderation_file(root: Path) -> Path:
    """Where decisions of a course directory are kept."""
    return root / FOLDER / "moderation.csv"


def read_decisions(root: Path) -> dict[str, bool]:
    """Read what was decided so far.

    Parameters
    ----------
    root : Path
        The course directory.

    Returns
    -------
    dict of str to bool
        Id of a text to whether it goes out; one not decided yet is not in it.

    Raises
    ------
    PeersProblem
        If a decision is neither yes nor no, or a column is gone.
    """
    path = moderation_file(root)
    try:
        # Saved again by a spreadsheet, it may have another sign between its cells,
        # and the letters of an older age.
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=between)
    if not {"id", "keep"} <= {*(rows.fieldnames or ())}:
        raise PeersProblem(say("peers.moderation.columns", file=path))
    decided = {}
    for row in rows:
        said = (row["keep"] or "").strip().lower()
        if not said:
            continue
        if said not in _DECISIONS:
            raise PeersProblem(
                say(
                    "peers.moderation.odd",
                    file=path,
                    line=rows.line_num,
                    value=quoted(said),
                )
            )
        decided[(row["id"] or "").strip()] = _DECISIONS[said]
    return decided


def write_for_decision(
    root: Path, texts: Iterable[TextToRead], decided: Mapping[str, bool]
) -> None:
    """Write all texts with what was decided about them.

    Parameters
    ----------
    root : Path
        The course directory.
    texts : iterable of TextToRead
    decided : mapping of str to bool
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    words = {True: "yes", False: "no", None: ""}
    for text in texts:
        part = say(f"returned.{text.part}")
        cells = (text.author, text.project, text.reviewer, part, text.text)
        keep = words[decided.get(text.id)]
        rows.writerow([keep, *map(harmless, cells), text.id])
    # With its mark a spreadsheet takes it for what it is.
    write_file(moderation_file(root), written.getvalue().encode("utf-8-sig", "replace"))
