"""Gaps, the additions that close them, and the places that a plan needs."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.capability.dosing.capacity import (
    YEARS_AHEAD,
    capacities,
    cover,
    gaps,
)
from course.simulations.capability.dosing.plan import (
    Course,
    Group,
    read_plan,
    suggested_plan,
)
from course.simulations.capability.trained_stock import (
    draw_stocks,
)

SUNDMARK = json.loads(Path(__file__).with_name("sundmark.json").read_text("utf-8"))
NAMES = ("a", "b", "c")
doses = st.tuples(*[st.integers(0, 3)] * 3).map(lambda three: (*three, *[0] * 5))
groups = st.tuples(*(st.builds(Group, id=st.just(name), doses=doses) for name in NAMES))


@st.composite
def plans(draw):
    """A small plan: three groups, up to two courses and up to five possible ones."""
    hows = ["exists"] * draw(st.integers(0, 2)) + ["own"] * draw(st.integers(0, 5))
    courses = tuple(
        Course(
            id=f"c{number}",
            how=how,
            cost=draw(st.none() | st.integers(0, 9)),
            groups=tuple(draw(st.sets(st.sampled_from(NAMES)))),
            doses=draw(doses),
        )
        for number, how in enumerate(hows)
    )
    prefer = draw(st.sampled_from(["cheapest", "fewest"]))
    return replace(
        suggested_plan(), groups=draw(groups), courses=courses, prefer=prefer
    )


def leaders(**changes):
    """Sundmark's leaders, who need variation to dose 1."""
    group = Group(
        id="line",
        people=400,
        leaving=18,
        trained=132,
        share=60,
        years=4,
        doses=(0, 0, 0, 1, 0, 0, 0, 0),
    )
    return replace(group, **changes)


def with_places(*places, groups=None):
    """A plan in which courses on variation have places."""
    groups = groups or (leaders(),)
    courses = tuple(
        Course(
            id=f"c{number}",
            places=each,
            groups=tuple(group.id for group in groups),
            doses=(0, 0, 0, 1, 0, 0, 0, 0),
        )
        for number, each in enumerate(places)
    )
    return replace(suggested_plan(), groups=groups, courses=courses)


@given(plans())
def test_a_gap_is_a_dose_that_no_course_reaches_for_that_group(plan):
    """And each dose is a gap, or is reached by one course alone."""
    found = {(gap.group.id, gap.competence) for gap in gaps(plan.groups, plan.existing)}

    for group in plan.groups:
        for place, name in enumerate(("aims", "systems", "measurement")):
            reached = [
                one.doses[place] for one in plan.existing if group.id in one.groups
            ]
            is_gap = group.doses[place] > max(reached, default=0)
            assert ((group.id, name) in found) == is_gap


@given(plans())
def test_no_other_choice_of_additions_is_better(plan):
    """Of all there are, tried one by one: by cost and then number, or the reverse."""
    wanted = [
        gap
        for gap in gaps(plan.groups, plan.existing)
        if any(gap.is_closed_by(course) for course in plan.possible)
    ]

    def closes(chosen):
        return all(any(gap.is_closed_by(one) for one in chosen) for gap in wanted)

    def rank(chosen):
        by = (sum(one.cost or 0 for one in chosen), len(chosen))
        return by if plan.prefer == "cheapest" else by[::-1]

    best = min(
        rank(chosen)
        for size in range(len(plan.possible) + 1)
        for chosen in combinations(plan.possible, size)
        if closes(chosen)
    )
    proposed = cover(plan)

    assert closes(proposed.courses)
    assert rank(proposed.courses) == best


@given(plans())
def test_with_the_proposal_only_that_is_open_which_nothing_closes(plan):
    """What is left is told of, and nothing else is left."""
    proposed = cover(plan)

    open_still = gaps(plan.groups, (*plan.existing, *proposed.courses))

    assert [(gap.group, gap.competence) for gap in open_still] == [
        (gap.group, gap.competence) for gap in proposed.left
    ]
    for gap in proposed.left:
        assert not any(gap.is_closed_by(course) for course in plan.possible)


def test_courses_of_module_10_are_chosen_as_there():
    """A and B for 320, and not the cheapest for each gap by itself."""
    group = Group(id="a", doses=(0, 0, 0, 2, 2, 1, 0, 0))
    catalogue = [
        ("A", 120, {3: 2}),
        ("B", 200, {4: 2, 5: 1}),
        ("C", 110, {5: 2}),
        ("D", 150, {4: 3}),
        ("E", 160, {3: 1, 4: 2}),
    ]
    courses = tuple(
        Course(
            id=name,
            how="bought",
            cost=cost,
            groups=("a",),
            doses=tuple(taught.get(place, 0) for place in range(8)),
        )
        for name, cost, taught in catalogue
    )
    plan = replace(suggested_plan(), groups=(group,), courses=courses)

    assert [course.id for course in cover(plan).courses] == ["A", "B"]


def test_the_leaders_of_module_10_need_sixty_places_and_then_forty_three():
    """As Tormod reckons it: 132 of 400 today, 60 of 100 wanted in four years."""
    (found,) = capacities(with_places(60))

    assert (found.wanted, found.to_reach, found.to_hold) == (240, 60, 43)
    assert found.is_carried and found.years == 4
    assert [round(people) for people in found.stock[:5]] == [132, 168, 198, 222, 242]


def test_too_few_places_are_told_by_when_they_would_do():
    """Later than wanted, or never."""
    (late,) = capacities(with_places(50))
    (never,) = capacities(with_places(40))

    assert not late.is_carried and late.years > 4
    assert not never.is_carried and never.years is None


def test_what_is_expected_is_what_chance_does_on_average():
    """A thousand times five years in which each stays or leaves."""
    (found,) = capacities(with_places(60))
    drawn = draw_stocks(132, 60, 0.18, YEARS_AHEAD, np.random.default_rng(3), 1000)

    assert np.abs(drawn.mean(axis=0) - found.stock).max() < 1.5


@given(st.lists(st.integers(0, 100), min_size=1, max_size=3), st.integers(1, 5))
def test_groups_that_share_courses_share_no_more_places_than_there_are(places, count):
    """By how many each needs."""
    shared = tuple(
        leaders(id=f"g{number}", people=100 * (number + 1), trained=0)
        for number in range(count)
    )
    found = capacities(with_places(*places, groups=shared))

    assert sum(one.places for one in found) == pytest.approx(sum(places), abs=1e-4)
    if count == 2:
        assert found[1].places == pytest.approx(
            found[0].places * found[1].needed / found[0].needed, abs=1e-4
        )


def test_the_competence_with_the_fewest_places_decides():
    """Nobody has their whole dose who has had half of it."""
    plan = with_places(60)
    group = leaders(doses=(0, 0, 0, 1, 0, 1, 0, 0))
    (found,) = capacities(replace(plan, groups=(group,)))

    assert (found.narrowest, found.places, found.is_carried) == ("coaching", 0, False)


def test_a_group_without_its_numbers_is_not_reckoned():
    """Nor one with more trained people than people."""
    for changes in ({"leaving": None}, {"people": 0, "trained": 0}, {"trained": 401}):
        assert capacities(with_places(60, groups=(leaders(**changes),))) == ()


def test_nobody_leaves_and_everybody_leaves():
    """The ends of the scale."""
    still, gone = leaders(id="a", leaving=0), leaders(id="b", leaving=100)
    first, second = capacities(with_places(100, 300, groups=(still, gone)))

    assert (first.to_reach, first.to_hold) == (27, 0)
    assert (second.to_reach, second.to_hold) == (240, 240)


def test_in_sundmark_all_is_covered_and_carried():
    """Four additions for 300 thousand; the firm's large programme is not among them."""
    plan = read_plan(SUNDMARK)
    proposed = cover(plan)

    assert sum(course.cost for course in proposed.courses) == 300
    assert [course.taken for course in plan.possible] == [
        course in proposed.courses for course in plan.possible
    ]
    assert not proposed.left and not gaps(plan.groups, plan.carried)
    assert all(one.is_carried for one in capacities(plan))
