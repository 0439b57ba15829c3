"""Fixed items, drawn in balance by somebody who does not know their classes.

A bank is written in sets. A set has one place for each class, and a place holds a few
items of the same class, of which a learner is shown one. So whole sets are balanced,
and there are many ways to fill them. Which class stands at which place only the key
knows; it differs from set to set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The items of one task.

    Attributes
    ----------
    task : str
        Its words are ``{task}.item.{id}`` and ``{task}.option.{class}``.
    letter : str
        Begins each id; a number follows.
    classes : tuple of str
        The options, in the order shown.
    sets : int
    alike : int
        Items at each place of a set.

    Examples
    --------
    >>> bank = Bank(task="t", letter="c", classes=("x", "y"), sets=2, alike=2)
    >>> bank.places(1)
    (('c05', 'c06'), ('c07', 'c08'))
    """

    task: str
    letter: str
    classes: tuple[str, ...]
    sets: int
    alike: int = 2

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, in the order they are written."""
        return tuple(
            id_
            for each in range(self.sets)
            for place in self.places(each)
            for id_ in place
        )

    def places(self, set_: int) -> tuple[tuple[str, ...], ...]:
        """Return the ids at each place of a set.

        Parameters
        ----------
        set_ : int
            From 0.

        Returns
        -------
        tuple of tuple of str
        """
        first = set_ * len(self.classes) * self.alike + 1
        return tuple(
            tuple(
                f"{self.letter}{first + place * self.alike + one:02d}"
                for one in range(self.alike)
            )
            for place in range(len(self.classes))
        )

    def draw(self, sets: Sequence[int], rng: np.random.Generator) -> tuple[str, ...]:
        """Draw one item for each place of some sets, in any order.

        Parameters
        ----------
        sets : sequence of int
        rng : numpy.random.Generator

        Returns
        -------
        tuple of str
        """
        drawn = [
            place[int(rng.integers(self.alike))]
            for set_ in sets
            for place in self.places(set_)
        ]
        return tuple(drawn[i] for i in rng.permutation(len(drawn)).tolist())

    def draw_sets(self, count: int, rng: np.random.Generator) -> list[int]:
        """Draw which sets are shown.

        Parameters
        ----------
        count : int
        rng : numpy.random.Generator

        Returns
        -------
        list of int
        """
        return rng.permutation(self.sets)[:count].tolist()

    def case(self, ids: Sequence[str], story: str = "", **facts: object) -> Case:
        """Return the case that shows some items; what is right lies in the key.

        Parameters
        ----------
        ids : sequence of str
        story : str
        **facts
            Beside the number of items, as ``items``.

        Returns
        -------
        Case
        """
        return Case(
            items=tuple(Item(id_, say(f"{self.task}.item.{id_}")) for id_ in ids),
            options=options_of(self.task, self.classes),
            story=story,
            facts={"items": len(ids)} | facts,
        )
