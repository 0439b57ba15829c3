"""What a Jupyter server answers under ``fourlenses/teach``.

Everything asks for the server's login; what changes something is a POST, protected
against forgery by the server's own token. Where the server shows no course directory
there is nothing to be found.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from course.classroom.teaching import ADDRESS
from course.classroom.teaching.jobs import Busy, Jobs
from course.classroom.teaching.places import (
    course_runs_in,
    find_course,
    home_of_runs,
    is_for_teaching,
)
from course.messages import say

HERE = Path(__file__).parent
_OURS = {"teach.js": "text/javascript", "teach.css": "text/css"}
# What is asked besides, by one deed or another; "" where it says nothing.
_ASKED = (
    *("track", "start", "name", "zone", "made", "day", "later", "before"),
    *("people", "platform"),
)
# In the course directory: where a teacher tries lessons as a learner would.
_AS_LEARNER = "as-learner"
_LARGEST_FILE = 32 * 1024 * 1024
# A page that learners' work is shown on may load and run nothing.
_STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def add_handlers(web_app: web.Application, root_dir: str) -> None:
    """Let a server answer.

    Parameters
    ----------
    web_app : tornado.web.Application
    root_dir : str
        The folder that the server shows.
    """
    base = url_path_join(web_app.settings["base_url"], ADDRESS)
    told = {"root": Path(root_dir).absolute(), "jobs": Jobs()}
    run = r"(?P<run>[^/]+)"
    web_app.add_handlers(
        ".*$",
        [
            (f"{base}/?", PageHandler, told),
            (f"{base}/job", JobHandler, told),
            (f"{base}/(?P<name>teach\\.(?:js|css))", OwnFileHandler, told),
            (f"{base}/{run}/overview/(?P<lesson>[^/]+)\\.html", OverviewHandler, told),
            (
                f"{base}/{run}/feedback/(?P<student>[^/]+)/(?P<lesson>[^/]+)/"
                r"(?P<name>[^/]+\.html)",
                FeedbackHandler,
                told,
            ),
            (f"{base}/{run}/look/(?P<lesson>[^/]+)", LookHandler, told),
            (f"{base}/{run}/texts/(?P<lesson>[^/]+)", TextsHandler, told),
            (f"{base}/{run}/marks/(?P<name>[^/]+\\.csv)", MarksHandler, told),
            (f"{base}/{run}/lessons\\.zip", LessonsHandler, told),
        ],
    )


class _Teaching:
    """What the handlers have in common; beside one of the server's own."""

    auth_resource = "contents"

    def initialize(self, root: Path, jobs: Jobs) -> None:
        self.root, self.jobs = root, jobs

    def course_runs(self) -> dict[str, Path]:
        """The course directories there are; none at all are not for teaching."""
        if not is_for_teaching(self.root):
            raise web.HTTPError(404)
        return course_runs_in(self.root)

    def folder_of(self, run: str) -> Path:
        """A course directory by its name; without one, the folder of all of them."""
        runs = self.course_runs()
        if not run:
            return self.root
        if run not in runs:
            raise web.HTTPError(404)
        return runs[run]

    def lesson_in(self, run: str, lesson: str) -> Path:
        """The course directory that has a lesson of this name."""
        from course.classroom.teaching.standing import lesson_names
        from course.grading.course_directory import open_course_directory

        folder = self.folder_of(run)
        if lesson not in lesson_names(open_course_directory(folder)):
            raise web.HTTPError(404)
        return folder

    async def aside(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do something slow while the server answers others."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, work, *arguments)


class PageHandler(_Teaching, JupyterHandler):
    """The page."""

    @property
    def content_security_policy(self) -> str:
        """Our own script and style, and the charts' sizes; nothing from elsewhere."""
        return (
            "default-src 'none'; script-src 'self'; connect-src 'self'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
        )

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Show a course run, or how to make the first one."""
        from course.classroom.teaching.page import teaching_page

        runs = self.course_runs()
        run = self.get_query_argument("run", "")
        if run not in runs:
            run = next(iter(runs), "")
        base = url_path_join(self.base_url, ADDRESS)
        self.set_header("Cache-Control", "no-store")
        self.finish(
            await self.aside(
                teaching_page,
                runs,
                run,
                find_course(self.root),
                base,
                url_path_join(self.base_url, "formgrader"),
                url_path_join(self.base_url, "lab"),
                self.xsrf_token.decode(),
            )
        )


class JobHandler(_Teaching, APIHandler):
    """What is being done in a course run, and the way to have something done."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Tell what the latest job says."""
        folder = self.folder_of(self.get_query_argument("run", ""))
        account = await self.aside(self.jobs.last, folder)
        self.finish(json.dumps(asdict(account) if account else {}))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Begin one."""
        asked = self.get_json_body()
        if not isinstance(asked, dict):
            raise web.HTTPError(400)
        try:
            id_ = await self.aside(self._begin, asked)
        except Busy as busy:
            self.set_status(409)
            self.finish(json.dumps({"message": str(busy)}))
        except OSError as error:
            self.set_status(507)
            reason = error.strerror or str(error)
            self.finish(json.dumps({"message": say("cli.disk", reason=reason)}))
        else:
            self.set_status(202)
            self.finish(json.dumps({"id": id_}))

    def _begin(self, asked: dict[str, Any]) -> str:
        from course.classroom.teaching.deeds import DEEDS, FOR_ALL_RUNS, WITHOUT_LESSON

        do = asked.get("do")
        if do not in DEEDS:
            raise web.HTTPError(400)
        order = {"do": do} | {name: str(asked.get(name, "")) for name in _ASKED}
        if asked.get("months") not in (None, ""):
            order["months"] = _whole(asked["months"])
        if do in FOR_ALL_RUNS:
            folder, home = self.folder_of(""), home_of_runs(self.root)
            order |= {"home": str(home), "course": str(find_course(self.root) or "")}
            if do == "make" and not order["course"]:
                raise web.HTTPError(404)
            if do == "unmake" and self.folder_of(order["made"]).parent != home:
                raise web.HTTPError(404)
            return self.jobs.begin(folder, order)
        run = str(asked.get("run", ""))
        folder = self.folder_of(run)
        if not run:
            raise web.HTTPError(400)
        if do not in WITHOUT_LESSON:
            order["lesson"] = str(asked.get("lesson"))
            self.lesson_in(run, order["lesson"])
        return self.jobs.begin(folder, order)


class OwnFileHandler(_Teaching, JupyterHandler):
    """The page's script and style."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Send one of the two."""
        self.course_runs()
        self.set_header("Content-Type", f"{_OURS[name]}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish((HERE / name).read_bytes())


class _StillHandler(_Teaching, JupyterHandler):
    """A page on which learners' work is shown."""

    @property
    def content_security_policy(self) -> str:
        """Nothing on it runs."""
        return _STILL


class OverviewHandler(_StillHandler):
    """How a lesson went: what was hard, what was misunderstood."""

    @web.authenticated
    @authorized
    async def get(self, run: str, lesson: str) -> None:
        """Make it from what is graded now."""
        from course.classroom.teaching.page import lesson_overview
        from course.grading.assignments import NotGradable
        from course.grading.gradebook import GradebookUnusable

        try:
            folder = await self.aside(self.lesson_in, run, lesson)
            page = await self.aside(lesson_overview, folder, lesson)
        except (NotGradable, GradebookUnusable) as problem:
            raise web.HTTPError(404, reason=str(problem)) from None
        self.finish(page)


class FeedbackHandler(_StillHandler):
    """A learner's feedback page."""

    @web.authenticated
    @authorized
    async def get(self, run: str, student: str, lesson: str, name: str) -> None:
        """Send what was written for them."""
        from course.grading.intake import is_student

        folder = await self.aside(self.lesson_in, run, lesson)
        if not is_student(student):
            raise web.HTTPError(404)
        place = folder / "feedback" / student / lesson
        self.finish(await self.aside(_read, place, name))


class LookHandler(_Teaching, JupyterHandler):
    """A lesson as learners get it."""

    @web.authenticated
    @authorized
    async def get(self, run: str, lesson: str) -> None:
        """Put a copy where the teacher's own answers do no harm, and lead there."""
        from course.classroom.workspace import WorkspaceUnusable, prepare

        folder = await self.aside(self.lesson_in, run, lesson)
        place = folder / _AS_LEARNER
        try:
            await self.aside(prepare, place, folder, date.today())
        except WorkspaceUnusable as problem:
            raise web.HTTPError(507, reason=str(problem)) from None
        shown = next(iter(sorted((place / lesson).glob("*.ipynb"))), None)
        if shown is None:
            raise web.HTTPError(404)
        way = quote(shown.relative_to(self.root).as_posix())
        self.redirect(url_path_join(self.base_url, "lab", "tree", way))


class TextsHandler(_Teaching, JupyterHandler):
    """The texts of a lesson, to be read and marked."""

    @property
    def content_security_policy(self) -> str:
        """Our own style and the form; nothing runs, for learners wrote it."""
        return (
            "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
        )

    @web.authenticated
    @authorized
    async def get(self, run: str, lesson: str) -> None:
        """Show what waits and what is marked."""
        saved = self.get_query_argument("saved", "")
        told = say("teach.texts.saved", count=_whole(saved)) if saved else ""
        await self._show(run, lesson, told)

    @web.authenticated
    @authorized
    async def post(self, run: str, lesson: str) -> None:
        """Save what was typed, all of it or none."""
        from course.classroom.teaching.texts import NotSaved, save_texts
        from course.grading.gradebook import GradebookUnusable

        folder = await self.aside(self.lesson_in, run, lesson)
        typed = {name: self.get_body_argument(name) for name in self._fields()}
        try:
            if self.jobs.is_busy(folder):
                raise Busy(say("teach.busy"))
            saved = await self.aside(save_texts, folder, lesson, typed)
        except (NotSaved, Busy, GradebookUnusable) as problem:
            await self._show(run, lesson, str(problem), typed)
        else:
            self.redirect(f"{self.request.path}?saved={saved}", status=303)

    def _fields(self) -> list[str]:
        return [name for name in self.request.body_arguments if " " in name]

    async def _show(
        self, run: str, lesson: str, said: str, typed: dict[str, str] | None = None
    ) -> None:
        from course.classroom.teaching.texts import texts_page
        from course.grading.assignments import NotGradable
        from course.grading.gradebook import GradebookUnusable

        base = url_path_join(self.base_url, ADDRESS)
        self.set_header("Cache-Control", "no-store")
        try:
            page = await self.aside(
                texts_page,
                await self.aside(self.lesson_in, run, lesson),
                lesson,
                f"{base}/teach.css",
                f"{base}?run={quote(run)}",
                self.xsrf_form_html(),
                said,
                typed,
            )
        except (NotGradable, GradebookUnusable) as problem:
            raise web.HTTPError(404, reason=str(problem)) from None
        self.finish(page)


class MarksHandler(_Teaching, JupyterHandler):
    """A table of marks that was exported."""

    @web.authenticated
    @authorized
    async def get(self, run: str, name: str) -> None:
        """Send it to be kept."""
        from course.classroom.teaching.deeds import MARKS

        table = await self.aside(_read, self.folder_of(run) / MARKS, name)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", "attachment")
        self.finish(table)


class LessonsHandler(_Teaching, JupyterHandler):
    """The lessons, to be given to learners who have no hub."""

    @web.authenticated
    @authorized
    async def get(self, run: str) -> None:
        """Send them to be kept, in one file."""
        from course.classroom.teaching.giving_out import lessons_archive
        from course.grading.course_directory import open_course_directory

        course = open_course_directory(self.folder_of(run))
        archive = await self.aside(lessons_archive, course.release, course.course_id)
        self.set_header("Content-Type", "application/zip")
        name = quote(f"{course.course_id}.zip")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        self.finish(archive)


def _read(folder: Path, name: str) -> bytes:
    from course.tasks.safe_files import read_regular_file

    # A slash that was written as %2F is one again by now.
    if Path(name).name != name:
        raise web.HTTPError(404)
    try:
        return read_regular_file(folder / name, _LARGEST_FILE)
    except OSError:
        raise web.HTTPError(404) from None


def _whole(number: Any) -> int:
    try:
        return int(number)
    except (TypeError, ValueError):
        raise web.HTTPError(400) from None
