"""After a test: adopt, adapt, abandon, or test again."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

ACTS = ("adopt", "adapt", "abandon", "test-again")
# Squares of four by four, whose every row and column has one test for each act; which
# is which only the key knows. The last eight are drawn singly.
_BANK = tuple(f"t{number:02d}" for number in range(1, 57))
_SQUARES = tuple(
    np.array(_BANK[first : first + 16]).reshape(4, 4) for first in (0, 16, 32)
)
_SINGLES = 2


def draw_act_on_test(rng: np.random.Generator) -> Case:
    """Fourteen tests from the bank, three or more for each act."""
    tests: list[str] = []
    for square in _SQUARES:
        lines = square if rng.integers(2) else square.T
        tests += lines[rng.integers(4)].tolist()
    # Two more, so that nobody can count what is left.
    rest = [test for test in _BANK if test not in tests]
    tests += rng.choice(rest, _SINGLES, replace=False).tolist()
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
