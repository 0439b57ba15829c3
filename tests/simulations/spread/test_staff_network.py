"""A staff in which those who are asked are not those who lead."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.simulations.spread.adoption_network import (
    mean_adoption,
    sample_reach,
    simulate_adoption,
)
from course.simulations.spread.staff_network import (
    NAMES,
    PLACES,
    draw_read_staff,
    draw_staff,
    draw_staff_plan,
    most,
    staff_ties,
)

seeds = st.integers(0, 2**32)


def drawn(seed):
    """One case that shows what was planned, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_read_staff(draw_staff_plan(rng), rng)


def staff_of(seed):
    """A staff as it falls, and its plan."""
    rng = np.random.default_rng(seed)
    plan = draw_staff_plan(rng)
    return draw_staff(plan, rng), plan


@pytest.fixture(scope="module")
def cases():
    """Cases of 16 learners."""
    return [drawn([seed, 1]) for seed in range(16)]


@given(seeds)
def test_everybody_but_the_director_has_a_manager_in_their_unit(seed):
    """Line management is a tree of three levels."""
    staff, plan = staff_of(seed)
    people = len(staff.names)
    tree = nx.DiGraph(
        [
            (boss, person)
            for person, boss in enumerate(staff.managers)
            if boss is not None
        ]
    )

    assert people == 1 + sum(plan.unit_sizes) <= 63
    assert nx.is_arborescence(tree)
    assert max(nx.shortest_path_length(tree, 0).values()) == 2
    assert staff.leaders == tuple(range(7))
    for person, boss in enumerate(staff.managers):
        if boss:
            assert staff.units[person] == staff.units[boss]
    sizes = [staff.units.count(staff.units[leader]) for leader in range(1, 7)]
    assert tuple(sizes) == plan.unit_sizes


@given(seeds)
def test_everybody_asks_three_others(seed):
    """Nobody asks themselves, or the same colleague twice."""
    staff, plan = staff_of(seed)
    askers = [asker for asker, _ in staff.asks]

    assert all(asker != asked for asker, asked in staff.asks)
    assert len(set(staff.asks)) == len(staff.asks)
    assert np.bincount(askers).tolist() == [plan.asks] * len(staff.names)


@given(seeds)
def test_names_are_those_of_the_list_and_nobody_shares_one(seed):
    """A learner can tell everybody apart by name."""
    staff, _ = staff_of(seed)

    assert len(set(staff.names)) == len(staff.names)
    assert set(staff.names) <= set(NAMES)
    assert set(staff.units) <= {"", *PLACES}
    assert len(set(NAMES)) == len(NAMES)


@given(seeds)
def test_asked_and_between_are_those_of_networkx(seed):
    """In-degree and betweenness of the network of asking."""
    staff, _ = staff_of(seed)
    graph = nx.DiGraph(staff.asks)
    between = nx.betweenness_centrality(graph, normalized=False)

    assert staff.asked_by().tolist() == [
        graph.in_degree(person) for person in range(len(staff.names))
    ]
    assert staff.between() == pytest.approx(
        [between[person] for person in range(len(staff.names))]
    )


@given(seeds)
def test_the_new_way_goes_from_the_asked_to_the_asker_and_down_the_line(seed):
    """With the plan's chances, and larger ones when it may be adapted."""
    staff, plan = staff_of(seed)
    chances = {}
    for adapted in (False, True):
        ties = staff_ties(staff, plan, adapted=adapted)
        gain = plan.adapting_gain if adapted else 1
        own = ties.sources == ties.targets
        found = sorted(
            zip(
                ties.sources[~own].tolist(),
                ties.targets[~own].tolist(),
                ties.chances[~own].round(9).tolist(),
                strict=True,
            )
        )
        asked = round(gain * plan.asked_chance, 9)
        managed = round(gain * plan.managed_chance, 9)
        assert found == sorted(
            [(other, person, asked) for person, other in staff.asks]
            + [
                (boss, person, managed)
                for person, boss in enumerate(staff.managers)
                if boss is not None
            ]
        )
        chances[adapted] = ties.own_chance
    assert chances[True] > chances[False] == plan.own_chance


def test_what_was_planned_can_be_seen(cases):
    """Leaders are not asked and make poor seeds; those asked make good ones."""
    for case in cases:
        staff, leaders = case.staff, set(case.staff.leaders)
        asked = most(staff.asked_by(), 5)
        ranked = np.sort(staff.asked_by())[::-1]

        assert not leaders & set(asked)
        assert not leaders & set(most(staff.between(), 5))
        assert ranked[4] > ranked[5]
        assert case.score(asked) == case.asked_score >= 0.6
        assert case.score((0, 1, 2, 3, 4)) <= case.managers_score <= 0.35
        assert case.score(case.baselines.greedy_seeds) == 1
        gained = case.baselines.greedy - case.baselines.by_lot
        assert gained >= 0.12 * len(staff.names)


def test_where_those_asked_are_all_in_one_unit_they_are_no_answer():
    """They bring along the same people: no such staff is given to a learner."""
    plan = replace(
        draw_staff_plan(np.random.default_rng(1)), trusted=(5, 0, 0, 0, 0, 0)
    )
    rng, given_up = np.random.default_rng(2), 0
    for _ in range(40):
        try:
            assert draw_read_staff(plan, rng, tries=1).asked_score >= 0.6
        except ValueError:
            given_up += 1
    assert given_up > 0


def test_lots_score_nothing(cases):
    """The mean over 600 draws of seeds, within four standard errors."""
    rng = np.random.default_rng(1)
    for case in cases[:4]:
        people = len(case.staff.names)
        scores = np.array(
            [
                case.score(tuple(rng.choice(people, 5, replace=False).tolist()))
                for _ in range(600)
            ]
        )
        assert scores.mean() == pytest.approx(0, abs=4 * scores.std() / 600**0.5)


def test_another_sample_of_chance_agrees(cases):
    """The sample is large enough: a new one moves no score by more than 0.15."""
    for case in cases[:4]:
        ties = staff_ties(case.staff, case.plan)
        rng = np.random.default_rng(77)
        fresh = sample_reach(ties, case.plan.months, rng, spreads=2000)
        for seeds in (case.baselines.greedy_seeds, (0, 1, 2, 3, 4), (9, 10, 11)):
            anew = case.baselines.score(mean_adoption(fresh, seeds))
            assert anew == pytest.approx(case.score(seeds), abs=0.15)


def test_whether_adapting_pays_is_plain_and_as_planned(cases):
    """More adopt in every case; what is left of the effect decides."""
    for case in cases:
        effect = case.adapted * case.fidelity / case.baselines.greedy

        assert case.adapted > case.baselines.greedy
        assert case.fidelity < 1
        if case.plan.adapting_pays:
            assert effect > 1.05
        else:
            assert effect < 0.95
    assert {case.plan.adapting_pays for case in cases} == {True, False}


def test_adapted_adoption_is_what_simulation_gives(cases):
    """With other chance, within four standard errors of both."""
    case = cases[0]
    counts = simulate_adoption(
        staff_ties(case.staff, case.plan, adapted=True),
        case.baselines.greedy_seeds,
        case.plan.months,
        np.random.default_rng(5),
        spreads=500,
    )[:, -1]

    assert case.adapted == pytest.approx(
        counts.mean(), abs=4 * counts.std() * (2 / 500) ** 0.5
    )


def test_300_learners_get_300_staffs(cases):
    """No two staffs ask alike; the best seeds of one are nothing special elsewhere."""
    staffs = [staff_of([seed, 2])[0] for seed in range(300)]
    copied = [
        own.score(tuple(seed for seed in other.baselines.greedy_seeds if seed < 46))
        for own in cases[:8]
        for other in cases[8:]
    ]

    assert len({staff.asks for staff in staffs}) == 300
    assert np.mean(copied) < 0.25


@settings(max_examples=3)
@given(seeds)
def test_the_same_state_of_chance_gives_the_same_case(seed):
    """A learner's case can be drawn again for marking."""
    one, other = drawn(seed), drawn(seed)

    assert (one.staff, one.plan, one.baselines) == (
        other.staff,
        other.plan,
        other.baselines,
    )
    np.testing.assert_array_equal(one.reach.reached, other.reach.reached)


def test_too_many_seeds_are_refused(cases):
    """Five can be freed, and not six; fewer are allowed."""
    with pytest.raises(ValueError, match="6 people were chosen; 5 can"):
        cases[0].score((7, 8, 9, 10, 11, 12))
    assert cases[0].score(()) < 0


def test_a_staff_without_names_is_refused():
    """There are sixty names."""
    plan = draw_staff_plan(np.random.default_rng(1))
    large = replace(plan, unit_sizes=(20, 20, 20), trusted=(1, 1, 1))
    with pytest.raises(ValueError, match="not for 61 in 3"):
        draw_staff(large, np.random.default_rng(1))


def test_a_plan_that_cannot_be_shown_is_told_of():
    """Where all begin by themselves at once, nobody's choice is worth much."""
    plan = draw_staff_plan(np.random.default_rng(1))
    rushed = replace(plan, own_chance=0.5)
    with pytest.raises(ValueError, match="None of 2 staffs"):
        draw_read_staff(rushed, np.random.default_rng(1), tries=2)
