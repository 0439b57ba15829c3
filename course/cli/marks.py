"""``fourlenses marks``: marks for the gradebook of a learning platform."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
    from course.grading.marks import Marks


class Platform(StrEnum):
    """Whose form the file has."""

    canvas = "canvas"
    moodle = "moodle"
    blackboard = "blackboard"
    csv = "csv"


def marks(
    platform: Annotated[Platform, typer.Option("--for", help=say("cli.marks.for"))],
    out: Annotated[Path, typer.Option(help=say("cli.marks.out"))],
    assignments: Annotated[
        list[str] | None, typer.Argument(help=say("cli.marks.assignments"))
    ] = None,
    heading: Annotated[
        list[str] | None, typer.Option(help=say("cli.marks.heading"))
    ] = None,
    feedback: Annotated[
        bool, typer.Option("--feedback", help=say("cli.marks.feedback"))
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=say("cli.marks.force"))
    ] = False,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Write marks as a platform imports them, and say who has none yet.

    Parameters
    ----------
    platform : {"canvas", "moodle", "blackboard", "csv"}
    out : Path
        The file to write.
    assignments : list of str
        All of which anybody's work is graded where none is named.
    heading : list of str
        ``ASSIGNMENT=HEADING``, where the platform's column has a name of its own.
    feedback : bool
        Comments too, in columns of their own; for Moodle.
    force : bool
        Replace a file that is there.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 2, after a sentence, where nothing was written.
    """
    from course.cli.course_problems import or_one_sentence
    from course.grading.course_directory import open_course_directory
    from course.grading.marks import class_marks
    from course.grading.marks_file import MarksNotWritten, write_marks

    with or_one_sentence():
        if feedback and platform is not Platform.moodle:
            raise MarksNotWritten(say("marks.feedback-moodle"))
        headings = dict(map(_heading, heading or []))
        found = class_marks(
            open_course_directory(root), list(dict.fromkeys(assignments or []))
        )
        write_marks(
            out,
            found,
            platform.value,
            headings=headings,
            feedback=feedback,
            replace=force,
        )
    for line in _in_words(found, out, platform):
        typer.echo(line)


def _heading(given: str) -> tuple[str, str]:
    from course.grading.marks_file import MarksNotWritten

    name, equals, heading = given.partition("=")
    if not (equals and heading.strip()):
        raise MarksNotWritten(say("marks.heading", given=given))
    return name, heading.strip()


def _in_words(found: Marks, out: Path, platform: Platform) -> Iterator[str]:
    from course.grading.told import told_of_marks

    yield say(
        "cli.marks.done",
        file=out,
        learners=len(found.learners),
        count=sum(len(one.points) for one in found.assignments),
        assignments=len(found.assignments),
    )
    yield from told_of_marks(found, platform.value)
