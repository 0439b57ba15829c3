"""Mark all the answers of one submission."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from course.exercises import TASKS
from course.lessons.page import find_key
from course.tasks import Judged, Key, Task, judge


def graded_tasks(notebook: Path) -> list[Task]:
    """Return the tasks with points in a lesson's notebook, in order.

    Parameters
    ----------
    notebook : Path
        Of any edition: source, release or a learner's.

    Returns
    -------
    list of Task

    Raises
    ------
    ValueError
        If the file is no notebook.
    """
    try:
        # Not through nbformat: its schema check costs a second and a half to import.
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        names = [cell.get("metadata", {}).get("nbgrader", {}) for cell in cells]
        names = [about["grade_id"] for about in names if about.get("grade")]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{notebook.name} is not a lesson's notebook.") from error
    return [TASKS[name] for name in names if name in TASKS]


def mark_answers(
    tasks: Collection[Task],
    answers: Path,
    *,
    learner: str,
    run: str,
    members: Collection[str] = (),
    keys: Mapping[str, Key] | None = None,
) -> list[Judged]:
    """Mark every task of a submission; none can stop the others.

    Parameters
    ----------
    tasks : collection of Task
    answers : Path
        Their answer files.
    learner, run : str
    members : collection of str
        Everybody in the course run.
    keys : mapping of str to Key, optional
        Looked for beside the lessons where it is not given.

    Returns
    -------
    list of Judged
        In the order of `tasks`.
    """
    return [
        judge(
            task,
            answers,
            learner=learner,
            run=run,
            members=members,
            key=find_key(task.name) if keys is None else keys.get(task.name),
        )
        for task in tasks
    ]


def total(judged: Collection[Judged]) -> tuple[float, float]:
    """Return the points earned so far, and those that could be earned by machine."""
    earned = sum(one.mark.points for one in judged)
    by_machine = sum(one.task.points for one in judged if not one.task.kind.by_hand)
    return float(earned), float(by_machine)
