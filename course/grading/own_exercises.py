"""A teacher's own exercises among the course's: cells to fill, and tests that run them.

The notebook that is executed is the lesson as released, with the teacher's tests in it,
the learner's sources in the cells to fill, and the learner's own cells where they had
them. The course's own lines are left out: they are marked as data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from course.grading.assignments import (
    Assignment,
    Cell,
    LessonNotebook,
    about_of,
    source_of,
)
from course.grading.cell_scores import CellScore
from course.grading.intake import Submission
from course.grading.own_cells import TakenCells, fenced
from course.grading.sandbox.code_cells import is_test, points_of
from course.grading.sandbox.execution import NotExecuted, execute_in_sandbox
from course.grading.sandbox.harmless import harmless_outputs
from course.lessons.graded_cells import is_course_line


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExercises:
    """What came of a teacher's own exercises in one notebook.

    Attributes
    ----------
    scores : mapping of str to CellScore
    filled : mapping of str to dict
        Cells to stand in the place of the lesson's, by grade id.
    taken : TakenCells
        The learner's own cells, with what they have shown.
    remarks : tuple of str
        Why the code was not run, where it was not.
    """

    scores: Mapping[str, CellScore]
    filled: Mapping[str, Cell]
    taken: TakenCells
    remarks: tuple[str, ...] = ()


def mark_own_exercises(
    assignment: Assignment,
    notebook: LessonNotebook,
    submission: Submission,
    taken: TakenCells,
) -> OwnExercises:
    """Run a teacher's tests, if there are any, and give texts to a person.

    Parameters
    ----------
    assignment : Assignment
    notebook : LessonNotebook
    submission : Submission
    taken : TakenCells

    Returns
    -------
    OwnExercises
        Empty where the teacher has none.
    """
    own = notebook.own
    filled = {name: _filled(cell, taken.given.get(name)) for name, cell in own.items()}
    executed: dict[str, Cell] = {}
    remarks: tuple[str, ...] = ()
    if notebook.runs_code:
        try:
            executed = _execute(assignment, notebook, submission, taken)
        except NotExecuted as problem:
            remarks = (str(problem),)
    for name, cell in own.items():
        if cell["cell_type"] == "code" and cell["id"] in executed:
            filled[name] = filled[name] | _shown(executed[cell["id"]])
    scores = {
        name: _score(cell, taken.given.get(name), executed.get(cell["id"]))
        for name, cell in own.items()
        if about_of(cell).get("grade")
    }
    return OwnExercises(
        scores=scores,
        filled={name: _safe_to_show(cell) for name, cell in filled.items()},
        taken=_with_outputs(taken, executed),
        remarks=remarks,
    )


def _filled(cell: Cell, given: str | None) -> dict[str, Any]:
    return dict(cell) if given is None else {**cell, "source": given}


def _execute(
    assignment: Assignment,
    notebook: LessonNotebook,
    submission: Submission,
    taken: TakenCells,
) -> dict[str, Cell]:
    """Return the executed cells by id."""
    to_run = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": list(_cells_to_run(notebook, taken)),
    }
    files = {**submission.files, **assignment.files}
    executed = execute_in_sandbox(to_run, files, unsafe=assignment.unsafe)
    return {cell["id"]: cell for cell in executed["cells"]}


def _cells_to_run(notebook: LessonNotebook, taken: TakenCells) -> Iterator[Cell]:
    yield from taken.own.get("", ())
    for cell in notebook.cells:
        name = about_of(cell).get("grade_id", "")
        if name in notebook.with_tests:
            yield {**cell, "source": notebook.with_tests[name]}
        elif not is_course_line(source_of(cell)):
            yield _filled(cell, taken.given.get(name))
        yield from taken.own.get(cell["id"], ())


def _score(cell: Cell, given: str | None, executed: Cell | None) -> CellScore:
    name = about_of(cell)["grade_id"]
    if is_test(cell):
        # Not run: a person should see why.
        if executed is None:
            return CellScore(name, 0.0, True)
        return CellScore(name, points_of(executed), False)
    # As nbgrader has it: a cell to fill that was left as it was earns nothing.
    if given is None or given.strip() == source_of(cell).strip():
        return CellScore(name, 0.0, False, is_empty=True)
    return CellScore(name, None, True)


def _shown(executed: Cell) -> dict[str, Any]:
    return {
        "source": source_of(executed),
        "outputs": harmless_outputs(executed.get("outputs", ())),
        "execution_count": executed.get("execution_count"),
    }


def _safe_to_show(cell: Cell) -> Cell:
    """Markdown that a learner wrote, letter for letter instead of as a page."""
    if cell["cell_type"] == "code" or not about_of(cell).get("solution"):
        return cell
    return {**cell, "source": fenced(source_of(cell))}


def _with_outputs(taken: TakenCells, executed: Mapping[str, Cell]) -> TakenCells:
    own = {
        behind: [
            {**cell, **_shown(executed[cell["id"]])}
            if cell["cell_type"] == "code" and cell["id"] in executed
            else cell
            for cell in cells
        ]
        for behind, cells in taken.own.items()
    }
    return replace(taken, own=own)
