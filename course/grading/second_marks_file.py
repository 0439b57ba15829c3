"""The file a second marker fills in: a row for each text, and an empty column."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import Path

from course.exercises.rubric import levels_of
from course.grading.second_marks import CoveredText
from course.grading.typed_points import points_typed
from course.messages import say
from course.tasks.answers import unfinished_file
from course.tasks.quoting import quoted

_LARGEST_BYTES = 50_000_000


class UnusableMarks(Exception):
    """A file of marks cannot be written or read; the message is a sentence."""


def write_texts(
    path: Path, texts: Sequence[CoveredText], sample: int | None = None
) -> int:
    """Write the texts that a second marker is to read.

    Parameters
    ----------
    path : Path
        Of a file that is not there yet.
    texts : sequence of CoveredText
        In order of their codes.
    sample : int, optional
        At most so many of each task.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    UnusableMarks
        If there is such a file: somebody may have written points into it.
    """
    if path.exists():
        raise UnusableMarks(say("second-marks.file-exists", file=path))
    by_task = groupby(sorted(texts, key=_task_name), key=_task_name)
    chosen = [text for _, group in by_task for text in [*group][:sample]]
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    rows.writerow(map(_heading, ("code", "task", "text", "levels", "points")))
    for text in chosen:
        levels = "\n".join(levels_of(text.task.name).names)
        rows.writerow([text.code, text.task.title, text.words, levels, ""])
    with unfinished_file(path) as unfinished:
        # With a mark that tells Excel which letters these are.
        unfinished.write_text(written.getvalue(), encoding="utf-8-sig", newline="")
    return len(chosen)


def read_points(path: Path, texts: Collection[CoveredText]) -> dict[str, float]:
    """Read the points a second marker has filled in.

    Parameters
    ----------
    path : Path
        As a spreadsheet saves it: divided by semicolons, commas or tabs.
    texts : collection of CoveredText
        All texts of the assignment.

    Returns
    -------
    dict of str to float
        By code; a text without points is left out.

    Raises
    ------
    UnusableMarks
        If anything in it cannot be read; the sentence says in which row, counted as a
        spreadsheet counts.
    """
    content = _decoded(path)
    header = content.split("\n", 1)[0]
    # Never that of a text: headings hold none of these.
    divider = max(";,\t", key=header.count)
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=divider, strict=True)
    most = {text.code: float(text.task.points) for text in texts}
    points: dict[str, float] = {}
    first_row: dict[str, int] = {}
    number = 1
    try:
        headings = [heading.strip().casefold() for heading in next(rows, [])]
        at = {name: _place(path, headings, name) for name in ("code", "points")}
        for number, row in enumerate(rows, start=2):
            if not any(cell.strip() for cell in row):
                continue
            row += [""] * len(headings)
            code, given = row[at["code"]].strip(), row[at["points"]].strip()
            about = {"file": path.name, "row": number, "code": quoted(code)}
            if code not in most:
                raise UnusableMarks(say("second-marks.unknown-code", **about))
            if code in first_row:
                about["first"] = first_row[code]
                raise UnusableMarks(say("second-marks.twice", **about))
            first_row[code] = number
            if given:
                points[code] = _points(given, most[code], about)
    except csv.Error as error:
        raise UnusableMarks(
            say("second-marks.no-table", file=path.name, row=number + 1, reason=error)
        ) from error
    return points


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UnusableMarks(say("second-marks.too-large", file=path.name))
        content = path.read_bytes()
    except OSError as error:
        raise UnusableMarks(
            say("second-marks.unreadable", file=path, reason=error.strerror)
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows saves as plain CSV.
        return content.decode("cp1252", errors="replace")


def _place(path: Path, headings: list[str], name: str) -> int:
    heading = _heading(name)
    if heading.casefold() not in headings:
        raise UnusableMarks(
            say("second-marks.no-column", file=path.name, heading=heading)
        )
    return headings.index(heading.casefold())


def _points(given: str, most: float, about: dict[str, object]) -> float:
    points = points_typed(given, most)
    if points is None:
        raise UnusableMarks(
            say(
                "second-marks.no-points", given=quoted(given), most=f"{most:g}", **about
            )
        )
    return points


def _task_name(text: CoveredText) -> str:
    return text.task.name


def _heading(name: str) -> str:
    return say(f"second-marks.column.{name}")
