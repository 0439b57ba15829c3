"""Drawing from a bank of items without knowing what is right of them.

A bank is dealt in small hands, and each hand holds one item of every class. Which is
which only the key knows, so a balanced draw made here gives nothing away.
"""

from __future__ import annotations

import numpy as np


def draw_hands(
    rng: np.random.Generator,
    prefix: str,
    *,
    bank: int,
    size: int,
    hands: int,
    left_out: int,
) -> list[str]:
    """Draw some hands, leave an item out of some of them, and shuffle.

    Parameters
    ----------
    rng : numpy.random.Generator
    prefix : str
        Of the ids, which go on with two digits from 01.
    bank : int
        Items in the bank; a multiple of `size`.
    size : int
        Items of a hand.
    hands : int
        How many are drawn.
    left_out : int
        How many of these lose an item, each one.

    Returns
    -------
    list of str
        ``hands * size - left_out`` different ids.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> len(draw_hands(rng, "s", bank=48, size=3, hands=5, left_out=2))
    13
    """
    drawn = rng.choice(bank // size, hands, replace=False).tolist()
    shown = []
    for place, hand in enumerate(drawn):
        items = [f"{prefix}{hand * size + number:02d}" for number in range(1, size + 1)]
        out = int(rng.integers(size))
        if place < left_out:
            del items[out]
        shown += items
    return [str(one) for one in rng.permutation(shown)]
