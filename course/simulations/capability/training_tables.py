"""Who leaves, who is trained, and which courses there are: tables for planning doses.

A region's five groups with their turnover, a catalogue of courses, and the competences
that are still lacking. All data are invented (*fiktiva data*).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from course.simulations.registries.extracts import Extract
from course.simulations.registries.planned_readings import draw_until_read

GROUPS = ("clinical-care", "line", "process", "top", "board")
COMPETENCES = (
    "aims",
    "systems",
    "measurement",
    "variation",
    "testing",
    "coaching",
    "patients",
    "spread",
)

# People in each group, and the share of them who leave in a year. Our own choice.
_PEOPLE = ((1800, 4200), (120, 320), (60, 160), (12, 30), (20, 60))
_TURNOVER = ((0.12, 0.24), (0.10, 0.20), (0.10, 0.22), (0.08, 0.2), (0.22, 0.28))
_TRAINED = (0.08, 0.5)
_COURSES, _GAPS = 10, (4, 6)


@dataclass(frozen=True, slots=True)
class Course:
    """A course in the catalogue.

    Attributes
    ----------
    doses : tuple of int
        Dose of each of `COMPETENCES`: 0 none, 1 understand, 2 use, 3 lead and teach.
    hours, places : int
        For each participant, and in a year.
    cost : int
        In a year, thousands.
    """

    doses: tuple[int, ...]
    hours: int
    places: int
    cost: int


@dataclass(frozen=True, slots=True)
class TrainingTables:
    """A region's groups and courses. Invented data.

    Attributes
    ----------
    people, trained : tuple of int
        In each of `GROUPS`.
    turnover : tuple of float
        Share who leave in a year.
    courses : tuple of Course
    gaps : tuple of int
        Dose that is lacking of each of `COMPETENCES`; 0 for none.
    """

    people: tuple[int, ...]
    trained: tuple[int, ...]
    turnover: tuple[float, ...]
    courses: tuple[Course, ...]
    gaps: tuple[int, ...]

    def rows(self) -> Extract:
        """The groups as a table.

        Returns
        -------
        Extract
            The groups' words are explained as "group.line".
        """
        columns = (GROUPS, self.people, self.trained, self.turnover)
        return Extract(
            ("group", "people", "trained", "turnover"),
            tuple(zip(*columns, strict=True)),
        )

    def course_rows(self) -> Extract:
        """The catalogue as a table.

        Returns
        -------
        Extract
            The competences' words are explained as "competence.aims".
        """
        return Extract(
            ("course", "competences", "hours", "places", "cost"),
            tuple(
                (
                    number,
                    ", ".join(
                        f"{competence} {dose}"
                        for competence, dose in zip(
                            COMPETENCES, course.doses, strict=True
                        )
                        if dose
                    ),
                    course.hours,
                    course.places,
                    course.cost,
                )
                for number, course in enumerate(self.courses, start=1)
            ),
        )


def draw_training_tables(rng: np.random.Generator, tries: int = 4096) -> TrainingTables:
    """Draw a region whose gaps can be closed in one cheapest way.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many catalogues to draw at most.

    Returns
    -------
    TrainingTables
        Two courses or more are needed, and no other choice costs as little.

    Raises
    ------
    ValueError
        If no catalogue in `tries` has one cheapest way.

    Examples
    --------
    >>> tables = draw_training_tables(np.random.default_rng(1))
    >>> len(cheapest_cover(tables)) >= 2
    True
    """
    gaps = np.zeros(len(COMPETENCES), dtype=int)
    lacking = rng.choice(
        gaps.size, int(rng.integers(_GAPS[0], _GAPS[1] + 1)), replace=False
    )
    gaps[lacking] = rng.integers(1, 3, lacking.size)

    def draw(count: int) -> np.ndarray:
        shape = (count, _COURSES, gaps.size)
        doses = rng.integers(1, 4, shape) * (rng.random(shape) < 0.28)
        costs = 40 + 35 * doses.sum(axis=2) + rng.integers(-3, 4, (count, _COURSES)) * 5
        return np.concatenate([doses, costs[:, :, np.newaxis]], axis=2)

    def reads(drawn: np.ndarray) -> np.ndarray:
        doses, costs = drawn[:, :, :-1], drawn[:, :, -1]
        needed = np.flatnonzero(gaps)
        totals = _totals(doses[:, :, needed] >= gaps[needed], costs)
        cheapest = totals.argmin(axis=1)
        ordered = np.sort(totals, axis=1)
        several = _choices(_COURSES).sum(axis=1)[cheapest] >= 2
        return (
            np.isfinite(ordered[:, 0])
            & (ordered[:, 1] > ordered[:, 0])
            & several
            & doses.any(axis=2).all(axis=1)
        )

    drawn = draw_until_read(draw, reads, tries, gaps.tolist())
    people = [int(rng.integers(low, high + 1)) for low, high in _PEOPLE]
    return TrainingTables(
        people=tuple(people),
        trained=tuple(int(number * rng.uniform(*_TRAINED)) for number in people),
        turnover=tuple(round(rng.uniform(*limits), 2) for limits in _TURNOVER),
        courses=tuple(
            Course(
                doses=tuple(row[:-1].tolist()),
                hours=int(6 * row[:-1].max() + 2 * np.count_nonzero(row[:-1])),
                places=int(rng.integers(3, 9)) * 6,
                cost=int(row[-1]),
            )
            for row in drawn
        ),
        gaps=tuple(gaps.tolist()),
    )


def cheapest_cover(tables: TrainingTables) -> tuple[int, ...]:
    """Courses that close all gaps and cost least together.

    Parameters
    ----------
    tables : TrainingTables

    Returns
    -------
    tuple of int
        Courses, counted from 1. Found by trying all choices there are.

    Raises
    ------
    ValueError
        If all courses together leave a gap.
    """
    lacking = np.flatnonzero(tables.gaps)
    doses = np.array([course.doses for course in tables.courses])[:, lacking]
    costs = np.array([course.cost for course in tables.courses])
    places = cheapest_choice(doses >= np.array(tables.gaps)[lacking], costs)
    return tuple(place + 1 for place in places)


def cheapest_choice(closes: np.ndarray, costs: np.ndarray) -> tuple[int, ...]:
    """Choose what costs least together and closes every gap.

    Parameters
    ----------
    closes : ndarray of bool, shape (courses, gaps)
        Whether a course closes a gap.
    costs : ndarray of float, shape (courses,)

    Returns
    -------
    tuple of int
        Places of the courses, from 0. Found by trying all choices there are.

    Raises
    ------
    ValueError
        If all courses together leave a gap.

    Examples
    --------
    >>> both = np.array([[True, False], [False, True], [True, True]])
    >>> cheapest_choice(both, np.array([1, 1, 3])), cheapest_choice(both, np.ones(3))
    ((0, 1), (2,))
    """
    totals = _totals(closes[np.newaxis], costs[np.newaxis])[0]
    if not np.isfinite(totals).any():
        raise ValueError("All courses together leave a gap.")
    return tuple(np.flatnonzero(_choices(len(costs))[totals.argmin()]).tolist())


@cache
def _choices(courses: int) -> np.ndarray:
    """All choices of courses, from none to all, a row each."""
    return (np.arange(2**courses)[:, np.newaxis] >> np.arange(courses)) & 1


def _totals(closes: np.ndarray, costs: np.ndarray) -> np.ndarray:
    """Cost of each choice of courses; infinite where it leaves a gap.

    Parameters
    ----------
    closes : ndarray of bool, shape (catalogues, courses, gaps)
    costs : ndarray of float, shape (catalogues, courses)

    Returns
    -------
    ndarray of float, shape (catalogues, choices)
    """
    choices = _choices(costs.shape[1])
    # Of floats, for which there is a fast product; so small they are exact.
    closed = choices.astype(np.float32) @ closes.astype(np.float32) > 0
    totals = (costs @ choices.T).astype(float)
    return np.where(closed.all(axis=2), totals, np.inf)
