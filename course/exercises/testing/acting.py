"""After a test: adopt, adapt, abandon, or test again."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_one, options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

ACTS = ("adopt", "adapt", "abandon", "test-again")
# In each four one test for every act; which is which only the key knows.
_FOURS = tuple(
    tuple(f"t{number:02d}" for number in range(first, first + 4))
    for first in range(1, 57, 4)
)
_WHOLE, _SINGLES = 3, 2


def draw_act_on_test(rng: np.random.Generator) -> Case:
    """Fourteen tests from the bank, three or more for each act."""
    order = rng.permutation(len(_FOURS)).tolist()
    tests = [test for four in order[:_WHOLE] for test in _FOURS[four]]
    # One each of two more fours, so that nobody can count what is left.
    singles = order[_WHOLE : _WHOLE + _SINGLES]
    tests += [draw_one(rng, _FOURS[four]) for four in singles]
    return Case(
        items=tuple(
            Item(test, say(f"act-on-test.item.{test}"))
            for test in rng.permutation(tests).tolist()
        ),
        options=options_of("act-on-test", ACTS),
        facts={"tests": len(tests)},
    )


ACT_ON_TEST = Task(
    name="act-on-test",
    kind=Classify(),
    draw=draw_act_on_test,
    points=4,
    needs_key=True,
    elements=("004-11", "001-12"),
)
