"""Spread along ties: against exact chances, known networks and the well-mixed limit."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.spread.adoption_network import (
    betweenness,
    choose_greedily,
    mean_adoption,
    random_adoption,
    sample_reach,
    seeding_baselines,
    simulate_adoption,
    spread_by_threshold,
    tie_people,
)
from course.simulations.spread.bass import BassCurve

PEOPLE = 9

people = st.integers(0, PEOPLE - 1)
pairs = st.tuples(people, people).filter(lambda pair: pair[0] != pair[1])
networks = st.lists(pairs, max_size=30, unique=True)
some_people = st.sets(people, min_size=1, max_size=5).map(sorted)
seeds_of_chance = st.integers(0, 2**32)


def complete(count):
    """Everybody tied to everybody else."""
    return list(itertools.permutations(range(count), 2))


def graph_of(pairs):
    """The same network, as networkx has it."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(PEOPLE))
    graph.add_edges_from(pairs)
    return graph


def adopters(pairs, seeds, chance, months, state, spreads=20):
    """Counts after each month, from a state of chance."""
    ties = tie_people(PEOPLE, pairs, chance, own_chance=0.02)
    return simulate_adoption(ties, seeds, months, np.random.default_rng(state), spreads)


def test_a_tie_is_followed_with_its_chance_each_month():
    """Two people: after four months 1 - 0.8⁴, within four standard errors."""
    ties = tie_people(2, [(0, 1)], 0.2)
    counts = simulate_adoption(ties, [0], 4, np.random.default_rng(1), 20_000)
    followed = counts[:, -1] == 2

    assert followed.mean() == pytest.approx(
        1 - 0.8**4, abs=4 * followed.std() / 20_000**0.5
    )


def test_two_who_are_followed_are_two_chances():
    """One month, ties of 0.2 and 0.5 and 0.1 by oneself: 1 - 0.8 * 0.5 * 0.9."""
    ties = tie_people(3, [(0, 2), (1, 2)], [0.2, 0.5], own_chance=0.1)
    counts = simulate_adoption(ties, [0, 1], 1, np.random.default_rng(2), 20_000)
    followed = counts[:, -1] == 3

    assert followed.mean() == pytest.approx(
        1 - 0.8 * 0.5 * 0.9, abs=4 * followed.std() / 20_000**0.5
    )


def test_without_ties_people_begin_by_themselves():
    """Each month one in twenty of those left: a mean of 30 (1 - 0.95⁶)."""
    ties = tie_people(30, [], 0.5, own_chance=0.05)
    counts = simulate_adoption(ties, [], 6, np.random.default_rng(3), 5000)[:, -1]

    assert counts.mean() == pytest.approx(
        30 * (1 - 0.95**6), abs=4 * counts.std() / 5000**0.5
    )


def well_mixed_mean(count, chance, own_chance, months):
    """Mean number of adopters when all are tied to all, from exact probabilities."""
    probabilities = np.zeros(count + 1)
    probabilities[0] = 1
    for _ in range(months):
        after = np.zeros(count + 1)
        for begun, probability in enumerate(probabilities):
            # How many of those left follow is binomial, built up one by one.
            follows = 1 - (1 - own_chance) * (1 - chance) ** begun
            new = np.ones(1)
            for _ in range(count - begun):
                new = np.convolve(new, [1 - follows, follows])
            after[begun:] += probability * new
        probabilities = after
    return probabilities @ np.arange(count + 1)


def test_a_well_mixed_staff_follows_the_exact_probabilities():
    """Sixteen people for ten months, within four standard errors."""
    ties = tie_people(16, complete(16), 0.03, own_chance=0.02)
    counts = simulate_adoption(ties, [], 10, np.random.default_rng(4), 4000)
    exact = [well_mixed_mean(16, 0.03, 0.02, months) for months in (3, 10)]

    for month, mean in zip((3, 10), exact, strict=True):
        assert counts[:, month].mean() == pytest.approx(
            mean, abs=4 * counts[:, month].std() / 4000**0.5
        )


def test_in_a_large_well_mixed_staff_contagion_follows_bass():
    """A hundred people in small steps of time, within four standard errors."""
    curve, steps = BassCurve(innovation=0.1, imitation=0.5), 10
    ties = tie_people(100, complete(100), 0.5 / steps / 100, own_chance=0.1 / steps)
    shares = simulate_adoption(ties, [], 8 * steps, np.random.default_rng(5), 60) / 100

    for year in (2, 4, 6, 8):
        seen = shares[:, year * steps]
        assert seen.mean() == pytest.approx(
            curve.share_at(year), abs=4 * seen.std() / 60**0.5
        )


@given(networks, some_people, st.integers(0, 10))
def test_with_certain_ties_a_spread_is_the_distance(pairs, seeds, months):
    """A chance of one: each month one step further, and no more."""
    ties = tie_people(PEOPLE, pairs, 1)
    counts = simulate_adoption(ties, seeds, months, np.random.default_rng(1))[0]
    distances = nx.multi_source_dijkstra_path_length(graph_of(pairs), set(seeds))

    for month, count in enumerate(counts):
        assert count == sum(distance <= month for distance in distances.values())


@given(networks, some_people, people, seeds_of_chance)
def test_one_seed_more_never_brings_along_fewer(pairs, seeds, another, state):
    """With the same chance, in every spread and after every month."""
    fewer = adopters(pairs, seeds, 0.2, 6, state)
    more = adopters(pairs, sorted({*seeds, another}), 0.2, 6, state)

    assert (more >= fewer).all()


@given(networks, some_people, seeds_of_chance)
def test_easier_following_never_brings_along_fewer(pairs, seeds, state):
    """The same chance meets a lower hurdle."""
    hard = adopters(pairs, seeds, 0.1, 6, state)
    easy = adopters(pairs, seeds, 0.3, 6, state)

    assert (easy >= hard).all()


@given(networks, some_people, seeds_of_chance)
def test_nobody_goes_back(pairs, seeds, state):
    """Counts rise from the seeds, and never above the people there are."""
    counts = adopters(pairs, seeds, 0.2, 6, state)

    assert (counts[:, 0] == len(seeds)).all()
    assert (np.diff(counts) >= 0).all()
    assert counts.max() <= PEOPLE


@given(networks, some_people, seeds_of_chance)
def test_reach_tells_what_simulating_the_seeds_would(pairs, seeds, state):
    """The same chance gives the same mean, seed by seed or all seeds at once."""
    ties = tie_people(PEOPLE, pairs, 0.2, own_chance=0.02)
    reach = sample_reach(ties, 6, np.random.default_rng(state), spreads=20)
    counts = simulate_adoption(ties, seeds, 6, np.random.default_rng(state), 20)

    assert mean_adoption(reach, seeds) == counts[:, -1].mean()


@given(networks, seeds_of_chance, some_people, people, people)
def test_a_seed_adds_less_beside_more_seeds(pairs, state, seeds, more, another):
    """Submodular: what the greedy choice relies on."""
    ties = tie_people(PEOPLE, pairs, 0.2, own_chance=0.02)
    reach = sample_reach(ties, 6, np.random.default_rng(state), spreads=20)

    def added(beside):
        together = mean_adoption(reach, sorted({*beside, another}))
        return together - mean_adoption(reach, sorted(beside))

    assert added({*seeds, more}) <= added(set(seeds)) + 1e-9


@given(networks, seeds_of_chance, st.integers(0, 4))
def test_adoption_by_lot_is_the_mean_over_all_choices(pairs, state, count):
    """Every choice of so many of nine, tried one by one."""
    ties = tie_people(PEOPLE, pairs, 0.2, own_chance=0.02)
    reach = sample_reach(ties, 6, np.random.default_rng(state), spreads=5)
    choices = itertools.combinations(range(PEOPLE), count)

    assert random_adoption(reach, count) == pytest.approx(
        np.mean([mean_adoption(reach, choice) for choice in choices])
    )


@given(networks, seeds_of_chance)
def test_the_greedy_choice_is_near_the_best(pairs, state):
    """Each adds most to those before; together at least 1 - 1/e of the best three."""
    ties = tie_people(PEOPLE, pairs, 0.2)
    reach = sample_reach(ties, 6, np.random.default_rng(state), spreads=20)
    greedy = choose_greedily(reach, 3)
    choices = itertools.combinations(range(PEOPLE), 3)
    best = max(mean_adoption(reach, choice) for choice in choices)

    assert mean_adoption(reach, greedy) >= (1 - 1 / np.e) * best - 1e-9
    for count in range(3):
        before = greedy[:count]
        others = set(range(PEOPLE)) - set(before)
        assert mean_adoption(reach, greedy[: count + 1]) == max(
            mean_adoption(reach, (*before, person)) for person in others
        )


def test_a_greedy_choice_among_some_names_only_those():
    """The two stars may not be chosen, so their followers are."""
    stars = tie_people(5, [(1, 0), (1, 2), (4, 3)], 1)
    reach = sample_reach(stars, 1, np.random.default_rng(1), spreads=1)

    assert choose_greedily(reach, 2, among=[3, 2, 0]) == (0, 2)


def test_score_is_zero_for_lots_and_one_for_the_greedy_choice():
    """Averaged over all choices of two, lots score nothing."""
    ties = tie_people(PEOPLE, [(0, 1), (0, 2), (0, 3), (4, 5), (6, 5)], 0.3)
    reach = sample_reach(ties, 6, np.random.default_rng(1))
    baselines = seeding_baselines(reach, 2)
    scores = [
        baselines.score(mean_adoption(reach, choice))
        for choice in itertools.combinations(range(PEOPLE), 2)
    ]

    assert np.mean(scores) == pytest.approx(0)
    assert baselines.score(mean_adoption(reach, baselines.greedy_seeds)) == 1
    assert baselines.greedy_seeds[0] == 0


def test_where_no_choice_matters_there_are_no_baselines():
    """Without ties everybody brings along only themselves."""
    reach = sample_reach(tie_people(4, [], 1), 6, np.random.default_rng(1))
    with pytest.raises(ValueError, match="as good as any other"):
        seeding_baselines(reach, 2)


@given(networks, some_people)
def test_with_a_threshold_of_nothing_everybody_reachable_adopts(pairs, seeds):
    """In as many months as they are steps away; nobody else ever."""
    ties = tie_people(PEOPLE, pairs, 0)
    began = spread_by_threshold(ties, seeds, 0, months=PEOPLE)
    distances = nx.multi_source_dijkstra_path_length(graph_of(pairs), set(seeds))

    assert {
        person: month for person, month in enumerate(began) if not np.isnan(month)
    } == distances


def test_a_threshold_waits_for_enough_of_those_one_follows():
    """Three of five must have begun for 0.6, and a fourth for a little more."""
    pairs = [(person, 5) for person in range(5)]
    ties = tie_people(6, pairs, 0)

    assert np.isnan(spread_by_threshold(ties, [0, 1], 0.6, months=9)[5])
    assert spread_by_threshold(ties, [0, 1, 2], 0.6, months=9)[5] == 1
    assert np.isnan(spread_by_threshold(ties, [0, 1, 2], 0.61, months=9)[5])


@given(networks, some_people, st.floats(0, 1), st.floats(0, 1))
def test_higher_thresholds_are_never_passed_earlier(pairs, seeds, one, other):
    """Who begins in spite of a high threshold begins with a low one, no later."""
    ties = tie_people(PEOPLE, pairs, 0)
    low = spread_by_threshold(ties, seeds, min(one, other), months=PEOPLE)
    high = spread_by_threshold(ties, seeds, max(one, other), months=PEOPLE)

    assert (np.nan_to_num(low, nan=99) <= np.nan_to_num(high, nan=99)).all()


@given(networks)
def test_betweenness_is_that_of_networkx(pairs):
    """Over all ordered pairs, not divided by their number."""
    found = nx.betweenness_centrality(graph_of(pairs), normalized=False)

    assert betweenness(PEOPLE, pairs) == pytest.approx(
        [found[person] for person in range(PEOPLE)]
    )


@pytest.mark.parametrize(
    ("pairs", "chances", "sentence"),
    [
        ([(0, 1), (1, 3)], 0.1, "Tie 2"),
        ([(-1, 1)], 0.1, "Tie 1"),
        ([(0, 1)], 1.1, "from 0 to 1"),
        ([(0, 1)], [np.nan], "from 0 to 1"),
    ],
)
def test_ties_that_cannot_be_are_refused(pairs, chances, sentence):
    """To nobody, or with a chance that is none."""
    with pytest.raises(ValueError, match=sentence):
        tie_people(3, pairs, chances)


@pytest.mark.parametrize(
    ("seeds", "sentence"), [([0, 0], "twice"), ([3], "Seed 3"), ([-1], "Seed -1")]
)
def test_seeds_that_cannot_be_are_refused(seeds, sentence):
    """The same in every way to spread."""
    ties, rng = tie_people(3, [(0, 1)], 0.5), np.random.default_rng(1)
    with pytest.raises(ValueError, match=sentence):
        simulate_adoption(ties, seeds, 3, rng)
    with pytest.raises(ValueError, match=sentence):
        mean_adoption(sample_reach(ties, 3, rng), seeds)
    with pytest.raises(ValueError, match=sentence):
        spread_by_threshold(ties, seeds, 0.5, 3)


def test_more_seeds_than_people_are_refused():
    """Neither lots nor greed can find them."""
    reach = sample_reach(tie_people(3, [(0, 1)], 0.5), 3, np.random.default_rng(1))
    for choose in (random_adoption, choose_greedily):
        with pytest.raises(ValueError, match="cannot be 4"):
            choose(reach, 4)


def test_63_people_can_be_told_apart_and_64_are_refused():
    """The bits of a number, less the one for those who need no seed."""
    rng = np.random.default_rng(1)
    reach = sample_reach(tie_people(63, [(61, 62)], 1), 1, rng, spreads=1)

    assert mean_adoption(reach, [62]) == 1
    assert mean_adoption(reach, [61]) == 2
    with pytest.raises(ValueError, match="at most 63 people, not 64"):
        sample_reach(tie_people(64, [(0, 1)], 1), 1, rng)
