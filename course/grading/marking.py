"""Mark all the answers of one submission."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from course.exercises import TASKS
from course.lessons.page import find_key
from course.messages import say
from course.tasks import Judged, Key, Mark, Saved, Task, judge
from course.tasks.answers import read_answer
from course.tasks.judging import KeyMissing


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


def read_answers(tasks: Collection[Task], folder: Path) -> dict[str, Saved]:
    """Read the answers to some tasks.

    Parameters
    ----------
    tasks : collection of Task
    folder : Path
        Their answer files.

    Returns
    -------
    dict of str to Saved
        By task; one that is not there is new.
    """
    return {
        task.name: read_answer(folder / f"{task.name}.json", task.name)
        for task in tasks
    }


def mark_answers(
    tasks: Collection[Task],
    answers: Mapping[str, Saved],
    *,
    learner: str,
    run: str,
    keys: Mapping[str, Key],
    members: Collection[str] = (),
) -> list[Judged]:
    """Mark every task of a submission.

    Parameters
    ----------
    tasks : collection of Task
    answers : mapping of str to Saved
        By task.
    learner, run, keys, members
        As for `mark_answer`.

    Returns
    -------
    list of Judged
        In the order of `tasks`.
    """
    about = {"learner": learner, "run": run, "keys": keys, "members": members}
    return [mark_answer(task, answers[task.name], **about) for task in tasks]


def mark_answer(
    task: Task,
    saved: Saved,
    *,
    learner: str,
    run: str,
    keys: Mapping[str, Key],
    members: Collection[str] = (),
) -> Judged:
    """Mark one answer; whatever it is, it cannot stop the marking of others.

    Parameters
    ----------
    task : Task
    saved : Saved
    learner, run : str
    keys : mapping of str to Key
        A task whose key is not among them waits, as if for a person.
    members : collection of str
        Everybody in the course run.

    Returns
    -------
    Judged
        An answer on which the course's own marking fails waits for a person, and the
        flag says so.
    """
    key = keys.get(task.name)
    try:
        return judge(task, saved, learner=learner, run=run, members=members, key=key)
    except KeyMissing as missing:
        return missing.judged
    # A mistake in the course must not cost a learner the other tasks.
    except Exception as error:
        return _unmarked(task, learner, run, error)


def _unmarked(task: Task, learner: str, run: str, error: Exception) -> Judged:
    words = say("marking.failed", error=type(error).__name__)
    mark = Mark(0.0, True, words=(words,), by_hand=True)
    return Judged(task, task.case(run, learner), Saved(), mark, flag=words)


def find_keys(tasks: Collection[Task]) -> dict[str, Key]:
    """Return the keys of some tasks, as far as this machine has them.

    Parameters
    ----------
    tasks : collection of Task

    Returns
    -------
    dict of str to Key

    Raises
    ------
    ValueError
        If a file of keys cannot be read.
    """
    found = {task.name: find_key(task.name) for task in tasks if task.needs_key}
    return {name: key for name, key in found.items() if key is not None}


def total(judged: Collection[Judged]) -> tuple[float, float]:
    """Return the points earned so far, and those that could be earned by machine."""
    earned = sum(one.mark.points for one in judged)
    by_machine = sum(
        one.task.points
        for one in judged
        if not (one.task.kind.by_hand or one.mark.by_hand)
    )
    return float(earned), float(by_machine)
