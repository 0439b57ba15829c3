"""The notebook the teacher marks in: the lesson as released, with what was answered."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from course.grading.assignments import Cell, LessonNotebook, about_of
from course.grading.own_cells import TakenCells
from course.lessons.graded_cells import graded_line
from course.tasks import Judged
from course.widgets.kept_pictures import with_pictures
from course.widgets.review import review_bundle, truth_bundle

# In the metadata of an output: who may read it. What is for the learner is for the
# teacher too.
_READER = "fourlenses"
FOR_LEARNER, FOR_TEACHER = "learner", "teacher"
# Of a notebook with one cell a line.
_BEGINNING = b'{"cells": [\n'


def rebuild(
    notebook: LessonNotebook, taken: TakenCells, filled: Mapping[str, Cell]
) -> bytes:
    """Put a learner's work into the lesson's notebook.

    Parameters
    ----------
    notebook : LessonNotebook
    taken : TakenCells
        The learner's own cells; each stands where they had it.
    filled : mapping of str to dict
        Cells to stand in the place of the lesson's, by grade id.

    Returns
    -------
    bytes
        A notebook file. Equal work gives equal bytes.
    """
    cells = [_written(cell) for cell in taken.own.get("", ())]
    for cell, as_released in zip(notebook.cells, notebook.written, strict=True):
        own = filled.get(about_of(cell).get("grade_id", ""))
        cells.append(as_released.encode() if own is None else _written(own))
        cells += [_written(cell) for cell in taken.own.get(cell.get("id", ""), ())]
    rest = {"metadata": notebook.metadata, "nbformat": 4, "nbformat_minor": 5}
    # Put together from the texts of its cells: most are the same for everybody.
    return b"%b%b\n],\n%b\n" % (
        _BEGINNING,
        b",\n".join(cells),
        _written(rest)[1:],
    )


def cell_of(judged: Judged, as_released: Cell) -> Cell:
    """Return a graded cell that shows what was answered: words, and charts to draw.

    Parameters
    ----------
    judged : Judged
    as_released : dict
        The lesson's cell.

    Returns
    -------
    dict
        Without the key; nbgrader reads the points from its result.
    """
    outputs = [_display(review_bundle(judged, drawn=False), FOR_LEARNER)]
    if truth := truth_bundle(judged, drawn=False):
        outputs.append(_display(truth, FOR_TEACHER))
    if judged.flag:
        flag = {"output_type": "stream", "name": "stdout", "text": judged.flag + "\n"}
        outputs.insert(0, flag)
    if not judged.task.kind.by_hand:
        result = {"data": {"text/plain": repr(judged.mark.points)}, "metadata": {}}
        outputs.append(
            {"output_type": "execute_result", "execution_count": 1, **result}
        )
    return {
        **as_released,
        "source": graded_line(judged.task.name),
        "outputs": outputs,
        "execution_count": 1,
    }


def reviews_in(
    notebook: bytes | None, tasks: Collection[str], *, show_truth: bool
) -> dict[str, str]:
    """Return what was said of tasks when they were marked, from a rebuilt notebook.

    Parameters
    ----------
    notebook : bytes or None
    tasks : collection of str
        Their charts are drawn; no others.
    show_truth : bool
        Whether the right answers that were not given are among it.

    Returns
    -------
    dict of str to str
        By task; HTML that is safe.
    """
    readers = {FOR_LEARNER, FOR_TEACHER} if show_truth else {FOR_LEARNER}
    return {
        about_of(cell)["grade_id"]: "".join(
            with_pictures(output["data"])
            for output in cell.get("outputs", ())
            if output.get("metadata", {}).get(_READER) in readers
        )
        for cell in _graded_cells(notebook or b"")
        if about_of(cell).get("grade_id") in tasks
    }


def _graded_cells(notebook: bytes) -> list[Cell]:
    """Of a rebuilt notebook, which has one cell a line, only what may be graded."""
    if not notebook.startswith(_BEGINNING):
        return json.loads(notebook)["cells"] if notebook else []
    lines = [line for line in notebook.splitlines() if b'"grade": true' in line]
    return [json.loads(line.rstrip(b",")) for line in lines]


def _display(shown: Mapping[str, Any], reader: str) -> dict[str, Any]:
    metadata = {_READER: reader}
    return {"output_type": "display_data", "data": shown, "metadata": metadata}


# In ASCII alone: with one sign of another kind the whole would take twice the time.
_as_json = json.JSONEncoder(sort_keys=True).encode


def _written(value: Mapping[str, Any]) -> bytes:
    return _as_json(value).encode()
