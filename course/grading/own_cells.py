"""What a learner wrote into the notebook itself, made harmless.

The lesson's cells are the teacher's, whatever the learner's copy says of them. What is
left are cells that the learner added, and those that a teacher's own exercise asks them
to fill.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from course.exercises import TASKS
from course.grading.assignments import Cell, LessonNotebook, about_of, source_of
from course.messages import say

# A notebook somebody worked in has a few; the teacher reads them.
_MOST_CELLS, _LONGEST_CELL, _LONGEST_ALL = 100, 20_000, 200_000
_MOST_READ = 5_000
# Marks them in the rebuilt notebook, so that they are known there again.
OWN = "learners-own-"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenCells:
    """What was taken from a learner's notebook.

    Attributes
    ----------
    own : mapping of str to list of dict
        Cells the learner added, by the id of the lesson's cell they stand behind; ""
        for those at the top.
    given : mapping of str to str
        Source of the cells a teacher's own exercise asks to fill, by grade id.
    remarks : tuple of str
        What was left out.
    """

    own: Mapping[str, list[Cell]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def take_cells(
    notebook: LessonNotebook, content: bytes | None, *, rebuilt: bool = False
) -> TakenCells:
    """Take a learner's own cells from the notebook they handed in.

    Parameters
    ----------
    notebook : LessonNotebook
        As the teacher made it.
    content : bytes or None
        As handed in; whatever it is.
    rebuilt : bool
        Whether it is one that the grader made, whose cells are harmless already.

    Returns
    -------
    TakenCells
    """
    if content is None:
        return TakenCells()
    try:
        cells = _read_cells(content)
    except (ValueError, RecursionError):
        return TakenCells(remarks=(say("intake.notebook", name=notebook.name),))

    own: dict[str, list[Cell]] = {}
    given: dict[str, str] = {}
    behind, count, length = "", 0, 0
    left_out = len(cells) > _MOST_READ
    for cell in cells[:_MOST_READ]:
        source = source_of(cell)
        grade_id = about_of(cell).get("grade_id")
        lesson_cell = _known(notebook.by_grade_id, grade_id) or _known(
            notebook.by_id, cell.get("id")
        )
        if lesson_cell is not None:
            behind = lesson_cell["id"]
            # Of a cell that was copied the last one counts, as nbgrader has it.
            if _is_to_fill(lesson_cell) and rebuilt:
                is_code = lesson_cell["cell_type"] == "code"
                name = about_of(lesson_cell)["grade_id"]
                given[name] = source if is_code else unfenced(source)
            elif _is_to_fill(lesson_cell):
                given[about_of(lesson_cell)["grade_id"]] = source[:_LONGEST_CELL]
                left_out |= len(source) > _LONGEST_CELL
            continue
        if not source.strip() or source.strip() in notebook.sources:
            continue
        # What was kept once is kept; made harmless it is somewhat longer.
        if rebuilt:
            own.setdefault(behind, []).append(cell)
            continue
        if (
            count == _MOST_CELLS
            or len(source) > _LONGEST_CELL
            or length + len(source) > _LONGEST_ALL
        ):
            left_out = True
            continue
        count, length = count + 1, length + len(source)
        own.setdefault(behind, []).append(_as_own_cell(cell, source, count))
    remarks = (say("intake.own-cells"),) if left_out else ()
    return TakenCells(own=own, given=given, remarks=remarks)


def _read_cells(content: bytes) -> list[Cell]:
    # Of bytes, json would also read what is no UTF-8, and half letters in it.
    text = content.decode("utf-8-sig")
    notebook = json.loads(text)
    # As for an answer: half a letter, escaped, cannot be written down again.
    if "\\u" in text:
        json.dumps(notebook, ensure_ascii=False).encode()
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise ValueError("no notebook")
    return [cell for cell in cells if isinstance(cell, dict)]


def _known(cells: Mapping[Any, Cell], key: Any) -> Cell | None:
    return cells.get(key) if isinstance(key, str) else None


def _is_to_fill(cell: Cell) -> bool:
    about = about_of(cell)
    return bool(about.get("solution")) and about["grade_id"] not in TASKS


def _as_own_cell(cell: Cell, source: str, number: int) -> Cell:
    is_code = cell.get("cell_type") == "code"
    about: dict[str, Any] = {
        "id": f"{OWN}{number}",
        "cell_type": "code" if is_code else "markdown",
        "metadata": {"editable": False, "tags": ["own"]},
        "source": source if is_code else fenced(source),
    }
    return about | {"outputs": [], "execution_count": None} if is_code else about


def fenced(text: str) -> str:
    r"""Return text as a block of Markdown that shows it letter for letter.

    Markdown may hold HTML, and mathematics that a page typesets may hold links that
    run script; in a block of code neither is looked for.

    Examples
    --------
    >>> print(fenced("<script>alert(1)</script>"))
    ```text
    <script>alert(1)</script>
    ```
    >>> print(fenced("```\nout of the block"))
    ````text
    ```
    out of the block
    ````
    """
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def unfenced(block: str) -> str:
    r"""Return the text that `fenced` made a block of.

    Examples
    --------
    >>> unfenced(fenced("two\nlines"))
    'two\nlines'
    """
    return block.partition("\n")[2].rpartition("\n")[0]
