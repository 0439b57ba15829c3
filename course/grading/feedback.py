"""The feedback page: one static file, nothing from elsewhere, nothing that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from course.documents import Section as Reviewed
from course.grading.page_marks import PageMark
from course.messages import say
from course.tasks import Judged
from course.widgets.review import review

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What the page says of one task.

    Attributes
    ----------
    name, title : str
    points : float or None
        None while a person has still to read it.
    max_points : float
    body : Markup
        Already safe.
    comment : str
        The teacher's, or "".
    """

    name: str
    title: str
    points: float | None
    max_points: float
    body: Markup
    comment: str = ""


def section_of(judged: Judged) -> Section:
    """Return the section of a task that has only now been marked.

    Parameters
    ----------
    judged : Judged

    Returns
    -------
    Section
    """
    task, mark = judged.task, judged.mark
    body = review(task, judged.case, judged.saved.answer, mark, judged.key)
    return Section(
        name=task.name,
        title=task.title,
        points=None if mark.by_hand else mark.points,
        max_points=task.points,
        body=Markup(body),
    )


def feedback_body(title: str, learner: str, sections: Sequence[Section]) -> str:
    """Return the part of the page that also stands in the notebook, as HTML."""
    return _template("feedback_body.html").render(
        _values(title, learner, sections), say=say
    )


def feedback_page(
    title: str,
    learner: str,
    sections: Sequence[Section],
    remarks: Sequence[str] = (),
    colleagues: Sequence[Reviewed] = (),
) -> str:
    """Return the whole page as HTML.

    Parameters
    ----------
    title : str
        The lesson's.
    learner : str
    sections : sequence of Section
    remarks : sequence of str
        What was left out of the submission.
    colleagues : sequence of course.documents.Section
        Reviews of the learner's project, each as facts.

    Returns
    -------
    str
    """
    return _template("feedback_page.html").render(
        _values(title, learner, sections),
        remarks=remarks,
        colleagues=colleagues,
        say=say,
        style=Markup((HERE / "feedback.css").read_text("utf-8")),
    )


def _values(title: str, learner: str, sections: Sequence[Section]) -> dict[str, object]:
    marked = [section for section in sections if section.points is not None]
    mark = PageMark(
        points=sum(section.points for section in marked),
        max_points=sum(section.max_points for section in marked),
        tasks={section.name: section.points for section in sections},
    )
    return {
        "title": title,
        "learner": learner,
        "sections": sections,
        "mark": mark,
        "waiting": len(sections) - len(marked),
        "made": datetime.now().astimezone().strftime("%d %B %Y, %H:%M").lstrip("0"),
    }


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda number: f"{number:.2f}".rstrip("0").rstrip(
        "."
    )
    return environment.get_template(name)
