"""Deming's red bead experiment: willing workers and a plant they cannot change."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class RedBeadPlant:
    """A box of beads, a paddle to draw with, and the people who draw.

    Attributes
    ----------
    beads, red : int
        Beads in the box, and how many of them are red: the defects.
    paddle : int
        Beads drawn at a time, one day's work of one worker.
    workers : int

    References
    ----------
    .. [1] Deming, W. E. (1993). The New Economics for Industry, Government,
       Education, chapter 7.

    Examples
    --------
    >>> plant = RedBeadPlant()
    >>> plant.expected_red, round(plant.standard_deviation, 2)
    (10.0, 2.81)
    """

    beads: int = 4000
    red: int = 800
    paddle: int = 50
    workers: int = 6

    @property
    def expected_red(self) -> float:
        """Mean number of red beads on a paddle, whoever holds it."""
        return self.paddle * self.red / self.beads

    @property
    def standard_deviation(self) -> float:
        """Standard deviation of the red beads on a paddle, in beads.

        Drawn without replacement, so a little less than the binomial one that an np
        chart uses: the factor is sqrt((beads - paddle) / (beads - 1)), 0.994 for the
        usual box.
        """
        share = self.red / self.beads
        remaining = (self.beads - self.paddle) / (self.beads - 1)
        return math.sqrt(self.paddle * share * (1 - share) * remaining)


def draw_days(plant: RedBeadPlant, days: int, rng: np.random.Generator) -> np.ndarray:
    """Red beads drawn by each worker on each day.

    Parameters
    ----------
    plant : RedBeadPlant
    days : int
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of int, shape (days, workers)
        Hypergeometric counts: the beads on the paddle are put back, and the box is
        stirred, before the next worker draws.

    Examples
    --------
    >>> draw_days(RedBeadPlant(), days=4, rng=np.random.default_rng(1)).shape
    (4, 6)
    """
    white = plant.beads - plant.red
    return rng.hypergeometric(
        plant.red, white, plant.paddle, size=(days, plant.workers)
    )
