"""A real JupyterLab on a learner's workspace, and a browser to look at it with."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocket
from waiting import until

from course.classroom.lab_server import LabServer, start_lab, stop_lab
from course.classroom.workspace import LessonsMissing, course_root, prepare


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    """A window as on a small laptop."""
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def jupyter_home(tmp_path_factory) -> Iterator[Path]:
    """A home for Jupyter's files that holds nobody's own settings."""
    home = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("COURSE_ROOT", "WORKSPACE", "LEARNER"):
            environment.delenv(f"FOURLENSES_{name}", raising=False)
        for kind in ("config", "data", "runtime"):
            (home / kind).mkdir()
            environment.setenv(f"JUPYTER_{kind.upper()}_DIR", str(home / kind))
        environment.setenv("IPYTHONDIR", str(home / "ipython"))
        yield home


@pytest.fixture(scope="session")
def workspace(tmp_path_factory, jupyter_home) -> Path:
    """A learner's folder, with whatever lessons the course has released."""
    folder = tmp_path_factory.mktemp("learner") / "four-lenses"
    try:
        root = course_root()
    except LessonsMissing:
        root = tmp_path_factory.mktemp("course")
        (root / "release").mkdir()
    prepare(folder, root, date(2026, 11, 22))
    return folder


@pytest.fixture(scope="session")
def lab(workspace) -> Iterator[LabServer]:
    """JupyterLab as ``fourlenses learn`` starts it."""
    root = Path(__file__).parents[2]
    server, process = start_lab(workspace, root, 8899, learner="amira")
    yield server
    stop_lab(server, process)


@pytest.fixture
def page(page: Page, lab: LabServer) -> Page:
    """A page that the server has let in."""
    page.goto(f"{lab.url}api/status?token={lab.token}")
    return page


@pytest.fixture
def console_errors(page: Page) -> list[str]:
    """What the page has complained of so far."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda message: heard.append(message.text) if message.type == "error" else None,
    )
    return heard


@pytest.fixture
def open_page(page: Page, lab: LabServer) -> Callable[..., None]:
    """Return a function that opens a notebook, and waits until it is on the page."""

    def open_page(path: str, view: str = "doc/tree") -> None:
        page.goto(f"{lab.url}{view}/{path}")
        page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(state="attached")

    return open_page


@pytest.fixture
def open_lesson(page: Page, open_page) -> Callable[..., None]:
    """Return a function that opens a lesson, and waits until it has run its lines."""

    def open_lesson(path: str, view: str = "doc/tree") -> None:
        open_page(path, view)
        page.locator(
            ".fl-lesson[data-fourlenses=ready], .fl-lesson[data-fourlenses=stopped]"
        ).wait_for()

    return open_lesson


@pytest.fixture
def write_notebook(workspace: Path) -> Callable[..., str]:
    """Return a function that writes a notebook into the workspace.

    It takes the path and the cells, a source each: one that begins with a heading,
    ``# ``, is text. It returns the path.
    """

    def write_notebook(path: str, *sources: str, lesson: bool = True) -> str:
        cells = []
        for number, source in enumerate(sources):
            cell = {"id": f"cell-{number}", "metadata": {}, "source": source}
            if source.startswith("# "):
                cell |= {"cell_type": "markdown"}
            else:
                cell |= {"cell_type": "code", "outputs": [], "execution_count": None}
            cells.append(cell)
        metadata = {
            "kernelspec": {
                "name": "python3",
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
            },
            "language_info": {"name": "python"},
        }
        if lesson:
            metadata["fourlenses"] = {"lesson": "trial"}
        notebook = {
            "cells": cells,
            "metadata": metadata,
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        place = workspace / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(notebook), "utf-8")
        return path

    return write_notebook


@pytest.fixture
def take_picture(page: Page) -> Callable[..., None]:
    """Return a function that keeps a picture, if FOURLENSES_SCREENSHOTS says where.

    It takes a name, and a part of the page if only that is wanted, all of it.
    """
    folder = os.environ.get("FOURLENSES_SCREENSHOTS")

    def take_picture(name: str, part: Locator | None = None) -> None:
        if folder:
            size = page.viewport_size
            if part:
                # Lab scrolls within the window: what is to be seen must fit into it.
                height = 1000 + int(part.evaluate("part => part.scrollHeight"))
                page.set_viewport_size({**size, "height": height})
                part.scroll_into_view_if_needed()
            # Lab slides its parts into place.
            page.wait_for_timeout(500)
            (part or page).screenshot(path=Path(folder) / f"{name}.png")
            page.set_viewport_size(size)

    return take_picture


@pytest.fixture
def answered(page: Page) -> Callable[[], None]:
    """Return a function that waits until the kernel has answered all it was told."""
    asked: set[str] = set()

    def sent(frame: bytes | str) -> None:
        header, _, _ = _message(frame)
        if header["msg_type"] == "comm_msg":
            asked.add(header["msg_id"])

    def heard(frame: bytes | str) -> None:
        header, parent, content = _message(frame)
        if header["msg_type"] == "status" and content["execution_state"] == "idle":
            asked.discard(parent.get("msg_id"))

    def connected(socket: WebSocket) -> None:
        if "/channels" in socket.url:
            socket.on("framesent", sent)
            socket.on("framereceived", heard)

    page.on("websocket", connected)

    def answered() -> None:
        # Twice: what an answer brings may be sent on to the kernel.
        for _ in range(2):
            page.wait_for_timeout(50)
            page.evaluate("() => new Promise((done) => setTimeout(done))")
            until(page, lambda: not asked)
        page.evaluate("() => new Promise((done) => setTimeout(done))")

    return answered


@pytest.fixture
def presses(page: Page, request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep what the kernel needed for each press, if FOURLENSES_PRESSES says where."""
    kept = os.environ.get("FOURLENSES_PRESSES")
    if not kept:
        yield
        return
    begun: dict[str, datetime] = {}
    lines: list[str] = []

    def heard(frame: bytes | str) -> None:
        header, parent, content = _message(frame)
        if header.get("msg_type") != "status" or parent.get("msg_type") != "comm_msg":
            return
        at = datetime.fromisoformat(header["date"])
        if content["execution_state"] == "busy":
            begun[parent["msg_id"]] = at
        elif parent["msg_id"] in begun:
            ms = (at - begun.pop(parent["msg_id"])).total_seconds() * 1000
            lines.append(json.dumps({"test": request.node.callspec.id, "ms": ms}))

    def connected(socket: WebSocket) -> None:
        if "/channels" in socket.url:
            socket.on("framereceived", heard)

    page.on("websocket", connected)
    yield
    with Path(kept).open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def _message(frame: bytes | str) -> tuple[dict, dict, dict]:
    """Read a frame of Jupyter's protocol: header, parent header and content."""
    if isinstance(frame, str):
        told = json.loads(frame)
        return told["header"], told["parent_header"], told["content"]
    count = int.from_bytes(frame[:8], "little")
    ends = [
        int.from_bytes(frame[8 * (i + 1) : 8 * (i + 2)], "little") for i in range(count)
    ]
    parts = [frame[a:b] for a, b in zip(ends, ends[1:], strict=False)]
    return json.loads(parts[1]), json.loads(parts[2]), json.loads(parts[4])
