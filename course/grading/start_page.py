"""The start page of the course, and the head of a lesson or of a tool.

On a hub the start page is also where lessons are fetched and feedback comes back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from course.exercises import TASKS
from course.exercises.names import TOOL_PAGES
from course.exercises.objectives import Attainment, attainments
from course.grading.my_lessons import MyLessons, find_my_lessons
from course.lessons.due_words import say_due
from course.lessons.page import workspace_here
from course.lessons.progress import LessonProgress, lesson_progress, notebook_in
from course.messages import say
from course.tasks import (
    SECTORS,
    choose_name,
    choose_sector,
    find_learner,
    find_sector,
)
from course.tasks.calendar_days import say_moment
from course.widgets.start import NotFetched, StartView

if TYPE_CHECKING:
    from course.grading.my_exchange import MyExchange


def start(lesson: str) -> StartView | None:
    """Show who is learning and how far they have come.

    Parameters
    ----------
    lesson : str
        The lesson's name; "course" for the start page, or the name of a tool.

    Returns
    -------
    StartView or None
        Nothing while grading.
    """
    if "NBGRADER_EXECUTION" in os.environ:
        return None
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
        return _start_page(Path(os.environ.get("FOURLENSES_WORKSPACE", here)))
    workspace = workspace_here()
    notebook = here / f"{lesson}.ipynb"
    return StartView(
        _lesson_shown(notebook, workspace),
        choose=lambda name: _choose(name, workspace),
        refresh=lambda: _lesson_shown(notebook, workspace),
    )


def _start_page(workspace: Path) -> StartView:
    exchange = None
    if "JUPYTERHUB_USER" in os.environ:
        # Not on a laptop, where the page opens without it.
        from course.grading.my_exchange import find_my_exchange

        exchange = find_my_exchange(workspace)
    return StartView(
        _course_shown(workspace, exchange),
        choose=lambda name: _choose(name, workspace),
        refresh=lambda: _course_shown(workspace, exchange),
        settle=lambda sector: choose_sector(sector, workspace),
        deeds=_deeds(workspace, exchange) if exchange else {},
    )


def _deeds(workspace: Path, exchange: MyExchange) -> dict[str, Callable[[str], str]]:
    """What the buttons of a lesson do, by the names that the page has for them."""
    from course.grading.my_exchange import OutOfReach
    from course.grading.nbgrader_commands import Declined

    def title(name: str) -> str:
        notebook = notebook_in(workspace / name)
        lesson = lesson_progress(notebook, workspace, find_learner().name)
        if lesson is None:
            raise NotFetched(say("my-exchange.damaged", folder=name))
        return _title(lesson.number, lesson.title)

    def ask(what: Callable[[str], None], name: str) -> None:
        try:
            what(name)
        except OutOfReach as problem:
            raise NotFetched(str(problem)) from problem
        except Declined as reason:
            sentence = say("my-exchange.not-fetched", reason=reason)
            raise NotFetched(sentence) from reason

    def fetch(name: str) -> str:
        ask(exchange.fetch, name)
        return say("my-exchange.fetched", title=title(name))

    def get_feedback(name: str) -> str:
        ask(exchange.fetch_feedback, name)
        returned = exchange.returned(name, notebook_in(Path(name)).stem)
        what = "feedback-fetched" if returned and returned.page else "no-feedback"
        return say(f"my-exchange.{what}", title=title(name))

    return {"fetch": fetch, "get-feedback": get_feedback}


def _choose(name: str, workspace: Path) -> str:
    learner = choose_name(name, workspace)
    return say("start.name-chosen", name=learner.name)


def _course_shown(workspace: Path, exchange: MyExchange | None) -> dict[str, object]:
    learner = find_learner()
    mine = find_my_lessons(workspace, learner.name, exchange)
    return {
        "mode": "course",
        "title": say("start.course-title"),
        "learner": learner.name,
        "saved_in": str(workspace),
        # Once something is answered, a new name would make it somebody else's.
        "may_choose": learner.chosen and not any(one.answered for one in mine.here),
        "sector": find_sector(workspace),
        "sectors": [
            {"id": sector, "text": say(f"start.sector.{sector or 'any'}")}
            for sector in ("", *SECTORS)
        ],
        "modules": [
            *_modules_shown(mine, workspace),
            *_tools_shown(workspace),
        ],
        "notice": mine.notice,
        "standing": _standing_shown(mine.here),
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


def _modules_shown(mine: MyLessons, workspace: Path) -> list[dict[str, object]]:
    """Every lesson, in the order of their numbers."""
    now = datetime.now().astimezone()
    shown = {
        one.name: {
            "title": _title(int(one.name.split("-")[0]), one.title),
            "due": say_due(one.due, now) if one.due else "",
            "path": "",
        }
        for one in mine.to_come
    }
    shown |= {
        one.folder: _lesson_in_list(one, now) | {"path": "", "deeds": ["fetch"]}
        for one in mine.to_fetch
    }
    for one in mine.here:
        shown[one.folder] = _lesson_in_list(one, now)
        if returned := mine.returned.get(one.folder):
            shown[one.folder] |= {
                "handed_in": returned.in_words(),
                "deeds": ["get-feedback"] if returned.can_get else [],
                "feedback": returned.page.relative_to(workspace).as_posix()
                if returned.page
                else "",
            }
    return [shown[name] for name in sorted(shown)]


def _lesson_in_list(lesson: LessonProgress, now: datetime) -> dict[str, object]:
    handed_in = _handed_in_words(lesson.handed_in)
    return {
        "lesson": lesson.folder,
        "title": _title(lesson.number, lesson.title),
        "summary": say("start.hours", hours=f"{lesson.hours:g}"),
        "due": say_due(lesson.due, now, bool(handed_in)) if lesson.due else "",
        "answered": lesson.answered,
        "total": len(lesson.tasks),
        "points": None if lesson.points is None else f"{round(lesson.points, 2):g}",
        "max_points": None if lesson.points is None else f"{lesson.max_points:g}",
        "handed_in": handed_in,
        "path": f"{lesson.folder}/{lesson.notebook}",
    }


def _title(number: int, title: str) -> str:
    return say("start.module", number=number, title=title)


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
                "title": _title(one.number, one.title),
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
    return say("start.handed-in", when=say_moment(datetime.fromisoformat(at)))


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
