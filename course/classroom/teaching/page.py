"""The instructor's page as HTML: all that is on it, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from sqlalchemy import make_url

from course.charts import CHART_STYLE
from course.classroom.course_runs import hours_of_all
from course.classroom.teaching.deeds import SIMULATED_LEARNERS
from course.classroom.teaching.places import ITSELF
from course.classroom.teaching.progress import FEWEST_WEEKS, progress_of
from course.classroom.teaching.standing import Lesson, Standing, find_standing
from course.classroom.teaching.templates import template
from course.classroom.tracks import (
    FEWEST_MONTHS,
    MOST_MONTHS,
    assignments_of,
    known_tracks,
)
from course.grading.assignments import read_assignment
from course.grading.course_directory import (
    CourseDirectory,
    NotACourseDirectory,
    open_course_directory,
)
from course.grading.gradebook import GradebookUnusable
from course.grading.overview import overview_of, per_cent
from course.grading.rehearsal import MADE_BY_REHEARSAL
from course.messages import catalogue, keys, say
from course.tasks.calendar_days import say_day

_IN_BROWSER = "teach.js."
_WEEKS_AHEAD = timedelta(weeks=2)


def teaching_page(
    runs: Mapping[str, Path],
    chosen: str,
    course: Path | None,
    base: str,
    formgrader: str,
    lab: str,
    token: str,
) -> str:
    """Return the page.

    Parameters
    ----------
    runs : mapping of str to Path
        Course directories by name.
    chosen : str
        The one to show; "" where there is none yet.
    course : Path or None
        What new course runs are made of.
    base, formgrader, lab : str
        Addresses of the page, of nbgrader's and of JupyterLab.
    token : str
        Without which the server does nothing.

    Returns
    -------
    str
        HTML.
    """
    view = None
    problem = ""
    if chosen:
        try:
            view = RunView(open_course_directory(runs[chosen]), chosen)
        except (NotACourseDirectory, GradebookUnusable, OSError) as reason:
            problem = str(reason)
    return template("page.html").render(
        say=say,
        view=view,
        problem=problem,
        runs=[(name, _run_title(name, folder)) for name, folder in runs.items()],
        chosen=chosen,
        tracks=_tracks(course) if course else (),
        months=range(FEWEST_MONTHS, MOST_MONTHS + 1),
        soon=(date.today() + _WEEKS_AHEAD).isoformat(),
        base=base,
        quote=quote,
        lab=lab,
        # nbgrader's formgrader knows only the course directory it was started in.
        formgrader=formgrader if chosen == ITSELF else "",
        token=token,
        words=json.dumps(
            {
                key.removeprefix("teach.js."): catalogue()[key]
                for key in keys("teach.js.")
            }
        ),
        chart_style=Markup(CHART_STYLE),
        simulated=SIMULATED_LEARNERS,
    )


def lesson_overview(folder: Path, lesson: str) -> str:
    """Return the page on how a lesson went, as it is now.

    Parameters
    ----------
    folder : Path
        The course directory.
    lesson : str

    Returns
    -------
    str
        HTML.

    Raises
    ------
    NotGradable, GradebookUnusable
        As when grading.
    """
    course = open_course_directory(folder)
    return overview_of(course, read_assignment(course, lesson))


class RunView:
    """A course run in words.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        In addresses.
    """

    def __init__(self, course: CourseDirectory, name: str):
        self._course, self.name = course, name
        self.title = course.course_id
        self.standing: Standing = find_standing(course)
        self.progress = progress_of(self.standing, date.today())
        self.fewest_weeks = FEWEST_WEEKS
        self.folder = course.root
        self.undoable = make_url(course.db_url).drivername.startswith("sqlite")

    @property
    def with_work(self) -> list[Lesson]:
        """The lessons that somebody has handed in, or fetched."""
        return [
            lesson
            for lesson in self.standing.lessons
            if lesson.heard_from or self.standing.have_fetched(lesson)
        ]

    def due(self, lesson: Lesson) -> str:
        """When a lesson is due."""
        if lesson.due is None:
            return say("teach.no-date")
        return say("teach.due", date=say_day(lesson.due))

    def handed_in(self, lesson: Lesson) -> str:
        """How many have handed in, and how many of them late."""
        if not lesson.handed_in:
            return say("teach.nobody")
        late = sum(lesson.is_late(learner) for learner in lesson.handed_in)
        words = say(
            "teach.count-of",
            count=len(lesson.handed_in),
            all=len(self.standing.learners),
        )
        return f"{words}, {say('teach.count-late', count=late)}" if late else words

    def fetched(self, lesson: Lesson) -> str:
        """How many have fetched a lesson; "" where that is not known."""
        if lesson.fetched is None or not lesson.released:
            return ""
        count = len(self.standing.have_fetched(lesson))
        return say("teach.count-fetched", count=count)

    def due_on(self, lesson: Lesson) -> str:
        """When a lesson is due, as a field of a form has it."""
        return lesson.due.date().isoformat() if lesson.due else ""

    def due_later(self, lesson: Lesson) -> int:
        """How many lessons are due after this one."""
        return sum(
            lesson.due < other.due
            for other in self.standing.lessons
            if lesson.due and other.due
        )

    def addressees(self, lesson: Lesson) -> str:
        """Whom a reminder is for; "" where there is nothing to remind of."""
        if lesson.released is False or not lesson.prepared:
            return ""
        return ", ".join(
            self.standing.addresses.get(one, one)
            for one in self.standing.not_handed_in(lesson)
        )

    def reminder(self, lesson: Lesson) -> str:
        """Return a message for the teacher to send; it names nobody."""
        if lesson.due is None:
            when = say("teach.reminder.no-date", name=lesson.title)
        else:
            is_over = lesson.due < datetime.now(UTC)
            key = "teach.reminder.was-due" if is_over else "teach.reminder.due"
            when = say(key, name=lesson.title, date=say_day(lesson.due))
        return say("teach.reminder", when=when, course=self.title)

    def waiting(self, lesson: Lesson) -> list[str]:
        """What a teacher could do now."""
        counts = {
            "teach.to-collect": len(lesson.to_collect),
            "teach.to-grade": lesson.to_grade,
            "teach.to-read": len(lesson.to_read),
        }
        return [say(key, count=count) for key, count in counts.items() if count]

    def deeds(self, lesson: Lesson) -> list[str]:
        """The buttons of a lesson, in the order of the work; the next one apart."""
        exchange = lesson.released is not None
        possible = {
            "release": lesson.released is False or not lesson.prepared,
            "withdraw": bool(lesson.released),
            "collect": exchange,
            "grade": bool(lesson.handed_in),
            "preview": bool(lesson.graded),
            "feedback": bool(lesson.graded),
            "release-feedback": exchange and lesson.has_feedback and lesson.graded,
            "rehearse": self._may_rehearse(lesson),
        }
        return [
            deed
            for deed, is_possible in possible.items()
            if is_possible and deed != lesson.next_deed
        ]

    def label(self, deed: str, lesson: Lesson) -> str:
        """What stands on a button."""
        if deed == "release" and lesson.released is None:
            return say("teach.prepare")
        return say(f"teach.{deed}")

    def question(self, deed: str, lesson: Lesson) -> str:
        """What is asked first; "" where it can be undone."""
        if deed in ("collect", "release-feedback", "rehearse", "withdraw"):
            key = f"teach.{deed}.question"
            return say(key, name=lesson.title, count=SIMULATED_LEARNERS)
        if deed in ("grade", "regrade") and not self.undoable:
            return say("teach.grade.question", name=lesson.title)
        return ""

    def state(self, lesson: Lesson, learner: str) -> str:
        """How far a learner is in a lesson."""
        words = say(f"teach.state.{lesson.state_of(learner)}")
        share = lesson.share.get(learner)
        if learner in lesson.graded and share is not None:
            return say("teach.state.with-share", state=words, share=per_cent(share))
        return words

    def _may_rehearse(self, lesson: Lesson) -> bool:
        """Only among simulated learners, and where the lesson has been made."""
        # Among a hub's class there are people, whether they have handed in or not.
        if lesson.fetched is not None:
            return False
        folders = [
            self._course.submitted / learner / lesson.name
            for learner in lesson.handed_in
        ]
        return (self._course.release / lesson.name).is_dir() and all(
            (folder / MADE_BY_REHEARSAL).exists() for folder in folders
        )


def _run_title(name: str, folder: Path) -> str:
    return folder.name if name == ITSELF else name


@cache
def _tracks(course: Path) -> list[dict[str, str]]:
    told = []
    for track in known_tracks().values():
        assigned = assignments_of(track, course / "source")
        words = say(
            "teach.track",
            title=track.title,
            lessons=len(assigned),
            hours=f"{hours_of_all(assigned):g}",
            months=track.months,
        )
        told.append({"name": track.name, "words": words})
    return told
