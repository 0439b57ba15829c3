"""Simulated learners hand in what people would, and never among people."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from course.exercises import TASKS
from course.grading.marking import graded_tasks, mark_answers, read_answers, total
from course.grading.rehearsal import NotRehearsed, rehearse
from course.grading.validity import as_table, check_task
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "04-variation"
KEYS = read_all_keys(ROOT / "source")


@pytest.fixture
def root(tmp_path):
    """A course directory with a release."""
    shutil.copytree(ROOT / "release", tmp_path / "release")
    return tmp_path


def earned(root, learner):
    """Return the share of the points a simulated learner gets."""
    submitted = root / "submitted" / learner / ASSIGNMENT
    tasks = graded_tasks(submitted / "variation.ipynb")
    judged = mark_answers(
        tasks,
        read_answers(tasks, submitted / "answers"),
        learner=learner,
        run="four-lenses",
        keys=KEYS,
    )
    points, max_points = total(judged)
    return points / max_points


def test_each_way_of_answering_earns_what_it_should(root):
    """Experts all, blanks nothing, the rest in between."""
    ways = rehearse(root, ASSIGNMENT, 24, 3, KEYS)

    assert set(ways.values()) > {"expert", "guesser", "copier", "blank"}
    for learner, way in ways.items():
        share = earned(root, learner)
        if way == "expert":
            assert share == 1, learner
        elif way == "blank":
            assert share == 0
        elif way in ("guesser", "always-the-same", "copier"):
            assert share < 0.35, (learner, share)


def test_the_same_seed_gives_the_same_answers(root, tmp_path_factory):
    """So that a teacher can show a colleague what happened."""
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(ROOT / "release", other / "release")

    def answers(place):
        return {
            path.relative_to(place).as_posix(): path.read_text().split('"answer"')[1]
            for path in sorted(place.glob("submitted/*/*/answers/*.json"))
        }

    assert rehearse(root, ASSIGNMENT, 6, 5, KEYS) == rehearse(
        other, ASSIGNMENT, 6, 5, KEYS
    )
    assert answers(root) == answers(other)
    assert answers(root)


def test_among_people_nothing_is_rehearsed(root):
    """Simulated work would mix with theirs."""
    (root / "submitted" / "amira" / ASSIGNMENT).mkdir(parents=True)

    with pytest.raises(NotRehearsed, match="amira is the first"):
        rehearse(root, ASSIGNMENT, 3, 1, KEYS)
    assert [p.name for p in (root / "submitted").iterdir()] == ["amira"]


def test_what_is_not_released_is_said(root):
    """With the command that releases it."""
    with pytest.raises(NotRehearsed, match="nbgrader generate_assignment 99-none"):
        rehearse(root, "99-none", 3, 1, KEYS)


def test_a_broken_bound_is_said():
    """A task whose answer never changes is found out by its copiers."""
    task = TASKS["run-lengths"]
    same = dataclasses.replace(task, draw=lambda rng: task.case("run", "one"))
    result = check_task(same, None, learners=5)

    assert any("copier earns 100.0%" in sentence for sentence in result.broken())
    assert "100.0%" in as_table([result])
