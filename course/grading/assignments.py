"""An assignment as the teacher made it: what a submission is held against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from course import __version__
from course.exercises import TASKS
from course.grading.course_directory import CourseDirectory
from course.lessons.graded_cells import hidden_key
from course.messages import say
from course.tasks import Key, Task, find_run
from course.tasks.keys import read_keys

Cell = Mapping[str, Any]


class NotGradable(Exception):
    """An assignment cannot be graded; the message is a sentence for the teacher."""


# Not slots: what follows from the cells is worked out once.
@dataclass(frozen=True, kw_only=True)
class LessonNotebook:
    """One notebook of an assignment.

    Attributes
    ----------
    name : str
        Without its ending.
    cells : tuple of dict
        As released, in nbformat's JSON form.
    metadata : dict
        The notebook's own.
    with_tests : mapping of str to str
        Source of each locked, graded cell of the teacher's own, hidden tests and all.
    """

    name: str
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]
    with_tests: Mapping[str, str]

    @property
    def title(self) -> str:
        """What the lesson is called."""
        return self.metadata.get("fourlenses", {}).get("title", self.name)

    @cached_property
    def graded(self) -> dict[str, Cell]:
        """The graded cells by name, in order."""
        return {
            about_of(cell)["grade_id"]: cell
            for cell in self.cells
            if about_of(cell).get("grade")
        }

    @cached_property
    def by_id(self) -> dict[str, Cell]:
        """The cells by their own id."""
        return {cell["id"]: cell for cell in self.cells}

    @cached_property
    def by_grade_id(self) -> dict[str, Cell]:
        """The cells that nbgrader knows, by the name it knows them by."""
        return {
            about_of(cell)["grade_id"]: cell
            for cell in self.cells
            if "grade_id" in about_of(cell)
        }

    @cached_property
    def own(self) -> dict[str, Cell]:
        """A teacher's own exercises: cells to fill and cells with points, by name."""
        return {
            name: cell
            for name, cell in self.by_grade_id.items()
            if (about_of(cell).get("grade") or about_of(cell).get("solution"))
            and name not in TASKS
        }

    @cached_property
    def sources(self) -> frozenset[str]:
        """What stands in its cells."""
        return frozenset(source_of(cell).strip() for cell in self.cells)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Each cell as JSON; the same for every learner, so written once."""
        return tuple(
            json.dumps(cell, ensure_ascii=False, sort_keys=True) for cell in self.cells
        )

    @property
    def tasks(self) -> list[Task]:
        """The course's own tasks among the graded cells, in order."""
        return [TASKS[name] for name in self.graded if name in TASKS]

    @property
    def runs_code(self) -> bool:
        """Whether something in it is marked by running a learner's code."""
        return bool(self.with_tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What is graded, and by what.

    Attributes
    ----------
    name : str
        Such as ``04-variation``.
    run : str
        The course run, which gives learners their cases.
    notebooks : tuple of LessonNotebook
    keys : mapping of str to Key
    files : mapping of str to bytes
        What else lies in ``source/`` with the notebooks, by path.
    marked_by : str
        Changes when a key, the lesson or the course does.
    unsafe : bool
        Whether code may be run also where there is no sandbox for it.
    """

    name: str
    run: str
    notebooks: tuple[LessonNotebook, ...]
    keys: Mapping[str, Key]
    files: Mapping[str, bytes]
    marked_by: str
    unsafe: bool = False

    @property
    def runs_code(self) -> bool:
        """Whether something in it is marked by running a learner's code."""
        return any(notebook.runs_code for notebook in self.notebooks)


def about_of(cell: Cell) -> Mapping[str, Any]:
    """Return what nbgrader keeps in a cell's metadata; empty where nothing is.

    Examples
    --------
    >>> about_of({"metadata": {"nbgrader": {"grade_id": "signals"}}})
    {'grade_id': 'signals'}
    >>> about_of({"metadata": {"nbgrader": 7}}), about_of({})
    ({}, {})
    """
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def source_of(cell: Cell) -> str:
    r"""Return the text of a cell, which nbformat may have cut into lines.

    Examples
    --------
    >>> source_of({"source": ["first\n", "second"]}) == source_of(
    ...     {"source": "first\nsecond"}
    ... )
    True
    """
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def read_assignment(
    course: CourseDirectory, name: str, *, unsafe: bool = False
) -> Assignment:
    """Read an assignment from ``source/`` and ``release/``.

    Parameters
    ----------
    course : CourseDirectory
    name : str
    unsafe : bool
        Whether code may be run also where there is no sandbox for it.

    Returns
    -------
    Assignment

    Raises
    ------
    NotGradable
        If it is not there, not released, or a key is missing.
    """
    source, release = course.source / name, course.release / name
    paths = sorted(release.glob("*.ipynb"))
    if not paths:
        known = ", ".join(assignment_names(course)) or say("grading.none")
        raise NotGradable(say("grading.not-released", assignment=name, known=known))
    try:
        hidden = {path.name: _cells(source / path.name) for path in paths}
        keys = read_keys(course.source / f"{name}.keys.toml")
        notebooks = tuple(_read_notebook(path, hidden[path.name]) for path in paths)
    except (OSError, ValueError) as error:
        raise NotGradable(
            say("grading.unreadable-lesson", assignment=name, reason=error)
        ) from error
    tasks = [task for notebook in notebooks for task in notebook.tasks]
    # In a course run made elsewhere the key may lie in the notebook alone.
    for cell in (cell for cells in hidden.values() for cell in cells):
        key = hidden_key(source_of(cell))
        if key is not None:
            keys.setdefault(about_of(cell).get("grade_id", ""), key)
    missing = [task.name for task in tasks if task.needs_key and task.name not in keys]
    if missing:
        raise NotGradable(
            say("grading.no-key", assignment=name, names=", ".join(missing))
        )
    keys = {task.name: keys[task.name] for task in tasks if task.needs_key}
    files = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb" and not _is_litter(path)
    }
    return Assignment(
        name=name,
        run=find_run(source),
        notebooks=notebooks,
        keys=keys,
        files=files,
        marked_by=_fingerprint(paths, keys, files),
        unsafe=unsafe,
    )


def assignment_names(course: CourseDirectory) -> list[str]:
    """Return the assignments there are to grade.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    list of str
        Those released, in order.
    """
    return sorted({path.parent.name for path in course.release.glob("*/*.ipynb")})


def _read_notebook(path: Path, hidden: list[Cell]) -> LessonNotebook:
    content = json.loads(path.read_text("utf-8"))
    with_tests = {
        about_of(cell)["grade_id"]: source_of(cell)
        for cell in hidden
        if about_of(cell).get("grade")
        and not about_of(cell).get("solution")
        and cell.get("cell_type") == "code"
        and about_of(cell)["grade_id"] not in TASKS
    }
    return LessonNotebook(
        name=path.stem,
        # A notebook of an older edition has no ids.
        cells=tuple(
            {"id": f"cell-{number}", **cell}
            for number, cell in enumerate(content["cells"])
        ),
        metadata=content.get("metadata", {}),
        with_tests=with_tests,
    )


def _is_litter(path: Path) -> bool:
    """What editors and Python leave behind."""
    return (
        path.suffix == ".pyc"
        or path.name.startswith(".")
        or (path.parent.name in (".ipynb_checkpoints", "__pycache__"))
    )


def _cells(path: Path) -> list[Cell]:
    content = json.loads(path.read_text("utf-8"))
    try:
        return content["cells"]
    except (KeyError, TypeError) as error:
        raise ValueError(say("grading.no-notebook", file=path.name)) from error


def _fingerprint(
    paths: list[Path], keys: Mapping[str, Key], files: Mapping[str, bytes]
) -> str:
    digest = sha256(__version__.encode())
    for path in paths:
        digest.update(path.read_bytes())
    for name in sorted(keys):
        key = keys[name]
        parts = (name, dict(key.truth), dict(key.why), dict(key.misreadings))
        digest.update(json.dumps(parts, sort_keys=True).encode())
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return digest.hexdigest()
