"""A free text and its rubric, which learners see before they write."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from course.messages import keys, say
from course.tasks import Case, Item, Table


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels a text is read by, as far as points tell them apart.

    Attributes
    ----------
    names : tuple of str
        As the learner reads them, with their points; the highest first.
    lowest : tuple of float
        Points that each level begins with, in rising order. What earns nothing is a
        level too, whether or not the rubric names it.
    """

    names: tuple[str, ...]
    lowest: tuple[float, ...]

    def level_of(self, points: float) -> int:
        """Return the level that some points belong to, counted from 0.

        Examples
        --------
        >>> levels = levels_of("own-measure")
        >>> levels.lowest
        (0.0, 3.0, 6.0)
        >>> [levels.level_of(points) for points in (0, 2.5, 3, 6)]
        [0, 0, 1, 2]
        """
        return bisect_right(self.lowest, points) - 1


def levels_of(task: str) -> Levels:
    """Return the levels of a rubric.

    Parameters
    ----------
    task : str
        One whose case is made by `case_with_rubric`.

    Returns
    -------
    Levels

    Examples
    --------
    >>> levels_of("own-measure").names
    ('Clear (6 points)', 'On the way (3 points)', 'Not yet (0 points)')
    """
    names = {key: say(key) for key in keys(f"{task}.level.")}
    # Where a level holds from 3 to 4 points, it begins with the first.
    begins = {key: float(re.search(r"\d+", name)[0]) for key, name in names.items()}
    highest_first = sorted(begins, key=begins.get, reverse=True)
    return Levels(
        tuple(names[key] for key in highest_first),
        tuple(sorted({0.0, *begins.values()})),
    )


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
            # A narrow column breaks before "(6 points)", not within.
            (
                say(f"{task}.level.{level}").replace(" point", "\u00a0point"),
                say(f"{task}.rubric.{level}"),
            )
            for level in levels
        ),
    )
    return Case(
        items=tuple(Item(box, say(f"{task}.item.{box}", **facts)) for box in boxes),
        tables=(rubric,),
        facts=facts,
    )
