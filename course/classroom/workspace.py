"""A learner's own folder: lessons are put there, and work done there is kept.

A lesson is delivered as it stands in ``release/``. When it is revised later, a copy
that the learner has not changed is replaced; a copy they have changed stays as it is,
and the revised one is put beside it. Answers are files of their own and are never
touched.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from course.exercises.names import TOOL_PAGES
from course.messages import say
from course.tasks.answers import unfinished_file

START_PAGE = "Start.ipynb"
MANIFEST = ".fourlenses.json"
MANIFEST_FORMAT = 1
# A cell with this tag tells what to do where the JupyterLab plugin is missing;
# the plugin hides it (course/lab/labextension/static/lesson.js).
WITHOUT_PLUGIN = "fourlenses-without-plugin"
_LOCKED = {"deletable": False, "editable": False}


class LessonsMissing(Exception):
    """The installation has no lessons; the text is for the learner."""


class WorkspaceUnusable(Exception):
    """The workspace cannot be written; the text is for the learner."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was put into a workspace, as paths relative to it.

    Attributes
    ----------
    new : tuple of PurePosixPath
        Files that were not there.
    updated : tuple of PurePosixPath
        Files the learner had not changed, replaced by a revised one.
    beside : tuple of (PurePosixPath, PurePosixPath)
        A file the learner has changed, and the revised one put beside it.
    """

    new: tuple[PurePosixPath, ...] = ()
    updated: tuple[PurePosixPath, ...] = ()
    beside: tuple[tuple[PurePosixPath, PurePosixPath], ...] = ()

    def sentences(self) -> list[str]:
        """Say what was delivered, one sentence each; nothing when nothing was.

        Returns
        -------
        list of str

        Examples
        --------
        >>> Delivery(new=(PurePosixPath("04-variation/variation.ipynb"),)).sentences()
        ['New here: 04-variation/variation.ipynb.']
        """
        said = []
        for key, paths in (
            ("workspace.new", self.new),
            ("workspace.updated", self.updated),
        ):
            names = ", ".join(str(path) for path in paths if str(path) != START_PAGE)
            if names:
                said.append(say(key, names=names))
        for kept, added in self.beside:
            said.append(say("workspace.beside", kept=kept, added=added.name))
        return said


def course_root(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the folder of the course that holds ``release/``.

    Parameters
    ----------
    environment : mapping of str to str
        ``FOURLENSES_COURSE_ROOT`` there goes before the checkout this code is in.

    Returns
    -------
    Path
        Absolute.

    Raises
    ------
    LessonsMissing
        If there are no lessons to be had.
    """
    chosen = environment.get("FOURLENSES_COURSE_ROOT")
    root = Path(chosen).expanduser() if chosen else Path(__file__).parents[2]
    root = root.resolve()
    if (root / "release").is_dir():
        return root
    if chosen or (root / "source").is_dir():
        raise LessonsMissing(say("workspace.no-lessons", root=root))
    raise LessonsMissing(say("workspace.not-a-checkout"))


def prepare(workspace: Path, root: Path, today: date) -> Delivery:
    """Put the course's lessons, its start page and its tools into a folder.

    Parameters
    ----------
    workspace : Path
        The learner's. Created if it is not there.
    root : Path
        The folder of the course, with ``release/``.
    today : date
        Named in the file name of a revised lesson put beside a changed one.

    Returns
    -------
    Delivery

    Raises
    ------
    WorkspaceUnusable
        If a file cannot be written. Every file is then either as it was or complete;
        a later call goes on from there.
    """
    if workspace.resolve() == root.resolve():
        raise WorkspaceUnusable(say("workspace.is-course", workspace=workspace))
    return _put(workspace, root / "release", today)


def put_pages(workspace: Path, today: date) -> Delivery:
    """Put the course's own pages alone into a folder.

    On a hub the lessons come through nbgrader's exchange.

    Parameters
    ----------
    workspace : Path
        The learner's. Created if it is not there.
    today : date

    Returns
    -------
    Delivery

    Raises
    ------
    WorkspaceUnusable
        As `prepare`.
    """
    return _put(workspace, None, today)


def _put(workspace: Path, release: Path | None, today: date) -> Delivery:
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        if release is None:
            return _deliver(workspace, _pages("start-page.welcome-hub"), today)
        files = _pages("start-page.welcome") | dict(_lessons(release))
        return _deliver(workspace, files, today)
    except OSError as error:
        raise WorkspaceUnusable(_reason(error, workspace)) from error


def _pages(welcome: str) -> dict[PurePosixPath, bytes]:
    return {
        PurePosixPath(START_PAGE): start_page(welcome),
        **{PurePosixPath(page): tool_page(name) for name, page in TOOL_PAGES.items()},
    }


def start_page(welcome: str = "start-page.welcome") -> bytes:
    """Write the notebook that ``fourlenses learn`` opens.

    Parameters
    ----------
    welcome : str
        The key of its first words.

    Returns
    -------
    bytes
        A notebook of format 4.5, the same at every call.

    Examples
    --------
    >>> json.loads(start_page())["metadata"]["fourlenses"]
    {'lesson': 'course'}
    """
    return _page("course", say(welcome))


def tool_page(name: str) -> bytes:
    """Write the notebook of a tool that is used beside the lessons.

    Parameters
    ----------
    name : str
        One of `TOOL_PAGES`.

    Returns
    -------
    bytes
        A notebook of format 4.5, the same at every call.

    Examples
    --------
    >>> json.loads(tool_page("workbench"))["cells"][-1]["source"]
    ['exercise("workbench")']
    """
    return _page(name, say(f"{name}-page.welcome"), f'exercise("{name}")')


def _page(name: str, welcome: str, *lines: str) -> bytes:
    """Write a notebook of the course that is no lesson: some text, and our own lines.

    The plugin knows it as a lesson, and opens it ready.
    """
    start = "from course import exercise, graded, hand_in, start", f'start("{name}")'
    notebook = {
        "cells": [
            _text_cell("welcome", welcome),
            _text_cell("without-plugin", say("start-page.without-plugin"))
            | {"metadata": _LOCKED | {"tags": [WITHOUT_PLUGIN]}},
            _code_cell("start", "\n".join(start)),
            *(_code_cell(f"line-{at}", line) for at, line in enumerate(lines)),
        ],
        "metadata": {
            "fourlenses": {"lesson": name},
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return _as_json(notebook)


def _text_cell(id_: str, text: str) -> dict[str, object]:
    return {
        "cell_type": "markdown",
        "id": id_,
        "metadata": _LOCKED,
        "source": text.splitlines(keepends=True),
    }


def _code_cell(id_: str, source: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": id_,
        "metadata": _LOCKED,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def fingerprint(name: str, content: bytes) -> str:
    """Tell whether two files are the same as far as a learner's work goes.

    JupyterLab writes outputs and counts into a notebook that is merely looked at. So
    a notebook is judged by the sources of its cells, any other file by its bytes.

    Parameters
    ----------
    name : str
        File name; its ending tells a notebook.
    content : bytes

    Returns
    -------
    str
        A SHA-256 in hexadecimal digits.

    Examples
    --------
    >>> opened = json.loads(start_page())
    >>> opened["cells"][2]["execution_count"] = 7
    >>> fingerprint("a.ipynb", json.dumps(opened).encode()) == fingerprint(
    ...     "a.ipynb", start_page()
    ... )
    True
    """
    if name.endswith(".ipynb"):
        try:
            cells = json.loads(content)["cells"]
            sources = [
                [cell["cell_type"], "".join(cell.get("source", ""))] for cell in cells
            ]
            content = json.dumps(sources).encode()
        except (ValueError, KeyError, TypeError):
            pass  # No notebook, whatever it is called: judged by its bytes.
    return sha256(content).hexdigest()


def _lessons(release: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield every released file of an assignment."""
    for path in sorted(release.rglob("*")):
        relative = PurePosixPath(path.relative_to(release).as_posix())
        ours = not any(
            part.startswith((".", "__pycache__")) or part == "answers"
            for part in relative.parts
        )
        # A file at the top of release/ belongs to no assignment.
        if ours and path.is_file() and len(relative.parts) > 1:
            yield relative, path.read_bytes()


def _deliver(
    workspace: Path, lessons: Mapping[PurePosixPath, bytes], today: date
) -> Delivery:
    delivered = _read_manifest(workspace / MANIFEST)
    before = dict(delivered)
    new, updated, beside = [], [], []
    for relative, content in lessons.items():
        place = workspace / relative
        released = fingerprint(relative.name, content)
        last = delivered.get(str(relative))
        if not place.exists():
            _write(place, content)
            new.append(relative)
        else:
            present = fingerprint(relative.name, place.read_bytes())
            if present == released or last == released:
                pass  # Nothing was revised since the learner was given it.
            elif present == last:
                _write(place, content)
                updated.append(relative)
            else:
                added = _free_name(place, today)
                _write(added, content)
                beside.append((relative, relative.with_name(added.name)))
        delivered[str(relative)] = released
    if delivered != before:
        manifest = {"format": MANIFEST_FORMAT, "delivered": delivered}
        _write(workspace / MANIFEST, _as_json(manifest))
    return Delivery(tuple(new), tuple(updated), tuple(beside))


def _read_manifest(path: Path) -> dict[str, str]:
    """Read what was delivered; a damaged list counts as none, and nothing is lost."""
    try:
        manifest = json.loads(path.read_bytes())
        return dict(manifest["delivered"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def _free_name(place: Path, today: date) -> Path:
    name = f"{place.stem} (new {today.isoformat()})"
    number = 1
    while (free := place.with_name(f"{name}{place.suffix}")).exists():
        number += 1
        name = f"{place.stem} (new {today.isoformat()} {number})"
    return free


def _write(place: Path, content: bytes) -> None:
    """Put a file in its place whole, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with unfinished_file(place) as unfinished:
        unfinished.write_bytes(content)


def _as_json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _reason(error: OSError, workspace: Path) -> str:
    path = error.filename or workspace
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return say("workspace.read-only", path=workspace)
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return say("workspace.full", path=workspace)
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return say("workspace.not-a-folder", path=path)
    return say("workspace.other-reason", path=path, reason=error.strerror)
