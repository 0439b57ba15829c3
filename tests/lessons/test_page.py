"""The lines of a notebook: who sees what, and when."""

import os
from pathlib import Path

import pytest

from course.exercises import SIMULATIONS, TASKS
from course.lessons import page
from course.tasks import AnswerFolder, choose_sector
from course.tasks.keys import read_all_keys
from course.widgets.simulations import VIEWS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An assignment's folder of a learner called siri."""
    folder = tmp_path / "siri" / "04-variation"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in list(os.environ):
        if name.startswith(("FOURLENSES_", "NBGRADER_", "JUPYTERHUB_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FOURLENSES_LEARNER", "siri")
    monkeypatch.setattr(page, "_told", {})
    return folder


def test_every_simulation_has_a_view():
    """Names stand in exercises, views in widgets; each leads to its own."""
    for name in SIMULATIONS:
        assert VIEWS[name].task_name == name


def test_showing_every_exercise_writes_nothing(here):
    """Opening a lesson leaves no trace on the disk."""
    for name in [*TASKS, *SIMULATIONS]:
        assert page.exercise(name) is not None

    assert list(here.iterdir()) == []


def test_an_exercise_there_is_not_is_named(here):
    """A typing error of the teacher's own."""
    with pytest.raises(ValueError, match="no exercise called “no-such-thing”"):
        page.exercise("no-such-thing")


def test_a_graded_line_is_silent_for_the_learner(here):
    """The mark comes with handing in."""
    assert page.graded("run-lengths") is None


def test_a_graded_line_marks_while_grading(here, monkeypatch, capsys):
    """With a built-in float as its value, and the answer in words before it."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    run = "four-lenses"
    task = TASKS["run-lengths"]
    truth = {k: str(v) for k, v in task.case(run, "siri").truth.items()}
    AnswerFolder(here / "answers", "siri", run).save(task.name, truth, version=0)
    value = page.graded("run-lengths")

    assert type(value) is float
    assert value == task.points
    assert page.graded("which-rule") == 0.0
    assert page.exercise("run-lengths") is None


def test_without_its_key_a_keyed_task_cannot_be_marked(here, monkeypatch):
    """Rather an error, which nbgrader shows, than points for nothing."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    run = "four-lenses"
    case = TASKS["two-errors"].case(run, "siri")
    answer = {item.id: case.options[0].id for item in case.items}
    AnswerFolder(here / "answers", "siri", run).save("two-errors", answer, version=0)

    with pytest.raises(ValueError, match="needs its key"):
        page.graded("two-errors")


def test_a_laptop_finds_the_keys_and_a_hub_does_not(here, monkeypatch):
    """A self-learner has the whole course; a student has the release."""
    assert page.find_key("two-errors") is None
    monkeypatch.setenv("FOURLENSES_COURSE_ROOT", str(ROOT))

    assert page.find_key("two-errors") == read_all_keys(ROOT / "source")["two-errors"]


def test_the_case_lies_where_the_learner_works_until_it_is_answered(here):
    """Then it stays, wherever they work later; emptied, it may move."""
    choose_sector("municipal", here.parent)
    view = page.exercise("run-lengths")
    assert view._case.sector == "municipal"
    view.set_state({"answer": {"median": "4"}})

    choose_sector("primary", here.parent)
    again = page.exercise("run-lengths")
    assert again._case == view._case
    assert again.answer == {"median": "4"}
    again.set_state({"answer": None})
    assert page.exercise("run-lengths")._case.sector == "primary"


def test_who_moves_is_asked_on_about_the_figures_already_answered(here):
    """Two actions are for the project whose score was worked out."""
    choose_sector("hospital", here.parent)
    score = page.exercise("sustain-score")
    score.set_state({"answer": {"process": "12"}})

    choose_sector("primary", here.parent)
    actions = page.exercise("sustain-actions")
    assert actions._case.tables == score._case.tables
    score.set_state({"answer": None})
    assert page.exercise("sustain-actions")._case.sector == "primary"
