"""The page on which texts are read and marked.

It has no script: what stands on it was written by learners, so nothing on it runs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from course.classroom.teaching.jobs import Busy
from course.classroom.teaching.standing import title_of
from course.classroom.teaching.templates import template
from course.grading.course_directory import open_course_directory
from course.grading.to_mark import Given, ToMark, answers_to_mark, enter_marks
from course.grading.typed_points import points_typed
from course.messages import say
from course.tasks.quoting import quoted


class NotSaved(Exception):
    """Points cannot be entered; the message is a sentence."""


def texts_page(
    folder: Path,
    lesson: str,
    style: str,
    back: str,
    token: str,
    said: str = "",
    typed: Mapping[str, str] | None = None,
) -> str:
    """Return the page.

    Parameters
    ----------
    folder : Path
        The course directory.
    lesson : str
    style, back : str
        Addresses of the style and of the course run's page.
    token : str
        The hidden field without which the server saves nothing, as HTML.
    said : str
        What came of the last press.
    typed : mapping of str to str, optional
        What was in the fields when it could not be saved.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    course = open_course_directory(folder)
    answers = answers_to_mark(course, lesson)
    own = course.source / f"{lesson}.marking.toml"
    return template("texts.html").render(
        say=say,
        title=title_of(course.source / lesson),
        course=course.course_id,
        aids=tomllib.loads(own.read_text("utf-8")) if own.is_file() else {},
        waiting=[one for one in answers if one.grade.needs_person],
        marked=[one for one in answers if not one.grade.needs_person],
        style=style,
        back=back,
        token=Markup(token),
        said=said,
        typed=typed or {},
        points=_written,
        key=_key,
    )


def save_texts(folder: Path, lesson: str, fields: Mapping[str, str]) -> int:
    """Enter the points and comments that were typed; return how many were new.

    Parameters
    ----------
    folder : Path
        The course directory.
    lesson : str
    fields : mapping of str to str
        As the page sends them.

    Returns
    -------
    int

    Raises
    ------
    NotSaved
        If something typed is no number of points, or points have changed since the
        page was read; then nothing is entered.
    Busy
        If a grader is at work.
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """

    def refuse() -> None:
        raise Busy(say("teach.busy"))

    course = open_course_directory(folder)
    marks = list(_given(answers_to_mark(course, lesson), fields))
    enter_marks(course, lesson, marks, refuse)
    return len(marks)


def _given(answers: list[ToMark], fields: Mapping[str, str]) -> Iterator[Given]:
    """What was typed and is not what stands there already."""
    for one in answers:
        key, grade = _key(one), one.grade
        typed = fields.get(f"points {key}", "").strip()
        comment = fields.get(f"comment {key}", "").replace("\r\n", "\n").strip()
        if not typed:
            if comment and comment != grade.comment:
                raise NotSaved(say("teach.texts.no-points", learner=one.student))
            continue
        points = _points(typed, one)
        if not grade.needs_person and (points, comment) == (
            grade.manual_score,
            grade.comment,
        ):
            continue
        if fields.get(f"before {key}", "") != _written(grade.manual_score):
            raise NotSaved(say("teach.texts.changed", learner=one.student))
        yield Given(
            student=one.student,
            cell=one.section.name,
            before=grade.manual_score,
            points=points,
            comment=comment,
        )


def _points(typed: str, answer: ToMark) -> float:
    most = answer.section.max_points
    points = points_typed(typed, most)
    if points is None:
        raise NotSaved(
            say(
                "teach.texts.not-points",
                learner=answer.student,
                given=quoted(typed),
                most=_written(most),
            )
        )
    return points


def _key(answer: ToMark) -> str:
    """What tells the fields of one answer from those of all others."""
    return f"{answer.section.name} {answer.student}"


def _written(points: float | None) -> str:
    """Points as a person writes them.

    Examples
    --------
    >>> _written(6.0), _written(4.5), _written(None)
    ('6', '4.5', '')
    """
    return "" if points is None else f"{points:g}"
