"""``fourlenses feedback``: a page for everybody graded, and one for the teacher."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.messages import say


def feedback(
    assignments: Annotated[
        list[str] | None, typer.Argument(help=say("cli.feedback.assignments"))
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option(help=say("cli.grade.student"))
    ] = None,
    show_answers: Annotated[
        bool, typer.Option("--show-answers", help=say("cli.feedback.show-answers"))
    ] = False,
    root: Annotated[Path, typer.Option(help=say("cli.root"))] = Path("."),
) -> None:
    """Write feedback pages to ``feedback/``, and an overview for the teacher.

    Parameters
    ----------
    assignments : list of str
        All that anybody is graded in where none is named.
    student : list of str
        Only these learners.
    show_answers : bool
        Let learners see the right answers.
    root : Path
        The course directory.

    Raises
    ------
    typer.Exit
        With 2 where it could not go on.
    """
    from course.cli.course_problems import or_one_sentence
    from course.cli.progress_bar import counting
    from course.grading.assignments import assignment_names
    from course.grading.course_directory import open_course_directory
    from course.grading.feedback_pages import feedback_for, write_feedback
    from course.grading.overview import write_overview

    with or_one_sentence():
        course = open_course_directory(root)
        due = {
            name: len(feedback_for(course, name, student))
            for name in assignments or assignment_names(course)
        }
        if not assignments:
            due = {name: count for name, count in due.items() if count}
        if not due:
            typer.echo(say("cli.feedback.nothing"))
        for name, count in due.items():
            with counting(say("cli.feedback.doing", name=name), count) as tick:
                made = write_feedback(
                    course,
                    name,
                    students=student,
                    show_truth=show_answers,
                    tick=tick,
                )
            typer.echo(say("cli.feedback.done", name=name, count=len(made.pages)))
            for learner, why in made.not_graded.items():
                typer.echo(f"  {learner}: {why}")
            page = write_overview(course, name)
            typer.echo(say("cli.feedback.overview", page=page))
