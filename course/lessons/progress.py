"""How far a learner has come: on the start page of the course, and atop a lesson."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from course.exercises import TASKS
from course.exercises.names import TOOL_PAGES
from course.exercises.objectives import Attainment, attainments
from course.lessons.page import workspace_here
from course.messages import say
from course.tasks import (
    SECTORS,
    AnswerFolder,
    choose_name,
    choose_sector,
    find_course_run,
    find_learner,
    find_sector,
)
from course.tasks.calendar_days import say_day


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProgress:
    """One learner in one lesson.

    Attributes
    ----------
    folder, notebook : str
        Names, relative to the workspace and to the folder.
    title : str
    number : int
    hours : float
        What the lesson takes, roughly.
    tasks : tuple of str
        Its graded exercises.
    answered : int
        How many of them have an answer.
    points, max_points : float or None
        Of the last hand-in; None before one.
    handed_in : str
        ISO 8601, or "".
    marks : mapping of str to float or None
        Points by graded task of the last hand-in; None where a person has to read it.
    due : datetime or None
        When it should be handed in, if the course run says so.
    """

    folder: str
    notebook: str
    title: str
    number: int
    hours: float
    tasks: tuple[str, ...]
    answered: int
    points: float | None = None
    max_points: float | None = None
    handed_in: str = ""
    marks: Mapping[str, float | None] = field(default_factory=dict)
    due: datetime | None = None


def lessons_in(workspace: Path, learner: str) -> list[LessonProgress]:
    """Look through a workspace for lessons and what was done in them.

    Parameters
    ----------
    workspace : Path
    learner : str

    Returns
    -------
    list of LessonProgress
        By number. A folder without a lesson's notebook is passed over.
    """
    found = []
    for folder in sorted(workspace.glob("[0-9][0-9]-*")):
        notebook = folder / f"{folder.name.split('-', maxsplit=1)[1]}.ipynb"
        if (progress := lesson_progress(notebook, workspace, learner)) is not None:
            found.append(progress)
    return sorted(found, key=lambda lesson: lesson.number)


def lesson_progress(
    notebook: Path, workspace: Path, learner: str
) -> LessonProgress | None:
    """Tell how far a learner has come in one lesson.

    Parameters
    ----------
    notebook, workspace : Path
    learner : str

    Returns
    -------
    LessonProgress or None
        None where the file is not one of the course's notebooks.
    """
    try:
        content = json.loads(notebook.read_text("utf-8"))
        about = content["metadata"]["fourlenses"]
        ids = [cell["metadata"].get("nbgrader", {}) for cell in content["cells"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    names = [one["grade_id"] for one in ids if one.get("grade")]
    graded = [name for name in names if name in TASKS]
    folder = notebook.parent
    run = find_course_run(folder)
    answers = AnswerFolder(folder / "answers", learner, run.name)
    mark = _last_mark(workspace / "feedback" / learner / folder.name / "mark.json")
    return LessonProgress(
        folder=folder.name,
        notebook=notebook.name,
        title=str(about.get("title", notebook.stem)),
        number=int(about.get("number", 0)),
        hours=float(about.get("hours", 0)),
        tasks=tuple(graded),
        answered=sum(answers.load(name).answer is not None for name in graded),
        points=mark.get("points"),
        max_points=mark.get("max_points"),
        handed_in=mark.get("at", ""),
        # A hand-in of an earlier edition did not tell them.
        marks=mark.get("tasks", {}),
        due=run.due,
    )


def _last_mark(path: Path) -> dict:
    try:
        mark = json.loads(path.read_text("utf-8"))
        return mark if isinstance(mark, dict) else {}
    except (OSError, ValueError):
        return {}


def show_start(lesson: str) -> object:
    """Show the start page of the course, or the head of a lesson or of a tool.

    Parameters
    ----------
    lesson : str
        The lesson's name; "course" for the start page, or the name of a tool.

    Returns
    -------
    StartView
    """
    from course.widgets.start import StartView

    here = Path.cwd()
    if lesson in TOOL_PAGES:
        return StartView(
            {
                "mode": "tool",
                "title": say(f"{lesson}.title"),
                "learner": find_learner().name,
                "saved_in": str(here / "answers"),
                "may_choose": False,
            }
        )
    if lesson == "course":
        workspace = Path(os.environ.get("FOURLENSES_WORKSPACE", here))
        return StartView(
            _course_shown(workspace),
            choose=lambda name: _choose(name, workspace),
            refresh=lambda: _course_shown(workspace),
            settle=lambda sector: choose_sector(sector, workspace),
        )
    workspace = workspace_here()
    notebook = here / f"{lesson}.ipynb"
    return StartView(
        _lesson_shown(notebook, workspace),
        choose=lambda name: _choose(name, workspace),
        refresh=lambda: _lesson_shown(notebook, workspace),
    )


def _choose(name: str, workspace: Path) -> str:
    learner = choose_name(name, workspace)
    return say("start.name-chosen", name=learner.name)


def _course_shown(workspace: Path) -> dict[str, object]:
    learner = find_learner()
    lessons = lessons_in(workspace, learner.name)
    return {
        "mode": "course",
        "title": say("start.course-title"),
        "learner": learner.name,
        "saved_in": str(workspace),
        # Once something is answered, a new name would make it somebody else's.
        "may_choose": learner.chosen and not any(one.answered for one in lessons),
        "sector": find_sector(workspace),
        "sectors": [
            {"id": sector, "text": say(f"start.sector.{sector or 'any'}")}
            for sector in ("", *SECTORS)
        ],
        "modules": [
            *(_module_shown(one) for one in lessons),
            *_tools_shown(workspace),
        ],
        "standing": _standing_shown(lessons),
    }


def _tools_shown(workspace: Path) -> list[dict[str, object]]:
    """The way to each tool that the workspace has."""
    return [
        {
            "title": say(f"{name}.title"),
            "summary": say(f"start.{name}"),
            "path": page,
            "tool": True,
        }
        for name, page in TOOL_PAGES.items()
        if (workspace / page).exists()
    ]


def _module_shown(lesson: LessonProgress) -> dict[str, object]:
    return {
        "title": say("start.module", number=lesson.number, title=lesson.title),
        "summary": " ".join(
            [say("start.hours", hours=f"{lesson.hours:g}"), *_due_words(lesson.due)]
        ),
        "answered": lesson.answered,
        "total": len(lesson.tasks),
        "points": None if lesson.points is None else f"{lesson.points:g}",
        "max_points": None if lesson.points is None else f"{lesson.max_points:g}",
        "handed_in": _handed_in_words(lesson.handed_in),
        "path": f"{lesson.folder}/{lesson.notebook}",
    }


def _standing_shown(lessons: Collection[LessonProgress]) -> dict[str, object]:
    """What the learner can now, the evidence, and the hours, of what is handed in."""
    handed_in = [lesson for lesson in lessons if lesson.handed_in]
    marks = {task: mark for one in handed_in for task, mark in one.marks.items()}
    found = attainments(marks, {task for one in lessons for task in one.tasks})
    return {
        "met": sum(one.met for one in found),
        "objectives": [_objective_shown(one) for one in found],
        "modules": [
            {
                "title": say("start.module", number=one.number, title=one.title),
                "hours": f"{one.hours:g}",
            }
            for one in handed_in
        ],
        "hours": f"{sum(one.hours for one in handed_in):g}",
    }


def _objective_shown(one: Attainment) -> dict[str, object]:
    return {
        "text": one.text,
        "met": one.met,
        "points": f"{round(one.earned, 2):g}",
        "max_points": f"{one.possible:g}",
        "tasks": [
            {
                "title": TASKS[task].title,
                "points": f"{round(points, 2):g}",
                "max_points": f"{TASKS[task].points:g}",
            }
            for task, points in one.points.items()
        ],
        "waiting": [TASKS[task].title for task in one.waiting],
    }


def _handed_in_words(at: str) -> str:
    if not at:
        return ""
    when = datetime.fromisoformat(at)
    return say("start.handed-in", date=say_day(when), time=f"{when:%H:%M}")


def _due_words(due: datetime | None) -> list[str]:
    return [] if due is None else [say("start.due", date=say_day(due))]


def _lesson_shown(notebook: Path, workspace: Path) -> dict[str, object]:
    learner = find_learner()
    lesson = lesson_progress(notebook, workspace, learner.name)
    return {
        "mode": "lesson",
        "title": lesson.title if lesson else notebook.stem,
        "learner": learner.name,
        "answered": lesson.answered if lesson else 0,
        "total": len(lesson.tasks) if lesson else 0,
        "saved_in": str(notebook.parent / "answers"),
        "may_choose": False,
    }
