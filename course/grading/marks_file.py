"""Marks as a CSV file, in the form that a learning platform's gradebook imports.

What each form rests on stands in ``docs/marks.md``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course.grading.gradebook import Enrolled
from course.grading.marks import AssignmentMarks, Marks
from course.grading.spreadsheets import harmless
from course.messages import say
from course.tasks.answers import unfinished_file


class MarksNotWritten(Exception):
    """A file of marks cannot be written; the message is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a platform wants to read.

    Attributes
    ----------
    headings : tuple of str
        Of the columns before the marks, as the platform names them: never translated.
    about : callable
        Learner to what stands in them.
    total_row : tuple of str
        What stands there in a row for the points each assignment has; no such row if
        empty.
    all_quoted : bool
    encoding : str
    """

    headings: tuple[str, ...]
    about: Callable[[Enrolled], tuple[str, ...]]
    total_row: tuple[str, ...] = ()
    all_quoted: bool = False
    encoding: str = "utf-8"


def _sortable(learner: Enrolled) -> str:
    """As Canvas sorts by.

    Examples
    --------
    >>> _sortable(Enrolled("amira", "Amira", "Berg", "", ""))
    'Berg, Amira'
    >>> _sortable(Enrolled("amira", "", "", "", ""))
    'amira'
    """
    parts = (learner.last_name, learner.first_name)
    return ", ".join(part for part in parts if part) or learner.id


FORMS = {
    "canvas": Form(
        headings=("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
        about=lambda one: (_sortable(one), one.platform_id, "", one.id, ""),
        total_row=("Points Possible", "", "", "", ""),
    ),
    "moodle": Form(
        headings=("Username", "First name", "Last name", "Email address"),
        about=lambda one: (one.id, one.first_name, one.last_name, one.email),
    ),
    "blackboard": Form(
        headings=("Last Name", "First Name", "Username"),
        about=lambda one: (one.last_name, one.first_name, one.id),
        all_quoted=True,
    ),
    "csv": Form(
        headings=("learner", "last name", "first name", "e-mail"),
        about=lambda one: (one.id, one.last_name, one.first_name, one.email),
        total_row=("points possible", "", "", ""),
        # With a mark that tells Excel which letters these are.
        encoding="utf-8-sig",
    ),
}


def write_marks(
    path: Path,
    marks: Marks,
    platform: str,
    *,
    headings: Mapping[str, str] | None = None,
    feedback: bool = False,
    replace: bool = False,
) -> None:
    """Write marks, whole or not at all.

    Parameters
    ----------
    path : Path
    marks : Marks
    platform : str
        One of `FORMS`.
    headings : mapping of str to str, optional
        Assignment to what its column is called on the platform; its name if not given.
    feedback : bool
        Whether there is a second column for each assignment, with comments.
    replace : bool
        Whether a file that is there already may be replaced.

    Raises
    ------
    MarksNotWritten
        If there is such a file, or a heading belongs to no assignment of these.
    OSError
        If it cannot be written.
    """
    headings = headings or {}
    if path.exists() and not replace:
        raise MarksNotWritten(say("marks.file-exists", file=path))
    names = [one.name for one in marks.assignments]
    if unknown := sorted(set(headings) - set(names)):
        raise MarksNotWritten(say("marks.no-such-column", names=", ".join(unknown)))
    form = FORMS[platform]
    written = io.StringIO()
    quoting = csv.QUOTE_ALL if form.all_quoted else csv.QUOTE_MINIMAL
    rows = csv.writer(written, quoting=quoting)
    rows.writerow([*form.headings, *_columns(marks, headings, feedback)])
    if form.total_row:
        most = (as_number(one.most_points) for one in marks.assignments)
        rows.writerow([*form.total_row, *_paired(most, feedback)])
    for learner in marks.learners:
        about = (harmless(" ".join(text.split())) for text in form.about(learner))
        rows.writerow([*about, *_cells(marks.assignments, learner.id, feedback)])
    with unfinished_file(path, mode=0o600) as unfinished:
        unfinished.write_text(written.getvalue(), encoding=form.encoding, newline="")


def as_number(points: float | None) -> str:
    """Write points so that every platform reads them; "" for none, which is not 0.

    Examples
    --------
    >>> as_number(7.0), as_number(2 / 3), as_number(0.0), as_number(None)
    ('7', '0.67', '0', '')
    """
    return "" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")


def _columns(
    marks: Marks, headings: Mapping[str, str], feedback: bool
) -> Iterator[str]:
    for one in marks.assignments:
        heading = harmless(headings.get(one.name, one.name))
        yield heading
        if feedback:
            yield say("marks.feedback-column", heading=heading)


def _cells(
    assignments: tuple[AssignmentMarks, ...], learner: str, feedback: bool
) -> Iterator[str]:
    for one in assignments:
        yield as_number(one.points.get(learner))
        if feedback:
            # Beside a mark only: a comment alone takes a mark away in Moodle.
            said = one.comments.get(learner, "") if learner in one.points else ""
            yield harmless(said)


def _paired(texts: Iterator[str], feedback: bool) -> Iterator[str]:
    for text in texts:
        yield text
        if feedback:
            yield ""
