"""The learner's own project as a task: whole, fitting together, and done by the method.

What can be told from the answer alone is marked here. Whether it is a good project is
for a person to say, who reads the report beside the rubric of ``project-story``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.charts.elements import Written
from course.documents import figure_of
from course.exercises.project.checks import CHECKS, check
from course.exercises.project.evidence import evidence_for
from course.exercises.project.example import draw_example
from course.exercises.project.parts import PARTS, SCALES
from course.exercises.project.project import (
    Fields,
    Project,
    empty_project,
    read_project,
)
from course.messages import say
from course.tasks import Answer, Case, Drawing, Item, Said, Table, Task
from course.tasks.forms import UNFIT

# What no filling in of fields gives: without these a project is a well-kept form.
HEART = (
    *("aim-fits-data", "enough-points", "verdict-fits-data"),
    *("repeated", "predicted", "small-first", "over-time"),
)


@dataclass(frozen=True, slots=True)
class OwnProject:
    """A project, held against `CHECKS`.

    Nothing of it is drawn, so there is no right answer: the truth of a case is one
    finished project among many, and is not compared with.
    """

    name: ClassVar[str] = "project"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not a project."""
        try:
            read_project(answer)
        except UNFIT:
            return say("form.not-this-kind")
        return ""

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say of each check that does not hold what is still missing."""
        return tuple(
            one.sentence for one in check(read_project(answer)) if not one.held
        )

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each check, for a project that somebody has begun."""
        project = read_project(answer)
        if not is_begun(project):
            return {}
        return {one.name: one.held for one in check(project)}

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether a check came out the same."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each check, and below them all that is written, part by part."""
        if answer is None:
            return tuple(Said(item.text, "", item.id) for item in case.items)
        project = read_project(answer)
        checks = tuple(
            Said(
                one.title,
                say(f"project.features.{'yes' if one.held else 'no'}"),
                one.name,
            )
            for one in check(project)
        )
        written = tuple(
            Said(say(f"project.{part}"), told, f"part-{part}")
            for part in PARTS
            if (told := _written(project, part))
        )
        return checks + written

    def drawing(self, case: Case, answer: Answer) -> Drawing | None:
        """Return the chart of the outcome, with the tests marked; None without one."""
        project = read_project(answer)
        evidence = evidence_for(project, project.aimed)
        if evidence is None:
            return None
        figure = figure_of(evidence.chart, evidence.reading)
        table = Table(figure.said, figure.table.columns, figure.table.rows)
        return Drawing(Written(figure.svg), table)

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Share of the checks that hold; at most half while the heart is missing.

        The first third is no more than typing, and earns nothing.
        """
        held = self.correct(case, answer, truth)
        share = max(0.0, 1.5 * sum(held.values()) / len(held) - 0.5)
        return share if all(held[name] for name in HEART) else min(share, 0.5)

    def correct(self, case: Case, answer: Answer, truth: Answer) -> Mapping[str, bool]:
        """Whether each check holds."""
        return self.parts(case, answer)

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any choice everywhere, any number, and words without a thought."""

        def fill(field) -> str:
            if field.options:
                return str(rng.choice(field.options))
            if field.kind == "figure":
                return str(int(rng.integers(0, 100)))
            if field.kind == "day":
                return f"2027-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}"
            return say("project.title")

        answer = empty_project()
        for part in PARTS.values():
            texts = {field.name: fill(field) for field in part.fields}
            if part.most:
                answer["parts"][part.name] = [texts | {"id": f"{part.prefix}1"}]
            else:
                answer["parts"][part.name] = texts
        return answer

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """The first choice and the same word everywhere."""
        answer = empty_project()
        for name, part in PARTS.items():
            texts = {f.name: (f.options or ("1",))[0] for f in part.fields}
            answer["parts"][name] = (
                [texts | {"id": f"{part.prefix}1"}] if part.most else texts
            )
        return answer


def is_begun(project: Project) -> bool:
    """Whether anything at all was written.

    Parameters
    ----------
    project : Project

    Returns
    -------
    bool
    """
    return any(
        text.strip() for page in project.pages.values() for text in page.values()
    ) or any(project.logs.values())


def _written(project: Project, part: str) -> str:
    """All that stands in a part, a line for each field."""
    numbered = part in project.logs
    return "\n".join(
        line
        for place, entry in enumerate(project.entries(part), start=1)
        for line in (
            *([say("project.said.entry", number=place)] if numbered else []),
            *_lines(project, part, entry),
        )
    )


def _lines(project: Project, part: str, entry: Fields) -> list[str]:
    told = []
    for field in PARTS[part].fields:
        if words := project.told(part, entry, field.name):
            asked = say(f"project.{part}.{field.name}")
            told.append(say("project.said.line", asked=asked, words=words))
    return told


def draw_own_project(rng: np.random.Generator) -> Case:
    """Return the checks, and a finished project that was made up.

    Parameters
    ----------
    rng : Generator

    Returns
    -------
    Case
    """
    finished = draw_example(rng)
    return Case(
        items=tuple(Item(name, say(f"project.check.{name}")) for name in CHECKS),
        truth=finished,
        misreadings={
            "form-without-data": finished | {"charts": {}},
            "written-up-afterwards": _with_tests(finished, locked=_LONG_AFTER),
            "rolled-out": _with_tests(finished, scale=SCALES[-1], follows=""),
        },
    )


# After the last test of any project that is made up.
_LONG_AFTER = "2099-12-31"


def _with_tests(project: dict[str, Any], **changed: str) -> dict[str, Any]:
    """Return a project in which all tests are different in the same way."""
    tests = [test | changed for test in project["parts"]["tests"]]
    return project | {"parts": project["parts"] | {"tests": tests}}


OWN_PROJECT = Task(
    name="project",
    kind=OwnProject(),
    draw=draw_own_project,
    points=30,
    own=True,
    elements=("000-12", "000-13", "000-14", "004-04", "004-06", "004-07"),
)
