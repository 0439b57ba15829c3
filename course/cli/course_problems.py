"""One sentence for whatever keeps a teacher's command from going on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from course.messages import say


@contextmanager
def or_one_sentence() -> Iterator[None]:
    """End the command with a sentence, and with exit status 2, where it cannot go on.

    Raises
    ------
    typer.Exit
        With 2, after the sentence; with 130 where the teacher stopped it.
    """
    from course.classroom.backups import BackupProblem
    from course.classroom.certificates.signing import CertificatesUnusable
    from course.classroom.peers.round import PeersProblem
    from course.grading.assignments import NotGradable
    from course.grading.course_directory import NotACourseDirectory
    from course.grading.gradebook import GradebookUnusable
    from course.grading.marks_file import MarksNotWritten
    from course.grading.second_marks_file import UnusableMarks
    from course.grading.workers import WorkersUnusable

    try:
        yield
    except (
        NotACourseDirectory,
        NotGradable,
        GradebookUnusable,
        UnusableMarks,
        MarksNotWritten,
        WorkersUnusable,
        CertificatesUnusable,
        PeersProblem,
        BackupProblem,
    ) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        reason = f"{error.strerror or error}"
        where = f" ({error.filename})" if error.filename else ""
        typer.echo(say("cli.disk", reason=reason + where), err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo(say("cli.stopped"), err=True)
        raise typer.Exit(130) from None
