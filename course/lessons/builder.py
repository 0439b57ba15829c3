"""The builder: one lesson in, one instructor notebook out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import jupytext
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.exercises import SIMULATIONS, TASKS
from course.lessons.graded_cells import KEY_LINE, START_LINE, graded_line
from course.lessons.parts import (
    exercises_with_points,
    hours_of,
    lesson_parts,
    parts_needed,
)
from course.messages import say
from course.tasks import CourseRun, Key, Task
from course.tasks.answers import unfinished_file
from course.tasks.keys import read_keys
from course.tasks.learner import RUN_FILE

_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_ROLES = ("start", "task", "hand-in")


def find_lessons(source: Path) -> list[Path]:
    """Return the lessons in a ``source/`` folder, in order.

    Parameters
    ----------
    source : Path

    Returns
    -------
    list of Path
        Such as ``source/04-variation.md``; translations and keys are left out.
    """
    return [
        path for path in sorted(source.glob("[0-9][0-9]-*.md")) if "." not in path.stem
    ]


def assignment_folder(lesson: Path) -> Path:
    """Return the assignment a lesson becomes: ``source/04-variation``."""
    return lesson.with_suffix("")


def notebook_path(lesson: Path) -> Path:
    """Return the notebook of a lesson: ``source/04-variation/variation.ipynb``."""
    return assignment_folder(lesson) / f"{lesson.stem.split('-', maxsplit=1)[1]}.ipynb"


def build_notebook(
    lesson: Path, counted: Collection[str] | None = None
) -> nbformat.NotebookNode:
    """Read a lesson and return the instructor notebook.

    Parameters
    ----------
    lesson : Path
        The Markdown; the keys are looked for beside it, as ``….keys.toml``.
    counted : collection of str, optional
        The exercises that count, where the lesson is taken in part: the others are
        there all the same, without a graded cell. All with points if not given.

    Returns
    -------
    nbformat.NotebookNode
        Equal for equal lessons, cell ids included.

    Raises
    ------
    ValueError
        If a cell names an exercise there is not, one twice, or holds code of its
        own; if a key is missing; or if one is to count that has no points here.
    """
    written = jupytext.read(lesson, fmt="md:myst")
    keys = read_keys(lesson.with_suffix(".keys.toml"))
    about = dict(written.metadata["fourlenses"])
    worth = exercises_with_points(lesson)
    if counted is None:
        counted = worth
    elif strangers := sorted(set(counted) - set(worth)):
        raise ValueError(
            f"{lesson.name}: {', '.join(strangers)} cannot count here; these can: "
            f"{', '.join(worth)}."
        )
    in_part = set(counted) != set(worth)
    if in_part:
        about["hours"] = hours_of(parts_needed(lesson_parts(lesson), counted))
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": _KERNEL, "fourlenses": about}
    )
    for cell in written.cells:
        role = next((role for role in _ROLES if role in cell.metadata), None)
        if role is None:
            notebook.cells.append(_prose(lesson, cell, len(notebook.cells)))
            continue
        if cell.source.strip():
            raise ValueError(f"{lesson.name}: a marked cell must be empty.")
        name = cell.metadata[role]
        if role == "start":
            notebook.cells.append(
                _locked(f"start-{name}", f'{START_LINE}\nstart("{name}")')
            )
            if in_part:
                notebook.cells.append(_note_on_parts(lesson, counted))
        elif role == "hand-in":
            notebook.cells.append(_locked(f"hand-in-{name}", f'hand_in("{name}")'))
        else:
            notebook.cells.extend(_exercise(lesson, name, keys, counted))
    ids = [cell.id for cell in notebook.cells]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        raise ValueError(f"{lesson.name}: {', '.join(twice)} stand there twice.")
    nbformat.validate(notebook)
    return notebook


def write_lesson(lesson: Path) -> Path:
    """Build a lesson's notebook and put it in its assignment folder.

    The name of the course run lies beside it; one that is there already stays.

    Parameters
    ----------
    lesson : Path

    Returns
    -------
    Path
        The notebook.
    """
    target = notebook_path(lesson)
    target.parent.mkdir(exist_ok=True)
    with unfinished_file(target) as unfinished:
        unfinished.write_text(as_text(build_notebook(lesson)), encoding="utf-8")
    # Always there, so that autograde puts the teacher's in the place of one that a
    # learner wrote to choose figures by.
    run = target.with_name(RUN_FILE)
    if not run.exists():
        with unfinished_file(run) as unfinished:
            unfinished.write_text(CourseRun().as_text(), "utf-8")
    return target


def as_text(notebook: nbformat.NotebookNode) -> str:
    """Return the bytes of a notebook file, as nbformat writes them."""
    return nbformat.writes(notebook) + "\n"


def _prose(
    lesson: Path, cell: nbformat.NotebookNode, place: int
) -> nbformat.NotebookNode:
    if cell.cell_type != "markdown":
        raise ValueError(
            f"{lesson.name}: a code cell must be marked as one of {', '.join(_ROLES)}."
        )
    cell.id = _id_from(cell.source)
    # A double click on the text of a lesson should not open its Markdown.
    tags = {"tags": cell.metadata.tags} if "tags" in cell.metadata else {}
    cell.metadata = nbformat.NotebookNode(editable=False, deletable=False, **tags)
    return cell


def _note_on_parts(lesson: Path, counted: Collection[str]) -> nbformat.NotebookNode:
    """What a learner has to know of a lesson that is taken in part."""
    needed = parts_needed(lesson_parts(lesson), counted)
    text = say(
        "lesson.in-part",
        parts=", ".join(str(part.number) for part in needed),
        minutes=5 * round(sum(part.minutes for part in needed) / 5),
        exercises="\n".join(
            f"- {TASKS[name].title}"
            for name in exercises_with_points(lesson)
            if name in counted
        ),
    )
    about = {"editable": False, "deletable": False}
    return new_markdown_cell(text, id=_id_from(text), metadata=about)


def _id_from(text: str) -> str:
    """Return a cell's id, not drawn at random: a changed word is one changed cell."""
    return sha256(text.encode()).hexdigest()[:12]


def _exercise(
    lesson: Path, name: str, keys: Mapping[str, Key], counted: Collection[str]
) -> list[nbformat.NotebookNode]:
    if name not in TASKS and name not in SIMULATIONS:
        raise ValueError(f"{lesson.name}: there is no exercise {name!r}.")
    cells = [_locked(f"{name}-exercise", f'exercise("{name}")')]
    if name in counted:
        cells.append(_graded(lesson, TASKS[name], keys))
    return cells


def _graded(lesson: Path, task: Task, keys: Mapping[str, Key]) -> nbformat.NotebookNode:
    source = graded_line(task.name)
    if task.needs_key:
        if task.name not in keys:
            raise ValueError(
                f"{lesson.name}: {task.name} has no key beside the lesson."
            )
        content = json.dumps(asdict(keys[task.name]), ensure_ascii=False)
        source = _hidden(
            f"from course import key\n{KEY_LINE}({task.name!r}, {content!r})", source
        )
    elif task.kind.by_hand:
        # nbgrader gives 0, unseen, to a manual cell whose source the learner has not
        # changed. A hidden line makes the released cell differ from ours, so that
        # every text is listed for marking.
        source = _hidden("# Read the text below beside the rubric.", _to_fill(source))
    return _cell(
        task.name,
        source,
        grade=True,
        solution=task.kind.by_hand,
        locked=not task.kind.by_hand,
        points=task.points,
    )


def _hidden(hidden: str, visible: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS\n{visible}"


def _to_fill(visible: str) -> str:
    """Give nbgrader a place to clear in a cell that is marked by hand.

    Without one it would put its own line in the place of the whole cell at release, one
    that raises.
    """
    place = "    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION"
    return f"if False:  # A person reads this answer.\n{place}\n{visible}"


def _locked(id_: str, source: str) -> nbformat.NotebookNode:
    return _cell(id_, source, grade=False, solution=False, locked=True)


def _cell(id_: str, source: str, **nbgrader: object) -> nbformat.NotebookNode:
    cell = new_code_cell(source, id=id_)
    cell.metadata = nbformat.from_dict(
        {
            "editable": False,
            "deletable": False,
            "jupyter": {"source_hidden": True},
            "nbgrader": {
                "schema_version": 3,
                "grade_id": id_,
                "cell_type": "code",
                "task": False,
                **nbgrader,
            },
        }
    )
    return cell
