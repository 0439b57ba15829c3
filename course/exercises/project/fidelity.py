"""How faithfully a project's tests follow the method, and where they stand on the way.

The features are those that Taylor and colleagues looked for in published projects. Of
72 projects that reported cycles, 3 had the four main ones all (Knudsen 2019).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.exercises.project.evidence import evidence_for
from course.exercises.project.parts import PARTS, SCALES
from course.exercises.project.project import (
    Fields,
    Project,
    day_of,
    figure_of_text,
    says_something,
)

FEATURES = ("repeated", "predicted", "small-first", "over-time", "documented")
# As the course asks of a row of tests.
FEWEST_TESTS = 3
# A later test may be as large as one likes; the first of a change is for few.
_SMALL = SCALES[:2]
# What anybody could look at as a row of points, rather than two values.
_POINTS_OVER_TIME = 6


@dataclass(frozen=True, slots=True)
class Fidelity:
    """What of the method can be seen in a log of tests.

    Attributes
    ----------
    seen : mapping of str to bool
        Feature of `FEATURES` to whether it is there.
    finished : tuple of Fields
        The tests that were locked, carried out and decided upon.
    """

    seen: Mapping[str, bool]
    finished: tuple[Fields, ...]

    @property
    def count(self) -> int:
        """Return how many of the features are there."""
        return sum(self.seen.values())


def fidelity_of(project: Project) -> Fidelity:
    """Look for the features of the method in the tests of a project.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Fidelity
        Each feature is false for a log without a finished test.
    """
    tests = project.logs["tests"]
    finished = tuple(test for test in tests if is_finished(test))
    # By idea, from the last to the first: the first is the one that stays.
    firsts = {test["idea"]: test for test in reversed(finished)}.values()
    after = {test["id"]: test["act"] for test in finished}
    seen = {
        # Changed or tried again because of what an earlier one taught.
        "repeated": any(
            after.get(test["follows"]) in ("again", "adapt") for test in finished
        ),
        # Not all of them: one that was locked too late should not have to be hidden.
        "predicted": sum(
            bool(test["prediction"].strip())
            and figure_of_text(test["predicted"]) is not None
            and _locked_in_time(test)
            for test in finished
        )
        >= FEWEST_TESTS,
        "small-first": bool(firsts) and all(test["scale"] in _SMALL for test in firsts),
        "over-time": bool(finished)
        and any(
            (evidence := evidence_for(project, test["measure"])) is not None
            and evidence.points >= _POINTS_OVER_TIME
            for test in finished
        ),
        "documented": bool(finished)
        and all(
            says_something(field, test[field.name])
            for test in finished
            for field in PARTS["tests"].fields
            if field.needed
        ),
    }
    return Fidelity(seen, finished)


def is_finished(test: Fields) -> bool:
    """Whether a test was locked, seen, learned from and decided upon.

    Parameters
    ----------
    test : mapping of str to str

    Returns
    -------
    bool
    """
    return bool(
        test["locked"]
        and test["seen"].strip()
        and test["learned"].strip()
        and test["act"]
    )


def _locked_in_time(test: Fields) -> bool:
    """Whether the prediction was locked on the day of the test at the latest."""
    day = day_of(test["day"])
    return day is not None and test["locked"] <= day.isoformat()
