"""Twelve steps: what is done, what is open, and what waits for others."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from course.messages import say
from course.simulations.capability.dosing.plan import FACTORS, read_plan, suggested_plan
from course.simulations.capability.dosing.steps import PAGES, steps

SUNDMARK = json.loads(Path(__file__).with_name("sundmark.json").read_text("utf-8"))
LESSON = Path(__file__).parents[4] / "source" / "10-capability.md"


def undone(plan):
    """The numbers of the steps that are not done."""
    return [step.number for step in steps(plan) if not step.done]


def without_text(name):
    """Return what takes a text away."""
    return lambda plan: replace(plan, texts={**plan.texts, name: " "})


def in_a_group(**changes):
    """Return what changes the leaders."""
    return lambda plan: plan.with_entry("groups", "line", **changes)


def test_the_steps_are_those_of_module_10_in_its_order():
    """Each begins as there, and has a page."""
    lesson = LESSON.read_text("utf-8").replace("**", "").lower()
    for step in steps(suggested_plan()):
        first = say(f"dosing-planner.step.{step.name}").split(" with ")[0]
        assert f"\n{step.number}. {first}" in lesson
        assert any(step.name in names for names in PAGES.values())


def test_at_the_beginning_none_is_done_and_two_wait():
    """One cannot see a gap before two lists, nor count places before teachers."""
    found = steps(suggested_plan())

    assert not any(step.done for step in found)
    assert {step.number: step.waits_for for step in found if step.waits_for} == {
        5: (3, 4),
        9: (5, 7),
    }


def test_in_sundmark_all_are_done():
    """So much as a machine can see."""
    assert undone(read_plan(SUNDMARK)) == []


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        (without_text("anchor.decided"), [1]),
        (without_text("stand.practice"), [2]),
        (in_a_group(positions=""), [3, 5, 9]),
        (in_a_group(doses=(0,) * 8), [3, 5, 9]),
        (without_text("existing.looked"), [4, 5, 9]),
        (without_text("fill.material"), [5, 9]),
        (without_text("managers.with"), [6]),
        (without_text("fill.teachers"), [7, 9]),
        (without_text("managers.built"), [8]),
        (in_a_group(years=1), [9]),
        (in_a_group(trained=None), [9]),
        (in_a_group(work=""), [10]),
        (in_a_group(together=""), [11]),
        (in_a_group(level=""), [12]),
        (lambda plan: replace(plan, factors=dict.fromkeys(FACTORS, "")), [3, 5, 9]),
        (lambda plan: replace(plan, courses=plan.courses[:-4]), [5, 9]),
    ],
)
def test_what_is_taken_away_opens_its_step(change, numbers):
    """And those that need it."""
    assert undone(change(read_plan(SUNDMARK))) == numbers


def test_a_round_on_foot_stands_in_for_a_survey():
    """What was seen counts, if it is written down."""
    plan = read_plan(SUNDMARK)
    without = replace(plan, survey=suggested_plan().survey)

    assert undone(without) == []
    assert undone(without_text("stand.seen")(without)) == [2]
