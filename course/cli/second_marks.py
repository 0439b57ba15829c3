"""``fourlenses second-marks``: let somebody else mark the same texts, and compare."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
    from course.grading.course_directory import CourseDirectory
    from course.grading.second_marks import Agreement

# Below, kappa says little: our own choice.
_FEW = 20
# Landis, J. R. and Koch, G. G. (1977). The measurement of observer agreement for
# categorical data. Biometrics 33(1): 159-174. What follows from each is our own.
_BANDS = ((0.8, "high"), (0.6, "good"), (0.4, "moderate"))


class By(StrEnum):
    """What counts where two have marked a text."""

    mean = "mean"
    second = "second"


def second_marks(
    assignment: Annotated[str, typer.Argument(help=say("cli.second-marks.assignment"))],
    export: Annotated[
        Path | None, typer.Option(help=say("cli.second-marks.export"))
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help=say("cli.second-marks.sample"))
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help=say("cli.second-marks.compare"))
    ] = None,
    apply: Annotated[
        By | None, typer.Option(help=say("cli.second-marks.apply"))
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=say("cli.second-marks.yes"))
    ] = False,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Write texts for a second marker, or compare the points with the first's.

    Parameters
    ----------
    assignment : str
    export : Path, optional
        The file to write, with an empty column for points.
    sample : int, optional
        At most so many texts of each exercise.
    compare : Path, optional
        The file that was filled in.
    apply : {"mean", "second"}, optional
        Write what the two agree on, after showing who would change.
    yes : bool
        Write it without asking.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 2, after a sentence, where it cannot go on.
    """
    from course.cli.course_problems import or_one_sentence
    from course.grading.course_directory import open_course_directory

    exporting = export is not None
    fits = exporting != (compare is not None) and not (exporting and apply)
    if not fits or (sample and not exporting):
        typer.echo(say("cli.second-marks.one-of"), err=True)
        raise typer.Exit(2)
    with or_one_sentence():
        course = open_course_directory(root)
        if exporting:
            _export(course, assignment, export, sample)
        else:
            _compare(course, assignment, compare, apply, yes)


def _export(
    course: CourseDirectory, assignment: str, path: Path, sample: int | None
) -> None:
    from course.grading.second_marks import covered_texts
    from course.grading.second_marks_file import write_texts

    count = write_texts(path, covered_texts(course, assignment), sample)
    typer.echo(say("cli.second-marks.exported", count=count, file=path))


def _compare(
    course: CourseDirectory, assignment: str, path: Path, by: By | None, yes: bool
) -> None:
    from course.grading.second_marks import agree, compare, covered_texts
    from course.grading.second_marks_file import read_points

    texts = covered_texts(course, assignment)
    agreements = compare(course, assignment, texts, read_points(path, texts))
    for agreement in agreements:
        for line in _in_words(agreement):
            typer.echo(line)
    if by is None:
        return
    changes = [line for each in agreements for line in _changes(each, by)]
    for line in changes:
        typer.echo(line)
    count = sum(len(agreement.marks) for agreement in agreements)
    question = say("cli.second-marks.ask", changed=len(changes), count=count)
    if not count or not (yes or typer.confirm(question)):
        typer.echo(say("cli.second-marks.not-written"))
        return
    agree(
        course,
        assignment,
        agreements,
        by.value,
        waiting=lambda: typer.echo(say("cli.grade.waiting"), err=True),
    )
    typer.echo(say("cli.second-marks.written", count=count))


def _in_words(agreement: Agreement) -> Iterator[str]:
    count = len(agreement.marks)
    yield say(
        "cli.second-marks.read",
        title=agreement.task.title,
        count=count,
        first=agreement.only_first,
        second=agreement.only_second,
    )
    if agreement.settled:
        yield "  " + say("cli.second-marks.settled", count=agreement.settled)
    if not count:
        return
    kappa = agreement.kappa
    yield "  " + say(
        "cli.second-marks.agree",
        count=count,
        same=agreement.same,
        within=agreement.within_one,
    )
    if kappa is None:
        yield "  " + say("cli.second-marks.no-kappa")
    else:
        band = next((name for least, name in _BANDS if kappa >= least), "low")
        meaning = say(f"cli.second-marks.kappa.{band}")
        yield "  " + say(
            "cli.second-marks.kappa", kappa=f"{kappa:.2f}", meaning=meaning
        )
        if count < _FEW:
            yield "  " + say("cli.second-marks.few", few=_FEW)
    far = [marks for marks in agreement.marks if agreement.apart(marks) > 1]
    if far:
        yield "  " + say("cli.second-marks.far")
    for marks in far:
        yield "    " + say(
            "cli.second-marks.differ",
            code=marks.code,
            student=marks.student,
            first=f"{marks.first:g}",
            second=f"{marks.second:g}",
        )


def _changes(agreement: Agreement, by: By) -> Iterator[str]:
    from course.grading.second_marks import agreed_points

    for marks in sorted(agreement.marks, key=lambda marks: marks.student):
        after = agreed_points(marks, by.value)
        if after != marks.first:
            yield "  " + say(
                "cli.regrade.change",
                student=marks.student,
                title=agreement.task.title,
                before=f"{marks.first:g}",
                after=f"{after:g}",
            )
