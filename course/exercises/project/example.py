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
from course.exercises.project.evidence import evidence_for, is_doubtful, shift_verdict
from course.exercises.project.parts import CRITERIA, PARTS
from course.exercises.project.project import (
    empty_project,
    read_project,
)
from course.exercises.scenes import draw_people, draw_place
from course.messages import say
from course.tasks.calendar_days import months_later, say_day

_FIRST_MONDAY, _MONDAYS = date(2027, 1, 11), 40
_WEEKS_BEFORE, _WEEKS = 12, 38
_MONTHS = 8
# Mondays after the beginning on which the tests are carried out: four of the first
# idea, each larger than the last, and one of the second.
_TEST_WEEKS = (2, 3, 5, 8, 10)
_FIRST_TEST = _WEEKS_BEFORE + _TEST_WEEKS[0]
# The last third of the weeks from then on, as `evidence_for` takes it.
_LATELY = (_WEEKS - _FIRST_TEST) // 3
# Tests that take a whole week begin on its Monday.
_TEST_DAYS = (1, 2, 0, 0, 2)
_SCALES = ("one", "few", "some-days", "team", "one")
_FOLLOWS = ("", "t1", "t2", "t3", "")
_ACTS = ("adapt", "again", "adapt", "adopt", "abandon")
_IDEAS = ("d4", "d4", "d4", "d4", "d6")
_IDEAS_UNDER = {"d4": "d1", "d5": "d1", "d6": "d2", "d7": "d3"}
_PEOPLE = 4
# Before the first test, between the third and the fourth, and after all of them.
_TALK_WEEKS = (1, 6, 18)
_ROLE_OF = {"m1": "outcome", "m2": "process", "m3": "balancing"}


@dataclass(frozen=True, slots=True, kw_only=True)
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
    predicted : tuple of int
        What the team expects of each test, in per cent of the process measure.
    seen : tuple of int
        What tests one, two and five show, of one case or a few; the third and fourth
        are as large as the process measure itself.
    """

    id: str
    setting: str
    outcome: tuple[float, float]
    balancing: tuple[float, float]
    effect: float
    predicted: tuple[int, int, int, int, int]
    seen: tuple[int, int, int]


# Where the words of a test say "three of four", its figures do too.
SCENES = (
    Scene(
        id="home",
        setting="home",
        outcome=(22, 34),
        balancing=(10, 16),
        effect=0.45,
        predicted=(100, 80, 60, 65, 50),
        seen=(0, 50, 0),
    ),
    Scene(
        id="ward",
        setting="ward",
        outcome=(34, 50),
        balancing=(10, 16),
        effect=0.4,
        predicted=(50, 75, 30, 75, 80),
        seen=(100, 25, 0),
    ),
    Scene(
        id="surgery",
        setting="surgery",
        outcome=(26, 38),
        balancing=(14, 22),
        effect=0.45,
        predicted=(100, 80, 30, 70, 50),
        seen=(100, 20, 100),
    ),
    Scene(
        id="care",
        setting="care",
        outcome=(24, 36),
        balancing=(10, 16),
        effect=0.5,
        predicted=(0, 100, 75, 60, 80),
        seen=(100, 33, 0),
    ),
    Scene(
        id="social",
        setting="social",
        outcome=(18, 28),
        balancing=(10, 15),
        effect=0.5,
        predicted=(50, 25, 80, 70, 90),
        seen=(0, 75, 0),
    ),
    Scene(
        id="office",
        setting="office",
        outcome=(40, 56),
        balancing=(12, 18),
        effect=0.4,
        predicted=(100, 60, 80, 65, 50),
        seen=(100, 80, 0),
    ),
)


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
    """Weekly values: a change begins at the first test, and is whole at the fourth."""
    weeks = np.arange(_WEEKS)
    progress = np.interp(weeks, (_FIRST_TEST, _WEEKS_BEFORE + _TEST_WEEKS[3]), (0, 1))
    level = rng.uniform(*scene.outcome)
    process = 20 + rng.uniform(0, 10) + 55 * progress + rng.normal(0, 4, _WEEKS)
    balance = np.full(_WEEKS, rng.uniform(*scene.balancing))
    return {
        "m1": _counts(rng, level * (1 - works * scene.effect * progress), "lower"),
        "m2": [float(round(min(value, 100))) for value in process],
        "m3": _counts(rng, balance, "steady"),
    }


def _counts(rng: np.random.Generator, level: np.ndarray, better: str) -> list[float]:
    """Draw weekly counts that tell one story.

    Chance often makes a shift that is gone again at the end, or one in what nobody
    has changed. A reader would miss a word about it.
    """
    while True:
        values = rng.poisson(level).astype(float)
        before = float(np.median(values[:_FIRST_TEST]))
        change = float(np.median(values[-_LATELY:])) - before
        verdict = shift_verdict(values, _FIRST_TEST, before, better)
        told = {"better": change < 0, "worse": better == "lower" and change > 0}
        doubtful = is_doubtful(values, _FIRST_TEST, before)
        if told.get(verdict, True) and not doubtful:
            return values.tolist()


def _draw_facts(
    words: np.random.Generator,
    scene: Scene,
    begins: date,
    series: Mapping[str, list[float]],
) -> dict[str, Any]:
    before = float(np.median(series["m1"][:_FIRST_TEST]))
    target = round(before * (1 - 0.8 * scene.effect))
    lead, sponsor, first_name, second_name = draw_people(words, 4)
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
        "process_before": f"{np.median(series['m2'][:_FIRST_TEST]):g}",
        "process_after": f"{np.median(series['m2'][-_LATELY:]):g}",
        **{f"predicted{at}": value for at, value in enumerate(scene.predicted, 1)},
        **{f"seen{at}": value for at, value in enumerate(_seen(scene, series), 1)},
    }


def _seen(scene: Scene, series: Mapping[str, list[float]]) -> list[int]:
    """What each test showed, in per cent."""
    first, second, fifth = scene.seen
    larger = [int(series["m2"][_WEEKS_BEFORE + week]) for week in _TEST_WEEKS[2:4]]
    return [first, second, *larger, fifth]


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
            "day": say_day(begins + timedelta(weeks=week, days=3)),
            **{
                name: words(f"coaching.c{at}.{name}")
                for name in ("asked", "heard", "next")
            },
        }
        for at, week in enumerate(_TALK_WEEKS, start=1)
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
    first_test = periods[_FIRST_TEST].label
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
            look=Look(marks=(Mark("freeze", first_test),)),
            figures=figures_of(series, series, None, answers),
        )
    )
