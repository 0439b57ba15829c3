"""The start page leads to the lessons, and to the tools that lie beside them."""

import os

import pytest

from course.exercises.names import TOOL_PAGES
from course.grading.start_page import start
from course.lessons.page import exercise


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """The empty folder of a learner called siri."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("FOURLENSES_", "NBGRADER_", "JUPYTERHUB_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FOURLENSES_LEARNER", "siri")
    return tmp_path


def test_tools_that_are_there_stand_on_the_start_page(workspace):
    """Each by its name, and with what it is for."""
    assert start("course").shown["modules"] == []
    for page in TOOL_PAGES.values():
        (workspace / page).touch()

    tools = start("course").shown["modules"]
    assert [(tool["title"], tool["path"]) for tool in tools] == [
        ("The workbench", "Workbench.ipynb"),
        ("The planner of doses", "Dosing.ipynb"),
    ]
    assert all(tool["summary"] for tool in tools)


@pytest.mark.parametrize("name", TOOL_PAGES)
def test_a_tool_has_a_page_of_its_own(workspace, name):
    """With its name above, and where its answers are."""
    shown = start(name).shown

    assert shown["mode"] == "tool"
    assert shown["title"] == exercise(name).shown["title"]
    assert str(workspace / "answers") in shown["saved_in_words"]
