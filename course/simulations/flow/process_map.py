"""A process as a row of steps: how long it takes, and how much of that is of use.

Most of the time from the first step to the last is spent waiting. A map with
minutes on it shows that, and a share of first passes on each step shows how seldom
anybody goes through without something having to be put right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# What a box on the map may be.
KINDS = ("start", "step", "decision", "handoff", "wait")

# Somebody is at work on it in these, and in none of the others.
WORKED = ("step", "decision")
# Something can have to be put right here; nothing goes amiss in a wait as such.
PASSED = ("step", "decision", "handoff")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep:
    """One box on a map.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    minutes : float
        From when the box before is done until this one is.
    first_pass : float
        Per cent that need not be put right here.
    adds_value : bool
        Whether it changes something that the person it is done for would miss.

    Raises
    ------
    ValueError
        If there is no such kind, or a number cannot be what it says.
    """

    kind: str
    minutes: float = 0.0
    first_pass: float = 100.0
    adds_value: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not one of {', '.join(KINDS)}.")
        if not 0 <= self.minutes < math.inf:
            raise ValueError(f"A step cannot take {self.minutes} minutes.")
        if not 0 <= self.first_pass <= 100:
            raise ValueError(f"{self.first_pass} per cent cannot pass a step.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMeasures:
    """What a map comes to.

    Attributes
    ----------
    lead_minutes : float
        From the first box to the last, waits included.
    touch_minutes : float
        Of these, those in which somebody is at work on it.
    value_minutes : float
        Of these, those that change something for the person.
    rolled_yield : float
        Per cent that go through every box right the first time.
    handoffs : int
        How often it goes from one to another.
    """

    lead_minutes: float
    touch_minutes: float
    value_minutes: float
    rolled_yield: float
    handoffs: int

    @property
    def wait_minutes(self) -> float:
        """Minutes in which nobody is at work on it."""
        return self.lead_minutes - self.touch_minutes

    @property
    def value_share(self) -> float:
        """Per cent of the lead time that adds value; 0 where no time passes."""
        if not self.lead_minutes:
            return 0.0
        return 100 * self.value_minutes / self.lead_minutes


def measure_process(steps: Sequence[ProcessStep]) -> ProcessMeasures:
    """Work out what a map comes to.

    Parameters
    ----------
    steps : sequence of ProcessStep
        One after the other, as for one person who goes through.

    Returns
    -------
    ProcessMeasures

    Examples
    --------
    >>> measured = measure_process(
    ...     [
    ...         ProcessStep(kind="step", minutes=4, first_pass=90),
    ...         ProcessStep(kind="wait", minutes=30),
    ...         ProcessStep(kind="step", minutes=6, first_pass=80, adds_value=True),
    ...     ]
    ... )
    >>> measured.lead_minutes, measured.touch_minutes, measured.value_share
    (40.0, 10.0, 15.0)
    >>> round(measured.rolled_yield, 6)
    72.0
    """
    return ProcessMeasures(
        lead_minutes=float(sum(step.minutes for step in steps)),
        touch_minutes=float(sum(s.minutes for s in steps if s.kind in WORKED)),
        value_minutes=float(
            sum(s.minutes for s in steps if s.kind == "step" and s.adds_value)
        ),
        rolled_yield=rolled_yield([s.first_pass for s in steps if s.kind in PASSED]),
        handoffs=sum(step.kind == "handoff" for step in steps),
    )


def rolled_yield(first_passes: Sequence[float]) -> float:
    """Return how many go through all steps right the first time.

    Parameters
    ----------
    first_passes : sequence of float
        Per cent that pass each step the first time, whatever befell them before.

    Returns
    -------
    float
        Per cent: the product of the shares. 100 where there is no step.

    Examples
    --------
    >>> round(rolled_yield([90, 80, 50]), 6)
    36.0
    """
    return 100 * math.prod(share / 100 for share in first_passes)
