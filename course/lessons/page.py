"""The lines of a lesson's notebook that show exercises and mark them.

They know where they run: in a learner's hands they show something to work with, under
``nbgrader autograde`` they mark what was handed in.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

from course.exercises import MODULES, SIMULATIONS, TASKS
from course.messages import say
from course.tasks import (
    AnswerFolder,
    Key,
    find_course_run,
    find_learner,
    find_run,
    find_sector,
)
from course.tasks.answers import read_answer
from course.tasks.keys import read_all_keys
from course.tasks.seeds import generator_for

# Keys told by the hidden lines of graded cells, which only a teacher's copy has.
_told: dict[str, Key] = {}


def workspace_here() -> Path:
    """Return the learner's workspace: as said at start, or around the lesson."""
    if "FOURLENSES_WORKSPACE" in os.environ:
        return Path(os.environ["FOURLENSES_WORKSPACE"])
    return Path.cwd().parent


def key(task: str, content: str) -> None:
    """Tell the key of a task; written by the builder into hidden lines.

    Parameters
    ----------
    task : str
    content : str
        The fields of a `Key`, as JSON.
    """
    _told[task] = Key(**json.loads(content))


def find_key(task: str) -> Key | None:
    """Return the key of a task, where this machine has it.

    On a self-learner's laptop the whole course lies there, keys and all. A student
    on a hub has none.

    Parameters
    ----------
    task : str

    Returns
    -------
    Key or None
    """
    if task not in _told and "FOURLENSES_COURSE_ROOT" in os.environ:
        root = Path(os.environ["FOURLENSES_COURSE_ROOT"])
        _told.update(read_all_keys(root / "source"))
    return _told.get(task)


def answers_here() -> AnswerFolder:
    """Return the answers beside the notebook; only read while grading."""
    here = Path.cwd()
    grading = "NBGRADER_EXECUTION" in os.environ
    learner = here.parent.name if _autograding() else find_learner().name
    return AnswerFolder(here / "answers", learner, find_run(here), read_only=grading)


def _autograding() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def exercise(name: str) -> object:
    """Show an exercise or a simulation, with the learner's saved answer in it.

    Parameters
    ----------
    name : str

    Returns
    -------
    widget or None
        Nothing while grading: there is nobody to look at it.

    Raises
    ------
    ValueError
        If there is no exercise of that name.
    """
    if name not in TASKS and name not in SIMULATIONS:
        raise ValueError(say("page.no-such-exercise", name=name))
    folder = answers_here()
    if folder.read_only:
        return None
    practice = name in find_course_run(Path.cwd()).practice
    if name in SIMULATIONS:
        from course.widgets.simulations import VIEWS

        view = VIEWS[name](
            folder, lambda data: generator_for(folder.run, data, folder.learner)
        )
        if practice:
            view.be_for_practice()
        return view
    from course.widgets.exercise import ExerciseView

    task = replace(TASKS[name], points=0.0) if practice else TASKS[name]
    sector = _find_case_sector(name, folder)
    case = task.case(folder.run, folder.learner, sector)
    return ExerciseView(task, case, folder, find_key(name), sector=sector)


def _find_case_sector(name: str, folder: AnswerFolder) -> str:
    """Tell where a case is to lie.

    An answer stays with the case it was given to, and so do the exercises that ask on
    about the same figures.
    """
    module = next(module for module in MODULES.values() if name in module)
    data = TASKS[name].data
    alike = [other for other in module if data and module[other].data == data]
    for answered in (name, *alike):
        saved = folder.load(answered)
        if saved.answer is not None:
            return saved.sector
    return find_sector(workspace_here())


def graded(name: str) -> float | None:
    """Mark a task under ``nbgrader autograde``; keep quiet in a learner's hands.

    Parameters
    ----------
    name : str

    Returns
    -------
    float or None
        The points: a built-in float within [0, points], because nbgrader reads the
        printed value and takes anything it does not understand for full marks.
    """
    if "NBGRADER_EXECUTION" not in os.environ:
        return None
    from IPython.display import display

    from course.tasks import judge
    from course.widgets.review import review_bundle

    folder = answers_here()
    autograded = Path.cwd().parent.parent
    classmates = {
        path.name
        for folder in (autograded, autograded.parent / "submitted")
        for path in folder.glob("*")
        if path.is_dir()
    }
    judged = judge(
        TASKS[name],
        read_answer(folder.path(name), name),
        learner=folder.learner,
        run=folder.run,
        members=classmates if _autograding() else (),
        key=find_key(name),
    )
    if judged.flag:
        # Not on the error stream: nbgrader gives 0 to whatever writes there.
        print(judged.flag)
    display(review_bundle(judged, show_truth=True), raw=True)
    return None if judged.mark.by_hand else judged.mark.points
