"""What a machine can tell of a project: whether it is whole, and fits together.

Whether it is good is for a person to say. Each check is a question with one answer, and
a sentence for whoever has not got there yet: ``project.check.{name}`` and
``project.check.{name}.not``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from course.exercises.project.evidence import ENOUGH_POINTS, Evidence, evidence_for
from course.exercises.project.fidelity import FEATURES, FEWEST_TESTS, fidelity_of
from course.exercises.project.parts import CRITERIA, PARTS, ROLES
from course.exercises.project.project import (
    Project,
    day_of,
    figure_of_text,
    says_something,
)
from course.messages import say

# As the course asks of a family of measures, and of a coaching log.
FEWEST_MEASURES, FEWEST_TALKS = 3, 3
# A baseline that is told must be the one that was counted, up to how one rounds.
_OFF_BY = 0.1
_FEWEST_PEOPLE, _FEWEST_DRIVERS = 3, 2


@dataclass(frozen=True, slots=True)
class Check:
    """A check, and how it came out.

    Attributes
    ----------
    name : str
    part : str
        Where in the workspace it is seen to.
    held : bool
    """

    name: str
    part: str
    held: bool

    @property
    def title(self) -> str:
        """What was looked for."""
        return say(f"project.check.{self.name}")

    @property
    def sentence(self) -> str:
        """What is still missing; "" where nothing is."""
        return "" if self.held else say(f"project.check.{self.name}.not")


def check(project: Project) -> tuple[Check, ...]:
    """Look a project through.

    Parameters
    ----------
    project : Project

    Returns
    -------
    tuple of Check
        In the order of the work, the same names for every project.
    """
    return tuple(
        Check(name, part, bool(holds(project)))
        for name, (part, holds) in _CHECKS.items()
    )


def is_filled(project: Project, part: str) -> bool:
    """Whether all the needed fields of a page, or of each entry of a log, are filled.

    Parameters
    ----------
    project : Project
    part : str

    Returns
    -------
    bool
        False for a log without entries.
    """
    needed = [field for field in PARTS[part].fields if field.needed]
    entries = project.entries(part)
    return bool(entries) and all(
        says_something(field, entry[field.name])
        for entry in entries
        for field in needed
    )


# Before the work


def _suits(project: Project) -> bool:
    answers = project.pages["suitability"]
    return answers["kind"] == "none" and all(answers[c] == "yes" for c in CRITERIA)


def _agreed(project: Project) -> bool:
    """A leader, a day, hours and barriers; agreed before the end of the work."""
    agreed, ends = project.day("agreement", "agreed"), project.day("charter", "ends")
    hours = figure_of_text(project.text("agreement", "hours"))
    return (
        is_filled(project, "agreement")
        and agreed is not None
        and hours is not None
        and hours > 0
        and (ends is None or agreed <= ends)
    )


def _chartered(project: Project) -> bool:
    begins, ends = project.day("charter", "begins"), project.day("charter", "ends")
    return (
        is_filled(project, "charter")
        and begins is not None
        and ends is not None
        and begins < ends
    )


# The aim and its measures


def _aim_whole(project: Project) -> bool:
    before, after = project.figure("from"), project.figure("to")
    begins, by = project.day("charter", "begins"), project.day("aim", "by")
    return (
        is_filled(project, "aim")
        and before is not None
        and after is not None
        and before != after
        and by is not None
        and (begins is None or begins < by)
    )


def _aim_measured(project: Project) -> bool:
    """The aim is counted by an outcome measure, and goes the way that is better."""
    entry = project.entry("measures", project.aimed)
    before, after = project.figure("from"), project.figure("to")
    if entry is None or entry["role"] != "outcome" or None in (before, after):
        return False
    return {"lower": after < before, "higher": after > before}.get(
        entry["better"], False
    )


def _aim_fits_data(project: Project) -> bool:
    """The level the aim starts from is the one that was counted."""
    evidence, told = _outcome(project), project.figure("from")
    if evidence is None or evidence.before is None or told is None:
        return False
    return abs(told - evidence.before) <= _OFF_BY * max(abs(evidence.before), 1)


def _family(project: Project) -> bool:
    measures = project.logs["measures"]
    return len(measures) >= FEWEST_MEASURES and {*ROLES} <= {
        measure["role"] for measure in measures
    }


def _defined(project: Project) -> bool:
    return is_filled(project, "measures")


def _enough_points(project: Project) -> bool:
    evidence = _outcome(project)
    return evidence is not None and evidence.points >= ENOUGH_POINTS


def _more_than_outcome(project: Project) -> bool:
    """Something beside the outcome was really counted."""
    return any(
        measure["role"] != "outcome" and evidence_for(project, measure["id"])
        for measure in project.logs["measures"]
    )


# The theory and its tests


def _drivers(project: Project) -> bool:
    """Drivers, and ideas which each hang on a driver."""
    cards = project.logs["drivers"]
    drivers = {one["id"] for one in cards if one["level"] == "driver"}
    ideas = [one for one in cards if one["level"] == "idea"]
    return (
        len(drivers) >= _FEWEST_DRIVERS
        and bool(ideas)
        and all(one["text"].strip() for one in cards)
        and all(idea["under"] in drivers for idea in ideas)
    )


def _tests(project: Project) -> bool:
    return len(fidelity_of(project).finished) >= FEWEST_TESTS


def _tests_from_theory(project: Project) -> bool:
    ideas = {one["id"] for one in project.logs["drivers"] if one["level"] == "idea"}
    tests = project.logs["tests"]
    return bool(tests) and all(test["idea"] in ideas for test in tests)


def _tests_in_time(project: Project) -> bool:
    begins, ends = project.day("charter", "begins"), project.day("charter", "ends")
    days = [day_of(test["day"]) for test in project.logs["tests"]]
    if not days or None in (begins, ends, *days):
        return False
    return all(begins <= day <= ends for day in days)


def _feature(name: str) -> Callable[[Project], bool]:
    return lambda project: fidelity_of(project).seen[name]


# People, and what remains


def _people(project: Project) -> bool:
    people = project.logs["people"]
    return len(people) >= _FEWEST_PEOPLE and is_filled(project, "people")


def _lenses(project: Project) -> bool:
    return is_filled(project, "lenses")


def _patients(project: Project) -> bool:
    return is_filled(project, "patients")


def _coached(project: Project) -> bool:
    talks = project.logs["coaching"]
    return (
        len(talks) >= FEWEST_TALKS
        and is_filled(project, "coaching")
        and is_filled(project, "coach")
    )


def _held(project: Project) -> bool:
    return is_filled(project, "holding")


def _concluded(project: Project) -> bool:
    return is_filled(project, "conclusion")


def _verdict_fits_data(project: Project) -> bool:
    """What is concluded is what the chart of the outcome shows."""
    evidence, told = _outcome(project), project.text("conclusion", "verdict")
    return evidence is not None and told == evidence.verdict


def _outcome(project: Project) -> Evidence | None:
    return evidence_for(project, project.aimed)


_CHECKS: Mapping[str, tuple[str, Callable[[Project], bool]]] = {
    "suits": ("suitability", _suits),
    "agreed": ("agreement", _agreed),
    "chartered": ("charter", _chartered),
    "aim-whole": ("aim", _aim_whole),
    "aim-measured": ("aim", _aim_measured),
    "aim-fits-data": ("aim", _aim_fits_data),
    "family": ("measures", _family),
    "defined": ("measures", _defined),
    "enough-points": ("data", _enough_points),
    "more-than-outcome": ("data", _more_than_outcome),
    "drivers": ("drivers", _drivers),
    "tests": ("tests", _tests),
    "tests-from-theory": ("tests", _tests_from_theory),
    "tests-in-time": ("tests", _tests_in_time),
    **{name: ("tests", _feature(name)) for name in FEATURES},
    "lenses": ("lenses", _lenses),
    "people": ("people", _people),
    "patients": ("patients", _patients),
    "coached": ("coaching", _coached),
    "held": ("holding", _held),
    "concluded": ("conclusion", _concluded),
    "verdict-fits-data": ("conclusion", _verdict_fits_data),
}
CHECKS = tuple(_CHECKS)
