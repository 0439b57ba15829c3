"""A rehearsal: simulated learners hand in, so that a teacher can try a whole term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from course.grading.handing_in import copy_submission
from course.grading.marking import graded_tasks
from course.grading.personas import (
    ALWAYS_THE_SAME,
    BLANK,
    COPIER,
    EXPERT,
    GUESSER,
    Persona,
    as_typed,
    mistaken,
)
from course.messages import say
from course.tasks import AnswerFolder, CourseRun, Key, Task, find_course_run

# So that what a rehearsal made can be told from what people handed in.
MADE_BY_REHEARSAL = ".rehearsal"
# Where there is a date to be late for, each fifth learner is: by a day.
_LATE_ONE_IN = 5
_AHEAD, _LATE = timedelta(days=2), timedelta(days=1)


class NotRehearsed(Exception):
    """The rehearsal could not begin; the message is a sentence for the teacher."""


def rehearse(
    root: Path,
    assignment: str,
    learners: int,
    seed: int,
    keys: Mapping[str, Key],
    tick: Callable[[], None] = lambda: None,
) -> dict[str, str]:
    """Fill ``submitted/`` with the work of simulated learners.

    Parameters
    ----------
    root : Path
        The course directory, with ``release/``.
    assignment : str
        Such as ``04-variation``.
    learners : int
    seed : int
        The same seed gives the same learners and answers.
    keys : mapping of str to Key
    tick : callable
        Called after each learner.

    Returns
    -------
    dict of str to str
        Learner to the way they answer.

    Raises
    ------
    NotRehearsed
        If the assignment is not released, or people have handed in already.
    """
    released = root / "release" / assignment
    notebooks = sorted(released.glob("*.ipynb"))
    if not notebooks:
        raise NotRehearsed(say("rehearsal.not-released", assignment=assignment))
    _refuse_among_people(root / "submitted", assignment)
    notebook = notebooks[0]
    tasks = graded_tasks(notebook)
    course_run = find_course_run(released)
    run = course_run.name
    rng = np.random.default_rng(seed)
    personas = _personas(tasks, run, keys)
    ways = {}
    neighbour = f"neighbour-of-the-first-{seed}"
    for i in range(learners):
        persona = personas[i % len(personas)]
        learner = f"{persona.name}-{seed:02d}{i + 1:03d}"
        submitted = root / "submitted" / learner / assignment
        copy_submission(released, notebook, submitted, _handed_in(course_run, i))
        folder = AnswerFolder(submitted / "answers", learner, run)
        for task in tasks:
            key = keys.get(task.name)
            case = task.case(run, learner)
            copied = task.truth(task.case(run, neighbour), key)
            if copied is not None:
                copied = as_typed(task, copied)
            answer = persona.answer(task, case, key, rng, copied)
            if answer is not None:
                folder.save(task.name, answer, version=0, attempts=1)
        (folder.folder / ".lock").unlink(missing_ok=True)
        (submitted / MADE_BY_REHEARSAL).touch()
        ways[learner] = persona.name
        neighbour = learner
        tick()
    return ways


def _handed_in(run: CourseRun, place: int) -> datetime:
    """When a learner hands in, a minute after the one before in the same hurry."""
    if run.due is None:
        begin = datetime(2027, 3, 1, 12, tzinfo=UTC)
    elif place % _LATE_ONE_IN == _LATE_ONE_IN - 1:
        begin = run.due + _LATE
    else:
        begin = run.due - _AHEAD
    return begin + timedelta(minutes=place)


def _refuse_among_people(submitted: Path, assignment: str) -> None:
    people = [
        folder.parent.name
        for folder in sorted(submitted.glob(f"*/{assignment}"))
        if not (folder / MADE_BY_REHEARSAL).exists()
    ]
    if people:
        raise NotRehearsed(
            say(
                "rehearsal.people",
                count=len(people),
                assignment=assignment,
                first=people[0],
            )
        )


def _personas(tasks: list[Task], run: str, keys: Mapping[str, Key]) -> list[Persona]:
    """Every third an expert, the others in turn; each misconception once a round."""
    thoughts = sorted(
        {
            name
            for task in tasks
            for name in task.misreadings(task.case(run, "anybody"), keys.get(task.name))
        }
    )
    others = [
        GUESSER,
        ALWAYS_THE_SAME,
        COPIER,
        BLANK,
        *(mistaken(name) for name in thoughts),
    ]
    personas = []
    for first, second in zip(others[::2], [*others[1::2], GUESSER], strict=False):
        personas += [EXPERT, first, second]
    return personas
