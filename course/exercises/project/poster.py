"""A project as a poster: what can be read from two metres away."""

from __future__ import annotations

from pathlib import Path

from course.charts import draw_svg
from course.documents import typeset
from course.exercises.project.evidence import evidence_for
from course.exercises.project.parts import PARTS, option_words
from course.exercises.project.project import Project
from course.messages import say

_HERE = Path(__file__).parent
# Millimetres across; the text grows with the page.
_WIDTHS = {"a4": 210, "a1": 594}
# The first with which all texts stand on one page; with the last the longest do.
_LETTERS = (1, 0.85, 0.7, 0.55, 0.45, 0.35, 0.25)


def poster_pdf(project: Project, paper: str) -> bytes:
    """Set a poster.

    Parameters
    ----------
    project : Project
    paper : {"a4", "a1"}
        A1 is the same page, 2.8 times as wide.

    Returns
    -------
    bytes
        A PDF of one page; the longer the texts, the smaller their letters.
    """
    pictures = {}
    evidence = evidence_for(project, project.aimed)
    if evidence is not None:
        pictures["chart.svg"] = draw_svg(evidence.chart)
    shown = {
        "width": _WIDTHS[paper],
        "title": project.title,
        "place": project.text("charter", "place"),
        "aim": project.aim or say("paper.no-aim"),
        "aim_title": say("paper.section.aim"),
        "chart": "chart.svg" if pictures else "",
        "chart_said": evidence.reading if evidence is not None else "",
        "columns": [
            _box("problem", project.text("charter", "problem")),
            _box("tried", "\n".join(tried(project))),
            _box("summary", project.text("conclusion", "summary")),
            _box("patients", project.text("patients", "changed")),
            _box("limits", project.text("conclusion", "limits")),
            _box("next", project.text("conclusion", "next")),
        ],
        "foot": say("paper.foot"),
        "language": "en",
    }
    for letters in _LETTERS:
        poster = typeset(
            "poster.typ", shown | {"letters": letters}, pictures, folder=_HERE
        )
        # As typst writes it: no reader of PDF is needed for one's own.
        if b"/Type/Pages/Count 1/" in poster:
            break
    return poster


def _box(name: str, text: str) -> dict[str, str]:
    return {"title": say(f"paper.section.{name}"), "text": text}


def tried(project: Project) -> tuple[str, ...]:
    """Return a line for each idea: the last that came of it.

    Parameters
    ----------
    project : Project

    Returns
    -------
    tuple of str
    """
    field = PARTS["tests"].field("idea")
    came: dict[str, str] = {}
    for test in project.logs["tests"]:
        name = project.named(field, test["idea"])
        if name and test["act"]:
            came[name] = option_words("tests", "act", test["act"])
    return tuple(say("paper.tried", idea=idea, act=act) for idea, act in came.items())
