"""What is known of a learner's work, from a gradebook or from their own hand-ins."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from course.exercises import TASKS
from course.grading.assignments import assignment_names
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import GradebookRows
from course.grading.marking import graded_tasks
from course.lessons.progress import lessons_in
from course.tasks import find_learner, find_run


@dataclass(frozen=True, slots=True)
class Module:
    """A module that was handed in.

    Attributes
    ----------
    number : int
    title : str
    hours : float
        As the lesson states them.
    handed_in : date or None
        None where it is not known.
    """

    number: int
    title: str
    hours: float
    handed_in: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One learner's work.

    Attributes
    ----------
    learner : str
        As they are known in the course run.
    name : str
        As people know them; "" where nobody has said.
    run : str
    by_teacher : bool
        Whether the marks are those of a gradebook, and not of the learner's machine.
    modules : tuple of Module
        Those handed in, by number.
    marks : mapping of str to float or None
        Points by task; None while a person has still to read it.
    counted : frozenset of str or None
        The tasks that count in the course run; None where all do.
    """

    learner: str
    name: str
    run: str
    by_teacher: bool
    modules: tuple[Module, ...]
    marks: Mapping[str, float | None]
    counted: frozenset[str] | None = None


def class_transcripts(
    course: CourseDirectory, learners: Collection[str] = ()
) -> list[Transcript]:
    """Read a gradebook.

    Parameters
    ----------
    course : CourseDirectory
    learners : collection of str
        Only these; everybody enrolled where none is named.

    Returns
    -------
    list of Transcript
        In order of learners; also of those who have handed in nothing.

    Raises
    ------
    GradebookUnusable
        If it cannot be read.
    """
    modules: dict[str, list[Module]] = {}
    marks: dict[str, dict[str, float | None]] = {}
    runs = set()
    counted = frozenset(
        task.name
        for assignment in assignment_names(course)
        for notebook in sorted((course.release / assignment).glob("*.ipynb"))
        for task in graded_tasks(notebook)
    )
    with GradebookRows(course.db_url) as gradebook:
        enrolled = {one.id: one.name for one in gradebook.enrolled()}
        known = gradebook.assignment_names()
        for assignment in (a for a in assignment_names(course) if a in known):
            row = gradebook.assignment(assignment)
            runs.add(find_run(course.source / assignment))
            about = list(_lessons_of(course.release / assignment))
            for learner, at in gradebook.graded_at(row).items():
                # As nbgrader keeps it: in universal time, without saying so.
                day = at and at.replace(tzinfo=UTC).astimezone().date()
                modules.setdefault(learner, []).extend(
                    Module(*lesson, day) for lesson in about
                )
            for learner, grades in gradebook.grades(row).items():
                marks.setdefault(learner, {}).update(
                    (task, None if grade.waits else grade.points)
                    for task, grade in grades.items()
                    if task in TASKS
                )
    return [
        Transcript(
            learner=learner,
            name=enrolled[learner],
            run=", ".join(sorted(runs)),
            by_teacher=True,
            modules=tuple(sorted(modules.get(learner, ()), key=_by_number)),
            marks=marks.get(learner, {}),
            counted=counted,
        )
        for learner in enrolled
        if not learners or learner in learners
    ]


def own_transcript(workspace: Path, learner: str = "") -> Transcript:
    """Read a learner's own hand-ins.

    Parameters
    ----------
    workspace : Path
    learner : str
        Whoever works there, where nobody is named.

    Returns
    -------
    Transcript
    """
    learner = learner or find_learner({"FOURLENSES_WORKSPACE": str(workspace)}).name
    found = lessons_in(workspace, learner)
    lessons = [one for one in found if one.handed_in]
    return Transcript(
        learner=learner,
        name="",
        run=", ".join(sorted({find_run(workspace / one.folder) for one in lessons})),
        by_teacher=False,
        modules=tuple(
            Module(
                one.number,
                one.title,
                one.hours,
                datetime.fromisoformat(one.handed_in).date(),
            )
            for one in lessons
        ),
        marks={task: mark for one in lessons for task, mark in one.marks.items()},
        counted=frozenset(task for one in found for task in one.tasks),
    )


def _lessons_of(assignment: Path) -> Iterator[tuple[int, str, float]]:
    """Number, title and hours of the lessons in a released assignment."""
    for path in sorted(assignment.glob("*.ipynb")):
        about = json.loads(path.read_text("utf-8"))["metadata"].get("fourlenses", {})
        yield (
            int(about.get("number", 0)),
            str(about.get("title", path.stem)),
            float(about.get("hours", 0)),
        )


def _by_number(module: Module) -> tuple[int, str]:
    return module.number, module.title
