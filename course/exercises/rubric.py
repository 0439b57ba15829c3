"""A free text and its rubric, which learners see before they write."""

from __future__ import annotations

from collections.abc import Sequence

from course.messages import keys, say
from course.tasks import Case, Item, Table


def case_with_rubric(task: str, boxes: Sequence[str], **facts: object) -> Case:
    """Return the boxes of a text, and the levels it is read by.

    Parameters
    ----------
    task : str
        Its words are ``{task}.item.{box}``, ``{task}.rubric-table`` with ``.level`` and
        ``.sign``, and for each level ``{task}.level.{id}`` and ``{task}.rubric.{id}``.
    boxes : sequence of str
    **facts
        Values for the ``{places}`` in the boxes and the question.

    Returns
    -------
    Case
    """
    levels = [key.rsplit(".", 1)[-1] for key in keys(f"{task}.rubric.")]
    rubric = Table(
        caption=say(f"{task}.rubric-table"),
        columns=(say(f"{task}.rubric-table.level"), say(f"{task}.rubric-table.sign")),
        rows=tuple(
            (say(f"{task}.level.{level}"), say(f"{task}.rubric.{level}"))
            for level in levels
        ),
    )
    return Case(
        items=tuple(Item(box, say(f"{task}.item.{box}", **facts)) for box in boxes),
        tables=(rubric,),
        facts=facts,
    )
