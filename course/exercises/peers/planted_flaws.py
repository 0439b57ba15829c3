"""A made-up project with planted flaws: who finds them has learned to read one.

Each flaw makes one statement about the project false, by construction; the statements
whose flaw was not planted are true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from course.exercises.project.evidence import evidence_for, is_doubtful
from course.exercises.project.example import draw_example
from course.exercises.project.parts import PARTS, option_words
from course.exercises.project.project import (
    Project,
    day_of,
    figure_of_text,
    read_project,
)
from course.messages import keys, say
from course.tasks import Case, Item, Select, Table, Task
from course.tasks.calendar_days import say_day

Written = dict[str, Any]
_OUTCOME, _BALANCING = "m1", "m3"
# A level that is half as large again is not a matter of rounding.
_TOO_HIGH = 1.5
_WEEKS_AFTER_BEGINNING = 6
_DAYS_AFTER_TEST = 9
# Of each sort so many, so that neither alone is more than three in five.
_OF_EACH = (2, 4)


def draw_planted_flaws(rng: np.random.Generator) -> Case:
    """Plant four to six flaws in a finished project.

    Parameters
    ----------
    rng : Generator

    Returns
    -------
    Case
        Its items are statements; the truth is those that do not hold.
    """
    project, choice = rng.spawn(2)
    # Of what might get worse either nobody counts anything, or it is counted.
    unseen = _ONLY_ONE[int(choice.integers(2))]
    planted = [
        name
        for sort in (_MISSING, _CONTRADICTING)
        for name in _some([one for one in sort if one != unseen], choice)
    ]
    answer = _steady(_example_for(planted, project), project)
    for name in planted:
        _FLAWS[name](answer, project)
    shown = [name for name in _FLAWS if name != unseen]
    shown = [shown[at] for at in choice.permutation(len(shown)).tolist()]
    read = read_project(answer)
    return Case(
        items=tuple(Item(name, say(f"planted-flaws.item.{name}")) for name in shown),
        charts=tuple(
            evidence.chart
            for measure in (_OUTCOME, _BALANCING)
            if (evidence := evidence_for(read, measure)) is not None
        ),
        tables=tuple(_tables(read)),
        facts={"items": len(shown)},
        truth=[name for name in shown if name in planted],
        misreadings={
            "surface": [n for n in shown if n in planted and n in _MISSING],
            "praise": [],
        },
    )


def _some(names: list[str], rng: np.random.Generator) -> list[str]:
    count = int(rng.integers(*_OF_EACH))
    return [names[at] for at in rng.permutation(len(names))[:count].tolist()]


def _example_for(planted: list[str], rng: np.random.Generator) -> Written:
    """A project that tells of success, where that is to be untrue; else any."""
    while True:
        answer = draw_example(rng)
        verdict = answer["parts"]["conclusion"]["verdict"]
        if "verdict" not in planted or verdict == "better":
            return answer


def _steady(answer: Written, rng: np.random.Generator) -> Written:
    """Let nothing have become worse: in any row of weeks chance may say so."""
    return _redrawn(answer, _BALANCING, "no-signal", lambda usual: usual, rng)


def _redrawn(
    answer: Written,
    measure: str,
    verdict: str,
    become: Callable[[np.ndarray], np.ndarray],
    rng: np.random.Generator,
) -> Written:
    """Draw the weeks after the first test anew, until its chart says what is wanted.

    Parameters
    ----------
    answer : dict
        Its chart is changed.
    measure, verdict : str
    become : callable
        From weeks as they usually were to weeks afterwards.
    rng : Generator

    Returns
    -------
    dict
        The answer.
    """
    series = answer["charts"][measure]["single"]
    (mark,) = answer["charts"][measure]["look"]["marks"]
    first = series["labels"].index(mark["point"])
    before, weeks = series["values"][:first], len(series["values"]) - first
    # About the usual level: a single odd week before must not come back four times.
    usual = np.clip(before, *np.quantile(before, (0.1, 0.9)))
    while True:
        after = become(rng.choice(usual, weeks))
        series["values"] = before + [float(round(value)) for value in after]
        values = np.array(series["values"])
        doubtful = is_doubtful(values, first, float(np.median(before)))
        found = evidence_for(read_project(answer), measure).verdict
        if found == verdict and not doubtful:
            return answer


# The flaws. Each changes a project so that the statement of its name is false.


def _no_date(answer: Written, rng: np.random.Generator) -> None:
    answer["parts"]["aim"]["by"] = say("planted-flaws.flaw.no-date")


def _vague_definition(answer: Written, rng: np.random.Generator) -> None:
    vague = say("planted-flaws.flaw.definition")
    _entry(answer, "measures", _OUTCOME)["definition"] = vague


def _loose_idea(answer: Written, rng: np.random.Generator) -> None:
    ideas = [one for one in answer["parts"]["drivers"] if one["level"] == "idea"]
    ideas[int(rng.integers(len(ideas)))]["under"] = ""


def _only_training(answer: Written, rng: np.random.Generator) -> None:
    ideas = [one for one in answer["parts"]["drivers"] if one["level"] == "idea"]
    texts = keys("planted-flaws.flaw.training.")
    for idea, at in zip(ideas, rng.permutation(len(texts)).tolist(), strict=False):
        idea["text"] = say(texts[at])


def _asked_at_the_end(answer: Written, rng: np.random.Generator) -> None:
    for field in PARTS["patients"].fields:
        text = say(f"planted-flaws.flaw.patients.{field.name}")
        answer["parts"]["patients"][field.name] = text


def _nobody_owns_it(answer: Written, rng: np.random.Generator) -> None:
    answer["parts"]["holding"]["owner"] = say("planted-flaws.flaw.owner")


def _no_limits(answer: Written, rng: np.random.Generator) -> None:
    answer["parts"]["conclusion"]["limits"] = say("planted-flaws.flaw.limits")


def _nothing_balances(answer: Written, rng: np.random.Generator) -> None:
    measures = answer["parts"]["measures"]
    answer["parts"]["measures"] = [m for m in measures if m["id"] != _BALANCING]
    del answer["charts"][_BALANCING]


def _other_baseline(answer: Written, rng: np.random.Generator) -> None:
    aim = answer["parts"]["aim"]
    aim["from"] = str(round(_TOO_HIGH * figure_of_text(aim["from"], aim["unit"]) + 1))


def _locked_afterwards(answer: Written, rng: np.random.Generator) -> None:
    tests = answer["parts"]["tests"]
    test = tests[int(rng.integers(len(tests)))]
    late = day_of(test["day"]) + timedelta(days=_DAYS_AFTER_TEST)
    test["locked"] = late.isoformat()


def _agreed_afterwards(answer: Written, rng: np.random.Generator) -> None:
    late = day_of(answer["parts"]["charter"]["begins"])
    late += timedelta(weeks=_WEEKS_AFTER_BEGINNING)
    answer["parts"]["agreement"]["agreed"] = say_day(late)


def _large_at_once(answer: Written, rng: np.random.Generator) -> None:
    answer["parts"]["tests"][0]["scale"] = "everybody"


def _adopts_what_failed(answer: Written, rng: np.random.Generator) -> None:
    # Wherever it had worked and was left for another reason, it did not work.
    answer["parts"]["tests"][-1] |= {"act": "adopt", "seen": "0"}


def _claims_success(answer: Written, rng: np.random.Generator) -> None:
    """The words of a success stay; the weeks after were like those before."""
    _redrawn(answer, _OUTCOME, "no-signal", lambda usual: usual, rng)


def _worse_untold(answer: Written, rng: np.random.Generator) -> None:
    _redrawn(answer, _BALANCING, "worse", lambda usual: 1.8 * usual + 2, rng)


_MISSING = (
    *("dated", "defined", "hangs", "more-than-training"),
    *("asked", "owned", "limits", "balanced"),
)
_CONTRADICTING = (
    *("baseline", "locked", "agreed", "small", "decided"),
    *("verdict", "worse-told"),
)
_ONLY_ONE = ("balanced", "worse-told")
_FLAWS: dict[str, Callable[[Written, np.random.Generator], None]] = {
    "dated": _no_date,
    "defined": _vague_definition,
    "hangs": _loose_idea,
    "more-than-training": _only_training,
    "asked": _asked_at_the_end,
    "owned": _nobody_owns_it,
    "limits": _no_limits,
    "balanced": _nothing_balances,
    "baseline": _other_baseline,
    "locked": _locked_afterwards,
    "agreed": _agreed_afterwards,
    "small": _large_at_once,
    "decided": _adopts_what_failed,
    "verdict": _claims_success,
    "worse-told": _worse_untold,
}


def _entry(answer: Written, part: str, id_: str) -> dict[str, str]:
    return next(one for one in answer["parts"][part] if one["id"] == id_)


# What the reviewer reads


def _tables(project: Project) -> Iterator[Table]:
    """The card, and what stands behind it."""
    yield Table(
        say("planted-flaws.card", title=project.title),
        (say("planted-flaws.what"), say("planted-flaws.written")),
        tuple(_card(project)),
    )
    yield Table(
        say("planted-flaws.measures"),
        _columns("number", "name", "role", "definition"),
        tuple(
            (
                str(place),
                measure["name"],
                option_words("measures", "role", measure["role"]),
                measure["definition"],
            )
            for place, measure in enumerate(project.logs["measures"], start=1)
        ),
    )
    ideas = [one for one in project.logs["drivers"] if one["level"] == "idea"]
    letter = {idea["id"]: chr(ord("A") + at) for at, idea in enumerate(ideas)}
    under = PARTS["drivers"].field("under")
    yield Table(
        say("planted-flaws.ideas"),
        _columns("letter", "idea", "driver"),
        tuple(
            (
                letter[one["id"]],
                one["text"],
                project.named(under, one["under"]) or _NOTHING,
            )
            for one in ideas
        ),
    )
    yield Table(
        say("planted-flaws.tests"),
        _columns(
            *("number", "letter", "scale", "locked"),
            *("day", "predicted", "seen", "act"),
        ),
        tuple(
            (
                str(place),
                letter[test["idea"]],
                option_words("tests", "scale", test["scale"]),
                say_day(date.fromisoformat(test["locked"])),
                test["day"],
                test["predicted"],
                test["seen"],
                option_words("tests", "act", test["act"]),
            )
            for place, test in enumerate(project.logs["tests"], start=1)
        ),
    )


def _columns(*names: str) -> tuple[str, ...]:
    return tuple(say(f"planted-flaws.column.{name}") for name in names)


_NOTHING = "–"
_CARD = (
    *(("charter", name) for name in ("place", "problem", "begins", "ends")),
    ("agreement", "agreed"),
    *(("aim", name) for name in ("what", "from", "to", "unit", "by")),
    *(("patients", name) for name in ("who", "changed")),
    *(("conclusion", name) for name in ("verdict", "summary", "limits")),
    ("holding", "owner"),
)


def _card(project: Project) -> Iterator[tuple[str, str]]:
    for part, name in _CARD:
        text = project.told(part, project.pages[part], name)
        yield say(f"planted-flaws.card.{part}.{name}"), text or _NOTHING


PLANTED_FLAWS = Task(
    name="planted-flaws",
    kind=Select(),
    draw=draw_planted_flaws,
    points=10,
    elements=("001-10",),
)
