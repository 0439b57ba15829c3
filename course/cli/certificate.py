"""``fourlenses certificate``: what a learner has shown, signed; and the check of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
    from course.classroom.certificates.checking import Finding
    from course.classroom.certificates.transcripts import Transcript


def certificate(
    learners: Annotated[
        list[str] | None, typer.Argument(help=say("cli.certificate.learners"))
    ] = None,
    name: Annotated[str, typer.Option(help=say("cli.certificate.name"))] = "",
    check: Annotated[
        Path | None, typer.Option(help=say("cli.certificate.check"))
    ] = None,
    check_code: Annotated[str, typer.Option(help=say("cli.certificate.check-code"))] = (
        ""
    ),
    workspace: Annotated[
        Path | None, typer.Option(help=say("cli.certificate.workspace"))
    ] = None,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Write certificates, or say of one whether it is real.

    Parameters
    ----------
    learners : list of str
        Everybody in the gradebook where none is named.
    name : str
        To print on the certificate of one learner, or to compare when checking.
    check : Path
        A PDF to check.
    check_code : str
        A code to check.
    workspace : Path
        A learner's own folder, in the place of a course directory.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 1 where what is checked is not real, with 2 where it could not go on.
    """
    from course.classroom.certificates.issuing import FOLDER
    from course.cli.course_problems import or_one_sentence

    if check and check_code or learners and (check or check_code):
        _refuse("cli.certificate.either")
    workspace = workspace and workspace.expanduser()
    if workspace and not workspace.is_dir():
        _refuse("cli.certificate.no-workspace", path=workspace)
    with or_one_sentence():
        if not (check or check_code):
            _make(learners or [], name, workspace, root)
            return
        found = _checked((workspace or root) / FOLDER, check, check_code, name)
    typer.echo(found.sentence)
    if found.says:
        typer.echo(say("certificate.says"))
    for what, text in found.says:
        typer.echo(f"  {what}: {text}")
    if found.verdict.value != "real":
        raise typer.Exit(1)


def _checked(folder: Path, check: Path | None, code: str, name: str) -> Finding:
    from course.classroom.certificates import checking
    from course.tasks.safe_files import TooLarge, read_regular_file

    if check is None:
        return checking.check_code(folder, code, name)
    try:
        pdf = read_regular_file(check.resolve(), checking.LARGEST)
    except TooLarge:
        # None that was issued here has so much to say.
        pdf = b""
    return checking.check_file(folder, pdf, name)


def _make(learners: list[str], name: str, workspace: Path | None, root: Path) -> None:
    from datetime import date

    from course.classroom.certificates.issuing import FOLDER, issue
    from course.cli.progress_bar import counting

    if workspace:
        folder, transcripts = workspace / FOLDER, [_own(workspace, learners)]
    else:
        folder, transcripts = root / FOLDER, _of_class(root, learners)
    if name:
        if workspace is None and len(learners) != 1:
            _refuse("cli.certificate.one-name")
        transcripts = [replace(one, name=name) for one in transcripts]
    with counting(say("cli.certificate.doing"), len(transcripts)) as tick:
        made = issue(folder, transcripts, date.today(), tick)
    for learner, path in made.issued.items():
        typer.echo(say("cli.certificate.issued", learner=learner, path=path))
    for learner, why in made.not_issued.items():
        typer.echo(f"  {learner}: {why}")
    typer.echo(
        say(
            "cli.certificate.done",
            issued=len(made.issued),
            unchanged=len(made.unchanged),
            none=len(made.not_issued),
        )
    )


def _own(workspace: Path, learners: list[str]) -> Transcript:
    from course.classroom.certificates.transcripts import own_transcript

    if len(learners) > 1:
        _refuse("cli.certificate.in-workspace")
    return own_transcript(workspace, *learners)


def _of_class(root: Path, learners: list[str]) -> list[Transcript]:
    from course.classroom.certificates.transcripts import class_transcripts
    from course.grading.course_directory import open_course_directory

    found = class_transcripts(open_course_directory(root), learners)
    if unknown := sorted(set(learners) - {one.learner for one in found}):
        _refuse("cli.certificate.unknown", names=", ".join(unknown))
    return found


def _refuse(key: str, **values: object) -> None:
    typer.echo(say(key, **values), err=True)
    raise typer.Exit(2)
