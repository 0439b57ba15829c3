"""A case is a promise: no update of the course changes the figures under a learner.

Somebody answered on Monday, the course was updated on Tuesday, and on Wednesday the
answer is marked against the case drawn again. So the figures, the truth and the ids
must come out as they did; the words may be reworded.
"""

import json
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from course.exercises import TASKS
from course.tasks.keys import read_all_keys

KEYS = read_all_keys(Path(__file__).parents[2] / "source")
RUNS = ("four-lenses", "autumn")
LEARNERS = [f"learner-{number}" for number in range(40)]

PROMISED = {
    task: digest
    for path in sorted((Path(__file__).parent / "promised").glob("*.toml"))
    for task, digest in tomllib.loads(path.read_text("utf-8")).items()
}


def digest(task):
    """Return a short name for all that is promised to some learners by a task."""
    cases = [
        about(task, task.case(run, learner)) for run in RUNS for learner in LEARNERS
    ]
    return sha256(json.dumps(cases).encode()).hexdigest()[:16]


def about(task, case):
    """Return the ids and numbers of a case, without its words and pictures."""
    if task.own:
        # Nothing is drawn for a learner; the made-up example is not compared with.
        return [item.id for item in case.items]
    key = KEYS.get(task.name)
    charts = [*case.charts, *(item.chart for item in case.items if item.chart)]
    return rounded(
        [
            [[item.id, item.tolerance] for item in case.items],
            [option.id for option in case.options],
            [
                [c.id, c.values, c.centre, c.limits, c.target, c.baseline]
                for c in charts
            ],
            {name: fact for name, fact in case.facts.items() if is_number(fact)},
            task.truth(case, key),
            dict(task.misreadings(case, key)),
        ]
    )


def is_number(value):
    """Whether it is a plain number."""
    return isinstance(value, int | float)


def rounded(value):
    """Return the same with floats as text, without the noise in their last digits."""
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, dict):
        return {name: rounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    return value


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_the_figures_of_a_learner_never_change(task):
    """What was drawn for eighty learners is drawn for them again."""
    assert digest(task) == PROMISED[task.name]


def test_a_changed_figure_changes_the_digest():
    """Or nothing would be held by it."""
    assert rounded([1.0, {"a": (2, 0.1 + 0.2)}]) == ["1", {"a": [2, "0.3"]}]
    assert digest(TASKS["signals"]) != digest(TASKS["baseline"])
