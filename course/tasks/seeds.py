"""Chance that belongs to one learner: the same whenever it is asked for."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import numpy as np


# Marking asks for one learner once a task, and for one task once a learner.
@lru_cache(maxsize=256)
def _words(text: str) -> tuple[int, ...]:
    """Return a number of 64 bits for a text, in words of 32, the lower one first."""
    # A forged file may name half a letter.
    encoded = text.strip().lower().encode(errors="surrogatepass")
    number = int.from_bytes(sha256(encoded).digest()[:8], "big")
    higher, lower = divmod(number, 2**32)
    # `SeedSequence` leaves a higher word of zero away.
    return (lower, higher) if higher else (lower,)


def generator_for(
    run: str, task: str, learner: str, again: int = 0
) -> np.random.Generator:
    """Return the generator that draws one learner's case of one task.

    Parameters
    ----------
    run, task, learner : str
        Course run, task (or the data it shares with others), learner. Letter case
        and outer spaces do not matter.
    again : int
        How often the case was drawn before, where it has to be drawn again.

    Returns
    -------
    numpy.random.Generator

    Examples
    --------
    >>> first = generator_for("autumn", "run-lengths", "amira")
    >>> again = generator_for("autumn", "run-lengths", " Amira ")
    >>> first.integers(1000) == again.integers(1000)
    np.True_
    """
    words = (*_words(run), *_words(task), *_words(learner), *([again] * (again > 0)))
    # The words that `SeedSequence` makes of three numbers, in a third of its time, and
    # it does so again for every generator spawned.
    entropy = np.array(words, dtype=np.uint32)
    return np.random.default_rng(np.random.SeedSequence(entropy))
