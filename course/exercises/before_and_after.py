"""The same questions before the course and after it, about two different workplaces.

In the manner of tests in which learners write an aim, a measure and a change for a
described workplace. The scenarios stand in two parallel halves, with one for each
setting in each half. Chance decides which half a learner meets before the course; the
one after it comes from the other half, so nobody writes about one workplace twice.

Both tasks draw with `DATA`, and so from the same seed: each can work out what the other
showed.
"""

from __future__ import annotations

import numpy as np

from course.messages import say
from course.tasks import Case, Item

# The name of the data that the task before and the task after share.
DATA = "before-and-after"
BOXES = ("aim", "measure", "change")
# In each half: hospital, primary care, municipal care, administration.
HALVES = (
    ("delirium", "prescriptions", "morning-help", "appeals"),
    ("infusions", "vaccines", "home-alarms", "salaries"),
)


def draw_scenarios(rng: np.random.Generator) -> tuple[str, str]:
    """Draw the scenario for before the course, and the one for after it.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    before, after : str
        From different halves of `HALVES`, and from different settings.

    Examples
    --------
    >>> before, after = draw_scenarios(np.random.default_rng(3))
    >>> {before in half for half in HALVES} == {after in half for half in HALVES}
    True
    """
    first = int(rng.integers(2))
    before, after = rng.permutation(len(HALVES[0]))[:2].tolist()
    return HALVES[first][before], HALVES[1 - first][after]


def case_about(scenario: str) -> Case:
    """Return the three boxes for a scenario, with its story.

    Parameters
    ----------
    scenario : str
        One of those in `HALVES`.

    Returns
    -------
    Case
        Without the rubric: who is to be read again after the course should not write
        to a list the first time.
    """
    return Case(
        items=tuple(Item(box, say(f"before-and-after.item.{box}")) for box in BOXES),
        story=say(f"before-and-after.story.{scenario}"),
        facts={"scenario": scenario},
    )


def draw_before(rng: np.random.Generator) -> Case:
    """The case before the course."""
    return case_about(draw_scenarios(rng)[0])


def draw_after(rng: np.random.Generator) -> Case:
    """The case after the course, from the other half."""
    return case_about(draw_scenarios(rng)[1])
