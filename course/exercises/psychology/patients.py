"""Patients as partners: how far they take part, and how a meeting is prepared."""

from __future__ import annotations

import numpy as np

from course.exercises.psychology.banks import Bank
from course.exercises.scenes import options_of
from course.tasks import Case, Classify, Select, Task

# How far they take part

EXAMPLES = Bank("participation-level", "l", groups=10, classes=4)
LEVELS = ("informed", "asked", "involved", "partners")


def draw_participation_level(rng: np.random.Generator) -> Case:
    """Ten examples of participation; how far each goes lies in the key."""
    figures, _ = rng.spawn(2)
    items = EXAMPLES.draw(figures, groups=4, shown=10)
    return Case(
        items=items,
        options=options_of("participation-level", LEVELS),
        facts={"examples": len(items)},
    )


# Preparing the meeting

# Pairs of which one belongs on the list; which one, only the key knows. The first
# twelve are about telling and listening, the others about whom one asks and how.
PREPARATIONS = Bank("patient-preparation", "p", groups=24, classes=2)
_TELLING, _ASKING = range(12), range(12, 24)
_PAIRS = 7


def draw_patient_preparation(rng: np.random.Generator) -> Case:
    """Fourteen things one could do before a patient comes: seven help."""
    figures, _ = rng.spawn(2)
    telling = int(figures.integers(3, 5))
    pairs = [
        *figures.choice(_TELLING, telling, replace=False).tolist(),
        *figures.choice(_ASKING, _PAIRS - telling, replace=False).tolist(),
    ]
    ids = [id_ for pair in pairs for id_ in PREPARATIONS.group(pair)]
    return Case(
        items=PREPARATIONS.items(figures.permutation(ids).tolist()),
        facts={"shown": 2 * _PAIRS, "wanted": _PAIRS},
    )


PARTICIPATION_LEVEL = Task(
    name="participation-level",
    kind=Classify(),
    draw=draw_participation_level,
    points=4,
    needs_key=True,
    elements=("000-20", "004-08"),
)

PATIENT_PREPARATION = Task(
    name="patient-preparation",
    kind=Select(most=_PAIRS),
    draw=draw_patient_preparation,
    points=4,
    needs_key=True,
    elements=("000-21", "000-22", "001-19"),
)
