"""Places that only this module asks for."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_one
from course.messages import keys, say


def draw_home_care(words: np.random.Generator) -> str:
    """Draw a home care team that drives in the morning, in words that can follow "at".

    Parameters
    ----------
    words : numpy.random.Generator

    Returns
    -------
    str

    Examples
    --------
    >>> draw_home_care(np.random.default_rng(1))
    'the home care team in Tuulisaari'
    """
    return say(draw_one(words, keys("aim-home-care.")))
