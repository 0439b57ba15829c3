"""Drawing from a bank of items whose right answers lie in the key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.messages import say
from course.tasks import Item


@dataclass(frozen=True, slots=True)
class Bank:
    """Items in groups, each group with one item of every class.

    Which item is of which class only the key knows. A draw of whole groups with a few
    items left out is nearly balanced, and made without the key it gives nothing away.

    Attributes
    ----------
    task : str
        The words of an item are ``{task}.item.{id}``.
    letter : str
        Begins the ids: "u" for u01 and on.
    groups : int
    classes : int
        Items in a group.
    """

    task: str
    letter: str
    groups: int
    classes: int

    def group(self, number: int) -> tuple[str, ...]:
        """Return the ids of a group.

        Parameters
        ----------
        number : int
            From 0.

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> Bank("coach-utterances", "u", groups=9, classes=6).group(1)
        ('u07', 'u08', 'u09', 'u10', 'u11', 'u12')
        """
        first = number * self.classes + 1
        return tuple(
            f"{self.letter}{place:02d}" for place in range(first, first + self.classes)
        )

    def draw(
        self, figures: np.random.Generator, groups: int, shown: int
    ) -> tuple[Item, ...]:
        """Draw some groups, and of their items those that are shown, in any order.

        Parameters
        ----------
        figures : numpy.random.Generator
        groups : int
        shown : int

        Returns
        -------
        tuple of Item
        """
        chosen = figures.choice(self.groups, groups, replace=False).tolist()
        ids = [id_ for number in chosen for id_ in self.group(number)]
        return self.items(figures.permutation(ids)[:shown].tolist())

    def items(self, ids: list[str]) -> tuple[Item, ...]:
        """Return the items of these ids, in their words."""
        return tuple(Item(id_, say(f"{self.task}.item.{id_}")) for id_ in ids)
