"""Items with words of their own, drawn evenly from a bank without knowing the key.

A bank lies in groups: each holds one item of every class, in an order that says
nothing. Some groups are drawn, and some of their items left out: so no class is common
enough for naming it everywhere to pay, and two learners seldom see the same.
"""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_one
from course.messages import keys, say
from course.tasks import Item


def draw_items(
    rng: np.random.Generator,
    task: str,
    letter: str,
    *,
    size: int,
    groups: int,
    chosen: int,
    shown: int,
) -> tuple[Item, ...]:
    """Draw items of a bank.

    Parameters
    ----------
    rng : numpy.random.Generator
    task : str
        Their words are ``{task}.item.{id}``.
    letter : str
        Ids are ``{letter}01`` and on, group after group.
    size, groups : int
        Items in a group, and groups in the bank.
    chosen : int
        Groups drawn.
    shown : int
        Items drawn of these.

    Returns
    -------
    tuple of Item
        In an order that says nothing.
    """
    drawn = sorted(rng.choice(groups, chosen, replace=False).tolist())
    numbers = [group * size + place + 1 for group in drawn for place in range(size)]
    order = rng.permutation(numbers)[:shown].tolist()
    ids = [f"{letter}{number:02d}" for number in order]
    return tuple(Item(id_, say(f"{task}.item.{id_}")) for id_ in ids)


def draw_phrase(words: np.random.Generator, prefix: str) -> str:
    """Draw one of a few sets of words, such as a place where a story can happen.

    Parameters
    ----------
    words : numpy.random.Generator
    prefix : str
        Of their keys.

    Returns
    -------
    str
    """
    return say(draw_one(words, keys(prefix)))
