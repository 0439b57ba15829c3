"""A finished project that was made up: a place, its words, and data drawn for it.

Whoever wants to see what a project looks like gets one of these, and so do reviewers
who learn to review. Each is whole and fits its data; none is anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from course.charts.own_data.choice import Answers
from course.charts.own_data.dates import Period
from course.charts.own_data.figures import figures_of
from course.charts.own_data.kept import KeptChart, to_kept
from course.charts.own_data.look import Look, Mark
from course.charts.own_data.series import OwnSeries
from course.exercises.project.evidence import evidence_for
from course.exercises.project.parts import CRITERIA, PARTS
from course.exercises.project.project import (
    empty_project,
    read_project,
    say_day,
)
from course.exercises.scenes import draw_people, draw_place
from course.messages import say
from course.tasks.calendar_days import months_later

_FIRST_MONDAY, _MONDAYS = date(2027, 1, 11), 40
_WEEKS_BEFORE, _WEEKS = 12, 38
_MONTHS = 8
# Mondays after the beginning on which the tests are carried out: four of the first
# idea, each larger than the last, and one of the second.
_TEST_WEEKS = (2, 3, 5, 8, 10)
_TEST_DAYS = (1, 2, 3, 0, 2)
_SCALES = ("one", "few", "some-days", "team", "one")
_FOLLOWS = ("", "t1", "t2", "t3", "")
_ACTS = ("adapt", "again", "adapt", "adopt", "abandon")
_IDEAS = ("d4", "d4", "d4", "d4", "d6")
_IDEAS_UNDER = {"d4": "d1", "d5": "d1", "d6": "d2", "d7": "d3"}
_PEOPLE, _TALKS = 4, 3
# From what has been done so far to what the change makes of it.
_HALFWAY = 0.5
_ROLE_OF = {"m1": "outcome", "m2": "process", "m3": "balancing"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A place where a project could be, and what is counted there.

    Attributes
    ----------
    id : str
        Its words begin with ``example.{id}.``.
    setting : str
        One of `course.exercises.scenes.SETTINGS`.
    outcome, balancing : tuple of (float, float)
        Between which the level before lies; the process is a percentage.
    effect : float
        Share of the outcome that goes where the change works.
    """

    id: str
    setting: str
    outcome: tuple[float, float]
    balancing: tuple[float, float]
    effect: float


SCENES = (Scene("home", "home", (22, 34), (8, 14), 0.45),)


def draw_example(
    rng: np.random.Generator, scene: str = "", begins: date | None = None
) -> dict[str, Any]:
    """Make up a finished project.

    Parameters
    ----------
    rng : Generator
    scene : str
        Id of one of `SCENES`, or "" for any.
    begins : datetime.date or None
        Its first day, a Monday; None for any.

    Returns
    -------
    dict
        As the workspace keeps a project. In about one of four the change made no
        difference, and the project says so.
    """
    figures, words = rng.spawn(2)
    chosen = [one for one in SCENES if scene in ("", one.id)]
    place = chosen[int(figures.integers(len(chosen)))]
    works = figures.random() < 0.75
    monday = _FIRST_MONDAY + timedelta(weeks=int(figures.integers(_MONDAYS)))
    begins = begins or monday
    series = _draw_series(figures, place, works)
    facts = _draw_facts(words, place, begins, series)
    answer = _written(place, facts, begins)
    answer["charts"] = {
        measure: _kept(place, measure, values, begins)
        for measure, values in series.items()
    }
    evidence = evidence_for(read_project(answer), "m1")
    answer["parts"]["conclusion"]["verdict"] = evidence.verdict
    facts["after"] = f"{evidence.after:g}"
    for field in ("summary", "interpretation", "next"):
        key = f"example.{place.id}.conclusion.{field}.{evidence.verdict}"
        answer["parts"]["conclusion"][field] = say(key, **facts)
    return answer


def _draw_series(
    rng: np.random.Generator, scene: Scene, works: bool
) -> dict[str, list[float]]:
    """Weekly values: halfway from the first test on, wholly from the last one."""
    weeks = np.arange(_WEEKS)
    tests = [_WEEKS_BEFORE + week for week in _TEST_WEEKS]
    progress = np.interp(weeks, (tests[0], tests[3]), (0, 1))
    level = rng.uniform(*scene.outcome)
    outcome = level * (1 - works * scene.effect * progress)
    process = 20 + rng.uniform(0, 10) + 55 * progress
    balance = np.full(_WEEKS, rng.uniform(*scene.balancing))
    return {
        "m1": [float(value) for value in rng.poisson(outcome)],
        "m2": [float(round(value)) for value in process + rng.normal(0, 4, _WEEKS)],
        "m3": [float(value) for value in rng.poisson(balance)],
    }


def _draw_facts(
    words: np.random.Generator,
    scene: Scene,
    begins: date,
    series: Mapping[str, list[float]],
) -> dict[str, Any]:
    first = _WEEKS_BEFORE + _TEST_WEEKS[0]
    before = float(np.median(series["m1"][:first]))
    target = round(before * (1 - 0.8 * scene.effect))
    lead, sponsor, first_name, second_name = draw_people(words, 4)
    seen = _seen(series)
    return {
        "place": draw_place(words, scene.setting),
        "lead": lead,
        "sponsor": sponsor,
        "first": first_name,
        "second": second_name,
        "before": f"{before:g}",
        "target": target,
        "begins": say_day(begins),
        "ends": say_day(months_later(begins, _MONTHS)),
        "process_before": f"{np.median(series['m2'][:first]):g}",
        "process_after": f"{np.median(series['m2'][-8:]):g}",
        **{f"predicted{at}": value for at, value in enumerate(_PREDICTED, start=1)},
        **{f"seen{at}": value for at, value in enumerate(seen, start=1)},
    }


# Per cent that the team expects of each test: bold at first, and nearer each time.
_PREDICTED = (100, 80, 60, 65, 50)


def _seen(series: Mapping[str, list[float]]) -> list[int]:
    """What the process measure showed in the weeks of the tests; a half, or none."""
    weeks = [_WEEKS_BEFORE + week for week in _TEST_WEEKS]
    values = [int(series["m2"][week]) for week in weeks]
    return [0, 50, values[2], values[3], 0]


def _written(scene: Scene, facts: Mapping[str, Any], begins: date) -> dict[str, Any]:
    """All that is written, but for what the data decide."""
    answer = empty_project()
    parts = answer["parts"]

    def words(key: str) -> str:
        return say(f"example.{scene.id}.{key}", **facts)

    parts["suitability"] = dict.fromkeys(CRITERIA, "yes") | {"kind": "none"}
    for name in (
        *("agreement", "charter", "aim", "lenses"),
        *("patients", "coach", "holding", "conclusion"),
    ):
        parts[name] = {
            field.name: words(f"{name}.{field.name}")
            for field in PARTS[name].fields
            if (name, field.name) not in _FROM_DATA
        }
    parts["agreement"]["agreed"] = say_day(begins - timedelta(days=10))
    parts["charter"] |= {"begins": facts["begins"], "ends": facts["ends"]}
    parts["aim"] |= {
        "measure": "m1",
        "from": facts["before"],
        "to": str(facts["target"]),
        "by": facts["ends"],
    }
    parts["measures"] = [
        {
            "id": id_,
            "role": role,
            "often": "week",
            "better": {"m1": "lower", "m2": "higher", "m3": "steady"}[id_],
            **{
                name: words(f"measures.{id_}.{name}")
                for name in ("name", "definition", "source", "who")
            },
        }
        for id_, role in _ROLE_OF.items()
    ]
    parts["drivers"] = [
        {"id": id_, "level": "driver", "text": words(f"drivers.{id_}"), "under": ""}
        for id_ in ("d1", "d2", "d3")
    ] + [
        {"id": id_, "level": "idea", "text": words(f"drivers.{id_}"), "under": under}
        for id_, under in _IDEAS_UNDER.items()
    ]
    parts["tests"] = [_test(words, at, begins, facts) for at in range(len(_TEST_WEEKS))]
    parts["people"] = [
        {
            "id": f"p{at}",
            "part": ("deciding", "involved", "involved", "informed")[at - 1],
            **{
                name: words(f"people.p{at}.{name}")
                for name in ("who", "stake", "needs")
            },
        }
        for at in range(1, _PEOPLE + 1)
    ]
    parts["coaching"] = [
        {
            "id": f"c{at}",
            "day": say_day(begins + timedelta(weeks=6 * at, days=3)),
            **{
                name: words(f"coaching.c{at}.{name}")
                for name in ("asked", "heard", "next")
            },
        }
        for at in range(1, _TALKS + 1)
    ]
    return answer


# Filled in elsewhere: figures, days, and what the data decide.
_FROM_DATA = {
    ("agreement", "agreed"),
    ("charter", "begins"),
    ("charter", "ends"),
    *(("aim", name) for name in ("measure", "from", "to", "by")),
    *(
        ("conclusion", name)
        for name in ("verdict", "summary", "interpretation", "next")
    ),
}


def _test(words, at: int, begins: date, facts: Mapping[str, Any]) -> dict[str, str]:
    id_ = f"t{at + 1}"
    day = begins + timedelta(weeks=_TEST_WEEKS[at], days=_TEST_DAYS[at])
    return {
        "id": id_,
        "idea": _IDEAS[at],
        "follows": _FOLLOWS[at],
        "scale": _SCALES[at],
        "day": say_day(day),
        "measure": "m2",
        "predicted": str(facts[f"predicted{at + 1}"]),
        "seen": str(facts[f"seen{at + 1}"]),
        "act": _ACTS[at],
        "locked": (day - timedelta(days=1)).isoformat(),
        **{
            name: words(f"tests.{id_}.{name}")
            for name in ("question", "plan", "prediction", "done", "learned")
        },
    }


def _kept(
    scene: Scene, measure: str, values: list[float], begins: date
) -> dict[str, Any]:
    """The chart of a measure, as the workbench keeps it."""
    name = say(f"example.{scene.id}.measures.{measure}.name")
    first = begins - timedelta(weeks=_WEEKS_BEFORE)
    periods = tuple(Period(first + timedelta(weeks=at), "week") for at in range(_WEEKS))
    first_test = periods[_WEEKS_BEFORE + _TEST_WEEKS[0]].label
    series = OwnSeries(
        x_label=say("project.week"),
        y_label=name,
        labels=tuple(period.label for period in periods),
        values=tuple(values),
        periods=periods,
    )
    answers = Answers(row="period", what="measurement", again="once")
    return to_kept(
        KeptChart(
            name=name,
            answers=answers,
            headings=(say("project.week"), name, None),
            # Lines from before the first test, so that what follows can be told.
            look=Look(title=name, marks=(Mark("freeze", first_test),)),
            figures=figures_of(series, series, None, answers),
        )
    )
