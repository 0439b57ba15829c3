"""Draws from a bank of items whose right answers only the key knows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def groups_of(letter: str, groups: int, size: int) -> tuple[tuple[str, ...], ...]:
    """Name the items of a bank, group by group.

    Parameters
    ----------
    letter : str
        Begins every id.
    groups, size : int
        How many groups, and how many items in each: one of every class. Which is
        which only the key knows, so a draw of groups is balanced and gives nothing
        away.

    Returns
    -------
    tuple of tuple of str

    Examples
    --------
    >>> groups_of("m", 2, 3)
    (('m01', 'm02', 'm03'), ('m04', 'm05', 'm06'))
    """
    return tuple(
        tuple(f"{letter}{number:02d}" for number in range(first, first + size))
        for first in range(1, groups * size + 1, size)
    )


def draw_from_groups(
    bank: Sequence[Sequence[str]], groups: int, extra: int, rng: np.random.Generator
) -> list[str]:
    """Draw whole groups, and single items of some others, and mix them.

    Parameters
    ----------
    bank : sequence of sequence of str
        From `groups_of`.
    groups : int
        How many of them are drawn as a whole.
    extra : int
        How many others give one item each, so that nobody can find the last of a
        class by counting, and hardly any two learners are shown the same.
    rng : numpy.random.Generator

    Returns
    -------
    list of str

    Examples
    --------
    >>> bank = groups_of("m", 5, 4)
    >>> len(draw_from_groups(bank, 3, 2, np.random.default_rng(1)))
    14
    """
    chosen = rng.choice(len(bank), groups + extra, replace=False).tolist()
    items = [item for group in chosen[:groups] for item in bank[group]]
    for group in chosen[groups:]:
        items.append(bank[group][int(rng.integers(len(bank[group])))])
    return [str(item) for item in rng.permutation(items)]
