"""A plan is kept as it was written, and nobody else's file is taken for one."""

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from course.messages import say
from course.simulations.capability.dosing.plan import (
    MOST_POSSIBLE,
    as_answer,
    read_plan,
    suggested_plan,
)
from course.simulations.capability.training_tables import COMPETENCES, GROUPS

SUNDMARK = json.loads(Path(__file__).with_name("sundmark.json").read_text("utf-8"))
LESSON = Path(__file__).parents[4] / "source" / "10-capability.md"


def test_the_suggestion_is_the_first_draft_of_module_10():
    """Cell by cell the table of the lesson."""
    lines = LESSON.read_text("utf-8").splitlines()
    at = lines.index("| Competence | Care | Line | Process | Top | Board |")
    table = [line.strip("| ").split(" | ") for line in lines[at + 2 : at + 10]]
    plan = suggested_plan()

    assert [group.id for group in plan.groups] == list(GROUPS)
    for place, (name, *doses) in enumerate(table):
        words = say(f"capability.competence.{COMPETENCES[place]}")
        assert name.lower() == words
        assert [group.doses[place] for group in plan.groups] == list(map(int, doses))


def test_a_plan_is_read_as_it_was_written():
    """Sundmark's, all of it, also by way of a file."""
    plan = read_plan(SUNDMARK)

    assert as_answer(plan) == SUNDMARK
    assert read_plan(json.loads(json.dumps(as_answer(plan)))) == plan


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: plan.update(kind="project"),
        lambda plan: plan.pop("texts"),
        lambda plan: plan["texts"].update({"anchor.who": "x" * 161}),
        lambda plan: plan["factors"].update(size="much"),
        lambda plan: plan.update(prefer="dearest"),
        lambda plan: plan["groups"][0].update(people=-1),
        lambda plan: plan["groups"][0].update(people=True),
        lambda plan: plan["groups"][0].update(leaving=float("nan")),
        lambda plan: plan["groups"][0].update(doses=[4] * 8),
        lambda plan: plan["groups"][0].update(doses=[1] * 7),
        lambda plan: plan["groups"].append(plan["groups"][0]),
        lambda plan: plan["courses"][0].update(groups=["nobody"]),
        lambda plan: plan["courses"][0].update(how="free"),
        lambda plan: plan["courses"][0].update(taken="yes"),
        lambda plan: plan["decisions"].append("decide"),
        lambda plan: plan["survey"].update(counts={"testing": [1, 2]}),
        lambda plan: plan["survey"]["units"][0].__setitem__(2, 99_999),
        lambda plan: plan["survey"]["units"][0].__setitem__(3, [1.0]),
        lambda plan: plan["survey"].update(asked="many"),
    ],
)
def test_what_the_planner_does_not_write_is_refused(spoil):
    """Whatever has been changed in the file."""
    plan = deepcopy(SUNDMARK)
    spoil(plan)

    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        read_plan(plan)


def test_more_additions_than_can_be_tried_are_refused():
    """All choices of them are tried, so they have to be few."""
    plan = suggested_plan()
    for _ in range(MOST_POSSIBLE + 1):
        plan = plan.with_new("courses", how="own")

    with pytest.raises(ValueError, match="More could be added"):
        read_plan(as_answer(plan))


def test_a_group_that_is_removed_takes_no_course_any_more():
    """And one that is added gets an id that nobody has."""
    plan = read_plan(SUNDMARK).without("groups", "board").with_new("groups")

    assert all("board" not in course.groups for course in plan.courses)
    assert read_plan(as_answer(plan)) == plan
    assert plan.groups[-1].id == "g1"
    assert plan.with_new("groups").groups[-1].id == "g2"


def test_one_entry_is_changed_and_no_other():
    """By its id."""
    plan = read_plan(SUNDMARK)
    changed = plan.with_entry("groups", "line", name="Leaders")

    assert changed.groups[1] == replace(plan.groups[1], name="Leaders")
    assert changed.groups[2:] == plan.groups[2:]
