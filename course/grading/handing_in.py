"""*Hand in*: from the notebook to the teacher, or straight to feedback.

On a laptop the work is copied to ``submitted/`` in the workspace and marked at once,
without running any of its code. On a hub nbgrader's exchange takes it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from course.grading.marking import (
    find_keys,
    graded_tasks,
    mark_answers,
    read_answers,
    total,
)
from course.grading.nbgrader_commands import Declined, ask_nbgrader
from course.lessons.page import answers_here, workspace_here
from course.lessons.progress import lesson_title
from course.messages import say
from course.tasks import AnswerFolder, Judged, Key
from course.tasks.answers import unfinished_file
from course.tasks.calendar_days import say_moment
from course.tasks.learner import RUN_FILE
from course.widgets.hand_in import HandedIn, HandInView, NotHandedIn

# Handed in with the notebook; anything else in the folder stays at home.
_WITH_IT = (RUN_FILE,)


def hand_in(lesson: str) -> HandInView | None:
    """Show the *Hand in* button of a lesson.

    Parameters
    ----------
    lesson : str
        Name of the notebook, without its ending.

    Returns
    -------
    HandInView or None
        Nothing while grading.
    """
    folder = answers_here()
    if folder.read_only:
        return None
    here = Path.cwd()
    on_hub = "JUPYTERHUB_USER" in os.environ
    workspace = workspace_here()

    def send() -> HandedIn:
        if on_hub:
            return hand_in_to_exchange(here)
        return hand_in_here(here, lesson, folder, workspace)

    def earlier() -> HandedIn | None:
        if on_hub:
            return returned_earlier(here, lesson, workspace)
        return handed_in_earlier(here, lesson, folder, workspace)

    return HandInView(
        hand_in=send,
        missing=lambda: unanswered(here, lesson, folder),
        earlier=earlier(),
    )


def handed_in_earlier(
    here: Path, lesson: str, folder: AnswerFolder, workspace: Path
) -> HandedIn | None:
    """Return what came of the last hand-in, marked again from its copy.

    Parameters
    ----------
    here : Path
        The assignment's folder.
    lesson : str
    folder : AnswerFolder
    workspace : Path

    Returns
    -------
    HandedIn or None
        None where nothing was handed in yet.
    """
    submitted = workspace / "submitted" / folder.learner / here.name
    try:
        when = (submitted / "timestamp.txt").read_text("utf-8").removesuffix(" UTC")
        handed_in = datetime.fromisoformat(when).replace(tzinfo=UTC).astimezone()
        notebook = submitted / f"{lesson}.ipynb"
        judged = _mark(submitted, notebook, folder, find_keys(graded_tasks(notebook)))
    except (OSError, ValueError):
        return None
    notebook = here / f"{lesson}.ipynb"
    page = Path("feedback") / folder.learner / here.name / f"{lesson}.html"
    return _handed_in(judged, notebook, folder, page, handed_in)


def unanswered(here: Path, lesson: str, folder: AnswerFolder) -> list[str]:
    """Return the titles of graded exercises without an answer."""
    return [
        task.title
        for task in graded_tasks(here / f"{lesson}.ipynb")
        if folder.load(task.name).answer is None
    ]


def hand_in_here(
    here: Path, lesson: str, folder: AnswerFolder, workspace: Path
) -> HandedIn:
    """Copy the work to ``submitted/``, mark the copy, write the feedback page.

    Parameters
    ----------
    here : Path
        The assignment's folder.
    lesson : str
    folder : AnswerFolder
    workspace : Path
        Where ``submitted/`` and ``feedback/`` are.

    Returns
    -------
    HandedIn

    Raises
    ------
    NotHandedIn
        With the reason in a sentence; an earlier hand-in is then still whole.
    """
    notebook = here / f"{lesson}.ipynb"
    if not notebook.is_file():
        raise NotHandedIn(say("hand-in.no-notebook", name=notebook.name, folder=here))
    learner = folder.learner
    now = datetime.now().astimezone()
    try:
        submitted = workspace / "submitted" / learner / here.name
        # Before anything is copied: a key that cannot be read stops here.
        keys = find_keys(graded_tasks(notebook))
        copy_submission(here, notebook, submitted, now)
        judged = _mark(submitted, notebook, folder, keys)
        feedback = _feedback()
        sections = [feedback.section_of(one) for one in judged]
        title = lesson_title(notebook)
        page = workspace / "feedback" / learner / here.name / f"{lesson}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_file(page) as unfinished:
            text = feedback.feedback_page(title, learner, sections)
            unfinished.write_text(text, "utf-8")
        points, max_points = total(judged)
        record = {
            "points": points,
            "max_points": max_points,
            "at": now.isoformat(),
            "tasks": {
                one.task.name: None if one.mark.by_hand else one.mark.points
                for one in judged
            },
        }
        with unfinished_file(page.with_name("mark.json")) as unfinished:
            unfinished.write_text(json.dumps(record) + "\n", "utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotHandedIn(say("hand-in.could-not-copy", reason=reason)) from error
    except ValueError as error:
        raise NotHandedIn(say("hand-in.could-not-copy", reason=error)) from error
    return _handed_in(judged, notebook, folder, page.relative_to(workspace), now)


def _mark(
    submitted: Path, notebook: Path, folder: AnswerFolder, keys: Mapping[str, Key]
) -> list[Judged]:
    tasks = graded_tasks(notebook)
    return mark_answers(
        tasks,
        read_answers(tasks, submitted / "answers"),
        learner=folder.learner,
        run=folder.run,
        keys=keys,
    )


def _feedback() -> ModuleType:
    """Fetched when somebody has handed in, so that a lesson opens without it."""
    from course.grading import feedback

    return feedback


def _handed_in(
    judged: list[Judged],
    notebook: Path,
    folder: AnswerFolder,
    page: Path,
    when: datetime,
) -> HandedIn:
    points, max_points = total(judged)
    feedback = _feedback()
    sections = [feedback.section_of(one) for one in judged]
    return HandedIn(
        sentence=say("start.handed-in", when=say_moment(when)),
        points=points,
        max_points=max_points,
        feedback_html=feedback.feedback_body(
            lesson_title(notebook), folder.learner, sections
        ),
        page_path=page.as_posix(),
    )


def copy_submission(
    here: Path, notebook: Path, submitted: Path, when: datetime
) -> None:
    """Copy notebook and answers to `submitted`, whole or not at all.

    Parameters
    ----------
    here, notebook : Path
    submitted : Path
        Replaced if it exists, at the last moment.
    when : datetime
        Written to ``timestamp.txt`` in nbgrader's form.
    """
    submitted.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=submitted.parent, prefix=".unfinished-"
    ) as temporary:
        fresh = Path(temporary) / "fresh"
        (fresh / "answers").mkdir(parents=True)
        shutil.copyfile(notebook, fresh / notebook.name)
        for name in _WITH_IT:
            if (here / name).is_file():
                shutil.copyfile(here / name, fresh / name)
        for answer in sorted((here / "answers").glob("*.json")):
            shutil.copyfile(answer, fresh / "answers" / answer.name)
        stamp = when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        (fresh / "timestamp.txt").write_text(stamp, "utf-8")
        earlier = Path(temporary) / "earlier"
        if submitted.exists():
            os.rename(submitted, earlier)
        try:
            os.rename(fresh, submitted)
        # Windows refuses while a virus scanner looks at the fresh files.
        except OSError:
            if earlier.exists():
                os.rename(earlier, submitted)
            raise


def hand_in_to_exchange(here: Path) -> HandedIn:
    """Submit through nbgrader's exchange, as the Assignments tab would.

    Parameters
    ----------
    here : Path
        The assignment's folder, named like the assignment.

    Returns
    -------
    HandedIn

    Raises
    ------
    NotHandedIn
        With nbgrader's own last words.
    """
    try:
        ask_nbgrader("submit", here.name, folder=here.parent)
    except Declined as reason:
        raise NotHandedIn(say("hand-in.exchange", reason=reason)) from reason
    now = say_moment(datetime.now().astimezone())
    return HandedIn(sentence=say("hand-in.done-hub", when=now))


def returned_earlier(here: Path, lesson: str, workspace: Path) -> HandedIn | None:
    """Return what came of the last hand-in through nbgrader's exchange.

    Parameters
    ----------
    here : Path
        The assignment's folder, named like the assignment.
    lesson : str
    workspace : Path

    Returns
    -------
    HandedIn or None
        None where nothing was handed in yet.
    """
    # Not on a laptop, where a lesson opens without it.
    from course.grading.my_exchange import find_my_exchange
    from course.grading.page_marks import read_mark

    exchange = find_my_exchange(workspace)
    returned = exchange.returned(here.name, lesson) if exchange else None
    if returned is None:
        return None
    if returned.page is None:
        return HandedIn(sentence=returned.in_words())
    mark = read_mark(returned.page)
    return HandedIn(
        sentence=returned.in_words(),
        points=mark.points if mark else None,
        max_points=mark.max_points if mark else None,
        page_path=returned.page.relative_to(workspace).as_posix(),
    )
