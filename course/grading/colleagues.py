"""What colleagues have said of a project, where reviews were brought back."""

from __future__ import annotations

from pathlib import Path

from course.documents import Section
from course.exercises.peers.returned import (
    LARGEST_RETURNED,
    read_returned,
    review_sections,
)
from course.tasks.safe_files import read_regular_file


def returned_folder(root: Path) -> Path:
    """Where reviews lie that were brought back, a file for each author.

    Parameters
    ----------
    root : Path
        The course directory.

    Returns
    -------
    Path
    """
    return root / "peers" / "returned"


def colleagues_say(root: Path, author: str) -> tuple[Section, ...]:
    """Return the reviews of one author's project.

    Parameters
    ----------
    root : Path
        The course directory.
    author : str

    Returns
    -------
    tuple of Section
        One for each review, with its texts and ratings as facts; empty where there is
        nothing, or what there is cannot be read.
    """
    path = returned_folder(root) / f"{author}.json"
    try:
        returned = read_returned(read_regular_file(path, LARGEST_RETURNED))
    except (OSError, ValueError):
        return ()
    return review_sections(returned.reviews)
