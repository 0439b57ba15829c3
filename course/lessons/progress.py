"""How far a learner has come in the lessons of a workspace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from course.exercises import TASKS
from course.tasks import AnswerFolder, find_course_run

# Names of the folders that lessons lie in.
LESSON_FOLDER = "[0-9][0-9]-*"


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
    found = (
        lesson_progress(notebook_in(folder), workspace, learner)
        for folder in sorted(workspace.glob(LESSON_FOLDER))
    )
    return sorted(filter(None, found), key=lambda lesson: lesson.number)


def notebook_in(folder: Path) -> Path:
    """Return the place of the notebook in a lesson's folder.

    Examples
    --------
    >>> notebook_in(Path("04-variation")).as_posix()
    '04-variation/variation.ipynb'
    """
    return folder / f"{folder.name.split('-', maxsplit=1)[1]}.ipynb"


def lesson_title(notebook: Path) -> str:
    """Return the title a lesson's notebook carries in its metadata."""
    metadata = json.loads(notebook.read_text("utf-8")).get("metadata", {})
    return metadata.get("fourlenses", {}).get("title", notebook.stem)


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
