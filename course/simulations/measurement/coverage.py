"""A registry that does not know everybody: how good or bad the truth may be.

Patients who are missing from a registry are not like the others just because nobody
has looked. What can be said for certain lies between two counts: none of the missing
had the event, or all of them had.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

# What the bounds say of a target that is a share to reach.
VERDICTS = ("reached", "not-reached", "unknown")

# The target lies so far, in shares, from the bound and from the share reported that
# no rounding decides.
_CLEAR = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryYear:
    """One unit's year in a registry, beside a target.

    Attributes
    ----------
    events : int
        Patients reported who had what is asked for, say a follow-up visit.
    reported : int
        Patients in the registry.
    missing : int
        Patients known, from elsewhere, to lack in it.
    target : float
        The share to reach, 0 to 1.

    Raises
    ------
    ValueError
        If nobody is reported, or a count or the target cannot be.

    Examples
    --------
    >>> year = RegistryYear(events=72, reported=80, missing=20, target=0.85)
    >>> year.coverage, year.share, year.lower, year.upper, year.verdict
    (0.8, 0.9, 0.72, 0.92, 'unknown')
    """

    events: int
    reported: int
    missing: int
    target: float

    def __post_init__(self):
        if self.reported < 1 or self.missing < 0:
            raise ValueError(
                "A share needs at least one patient reported and none or more missing, "
                f"not {self.reported} and {self.missing}."
            )
        if not 0 <= self.events <= self.reported:
            raise ValueError(
                f"{self.events} of {self.reported} reported patients cannot be."
            )
        if not 0 <= self.target <= 1:
            raise ValueError(f"A target lies from 0 to 1, not at {self.target}.")

    @property
    def patients(self) -> int:
        """All there are, in the registry or not."""
        return self.reported + self.missing

    @property
    def coverage(self) -> float:
        """Share of the patients who are in the registry."""
        return self.reported / self.patients

    @property
    def share(self) -> float:
        """Share of those reported who had the event: what the registry prints."""
        return self.events / self.reported

    @property
    def lower(self) -> float:
        """Share of all patients if none of the missing had the event."""
        return coverage_bounds(self.events, self.reported, self.patients)[0]

    @property
    def upper(self) -> float:
        """Share of all patients if all of the missing had the event."""
        return coverage_bounds(self.events, self.reported, self.patients)[1]

    @property
    def verdict(self) -> str:
        """Whether the target is reached whoever the missing are; one of `VERDICTS`."""
        if self.lower >= self.target:
            return "reached"
        return "not-reached" if self.upper < self.target else "unknown"

    @property
    def coverage_needed(self) -> float:
        """Coverage from which on such a share, reported, would settle the matter.

        NaN when the share reported is the target itself.
        """
        if self.share > self.target:
            return self.target / self.share
        if self.share < self.target:
            return (1 - self.target) / (1 - self.share)
        return math.nan


def coverage_bounds(events: int, registered: int, eligible: int) -> tuple[float, float]:
    """Between which shares the truth must lie when some patients are not registered.

    Parameters
    ----------
    events, registered, eligible : int
        Patients with the event among those registered, and all there should be.

    Returns
    -------
    lowest, highest : float
        If none, or all, of the patients not registered had the event.

    Raises
    ------
    ValueError
        If the numbers do not fit into each other.

    Examples
    --------
    >>> coverage_bounds(events=60, registered=80, eligible=100)
    (0.6, 0.8)
    """
    if not 0 <= events <= registered <= eligible or eligible == 0:
        raise ValueError(
            f"{events} events, {registered} registered and {eligible} eligible "
            "do not fit into each other."
        )
    return events / eligible, (events + eligible - registered) / eligible


def draw_registry_year(
    verdict: str, rng: np.random.Generator, tries: int = 4000
) -> RegistryYear:
    """Draw a unit's year so that its bounds say this of the target.

    Parameters
    ----------
    verdict : {"reached", "not-reached", "unknown"}
    rng : numpy.random.Generator
    tries : int
        How many years to draw at most.

    Returns
    -------
    RegistryYear
        Coverage from 40 to 95 %. Under "unknown" the share reported may lie above the
        target or below it, as likely: who reads only what is printed is fooled either
        way.

    Raises
    ------
    ValueError
        If there is no such verdict, or no year in `tries` led to it.

    Examples
    --------
    >>> draw_registry_year("unknown", np.random.default_rng(1)).verdict
    'unknown'
    """
    if verdict not in VERDICTS:
        raise ValueError(f"{verdict!r} is not one of {', '.join(VERDICTS)}.")
    above = verdict == "reached" or (verdict == "unknown" and rng.random() < 0.5)
    for _ in range(tries):
        patients = int(rng.integers(120, 401))
        # High coverage settles things and low coverage does not, but not always.
        settled = verdict != "unknown"
        coverage = rng.uniform(0.78, 0.95) if settled else rng.uniform(0.40, 0.90)
        reported = round(coverage * patients)
        target = int(rng.integers(60, 91)) / 100
        year = RegistryYear(
            events=int(rng.binomial(reported, rng.uniform(0.35, 0.97))),
            reported=reported,
            missing=patients - reported,
            target=target,
        )
        figures = (year.lower, year.share, year.upper)
        clear = all(abs(figure - target) >= _CLEAR for figure in figures)
        if clear and year.verdict == verdict and (year.share > target) == above:
            return year
    raise ValueError(f"None of {tries} years led to the verdict {verdict!r}.")
