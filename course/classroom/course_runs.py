"""A course run: a course directory of its own, made from a track and a first day."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from course.classroom.due_dates import due_dates
from course.classroom.tracks import (
    FEWEST_MONTHS,
    MOST_MONTHS,
    Assigned,
    Track,
    assignments_of,
    is_months,
)
from course.messages import say
from course.tasks import Announced, CourseRun
from course.tasks.calendar_days import say_day
from course.tasks.learner import RUN_FILE

CONFIGURATION = "nbgrader_config.py"
README = "README.md"
# nbgrader makes it the name of a folder in the exchange.
_RUN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
# What lies beside a lesson for the teacher's side alone.
_BESIDE = (".keys.toml", ".marking.toml")


class NotMade(Exception):
    """A course run could not be made; the message is a sentence for the teacher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a course run will be.

    Attributes
    ----------
    name : str
        Of the run: gives learners their cases, and nbgrader its course.
    track : Track
    start : date
    assigned : tuple of Assigned
        In the order in which they are due.
    due : tuple of datetime
        For each.
    db_url : str
        Of the gradebook; "" for a file in the course directory.
    """

    name: str
    track: Track
    start: date
    assigned: tuple[Assigned, ...]
    due: tuple[datetime, ...]
    db_url: str = ""


def holds_course(root: Path) -> bool:
    """Whether a folder holds the course's lessons, to make course runs of."""
    lessons = (root / "source").glob("[0-9][0-9]-*.md")
    return (root / CONFIGURATION).is_file() and any(lessons)


def find_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name; None, this computer's own, for "".

    Raises
    ------
    NotMade
        If there is none of that name.

    Examples
    --------
    >>> find_zone("Europe/Oslo").key
    'Europe/Oslo'
    """
    try:
        return ZoneInfo(name) if name else None
    # One that is not there, one that is a path, one that is a folder of zones.
    except (KeyError, ValueError, OSError):
        raise NotMade(say("course-run.zone", zone=name)) from None


def refuse_months(months: object) -> None:
    """Raise `NotMade` if a course run cannot last so long."""
    if not is_months(months):
        raise NotMade(say("track.months", least=FEWEST_MONTHS, most=MOST_MONTHS))


def plan_course_run(
    track: Track,
    source: Path,
    start: date,
    *,
    months: int | None = None,
    name: str = "",
    db_url: str = "",
    zone: tzinfo | None = None,
) -> Plan:
    """Decide everything about a course run, and write nothing.

    Parameters
    ----------
    track : Track
    source : Path
        The course's own ``source/``.
    start : date
    months : int, optional
        How long it lasts; as the track says if not given.
    name : str
        Of the run; made of the track's name and the month if not given.
    db_url : str
    zone : tzinfo, optional
        As for `due_dates`.

    Returns
    -------
    Plan

    Raises
    ------
    NotMade
        If the name cannot be that of a course run, or it cannot last so long.
    NoTrack
        If the track does not fit the lessons.
    """
    name = name or f"{track.name}-{start:%Y-%m}"
    if not _RUN_NAME.fullmatch(name):
        raise NotMade(say("course-run.name", name=name))
    if months is not None:
        refuse_months(months)
    assigned = assignments_of(track, source)
    due = due_dates(start, months or track.months, len(assigned), zone)
    return Plan(
        name=name,
        track=track,
        start=start,
        assigned=tuple(assigned),
        due=tuple(due),
        db_url=db_url,
    )


def make_course_run(
    plan: Plan, root: Path, target: Path, tick: Callable[[], None] = lambda: None
) -> None:
    """Make the course directory of a run, whole or not at all.

    Parameters
    ----------
    plan : Plan
    root : Path
        The folder of the course, with ``source/`` and ``nbgrader_config.py``.
    target : Path
        A folder that is empty, or not there.
    tick : callable
        Called after each assignment.

    Raises
    ------
    NotMade
        If the target is not empty, or a lesson is not in order.
    GradebookUnusable
        As `open_for_learners`.
    OSError
        If something cannot be written; nothing is left of it then.
    """
    from course.grading.release import NotReleased, open_for_learners

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise NotMade(say("course-run.not-empty", folder=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=f".{target.name}-unfinished-"
    ) as temporary:
        fresh = Path(temporary) / target.name
        fresh.mkdir()
        due = dict(zip((one.name for one in plan.assigned), plan.due, strict=True))
        try:
            _write_settings(plan, root, fresh)
            _write_source(plan, fresh / "source")
            open_for_learners(fresh, due, tick)
        # The builder's word for a lesson without its key, and nbgrader's for any other.
        except (ValueError, NotReleased) as problem:
            raise NotMade(say("course-run.refused", reason=problem)) from problem
        (fresh / README).write_text(as_readme(plan), "utf-8")
        if target.exists():
            # Windows puts nothing in the place of a folder, even of an empty one.
            target.rmdir()
        fresh.rename(target)


def _write_settings(plan: Plan, root: Path, fresh: Path) -> None:
    """The course's own settings, and after them what is this run's."""
    settings = (root / CONFIGURATION).read_text("utf-8")
    own = [f"c.CourseDirectory.course_id = {plan.name!r}"]
    if plan.db_url:
        own.append(f"c.CourseDirectory.db_url = {plan.db_url!r}")
    lines = "\n".join(own)
    (fresh / CONFIGURATION).write_text(f"{settings}\n# This run.\n{lines}\n", "utf-8")


def _write_source(plan: Plan, source: Path) -> None:
    # Seconds to load, and not needed to plan or to list.
    from course.lessons.builder import as_text, build_notebook, notebook_path

    notebooks = [build_notebook(one.lesson, one.counted) for one in plan.assigned]
    lessons = tuple(
        Announced(one.name, notebook.metadata.fourlenses.title, due)
        for one, notebook, due in zip(plan.assigned, notebooks, plan.due, strict=True)
    )
    for one, notebook, due in zip(plan.assigned, notebooks, plan.due, strict=True):
        folder = source / one.name
        folder.mkdir(parents=True)
        place = folder / notebook_path(one.lesson).name
        place.write_text(as_text(notebook), "utf-8")
        run = CourseRun(name=plan.name, due=due, practice=one.practice, lessons=lessons)
        (folder / RUN_FILE).write_text(run.as_text(), "utf-8")
        for ending in _BESIDE:
            beside = one.lesson.with_suffix(ending)
            if beside.exists():
                shutil.copyfile(beside, source / beside.name)


def as_readme(plan: Plan) -> str:
    """Return the page for the teacher of a course run, in Markdown.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    str
    """
    return (
        say(
            "course-run.readme",
            name=plan.name,
            title=plan.track.title,
            for_whom=plan.track.for_whom,
            start=say_day(plan.start),
            end=say_day(plan.due[-1]),
            time=f"{plan.due[0]:%H:%M}",
            table="\n".join(
                say(
                    "course-run.readme-row",
                    name=one.name,
                    taken=taken_in_words(one),
                    depth=say(f"track.depth.{one.dose.depth}"),
                    hours=f"{one.hours:g}",
                    points=f"{one.points:g}",
                    due=say_day(due),
                )
                for one, due in zip(plan.assigned, plan.due, strict=True)
            ),
            hours=f"{hours_of_all(plan.assigned):g}",
            points=f"{sum(one.points for one in plan.assigned):g}",
            first=plan.assigned[0].name,
        )
        + "\n"
    )


def taken_in_words(one: Assigned) -> str:
    """Say whether a module is taken whole, or how many of its exercises count."""
    if one.dose.whole:
        return say("track.whole")
    count = len(one.counted)
    return say("track.in-part", count=count, all=count + len(one.practice))


def hours_of_all(assigned: Sequence[Assigned]) -> float:
    """Return what all assignments take together."""
    return sum(one.hours for one in assigned)
