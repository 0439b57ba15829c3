"""Series in which nothing happens, for exercises that ask for arithmetic alone."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import Measure, draw_level
from course.simulations.variation.ward_series import draw_plan, draw_read_series

LETTERS = "ABCDEFGHIJKL"


def draw_calm(
    measure: Measure, periods: int, figures: np.random.Generator
) -> np.ndarray:
    """Draw values of a measure that nobody could read as a signal.

    Parameters
    ----------
    measure : Measure
    periods : int
    figures : numpy.random.Generator

    Returns
    -------
    ndarray of float, shape (periods,)
    """
    level, spread = draw_level(measure, figures)
    plan = draw_plan(
        "stable",
        figures,
        periods,
        level=level,
        spread=spread,
        decimals=measure.decimals,
    )
    return draw_read_series(plan, figures).values
