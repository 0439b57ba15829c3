"""The lessons of one learner: those in the workspace and, on a hub, those to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from course.lessons.progress import (
    LESSON_FOLDER,
    LessonProgress,
    lesson_progress,
    lessons_in,
    notebook_in,
)
from course.messages import say
from course.tasks import Announced, find_course_run

if TYPE_CHECKING:
    from course.grading.my_exchange import MyExchange, Returned


@dataclass(frozen=True, slots=True, kw_only=True)
class MyLessons:
    """What a learner has, can have, and will have.

    Attributes
    ----------
    here : list of LessonProgress
        In the workspace.
    to_fetch : list of LessonProgress
        Released, and not here.
    to_come : list of Announced
        Lessons of the course run that are neither.
    returned : mapping of str to Returned
        By the lesson's folder, what went through the exchange.
    notice : str
        What is to be said of them all, or "".
    """

    here: list[LessonProgress]
    to_fetch: list[LessonProgress] = field(default_factory=list)
    to_come: list[Announced] = field(default_factory=list)
    returned: Mapping[str, Returned] = field(default_factory=dict)
    notice: str = ""


def find_my_lessons(
    workspace: Path, learner: str, exchange: MyExchange | None = None
) -> MyLessons:
    """Look for a learner's lessons.

    Parameters
    ----------
    workspace : Path
    learner : str
    exchange : MyExchange, optional
        None away from a hub: what is in the workspace is then all there is.

    Returns
    -------
    MyLessons
    """
    here = lessons_in(workspace, learner)
    if exchange is None:
        return MyLessons(here=here)
    # Not on a laptop, where the page opens without it.
    from course.grading.my_exchange import OutOfReach

    notice = ""
    try:
        released = {
            folder.name: folder
            for folder in exchange.released()
            if folder.match(LESSON_FOLDER)
        }
    except OutOfReach as problem:
        released, notice = {}, str(problem)
    names = {lesson.folder for lesson in here}
    found = (
        lesson_progress(notebook_in(folder), workspace, learner)
        for name, folder in released.items()
        if name not in names
    )
    to_fetch = [lesson for lesson in found if lesson is not None]
    names |= {lesson.folder for lesson in to_fetch}
    folders = [*released.values(), *(workspace / lesson.folder for lesson in here)]
    if not (notice or names):
        notice = say("my-exchange.none-released")
    returned = dict(_returned(exchange, here))
    return MyLessons(
        here=[
            _with_exchange(one, returned.get(one.folder), released.get(one.folder))
            for one in here
        ],
        to_fetch=to_fetch,
        to_come=[one for one in _announced(folders) if one.name not in names],
        returned=returned,
        notice=notice,
    )


def _returned(
    exchange: MyExchange, here: list[LessonProgress]
) -> Iterator[tuple[str, Returned]]:
    for lesson in here:
        returned = exchange.returned(lesson.folder, Path(lesson.notebook).stem)
        if returned is not None:
            yield lesson.folder, returned


def _with_exchange(
    lesson: LessonProgress, returned: Returned | None, released: Path | None
) -> LessonProgress:
    """Add what the exchange knows of a lesson in the workspace."""
    from course.grading.page_marks import read_mark

    if released is not None:
        # The teacher's, who may have moved the date since the lesson was fetched.
        lesson = replace(lesson, due=find_course_run(released).due)
    if returned is None:
        return lesson
    lesson = replace(lesson, handed_in=returned.handed_in.isoformat())
    mark = read_mark(returned.page) if returned.page else None
    if mark is None:
        return lesson
    return replace(
        lesson, points=mark.points, max_points=mark.max_points, marks=mark.tasks
    )


def _announced(folders: list[Path]) -> list[Announced]:
    """What the first assignment that names all of its course run's lessons says."""
    runs = (find_course_run(folder).lessons for folder in folders)
    lessons = next(filter(None, runs), ())
    return [one for one in lessons if PurePath(one.name).match(LESSON_FOLDER)]
