"""The notebook the teacher marks in: the lesson as released, with what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from course.grading.assignments import Cell, LessonNotebook, about_of
from course.grading.own_cells import TakenCells
from course.lessons.graded_cells import graded_line
from course.tasks import Judged
from course.widgets.review import review_bundle


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
        cells.append(as_released if own is None else _written(own))
        cells += [_written(cell) for cell in taken.own.get(cell.get("id", ""), ())]
    rest = {"metadata": notebook.metadata, "nbformat": 4, "nbformat_minor": 5}
    # Put together from the texts of its cells: most are the same for everybody.
    joined = ",\n".join(cells)
    return f'{{"cells": [\n{joined}\n],\n{_written(rest)[1:]}\n'.encode()


def cell_of(judged: Judged, as_released: Cell) -> Cell:
    """Return a graded cell that shows what was answered, in words and picture.

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
    shown = {"data": review_bundle(judged, show_truth=True), "metadata": {}}
    outputs: list[dict[str, Any]] = [{"output_type": "display_data", **shown}]
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


def _written(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
