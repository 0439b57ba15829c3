"""Two projects and their diaries: which lines hold in the last week of each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from course.charts import Chart, individuals_limits
from course.charts.moving_ranges import moving_ranges
from course.charts.pictures import format_value
from course.exercises.scenes import (
    MEASURES,
    Measure,
    draw_level,
    draw_measures,
    draw_one,
    draw_people,
    draw_places,
    measure_chart,
)
from course.messages import keys, say
from course.simulations.registries.planned_readings import reads_as, score_individuals
from course.tasks import Case, Item, Numbers, Table, Task

PROJECTS = ("first", "second")
NUMBERS = ("start", "mean", "lower", "upper")
_TOLERANCE = 0.005
# Stories whose change earns a line of its own, and stories in which one of the four
# conditions is missing.
ANEW = ("lasting",)
KEPT = ("unknown", "trial", "early")
_CANDIDATES = 512
# Weeks since the change: too few for lines of their own, or enough.
_AFTER = {"early": (5, 7), "enough": (12, 15)}
_WEEKLY = tuple(
    measure
    for measure in MEASURES
    if measure.period == "week" and measure.low >= 60 and not measure.higher_is_better
)


@dataclass(frozen=True, slots=True, eq=False)
class _Project:
    """A series with a shift, and whether the lines begin anew with it.

    Attributes
    ----------
    story : str
        One of `ANEW` or `KEPT`.
    measure : Measure
    values : ndarray of float
    change : int
        The first week after the change, from 1.
    other : int
        A week in which something else is written in the diary.
    """

    story: str
    measure: Measure
    values: np.ndarray
    change: int
    other: int

    @property
    def anew(self) -> bool:
        """Whether all four conditions for new lines hold."""
        return self.story in ANEW

    def lines(self, first: int, last: int | None) -> dict[str, float]:
        """Mean and limits from the weeks of a baseline."""
        lines = individuals_limits(self.values[first - 1 : last])
        return {"mean": lines.centre, "lower": lines.lower, "upper": lines.upper}

    def right(self) -> dict[str, float]:
        """The four numbers by the policy of the course."""
        if self.anew:
            return {"start": self.change} | self.lines(self.change, None)
        return {"start": 1} | self.lines(1, self.change - 1)

    def always_anew(self) -> dict[str, float]:
        """New lines at every shift that can be seen."""
        return {"start": self.change} | self.lines(self.change, None)

    def never_anew(self) -> dict[str, float]:
        """The old lines, whatever has been done."""
        return {"start": 1} | self.lines(1, self.change - 1)

    def all_points(self) -> dict[str, float]:
        """Lines from all that has been measured so far."""
        return {"start": 1} | self.lines(1, None)

    def tells_apart(self) -> bool:
        """Whether all three ways to draw the lines come to other numbers."""
        ways = (self.always_anew(), self.never_anew(), self.all_points())
        least = 0.03 * (ways[0]["upper"] - ways[0]["lower"])
        return all(
            abs(one[name] - other[name]) > least
            for name in NUMBERS[1:]
            for one, other in combinations(ways, 2)
        )


def draw_phase_limits(rng: np.random.Generator) -> Case:
    """One project whose lines begin anew, and one whose lines stay, in either order."""
    figures, words = rng.spawn(2)
    stories = [draw_one(figures, ANEW), draw_one(figures, KEPT)]
    stories = [str(story) for story in figures.permutation(stories)]
    measures = draw_measures(figures, 2, among=_WEEKLY)
    projects = [
        _draw_project(str(story), measure, figures)
        for story, measure in zip(stories, measures, strict=True)
    ]
    places = draw_places(words, [measure.setting for measure in measures])
    people = draw_people(words, 2)
    items, truth = [], {}
    thoughts = {"always-anew": {}, "never-anew": {}, "all-points": {}}
    charts, tables, told = [], [], []
    for id_, number, project, place, person in zip(
        PROJECTS, (1, 2), projects, places, people, strict=True
    ):
        right = project.right()
        tolerance = max(_TOLERANCE * (right["upper"] - right["lower"]), 0.06)
        for name in NUMBERS:
            items.append(
                Item(
                    f"{id_}-{name}",
                    say(f"phase-limits.item.{name}", number=number),
                    tolerance=0.0 if name == "start" else round(tolerance, 3),
                )
            )
        charts.append(_chart(id_, number, project, place))
        tables.append(_table(number, project))
        told.append(_tell(project, number, place, person, words))
        truth |= _named(id_, right)
        thoughts["always-anew"] |= _named(id_, project.always_anew())
        thoughts["never-anew"] |= _named(id_, project.never_anew())
        thoughts["all-points"] |= _named(id_, project.all_points())
    kept = next(project for project in projects if not project.anew)
    anew = next(project for project in projects if project.anew)
    return Case(
        items=tuple(items),
        charts=tuple(charts),
        tables=tuple(tables),
        story="\n\n".join(told),
        facts={
            "anew_number": 1 if projects[0].anew else 2,
            "kept_number": 2 if projects[0].anew else 1,
            "change": anew.change,
            "before_change": anew.change - 1,
            "kept_change": kept.change,
            "since_kept": kept.values.size - kept.change + 1,
            "missing": say(f"phase-limits.missing.{kept.story}"),
        },
        truth=truth,
        misreadings=thoughts,
    )


def _named(id_: str, numbers: Mapping[str, float]) -> dict[str, float]:
    return {f"{id_}-{name}": round(float(numbers[name]), 4) for name in NUMBERS}


def _draw_project(
    story: str, measure: Measure, figures: np.random.Generator
) -> _Project:
    level, spread = draw_level(measure, figures)
    while True:
        before = int(figures.integers(12, 17))
        fewest, most = _AFTER["early" if story == "early" else "enough"]
        after = int(figures.integers(fewest, most + 1))
        values = level + spread * figures.standard_normal((_CANDIDATES, before + after))
        values[:, before:] -= figures.uniform(2.8, 3.6) * spread
        values = np.maximum(values, 0).round(measure.decimals)
        fits = _two_calm_levels(values, before)
        found = np.flatnonzero(fits)
        for place in found:
            project = _Project(
                story,
                measure,
                values[place],
                change=before + 1,
                other=int(figures.integers(4, before - 3)),
            )
            if project.tells_apart():
                return project


def _two_calm_levels(values: np.ndarray, before: int) -> np.ndarray:
    """Whether each part is calm by its own lines, and apart from the other."""
    earlier, later = values[:, :before], values[:, before:]
    fits = reads_as("stable", earlier, score_individuals(earlier))
    fits &= later.max(axis=1) < earlier.mean(axis=1) - 0.5
    fits &= later.max(axis=1) < np.median(earlier, axis=1) - 0.5
    left = np.flatnonzero(fits)
    if left.size:
        if later.shape[1] >= 10:
            fits[left] = reads_as("stable", later[left], score_individuals(later[left]))
        else:
            steps = np.sign(np.diff(later[left], axis=1))
            fits[left] = np.abs(steps.sum(axis=1)) < steps.shape[1] - 1
    return fits


def _chart(id_: str, number: int, project: _Project, place: str) -> Chart:
    return measure_chart(
        f"phase-limits-{id_}",
        project.measure,
        project.values,
        title=say("phase-limits.chart", number=number, place=place),
    )


def _table(number: int, project: _Project) -> Table:
    """Values, moving ranges and running sums: so that nobody has to add for an hour."""
    values = project.values
    ranges = moving_ranges(values)
    rows = []
    for week in range(1, values.size + 1):
        moved = ranges[: week - 1]
        rows.append(
            (
                str(week),
                format_value(float(values[week - 1])),
                format_value(float(values[:week].sum())),
                format_value(float(moved[-1])) if week > 1 else "–",
                format_value(float(moved.sum())) if week > 1 else "–",
            )
        )
    return Table(
        caption=say("phase-limits.table", number=number),
        columns=tuple(
            say(f"phase-limits.table.{column}")
            for column in ("week", "value", "sum", "range", "sum-of-ranges")
        ),
        rows=tuple(rows),
    )


def _tell(
    project: _Project,
    number: int,
    place: str,
    person: str,
    words: np.random.Generator,
) -> str:
    stories = keys(f"phase-limits.story.{project.story}.")
    others = keys("phase-limits.other.")
    facts = {
        "number": number,
        "place": place,
        "person": person,
        "measure": project.measure.words,
        "change": project.change,
        "weeks": project.values.size,
        "since": project.values.size - project.change + 1,
        "other": project.other,
    }
    chosen = stories[int(words.integers(len(stories)))]
    beside = others[int(words.integers(len(others)))]
    return f"{say(chosen, **facts)} {say(beside, **facts)}"


def lines_from_own_start(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """What the lines should be if the learner's own first week were right.

    Parameters
    ----------
    case : Case
        Of phase-limits.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Only where that week is within one of the right one: a week early or late is
        a slip in reading the diary.
    """
    follows = {}
    for id_, chart in zip(PROJECTS, case.charts, strict=True):
        start = given.get(f"{id_}-start", math.nan)
        right = case.truth[f"{id_}-start"]
        if not (abs(start - right) <= 1 and start == int(start) and right > 1):
            continue
        lines = individuals_limits(chart.values[int(start) - 1 :])
        follows |= {
            f"{id_}-mean": lines.centre,
            f"{id_}-lower": lines.lower,
            f"{id_}-upper": lines.upper,
        }
    return follows


PHASE_LIMITS = Task(
    name="phase-limits",
    kind=Numbers(follows=lines_from_own_start),
    draw=draw_phase_limits,
    points=5,
    elements=("004-10", "004-02"),
)
